// What well-known clients would do with this evidence, and where each would stop.
import type { Core, Evidence } from '../core.js';
import { el, link } from '../dom.js';
import { stepName } from '../report/names.js';

type Row = ReturnType<Core['clientMatrix']>[number];
type Does = Row['steps'][number]['does'];

const WORDS: Record<Does, string> = { 'goes-on': 'goes on', stops: 'stops', asks: 'asks you', 'not-modelled': 'not known', 'not-seen': 'not seen' };
const TAG: Record<Does, string> = { 'goes-on': 'fine', stops: 'error', asks: 'warning', 'not-modelled': 'info', 'not-seen': 'info' };

/** The table: a line for each client, a column for each step. */
export function clients(core: Core, evidence: Evidence): HTMLElement {
  const rows = core.clientMatrix(evidence);
  const steps = [...new Set(rows.flatMap((row) => row.steps.map(({ step }) => step)))];
  const head = el('tr', {}, el('th', { scope: 'col' }, 'Client'), ...steps.map((step) => el('th', { scope: 'col' }, stepName(step))));
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of clients' },
    el('table', {}, el('thead', {}, head), el('tbody', {}, ...rows.map((row) => line(row, steps)))),
  );
}

function line(row: Row, steps: string[]): HTMLElement {
  const sources = row.sources.map((source, index) => link(source, `source ${index + 1}`)).flatMap((each) => [' ', each]);
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, row.name, el('span', { class: 'rule-id hint' }, `as of ${row.asOf}`, ...sources)),
    ...steps.map((step) => cell(row.steps.find((each) => each.step === step))),
  );
}

function cell(step: Row['steps'][number] | undefined): HTMLElement {
  if (!step) return el('td', { class: 'none' }, '–');
  return el('td', {}, el('span', { class: `tag ${TAG[step.does]}` }, WORDS[step.does]), step.does === 'goes-on' ? null : el('p', { class: 'hint' }, step.why));
}
