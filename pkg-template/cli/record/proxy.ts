// The same as a proxy: a client keeps the servers' own addresses, and its requests to them pass here. What goes elsewhere is not read.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates, TLSSocket } from 'node:tls';
import { answerError } from '../loopback.js';
import type { makeAuthority } from './authority.js';

/** A proxy that runs. */
export interface Proxy {
  /** What a client needs in its environment, by name. */
  environment: [name: string, value: string][];
  close(): Promise<void>;
}

export interface Wanted {
  /** 0: any. */
  port: number;
  /** Whether requests to this origin pass here; all others are tunnelled. */
  isWatched(origin: string): boolean;
  /** A request to such an origin; its target is a path. */
  handOn(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void>;
  /** A client does not accept the certificate of the run for this host; told once for each. */
  refused(host: string): void;
}

const HOST = '127.0.0.1';
const LARGEST_HEAD = 64 * 1024;
/** The first octet of a TLS handshake (RFC 8446 §5.1). */
const HANDSHAKE = 0x16;

/**
 * Starts it. The certificate authority is of this run: its key is written nowhere, its certificate to a folder that is removed at the end.
 *
 * @throws the network's error where the port is taken
 */
export async function proxy({ port, isWatched, handOn, refused }: Wanted): Promise<Proxy> {
  // A file of its own, so that no other command reads the library that writes certificates.
  const made = (await import(new URL('./authority.mjs', import.meta.url).href)) as { makeAuthority: typeof makeAuthority };
  const authority = await made.makeAuthority();
  const sockets = new Set<Socket>();
  const origins = new WeakMap<object, string>();
  const distrusted = new Set<string>();
  const hold = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  };

  const inner = http.createServer({ maxHeaderSize: LARGEST_HEAD }, (request, response) => {
    const origin = origins.get(request.socket) ?? '';
    handOn(request, response, origin).catch((error: Error) => answerError(response, error));
  });

  /** With a certificate of the run. */
  async function secure(socket: Socket, { hostname, origin }: URL): Promise<void> {
    const secureContext = await authority.contextOf(hostname);
    const own = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] });
    let agreed = false;
    own.once('secure', () => (agreed = true)).on('error', () => own.destroy());
    own.once('close', () => {
      if (agreed || distrusted.has(hostname)) return;
      distrusted.add(hostname);
      refused(hostname);
    });
    origins.set(own, origin);
    inner.emit('connection', own);
  }

  const outer = http.createServer({ maxHeaderSize: LARGEST_HEAD }, (request, response) => {
    const target = /^http:\/\//i.test(request.url ?? '') && URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined;
    // Not asked as a proxy: a page that a name server leads here, or a person.
    if (!target) return void response.writeHead(421, { 'Content-Type': 'text/plain' }).end('This is a proxy.');
    if (!isWatched(target.origin)) return passOn(request, response, target);
    request.url = `${target.pathname}${target.search}`;
    handOn(request, response, target.origin).catch((error: Error) => answerError(response, error));
  });
  outer.on('connection', hold);
  outer.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const [tls, plain] = ['https', 'http'].map((scheme) => (URL.canParse(`${scheme}://${request.url}`) ? new URL(`${scheme}://${request.url}`) : undefined));
    if (!tls || !plain) return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    if (![tls, plain].some(({ origin }) => isWatched(origin))) return tunnel(socket, head, tls);
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] === HANDSHAKE) return void secure(socket, tls).catch(() => socket.destroy());
      origins.set(socket, plain.origin);
      inner.emit('connection', socket);
      socket.resume();
    });
  });

  function tunnel(socket: Socket, head: Buffer, { hostname, port: wanted }: URL): void {
    const other = connect(Number(wanted || 443), hostname.replace(/^\[|\]$/g, ''));
    hold(other);
    other.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      if (head.length > 0) other.write(head);
      socket.pipe(other).pipe(socket);
    });
    other.once('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    socket.once('close', () => other.destroy());
  }

  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-proxy-'));
  try {
    const [alone, all] = [join(folder, 'authority.pem'), join(folder, 'all.pem')];
    await writeFile(alone, authority.certificate, { mode: 0o600 });
    // SSL_CERT_FILE stands in place of the authorities that a client has, and it needs them for what is tunnelled.
    await writeFile(all, [...rootCertificates, authority.certificate].map((one) => `${one.trim()}\n`).join(''), { mode: 0o600 });
    await new Promise<void>((done, reject) => outer.once('error', reject).listen(port, HOST, done));
    const url = `http://${HOST}:${(outer.address() as AddressInfo).port}`;
    return {
      environment: [['HTTPS_PROXY', url], ['HTTP_PROXY', url], ['http_proxy', url], ['NODE_USE_ENV_PROXY', '1'], ['NODE_EXTRA_CA_CERTS', alone], ['SSL_CERT_FILE', all]],
      async close() {
        for (const socket of sockets) socket.destroy();
        await new Promise((done) => outer.close(done));
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A request by plain http to a host that is not watched. */
function passOn(request: IncomingMessage, response: ServerResponse, target: URL): void {
  const { 'proxy-connection': _said, 'proxy-authorization': _secret, ...headers } = request.headers;
  const asked = http.request(target, { method: request.method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  asked.once('error', (error) => answerError(response, error));
  response.once('close', () => asked.destroy());
  request.pipe(asked);
}
