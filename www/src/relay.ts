// The relay of `mcp-auth-doctor serve`, as a `fetch`: the page's own origin sends the request and hands back all of the answer.

const KEY = 'relay';
const NAME = 'relay-token';
/** `serve` writes it into the page; a static host serves the page without it. */
const MADE_BY_SERVE = 'meta[name="relay"]';

/** The address of the relay, relative to the page. */
const RELAY_PATH = 'relay';

interface Relayed {
  status: number;
  headers: [string, string][];
  /** Bytes as base64. */
  body: string;
}

/**
 * Takes the token of this run out of the address, where `serve` put it, before anything else can see it. It stays in this tab, so that
 * a reload keeps the relay. A link to a page that `serve` did not make names a relay in vain: it would show whoever hosts the page each
 * address that is typed.
 */
export function takeRelayToken(): string | undefined {
  if (!document.querySelector(MADE_BY_SERVE)) return undefined;
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get(KEY);
  if (token) {
    sessionStorage.setItem(NAME, token);
    fragment.delete(KEY);
    const rest = fragment.toString();
    history.replaceState(history.state, '', location.pathname + location.search + (rest && `#${rest}`));
  }
  return sessionStorage.getItem(NAME) ?? undefined;
}

/** A `fetch` that goes through the relay. It rejects as the platform's does: with the network's own code in `cause`. */
export function relayFetch(token: string): typeof fetch {
  return async (input, init = {}) => {
    const answer = await fetch(RELAY_PATH, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Relay-Token': token },
      body: JSON.stringify({
        url: typeof input === 'string' ? input : input instanceof URL ? input.href : input.url,
        method: init.method ?? 'GET',
        headers: [...new Headers(init.headers)],
        body: typeof init.body === 'string' ? init.body : undefined,
      }),
      signal: init.signal ?? null,
      credentials: 'omit',
      cache: 'no-store',
    });
    const result: unknown = await answer.json();
    if (!answer.ok) throw refusal(result);
    return response(result as Relayed);
  };
}

function response({ status, headers, body }: Relayed): Response {
  const bodyless = status === 204 || status === 205 || status === 304;
  return new Response(bodyless ? null : bytes(body), { status, headers: headers.filter(([name]) => !/^set-cookie2?$/i.test(name)) });
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const result = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) result[index] = text.charCodeAt(index);
  return result;
}

function refusal(result: unknown): Error {
  const { code, message } = result as { code?: unknown; message?: unknown };
  const error = new TypeError(typeof message === 'string' ? message : 'the relay did not say why');
  error.cause = { code: typeof code === 'string' ? code : 'RELAY' };
  return error;
}
