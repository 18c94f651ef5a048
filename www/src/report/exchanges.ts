// What was sent and received, for whoever wants to read it. Large bodies are shown in part.
import type { Exchange } from '../core.js';
import { copyButton, el } from '../dom.js';

const MOST_SHOWN = 20_000;

/** The list of exchanges; each has an id that findings and the diagram link to. */
export function exchanges(all: Exchange[]): HTMLElement | null {
  if (all.length === 0) return null;
  return el(
    'section',
    { class: 'exchanges', 'aria-labelledby': 'exchanges-title' },
    el('h2', { id: 'exchanges-title' }, 'What was sent and received'),
    el('ol', {}, ...all.map(exchange)),
  );
}

/** Opens an exchange and goes there. */
export function showExchange(index: number): void {
  const details = document.getElementById(`exchange-${index + 1}`);
  if (!(details instanceof HTMLDetailsElement)) return;
  details.open = true;
  details.scrollIntoView({ block: 'start' });
  details.querySelector('summary')?.focus();
}

function exchange(one: Exchange, index: number): HTMLElement {
  const { request, response, failure } = one;
  return el(
    'li',
    {},
    el(
      'details',
      { id: `exchange-${index + 1}` },
      el(
        'summary',
        {},
        el('span', { class: 'method' }, request.method),
        el('span', { class: 'url' }, request.url),
        el('span', { class: `status ${statusClass(one)}` }, outcome(one)),
      ),
      el(
        'div',
        { class: 'exchange-body' },
        part('Request', headerLines(request.headers), request.body),
        response && part('Response', headerLines(response.headers), response.body, notes(response)),
        failure && el('p', { class: 'complaint' }, `No answer (${failure.kind}): ${failure.message}`),
      ),
    ),
  );
}

/** What became of it in a word or two. */
export function outcome({ response, failure, duration }: Exchange): string {
  const time = duration === undefined ? '' : `, ${Math.round(duration)} ms`;
  if (response && response.status > 0) return `${response.status}${time}`;
  if (failure) return `${failure.kind === 'blocked' ? 'not seen' : failure.kind}${time}`;
  return response ? 'status not seen' : 'no answer seen';
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
    headers ? el('pre', { tabindex: 0, 'aria-label': `${name} headers` }, headers) : null,
    shown ? el('pre', { tabindex: 0, 'aria-label': `${name} body` }, shown) : null,
    !headers && !shown && el('p', { class: 'hint' }, 'Nothing seen of it.'),
  );
}

function notes(response: NonNullable<Exchange['response']>): string[] {
  return [
    response.headersPartial && 'Some headers may exist that could not be seen.',
    response.bodyPartial && 'Only a part of the body was seen.',
    response.finalUrl && `The answer came from ${response.finalUrl}.`,
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
