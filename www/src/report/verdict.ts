// The answer first: one sentence, who must act, and the best thing to do now.
import type { Report } from '../core.js';
import { el, prose } from '../dom.js';
import { PARTY, VERDICT, stepName } from './names.js';
import { comparison } from './comparison.js';

/** The headline of a report. `button` is what the first action offers, where it can be taken here. */
export function verdict(report: Report, button: HTMLElement | null): HTMLElement {
  const { cause } = report;
  const [first] = report.actions;
  return el(
    'section',
    { class: `verdict ${report.verdict}`, 'aria-labelledby': 'verdict-title' },
    el(
      'p',
      { class: 'verdict-meta' },
      el('span', { class: `badge ${report.verdict}` }, VERDICT[report.verdict]),
      report.server ? el('code', {}, report.server) : null,
      el('span', { class: 'revision' }, `judged by MCP ${report.revision}`),
    ),
    el('h2', { id: 'verdict-title' }, ...prose(sentence(report))),
    cause && el('p', { class: 'verdict-why' }, ...prose(cause.why)),
    cause && comparison(cause.expected, cause.received),
    cause && el('p', { class: 'verdict-party' }, el('strong', {}, `To be fixed by ${PARTY[cause.party]}. `), ...prose(cause.fix)),
    first &&
      el(
        'div',
        { class: 'first-action' },
        el('div', {}, el('p', { class: 'eyebrow' }, 'What you can do now'), el('p', { class: 'first-title' }, first.title), el('p', {}, ...prose(first.why))),
        button,
      ),
  );
}

/** The verdict in one sentence. */
export function sentence(report: Report): string {
  const { cause, verdict, actions } = report;
  if (cause) return verdict === 'undetermined' ? `Most likely: ${cause.title}` : `${stepName(cause.step)}: ${cause.title}`;
  if (verdict === 'nothing') return 'This shows no sign-in.';
  if (verdict === 'undetermined') return 'We need more information.';
  if (actions.length === 0) return 'The server accepts what was sent: no sign-in is needed.';
  return 'A sign-in can start: everything it needs was seen.';
}
