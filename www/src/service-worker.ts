// Keeps the page's own files for when there is no network. Nothing else is touched: no server's answer is ever kept.
declare const FILES: string[];
declare const VERSION: string;

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const CACHE = `mcp-auth-doctor ${VERSION}`;
const OWN = new Set(['./', ...FILES].map((name) => new URL(name, self.location.href).pathname));

self.addEventListener('install', (event) => (event as ExtendableEvent).waitUntil(caches.open(CACHE).then((cache) => cache.addAll(['./', ...FILES]))));
self.addEventListener('activate', (event) => (event as ExtendableEvent).waitUntil(forgetOlder()));
self.addEventListener('fetch', (event) => {
  const { request } = event as FetchEvent;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || !OWN.has(pathname)) return;
  (event as FetchEvent).respondWith(fetch(request).catch(() => kept(request)));
});

/** The copy without the query: a callback's query is no part of the file. */
async function kept(request: Request): Promise<Response> {
  const found = await caches.match(request, { ignoreSearch: true });
  return found ?? Response.error();
}

async function forgetOlder(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith('mcp-auth-doctor ') && name !== CACHE) await caches.delete(name);
}
