// The way back of a sign-in: a client that listens on loopback gets its callback by way of a port of ours, which sees it pass.
import { parsed } from './learn.js';

/** The redirect URIs of one recording. Only those of clients that registered by way of us can be changed. */
export interface Redirects {
  /** The address of an authorization request with our port in its redirect URI. */
  inQuery(url: string): string;
  /** The same for a body that the client sends: a registration, a token request, a pushed authorization request. */
  inBody(body: string, type: string): string;
  /** The answer to a registration with the client's own redirect URIs. */
  inAnswer(body: string, sent: string | undefined): string;
  /** Where a callback that came to us belongs. */
  ownOf(state: string | null, pathname: string): string | undefined;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1']);

/** Of a client that keeps its addresses. */
export const UNTOUCHED: Redirects = { inQuery: (url) => url, inBody: (body) => body, inAnswer: (body) => body, ownOf: () => undefined };

export function redirects(port: number): Redirects {
  const clients = new Set<string>();
  const byState = new Map<string, string>();
  const byPath = new Map<string, string>();

  /** The same address with our port, where it is one of http on loopback. */
  function ours(uri: string): string {
    const url = URL.canParse(uri) ? new URL(uri) : undefined;
    if (url?.protocol !== 'http:' || !LOOPBACK.has(url.hostname)) return uri;
    byPath.set(url.pathname, uri);
    // Not by the URL's own writer: it would add a slash that the client doesn't send.
    return uri.replace(/^(http:\/\/[^/:?#]+)(?::\d*)?/i, `$1:${port}`);
  }

  function inForm(text: string): string {
    const form = new URLSearchParams(text);
    const [own, client, state] = ['redirect_uri', 'client_id', 'state'].map((name) => form.get(name));
    // A token request that authenticates by its header names no client; its redirect URI is the one that was asked for.
    if (!own || !(client ? clients.has(client) : clients.size > 0)) return text;
    if (state) byState.set(state, own);
    return text.replace(/(^|&)redirect_uri=[^&]*/, (_found, start: string) => `${start}redirect_uri=${encodeURIComponent(ours(own))}`);
  }

  return {
    inQuery(url) {
      const cut = url.indexOf('?') + 1;
      return `${url.slice(0, cut)}${inForm(url.slice(cut))}`;
    },
    inBody(body, type) {
      if (!/json/i.test(type)) return inForm(body);
      const document = parsed(body);
      const uris = document?.['redirect_uris'];
      return Array.isArray(uris) ? JSON.stringify({ ...document, redirect_uris: uris.map((uri) => (typeof uri === 'string' ? ours(uri) : uri)) }) : body;
    },
    inAnswer(body, sent) {
      const own = sent === undefined ? undefined : parsed(sent)?.['redirect_uris'];
      const document = parsed(body);
      if (!Array.isArray(own) || typeof document?.['client_id'] !== 'string') return body;
      clients.add(document['client_id']);
      return JSON.stringify({ ...document, ...('redirect_uris' in document && { redirect_uris: own }) });
    },
    ownOf: (state, pathname) => byState.get(state ?? '') ?? byPath.get(pathname),
  };
}
