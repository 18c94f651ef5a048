// What could not be seen, and how to see it. Never shown as missing and never as fine.
import type { Exchange, Report } from '../core.js';
import { copyButton, el } from '../dom.js';
import { curlLines, quote } from './curl.js';

/**
 * The section about what was not seen. `live`: the page itself asked, so that the browser's limits are the likely reason; `next`: what a
 * terminal could ask.
 */
export function unseen(report: Report, live: boolean, next: Exchange['request'][]): HTMLElement | null {
  const hidden = report.exchanges.filter(({ response, failure }) => failure?.kind === 'blocked' || response?.status === 0);
  const commands = next.length > 0 ? curl(next) : null;
  if (report.unseen.length === 0 && hidden.length === 0 && !commands) return null;
  return el(
    'section',
    { class: 'unseen', 'aria-labelledby': 'unseen-title' },
    el('h2', { id: 'unseen-title' }, 'Not seen'),
    live
      ? el('p', { class: 'section-lead' }, 'A web page sees only what a server lets it read (CORS). Desktop clients see everything.')
      : null,
    hidden.length > 0 && el('p', {}, hiddenCount(hidden.length, report.exchanges.length)),
    report.unseen.length > 0 &&
      el('ul', {}, ...report.unseen.map(({ what, why, how }) => el('li', {}, el('strong', {}, what), el('span', {}, ` ${why}`), el('span', { class: 'hint' }, ` ${how}`)))),
    live ? ways(report, commands ?? curl(hidden.map(({ request }) => request))) : commands && el('div', { class: 'ways' }, el('h3', {}, 'How to see the rest'), el('div', {}, ...commands)),
  );
}

function hiddenCount(hidden: number, all: number): string {
  return hidden === all ? `The responses to all ${all} requests.` : `The responses to ${hidden} of ${all} requests.`;
}

function ways(report: Report, commands: (Node | string)[]): HTMLElement {
  const command = `npx mcp-auth-doctor serve ${report.server ? quote(report.server) : ''}`.trim();
  return el(
    'div',
    { class: 'ways' },
    el('h3', {}, 'How to see the rest'),
    el(
      'ol',
      {},
      el(
        'li',
        {},
        el('strong', {}, 'This page with a relay on your machine. '),
        'The relay sees every header. Run:',
        el('div', { class: 'command' }, el('pre', { tabindex: 0, role: 'group', 'aria-label': 'Command' }, command), copyButton(() => command)),
      ),
      el('li', {}, el('strong', {}, 'The browser extension. '), 'With your permission for the server’s site, it sees every header.'),
      el('li', {}, ...commands),
    ),
  );
}

function curl(requests: Exchange['request'][]): (Node | string)[] {
  const lines = curlLines(requests);
  return [
    el('strong', {}, 'curl. '),
    'Run these in a terminal and paste the output into the box above.',
    el(
      'div',
      { class: 'command' },
      el('pre', { tabindex: 0, role: 'group', 'aria-label': 'curl commands' }, ...lines.map((line) => el('span', { class: 'line' }, `${line}\n`))),
      copyButton(() => lines.join('\n')),
    ),
  ];
}
