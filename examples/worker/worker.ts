// Diagnoses the MCP server whose address is posted: { "server": "https://example.com/mcp", "revision"?, "symptom"? }, as JSON or ?format=.
// For its operator, and for the visitors of the diagnostic pages in ORIGINS.
import { DurableObject } from 'cloudflare:workers';
import { diagnose, renderReport, type DiagnoseOptions, type Format } from 'mcp-auth-doctor';
import { kindOf } from 'mcp-auth-doctor/addresses';

interface Env {
  /** The operator's bearer token: `wrangler secret put TOKEN`. */
  TOKEN: string;
  /** Origins of diagnostic pages whose visitors may ask, separated by spaces; empty: none. */
  ORIGINS?: string;
  LIMITER: DurableObjectNamespace<Limiter>;
}

const PER_MINUTE = 30;
const LONGEST_BODY = 4096;
const TYPES: Record<Format, string> = { json: 'application/json', text: 'text/plain', markdown: 'text/markdown', sarif: 'application/sarif+json' };

class Refused extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly headers: Record<string, string> = {}) {
    super(message);
  }
}

export default {
  async fetch(request, env) {
    const shared = sharing(request, env);
    if (request.method === 'OPTIONS' && shared) return new Response(null, { status: 204, headers: { ...shared, 'Access-Control-Allow-Headers': 'Content-Type', 'Access-Control-Max-Age': '86400' } });
    try {
      if (request.method !== 'POST') throw new Refused(405, 'method', 'Post { "server": "https://…" }.', { Allow: 'POST' });
      if (!shared && !(await isOperator(request, env))) throw new Refused(401, 'token', 'Send the operator\'s token.', { 'WWW-Authenticate': 'Bearer' });
      const caller = request.headers.get('CF-Connecting-IP') ?? 'unknown';
      if (!(await env.LIMITER.get(env.LIMITER.idFromName(caller)).take())) {
        throw new Refused(429, 'rate', `At most ${PER_MINUTE} diagnoses a minute.`, { 'Retry-After': '60' });
      }
      const format = formatOf(new URL(request.url));
      const { server, ...options } = readBody(await request.text());
      const isPublic = publicHosts();
      if (!(await isPublic(new URL(server).hostname))) throw new Refused(403, 'address', 'server: a private address, which this Worker does not contact.');
      // Documents name addresses too: the same rule for each.
      const send: typeof fetch = async (input, init) => {
        if (await isPublic(new URL(String(input)).hostname)) return fetch(input, init);
        throw new Error('a private address, which this Worker does not contact');
      };
      const report = await diagnose(server, { ...options, fetch: send, signal: request.signal });
      return new Response(renderReport(report, format), { headers: { ...shared, 'Content-Type': `${TYPES[format]}; charset=utf-8`, 'Cache-Control': 'no-store' } });
    } catch (thrown) {
      // What `diagnose` says of a revision that there is not.
      const error = (thrown as { code?: unknown }).code === 'invalid-argument' ? new Refused(400, 'body', (thrown as Error).message) : thrown;
      if (!(error instanceof Refused)) throw error;
      return Response.json({ error: error.code, message: error.message }, { status: error.status, headers: { ...shared, ...error.headers } });
    }
  },
} satisfies ExportedHandler<Env>;

/** The headers that let one of the pages read the answer; nothing where another page asks, or no page. */
function sharing(request: Request, { ORIGINS = '' }: Env): Record<string, string> | undefined {
  const origin = request.headers.get('Origin');
  return origin && ORIGINS.split(/\s+/).includes(origin) ? { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' } : undefined;
}

/** Compares hashes, which are of one length, in constant time. */
async function isOperator(request: Request, { TOKEN }: Env): Promise<boolean> {
  const [, given = ''] = /^Bearer (.+)$/i.exec(request.headers.get('Authorization') ?? '') ?? [];
  const [one, other] = await Promise.all([given, TOKEN].map((text) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
  return Boolean(TOKEN) && crypto.subtle.timingSafeEqual(one!, other!);
}

function formatOf({ searchParams }: URL): Format {
  const format = searchParams.get('format') ?? 'json';
  if (!(format in TYPES)) throw new Refused(400, 'format', `format: one of ${Object.keys(TYPES).join(', ')}.`);
  return format as Format;
}

function readBody(text: string): { server: string } & Pick<DiagnoseOptions, 'revision' | 'symptom'> {
  if (text.length > LONGEST_BODY) throw new Refused(413, 'body', `The body: at most ${LONGEST_BODY} characters.`);
  let body: Record<string, unknown> | null;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refused(400, 'body', 'The body: JSON was expected.');
  }
  const { server, ...options } = body ?? {};
  if (typeof server !== 'string' || !/^https?:\/\/[^@]+$/i.test(server) || !URL.canParse(server)) throw new Refused(400, 'body', 'server: the http or https address of an MCP server was expected.');
  for (const [name, value] of Object.entries(options)) {
    if (!['revision', 'symptom'].includes(name) || typeof value !== 'string') throw new Refused(400, 'body', `${name}: only revision and symptom are allowed beside server, as text.`);
  }
  return { server, ...options };
}

/** Whether all addresses of a host are of the public Internet, remembered for one diagnosis; a host without any is for `diagnose` to name. */
function publicHosts(): (hostname: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  const look = async (hostname: string) => {
    const bare = hostname.replace(/^\[|\]$/g, '');
    if (/(^|\.)localhost\.?$/.test(bare)) return false;
    // `URL` writes every spelling of an IPv4 address in the dotted one.
    const found = /:|^[\d.]+$/.test(bare) ? [bare] : (await Promise.all(['A', 'AAAA'].map((type) => lookUp(bare, type)))).flat();
    return found.every((address) => kindOf(address) === 'public');
  };
  return (hostname) => known.get(hostname) ?? known.set(hostname, look(hostname)).get(hostname)!;
}

/** The addresses of a name, by DNS over HTTPS: Workers have no name service of their own. */
async function lookUp(name: string, type: string): Promise<string[]> {
  const response = await fetch(`https://cloudflare-dns.com/dns-query?name=${name}&type=${type}`, { headers: { Accept: 'application/dns-json' } });
  const { Answer = [] } = await response.json<{ Answer?: { type: number; data: string }[] }>();
  return Answer.filter((answer) => answer.type === 1 || answer.type === 28).map(({ data }) => data);
}

/** Counts the diagnoses of one caller in the last minute. */
export class Limiter extends DurableObject {
  #times: number[] = [];

  take(): boolean {
    const now = Date.now();
    this.#times = this.#times.filter((time) => now - time < 60_000);
    return this.#times.length < PER_MINUTE && this.#times.push(now) > 0;
  }
}
