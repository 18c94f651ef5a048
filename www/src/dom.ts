// Makes elements. Text only ever becomes a text node: nothing that a server or a paste said is parsed as markup.

const SVG = 'http://www.w3.org/2000/svg';

/** What can be put into an element; `null` and `false` are left out. */
export type Child = Node | string | null | undefined | false;

type Attributes = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

/** An HTML element. An attribute that is a function listens to the event of that name. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg<Tag extends keyof SVGElementTagNameMap>(tag: Tag, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[Tag] {
  return fill(document.createElementNS(SVG, tag) as SVGElementTagNameMap[Tag], attributes, children);
}

/** The element of that id in this page's own HTML. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element #${id}`);
  return found as Kind;
}

/** A link to elsewhere; anything but http and https becomes plain text. */
export function link(url: string, text: string): Node {
  const safe = /^https?:\/\//i.test(url);
  return safe ? el('a', { href: url, rel: 'noreferrer noopener', target: '_blank' }, text) : el('span', {}, text);
}

/** A text of the package, with what stands between backticks as code. Addresses break at their own marks, where they have to. */
export function prose(text: string): (Node | string)[] {
  return text.split(/`([^`]+)`/).flatMap((part, index) => (index % 2 === 1 ? el('code', {}, ...breakable(part)) : breakable(part)));
}

function breakable(text: string): (Node | string)[] {
  return text.split(/(https?:\/\/\S+)/).flatMap((part, index) => (index % 2 === 1 ? address(part) : part));
}

/** After the scheme only where the styles say so: a host is seldom too long for a line. */
function address(text: string): (Node | string)[] {
  const [scheme = '', ...rest] = text.split(/(?<=[/?&=])(?=\w)/);
  return [scheme, ...rest.flatMap((piece, index) => [el('wbr', { class: index === 0 && 'scheme' }), piece])];
}

/** A button that copies a text and says so. */
export function copyButton(text: () => string, label = 'Copy', attributes: Attributes = {}): HTMLButtonElement {
  const button = el('button', { type: 'button', class: 'quiet', ...attributes }, label);
  button.addEventListener('click', async () => {
    const said = await navigator.clipboard.writeText(text()).then(
      () => 'Copied',
      () => 'Could not copy',
    );
    button.textContent = said;
    announce(said);
    setTimeout(() => (button.textContent = label), 2000);
  });
  return button;
}

/** Says something to a screen reader without moving the focus. */
export function announce(text: string): void {
  let region = document.getElementById('announcements');
  if (!region) {
    region = el('div', { id: 'announcements', class: 'visually-hidden', role: 'status' });
    document.body.append(region);
  }
  region.textContent = text;
}

/** Hands a file to the person. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const anchor = el('a', { href: url, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function fill<Kind extends Element>(element: Kind, attributes: Attributes, children: Child[]): Kind {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}
