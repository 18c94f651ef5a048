// A client watched while it signs in: real clients, given an address that stands in for real servers.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from '@modelcontextprotocol/client';
import { fileURLToPath } from 'node:url';
import { answerJson, listen } from '../servers/listen.mjs';
import { scriptedBrowser } from '../servers/browser.mjs';
import { peers } from '../field/peers.mjs';
import { servers } from '../servers/pair.mjs';
import { fastmcp } from '../servers/process.mjs';
import { BROWSER, begin } from './command-line.mjs';

/** A recording of that server; `end` gives what the command said. */
async function recording(t, args) {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-record-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const capture = join(folder, 'capture.har');
  const { child, ended } = begin(['record', ...args, '--capture', capture]);
  const url = await new Promise((resolve, reject) => {
    // Beside a report for programs it stands on stderr.
    const look = (text) => /^http:\S+/.test(text) && resolve(/^\S+/.exec(text)[0]);
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  return {
    url,
    capture,
    async end() {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** A client's own provider for the SDK, as its documentation has it: everything in memory, a callback on loopback. */
async function provider(t) {
  const kept = {};
  let code;
  const came = new Promise((resolve) => (code = resolve));
  const { port, close } = await listen((incoming, response) => {
    code(new URL(incoming.url, 'http://localhost').searchParams);
    response.end('You may close this.');
  });
  t.after(close);
  const redirectUrl = `http://localhost:${port}/callback`;
  const browser = scriptedBrowser();
  return {
    kept,
    came,
    redirectUrl,
    clientMetadata: { client_name: 'Watched', redirect_uris: [redirectUrl], token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
    state: () => 'the-state-of-this-client',
    clientInformation: () => kept.client,
    saveClientInformation: (client) => void (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => void (kept.tokens = tokens),
    codeVerifier: () => kept.verifier,
    saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
    redirectToAuthorization: (url) => void Promise.resolve(browser(url.href)).catch((error) => (kept.failure = error)),
    discoveryState: () => kept.discovery,
    saveDiscoveryState: (state) => void (kept.discovery = state),
  };
}

for (const [name, Client, Transport] of [['SDK 1', Client1, Transport1], ['SDK 2', Client2, Transport2]]) {
  test(`${name} signs in through the stand-in as it would at the server, and the capture has every step and no secret`, async (t) => {
    const { mcp, authorizationServer } = await servers(t);
    const { url, capture, end } = await recording(t, [mcp.url, authorizationServer.issuer]);
    const authProvider = await provider(t);
    await assert.rejects(new Client({ name: 'watched', version: '1' }).connect(new Transport(new URL(url), { authProvider })), /Unauthorized/i);
    const callback = await authProvider.came;
    const transport = new Transport(new URL(url), { authProvider });
    await transport.finishAuth(name === 'SDK 2' ? callback : callback.get('code'));
    const client = new Client({ name: 'watched', version: '1' });
    await client.connect(new Transport(new URL(url), { authProvider }));
    const answer = await client.callTool({ name: 'whoami', arguments: {} });
    assert.match(answer.content[0].text, /^alice with /);
    await client.close();

    const { status, stdout, stderr } = await end();
    assert.equal(status, 0, stdout + stderr);
    assert.match(stderr, /\d{3} initialize/);
    assert.match(stderr, /\(in the browser\)[^]*\(to the client\)[^]*\/token 200/);
    assert.ok(!stderr.includes('code='), 'what is in a query stays out');
    const har = await readFile(capture, 'utf8');
    assert.equal((await stat(capture)).mode & 0o777, 0o600);
    const asked = JSON.parse(har).log.entries.map(({ request: { url: address } }) => address);
    assert.ok(asked.every((address) => !address.startsWith(new URL(url).origin)), 'in the words of the servers');
    assert.ok(asked.some((address) => address.includes('/.well-known/oauth-protected-resource')));
    assert.ok(asked.some((address) => address.includes(`resource=${encodeURIComponent(mcp.url)}`)));
    for (const secret of [authProvider.kept.tokens.access_token, authProvider.kept.verifier, callback.get('code')]) assert.ok(!har.includes(secret));
    assert.ok(!har.includes('alice with'), "what a tool said is the person's");
  });
}

test('mcp-remote signs in through it, with a browser and its own callback', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const { url, end } = await recording(t, [mcp.url, authorizationServer.issuer]);
  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-remote-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const proxy = fileURLToPath(new URL('../node_modules/mcp-remote/dist/proxy.js', import.meta.url));
  const client = new Client1({ name: 'host', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [proxy, url], env: { PATH: process.env.PATH, HOME: folder, MCP_REMOTE_CONFIG_DIR: folder, BROWSER }, stderr: 'pipe' }));
  const answer = await client.callTool({ name: 'whoami', arguments: {} });
  assert.match(answer.content[0].text, /^alice with /);
  await client.close();
  const { status, stdout, stderr } = await end();
  assert.equal(status, 0, stdout + stderr);
  assert.match(stderr, /\/token 200/);
});

test('the Python SDK signs in through it, and its tools are listed', async (t) => {
  const python = fastmcp();
  if (!python) return t.skip('no Python that can have the SDK');
  const { mcp, authorizationServer } = await servers(t);
  const { url, capture, end } = await recording(t, [mcp.url, authorizationServer.issuer]);
  const { signedIn, tools, said } = await peers(python)['Python SDK'](url);
  assert.deepEqual([signedIn, tools], [true, 2], said);
  const { status, stdout, stderr } = await end();
  assert.equal(status, 0, stdout + stderr);
  assert.match(stderr, /\(in the browser\)[^]*\(to the client\)[^]*\/token 200[^]*200 tools\/list/);
  const asked = JSON.parse(await readFile(capture, 'utf8')).log.entries.map(({ request: { method, url: address } }) => `${method} ${address.split('?')[0]}`);
  assert.ok(asked.every((line) => !line.includes(new URL(url).origin)), 'in the words of the servers');
  for (const step of [`GET ${new URL('/.well-known/oauth-protected-resource/mcp', mcp.url).href}`, `POST ${authorizationServer.issuer}/reg`, `GET ${authorizationServer.issuer}/auth`, `POST ${authorizationServer.issuer}/token`]) {
    assert.ok(asked.includes(step), `${step}: ${asked.join(', ')}`);
  }
});

test('a client that stops after its token is seen to stop there', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const { url, end } = await recording(t, [mcp.url, authorizationServer.issuer]);
  const authProvider = await provider(t);
  await assert.rejects(new Client1({ name: 'watched', version: '1' }).connect(new Transport1(new URL(url), { authProvider })));
  await new Transport1(new URL(url), { authProvider }).finishAuth((await authProvider.came).get('code'));
  const { stderr } = await end();
  assert.match(stderr, /The last that was seen, \d+ s before the end: POST \S+\/token 200\n/);
});

test('a fault of the server is the cause in the report, as if the client had been there', async (t) => {
  const { mcp, authorizationServer } = await servers(t, {}, { describe: (document) => ({ ...document, resource: 'https://another.example/mcp' }) });
  const { url, end } = await recording(t, [mcp.url, authorizationServer.issuer, '--format', 'json']);
  const authProvider = await provider(t);
  await assert.rejects(new Client1({ name: 'watched', version: '1' }).connect(new Transport1(new URL(url), { authProvider })));
  const { status, stdout } = await end();
  assert.equal(JSON.parse(stdout).cause.rule, 'resource/resource-mismatch');
  assert.equal(status, 1);
});

test('a server of a private network that nobody named is not asked, whoever names it in a document', async (t) => {
  let asked = 0;
  const inner = await listen((_incoming, response) => {
    asked += 1;
    answerJson(response, 200, {});
  });
  t.after(inner.close);
  const outer = await listen((incoming, response) => {
    const origin = `http://127.0.0.1:${outer.port}`;
    if (incoming.url.startsWith('/.well-known/oauth-protected-resource')) return answerJson(response, 200, { resource: `${origin}/mcp`, authorization_servers: [`http://127.0.0.1:${inner.port}`] });
    answerJson(response, 401, {}, { 'WWW-Authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource"` });
  });
  t.after(outer.close);
  const { url, end } = await recording(t, [`http://127.0.0.1:${outer.port}/mcp`]);
  const { resource, authorization_servers: [issuer] } = await (await fetch(new URL('/.well-known/oauth-protected-resource', url))).json();
  assert.equal(resource, url);
  assert.notEqual(issuer, `http://127.0.0.1:${inner.port}`);
  const refused = await fetch(`${issuer}/.well-known/oauth-authorization-server`);
  assert.equal(refused.status, 403);
  assert.match(await refused.text(), /If it is yours: mcp-auth-doctor record http:\/\/127\.0\.0\.1:\d+\/mcp 127\.0\.0\.1/);
  assert.equal(asked, 0);
  await end();
});

test('a page that a name server leads here is turned away', async (t) => {
  const { mcp } = await servers(t);
  const { url, end } = await recording(t, [mcp.url]);
  const status = await new Promise((resolve, reject) => {
    request(url, { headers: { Host: 'evil.example' } }, (response) => resolve(response.resume().statusCode)).on('error', reject).end();
  });
  assert.equal(status, 421);
  assert.equal(mcp.requests.length, 0);
  assert.equal((await end()).status, 3);
});

test('an event stream goes through as it comes', async (t) => {
  let more;
  const server = createServer((_incoming, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: {"jsonrpc":"2.0","method":"one"}\n\n');
    more = () => response.end('data: {"jsonrpc":"2.0","method":"two"}\n\n');
  });
  const { port, close } = await listen(undefined, { server });
  t.after(close);
  const { url, end } = await recording(t, [`http://127.0.0.1:${port}/mcp`]);
  const { body } = await fetch(url, { headers: { Accept: 'text/event-stream' } });
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  assert.match((await reader.read()).value, /"one"/);
  more();
  assert.match((await reader.read()).value, /"two"/);
  await end();
});
