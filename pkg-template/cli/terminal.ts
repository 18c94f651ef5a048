import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './usage.js';

/** What the command line reads from and writes to. */
export interface Terminal {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  env: NodeJS.ProcessEnv;
}

/** Whether there is a person to ask: both ends are a terminal. */
export function isInteractive({ stdin, stderr }: Terminal): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Whether to use colours on a stream; see https://no-color.org. */
export function usesColour(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** Characters that steer a terminal, turn the direction of writing, break lines unseen or can't be seen; line feed and tab do no harm. */
const ACTING =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

/**
 * Text in which such characters are written out, so that foreign words can't act on the terminal or on who reads it. JSON means the same
 * afterwards: its strings are the only place that may have such characters, and there this is an escape of them.
 */
export function visible(text: string): string {
  return text.replace(ACTING, (acting) => [...Array(acting.length).keys()].map((at) => `\\u${acting.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''));
}

/** Writes {@link visible} text and waits until it is out, so that a pipe gets all of it; a reader that went away is no error. */
export function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return writeColoured(stream, visible(text));
}

/** The same for text that has colours of our own, and nothing else that controls a terminal. */
export function writeColoured(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error);
      else resolve();
    });
  });
}

/** Says a line to the person, without waiting. */
export function say({ stderr }: Terminal, line: string): void {
  stderr.write(`${visible(line)}\n`);
}

/** Asks for a line of text on the terminal. */
export async function ask({ stdin, stderr }: Terminal, question: string, signal?: AbortSignal): Promise<string> {
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    return await answer(lines, visible(question), signal);
  } finally {
    lines.close();
  }
}

/** Asks for a secret, which is not shown. */
export async function askSecret({ stdin, stderr }: Terminal, question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  stderr.write(visible(question));
  try {
    return await answer(lines, '');
  } finally {
    lines.close();
    stderr.write('\n');
  }
}

/**
 * The answer to a question, unless the command is to stop. A raw terminal hands Ctrl-C to the prompt; from there it goes on to all others.
 *
 * @throws {UsageError} the input ended (Ctrl-D), where Node 20 would wait for ever
 */
async function answer(lines: Interface, question: string, signal?: AbortSignal): Promise<string> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  lines.once('SIGINT', () => process.emit('SIGINT', 'SIGINT'));
  process.once('SIGINT', abort).once('SIGTERM', abort);
  const ended = new Promise<never>((_resolve, reject) => lines.once('close', () => reject(new UsageError('The input ended before an answer.'))));
  try {
    const line = lines.question(question, { signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal });
    return (await Promise.race([ended, line])).trim();
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort);
  }
}

/** Reads all of stdin. */
export async function readAll(stream: NodeJS.ReadableStream, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Buffer);
    length += bytes.length;
    if (length > most) throw new RangeError(`more than ${most} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
