// Clients of the official SDK, 1.x and 2.x, with one line changed.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from '@modelcontextprotocol/client';
import { authenticatedFetch as coreFetch, memoryStore, proveCredential } from 'mcp-auth-doctor';
import { authProviderForSdk1, authProviderForSdk2, sdkFetch } from 'mcp-auth-doctor/mcp-sdk';
import { signIn } from 'mcp-auth-doctor/node';
import { scriptedBrowser } from '../servers/browser.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { servers } from '../servers/pair.mjs';
import { BROWSER } from './command-line.mjs';

const SDKS = [
  ['SDK 1', Client1, Transport1],
  ['SDK 2', Client2, Transport2],
];

/** What an application gives the adapters; `signIn.times` counts. */
function means(mcp, options = {}) {
  const openBrowser = scriptedBrowser();
  const given = {
    server: mcp.url,
    clientMetadata: { client_name: 'Test' },
    store: memoryStore(),
    signIn: (each, begin) => {
      given.signIn.times += 1;
      return signIn({ ...each, openBrowser }, begin);
    },
    ...options,
  };
  given.signIn.times = 0;
  return given;
}

/** An existing client: connects, calls, ends. `line` is the options of its transport, the one line that changed. */
async function existingClient(Client, Transport, url, line, calls = [['whoami', {}]]) {
  const client = new Client({ name: 'existing', version: '1.0.0' });
  await client.connect(new Transport(new URL(url), line));
  try {
    const answers = [];
    for (const [name, args] of calls) answers.push((await client.callTool({ name, arguments: args })).content[0].text);
    return answers;
  } finally {
    await client.close();
  }
}

for (const [name, Client, Transport] of SDKS) {
  test(`${name}: with our fetch it signs in and calls a tool`, async (t) => {
    const { mcp } = await servers(t);
    const given = means(mcp);
    assert.deepEqual(await existingClient(Client, Transport, mcp.url, { fetch: sdkFetch(given) }), ['alice with mcp:read']);
    assert.equal(given.signIn.times, 1);
  });

  test(`${name}: what was signed in once is used again, also by another client`, async (t) => {
    const { mcp } = await servers(t);
    const given = means(mcp);
    for (const _run of [1, 2]) await existingClient(Client, Transport, mcp.url, { fetch: sdkFetch(given) });
    assert.equal(given.signIn.times, 1);
  });

  test(`${name}: a tool that needs more scopes asks the person for them`, async (t) => {
    const { mcp } = await servers(t);
    const given = means(mcp);
    const answers = await existingClient(Client, Transport, mcp.url, { fetch: sdkFetch(given) }, [['whoami', {}], ['add_note', { note: 'x' }]]);
    assert.deepEqual(answers, ['alice with mcp:read', 'kept: x']);
    assert.equal(given.signIn.times, 2);
  });

  test(`${name}: a token that has expired is refreshed without the person`, async (t) => {
    const { mcp } = await servers(t, { accessTokenSeconds: 1 });
    const given = means(mcp);
    await existingClient(Client, Transport, mcp.url, { fetch: sdkFetch(given) });
    await new Promise((resolve) => setTimeout(resolve, 2100));
    await existingClient(Client, Transport, mcp.url, { fetch: sdkFetch(given) });
    assert.equal(given.signIn.times, 1);
  });

  test(`${name}: the error has the report instead of one sentence`, async (t) => {
    const { mcp } = await servers(t, { registration: false });
    const error = await existingClient(Client, Transport, mcp.url, { fetch: sdkFetch(means(mcp)) }).catch((thrown) => thrown);
    assert.equal(error.code, 'sign-in-failed');
    assert.match(error.report.cause.rule, /registration/);
    assert.ok(error.message.includes(error.report.cause.title));
  });

  test(`${name}: a server that wants no sign-in gets no token`, async (t) => {
    const { mcp } = await servers(t, {}, { protected: false, resourceMetadata: false });
    const given = means(mcp);
    assert.deepEqual(await existingClient(Client, Transport, mcp.url, { fetch: sdkFetch(given) }), ['anyone with mcp:read mcp:write']);
    assert.equal(given.signIn.times, 0);
  });
}

test('SDK 2: with our authProvider it signs in and calls a tool', async (t) => {
  const { mcp } = await servers(t);
  const given = means(mcp);
  assert.deepEqual(await existingClient(Client2, Transport2, mcp.url, { authProvider: authProviderForSdk2(given) }), ['alice with mcp:read']);
  assert.equal(given.signIn.times, 1);
});

test('SDK 1: with our OAuthClientProvider it signs in and calls a tool', async (t) => {
  const { mcp } = await servers(t);
  const given = means(mcp);
  assert.deepEqual(await existingClient(Client1, Transport1, mcp.url, { authProvider: authProviderForSdk1(given) }), ['alice with mcp:read']);
  assert.equal(given.signIn.times, 1);
});

for (const [kind, credential] of [
  ['Basic', { kind: 'basic', username: 'alice', password: 'canary-password' }],
  ['Header', { kind: 'header', name: 'X-Api-Key', value: 'canary-key' }],
]) {
  test(`a credential of type ${kind}, which the SDK's providers can't express, is never sent as Bearer: they say what can`, async (t) => {
    const sent = [];
    const open = await startMcpServer({ authorizationServer: undefined, protected: false, resourceMetadata: false });
    t.after(open.close);
    const store = memoryStore();
    assert.equal((await proveCredential(open.url, credential, { store })).kind, 'signed-in');
    const given = { server: open.url, store };
    const refused = { code: 'not-a-bearer-token', message: /sdkFetch/ };
    await assert.rejects(authProviderForSdk1(given).tokens(), refused);
    await assert.rejects(authProviderForSdk2(given).token(), refused);
    await sdkFetch({ ...given, fetch: async (input, init) => (sent.push(new Request(input, init).headers), new Response('{}')) })(open.url);
    const header = kind === 'Basic' ? ['authorization', `Basic ${btoa('alice:canary-password')}`] : ['x-api-key', 'canary-key'];
    assert.equal(sent[0].get(header[0]), header[1]);
  });
}

test('requests that need a sign-in at the same time share one', async (t) => {
  const { mcp } = await servers(t);
  const given = means(mcp);
  const fetch = sdkFetch(given);
  const answers = await Promise.all([1, 2, 3].map(() => existingClient(Client1, Transport1, mcp.url, { fetch })));
  assert.deepEqual(answers.flat(), Array(3).fill('alice with mcp:read'));
  assert.equal(given.signIn.times, 1);
});

test('a token never goes to another origin', async (t) => {
  const { mcp } = await servers(t);
  const { mcp: other } = await servers(t);
  const fetch = sdkFetch(means(mcp));
  await existingClient(Client1, Transport1, mcp.url, { fetch });
  other.requests.length = 0;
  await fetch(other.url, { method: 'POST', body: '{}' });
  assert.deepEqual(other.requests.map(({ authorization }) => authorization), [undefined]);
});

test('the Node example lists the tools, then what is stored, and forgets it', async (t) => {
  const { mcp } = await servers(t);
  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-example-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(new URL('../../examples/node', import.meta.url), folder, { recursive: true });
  await symlink(fileURLToPath(new URL('../node_modules', import.meta.url)), join(folder, 'node_modules'));
  const env = { PATH: process.env.PATH, BROWSER, XDG_DATA_HOME: folder };
  const run = async (...words) => (await promisify(execFile)(process.execPath, [join(folder, words[0]), ...words.slice(1)], { env })).stdout;
  assert.match(await run('index.mjs', mcp.url), /^whoami: Says who calls$/m);
  assert.match(await run('stored.mjs'), /^1  sign-in at localhost:.*: issued \d+ seconds? ago, expires in 9 minutes, renewed without you$/m);
  assert.match(await run('stored.mjs', '1'), /clientDeleted: true/);
  assert.equal(await run('stored.mjs'), '');
});

test('the core\'s own fetch answers no refusal of another origin', async (t) => {
  const { mcp } = await servers(t);
  const { mcp: other } = await servers(t);
  let asked = 0;
  const fetch = coreFetch({ server: mcp.url, store: memoryStore(), redirectUri: 'http://localhost:41937/callback', interact: async () => void (asked += 1) });
  const answer = await fetch(other.url, { method: 'POST', body: '{}' });
  assert.equal(answer.status, 401);
  assert.equal(asked, 0);
});
