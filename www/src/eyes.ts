// The host's own Worker, which sees what a page can't: it diagnoses a public address and sends back what it saw. Off unless whoever hosts
// the page names one in `index.html`; never named by a link. It gets an address and nothing else: no sign-in, no token.
import type { Evidence, Report } from './core.js';
import { el } from './dom.js';
import { isLocal } from './local-network.js';

/** Time for the whole diagnosis there, in ms. */
const TIME = 60_000;

/** The Worker's address; nothing where the host names none. */
export function eyesOf(page: Document): string | undefined {
  const address = page.querySelector<HTMLMetaElement>('meta[name="eyes"]')?.content ?? '';
  return /^https?:\/\/\S+$/.test(address) && URL.canParse(address) ? address : undefined;
}

/** Whether the Worker can be asked about an address: it reaches the public Internet only, and is told no user name, password or query. */
export function canBeSeen(server: string | null | undefined): server is string {
  if (!server || !URL.canParse(server)) return false;
  const { hostname, username, password, search } = new URL(server);
  return !isLocal(hostname) && !username && !password && !search;
}

/** What the Worker saw, as evidence for this page to judge itself. Rejects with a message for the person. */
export async function lookThrough(eyes: string, server: string, symptom: string | undefined): Promise<Evidence> {
  const answer = await fetch(eyes, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ server }),
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(TIME),
  }).catch(() => undefined);
  const host = new URL(eyes).host;
  if (!answer) throw new Error(`${host} did not answer.`);
  const body = (await answer.json().catch(() => ({}))) as Partial<Report> & { message?: unknown };
  if (!answer.ok || !Array.isArray(body.exchanges)) throw new Error(typeof body.message === 'string' ? `${host}: ${body.message}` : `${host} refused to ask (${answer.status}).`);
  return { server, ...(symptom !== undefined && { symptom }), seenFrom: 'process', exchanges: body.exchanges };
}

/** Offers the Worker, and says what it is told. */
export function offerEyes(eyes: string, server: string, look: () => void): HTMLElement {
  return el(
    'section',
    { class: 'eyes', 'aria-labelledby': 'eyes-title' },
    el('h2', { id: 'eyes-title' }, 'See what your browser hides'),
    el('p', {}, 'A server of this site, ', el('code', {}, new URL(eyes).host), ', can ask ', el('code', {}, server), ' and show the responses here. It gets this address and nothing else, and it never signs in.'),
    el('button', { type: 'button', class: 'secondary', id: 'look', click: look }, `Ask through ${new URL(eyes).host}`),
  );
}
