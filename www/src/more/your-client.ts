// "Which client do you use?": what the report means for that one client. The choice is remembered in this browser.
import type { Core, Evidence } from '../core.js';
import { copyButton, el, prose } from '../dom.js';
import { stepName } from '../report/names.js';

type Row = ReturnType<Core['clientMatrix']>[number];

const REMEMBERED = 'mcp-auth-doctor client';
/** A loopback port that the client picks when it signs in, as the profiles write it. */
const ANY_PORT = '<port>';

let count = 0;

/** The question, and its answer below. `heading`: what stands above it. */
export function yourClient(core: Core, evidence: Evidence, heading = 'Which client do you use?'): HTMLElement {
  const rows = core.clientMatrix(evidence);
  // Two can be on the page: under the report, and on the card of a sign-in.
  const id = `client-choice-${(count += 1)}`;
  const answer = el('div', { class: 'client-answer', 'aria-live': 'polite' });
  const choice = el('select', { id }, el('option', { value: '' }, 'Choose a client'), ...rows.map(({ client, name }) => el('option', { value: client }, name)));
  const show = () => {
    const row = rows.find(({ client }) => client === choice.value);
    answer.replaceChildren(...(row ? about(row) : []));
  };
  choice.addEventListener('change', () => {
    remember(choice.value);
    show();
  });
  choice.value = rows.some(({ client }) => client === remembered()) ? remembered() : '';
  show();
  return el('section', { class: 'your-client' }, el('div', { class: 'client-question' }, el('label', { for: id }, heading), choice), answer);
}

function about(row: Row): HTMLElement[] {
  const facts: [string, (Node | string)[]][] = [
    ['Here', [fate(row)]],
    ['Redirect URI', row.redirectUris.length > 0 ? [redirectUris(row.redirectUris)] : ['not known for this client']],
    ['Client ID', row.clientIdGoes ? prose(row.clientIdGoes) : ['where to enter your own is not known for this client']],
  ];
  return [
    el('dl', { class: 'facts' }, ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, ...value)])),
    el('p', { class: 'hint' }, `As of ${row.asOf}.`),
  ];
}

function fate({ name, steps, stopsAt }: Row): HTMLElement {
  const stop = steps.find(({ step }) => step === stopsAt);
  const ask = steps.find(({ does }) => does === 'asks');
  if (stop) return el('p', {}, el('span', { class: 'tag error' }, 'stops'), ` ${stepName(stop.step)}: `, ...prose(stop.why));
  if (ask) return el('p', {}, el('span', { class: 'tag warning' }, 'asks you'), ` ${stepName(ask.step)}: `, ...prose(ask.why));
  const known = steps.some(({ does }) => does === 'goes-on');
  return el('p', {}, known ? `${name} goes on, as far as this shows.` : `This doesn’t show what ${name} does.`);
}

function redirectUris(uris: string[]): HTMLElement {
  return el(
    'ul',
    { class: 'copies' },
    ...uris.map((uri) => el('li', {}, el('code', {}, uri), uri.includes(ANY_PORT) ? el('span', { class: 'hint' }, ' a different port each time') : copyButton(() => uri, 'Copy', { 'aria-label': `Copy ${uri}` }))),
  );
}

/** Storage can be forbidden; then nothing is remembered. */
function remembered(): string {
  try {
    return localStorage.getItem(REMEMBERED) ?? '';
  } catch {
    return '';
  }
}

function remember(client: string): void {
  try {
    localStorage.setItem(REMEMBERED, client);
  } catch {
    return;
  }
}
