import { readFile } from 'node:fs/promises';
import { diagnose, type Report } from 'mcp-auth-doctor';
import { commonOptions, formatOf, only, serverAddress, wholeNumber, type Options } from '../arguments.js';
import { changeOf, readBaseline, writeBaseline, type Baseline, type Change } from '../baseline.js';
import { clientAt, requireView } from '../clients.js';
import { expectationOf, lineOf, statusWith } from '../expect.js';
import { junitOf } from '../junit.js';
import { oneAtATime } from '../one-at-a-time.js';
import { publicPart } from '../public-part.js';
import { progressOn } from '../progress.js';
import { STATUS, rendered, statusOf } from '../report.js';
import { sarifOf, type Listed } from '../sarif-list.js';
import { write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** For one request, as in a diagnosis of one server. */
const REQUEST_MS = 10_000;
/** How long a request may wait for its turn: not at all what one waits for an answer. */
const TURN_MS = 24 * 3600 * 1000;

/** What has status 3, as `--help` says it. */
const UNKNOWN = 'undetermined or unreachable';

type Judged = [Listed, Report];

/** `mcp-auth-doctor --servers FILE` */
export async function serversCommand(words: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  only('--servers', options);
  if (words.length > 0) throw new UsageError(`Use --servers or an address, not both: ${words[0]}.`);
  const { servers: path = '', baseline: baselinePath } = options;
  if (options['update-baseline'] && baselinePath === undefined) throw new UsageError('--update-baseline needs --baseline FILE.');
  requireView(options);
  if (options.as === 'all') throw new UsageError('--servers has --as for one client; --as all is for one server.');
  const servers = await readList(path);
  const baseline = baselinePath === undefined ? undefined : await readBaseline(baselinePath);
  const changes = new Map<string, Change>();
  const reports = await diagnoseAll(servers, options, terminal, signal, async ({ address }, report) => {
    const change = changeOf(report, baseline?.get(address));
    if (change) changes.set(address, change);
    if ((change || isUnexpected(report, options)) && formatOf(options) === 'text') await write(terminal.stdout, lines(publicPart(address), report, change, baseline !== undefined, options));
  });
  // What is not as expected counts, whether it changed or not.
  const shown = reports.filter(([{ address }, report]) => changes.has(address) || isUnexpected(report, options));
  await printAll(shown, reports, path, options, terminal);
  const toStdout = ['text', 'markdown'].includes(formatOf(options));
  await write(toStdout ? terminal.stdout : terminal.stderr, summary(reports, changes.size, baseline && goneFrom(baseline, servers), options));
  if (baselinePath !== undefined && (baseline === undefined || options['update-baseline'])) await writeBaseline(baselinePath, reports);
  return worst(shown.map(([, report]) => statusFor(report, options)));
}

/** Diagnoses all, some at once, and tells of each as it is done. */
async function diagnoseAll(
  servers: readonly Listed[],
  options: Options,
  terminal: Terminal,
  signal: AbortSignal,
  tell: (server: Listed, report: Report) => Promise<void>,
): Promise<Judged[]> {
  const { timeoutMs = REQUEST_MS, ...common } = commonOptions(options);
  const fetch = oneAtATime(timeoutMs);
  const reports = new Map<Listed, Report>();
  const progress = progressOn(terminal, () => `[${reports.size}/${servers.length}] `);
  const waiting = [...servers];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const report = await diagnose(next.address, { ...common, timeoutMs: TURN_MS, fetch, onProgress: progress.onProgress, signal });
      reports.set(next, report);
      progress.done();
      await tell(next, report);
    }
  };
  const concurrency = wholeNumber('concurrency', options.concurrency ?? '4', 1, 32);
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, servers.length) }, work));
  } finally {
    progress.done();
  }
  return [...reports].sort(([one], [other]) => one.line - other.line);
}

async function readList(path: string): Promise<Listed[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--servers ${path}: the file can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  const written = text
    .split(/\r?\n/)
    .map((each, index) => ({ text: each.replace(/(^|\s)#.*/, '').trim(), line: index + 1 }))
    .filter((each) => each.text);
  const wrong = written.flatMap(({ text, line }) => {
    const why = whyNoAddress(text);
    return why === undefined ? [] : [`line ${line}: ${why}`];
  });
  if (wrong.length > 0) throw new UsageError(`--servers ${path}: nothing was asked, because of\n${wrong.map((each) => `  ${each}`).join('\n')}`);
  const listed = written.map(({ text, line }) => ({ address: text, line }));
  if (listed.length === 0) throw new UsageError(`--servers ${path}: the file contains no address.`);
  return listed.filter(({ address }, index) => listed.findIndex((each) => each.address === address) === index);
}

function whyNoAddress(text: string): string | undefined {
  try {
    serverAddress(text, '--servers');
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** As for every client, or as for the one of --as. */
function statusFor(report: Report, options: Options): number {
  return statusWith(clientAt(report, options)?.status ?? statusOf(report, options), expectationOf(report, options));
}

/** Whether --expect is not met. */
function isUnexpected(report: Report, options: Options): boolean {
  return expectationOf(report, options)?.met === false;
}

/** A server on one line, where the client of --as ends there, and what is new and what is gone since the baseline. */
function lines(server: string, report: Report, change: Change | undefined, compared: boolean, options: Options): string {
  const expectation = expectationOf(report, options);
  const unexpected = expectation && lineOf(expectation);
  const client = clientAt(report, options);
  const { before, appeared = [], gone = [] } = change ?? {};
  const was = before && before.verdict !== report.verdict ? ` (was ${before.verdict})` : compared && change && !before ? ' (new in the list)' : '';
  const more = before ? [['new', appeared], ['gone', gone]] as const : [];
  const details = more.filter(([, rules]) => rules.length > 0).map(([word, rules]) => `${''.padEnd(13)}${word}: ${rules.join(', ')}\n`);
  const asClient = client ? `${''.padEnd(13)}${client.line}\n` : '';
  return `${report.verdict.padEnd(12)} ${server}${was}${report.cause ? `  ${report.cause.rule}: ${report.cause.title}` : ''}\n${unexpected ? `${''.padEnd(13)}${unexpected}\n` : ''}${asClient}${details.join('')}`;
}

async function printAll(shown: readonly Judged[], all: readonly Judged[], path: string, options: Options, terminal: Terminal): Promise<void> {
  const format = formatOf(options);
  const expected = (report: Report) => expectationOf(report, options);
  const reports = shown.map(([, report]) => report);
  if (format === 'json') await write(terminal.stdout, `${JSON.stringify(reports.map((report) => ({ ...report, ...(expected(report) && { expectation: expected(report) }) })), null, 2)}\n`);
  if (format === 'junit') await write(terminal.stdout, junitOf(shown.map(([{ address }, report]) => ({ name: publicPart(address), report, status: statusFor(report, options), expectation: expected(report) }))));
  if (format === 'sarif') await write(terminal.stdout, `${sarifOf(shown, all, path, expected)}\n`);
  if (format === 'markdown') await write(terminal.stdout, reports.map((report) => `${rendered(report, options, terminal, terminal.stdout).trimEnd()}\n\n`).join(''));
}

function goneFrom(baseline: Baseline, servers: readonly Listed[]): string[] {
  return [...baseline.keys()].filter((known) => !servers.some(({ address }) => address === known));
}

/** One line about all; `gone` where there was something to compare with. */
function summary(all: readonly Judged[], changed: number, gone: readonly string[] | undefined, options: Options): string {
  // In the words of the exit status: a server that can't be reached is blocked by its verdict, and counts as unknown.
  const words = all.map(([, report]) => (statusOf(report, {}) === STATUS.unknown ? UNKNOWN : report.verdict));
  const count = (word: string) => words.filter((each) => each === word).length;
  const counts = ['ok', 'needs', 'blocked', UNKNOWN].filter(count).map((word) => `${count(word)} ${word}`);
  const compared = gone ? `; ${changed || 'nothing'} changed since the baseline` : '';
  const left = gone?.length ? `; no longer in the list: ${gone.join(', ')}` : '';
  const unexpected = all.filter(([, report]) => isUnexpected(report, options)).length;
  const expected = unexpected ? `; ${unexpected} not as expected` : '';
  return `${all.length} ${all.length === 1 ? 'server' : 'servers'}: ${counts.join(', ')}${expected}${compared}${left}\n`;
}

function worst(statuses: number[]): number {
  return [STATUS.blocked, STATUS.unknown, STATUS.needs].find((status) => statuses.includes(status)) ?? STATUS.fine;
}
