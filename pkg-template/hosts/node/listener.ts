import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CALLBACK_PORTS } from '../callback-ports.js';
import { callbackPage, type PageKind } from './callback-page.js';
import { AuthDoctorError } from 'mcp-auth-doctor';
import { LISTEN_OPTIONS } from '../../driver/options.js';
import { requireKnown } from '../known.js';

export { CALLBACK_PORTS };

/** How to listen. */
export interface ListenOptions {
  /** The exact redirect URI, such as `http://localhost:41937/callback`. Without it: `http://localhost:<first free port>/callback`. */
  redirectUri?: string | undefined;
  /** The ports to try where no `redirectUri` is given; default {@link CALLBACK_PORTS}. */
  ports?: readonly number[] | undefined;
  /** The path where no `redirectUri` is given; default `/callback`. */
  path?: string | undefined;
  /**
   * Says whether a callback belongs to the sign-in that waits. A foreign one gets a page that says so, and the listener goes on
   * waiting: a page of a stranger must not be able to end a sign-in. Default: every callback belongs.
   */
  accepts?: ((callbackUrl: string) => boolean) | undefined;
}

/** A callback as it came. */
export interface Callback {
  /** The redirect URI with the query that the authorization server added. */
  url: string;
  /**
   * Shows the person how it ended, in the browser's tab, which waits up to a minute for it. Take it at once, as in `const { url, show } =
   * await listener.callback`: where nobody does, the tab says after a second that the sign-in goes on in the application.
   */
  readonly show: (kind: PageKind, text?: string) => void;
}

/** A listener that waits for one callback. */
export interface CallbackListener {
  /** Where it listens; to be used as `redirect_uri`, unchanged. */
  redirectUri: string;
  /** The one callback. */
  callback: Promise<Callback>;
  /** Whether it came, after which nothing listens any more. */
  readonly received: boolean;
  /**
   * An address here that leads to the URL, once. A browser is started with an address that every user of the machine can read (`ps`); one
   * who knew the authorization URL could answer it with an account of their own.
   */
  leadTo(url: string): string;
  /** Stops listening. Safe to call twice. */
  close(): Promise<void>;
}

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);
/** How long the tab waits for its page: where somebody took `show`, and where nobody did. */
const SHOW_WITHIN_MS = 60_000;
const TAKE_WITHIN_MS = 1_000;

/**
 * Waits on loopback (127.0.0.1, and ::1 where there is IPv6) for the authorization server's redirect (RFC 8252, section 7.3). Answers
 * only its own path, only GET, only for a loopback `Host`, and only once: with the callback it stops listening.
 *
 * @throws {AuthDoctorError} `port-taken`, `redirect-not-loopback`
 */
export async function listenForCallback(options: ListenOptions = {}): Promise<CallbackListener> {
  requireKnown(options, LISTEN_OPTIONS);
  const { host, path, ports } = target(options);
  for (const port of ports) {
    const servers = await bind(port);
    if (servers) return receive(servers, `http://${host}:${port}${path}`, path, options);
  }
  const tried = ports.length === 1 ? `port ${ports[0]} is` : `ports ${ports.join(', ')} are`;
  throw new AuthDoctorError(
    'port-taken',
    `The sign-in needs a port for the browser to come back to, but ${tried} in use. Close the program that uses it, such as an earlier sign-in, or choose another redirect URI.`,
  );
}

function target({ redirectUri, ports, path = '/callback' }: ListenOptions): { host: string; path: string; ports: readonly number[] } {
  if (redirectUri === undefined) return { host: 'localhost', path, ports: ports ?? CALLBACK_PORTS };
  // Split, not parsed: the redirect URI is sent and compared as it was given.
  const parts = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):(\d{1,5})(\/[^?#]*)?$/.exec(redirectUri);
  const port = Number(parts?.[2]);
  if (!parts || port < 1 || port > 65_535) {
    throw new AuthDoctorError(
      'redirect-not-loopback',
      `${redirectUri} can't be received here: a listener on this machine needs http://localhost:PORT/PATH, or 127.0.0.1 or [::1] as its host, a port from 1 to 65535, and no query.`,
    );
  }
  return { host: parts[1] ?? '', path: parts[3] ?? '', ports: [port] };
}

/** Both loopback addresses, or nothing where the port is taken on one: else another program could receive half of the callbacks. */
async function bind(port: number): Promise<Server[] | undefined> {
  const bound: Server[] = [];
  for (const address of ['127.0.0.1', '::1']) {
    const server = createServer();
    const code = await new Promise<string | undefined>((resolve) => {
      server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
      server.listen(port, address, () => resolve(undefined));
    });
    if (code === undefined) bound.push(server);
    else if (address === '127.0.0.1' || code === 'EADDRINUSE' || code === 'EACCES') {
      for (const other of bound) other.close();
      return undefined;
    }
  }
  return bound;
}

function receive(servers: Server[], redirectUri: string, path: string, options: ListenOptions): CallbackListener {
  let settle: (callback: Callback) => void;
  const callback = new Promise<Callback>((resolve) => (settle = resolve));
  let taken = false;
  let lead: { path: string; url: string | undefined } | undefined;
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= Promise.all(servers.map(closeServer)).then(() => undefined));

  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const [requestPath, query] = (request.url ?? '').split(/\?(.*)/s);
    if (!LOOPBACK_HOSTS.has((request.headers.host ?? '').replace(/:\d+$/, ''))) return refuse(response, 403);
    if (request.method !== 'GET') return refuse(response, 405);
    const led = lead;
    if (led && requestPath === led.path) {
      const { url } = led;
      led.url = undefined;
      return url ? redirect(response, url) : answer(response, 'opened');
    }
    if (requestPath !== (path || '/')) return refuse(response, 404);
    if (!query) return answer(response, 'empty');
    const url = `${redirectUri}?${query}`;
    if (taken) return answer(response, 'again');
    if (options.accepts && !options.accepts(url)) return answer(response, 'foreign');
    taken = true;
    // The tab waits for the outcome; whoever never tells leaves it with a page that is true in any case.
    const received = () => show('received');
    let fallback = setTimeout(received, TAKE_WITHIN_MS).unref();
    const show: Callback['show'] = (kind, text) => {
      clearTimeout(fallback);
      if (!response.writableEnded) answer(response, kind, text);
    };
    void stopListening(servers);
    settle({
      url,
      get show() {
        clearTimeout(fallback);
        if (!response.writableEnded) fallback = setTimeout(received, SHOW_WITHIN_MS).unref();
        return show;
      },
    });
  };
  for (const server of servers) server.on('request', handle);
  return {
    redirectUri,
    callback,
    get received() {
      return taken;
    },
    leadTo: (url) => {
      lead = { path: `/start/${randomBytes(24).toString('base64url')}`, url: new URL(url).href };
      return `${new URL(redirectUri).origin}${lead.path}`;
    },
    close,
  };
}

/** No new connection; the one that brought the callback stays until its page is sent. */
async function stopListening(servers: Server[]): Promise<void> {
  for (const server of servers) {
    server.close();
    server.closeIdleConnections();
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // A tab that still waits for its page keeps the process alive for a moment, not for good.
    setTimeout(() => server.closeAllConnections(), 1000).unref();
  });
}

function answer(response: ServerResponse, kind: PageKind, text?: string): void {
  const { status, html, policy } = callbackPage(kind, text);
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(html);
}

function redirect(response: ServerResponse, url: string): void {
  response.writeHead(302, { Location: url, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', Connection: 'close' });
  response.end();
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/plain', Connection: 'close' });
  response.end('Nothing here.\n');
}
