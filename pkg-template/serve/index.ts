/** The diagnostic page on this machine, with a relay that sees what a web page is not shown: `mcp-auth-doctor serve`. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from './addresses.js';
import { forward, TIME_MS } from './forward.js';
import { isNamed, readNames, type Named } from './named.js';
import { readOrder } from './order.js';
import { Refused } from './refused.js';
import { readSite, type Site } from './site.js';
import { AuthDoctorError } from 'mcp-auth-doctor';

/** How to serve. */
export interface ServeOptions {
  /** Port on 127.0.0.1; 0 or none: any free one. */
  port?: number;
  /** Hosts of private networks that the relay may ask: URLs, or hosts with or without a port. */
  named?: readonly string[];
  /** Where the page's files are; default: those of this package. */
  site?: URL;
}

/** A page that is served. */
export interface Served {
  /** The page's address, with the token of this run in its fragment: who has it can use the relay. */
  url: string;
  /** The page's origin. */
  origin: string;
  close(): Promise<void>;
}

const RELAY = '/relay';
const MOST_SENT = 1024 * 1024;
const MOST_AT_ONCE = 16;

/**
 * Serves the page on loopback until it is closed.
 *
 * The relay wants three things that a page of somebody else does not have: the token of this run, which is only in the fragment of `url`,
 * and exactly this server's `Host` and `Origin`. The first keeps strangers out; the others keep a name that is made to point here out
 * (DNS rebinding).
 *
 * @throws {AuthDoctorError} `port-taken`; {@link BadName}
 */
export async function serve({ port = 0, named = [], site = new URL('./www/', import.meta.url) }: ServeOptions = {}): Promise<Served> {
  const names = readNames(named);
  const page = await readSite(site);
  const token = randomBytes(32).toString('base64url');
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: TIME_MS });
  await new Promise<void>((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      failed(error.code === 'EADDRINUSE' ? new AuthDoctorError('port-taken', `Port ${port} is in use. Close the program that uses it, or choose another one.`) : error),
    );
    server.listen(port, '127.0.0.1', done);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const relay: Relay = { token, host, named: names, running: 0 };
  server.on('request', (request, response) => {
    if (request.headers.host !== host) refuse(response, new Refused('BAD_HOST', `This page is at http://${host}/ and nowhere else.`, 421));
    else if (request.url === RELAY) void answer(request, response, relay);
    else file(request, response, page);
  });
  return {
    url: `http://${host}/#relay=${token}`,
    origin: `http://${host}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Relay {
  token: string;
  host: string;
  named: readonly Named[];
  running: number;
}

async function answer(request: IncomingMessage, response: ServerResponse, relay: Relay): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    admit(request, relay);
    relay.running += 1;
    try {
      const order = readOrder(await bodyOf(request));
      const addresses = await resolve(order.url.hostname, isNamed(order.url, relay.named));
      send(response, 200, await forward(order, addresses, gone.signal));
    } finally {
      relay.running -= 1;
    }
  } catch (error) {
    refuse(response, error);
  }
}

/** Throws unless the request comes from the page of this run. */
function admit({ method, headers }: IncomingMessage, { token, host, running }: Relay): void {
  if (method !== 'POST') throw new Refused('BAD_METHOD', 'The relay is asked by POST.', 405);
  if (headers.origin !== `http://${host}`) throw new Refused('BAD_ORIGIN', 'The relay serves only its own page.');
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') throw new Refused('BAD_ORIGIN', 'The relay serves only its own page.');
  if (!sameText(headers['x-relay-token'], token)) throw new Refused('BAD_TOKEN', 'Open the page by the whole address that mcp-auth-doctor serve printed.', 401);
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) throw new Refused('BAD_REQUEST', 'The relay takes JSON.', 415);
  if (running >= MOST_AT_ONCE) throw new Refused('BUSY', `The relay sends ${MOST_AT_ONCE} requests at once.`, 429);
}

/** In constant time, so that the token can't be found byte by byte. */
function sameText(given: string | string[] | undefined, wanted: string): boolean {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MOST_SENT) throw new Refused('TOO_LARGE', `The relay sends at most ${MOST_SENT / 1024} KB.`, 413);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function file({ method, url = '' }: IncomingMessage, response: ServerResponse, site: Site): void {
  const found = site.files.get(url.replace(/[?#].*$/s, ''));
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, new Refused('BAD_METHOD', 'The page is read by GET.', 405));
  if (!found) return refuse(response, new Refused('NOT_FOUND', 'There is no such file here.', 404));
  for (const [name, value] of site.headers) response.setHeader(name, value);
  response.writeHead(200, { 'Content-Type': found.type, 'Content-Length': found.bytes.length });
  response.end(method === 'HEAD' ? undefined : found.bytes);
}

/** A refusal of the relay, or the network's own error with its code. */
function refuse(response: ServerResponse, error: unknown): void {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const status = error instanceof Refused ? error.status : 502;
  send(response, status, { code: typeof code === 'string' ? code : 'FAILED', message: String(message) });
}

function send(response: ServerResponse, status: number, document: object): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', Connection: 'close' });
  response.end(JSON.stringify(document));
}
