// What well-known clients would do with this evidence, and where each would stop.
import type { Core, Evidence } from '../core.js';
import { el, link, prose } from '../dom.js';
import { stepName } from '../report/names.js';

type Row = ReturnType<Core['clientMatrix']>[number];
type Stage = Row['steps'][number];
type Does = Stage['does'];

const WORDS: Record<Does, string> = { 'goes-on': 'goes on', stops: 'stops', asks: 'asks you', 'not-modelled': 'unknown', 'not-seen': 'not seen' };
const TAG: Record<Does, string> = { 'goes-on': 'fine', stops: 'error', asks: 'warning', 'not-modelled': 'info', 'not-seen': 'info' };

/** A list, readable at any width: each client with its steps, and why it stops or asks. */
export function clients(core: Core, evidence: Evidence): HTMLElement {
  return el('ul', { class: 'client-list' }, ...core.clientMatrix(evidence).map(client));
}

function client({ name, asOf, sources, steps }: Row): HTMLElement {
  const links = sources.map((source, index) => link(source, `source ${index + 1}`)).flatMap((each) => [' · ', each]);
  return el('li', {}, el('h3', {}, name), el('ul', { class: 'stages' }, ...steps.map(stage)), ...reasons(steps), el('p', { class: 'hint' }, `As of ${asOf}`, ...links));
}

function stage({ step, does }: Stage): HTMLElement {
  return el('li', { class: `tag ${TAG[does]}` }, `${stepName(step)}: ${WORDS[does]}`);
}

function reasons(steps: Stage[]): HTMLElement[] {
  return steps.filter(({ does, why }) => (does === 'stops' || does === 'asks') && why).map(({ why }) => el('p', {}, ...prose(why)));
}
