// What the page asks back where a paste alone does not do.
import { el, prose } from '../dom.js';
import type { Named } from './understood.js';

/** A button for each server of a configuration. */
export function chooseServer(servers: Named[], ask: (address: string) => void): HTMLElement {
  return el(
    'section',
    { class: 'choose-server', 'aria-labelledby': 'choose-server-title' },
    el('h2', { id: 'choose-server-title' }, servers.length === 1 ? 'A client’s configuration with one server' : 'Which server won’t connect?'),
    el('ul', { class: 'cards' }, ...servers.map((server) => el('li', { class: 'server' }, about(server), button(server, ask)))),
  );
}

function about({ name, meaning }: Named): HTMLElement {
  return el(
    'div',
    {},
    el('h3', {}, name),
    el('p', {}, ...prose(meaning)),
  );
}

function button({ address }: Named, ask: (address: string) => void): HTMLElement {
  return el('button', { type: 'button', class: 'secondary', click: () => ask(address) }, el('span', {}, 'Ask ', el('code', {}, address)));
}

/** Nothing in a text is known: what helps is the server's address. */
export function unknownText(meaning: string | undefined, ask: (address: string) => void): HTMLElement {
  const field = el('input', { id: 'unknown-address', type: 'text', inputmode: 'url', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', required: true, placeholder: 'https://server.example/mcp' });
  const form = el('form', { class: 'fields' }, el('div', { class: 'field' }, el('label', { for: 'unknown-address' }, 'What is the server’s address?'), field), el('button', { type: 'submit', class: 'primary' }, 'Ask it'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    ask(field.value);
  });
  return el(
    'section',
    { class: 'dialog', id: 'unknown', 'aria-labelledby': 'unknown-title', tabindex: -1 },
    el('h2', { id: 'unknown-title' }, meaning === undefined ? 'We don’t recognize this text' : 'This message alone doesn’t tell the cause'),
    el('p', {}, ...prose(meaning ?? 'It has no address, no HTTP and no error message that we know. With the server’s address this page can look for itself.')),
    form,
  );
}

/** A message or a log names a server that nobody has asked yet. */
export function askAsWell(address: string, ask: () => void): HTMLElement {
  return el(
    'section',
    { class: 'ask-as-well' },
    el('p', {}, 'This is judged by the text alone. Ask the server to be certain:'),
    el('button', { type: 'button', class: 'secondary', click: ask }, el('span', {}, 'Ask ', el('code', {}, address))),
  );
}
