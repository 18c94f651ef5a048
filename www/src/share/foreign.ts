// The notice above a report that came by a link.
import { el } from '../dom.js';

/** The parameter of a fragment that carries evidence. */
export const SHARED = 'evidence';

/** Says that somebody else made this, and that it is for reading only. */
export function foreignNotice(): HTMLElement {
  return el(
    'div',
    { class: 'notice', role: 'note' },
    el('p', {}, el('strong', {}, 'Shared report. '), 'It was made by someone else and may be incomplete or altered. This page judged it again; all texts are its own.'),
    el('p', {}, 'No request is sent. To check the server yourself, enter its address above.'),
  );
}
