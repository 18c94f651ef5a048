// Local Network Access: browsers let a page of the Internet reach this machine or its network only with the person's permission. Chromium
// tells the page no more than that the request failed; Firefox tells nothing at all while it asks.
import type { Evidence, Exchange } from './core.js';

/** What a request fails with that the browser holds back: at once, or when its time is over. */
const HELD_BACK = new Set(['blocked', 'timeout']);

/** Adds to the requests that failed that the permission was not given, where that is so. */
export async function withPermission(evidence: Evidence): Promise<Evidence> {
  return { ...evidence, exchanges: await Promise.all(evidence.exchanges.map(explained)) };
}

async function explained(exchange: Exchange): Promise<Exchange> {
  const { request, failure } = exchange;
  if (!failure || !HELD_BACK.has(failure.kind)) return exchange;
  const state = await permissionFor(request.url);
  if (state === undefined || state === 'granted') return exchange;
  return { ...exchange, failure: { ...failure, message: `${failure.message} (local network access: ${state})` } };
}

/** Whether the person lets this page reach an address; nothing where the page needs no permission for it, or the browser knows of none. */
export async function permissionFor(address: string): Promise<PermissionState | undefined> {
  const hostname = URL.canParse(address) ? new URL(address).hostname : '';
  if (isLocal(location.hostname) || !isLocal(hostname)) return undefined;
  // The newer name first: a browser refuses those that it does not know.
  return (await stateOf(isLoopback(hostname) ? 'loopback-network' : 'local-network')) ?? stateOf('local-network-access');
}

function stateOf(name: string): Promise<PermissionState | undefined> {
  return navigator.permissions.query({ name: name as PermissionName }).then(
    ({ state }) => state,
    () => undefined,
  );
}

/** Whether a host is this machine or in its network, as far as its name tells. */
export function isLocal(hostname: string): boolean {
  return isLoopback(hostname) || /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[f[cd])|\.local$/.test(hostname);
}

export function isLoopback(hostname: string): boolean {
  return /^(localhost$|127\.|\[::1\])|\.localhost$/.test(hostname);
}
