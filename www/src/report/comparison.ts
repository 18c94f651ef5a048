// Expected and received: one above the other, with the difference marked.
import { el } from '../dom.js';
import { comparable, difference } from './differences.js';
import type { Run } from './differences.js';

/** The two values of a finding, as far as it has them. */
export function comparison(expected?: string, received?: string): HTMLElement | null {
  if (expected === undefined && received === undefined) return null;
  if (expected === undefined || received === undefined || !comparable(expected, received)) {
    return el('dl', { class: 'values' }, ...value('Expected', expected), ...value('Received', received));
  }
  const { expected: a, received: b, words } = difference(expected, received);
  return el(
    'figure',
    { class: 'compare' },
    el('dl', { class: 'values aligned' }, ...row('Expected', a, 'expected'), ...row('Received', b, 'received')),
    words.length > 0 && el('figcaption', {}, `Differs in: ${words.join(', ')}`),
  );
}

function value(name: string, text: string | undefined): HTMLElement[] {
  return text === undefined ? [] : [el('dt', {}, name), el('dd', {}, el('code', {}, text === '' ? '(empty)' : text))];
}

function row(name: string, runs: Run[], side: string): HTMLElement[] {
  const marked = runs.map((run) => (run.same ? run.text : el('mark', { class: side }, run.text)));
  return [el('dt', {}, name), el('dd', {}, el('code', {}, ...marked))];
}
