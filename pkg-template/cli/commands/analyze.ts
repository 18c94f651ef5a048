import { readFile, stat } from 'node:fs/promises';
import { analyze, readEvidence, type Import } from 'mcp-auth-doctor';
import { commonOptions, formatOf, only, serverAddress, type Options } from '../arguments.js';
import { printView, requireView } from '../clients.js';
import { fileText } from '../file-text.js';
import { readAll, write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** What the core reads of one text is less (`limits::PASTED`); a compressed file is unpacked up to this. */
const LARGEST_CAPTURE = 256 * 1024 * 1024;

/** `mcp-auth-doctor analyze FILE|-` */
export async function analyzeCommand(words: string[], options: Options, terminal: Terminal): Promise<number> {
  only('analyze', options);
  const [path, second] = words;
  if (!path) throw new UsageError('analyze needs a file, or - for stdin.');
  if (second) throw new UsageError(`One capture at a time; ${second} is a second one.`);
  requireView(options);
  const text = await capture(path, terminal);
  if (!text.trim()) throw new UsageError(`${path === '-' ? 'stdin' : path} is empty.`);
  const server = options.server && serverAddress(options.server, '--server');
  const { recognised, ...evidence } = readEvidence(text, server);
  await tell(recognised, options, terminal);
  const report = analyze(evidence, {
    ...commonOptions(options),
    ...(server && { server }),
    ...(options.symptom && { symptom: options.symptom }),
  });
  return printView(report, options, terminal);
}

/** What the capture was taken for, before the judgement; beside a report for programs, on stderr. */
async function tell(recognised: Import['recognised'], options: Options, { stdout, stderr }: Terminal): Promise<void> {
  const lines = recognised.flatMap(({ what, notes = [], parts = [] }) => [
    what,
    ...notes.map((note) => `  ${note}`),
    ...parts.map(({ name, value, meaning }) => `  ${name}${value === undefined ? '' : ` = ${value}`}${meaning && `: ${meaning}`}`),
  ]);
  if (lines.length > 0) await write(formatOf(options) === 'text' ? stdout : stderr, `${lines.join('\n')}\n\n`);
}

async function capture(path: string, { stdin }: Terminal): Promise<string> {
  try {
    if (path === '-') return await fileText(new Uint8Array(await readAll(stdin, LARGEST_CAPTURE)), LARGEST_CAPTURE);
    const { size } = await stat(path);
    if (size > LARGEST_CAPTURE) throw new RangeError('too large');
    return await fileText(new Uint8Array(await readFile(path)), LARGEST_CAPTURE);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof RangeError || code === 'ERR_BUFFER_TOO_LARGE') {
      throw new UsageError(`${path} is larger than ${LARGEST_CAPTURE / 1024 / 1024} MB. Capture only the sign-in.`);
    }
    throw new UsageError(`${path} can't be read (${code ?? message}).`);
  }
}
