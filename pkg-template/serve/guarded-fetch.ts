// A `fetch` that goes to no private network but to the hosts that the user named, whoever gives the address.
import { resolve } from './addresses.js';
import { forward } from './forward.js';
import { isNamed, readNames } from './named.js';
import { Refused } from './refused.js';

/** The `fetch`, and its check alone. */
export interface Guarded {
  fetch: typeof fetch;
  /** @throws {Refused} where the address may not be asked; a network error where its name can't be resolved */
  check(address: string): Promise<void>;
}

const BODILESS = new Set([101, 204, 205, 304]);

/**
 * Makes it. Every address is resolved once, checked, and connected to as it was checked; redirects are handed back as they are.
 *
 * @param names hosts of private networks that may be asked
 * @param command what the user started, for the message that says how to name one
 */
export function guardedFetch(names: readonly string[], command: string): Guarded {
  const named = readNames(names);
  const checked = (url: URL) => {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Refused('BAD_SCHEME', `Only http and https are supported, not ${url.protocol}`);
    return resolve(url.hostname, isNamed(url, named), command);
  };
  const guarded: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const addresses = await checked(url);
    const body = request.body === null ? undefined : await request.text();
    const { status, headers, body: answer } = await forward({ url, method: request.method, headers: [...request.headers], body }, addresses, request.signal);
    const response = new Response(BODILESS.has(status) ? null : Buffer.from(answer, 'base64'), { status, headers });
    Object.defineProperty(response, 'url', { value: request.url });
    return response;
  };
  return { fetch: guarded, check: async (address) => void (await checked(new URL(address))) };
}
