// The relay does for its own page what the browser can't, and for nobody else anything.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { listen } from '../servers/listen.mjs';
import { relayBy, sendTo } from './relay.mjs';
import { servePage } from './serve.mjs';

let page;
let target;
const seen = [];

before(async () => {
  target = await listen((request, response) => {
    seen.push({ url: request.url, headers: request.headers });
    if (request.url === '/large') return response.end(Buffer.alloc(4 * 1024 * 1024, 'a'));
    if (request.url === '/bomb') return response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    if (request.url === '/headers') return response.writeHead(200, { 'X-Large': 'a'.repeat(100_000) }).end();
    if (request.url === '/drip') return drip(response);
    if (request.url === '/silent') return;
    if (request.url === '/inward') return response.writeHead(302, { Location: 'http://169.254.169.254/latest/meta-data/' }).end();
    if (request.url === '/events') return void response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: one\n\n');
    response.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="notes"', 'Set-Cookie': 'session=secret-cookie', 'Content-Type': 'text/plain' });
    response.end('no');
  });
  page = await servePage(`http://127.0.0.1:${target.port}`);
});
after(async () => {
  page?.close();
  await target?.close();
});

describe('the page’s own request', () => {
  it('sees the headers that CORS hides from a page, and no cookie', async () => {
    const { status, body } = await relay({ url: at('/mcp') });
    assert.equal(status, 200);
    assert.equal(body.status, 401);
    assert.deepEqual(body.headers.find(([name]) => name.toLowerCase() === 'www-authenticate'), ['WWW-Authenticate', 'Bearer realm="notes"']);
    assert.equal(Buffer.from(body.body, 'base64').toString(), 'no');
    assert.doesNotMatch(JSON.stringify(body), /secret-cookie/);
  });

  it('is sent without what the page did not ask for', async () => {
    seen.length = 0;
    await relay({ url: at('/mcp'), headers: [['Accept', 'application/json']] });
    const { cookie, origin, referer, 'x-relay-token': token, accept } = seen[0].headers;
    assert.deepEqual({ cookie, origin, referer, token, accept }, { cookie: undefined, origin: undefined, referer: undefined, token: undefined, accept: 'application/json' });
  });

  it('gets a redirect as it is, and the way it points to is refused', async () => {
    const { body } = await relay({ url: at('/inward') });
    assert.equal(body.status, 302);
    const [, location] = body.headers.find(([name]) => name.toLowerCase() === 'location');
    await refused({ url: location }, 'PRIVATE_ADDRESS');
  });

  it('gets at most half a megabyte', async () => {
    const { body } = await relay({ url: at('/large') });
    assert.equal(Buffer.from(body.body, 'base64').length, 512 * 1024);
  });

  it('gets no more of a body that is small only while it is packed', async () => {
    const { body } = await relay({ url: at('/bomb') });
    assert.equal(Buffer.from(body.body, 'base64').length, 512 * 1024);
  });

  it('gets no headers of more than 64 KB', async () => {
    const { status, body } = await relay({ url: at('/headers') });
    assert.deepEqual([status, body.code], [502, 'HPE_HEADER_OVERFLOW']);
  });

  it('ends after 30 seconds, though bytes keep coming', async () => {
    const started = Date.now();
    const { status, body } = await relay({ url: at('/drip') });
    assert.deepEqual([status, body.code], [504, 'ETIMEDOUT']);
    assert.ok(Date.now() - started < 40_000);
  });

  it('is one of at most sixteen at once', async () => {
    const gone = new AbortController();
    const others = Array.from({ length: 16 }, () => relay({ url: at('/silent'), signal: gone.signal }).catch(() => {}));
    seen.length = 0;
    while (seen.length < 16) await new Promise((resolve) => setTimeout(resolve, 20));
    const { status, body } = await relay({ url: at('/mcp') });
    gone.abort();
    await Promise.all(others);
    assert.deepEqual([status, body.code], [429, 'BUSY']);
    while ((await relay({ url: at('/mcp') })).status === 429) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('gets the first event of a stream that does not end', async () => {
    const { body } = await relay({ url: at('/events') });
    assert.equal(Buffer.from(body.body, 'base64').toString(), 'data: one\n\n');
  });

  it('is told the network’s own code where nothing listens', async () => {
    const gone = await listen(() => {});
    await gone.close();
    const other = await servePage('127.0.0.1');
    try {
      const { status, body } = await relay({ url: `http://127.0.0.1:${gone.port}/` }, {}, other);
      assert.deepEqual([status, body.code], [502, 'ECONNREFUSED']);
    } finally {
      other.close();
    }
  });
});

describe('a stranger', () => {
  for (const [who, headers] of [
    ['a foreign origin', { Origin: 'https://evil.example' }],
    ['no origin', { Origin: undefined }],
    ['the same host at another port', { Origin: 'http://127.0.0.1:1' }],
    ['the name localhost', { Origin: 'http://localhost:1' }],
    ['a page of another site, as the browser says', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a rebound name', { Host: 'rebound.example' }],
    ['no token', { 'X-Relay-Token': undefined }],
    ['a wrong token', { 'X-Relay-Token': 'A'.repeat(43) }],
    ['a form', { 'Content-Type': 'text/plain' }],
  ]) {
    it(`gets nothing with ${who}`, async () => {
      seen.length = 0;
      const { status, body, headers: answered } = await relay({ url: at('/mcp') }, headers);
      assert.ok([401, 403, 415, 421].includes(status), `status ${status}`);
      assert.equal(body.status, undefined);
      assert.equal(answered['access-control-allow-origin'], undefined);
      assert.equal(seen.length, 0);
    });
  }

  it('does not get the page by a rebound name', async () => {
    const { status } = await send({ path: '/', method: 'GET', headers: { Host: 'rebound.example' } });
    assert.equal(status, 421);
  });

  it('finds the token in nothing that is served', async () => {
    for (const path of ['/', '/index.html', '/main.js', '/relay']) {
      const { text } = await send({ path, method: 'GET' });
      assert.ok(!text.includes(page.token), path);
    }
  });

  it('reads no file outside the page', async () => {
    for (const path of ['/../package.json', '/..%2fpackage.json', '//etc/passwd', '/_headers']) assert.equal((await send({ path, method: 'GET' })).status, 404, path);
  });

  it('gets no preflight answered', async () => {
    const { headers } = await send({ path: '/relay', method: 'OPTIONS', headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' } });
    assert.equal(headers['access-control-allow-origin'], undefined);
  });
});

describe('an address that nobody named', () => {
  const port = () => target.port;
  for (const [what, url] of [
    ['loopback at another port', () => `http://127.0.0.1:${port() === 1 ? 2 : 1}/`],
    ['localhost', () => `http://localhost:${port()}/`],
    ['loopback as one number', () => 'http://2130706433/'],
    ['loopback in hexadecimal', () => 'http://0x7f.1/'],
    ['loopback in octal', () => 'http://0177.0.0.1/'],
    ['loopback with parts left out', () => 'http://127.1/'],
    ['another loopback address', () => `http://127.0.0.2:${port()}/`],
    ['zero', () => `http://0:${port()}/`],
    ['IPv6 loopback', () => `http://[::1]:${port()}/`],
    ['IPv6 zero', () => `http://[::]:${port()}/`],
    ['IPv4 in IPv6', () => `http://[::ffff:127.0.0.1]:${port()}/`],
    ['IPv4 in IPv6, in hexadecimal', () => `http://[::ffff:7f00:1]:${port()}/`],
    ['IPv4 behind NAT64', () => 'http://[64:ff9b::a00:1]/'],
    ['6to4', () => 'http://[2002:a00:1::1]/'],
    ['a unique local address', () => 'http://[fd00::1]/'],
    ['10/8', () => 'http://10.0.0.1/'],
    ['172.16/12', () => 'http://172.31.255.1/'],
    ['192.168/16', () => 'http://192.168.1.1/'],
    ['carrier-grade NAT', () => 'http://100.64.0.1/'],
    ['the broadcast address', () => 'http://255.255.255.255/'],
  ]) {
    it(`is refused: ${what}`, () => refused({ url: url() }, 'PRIVATE_ADDRESS'));
  }

  for (const url of ['http://169.254.169.254/latest/meta-data/', 'http://[::ffff:169.254.169.254]/', 'http://[fe80::1]/', 'http://2852039166/']) {
    it(`is refused even if named: ${url}`, async () => {
      const naming = await servePage(url);
      try {
        const { status, body } = await relay({ url }, {}, naming);
        assert.deepEqual([status, body.code], [403, 'PRIVATE_ADDRESS']);
      } finally {
        naming.close();
      }
    });
  }
});

describe('an order that is not allowed', () => {
  for (const [what, order, code] of [
    ['a file', { url: 'file:///etc/passwd' }, 'BAD_SCHEME'],
    ['a user name in the URL', { url: 'http://me:pw@8.8.8.8/' }, 'BAD_URL'],
    ['no URL', { url: 'nowhere' }, 'BAD_URL'],
    ['a method that is not listed', { method: 'PUT' }, 'BAD_METHOD'],
    ['CONNECT', { method: 'CONNECT' }, 'BAD_METHOD'],
    ['a cookie', { headers: [['Cookie', 'a=b']] }, 'BAD_HEADERS'],
    ['another host', { headers: [['Host', 'other.example']] }, 'BAD_HEADERS'],
    ['a line break in a header', { headers: [['Accept', 'a\r\nCookie: b']] }, 'BAD_HEADERS'],
    ['a body with GET', { body: 'x' }, 'BAD_BODY'],
    ['a header of a proxy', { headers: [['X-Forwarded-For', '1.2.3.4']] }, 'BAD_HEADERS'],
    ['more than 32 headers', { headers: Array.from({ length: 33 }, () => ['Accept', 'a']) }, 'BAD_HEADERS'],
    ['a URL of more than 64 KB', { url: `http://127.0.0.1/${'a'.repeat(70_000)}` }, 'BAD_URL'],
  ]) {
    it(`is refused: ${what}`, () => refused({ url: at('/mcp'), ...order }, code));
  }

  it('is refused: more than a megabyte', () => refused({ url: at('/mcp'), method: 'POST', body: 'a'.repeat(1_100_000) }, 'TOO_LARGE'));
});

function at(path) {
  return `http://127.0.0.1:${target.port}${path}`;
}

async function refused(order, code) {
  const before = seen.length;
  const { status, body } = await relay(order);
  assert.equal(body.code, code, JSON.stringify(body));
  assert.ok(status >= 400 && status < 500);
  assert.equal(seen.length, before);
}

function relay(order, headers = {}, to = page) {
  return relayBy(to, order, headers);
}

function send(request) {
  return sendTo(page, request);
}

function drip(response) {
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  const timer = setInterval(() => response.write('a'), 500);
  response.on('close', () => clearInterval(timer));
}
