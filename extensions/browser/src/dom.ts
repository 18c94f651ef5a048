/** An element with its texts and children. Texts are never HTML: what a report says comes from servers. */
export function el<Name extends keyof HTMLElementTagNameMap>(name: Name, ...children: (Node | string | undefined | false)[]): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.append(...children.filter((each) => each !== undefined && each !== false));
  return made;
}

/** A text with its `code` shown as such. */
export function marked(text: string): (Node | string)[] {
  return text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 0 ? part : el('code', part)));
}

/** A button; `plain` for all but the one that is best. */
export function button(label: string, press: () => unknown, plain = true): HTMLButtonElement {
  const made = el('button', label);
  made.type = 'button';
  if (plain) made.className = 'plain';
  made.addEventListener('click', press);
  return made;
}

export function link(url: string, label: string): HTMLElement {
  if (!url.startsWith('https://')) return el('span', label);
  return Object.assign(el('a', label), { href: url, target: '_blank', rel: 'noreferrer' });
}

export function quiet(...children: (Node | string)[]): HTMLParagraphElement {
  return Object.assign(el('p', ...children), { className: 'quiet' });
}

/** The element of this id. */
export function byId<Kind extends HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the panel has no #${id}`);
  return found as Kind;
}
