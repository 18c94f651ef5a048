// What was found besides the cause, by step, in the order of the flow; and the causes that fit where several do.
import type { Finding, Report } from '../core.js';
import { el, prose } from '../dom.js';
import { comparison } from './comparison.js';
import { PARTY, SEVERITY, stepName } from './names.js';
import { source } from './verdict.js';

/** The findings of a report under their steps, without the cause, which stands at the top. */
export function findings(report: Report, docs: string | undefined): HTMLElement | null {
  const others = report.findings.filter((one) => !isCause(report, one));
  if (others.length === 0) return null;
  const steps = new Map<string, Finding[]>();
  for (const finding of others) steps.set(finding.step, [...(steps.get(finding.step) ?? []), finding]);
  return el(
    'section',
    { class: 'findings', 'aria-labelledby': 'findings-title' },
    el('h2', { id: 'findings-title' }, report.cause ? 'Also found' : 'What was found'),
    ...[...steps].map(([step, ones]) => el('div', { class: 'step' }, el('h3', {}, stepName(step)), ...alike(ones).map((places) => finding(places, docs)))),
  );
}

/** Several causes that fit, and what would tell them apart. */
export function candidates(report: Report): HTMLElement | null {
  if (report.candidates.length === 0) return null;
  return el(
    'section',
    { class: 'candidates', 'aria-labelledby': 'candidates-title' },
    el('h2', { id: 'candidates-title' }, 'Possible causes'),
    el(
      'ol',
      {},
      ...report.candidates.map((each) =>
        el('li', {}, el('h3', {}, ...prose(each.finding.title)), el('p', {}, el('strong', {}, 'How to tell: '), ...prose(each.tellApart))),
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

function finding(places: [Finding, ...Finding[]], docs: string | undefined): HTMLElement {
  const [one] = places;
  return el(
    'details',
    { class: `finding ${one.severity}` },
    el('summary', {}, el('span', { class: `tag ${one.severity}` }, SEVERITY[one.severity]), el('span', { class: 'finding-title' }, ...prose(one.title))),
    el(
      'div',
      { class: 'finding-body' },
      el('p', { class: 'why' }, ...prose(one.why)),
      comparison(one.expected, one.received),
      el('p', { class: 'fix' }, el('strong', {}, `${PARTY[one.party]}: `), ...prose(one.fix)),
      ...places.map((each) => source(each, docs)),
    ),
  );
}

/** The cause is one of the findings; a report is plain data, so it is recognised by its content. */
export function isCause(report: Report, one: Finding): boolean {
  const { cause } = report;
  return cause !== null && cause.rule === one.rule && cause.title === one.title && cause.where?.exchange === one.where?.exchange;
}
