import { diagnose, type Report } from 'mcp-auth-doctor';
import { openBrowser } from '../../hosts/node/browser.js';
import { commonOptions, plainFormatOf, only, serverAddress, type Options } from '../arguments.js';
import { columns, printView, requireView, view } from '../clients.js';
import { progressOn } from '../progress.js';
import { DIAGNOSE } from '../reference.js';
import { testRefusals } from '../refusals/index.js';
import { STATUS } from '../report.js';
import { credentialFrom, variable } from '../secrets.js';
import { say, visible, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

const TIMEOUT_MS = 15_000;

/** `mcp-auth-doctor URL` */
export async function diagnoseCommand(words: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  only(DIAGNOSE, options);
  if (options['test-refusals']) plainFormatOf('--test-refusals', options);
  const server = serverAddress(words[0], 'mcp-auth-doctor');
  if (words.length > 1) throw new UsageError(`One address at a time; ${words[1]} is a second one. For many, there is --servers FILE.`);
  requireView(options);
  const credential = await credentialFrom(server, options, terminal);
  const progress = progressOn(terminal);
  const report = await diagnose(server, {
    ...commonOptions(options),
    ...(credential && { credential }),
    ...(options.symptom && { symptom: options.symptom }),
    onProgress: progress.onProgress,
    signal,
  }).finally(progress.done);
  if (!options['test-refusals']) return printView(report, options, terminal);
  return printRefusals(server, report, options, terminal, signal);
}

/** The report, and before it what came of the wrong requests. */
async function printRefusals(server: string, report: Report, options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const { 'test-host': hosts = [], 'expired-env': expired, 'foreign-env': foreign, 'no-browser': noBrowser } = options;
  let leftBehind: string[] = [];
  const open = async (url: string) => {
    say(terminal, `Sign in and agree for the test at ${new URL(url).host}. If no page opens, open this address yourself:\n  ${url}`);
    await openBrowser(url).catch(() => {});
  };
  const refusals = await testRefusals({
    report,
    server,
    hosts,
    timeoutMs: commonOptions(options).timeoutMs ?? TIMEOUT_MS,
    open: noBrowser ? undefined : open,
    expired: expired && variable('expired-env', expired, terminal),
    otherAudience: foreign && variable('foreign-env', foreign, terminal),
    onLeft: (left) => {
      leftBehind = left;
      if (left.length > 0) say(terminal, `Left behind: ${visible(left.join('; '))}`);
    },
    signal,
  });
  const { status, lines, members } = view(report, options);
  const rows = refusals.map(({ outcome, check, what, saw, conformance }) => [outcome === 'accepted' ? 'ACCEPTED' : outcome.replace('-', ' '), check, `${what}: ${saw}${conformance && outcome === 'accepted' ? `  (${conformance})` : ''}`]);
  const accepted = refusals.filter(({ outcome }) => outcome === 'accepted').map(({ check }) => check);
  const tried = refusals.filter(({ outcome }) => outcome !== 'not-tried').length;
  const shown = ['Wrong requests, and whether they were refused', ...columns(rows), '', 'The sign-in with correct requests'];
  return printView(report, options, terminal, {
    status: accepted.length > 0 ? STATUS.blocked : status,
    lines: [...lines, ...shown],
    members: { ...members, refusals, refusalsMissing: accepted.length, leftBehind },
    ...(accepted.length > 0 && { ending: summary(report, accepted, tried) }),
  });
}

/** What the report can't say: it judges what right requests meet. */
function summary({ verdict }: Report, accepted: readonly string[], tried: number): string {
  const works = verdict === 'ok' || verdict === 'needs' ? 'Signing in itself works, but ' : '';
  const were = accepted.length === 1 ? 'was' : 'were';
  return `${works}${accepted.length} of ${tried} wrong requests ${were} ACCEPTED and must be refused: ${accepted.join(', ')}.`;
}
