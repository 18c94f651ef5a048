import { readFile, stat } from 'node:fs/promises';
import { analyze, readEvidence } from 'mcp-auth-doctor';
import { commonOptions, only, serverAddress, type Options } from '../arguments.js';
import { printReport, statusOf } from '../report.js';
import { readAll, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

const LARGEST_CAPTURE = 256 * 1024 * 1024;

/** `mcp-auth-doctor analyze FILE|-` */
export async function analyzeCommand(words: string[], options: Options, terminal: Terminal): Promise<number> {
  only('analyze', options, ['server', 'symptom', 'fail-on']);
  const [path, second] = words;
  if (!path) throw new UsageError('analyze needs a file, or - for stdin.');
  if (second) throw new UsageError(`One capture at a time; ${second} is a second one.`);
  const text = await capture(path, terminal);
  if (!text.trim()) throw new UsageError(`${path === '-' ? 'stdin' : path} is empty.`);
  const evidence = readEvidence(text);
  const report = analyze(
    {
      ...evidence,
      ...(options.server && { server: serverAddress(options.server, '--server') }),
      ...(options.symptom && { symptom: options.symptom }),
    },
    commonOptions(options),
  );
  await printReport(report, options, terminal);
  return statusOf(report, options);
}

async function capture(path: string, { stdin }: Terminal): Promise<string> {
  try {
    if (path === '-') return await readAll(stdin, LARGEST_CAPTURE);
    const { size } = await stat(path);
    if (size > LARGEST_CAPTURE) throw new RangeError('too large');
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${path} is larger than ${LARGEST_CAPTURE / 1024 / 1024} MB. Capture only the sign-in.`);
    throw new UsageError(`${path} can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
