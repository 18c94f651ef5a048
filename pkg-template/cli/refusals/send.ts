// One request, and as much of its answer as a judgement needs.
import { guardedFetch } from '../../serve/guarded-fetch.js';
import { isNamed, readNames } from '../../serve/named.js';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

export type Send = (url: string, init?: { method?: string; headers?: Record<string, string>; body?: string }) => Promise<Answer>;

/** Only to hosts that were named, each on a connection of its own; redirects are answers. */
export function sender(hosts: readonly string[], timeoutMs: number, signal: AbortSignal | undefined): Send {
  const named = readNames(hosts);
  const { fetch } = guardedFetch(hosts, 'URL --test-refusals --test-host');
  return async (url, init = {}) => {
    // Where an answer leads is the server's word: the user did not name it.
    if (!isNamed(new URL(url), named)) throw new Error(`${new URL(url).host} was not named by --test-host`);
    const limit = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
}
