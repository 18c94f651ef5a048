// What could not be seen, and how to see it. Never shown as missing and never as fine.
import type { Report } from '../core.js';
import { copyButton, el } from '../dom.js';

/** The section about what was not seen. `live`: the page itself asked, so that the browser's limits are the likely reason. */
export function unseen(report: Report, live: boolean): HTMLElement | null {
  const hidden = report.exchanges.filter(({ response, failure }) => failure?.kind === 'blocked' || response?.status === 0);
  if (report.unseen.length === 0 && hidden.length === 0) return null;
  return el(
    'section',
    { class: 'unseen', 'aria-labelledby': 'unseen-title' },
    el('h2', { id: 'unseen-title' }, 'What could not be seen'),
    live
      ? el('p', { class: 'section-lead' }, 'A web page sees only what a server lets it see (CORS). That says nothing about desktop clients: they see everything.')
      : null,
    hidden.length > 0 && el('p', {}, `The answers to ${hidden.length === report.exchanges.length ? 'all' : hidden.length} of ${report.exchanges.length} requests.`),
    report.unseen.length > 0 &&
      el('ul', {}, ...report.unseen.map(({ what, why, how }) => el('li', {}, el('strong', {}, what), el('span', {}, ` ${why}`), el('span', { class: 'hint' }, ` ${how}`)))),
    live && ways(report),
  );
}

function ways(report: Report): HTMLElement {
  const command = `npx mcp-auth-doctor serve ${report.server ? quote(report.server) : ''}`.trim();
  const lines = curlLines(report);
  const text = lines.join('\n');
  return el(
    'div',
    { class: 'ways' },
    el('h3', {}, 'Three ways to see the rest'),
    el(
      'ol',
      {},
      el(
        'li',
        {},
        el('strong', {}, 'The same page with a relay on your own machine. '),
        'It lifts the browser’s limits; nothing goes through anybody else.',
        el('div', { class: 'command' }, el('pre', { tabindex: 0, 'aria-label': 'Command' }, command), copyButton(() => command)),
      ),
      el('li', {}, el('strong', {}, 'The browser extension. '), 'With your permission for the server’s site it sees every header.'),
      el(
        'li',
        {},
        el('strong', {}, 'curl. '),
        'Run these in a terminal, and paste all that they print into the box above.',
        el(
          'div',
          { class: 'command' },
          el('pre', { tabindex: 0, 'aria-label': 'curl commands' }, ...lines.map((line) => el('span', { class: 'line' }, `${line}\n`))),
          copyButton(() => text),
        ),
      ),
    ),
  );
}

/**
 * The requests of the report as commands; no credential is among them, since a report has none. The shell prints each command before its
 * answer, which alone does not say what was asked.
 */
function curlLines(report: Report): string[] {
  const lines = report.exchanges.map(({ request }) => {
    const headers = (request.headers ?? []).filter(([, value]) => !value.includes('[redacted]'));
    return [
      String.raw`curl -i -sS -m 20 -w '\n'`,
      request.method === 'GET' ? '' : `-X ${quote(request.method)}`,
      ...headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
      request.body === undefined ? '' : `--data-raw ${quote(request.body)}`,
      quote(request.url),
    ]
      .filter(Boolean)
      .join(' ');
  });
  return ["(PS4='$ '; set -x", ...new Set(lines), ')'];
}

/** For a POSIX shell: single quotes, so that nothing in a server's text is run. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
