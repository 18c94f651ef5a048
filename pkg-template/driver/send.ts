// One request by the host's `fetch`, and its result: the core reads status and headers, the body is read here.
import type { Limits, Sent } from './core.ts';
import { fetchOf } from './means.ts';
import type { Means } from './means.ts';
import { member } from './member.ts';

/** As `src/wasm/response.rs` reads it. */
type Answered = { startedAt: number; duration: number } & Came;
type Came = { failed: string } | { thrown: unknown } | { response: Response; body?: string; whole: boolean; finalUrl?: string };

/** Redirects are not followed, except where a browser hides them. */
export async function send(request: Sent, means: Means, limits: Limits, signal: AbortSignal | undefined): Promise<Answered> {
  report(means, 'request', request);
  const startedAt = Date.now();
  const came = await exchange(request, means, limits, signal).catch((thrown: unknown): Came => ({ thrown }));
  report(means, 'response', request, 'response' in came ? came.response.status : 0);
  return { ...came, startedAt, duration: Date.now() - startedAt };
}

async function exchange(request: Sent, means: Means, limits: Limits, caller: AbortSignal | undefined): Promise<Came> {
  if (request.failed !== undefined) return { failed: request.failed };
  const fetch = fetchOf(means);
  if (!fetch) return { failed: 'this host has no fetch' };
  const limit = new TimeLimit(means.time ?? limits.time, caller);
  try {
    const call = async (redirect: RequestRedirect): Promise<Response | undefined> => {
      const answer: unknown = await fetch(request.url, { ...request.init, redirect, signal: limit.signal });
      return looksLikeResponse(answer) ? answer : undefined;
    };
    let response = await call('manual');
    let finalUrl: string | undefined;
    // A browser answers `manual` with an opaque response: for a plain read, let it follow and say where it ended.
    if (response?.type === 'opaqueredirect') {
      if (!request.mayFollow) return { response, whole: false };
      response = await call('follow');
      finalUrl = response?.url;
    }
    if (!response) return { failed: 'the host\'s fetch resolved with something that is not a Response' };
    const { body, whole } = await read(response, limits.body);
    return finalUrl === undefined ? { response, body, whole } : { response, body, whole, finalUrl };
  } finally {
    limit.end();
  }
}

/** `onProgress({ kind, method, url, status? })`: the URL without its query, which can hold secrets. */
function report(means: Means, kind: 'request' | 'response', { method, url }: Sent, status?: number): void {
  try {
    const shown = url.replace(/[?#].*$/s, '');
    means.progress?.(status === undefined ? { kind, method, url: shown } : { kind, method, url: shown, status });
  } catch {
    // What a listener throws is not ours to handle.
  }
}

/** A timer that fires this many ms after it was due did so because the thread was busy. */
const BUSY = 50;

/**
 * What ends a request: its time, or the caller's signal. Timer and listener are held here: of an `AbortSignal.timeout` that only
 * `AbortSignal.any` knows, Node 20 collects the timer, and the request lasts for ever. A timer fires before what came meanwhile is
 * read: where the thread was busy, the request gets that time back, once.
 */
class TimeLimit {
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout>;
  readonly #caller: AbortSignal | undefined;
  readonly #stop = (): void => this.#controller.abort();

  constructor(time: number, caller: AbortSignal | undefined) {
    const over = (): void => this.#controller.abort(new DOMException('no whole answer within the time limit', 'TimeoutError'));
    const due = Date.now() + time;
    this.#timer = setTimeout(() => {
      const late = Date.now() - due;
      if (late < BUSY) over();
      else this.#timer = setTimeout(over, Math.min(late, time));
    }, time);
    this.#caller = caller;
    if (caller?.aborted) this.#stop();
    caller?.addEventListener('abort', this.#stop);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#stop);
  }
}

/** A host's own response class, or one of another realm. */
function looksLikeResponse(value: unknown): value is Response {
  return typeof member(value, 'status') === 'number' && typeof member(value, 'text') === 'function'
    && typeof member(member(value, 'headers'), 'entries') === 'function';
}

/** The body up to the limit, and whether that is all of it. Of an event stream only the first event with data is read: it may never end. */
async function read(response: Response, most: number): Promise<{ body: string; whole: boolean }> {
  if (typeof response.body?.getReader !== 'function') {
    const bytes = new TextEncoder().encode(String(await response.text()));
    return { body: text([bytes.subarray(0, most)]), whole: bytes.length <= most };
  }
  const ends = /^\s*text\/event-stream\s*(;|$)/i.test(response.headers.get?.('content-type') ?? '') ? firstEvent() : () => false;
  // Throws where the host has read the body, or reads it still.
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  let room = most;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { body: text(parts), whole: true };
    if (!(value instanceof Uint8Array)) continue;
    const part = value.subarray(0, room);
    parts.push(part);
    room -= part.length;
    const cut = part.length < value.length;
    if (cut || ends(part)) {
      // The rest is not wanted; whether the stream likes that is its own affair.
      reader.cancel().catch(() => {});
      return { body: text(parts), whole: !cut };
    }
  }
}

function text(parts: Uint8Array[]): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
}

/**
 * Looks for the end of the first event that carries data: a server may send one without any first, to make the stream resumable
 * (MCP 2025-11-25, Streamable HTTP). Each byte is looked at once.
 */
function firstEvent(): (part: Uint8Array) => boolean {
  const decoder = new TextDecoder();
  let line = '';
  let data = false;
  return (part) => {
    const [first = '', ...rest] = decoder.decode(part, { stream: true }).split('\n');
    line += first;
    for (const start of rest) {
      const whole = line.trim();
      if (whole === '' && data) return true;
      data ||= /^data:\s*\S/.test(whole);
      line = start;
    }
    return false;
  };
}
