// The answer first: one sentence, the values, and what each reader can do about it.
import type { Action, Finding, Report } from '../core.js';
import { copyButton, el, link, prose } from '../dom.js';
import { comparison } from './comparison.js';
import { quote } from './curl.js';
import { PARTY, hostOf, placeName, verdictName } from './names.js';
import type { Headline } from './headline.js';

/** The headline of a report with its cause. `button` is what the first action offers. */
export function verdict(report: Report, headline: Headline, button: HTMLElement | null, docs: string | undefined): HTMLElement {
  const { cause } = report;
  const [first] = report.actions;
  return el(
    'section',
    { class: `verdict ${report.verdict}`, 'aria-labelledby': 'verdict-title' },
    el(
      'p',
      { class: 'verdict-meta' },
      el('span', { class: `badge ${report.verdict}` }, verdictName(report.verdict)),
      report.server ? el('code', {}, report.server) : null,
      el('span', { class: 'revision' }, `MCP ${report.revision}`),
    ),
    el('h2', { id: 'verdict-title' }, ...prose(headline.title)),
    headline.detail ? el('p', { class: 'verdict-why' }, ...prose(headline.detail)) : null,
    cause && !headline.replaces && proof(cause, headline.title, docs),
    headline.replaces ? elsewhere(report) : readers(report, first, button),
  );
}

/** What was found, with its values, why it matters and where it was seen. */
function proof(cause: Finding, title: string, docs: string | undefined): HTMLElement {
  return el(
    'div',
    { class: 'proof' },
    says(title, cause.title) || (cause.expected !== undefined && cause.received !== undefined) ? null : el('p', { class: 'verdict-fact' }, ...prose(cause.title)),
    comparison(cause.expected, cause.received),
    el('p', { class: 'verdict-why' }, ...prose(cause.why)),
    source(cause, docs),
  );
}

/** Whether the headline says it already, but for who said so. */
function says(headline: string, fact: string): boolean {
  return headline.replace('Most likely: ', '').toLowerCase() === fact.replace(/ \(by the message[^()]*\)$/, '').toLowerCase();
}

/** How it is known, in one line: seen, told or concluded; where; the clause; the rule. */
export function source(finding: Finding, docs: string | undefined): HTMLElement {
  const name = placeName(finding.where);
  const exchange = finding.where?.exchange;
  const parts: (Node | string)[][] = [
    [KNOWN[finding.certainty], ...(name ? [finding.certainty === 'observed' ? ' at ' : ' about ', el('code', {}, name)] : [])],
    ...(exchange === undefined ? [] : [[el('a', { href: `#exchange-${exchange + 1}`, 'data-exchange': exchange }, `exchange ${exchange + 1}`)]]),
    ...finding.cites.map(({ url, label }) => [link(url, label)]),
    [ruleLink(finding.rule, docs)],
  ];
  return el('p', { class: 'cites' }, ...parts.flatMap((part, index) => (index === 0 ? part : [' · ', ...part])));
}

const KNOWN: Record<Finding['certainty'], string> = { observed: 'Seen', told: 'Told by the error message', inferred: 'Inferred, not seen' };

/** The rule's id, as a link to its page where there is one. */
export function ruleLink(rule: string, docs: string | undefined): HTMLElement {
  return docs === undefined ? el('code', { class: 'rule' }, rule) : el('a', { class: 'rule', href: `${docs}rules/${rule}/` }, rule);
}

/** Where the browser hides everything, a terminal sees more. */
function elsewhere({ server }: Report): HTMLElement | null {
  if (!server) return null;
  const command = `npx mcp-auth-doctor ${quote(server)}`;
  return el(
    'div',
    { class: 'reader' },
    el('p', { class: 'eyebrow' }, 'You'),
    el('p', { class: 'first-title' }, 'Ask the server from a terminal, which sees every response'),
    el('div', { class: 'command' }, el('pre', { tabindex: 0, role: 'group', 'aria-label': 'Command' }, command), copyButton(() => command)),
  );
}

/** You: the best thing to do now, which is the fix where it is yours. The operator: the fix. Nobody reads the other's part. */
function readers(report: Report, first: Action | undefined, button: HTMLElement | null): HTMLElement | null {
  const { cause } = report;
  const mine = cause?.party === 'user' && first?.by === 'person' && first.steps.length === 0;
  const yours =
    first &&
    el(
      'div',
      { class: 'reader first-action' },
      el('div', {}, el('p', { class: 'eyebrow' }, 'You'), el('p', { class: 'first-title' }, ...prose(first.title)), el('p', {}, ...prose(mine ? cause.fix : first.why))),
      button,
    );
  const theirs = cause && !mine ? el('div', { class: 'reader' }, el('p', { class: 'eyebrow' }, reader(report, cause)), el('p', {}, ...prose(cause.fix))) : null;
  return yours || theirs ? el('div', { class: 'readers' }, yours, theirs) : null;
}

function reader(report: Report, cause: Finding): string {
  const host = cause.party === 'user' || cause.party === 'client' ? undefined : hostOf(report, cause);
  return host ? `${PARTY[cause.party]}, ${host}` : PARTY[cause.party];
}
