import { exitStatus, renderReport, type Report } from 'mcp-auth-doctor';
import { actionCommands } from './action-command.js';
import { failOnOf, formatOf, type Options } from './arguments.js';
import { expectationOf, inSarif } from './expect.js';
import { junitOf } from './junit.js';
import { usesColour, visible, writeColoured, type Terminal } from './terminal.js';

/** The exit statuses; see `--help`. */
export const STATUS = { fine: 0, blocked: 1, wrongUse: 2, unknown: 3, needs: 4 } as const;

/** Prints a report in the format asked for. */
export async function printReport(report: Report, options: Options, terminal: Terminal, stream = terminal.stdout): Promise<void> {
  await writeColoured(stream, `${rendered(report, options, terminal, stream).trimEnd()}\n`);
}

/** A report as text in the format asked for; `status` is what it comes to, for a format that says so. */
export function rendered(report: Report, options: Options, { env }: Terminal, stream: NodeJS.WriteStream, status = statusOf(report, options), asksForChoice = false): string {
  const [format, colour] = [formatOf(options), usesColour(stream, env)];
  const expectation = expectationOf(report, options);
  if (format === 'junit') return junitOf([{ name: report.server ?? 'capture', report, status, expectation }]);
  const commands = asksForChoice ? [] : actionCommands(report);
  // A report that fails for a warning shows it.
  const all = options.all ?? (report.verdict === 'ok' && status === STATUS.blocked);
  const text = renderReport(report, format, { colour, width: Math.min(stream.columns || 100, 120), all, commands });
  if (format === 'sarif') return visible(inSarif(text, report, expectation));
  return format === 'text' && colour ? text : visible(text);
}

/** The exit status that a report comes to. */
export function statusOf(report: Report, options: Options): number {
  return unreachable(report) ? STATUS.unknown : exitStatus(report, failOnOf(options));
}

/** Nothing answered at all. */
function unreachable({ exchanges }: Report): boolean {
  return exchanges.length > 0 && exchanges.every(({ response }) => !response);
}
