import { readFile } from 'node:fs/promises';
import { diagnose, type Report } from 'mcp-auth-doctor';
import { commonOptions, formatOf, only, serverAddress, wholeNumber, type Options } from '../arguments.js';
import { progressOn } from '../progress.js';
import { STATUS, rendered, statusOf } from '../report.js';
import { write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** `mcp-auth-doctor --servers FILE` */
export async function serversCommand(words: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  only('--servers', options, ['servers', 'concurrency', 'fail-on']);
  if (words.length > 0) throw new UsageError(`Either --servers or an address: ${words[0]} is one too much.`);
  const addresses = await readAddresses(options.servers ?? '');
  const concurrency = wholeNumber('concurrency', options.concurrency ?? '4', 1, 32);
  const waiting = [...addresses.entries()];
  const reports: Report[] = new Array(addresses.length);
  let finished = 0;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, server] = next;
      const progress = progressOn(terminal, `[${finished}/${addresses.length}] `);
      reports[index] = await diagnose(server, { ...commonOptions(options), onProgress: progress.onProgress, signal }).finally(progress.done);
      finished += 1;
      if (formatOf(options) === 'text') await write(terminal.stdout, line(reports[index], server));
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, addresses.length) }, work));
  await printAll(reports, options, terminal);
  return worst(reports.map((report) => statusOf(report, options)));
}

async function readAddresses(path: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--servers ${path}: the file can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  const addresses = text
    .split(/\r?\n/)
    .map((each, index) => ({ text: each.replace(/(^|\s)#.*/, '').trim(), number: index + 1 }))
    .filter((each) => each.text)
    .map((each) => serverAddress(each.text, `${path}, line ${each.number},`));
  if (addresses.length === 0) throw new UsageError(`--servers ${path}: there is no address in the file.`);
  return addresses;
}

function line(report: Report, server: string): string {
  return `${report.verdict.padEnd(12)} ${server}${report.cause ? `  ${report.cause.rule}: ${report.cause.title}` : ''}\n`;
}

async function printAll(reports: Report[], options: Options, terminal: Terminal): Promise<void> {
  const format = formatOf(options);
  if (format === 'text') return;
  if (format === 'json') return write(terminal.stdout, `${JSON.stringify(reports, null, 2)}\n`);
  const texts = reports.map((report) => rendered(report, options, terminal, terminal.stdout).trimEnd());
  if (format === 'markdown') return write(terminal.stdout, `${texts.join('\n\n')}\n`);
  const logs = texts.map((text) => JSON.parse(text) as { runs: unknown[] });
  return write(terminal.stdout, `${JSON.stringify({ ...logs[0], runs: logs.flatMap(({ runs }) => runs) }, null, 2)}\n`);
}

function worst(statuses: number[]): number {
  if (statuses.includes(STATUS.blocked)) return STATUS.blocked;
  return statuses.includes(STATUS.unknown) ? STATUS.unknown : STATUS.fine;
}
