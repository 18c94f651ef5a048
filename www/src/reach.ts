// What became of an answer that the browser hid. A page is told the same of a dead address and of one that sends no CORS headers; a request
// that asks for nothing readable (`no-cors`) gets through to the second.
import type { Evidence } from './core.js';
import { isLoopback } from './local-network.js';

/** Why nothing was seen of a host. */
export interface Reach {
  /** `hidden`: it answers, and no page may read it. `silent`: nothing comes back. */
  kind: 'offline' | 'mixed' | 'hidden' | 'silent';
  host: string;
}

const TIME = 6_000;

/**
 * Finds out why the first request of a live diagnosis that failed was blocked; nothing where none was, or where another request to
 * that host was answered, so that the host itself is there and readable.
 */
export async function reachOf({ exchanges }: Evidence): Promise<Reach | undefined> {
  const blocked = exchanges.find(({ failure }) => failure?.kind === 'blocked');
  if (!blocked) return undefined;
  const url = new URL(blocked.request.url);
  const answered = exchanges.some(({ request, response }) => (response?.status ?? 0) > 0 && new URL(request.url).host === url.host);
  if (answered) return undefined;
  const host = url.host;
  if (!navigator.onLine) return { kind: 'offline', host };
  if (location.protocol === 'https:' && url.protocol === 'http:' && !isLoopback(url.hostname)) return { kind: 'mixed', host };
  return { kind: (await answers(url.href)) ? 'hidden' : 'silent', host };
}

/** Whether anything comes back. Only that is learnt: such an answer can't be read. */
async function answers(url: string): Promise<boolean> {
  const controller = new AbortController();
  const time = setTimeout(() => controller.abort(), TIME);
  try {
    await fetch(url, { mode: 'no-cors', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', signal: controller.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(time);
    controller.abort();
  }
}
