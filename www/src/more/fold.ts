// A section that is folded at first; what is in it is made, and its script loaded, when it is opened.
import { el } from '../dom.js';

/** What a folded section is called, and what is in it. */
export interface Folded {
  /** Its class, and the stem of its ids. */
  name: string;
  title: string;
  /** What opens it. */
  summary: string;
  content: () => Promise<HTMLElement[]>;
}

/** The section. Where its content can't be loaded it says so, and opening it again tries again. */
export function fold({ name, title, summary, content }: Folded): HTMLElement {
  const holder = el('div', { class: 'fold-body' });
  const details = el('details', { class: 'fold' }, el('summary', {}, el('span', {}, summary)), holder);
  let loading = false;
  details.addEventListener('toggle', () => {
    if (!details.open || loading) return;
    loading = true;
    content().then(
      (made) => holder.replaceChildren(...made),
      () => {
        loading = false;
        holder.replaceChildren(el('p', { class: 'complaint', role: 'alert' }, 'This part of the page could not be loaded. Fold it and open it again to retry.'));
      },
    );
  });
  return el('section', { class: name, 'aria-labelledby': `${name}-title` }, el('h2', { id: `${name}-title` }, title), details);
}
