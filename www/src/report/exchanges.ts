// What was sent and received, for whoever wants to read it. Large bodies are shown in part.
import type { Exchange, Report } from '../core.js';
import { copyButton, el } from '../dom.js';
import { relevant } from './relevant.js';
import type { Line } from './relevant.js';

const MOST_SHOWN = 20_000;

/** The list of exchanges, those of the sign-in first; each has an id that findings and the diagram link to. */
export function exchanges(report: Report): HTMLElement | null {
  const { lines, others } = relevant(report);
  const { leftOut = 0 } = report;
  if (report.exchanges.length === 0) return null;
  const list = el('ol', {}, ...lines.map(exchange));
  const all = el(
    'button',
    { type: 'button', class: 'secondary', click: () => (list.replaceChildren(...report.exchanges.map((one, index) => exchange({ exchange: one, index, times: 1 }))), all.remove()) },
    `Show ${others} other ${others === 1 ? 'request' : 'requests'}`,
  );
  return el('section', { class: 'exchanges', 'aria-labelledby': 'exchanges-title' }, el('h2', { id: 'exchanges-title' }, 'Requests and responses'), list, others > 0 && all, leftOut > 0 && el('p', { class: 'hint' }, `${leftOut} other ${leftOut === 1 ? 'request is' : 'requests are'} not shown: not part of a sign-in.`));
}

/** Opens an exchange and goes there. */
export function showExchange(index: number): void {
  const all = [...document.querySelectorAll<HTMLDetailsElement>('details[data-exchange]')];
  const details = all.findLast((each) => Number(each.dataset['exchange']) <= index);
  if (!details) return;
  details.open = true;
  details.scrollIntoView({ block: 'start' });
  details.querySelector('summary')?.focus();
}

function exchange({ exchange: one, index, times }: Line): HTMLElement {
  const { request, response, failure } = one;
  return el(
    'li',
    {},
    el(
      'details',
      { id: `exchange-${index + 1}`, 'data-exchange': index },
      el(
        'summary',
        {},
        el('span', { class: 'method' }, request.method),
        el('span', { class: 'url' }, request.url),
        times > 1 && el('span', { class: 'times' }, `×${times}`),
        el('span', { class: `status ${statusClass(one)}` }, outcome(one)),
      ),
      el(
        'div',
        { class: 'exchange-body' },
        part('Request', headerLines(request.headers), request.body),
        response && part('Response', headerLines(response.headers), response.body, notes(response)),
        failure && el('p', { class: 'complaint' }, `No response (${failure.kind}): ${failure.message}`),
      ),
    ),
  );
}

/** What became of it in a word or two. */
export function outcome({ response, failure, duration }: Exchange): string {
  const time = duration === undefined ? '' : `, ${Math.round(duration)} ms`;
  if (response && response.status > 0) return `${response.status}${time}`;
  if (failure) return `${failure.kind === 'blocked' ? 'not seen' : failure.kind}${time}`;
  return response ? 'status not seen' : 'no response seen';
}

function statusClass({ response, failure }: Exchange): string {
  if (failure || !response?.status) return 'none';
  return response.status < 400 ? 'good' : 'bad';
}

function part(name: string, headers: string, body: string | undefined, remarks: string[] = []): HTMLElement {
  const text = body === undefined ? '' : pretty(body);
  const shown = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}\n… ${text.length - MOST_SHOWN} characters more` : text;
  return el(
    'div',
    { class: 'message' },
    el('h3', {}, name, ' ', copyButton(() => [headers, text].filter(Boolean).join('\n\n'), 'Copy', { 'aria-label': `Copy the ${name.toLowerCase()}` })),
    ...remarks.map((remark) => el('p', { class: 'hint' }, remark)),
    headers ? el('pre', { tabindex: 0, role: 'group', 'aria-label': `${name} headers` }, headers) : null,
    shown ? el('pre', { tabindex: 0, role: 'group', 'aria-label': `${name} body` }, shown) : null,
    !headers && !shown && el('p', { class: 'hint' }, 'Not seen.'),
  );
}

function notes(response: NonNullable<Exchange['response']>): string[] {
  return [
    response.headersPartial && 'There may be more headers that could not be seen.',
    response.bodyPartial && 'Only part of the body was seen.',
    response.finalUrl && `The response came from ${response.finalUrl}.`,
  ].filter((note): note is string => Boolean(note));
}

function headerLines(headers: [string, string][] | undefined): string {
  return (headers ?? []).map(([name, value]) => `${name}: ${value}`).join('\n');
}

/** JSON is indented; anything else is shown as it is. Numbers and duplicate keys must not change: only whitespace is added. */
function pretty(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    const unchanged = bare(JSON.stringify(parsed)) === bare(body);
    return unchanged ? JSON.stringify(parsed, null, 2) : body;
  } catch {
    return body;
  }
}

function bare(text: string): string {
  return text.replace(/\s+/g, '');
}
