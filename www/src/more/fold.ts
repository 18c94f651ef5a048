// A row that is folded at first; what is in it is made, and its script loaded, when it is opened.
import { el } from '../dom.js';

/** What a folded row is called, and what is in it. */
export interface Folded {
  /** Its class, and the stem of its ids. */
  name: string;
  title: string;
  content: () => Promise<HTMLElement[]>;
}

/** The row. */
export function fold({ name, title, content }: Folded): HTMLElement {
  const holder = el('div', { class: 'fold-body' });
  const details = el('details', { class: 'fold' }, el('summary', {}, el('h2', { id: `${name}-title` }, title)), holder);
  whenOpened(details, holder, content);
  return el('section', { class: `row-fold ${name}`, 'aria-labelledby': `${name}-title` }, details);
}

/** Fills the holder once, when it can be seen. Where its content can't be loaded it says so, and opening it again tries again. */
export function whenOpened(details: HTMLDetailsElement, holder: HTMLElement, content: () => Promise<HTMLElement[]>): void {
  let loading = false;
  const load = () => {
    if (!details.open || loading) return;
    loading = true;
    content().then(
      (made) => holder.replaceChildren(...made),
      () => {
        loading = false;
        holder.replaceChildren(el('p', { class: 'complaint', role: 'alert' }, 'This part of the page could not be loaded. Close it and open it again to retry.'));
      },
    );
  };
  details.addEventListener('toggle', load);
  load();
}
