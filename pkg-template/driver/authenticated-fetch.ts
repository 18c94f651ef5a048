// A `fetch` that brings the credential of the store, and answers 401 and 403 by the flow; the person is asked only where one is needed.
import * as core from 'core:sign-in';
import { drive } from './drive.ts';
import { coded } from './errors.ts';
import { inside, within } from './inside.ts';
import { Locks } from './locks.ts';
import { fetchOf, isSignal, meansOf } from './means.ts';
import { member } from './member.ts';
import { REDIRECTS } from './options.ts';
import { reported } from './reported.ts';
import { unlessAborted } from './waiting.ts';

/** How often the person is asked for one request. */
const ASKED = 5;

type Interact = (outcome: unknown) => unknown;
type Access = InstanceType<typeof core.Access>;
type Attempt = ReturnType<Access['attempt']>;

interface Session {
  access: Access;
  options: unknown;
  interact: Interact | undefined;
}

/** A request under way, and what ends it. */
interface Request {
  input: RequestInfo | URL;
  init: RequestInit | undefined;
  around: readonly string[];
  signals: AbortSignal[];
  asked: number;
}

/**
 * Makes the `fetch`. `store` is needed; `interact(outcome)` gives the callback URL, or the tokens where it signed in itself. A request
 * that `interact` makes itself asks nobody and gets the server's own answer; in a browser, if it is made before the first `await`.
 */
export function authenticated(options: unknown): typeof fetch {
  const access = new core.Access(options);
  meansOf(options);
  const interact = member(options, 'interact');
  const session: Session = { access, options, interact: typeof interact === 'function' ? (interact as Interact) : undefined };
  return (input, init) => {
    const signals = [init, input, options].map((from) => member(from, 'signal')).filter(isSignal);
    return answered(session, { input, init, around: inside(), signals, asked: 0 });
  };
}

async function answered(session: Session, request: Request): Promise<Response> {
  const url = addressOf(request.input);
  const method = [request.init, request.input].map((from) => member(from, 'method')).find((name) => typeof name === 'string') ?? 'GET';
  // What another origin refuses is not ours to answer.
  if (!session.access.isOwn(url)) return send(session, request, []);
  const attempt = session.access.attempt(method as string, url);
  try {
    for (;;) {
      const carried = (await drive(core, attempt.carried(), meansOf(session.options))) as [string, string][];
      const answer = await send(session, request, carried);
      if (![401, 403].includes(answer.status) || !(await goesOn(session, request, attempt, carried, answer))) return answer;
      cancel(answer);
    }
  } finally {
    attempt.free();
  }
}

/**
 * Whether the request is worth sending again. One at a time: what the first one does serves the others too. One that is made while the
 * person is asked, by who asks them, waits for nobody and asks nobody.
 */
async function goesOn(session: Session, request: Request, attempt: Attempt, carried: [string, string][], answer: Response): Promise<boolean> {
  const locks = new Locks();
  const { server } = session.access;
  const isInside = request.around.includes(server);
  try {
    if (!isInside) await locks.hold(`person/${server}`, undefined, request.signals);
    const judged = attempt.judge(carried, answer, !isInside && session.interact !== undefined);
    const next = (await drive(core, judged, meansOf(session.options))) as { kind: 'pass' | 'again' | 'ask'; outcome?: unknown };
    if (next.kind !== 'ask') return next.kind === 'again';
    return await ask(session, request, next.outcome);
  } finally {
    locks.releaseAll();
  }
}

interface Pending {
  id: string;
  state?: string | null;
}

/** Asks the person until they signed in or gave up; whether the request is worth sending again. */
async function ask(session: Session, request: Request, begun: unknown): Promise<boolean> {
  let outcome = begun;
  for (;;) {
    if (member(outcome, 'kind') === 'signed-in') return true;
    const pending = member(outcome, 'pending') as Pending | undefined;
    let came: { signedIn: boolean } | { outcome: unknown };
    try {
      came = await taken(session, await shown(session, request, outcome), pending);
    } finally {
      // What was begun here and given up waits for nobody; where only the request was given up, the person may still be
      // at it.
      if (!request.signals.some((signal) => signal.aborted)) await abandon(session, pending);
    }
    if ('signedIn' in came) return came.signedIn;
    outcome = came.outcome;
  }
}

/** What `interact` gives. */
async function shown(session: Session, request: Request, outcome: unknown): Promise<unknown> {
  const { interact } = session;
  if (!interact) return undefined;
  request.asked += 1;
  if (request.asked > ASKED) {
    throw coded('asked-too-often', `the person was asked ${ASKED} times for one request, and the server still refuses it`);
  }
  const seen = await reported(outcome, session.options);
  const given = within(request.around, session.access.server, () => interact(seen));
  return unlessAborted(request.signals, Promise.resolve(given));
}

/** A callback URL completes the sign-in, and so does nothing where a code was shown; tokens are those of a host that signed in itself. */
async function taken(session: Session, given: unknown, pending: Pending | undefined): Promise<{ signedIn: boolean } | { outcome: unknown }> {
  const means = meansOf(session.options);
  const callback = typeof given === 'string' ? given : undefined;
  if (callback === undefined && typeof given === 'object' && given !== null) {
    return { signedIn: Boolean(await drive(core, session.access.keep(given), means)) };
  }
  const goesOn = session.interact && pending && (callback !== undefined || !pending.state);
  if (!goesOn) return { signedIn: false };
  return { outcome: await drive(core, core.completeSignIn(pending, callback, session.options), means) };
}

async function abandon(session: Session, pending: Pending | undefined): Promise<void> {
  if (!pending) return;
  try {
    await drive(core, core.abandonSignIn(pending.id, session.options), meansOf(session.options));
  } catch (error) {
    // What the store says to that is its own affair.
    if (member(error, 'code') !== 'host-failed') throw error;
  }
}

/**
 * Sends the caller's request with the credential. A credential never follows a redirect to another place (MCP 2025-06-18, Token
 * Handling): one within the server's own origin is followed by hand.
 */
async function send(session: Session, { input, init }: Request, carried: [string, string][]): Promise<Response> {
  const isRequest = typeof globalThis.Request === 'function' && input instanceof globalThis.Request;
  // A body can be sent once only, and a request may be sent again.
  let target: RequestInfo | URL = isRequest ? input.clone() : input;
  for (let sent = 0; sent <= REDIRECTS; sent += 1) {
    const answer = await sendOnce(session, target, input, init, carried);
    const next = sameOriginRedirect(addressOf(target), answer);
    if (next === undefined || isRequest) return answer;
    cancel(answer);
    target = next;
  }
  throw coded('too-many-redirects', 'the server redirects too often');
}

async function sendOnce(session: Session, target: RequestInfo | URL, input: RequestInfo | URL, init: RequestInit | undefined, carried: [string, string][]): Promise<Response> {
  const fetch = fetchOf(meansOf(session.options));
  if (!fetch) throw coded('host-failed', 'this host has no fetch');
  const merged: RequestInit = { ...init };
  if (carried.length > 0) {
    const headers = new Headers((init?.headers ?? member(input, 'headers') ?? undefined) as HeadersInit | undefined);
    for (const [name, value] of carried) headers.set(name, value);
    merged.headers = headers;
    // A page can't see where a redirect leads; there the browser itself drops the header for another origin.
    const ownHeader = carried.some(([name]) => name !== 'Authorization' && name !== 'DPoP');
    const page = 'location' in globalThis && globalThis.location !== undefined;
    merged.redirect = page ? (ownHeader ? 'error' : 'follow') : 'manual';
  }
  return fetch(target, merged);
}

/** The URL of whatever `fetch` takes. */
function addressOf(input: unknown): string {
  const given = [input, member(input, 'url'), member(input, 'href')].find((one) => typeof one === 'string');
  return (given as string | undefined) ?? '';
}

/** Where a redirect within the origin leads. Only 307 and 308 keep method and body (RFC 9110 §15.4). */
function sameOriginRedirect(from: string, answer: Response): string | undefined {
  const location = [307, 308].includes(answer.status) ? answer.headers.get('location') : null;
  if (location === null || !URL.canParse(location, from)) return undefined;
  const next = new URL(location, from);
  return next.origin === new URL(from).origin ? next.href : undefined;
}

/** Gives up the body of an answer that nobody reads. */
function cancel(answer: Response): void {
  // Whether the stream likes that is its own affair.
  Promise.resolve(answer.body?.cancel?.()).catch(() => {});
}
