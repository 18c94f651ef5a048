import { exitStatus, renderReport, type Report } from 'mcp-auth-doctor';
import { failOnOf, formatOf, type Options } from './arguments.js';
import { usesColour, visible, writeColoured, type Terminal } from './terminal.js';

/** The exit statuses; see `--help`. */
export const STATUS = { fine: 0, blocked: 1, wrongUse: 2, unknown: 3, needs: 4 } as const;

/** Prints a report in the format asked for. */
export async function printReport(report: Report, options: Options, terminal: Terminal, stream = terminal.stdout): Promise<void> {
  await writeColoured(stream, `${rendered(report, options, terminal, stream).trimEnd()}\n`);
}

/** A report as text in the format asked for. */
export function rendered(report: Report, options: Options, { env }: Terminal, stream: NodeJS.WriteStream): string {
  const [format, colour] = [formatOf(options), usesColour(stream, env)];
  const text = renderReport(report, format, { colour, width: Math.min(stream.columns || 100, 120), all: options.all ?? false });
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
