// The cards of a sign-in: where the person will be sent, which code to enter, what was granted.
import type { Tokens } from 'mcp-auth-doctor/slim';
import type { OpenBrowser, ShowCode } from 'mcp-auth-doctor/page';
import { copyButton, el, link } from '../dom.js';

/** Says which server the person will see, before anything opens. `go` is called in the click. */
export function leaveCard(step: OpenBrowser, label: string, go: () => void, cancel: () => void): HTMLElement {
  return el(
    'section',
    { class: 'dialog', 'aria-labelledby': 'leave-title', tabindex: -1 },
    el('h2', { id: 'leave-title' }, 'You will be asked to log in at'),
    el('p', { class: 'host' }, step.authorizationHost),
    el('p', {}, step.scopes.length > 0 ? `It will be asked for: ${step.scopes.join(', ')}.` : 'It decides by itself what this page may do.'),
    el('p', { class: 'hint' }, 'It sends you back to ', el('code', {}, step.redirectUri), '. An app that was made by hand has to have this address registered.'),
    el(
      'div',
      { class: 'buttons' },
      el('button', { type: 'button', class: 'primary', id: 'leave', click: go }, label),
      copyButton(() => step.url, 'Copy the link', { class: 'secondary' }),
      el('button', { type: 'button', class: 'secondary', click: cancel }, 'Stop'),
    ),
  );
}

/** The device flow: what to type, and where. */
export function codeCard(step: ShowCode, cancel: () => void): HTMLElement {
  return el(
    'section',
    { class: 'dialog', 'aria-labelledby': 'code-title', tabindex: -1 },
    el('h2', { id: 'code-title' }, 'Enter this code'),
    el('p', { class: 'user-code' }, step.userCode),
    el('p', {}, 'at ', link(step.verificationUri, step.verificationUri), '. This page goes on by itself when you have.'),
    el(
      'div',
      { class: 'buttons' },
      copyButton(() => step.userCode, 'Copy the code', { class: 'secondary' }),
      el('button', { type: 'button', class: 'secondary', click: cancel }, 'Stop'),
    ),
  );
}

/** What the person can do with tokens. */
export interface TokenUse {
  prove(): void;
  forget(): void;
}

const IN = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** When a token ends, and how far off that is. */
function expiry(at: number): string {
  const minutes = Math.round((at - Date.now()) / 60_000);
  return `${new Date(at).toLocaleString()}, ${Math.abs(minutes) < 120 ? IN.format(minutes, 'minute') : IN.format(Math.round(minutes / 60), 'hour')}`;
}

/** What was granted, without the token itself. */
export function tokensCard(tokens: Tokens, { prove, forget }: TokenUse): HTMLElement {
  const expires = tokens.expiresAt === undefined || tokens.expiresAt === null ? 'not said' : expiry(tokens.expiresAt);
  const facts: [string, string][] = [
    ['Server', tokens.server],
    ['Issued by', tokens.issuer],
    ['For', tokens.resource],
    ['Client', tokens.clientId],
    ['Type', tokens.tokenType],
    ['Granted', tokens.scope || 'the server did not say'],
    ['Expires', expires],
    ['Renewable', tokens.refreshToken ? 'yes' : 'no'],
  ];
  return el(
    'section',
    { class: 'dialog', id: 'signed-in', 'aria-labelledby': 'signed-in-title', tabindex: -1 },
    el('h2', { id: 'signed-in-title' }, 'Signed in'),
    el('dl', { class: 'facts' }, ...facts.filter(([, value]) => value).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    el('p', { class: 'hint' }, 'The token itself is kept in this page only, and is gone when you close it.'),
    el(
      'div',
      { class: 'buttons' },
      el('button', { type: 'button', class: 'primary', id: 'prove', click: prove }, 'Call the server with it'),
      el('button', { type: 'button', class: 'secondary', id: 'forget', click: forget }, 'Forget all'),
    ),
  );
}
