// The cards of a sign-in: where the person will be sent, which code to enter, what was granted.
import type { Proof, Tokens } from 'mcp-auth-doctor/slim';
import type { OpenBrowser, ShowCode } from 'mcp-auth-doctor/page';
import { copyButton, el, link } from '../dom.js';

/** Says which server the person will see, before anything opens. `go` is called in the click. */
export function leaveCard(step: OpenBrowser, label: string, go: () => void, cancel: () => void): HTMLElement {
  return el(
    'section',
    { class: 'dialog', 'aria-labelledby': 'leave-title', tabindex: -1 },
    el('h2', { id: 'leave-title' }, 'You’re about to sign in at'),
    el('p', { class: 'host' }, step.authorizationHost),
    el('p', {}, step.scopes.length > 0 ? `Permissions requested: ${step.scopes.join(', ')}.` : 'It decides which permissions this page gets.'),
    el('p', { class: 'hint' }, 'It sends you back to ', el('code', {}, step.redirectUri), '. If you created the app yourself, register this redirect URI there.'),
    el(
      'div',
      { class: 'buttons' },
      el('button', { type: 'button', class: 'primary', id: 'leave', click: go }, label),
      copyButton(() => step.url, 'Copy the link', { class: 'secondary' }),
      el('button', { type: 'button', class: 'secondary', click: cancel }, 'Stop'),
    ),
  );
}

/** While the person is in the other window. */
export function waitCard(step: OpenBrowser, open: () => void, cancel: () => void): HTMLElement {
  return el(
    'section',
    { class: 'dialog', 'aria-labelledby': 'wait-title', tabindex: -1 },
    el('h2', { id: 'wait-title' }, `Waiting for you to sign in at ${step.authorizationHost}`),
    el('p', {}, 'This page goes on when the other window comes back. Did it show an error? Stop here, and paste its text or its address into the box above.'),
    el(
      'div',
      { class: 'buttons' },
      el('button', { type: 'button', class: 'secondary', click: open }, 'Open the window again'),
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
    el('p', {}, 'at ', link(step.verificationUri, step.verificationUri), '. This page continues when you’re done.'),
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

/** When a token expires, and how far off that is. */
function expiry(at: number): string {
  const minutes = Math.round((at - Date.now()) / 60_000);
  return `${new Date(at).toLocaleString()}, ${Math.abs(minutes) < 120 ? IN.format(minutes, 'minute') : IN.format(Math.round(minutes / 60), 'hour')}`;
}

/** What was seen of the token at the server, and no more. */
function seen({ status, undecided }: Proof): string {
  if (status === 'proven') return 'The server accepts the token. If your client still fails, the cause is in the client: choose it below.';
  if (status === 'not-enforced') return 'The server accepts requests with the token, and without it too. If your client still fails, choose it below.';
  if (undecided === undefined) return 'The token has not been tried yet.';
  const answer = undecided === 0 ? 'did not answer' : `answered ${undecided} to`;
  return `The server ${answer} the request with the token, so it was not seen to work.`;
}

/** What was granted, without the token itself. */
export function tokensCard(tokens: Tokens, proof: Proof, { prove, forget }: TokenUse, client: HTMLElement): HTMLElement {
  const expires = tokens.expiresAt === undefined || tokens.expiresAt === null ? 'unknown' : expiry(tokens.expiresAt);
  const facts: [string, string][] = [
    ['Server', tokens.server],
    ['Issued by', tokens.issuer],
    ['For', tokens.resource],
    ['Client', tokens.clientId],
    ['Type', tokens.tokenType],
    ['Permissions', tokens.scope || 'unknown'],
    ['Expires', expires],
    ['Refresh token', tokens.refreshToken ? 'yes' : 'no'],
  ];
  return el(
    'section',
    { class: 'dialog', id: 'signed-in', 'aria-labelledby': 'signed-in-title', tabindex: -1 },
    el('h2', { id: 'signed-in-title' }, 'Signed in'),
    el('p', { id: 'seen' }, seen(proof)),
    el('dl', { class: 'facts' }, ...facts.filter(([, value]) => value).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    el('p', { class: 'hint' }, 'Only this page has the token. Closing the page deletes it.'),
    el(
      'div',
      { class: 'buttons' },
      el('button', { type: 'button', class: 'primary', id: 'prove', click: prove }, 'Test it with one call'),
      el('button', { type: 'button', class: 'secondary', id: 'forget', click: forget }, 'Forget it'),
    ),
    client,
  );
}
