// The notice above a report that came by a link.
import { el } from '../dom.js';

/** The parameter of a fragment that carries evidence. */
export const SHARED = 'evidence';

/** Says that somebody else made this, and that it is for reading only. */
export function foreignNotice(): HTMLElement {
  return el(
    'div',
    { class: 'notice', role: 'note' },
    el('p', {}, el('strong', {}, 'Somebody else’s evidence. '), 'It came with the link and may be wrong or made up. The verdict and all texts are this page’s own.'),
    el('p', {}, 'This view is for reading only: no request is sent. To check the server yourself, type its address above.'),
  );
}
