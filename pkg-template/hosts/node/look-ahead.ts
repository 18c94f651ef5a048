// A look at the authorization endpoint while the browser is open: what a person would see there in silence is said at once.
import { createHash, randomBytes } from 'node:crypto';
import { analyze, loadDiagnosis, type Exchange, type Report } from 'mcp-auth-doctor';
import type { OpenBrowser } from '../sign-in.js';

const TIME_MS = 10_000;
const MOST_READ = 256 * 1024;
/** A reference or a signed request is spent by its first use (RFC 9126 section 4, RFC 9101). */
const SPENT_BY_A_LOOK = ['request_uri', 'request'];

/**
 * Asks the authorization endpoint once, as no browser of anybody: with a `state` and a challenge of its own, without cookies, following no
 * redirect. What comes back is looked at and dropped, a code too. It can't say that a sign-in works: filters refuse a program where a
 * browser passes, so nothing is stopped by it.
 *
 * @returns what would stop the person there, as a report; nothing where nothing was seen, or where a look would do harm
 */
export async function lookAhead(step: OpenBrowser, server: string, signal: AbortSignal, send: typeof fetch = fetch): Promise<Report | undefined> {
  const url = withOwnSecrets(step.url);
  if (!url) return undefined;
  const exchange = await asked(url, signal, send);
  if (signal.aborted) return undefined;
  await loadDiagnosis();
  const report = analyze({ server, exchanges: [exchange], seenFrom: 'process' });
  return report.cause?.severity === 'error' ? report : undefined;
}

/** The same request with values that nobody waits for; nothing where it can be sent only once. */
function withOwnSecrets(authorizationUrl: string): string | undefined {
  const [endpoint = '', query = ''] = authorizationUrl.split(/\?(.*)/s);
  const names = query.split('&').map((pair) => pair.split('=')[0] ?? '');
  if (names.some((name) => SPENT_BY_A_LOOK.includes(name))) return undefined;
  const own: Record<string, string> = {
    state: randomBytes(32).toString('base64url'),
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
  };
  const pairs = query.split('&').map((pair) => {
    const [name = ''] = pair.split('=');
    return name in own ? `${name}=${own[name]}` : pair;
  });
  return `${endpoint}?${pairs.join('&')}`;
}

async function asked(url: string, signal: AbortSignal, send: typeof fetch): Promise<Exchange> {
  const request = { method: 'GET', url, headers: [['Accept', 'text/html']] as [string, string][] };
  // A timer that is held: see the time limit of a request in the core.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new DOMException('no answer in time', 'TimeoutError')), TIME_MS);
  const stop = () => limit.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const answer = await send(url, { headers: { Accept: 'text/html', 'User-Agent': 'mcp-auth-doctor' }, redirect: 'manual', credentials: 'omit', signal: limit.signal });
    return { request, response: { status: answer.status, headers: [...answer.headers].filter(([name]) => name !== 'set-cookie'), ...(await bodyOf(answer)) } };
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    const said = [cause?.code, cause?.message ?? message].filter(Boolean).join(': ');
    return { request, failure: { kind: name === 'TimeoutError' ? 'timeout' : 'other', message: said } };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

async function bodyOf(answer: Response): Promise<{ body: string; bodyPartial?: boolean }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = answer.body?.getReader();
  while (reader && size < MOST_READ) {
    const { done, value } = await reader.read();
    if (done) return { body: Buffer.concat(parts).toString('utf8') };
    parts.push(value);
    size += value.length;
  }
  await reader?.cancel().catch(() => {});
  return { body: Buffer.concat(parts).subarray(0, MOST_READ).toString('utf8'), ...(reader && { bodyPartial: true }) };
}
