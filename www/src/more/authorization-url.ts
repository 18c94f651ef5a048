// An authorization URL taken apart: each parameter, what it is for, and what is missing.
import type { Report } from '../core.js';
import { el } from '../dom.js';

/** What each parameter is for (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2, OpenID Connect Core §3.1.2.1). */
const MEANING: Record<string, string> = {
  response_type: 'What is asked for: a code.',
  client_id: 'Which client asks. The authorization server has to know it.',
  redirect_uri: 'Where the browser is sent back. It has to be registered, character by character.',
  scope: 'What the token may do.',
  state: 'Ties the answer to this request. Only the client knows it.',
  code_challenge: 'The fingerprint of a secret that only this client has (PKCE).',
  code_challenge_method: 'How the fingerprint was made. S256 is the one to use.',
  resource: 'Which server the token is for.',
  nonce: 'Ties an ID token to this request.',
  prompt: 'Whether the person is asked again.',
  login_hint: 'Who is expected to log in.',
  access_type: 'Google: “offline” asks for a refresh token.',
  audience: 'Auth0 and others: which API the token is for.',
  request_uri: 'The request was sent before; this stands for it (RFC 9126).',
};
const EXPECTED = ['response_type', 'client_id', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method', 'resource'];

/** The table for the last authorization request of a report; nothing where there was none. */
export function authorizationUrl(report: Report): HTMLElement | null {
  const index = report.steps.lastIndexOf('authorization');
  const url = report.exchanges[index]?.request.url ?? '';
  const [endpoint = '', query] = url.split(/\?(.*)/s);
  if (!query) return null;
  const given = parameters(query);
  const pushed = given.some(([name]) => name === 'request_uri');
  const missing = pushed ? [] : EXPECTED.filter((name) => !given.some(([found]) => found === name));
  return el(
    'section',
    { class: 'taken-apart', 'aria-labelledby': 'authorization-url-title' },
    el('h2', { id: 'authorization-url-title' }, 'The authorization URL, taken apart'),
    el('p', {}, el('code', {}, endpoint)),
    el(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Parameters of the authorization URL' },
      el(
        'table',
        {},
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Parameter'), el('th', { scope: 'col' }, 'Value'), el('th', { scope: 'col' }, 'What it is for'))),
        el('tbody', {}, ...given.map(([name, value]) => row(name, value, false)), ...missing.map((name) => row(name, 'not there', true))),
      ),
    ),
  );
}

function row(name: string, value: string, missing: boolean): HTMLElement {
  const meaning = Object.hasOwn(MEANING, name) ? MEANING[name] : 'Not one of the usual parameters.';
  return el('tr', { class: missing ? 'missing' : null }, el('th', { scope: 'row' }, el('code', {}, name)), el('td', {}, missing ? value : el('code', {}, value)), el('td', {}, meaning));
}

/** In the order of the URL; a part that can't be decoded is shown as it is. */
function parameters(query: string): [string, string][] {
  return query
    .replace(/#.*$/s, '')
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [decoded(name), decoded(value)];
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
