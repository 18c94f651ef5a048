// The example Worker in real workerd: what it asks for goes to a server here that plays the whole Internet, its name service included.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { buildExample, runScript } from '../../hosts/example.mjs';
import { answerJson, listen } from '../../servers/listen.mjs';
import { findOut, picture, startPages, verdict } from '../../www/page.mjs';
import { write } from '../installed.mjs';
import { startWorkerd, tool } from './tools.mjs';

const TOKEN = 'canary_operator_4711';
/** Of a diagnostic page whose visitors may ask. */
const ORIGIN = 'https://doctor.example';
const SERVER = 'https://mcp.example.com/mcp';
/** What the name service knows; other names have no address. */
const NAMES = { 'mcp.example.com': '93.184.216.34', 'inside.example.com': '10.0.0.7', 'metadata.example.com': '169.254.169.254' };

let internet;
let worker;
let asked;
let issuer;
let caller = 0;

before(async () => {
  internet = await listen((request, response) => {
    const { host } = request.headers;
    const url = new URL(request.url, `https://${host}`);
    if (host === 'cloudflare-dns.com') return answerName(url, response);
    asked.push(url.href);
    if (url.href === SERVER) return answerJson(response, 401, {}, { 'WWW-Authenticate': 'Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"' });
    if (url.href.endsWith('/.well-known/oauth-protected-resource/mcp')) return answerJson(response, 200, { resource: SERVER, authorization_servers: [issuer] });
    if (url.pathname === '/.well-known/oauth-authorization-server') return answerJson(response, 200, { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, registration_endpoint: `${issuer}/register`, response_types_supported: ['code'], code_challenge_methods_supported: ['S256'] });
    return answerJson(response, 404, {});
  });
  const folder = await buildExample('worker');
  await tool('esbuild').build({
    entryPoints: [join(folder, 'worker.ts')], bundle: true, format: 'esm', conditions: ['workerd'], outdir: join(folder, 'dist'), assetNames: '[name]',
    loader: { '.wasm': 'copy' }, external: ['cloudflare:*', 'node:*'], outExtension: { '.js': '.mjs' },
  });
  worker = await startWorkerd(write(folder, 'dist/config.capnp', `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", external = (address = "127.0.0.1:${internet.port}", http = ()))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]);
const main :Workerd.Worker = (
  compatibilityDate = "2026-01-01", compatibilityFlags = ["nodejs_compat"], globalOutbound = "internet",
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs"), (name = "sign-in.wasm", wasm = embed "sign-in.wasm"), (name = "diagnosis.wasm", wasm = embed "diagnosis.wasm")],
  bindings = [(name = "TOKEN", text = "${TOKEN}"), (name = "ORIGINS", text = "https://other.example ${ORIGIN}"), (name = "LIMITER", durableObjectNamespace = "Limiter")],
  durableObjectNamespaces = [(className = "Limiter", uniqueKey = "limiter")], durableObjectStorage = (inMemory = void));`));
});
after(() => Promise.all([internet.close(), worker.stop()]));
beforeEach(() => {
  asked = [];
  issuer = 'https://mcp.example.com';
  caller += 1;
});

/** DNS over HTTPS. */
function answerName({ searchParams }, response) {
  const name = searchParams.get('name');
  const data = searchParams.get('type') === 'A' ? NAMES[name] : undefined;
  answerJson(response, 200, { Status: 0, ...(data && { Answer: [{ name, type: 1, TTL: 60, data }] }) }, { 'Content-Type': 'application/dns-json' });
}

const post = (body, { query = '', headers = {}, method = 'POST' } = {}) =>
  fetch(`${worker.url}/${query}`, {
    method,
    headers: { Authorization: `Bearer ${TOKEN}`, 'CF-Connecting-IP': `192.0.2.${caller}`, ...headers },
    ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

test('compiles under strict', async () => runScript(await buildExample('worker', 'worker-types'), 'check'));

test('answers with the report of the posted server', async () => {
  const response = await post({ server: SERVER });
  assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'application/json; charset=utf-8']);
  const report = await response.json();
  assert.deepEqual([report.schema, report.server, report.cause], [1, SERVER, null]);
  assert.ok(asked.includes(SERVER), asked.join());
});

for (const [format, expected] of [['text', /mcp\.example\.com/], ['markdown', /^#/m], ['sarif', /"version": ?"2\.1\.0"/]]) {
  test(`as ${format}`, async () => {
    const response = await post({ server: SERVER }, { query: `?format=${format}` });
    assert.equal(response.status, 200);
    assert.match(await response.text(), expected);
  });
}

test('judges by the revision and the symptom that stand beside it', async () => {
  const report = await (await post({ server: SERVER, revision: '2025-06-18', symptom: 'Incompatible auth server: does not support dynamic client registration' })).json();
  assert.equal(report.revision, '2025-06-18');
});

for (const [name, headers] of [['no token', { Authorization: '' }], ['another token', { Authorization: `Bearer ${TOKEN}x` }], ['a part of the token', { Authorization: `Bearer ${TOKEN.slice(0, -1)}` }], ['another scheme', { Authorization: `Basic ${TOKEN}` }]]) {
  test(`asks for the operator's token: ${name}`, async () => {
    const response = await post({ server: SERVER }, { headers });
    assert.deepEqual([response.status, response.headers.get('www-authenticate')], [401, 'Bearer']);
    assert.doesNotMatch(await response.text(), /canary/);
    assert.deepEqual(asked, []);
  });
}

describe('a diagnostic page', () => {
  test('of a listed origin needs no token and may read the answer', async () => {
    const headers = { Authorization: '', Origin: ORIGIN };
    const preflight = await post('', { method: 'OPTIONS', headers: { ...headers, 'Access-Control-Request-Method': 'POST' } });
    assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin'), preflight.headers.get('access-control-allow-headers')], [204, ORIGIN, 'Content-Type']);
    const response = await post({ server: SERVER }, { headers });
    assert.deepEqual([response.status, response.headers.get('access-control-allow-origin')], [200, ORIGIN]);
    const refused = await post({ server: 'http://10.0.0.7/mcp' }, { headers });
    assert.deepEqual([refused.status, refused.headers.get('access-control-allow-origin')], [403, ORIGIN]);
  });

  for (const origin of ['https://doctor.example.evil.example', 'https://doctor', 'null']) {
    test(`of another origin is refused: ${origin}`, async () => {
      const response = await post({ server: SERVER }, { headers: { Authorization: '', Origin: origin } });
      assert.deepEqual([response.status, response.headers.get('access-control-allow-origin')], [401, null]);
      assert.deepEqual(asked, []);
    });
  }

  test('shows what the Worker saw, once the visitor asks for it', async (t) => {
    const pages = await startPages({ eyes: () => `${worker.url}/` });
    t.after(() => pages.close());
    // The page's own origin has a port that nobody knows before: the Worker is told another one, which is on its list.
    const page = await pages.open(t);
    await page.route(`${worker.url}/**`, async (route) => {
      const answer = await route.fetch({ headers: { ...route.request().headers(), origin: ORIGIN, 'cf-connecting-ip': `192.0.2.${caller}` } });
      await route.fulfill({ response: answer, headers: { ...answer.headers(), 'access-control-allow-origin': pages.site.origin, 'access-control-allow-headers': 'content-type' } });
    });
    await findOut(page, SERVER);
    assert.deepEqual(asked, [], 'nothing is asked before the click');
    assert.match(await page.locator('.eyes').innerText(), /It gets this address and nothing else/);
    await page.evaluate(() => document.querySelector('#result .verdict').setAttribute('data-before', ''));
    await page.click('#look');
    await verdict(page);
    assert.ok(asked.includes(SERVER));
    assert.match(await page.locator('.exchanges').innerText(), /401/);
    assert.match(await page.locator('#result').innerText(), /not by your browser/);
    assert.equal(await page.locator('.eyes').count(), 0);
    await picture(page, 'eyes');
  });
});

test('one caller gets thirty a minute, and does not use up those of another', async () => {
  const status = async (options) => (await post('{}', options)).status;
  const statuses = await Promise.all(Array.from({ length: 32 }, () => status()));
  assert.deepEqual([statuses.filter((one) => one === 400).length, statuses.filter((one) => one === 429).length], [30, 2]);
  assert.equal((await post('{}')).headers.get('retry-after'), '60');
  assert.equal(await status({ headers: { 'CF-Connecting-IP': '198.51.100.1' } }), 400);
});

for (const server of ['http://10.0.0.7/mcp', 'http://127.0.0.1:8080/mcp', 'http://2130706433/mcp', 'http://localhost/mcp', 'http://[::1]/mcp', 'http://[::ffff:192.168.1.1]/mcp', 'http://169.254.169.254/latest/meta-data', 'https://inside.example.com/mcp', 'https://metadata.example.com/mcp']) {
  test(`refuses an address of a private network: ${server}`, async () => {
    const response = await post({ server });
    assert.deepEqual([response.status, (await response.json()).error], [403, 'address']);
    assert.deepEqual(asked, []);
  });
}

for (const inside of ['https://10.0.0.7', 'https://inside.example.com']) {
  test(`does not go to a private address that a document names: ${inside}`, async () => {
    issuer = inside;
    const response = await post({ server: SERVER });
    assert.equal(response.status, 200);
    assert.equal((await response.json()).server, SERVER);
    assert.ok(asked.includes(SERVER));
    assert.deepEqual(asked.filter((url) => url.startsWith(inside)), []);
  });
}

for (const [body, expected] of [
  ['', /JSON was expected/],
  ['null', /^server:/],
  ['[]', /^server:/],
  [{}, /^server:/],
  [{ server: 'example.com/mcp' }, /^server:/],
  [{ server: 'ftp://example.com/mcp' }, /^server:/],
  [{ server: 'https://user:secret@example.com/mcp' }, /^server:/],
  [{ server: SERVER, credential: { kind: 'bearer', token: 'x' } }, /^credential:/],
  [{ server: SERVER, revision: 1 }, /^revision:/],
  [{ server: SERVER, revision: '2020-01-01' }, /revision/],
  [{ server: SERVER, symptom: 'x'.repeat(5000) }, /at most 4096/],
]) {
  test(`names what is wrong with the body: ${JSON.stringify(body).slice(0, 70)}`, async () => {
    const response = await post(body);
    assert.ok([400, 413].includes(response.status), String(response.status));
    const { error, message } = await response.json();
    assert.equal(error, 'body');
    assert.match(message, expected);
    assert.doesNotMatch(message, /secret@/);
    assert.deepEqual(asked, []);
  });
}

test('names the formats and the method that there are', async () => {
  const format = await post({ server: SERVER }, { query: '?format=xml' });
  assert.deepEqual([format.status, (await format.json()).message], [400, 'format: one of json, text, markdown, sarif.']);
  const method = await post({}, { method: 'GET' });
  assert.deepEqual([method.status, method.headers.get('allow')], [405, 'POST']);
});
