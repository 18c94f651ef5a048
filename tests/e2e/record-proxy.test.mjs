// A client watched by way of a proxy: it keeps the servers' addresses, and trusts the authority of the run.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { generate } from 'selfsigned';
import { ProxyAgent, fetch as undiciFetch } from 'undici';
import { peers } from '../field/peers.mjs';
import { startMisbehavingServer } from '../servers/misbehaving-server.mjs';
import { servers } from '../servers/pair.mjs';
import { fastmcp } from '../servers/process.mjs';
import { begin } from './command-line.mjs';

const run = promisify(execFile);
let folder;
let certificate;
let trusted;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-record-proxy-'));
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { extensions: [{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] });
  certificate = { key, cert };
  trusted = join(folder, 'server.pem');
  await writeFile(trusted, cert);
});
after(() => rm(folder, { recursive: true, force: true }));

/** A server over TLS that signs everybody in. */
async function secureServer(t) {
  const server = await startMisbehavingServer({ certificate });
  t.after(server.close);
  return server;
}

/** The proxy of that server; `env` is what it says that a client needs, `end` gives what the command said. */
async function watching(t, args) {
  const capture = join(await mkdtemp(join(folder, 'capture-')), 'capture.har');
  const { child, ended } = begin(['record', '--proxy', ...args, '--capture', capture], { env: { NODE_EXTRA_CA_CERTS: trusted } });
  t.after(() => child.kill('SIGKILL'));
  const env = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      if (said.includes('SSL_CERT_FILE=')) resolve(Object.fromEntries([...said.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value])));
    });
    ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  return {
    env,
    async end() {
      child.kill('SIGINT');
      const { stderr, ...rest } = await ended;
      const entries = existsSync(capture) && stderr.includes('The last that was seen') ? JSON.parse(await readFile(capture, 'utf8')).log.entries : [];
      return { ...rest, stderr, asked: entries.map(({ request: { method, url }, response: { status } }) => `${method} ${url.split('?')[0]} ${status}`) };
    },
  };
}

test('the TypeScript SDK signs in through it over TLS, at the servers own addresses, and every step is seen', async (t) => {
  const server = await secureServer(t);
  const { env, end } = await watching(t, [server.url]);
  assert.deepEqual(Object.keys(env), ['HTTPS_PROXY', 'NODE_USE_ENV_PROXY', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE']);
  const dispatcher = new ProxyAgent({ uri: env.HTTPS_PROXY, requestTls: { ca: await readFile(env.NODE_EXTRA_CA_CERTS, 'utf8') } });
  t.after(() => dispatcher.destroy());
  const kept = {};
  const redirectUrl = 'http://localhost:41937/callback';
  const authProvider = {
    redirectUrl,
    clientMetadata: { client_name: 'Watched', redirect_uris: [redirectUrl], token_endpoint_auth_method: 'none' },
    clientInformation: () => kept.client,
    saveClientInformation: (client) => void (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => void (kept.tokens = tokens),
    codeVerifier: () => kept.verifier,
    saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
    redirectToAuthorization: (url) => void (kept.url = url),
  };
  const transport = () => new StreamableHTTPClientTransport(new URL(server.url), { authProvider, fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }) });
  await assert.rejects(new Client({ name: 'watched', version: '1' }).connect(transport()), /Unauthorized/i);
  assert.equal(kept.url.origin, server.origin);
  await transport().finishAuth('canary-code');
  const client = new Client({ name: 'watched', version: '1' });
  await client.connect(transport());
  await client.close();
  const { stderr, asked } = await end();
  const at = (path) => `${server.origin}${path}`;
  for (const step of [`POST ${at('/mcp')} 401`, `GET ${at('/.well-known/oauth-protected-resource/mcp')} 200`, `GET ${at('/.well-known/oauth-authorization-server')} 200`, `POST ${at('/register')} 201`, `POST ${at('/token')} 200`, `POST ${at('/mcp')} 200`]) {
    assert.ok(asked.includes(step), `${step}: ${asked.join(', ')}\n${stderr}`);
  }
  assert.ok(!existsSync(env.NODE_EXTRA_CA_CERTS), 'the authority ends with the run');
});

test('curl is watched at the server, and what it asks elsewhere is tunnelled unread', async (t) => {
  const [server, other] = [await secureServer(t), await secureServer(t)];
  const { env, end } = await watching(t, [server.url]);
  const curl = (...args) => run('curl', ['--silent', '--show-error', '--max-time', '20', '--write-out', '%{http_code}', '--output', '/dev/null', ...args], { env: { PATH: process.env.PATH, ...env } }).then(({ stdout }) => stdout);
  assert.equal(await curl('--data', '{}', server.url), '401');
  // Only the other server's own certificate is accepted: nobody stands in between.
  assert.equal(await curl('--cacert', trusted, '--data', '{}', other.url), '401');
  assert.equal(other.requests.length, 1);
  const { asked } = await end();
  assert.deepEqual(asked, [`POST ${server.url} 401`]);
});

/** The HTTP client of the Python SDK. */
const ASKS = `
import asyncio, sys
from mcp.shared._httpx_utils import create_mcp_http_client
async def main():
    async with create_mcp_http_client() as http:
        print((await http.post(sys.argv[1], json={})).status_code)
asyncio.run(main())
`;

test('the HTTP client of the Python SDK takes the proxy and the authority from its environment', async (t) => {
  const python = fastmcp();
  if (!python) return t.skip('no Python that can have the SDK');
  const server = await secureServer(t);
  const { env, end } = await watching(t, [server.url]);
  const { stdout } = await run(python, ['-c', ASKS, server.url], { env: { PATH: process.env.PATH, ...env } });
  assert.equal(stdout.trim(), '401');
  assert.deepEqual((await end()).asked, [`POST ${server.url} 401`]);
});

test('the Python SDK signs in through it by plain http, and its tools are listed', async (t) => {
  const python = fastmcp();
  if (!python) return t.skip('no Python that can have the SDK');
  const { mcp, authorizationServer } = await servers(t);
  const { env, end } = await watching(t, [mcp.url, authorizationServer.issuer]);
  const { signedIn, tools, said } = await peers(python)['Python SDK'](mcp.url, env);
  assert.deepEqual([signedIn, tools], [true, 2], said);
  const { status, stdout, stderr, asked } = await end();
  assert.equal(status, 0, stdout + stderr);
  for (const step of [`POST ${authorizationServer.issuer}/reg 201`, `POST ${authorizationServer.issuer}/token 200`]) assert.ok(asked.includes(step), `${step}: ${asked.join(', ')}`);
});

test('a client that does not trust the authority is said to', async (t) => {
  const server = await secureServer(t);
  const { env, end } = await watching(t, [server.url]);
  await assert.rejects(run('curl', ['--silent', '--max-time', '20', server.url], { env: { PATH: process.env.PATH, HTTPS_PROXY: env.HTTPS_PROXY } }));
  const { stderr } = await end();
  assert.match(stderr, /A client did not accept the certificate of this run for localhost: NODE_EXTRA_CA_CERTS or SSL_CERT_FILE did not reach it\./);
  assert.equal(server.requests.length, 0);
});

test('a page that asks the proxy as a server is turned away', async (t) => {
  const server = await secureServer(t);
  const { env, end } = await watching(t, [server.url]);
  const status = await new Promise((resolve, reject) => {
    request(env.HTTPS_PROXY, (response) => resolve(response.resume().statusCode)).on('error', reject).end();
  });
  assert.equal(status, 421);
  assert.equal((await end()).status, 3);
});
