// What was recognised in a paste, piece by piece; an authorization URL, a callback or a token is taken apart.
import type { Core, Report } from '../core.js';
import { el } from '../dom.js';

type Recognised = ReturnType<Core['readEvidence']>['recognised'][number];

/** The section about the pieces of a paste. */
export function recognised(pieces: Recognised[]): HTMLElement | null {
  if (pieces.length === 0) return null;
  return el(
    'section',
    { class: 'recognised', 'aria-labelledby': 'recognised-title' },
    el('h2', { id: 'recognised-title' }, 'What you pasted'),
    ...pieces.map((piece) =>
      el('div', { class: 'piece' }, el('p', {}, piece.what), ...(piece.notes ?? []).map((note) => el('p', { class: 'hint' }, note)), parts(piece, piece.what)),
    ),
  );
}

/** The authorization request of a report, taken apart by the package; nothing where there was none. A pasted one is taken apart above. */
export function authorizationUrl(core: Core, report: Report, pieces: Recognised[]): HTMLElement | null {
  if (pieces.some(({ kind }) => kind === 'authorization-url')) return null;
  const url = report.exchanges[report.steps.lastIndexOf('authorization')]?.request.url;
  const piece = url === undefined ? undefined : core.readEvidence(url).recognised.find((each) => each.kind === 'authorization-url');
  const table = piece && parts(piece, 'Parameters of the authorization URL');
  if (!table || !url) return null;
  return el(
    'section',
    { class: 'taken-apart', 'aria-labelledby': 'authorization-url-title' },
    el('h2', { id: 'authorization-url-title' }, 'The authorization URL in parts'),
    el('p', {}, el('code', {}, url.replace(/\?.*$/s, ''))),
    table,
  );
}

function parts({ parts: all = [] }: Recognised, label: string): HTMLElement | null {
  if (all.length === 0) return null;
  const rows = all.map(({ name, value, meaning }) =>
    el(
      'tr',
      { class: value === undefined ? 'missing' : null },
      el('th', { scope: 'row' }, el('code', {}, name)),
      el('td', {}, value === undefined ? 'missing' : el('code', {}, value)),
      el('td', {}, meaning),
    ),
  );
  const head = el('tr', {}, ...['Part', 'Value', 'Purpose'].map((name) => el('th', { scope: 'col' }, name)));
  return el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, el('table', {}, el('thead', {}, head), el('tbody', {}, ...rows)));
}
