// A live diagnosis: each request appears as it is sent, and the person can stop it.
import type { Core, Evidence } from './core.js';
import type { Store, Tokens } from 'mcp-auth-doctor/slim';
import { announce, el } from './dom.js';
import { permissionFor, withPermission } from './local-network.js';

/** Time for one request, in ms. */
const REQUEST_TIME = 20_000;

const PERMISSION = 'Your browser may ask whether this page may reach your machine or local network. Choose “Allow”: until then nothing can be seen of the server.';

type Progress = Parameters<NonNullable<NonNullable<Parameters<Core['gatherEvidence']>[1]>['onProgress']>>[0];

/** How the page asks a server. */
export interface Asking {
  /** Instead of the browser's own: the relay's. */
  fetch?: typeof fetch;
  /** Sent to the server, to see whether it accepts it. */
  credential?: { kind: 'tokens'; tokens: Tokens };
  /** Has the key that the tokens may be bound to. */
  store?: Store;
}

/** Asks the server and shows the progress in `place`. Rejects with code `aborted` where the person stopped it. */
export async function gatherLive(core: Core, server: string, asking: Asking, place: HTMLElement): Promise<Evidence> {
  const controller = new AbortController();
  const list = el('ol', { 'aria-label': 'Requests' });
  place.replaceChildren(
    el(
      'div',
      { class: 'progress-head' },
      el('h2', { id: 'progress-title' }, 'Asking ', el('code', {}, server)),
      el('button', { type: 'button', class: 'secondary', id: 'stop', click: () => controller.abort() }, 'Stop'),
    ),
    list,
  );
  place.hidden = false;
  announce(`Asking ${server}`);
  try {
    if (!asking.fetch && (await permissionFor(server)) === 'prompt') list.before(el('p', { class: 'hint' }, PERMISSION));
    const evidence = await core.gatherEvidence(server, { ...asking, signal: controller.signal, timeoutMs: REQUEST_TIME, onProgress: lines(list) });
    return asking.fetch ? evidence : await withPermission(evidence);
  } finally {
    place.hidden = true;
    place.replaceChildren();
  }
}

/** A listener that makes a line for each request and completes it when the answer comes. */
function lines(list: HTMLElement): (event: Progress) => void {
  const waiting = new Map<string, { item: HTMLElement; state: HTMLElement; started: number }[]>();
  return ({ kind, method, url, status }) => {
    const key = `${method} ${url}`;
    if (kind === 'response') {
      const line = waiting.get(key)?.shift();
      if (!line) return;
      line.item.classList.add('done');
      line.state.textContent = `${status ? status : 'no response seen'}, ${Math.round(performance.now() - line.started)} ms`;
      return;
    }
    const state = el('span', { class: 'state' }, 'waiting…');
    const item = el('li', {}, el('span', { class: 'dot', 'aria-hidden': 'true' }), el('code', {}, method), el('code', { class: 'url' }, url), state);
    list.append(item);
    waiting.set(key, [...(waiting.get(key) ?? []), { item, state, started: performance.now() }]);
  };
}
