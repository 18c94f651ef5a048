// A server that misbehaves at one place: an MCP server and its authorization server on one port, scripted, well-behaved elsewhere.
import https from 'node:https';
import zlib from 'node:zlib';
import { generate } from 'selfsigned';
import { answerJson, bodyOf, listen } from './listen.mjs';

const MEGABYTE = 1024 * 1024;

/** Each place of the flow, and the path that it has on the server. */
export const PLACES = {
  'mcp-server': '/mcp',
  'resource-metadata': '/.well-known/oauth-protected-resource/mcp',
  'server-metadata': '/.well-known/oauth-authorization-server',
  registration: '/register',
  token: '/token',
};

/** What the core reads of one body at most (src/limits.rs). */
const READ = 256 * 1024;

/** Each way to misbehave: `(request, response, { document, origin, elsewhere })`. */
export const BEHAVIOURS = {
  'never answers': () => {},
  'one byte a second': (_request, response, { document }) => {
    const text = JSON.stringify(document);
    let sent = 0;
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': text.length });
    const timer = setInterval(() => response.write(text.charAt(sent++)), 1000);
    response.on('close', () => clearInterval(timer));
  },
  resets: (request) => request.socket.resetAndDestroy(),
  'resets in the middle': (request, response, { document }) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 10_000 });
    response.write(JSON.stringify(document).slice(0, 20), () => request.socket.resetAndDestroy());
  },
  'one gigabyte': (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 1024 * MEGABYTE });
    pour(response, Buffer.alloc(MEGABYTE, ' '), 1024);
  },
  'gzip bomb': (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
    const gzip = zlib.createGzip();
    gzip.pipe(response);
    pour(gzip, Buffer.alloc(MEGABYTE, ' '), 1024);
  },
  'endless redirect': (request, response) => {
    const step = Number(new URL(request.url, 'http://host').searchParams.get('step') ?? 0);
    response.writeHead(302, { Location: `?step=${step + 1}` }).end();
  },
  'redirect to a file': (_request, response) => response.writeHead(302, { Location: 'file:///etc/passwd' }).end(),
  'redirect to a private address': (_request, response) =>
    response.writeHead(302, { Location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  'redirect to another origin': (request, response, { elsewhere }) =>
    response.writeHead(307, { Location: elsewhere + request.url }).end(),
  'Content-Length too long': (_request, response, { document }) => {
    const text = JSON.stringify(document);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': text.length + 100 });
    response.write(text, () => response.socket.end());
  },
  'Content-Length too short': (request, _response, { document }) =>
    request.socket.end(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n${JSON.stringify(document)}`),
  'invalid UTF-8': (_request, response, { document }) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(Buffer.concat([Buffer.from(JSON.stringify(document).slice(0, -1)), Buffer.from(',"name":"'), Buffer.from([0xff, 0xfe, 0x80]), Buffer.from('"}')]));
  },
  'duplicate keys': (_request, response, { document, elsewhere }) => {
    const evil = Object.fromEntries(Object.entries(document).map(([key, value]) => [key, typeof value === 'string' ? `${elsewhere}/evil` : value]));
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(`${JSON.stringify(document).slice(0, -1)},${JSON.stringify(evil).slice(1)}`);
  },
  '10,000 scopes': (_request, response, { document }) => {
    const scopes = Array.from({ length: 10_000 }, (_, index) => `scope-${index}`);
    answerJson(response, 200, { ...document, scopes_supported: scopes, scope: scopes.join(' ') });
  },
  '50 MB of metadata': (_request, response, { document }) =>
    answerJson(response, 200, { ...document, padding: 'x'.repeat(50 * MEGABYTE) }),
  'an event stream in single bytes': (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    let left = 100_000;
    const next = () => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        if (!response.write('x')) return void response.once('drain', next);
      }
    };
    next();
  },
  'deep nesting': (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('['.repeat(100_000) + ']'.repeat(100_000));
  },
  'HTML instead of JSON': (_request, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Sign in</title><script>1</script>'),
  'a null document': (_request, response) => answerJson(response, 200, null),
};

/**
 * Makes each step as dear as it can be: redirects before every document, answers as large as they are read, more authorization servers
 * than are tried, none of which has metadata.
 */
function beDear(request, response, { pathname, document, origin }) {
  const step = Number(new URL(request.url, 'http://host').searchParams.get('step') ?? 0);
  const padded = (status, body, headers = {}) => {
    const room = READ - JSON.stringify({ ...body, padding: [] }).length;
    answerJson(response, status, { ...body, padding: Array(Math.floor(room / 12)).fill({ a: [1, 2] }) }, headers);
  };
  if (step < 5) return padded(302, {}, { Location: `?step=${step + 1}` });
  if (pathname !== PLACES['resource-metadata']) return padded(404, {});
  const servers = Array.from({ length: 50 }, (_, index) => `${origin}/tenant-${index}`);
  return padded(200, { ...document, authorization_servers: servers });
}

/**
 * Starts the server, and a second origin (`elsewhere`) that counts what reaches it.
 *
 * @param {{ place?: keyof typeof PLACES | 'everywhere', behaviour?: keyof typeof BEHAVIOURS, dear?: boolean, badCertificate?: boolean, certificate?: { key: string, cert: string } }} [options]
 *   `dear`: every step costs as much as it can; `badCertificate`: TLS with a certificate that nobody signed; `certificate`: TLS with this one
 * @returns {Promise<{ url: string, origin: string, requests: object[], leaked: object[], redirectTo(url: string, status: number): void, close(): Promise<void> }>}
 *   `leaked`: what arrived at the other origin; `redirectTo`: from now on, the MCP endpoint redirects
 */
export async function startMisbehavingServer({ place, behaviour, dear = false, badCertificate = false, certificate: given } = {}) {
  const requests = [];
  const leaked = [];
  const elsewhere = await listen((request, response) => {
    leaked.push({ method: request.method, url: request.url, headers: request.headers });
    answerJson(response, 200, {});
  });
  const context = { elsewhere: `http://localhost:${elsewhere.port}`, origin: '' };
  let redirect;
  const handler = (request, response) => {
    requests.push({ method: request.method, url: request.url, authorization: request.headers.authorization });
    response.on('error', () => {});
    const { pathname } = new URL(request.url, 'http://host');
    if (pathname === '/mcp' && redirect) return response.writeHead(redirect.status, { Location: redirect.url }).end();
    const document = documents(context.origin)[pathname];
    if (place && (place === 'everywhere' || pathname === PLACES[place])) return BEHAVIOURS[behaviour](request, response, { ...context, document: document ?? {} });
    const answer = dear && request.method === 'GET' ? beDear : behave;
    answer(request, response, { pathname, document, origin: context.origin });
  };
  const pair = given ?? (badCertificate ? await certificate() : undefined);
  const server = pair && https.createServer(pair, handler);
  const listener = await listen(handler, { server });
  context.origin = `${pair ? 'https' : 'http'}://localhost:${listener.port}`;
  return {
    url: `${context.origin}/mcp`,
    origin: context.origin,
    requests,
    leaked,
    redirectTo: (url, status) => (redirect = { url, status }),
    close: () => Promise.all([listener.close(), elsewhere.close()]).then(() => {}),
  };
}

function behave(request, response, { pathname, document, origin }) {
  // Where it behaves it accepts the token that it issued: a sign-in is proven by one request without it and one with it.
  if (pathname === '/mcp' && request.headers.authorization?.startsWith('Bearer ')) {
    return void bodyOf(request).then((text) => {
      const id = /"id":\s*(\d+)/.exec(text)?.[1];
      // A notification, or a GET for a stream.
      if (id === undefined) return response.writeHead(request.method === 'POST' ? 202 : 405).end();
      answerJson(response, 200, { jsonrpc: '2.0', id: Number(id), result: { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'misbehaving', version: '1' }, tools: [] } });
    }, () => {});
  }
  if (pathname === '/mcp') {
    const challenge = `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
    return answerJson(response, 401, { error: 'unauthorized' }, { 'WWW-Authenticate': challenge });
  }
  return document ? answerJson(response, pathname === '/register' ? 201 : 200, document) : answerJson(response, 404, { error: 'not_found' });
}

function documents(origin) {
  return {
    '/.well-known/oauth-protected-resource/mcp': { resource: `${origin}/mcp`, authorization_servers: [origin] },
    '/.well-known/oauth-authorization-server': {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      registration_endpoint: `${origin}/register`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
    },
    '/register': { client_id: 'client-1', redirect_uris: ['http://localhost:41937/callback'], token_endpoint_auth_method: 'none' },
    '/token': { access_token: 'token-of-the-misbehaving-server', token_type: 'Bearer', expires_in: 600 },
  };
}

/** Writes the chunk `times` times, as fast as the reader takes it, and stops when the reader goes. */
function pour(stream, chunk, times) {
  let left = times;
  stream.on('error', () => {});
  const next = () => {
    while (left > 0 && !stream.destroyed) {
      left -= 1;
      if (!stream.write(chunk)) return void stream.once('drain', next);
    }
    if (!stream.destroyed) stream.end();
  };
  next();
}

async function certificate() {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'nobody.example' }]);
  return { key, cert };
}
