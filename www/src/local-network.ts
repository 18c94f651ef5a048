// Local Network Access: Chromium lets a page of the Internet reach this machine or its network only with the person's permission, and
// tells the page no more than that the request failed.
import type { Evidence } from './core.js';

/** The permission's names, the newer first: a browser refuses those that it does not know. */
const NAMES = ['loopback-network', 'local-network', 'local-network-access'];

/** Adds to the requests that failed that the permission was not given, where that is so. */
export async function withPermission(evidence: Evidence, server: string): Promise<Evidence> {
  if (!evidence.exchanges.some(({ failure }) => failure?.kind === 'blocked')) return evidence;
  if (isLocal(location.hostname) || !isLocal(new URL(server).hostname)) return evidence;
  const state = await permission();
  if (state === undefined || state === 'granted') return evidence;
  const exchanges = evidence.exchanges.map((exchange) => {
    const { failure } = exchange;
    if (failure?.kind !== 'blocked') return exchange;
    return { ...exchange, failure: { ...failure, message: `${failure.message} (local network access: ${state})` } };
  });
  return { ...evidence, exchanges };
}

/** Whether a host is this machine or in its network, as far as its name tells. */
function isLocal(hostname: string): boolean {
  return /^(localhost$|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[(::1|f[cd]))|\.(local|localhost)$/.test(hostname);
}

/** The worst of what the browser says of its permissions; nothing where it has none. */
async function permission(): Promise<PermissionState | undefined> {
  const asked = NAMES.map((name) => navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state, () => undefined));
  const states = await Promise.all(asked);
  return states.find((state) => state === 'denied') ?? states.find((state) => state === 'prompt') ?? states.find((state) => state !== undefined);
}
