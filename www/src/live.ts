// A live diagnosis: each request appears as it is sent, and the person can stop it.
import type { Core, Report } from './core.js';
import { announce, el } from './dom.js';
import { relayFetch } from './relay.js';

/** Time for one request, in ms. */
const REQUEST_TIME = 20_000;

/** How the page sends its requests. */
export interface Line {
  /** The token of the relay, where this page has one. */
  relay?: string | undefined;
}

/** Asks the server and shows the progress in `place`. Rejects with code `aborted` where the person stopped it. */
export async function diagnoseLive(core: Core, server: string, line: Line, place: HTMLElement): Promise<Report> {
  const controller = new AbortController();
  const list = el('ol', { 'aria-label': 'Requests' });
  const stop = el('button', { type: 'button', class: 'secondary', click: () => controller.abort() }, 'Stop');
  place.replaceChildren(
    el('div', { class: 'progress-head' }, el('h2', { id: 'progress-title' }, 'Asking ', el('code', {}, server)), stop),
    list,
  );
  place.hidden = false;
  announce(`Asking ${server}`);
  try {
    const send = watched(line.relay === undefined ? fetch : relayFetch(line.relay), list);
    return await core.diagnose(server, { fetch: send, signal: controller.signal, timeoutMs: REQUEST_TIME });
  } finally {
    place.hidden = true;
    place.replaceChildren();
  }
}

/** The same `fetch`, with a line in the list for each request. */
export function watched(send: typeof fetch, list: HTMLElement): typeof fetch {
  return async (input, init) => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    const state = el('span', { class: 'state' }, 'waiting…');
    const item = el(
      'li',
      {},
      el('span', { class: 'dot', 'aria-hidden': 'true' }),
      el('code', {}, init?.method ?? 'GET'),
      el('code', { class: 'url' }, url),
      state,
    );
    list.append(item);
    const started = performance.now();
    const done = (said: string) => {
      item.classList.add('done');
      state.textContent = `${said}, ${Math.round(performance.now() - started)} ms`;
    };
    try {
      const response = await send(input, init);
      done(response.status === 0 ? 'redirect' : String(response.status));
      return response;
    } catch (error) {
      done(error instanceof DOMException && error.name === 'TimeoutError' ? 'no answer in time' : 'not seen');
      throw error;
    }
  };
}
