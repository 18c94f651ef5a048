// The sentence at the top: the rule's own title, short and without values, or what the page itself knows better.
import type { Core, Report } from '../core.js';
import type { Reach } from '../reach.js';

/** What stands at the top. */
export interface Headline {
  title: string;
  detail?: string;
  /** The page knows more than the report: what the report supposes is not shown as the cause. */
  replaces?: boolean;
}

/** The headline of a report. `reach`: what the page found out about answers that the browser hid. */
export function headlineOf(core: Pick<Core, 'rules'>, report: Report, reach?: Reach): Headline {
  if (reach) return { ...REACH[reach.kind](reach.host), replaces: true };
  const { cause, findings, verdict } = report;
  const titleOf = (rule: string) => core.rules().find(({ id }) => id === rule)?.title;
  const open = verdict === 'ok' && findings.some(({ rule }) => rule === PUBLIC);
  if (open) return { title: titleOf(PUBLIC) ?? WITHOUT_CAUSE.ok(report) };
  if (cause) {
    const title = titleOf(cause.rule) ?? cause.title;
    return { title: verdict === 'undetermined' ? `Most likely: ${lower(title)}` : title };
  }
  return { title: WITHOUT_CAUSE[verdict](report) };
}

/** The rule that says that nobody has to sign in. */
const PUBLIC = 'contact/public';

/** "The server …" goes on in lower case behind a colon; a name does not. */
function lower(title: string): string {
  return /^(The|A|An|No|Nothing|Your|Several|One) /.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

const WITHOUT_CAUSE: Record<Report['verdict'], (report: Report) => string> = {
  ok: ({ actions }) => (actions.length > 0 ? 'No problem found. Signing in should work.' : 'It works: the server accepts the request.'),
  needs: () => 'Nothing is broken. Signing in needs something from you.',
  blocked: () => 'Signing in fails.',
  undetermined: () => 'The cause isn’t known yet.',
  nothing: ({ findings }) => (findings.some(isMistake) ? 'Check this configuration, then ask the server.' : 'This shows no sign-in.'),
};

/** A configuration may hold a mistake that stops only some clients. */
const isMistake = ({ rule, severity }: Report['findings'][number]) => rule.startsWith('configuration/') && severity !== 'info';

const REACH: Record<Reach['kind'], (host: string) => Headline> = {
  offline: () => ({ title: 'You are offline', detail: 'Your browser has no network. Connect, then try again.' }),
  mixed: (host) => ({
    title: 'Your browser blocks http addresses on an https page',
    detail: `This page is loaded over https, so your browser doesn’t let it reach ${host} over http (mixed content). Use the server’s https address, or run the check from a terminal.`,
  }),
  hidden: (host) => ({
    title: 'The server answers, but doesn’t let web pages read it',
    detail: `${host} sends no CORS headers. Desktop clients are not affected: for them this is not an error. This page can’t say more; the ways below can.`,
  }),
  silent: (host) => ({
    title: 'Your browser got no answer',
    detail: `Nothing came back from ${host}. Check the address first. It can also be TLS, a local-network prompt that was not answered, or an extension that blocks requests.`,
  }),
};
