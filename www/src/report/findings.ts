// Findings by step, in the order of the flow: what, why, how to fix it, what proves it, which clause.
import type { Finding, Report } from '../core.js';
import { el, link, prose } from '../dom.js';
import { comparison } from './comparison.js';
import { PARTY, SEVERITY, placeName, stepName } from './names.js';

/** All findings of a report under their steps. */
export function findings(report: Report): HTMLElement | null {
  if (report.findings.length === 0) return null;
  const steps = new Map<string, Finding[]>();
  for (const finding of report.findings) steps.set(finding.step, [...(steps.get(finding.step) ?? []), finding]);
  return el(
    'section',
    { class: 'findings', 'aria-labelledby': 'findings-title' },
    el('h2', { id: 'findings-title' }, 'What was found'),
    ...[...steps].map(([step, ones]) =>
      el('div', { class: 'step' }, el('h3', {}, stepName(step)), ...alike(ones).map((each) => finding(each, each.some((one) => isCause(report, one))))),
    ),
  );
}

/** Several causes that fit, and what would tell them apart. */
export function candidates(report: Report): HTMLElement | null {
  if (report.candidates.length === 0) return null;
  return el(
    'section',
    { class: 'candidates', 'aria-labelledby': 'candidates-title' },
    el('h2', { id: 'candidates-title' }, 'More than one cause fits'),
    el('p', { class: 'section-lead' }, 'What was seen does not decide between these. Each says what would.'),
    el(
      'ol',
      {},
      ...report.candidates.map((each) =>
        el('li', {}, el('h3', {}, ...prose(each.finding.title)), el('p', {}, el('strong', {}, 'To decide: '), ...prose(each.tellApart))),
      ),
    ),
  );
}

/** The same finding at several places is shown once, with all its places. */
function alike(ones: Finding[]): [Finding, ...Finding[]][] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const one of ones) {
    const { where: _, ...said } = one;
    const key = JSON.stringify(said);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

/** One finding, open where it matters. */
function finding(places: [Finding, ...Finding[]], cause: boolean): HTMLElement {
  const [one] = places;
  return el(
    'details',
    { class: `finding ${one.severity}`, open: cause || one.severity === 'error' },
    el(
      'summary',
      {},
      el('span', { class: `tag ${one.severity}` }, cause ? 'Cause' : SEVERITY[one.severity]),
      el('span', { class: 'finding-title' }, ...prose(one.title)),
    ),
    el(
      'div',
      { class: 'finding-body' },
      el('p', { class: 'why' }, ...prose(one.why)),
      comparison(one.expected, one.received),
      el('p', { class: 'fix' }, el('strong', {}, `To fix, by ${PARTY[one.party]}: `), ...prose(one.fix)),
      ...places.map(place),
      el('p', { class: 'cites' }, ...cites(one), el('a', { href: `rules.html#${one.rule}`, class: 'rule' }, one.rule)),
    ),
  );
}

function place(one: Finding): HTMLElement | null {
  const name = placeName(one.where);
  const inferred = one.certainty === 'inferred' ? 'Concluded from what was seen, not seen itself. ' : '';
  if (!name && !inferred) return null;
  const exchange = one.where?.exchange;
  return el(
    'p',
    { class: 'hint' },
    inferred,
    name && (inferred ? 'It is about ' : 'Seen at '),
    name && el('code', {}, name),
    exchange !== undefined && ', ',
    exchange !== undefined && el('a', { href: `#exchange-${exchange + 1}`, 'data-exchange': exchange }, `exchange ${exchange + 1}`),
  );
}

function cites(one: Finding): (Node | string)[] {
  return one.cites.flatMap((cite) => [link(cite.url, cite.label), ' · ']);
}

/** The cause is one of the findings; a report is plain data, so it is recognised by its content. */
export function isCause(report: Report, one: Finding): boolean {
  const { cause } = report;
  return cause !== null && cause.rule === one.rule && cause.title === one.title && cause.where?.exchange === one.where?.exchange;
}
