// A client, watched: addresses on this machine stand in for an MCP server and its authorization server, or a proxy does, and hand
// everything on.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange } from 'mcp-auth-doctor';
import { decoded } from '../../serve/forward.js';
import { isNamed, readNames } from '../../serve/named.js';
import { Refused } from '../../serve/refused.js';
import { keptRequest, keptResponse, methodOf } from './keep.js';
import { originsIn } from './learn.js';
import { listeners } from '../loopback.js';
import { names } from './names.js';
import { proxy } from './proxy.js';
import { redirects, UNTOUCHED } from './redirects.js';
import { ask, kindOf, LONGEST, type Fields } from './upstream.js';

/** A recording that runs. */
export interface Recording {
  /** The address for the client, in place of the server's own; as a proxy the server's own. */
  url: string;
  /** What the client needs in its environment; nothing where it has another address. */
  environment: [name: string, value: string][];
  /** What was seen so far, in the servers' own addresses. */
  exchanges: Exchange[];
  close(): Promise<void>;
}

export interface Asked {
  server: string;
  /** Hosts of private networks that may be asked besides the server's own. */
  named: readonly string[];
  /** Of the server's stand-in; 0: any. */
  port: number;
  /** Each exchange when it is over, and a word more. */
  tell: (exchange: Exchange, more: string) => void;
  /** As a proxy; called where a client does not accept the certificate of the run for a host. */
  asProxy?: ((host: string) => void) | undefined;
}

/** A request on its way. */
interface Order {
  request: Exchange['request'];
  startedAt: number;
  /** Of the MCP server itself: its messages go through as they are. */
  mcp: boolean;
  sent: string | undefined;
}

/** A sign-in has a handful; more are a server that makes them up. */
const MOST_ORIGINS = 16;
/** What is kept of one body. */
const MOST_KEPT = 1024 * 1024;
/** What belongs to one connection, or is said anew. */
const HOP = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|content-length|accept-encoding)$/i;
/** The same of an answer; and what would bind the browser to https on this machine. */
const HOP_BACK = /^(connection|keep-alive|transfer-encoding|content-length|content-encoding|strict-transport-security|alt-svc)$/i;

/**
 * Starts it.
 *
 * @throws the network's error where the port is taken
 */
export async function record({ server, named, port, tell, asProxy }: Asked): Promise<Recording> {
  const target = new URL(server);
  const allowed = readNames([target.host, ...named]);
  const known = names();
  const exchanges: Exchange[] = [];
  const open = listeners();
  const watched = new Set([target.origin]);
  let ways = UNTOUCHED;

  function keep(exchange: Exchange, startedAt: number, more = ''): void {
    const whole = { ...exchange, startedAt, duration: Date.now() - startedAt };
    exchanges.push(whole);
    tell(whole, more);
  }

  async function standIn(real: string, wanted = 0): Promise<string> {
    const there = known.localOf(real);
    if (there !== undefined) return there;
    if (known.size() >= MOST_ORIGINS) throw new Refused('TOO_MANY', `More than ${MOST_ORIGINS} servers are named in one sign-in.`, 502);
    const own = await open.add((request, response) => handOn(request, response, real), wanted);
    known.add(real, own);
    return own;
  }

  /** A server that an answer names belongs to the sign-in too. */
  async function learn(origin: string): Promise<void> {
    if (!asProxy) await standIn(origin);
    else if (watched.size < MOST_ORIGINS) watched.add(origin);
  }

  /** The authorization response: to the client's own address, in the words that it knows. */
  async function comesBack(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(`http://${request.headers.host}${request.url}`);
    const client = ways.ownOf(url.searchParams.get('state'), url.pathname);
    if (client === undefined) return void response.writeHead(404).end();
    const query = url.search && `${client.includes('?') ? '&' : '?'}${known.toLocal(url.search.slice(1))}`;
    response.writeHead(307, { Location: `${client}${query}`, 'Referrer-Policy': 'no-referrer' }).end();
    keep({ request: { method: request.method ?? 'GET', url: url.href } }, Date.now(), '(to the client)');
  }

  async function handOn(request: IncomingMessage, response: ServerResponse, real: string): Promise<void> {
    const startedAt = Date.now();
    const { method = 'GET', headers: { 'content-type': type = '' } } = request;
    const url = `${real}${known.toReal(request.url ?? '/')}`;
    // A client that keeps its addresses gives the browser none of ours.
    if (!asProxy && method === 'GET' && isAuthorization(new URL(url))) {
      const ours = ways.inQuery(url);
      response.writeHead(302, { Location: ours, 'Cache-Control': 'no-store' }).end();
      return keep({ request: { method, url: ours } }, startedAt, '(in the browser)');
    }
    const mcp = withoutQuery(url) === withoutQuery(server);
    const read = await bodyOf(request);
    const sent = read?.toString();
    const body = sent === undefined || mcp ? read : Buffer.from(ways.inBody(known.toReal(sent), type));
    const headers = pairs(request.rawHeaders).filter(([name]) => !HOP.test(name)).map(([name, value]): [string, string] => [name, known.toReal(value)]);
    const order = { request: keptRequest({ method, url, headers, body: body?.toString(), mcp }), startedAt, mcp, sent };
    try {
      const stop = new AbortController();
      response.once('close', () => stop.abort());
      await passBack(await ask({ url, method, headers, body }, allowed, `record ${server}`, stop.signal), response, order);
    } catch (error) {
      const { message, code = '' } = error as NodeJS.ErrnoException;
      const failure = response.destroyed ? ({ kind: 'aborted', message: 'The client hung up before there was an answer.' } as const) : { kind: kindOf(code), message };
      keep({ request: order.request, failure }, startedAt);
      throw error;
    }
  }

  async function passBack(answer: IncomingMessage, response: ServerResponse, { request, startedAt, mcp, sent }: Order): Promise<void> {
    const status = answer.statusCode ?? 502;
    const type = answer.headers['content-type'] ?? '';
    const headers = pairs(answer.rawHeaders).filter(([name]) => !HOP_BACK.test(name));
    // A document of the sign-in is put in the client's words as a whole; a message of the MCP server goes through as it comes.
    const flows = /^text\/event-stream\b/i.test(type) || (mcp && status < 300);
    const begin = () => response.writeHead(status, headers.flatMap(([name, value]) => [name, known.toLocal(value)]));
    if (flows) begin().flushHeaders();
    const { kept, length } = await drain(answer, flows ? response : undefined);
    keep({ request, response: keptResponse({ status, headers, body: kept.toString(), partial: length > kept.length, mcp, sent }) }, startedAt, mcp ? methodOf(sent) : '');
    if (flows) return void response.end();
    for (const origin of originsIn(headers, kept.toString())) await learn(origin);
    if (asProxy) return void begin().end(kept);
    begin().end(/^(image|font|audio|video)\/|octet-stream/i.test(type) ? kept : known.toLocal(ways.inAnswer(kept.toString(), sent)));
  }

  if (asProxy) {
    const isWatched = (origin: string) => watched.has(origin) || isNamed(new URL(origin), allowed);
    const { environment, close } = await proxy({ port, isWatched, handOn, refused: asProxy });
    const needed = environment.filter(([name]) => target.protocol === 'http:' || !/^http_proxy$/i.test(name));
    return { url: server, environment: needed, exchanges, close };
  }
  const back = await open.add(comesBack, 0, true);
  ways = redirects(Number(new URL(back).port));
  try {
    const own = await standIn(target.origin, port);
    return { url: server.replace(/^https?:\/\/[^/?#]*/i, own), environment: [], exchanges, close: open.close };
  } catch (error) {
    await open.close();
    throw error;
  }
}

/** All of an answer: what is kept of it, and how long it was. With `to`, each part goes there as it comes. */
async function drain(answer: IncomingMessage, to: ServerResponse | undefined): Promise<{ kept: Buffer; length: number }> {
  const kept: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of decoded(answer)) {
      const part = chunk as Buffer;
      if (length < MOST_KEPT || !to) kept.push(part);
      length += part.length;
      if (!to && length > LONGEST) throw new Refused('TOO_LARGE', 'The answer is longer than any in a sign-in.', 502);
      if (to && !to.write(part)) await new Promise((ready) => to.once('drain', ready).once('close', ready));
    }
  } catch (error) {
    // The client has what it wanted: a stream of events goes on until it hangs up.
    if (!to?.destroyed) throw error;
  }
  return { kept: Buffer.concat(kept), length };
}

function isAuthorization({ searchParams }: URL): boolean {
  return searchParams.has('client_id') && (searchParams.has('response_type') || searchParams.has('request_uri'));
}

function withoutQuery(url: string): string {
  return url.split(/[?#]/)[0] ?? url;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > LONGEST) throw new Refused('TOO_LARGE', 'The request is too long to pass on.', 413);
  }
  return size > 0 ? Buffer.concat(chunks) : undefined;
}

function pairs(raw: string[]): Fields {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index] ?? '', raw[2 * index + 1] ?? '']);
}
