// One client's view of a server (--as), the views of all, and what a directory asks for (--directory).
import { clientMatrix, directoryReadiness, type Report } from 'mcp-auth-doctor';
import { formatOf, type Options } from './arguments.js';
import { expectationOf, expectedOf, lineOf, statusWith } from './expect.js';
import { rendered, STATUS, statusOf } from './report.js';
import { visible, writeColoured, type Terminal } from './terminal.js';
import { UsageError } from './usage.js';

type Row = ReturnType<typeof clientMatrix>[number];
type Directory = ReturnType<typeof directoryReadiness>[number];
type State = Directory['points'][number]['state'];

const ENDS: Record<Row['ends'], string> = { 'gets-in': 'gets in', asks: 'needs something from you', stops: 'stops', unknown: 'not known' };
const DOES: Record<Row['steps'][number]['does'], string> = { 'goes-on': 'goes on', stops: 'stops', asks: 'asks you', 'not-modelled': 'not known', 'not-seen': 'not seen' };
const STATE: Record<State, string> = { met: 'met', 'not-met': 'not met', 'not-tried': 'not tried' };
const ALL = 'all';

/** The clients that `--as` can name, besides all. */
export const clientNames = (): string[] => clientMatrix({ exchanges: [] }).map(({ client }) => client);

/** The directories that `--directory` can name. */
export const directoryNames = (): string[] => directoryReadiness({ exchanges: [] }).map(({ directory }) => directory);

/**
 * Refuses a client, a directory or an expectation that there is not, before anything is sent.
 *
 * @throws {UsageError} with the names that there are
 */
export function requireView(options: Options): void {
  const { as, directory } = options;
  expectedOf(options);
  if (as !== undefined && directory !== undefined) throw new UsageError('Use --as or --directory, not both.');
  const [clients, directories] = [clientNames(), directoryNames()];
  if (as !== undefined && as !== ALL && !clients.includes(as)) throw new UsageError(`--as ${as}: use ${clients.join(', ')}, or all.`);
  if (directory !== undefined && !directories.includes(directory)) throw new UsageError(`--directory ${directory}: use ${directories.join(' or ')}.`);
}

/** What is printed before a report, in lines or as members of its JSON, and the exit status with it. */
export interface View {
  status: number;
  lines: string[];
  members: object;
  /** What is said last, behind the report. */
  ending?: string;
}

/** Prints the report, and before it what was asked for besides; what it gives is the exit status. */
export async function printView(report: Report, options: Options, terminal: Terminal, { status, lines, members, ending }: View = view(report, options)): Promise<number> {
  const format = formatOf(options);
  const { stdout } = terminal;
  if (format === 'json') {
    const plain = JSON.parse(rendered(report, options, terminal, stdout)) as object;
    await writeColoured(stdout, `${visible(JSON.stringify({ ...plain, ...members }, null, 2))}\n`);
  } else {
    const text = lines.length === 0 ? '' : format === 'text' ? `${lines.join('\n')}\n\n` : format === 'markdown' ? `${['```text', ...lines, '```'].join('\n')}\n\n` : '';
    const last = ending === undefined || (format !== 'text' && format !== 'markdown') ? '' : `\n${ending}\n`;
    await writeColoured(stdout, `${visible(text)}${rendered(report, options, terminal, stdout, status).trimEnd()}\n${visible(last)}`);
  }
  return status;
}

/** What --as, --directory or --expect asks for. */
export function view(report: Report, options: Options): View {
  const expectation = expectationOf(report, options);
  const { status, lines, members } = viewOf(report, options);
  if (!expectation) return { status, lines, members };
  const line = lineOf(expectation);
  return { status: statusWith(status, expectation), lines: [...(line ? [line] : []), ...lines], members: { ...members, expectation } };
}

function viewOf(report: Report, options: Options): View {
  const { as, directory } = options;
  if (directory !== undefined) {
    const [readiness] = directoryReadiness(report).filter((each) => each.directory === directory);
    return { status: statusOfDirectory(readiness), lines: readiness ? linesOfDirectory(readiness) : [], members: { readiness } };
  }
  if (as === undefined) return { status: statusOf(report, options), lines: [], members: {} };
  const rows = clientMatrix(report);
  if (as === ALL) return { status: statusOf(report, options), lines: linesOfAll(rows), members: { clients: rows } };
  const client = rows.find((row) => row.client === as);
  return { status: client ? statusOfClient(client, report, options) : statusOf(report, options), lines: client ? linesOfClient(client) : [], members: { client } };
}

/** Where the client of --as ends, in a line and as an exit status. */
export function clientAt(report: Report, options: Options): { line: string; status: number } | undefined {
  const row = clientMatrix(report).find(({ client }) => client === options.as);
  if (!row) return undefined;
  const why = row.steps.find(({ does }) => does === 'stops' || does === 'asks')?.why;
  const line = `${row.name}: ${[ENDS[row.ends], row.stopsAt, why].filter(Boolean).join(': ')}`;
  return { line, status: statusOfClient(row, report, options) };
}

/** The client's own end; what it doesn't judge itself is judged as for every client. */
function statusOfClient(row: Row, report: Report, options: Options): number {
  if (row.ends === 'stops') return STATUS.blocked;
  const passed = row.steps.filter(({ does }) => does === 'goes-on' || does === 'asks').flatMap(({ standsFor }) => standsFor);
  const cause = report.cause && !passed.includes(report.cause.rule) ? statusOf(report, options) : STATUS.fine;
  if (cause !== STATUS.fine) return cause;
  if (row.ends === 'asks') return STATUS.needs;
  return row.ends === 'unknown' ? STATUS.unknown : STATUS.fine;
}

function statusOfDirectory(readiness: Directory | undefined): number {
  const states = readiness?.points.map(({ state }) => state) ?? [];
  if (states.includes('not-met')) return STATUS.blocked;
  return states.includes('not-tried') ? STATUS.unknown : STATUS.fine;
}

function linesOfClient({ name, asOf, ends, stopsAt, steps }: Row): string[] {
  const table = steps.map(({ step, does, why, source }) => [step, DOES[does], `${why}${source ? `  ${source}` : ''}`]);
  return [`As ${name}: ${ENDS[ends]}${stopsAt ? ` at: ${stopsAt}` : ''} (sources read by ${asOf})`, ...columns(table)];
}

function linesOfAll(rows: Row[]): string[] {
  const why = ({ steps }: Row) => steps.find(({ does }) => does === 'stops' || does === 'asks')?.why ?? '';
  return ['Who gets in, and who stops where', ...columns(rows.map((row) => [row.name, ENDS[row.ends], [row.stopsAt, why(row)].filter(Boolean).join(': ')]))];
}

function linesOfDirectory({ name, points }: Directory): string[] {
  const count = (wanted: State) => points.filter(({ state }) => state === wanted).length;
  const notTried = count('not-tried');
  return [`${name}: ${count('met')} of ${points.length} points met${notTried > 0 ? `, ${notTried} not tried` : ''}`, ...columns(points.map(({ state, asks, why, source, read }) => [STATE[state], `${asks}${why ? ` ${why}` : ''}  ${source} (${read})`]))];
}

/** Rows as text, all columns but the last of one width. */
export function columns(rows: string[][]): string[] {
  const width = (at: number) => Math.max(...rows.map((row) => row[at]?.length ?? 0));
  return rows.map((row) => `  ${row.map((cell, at) => (at + 1 < row.length ? cell.padEnd(width(at) + 2) : cell)).join('')}`.trimEnd());
}
