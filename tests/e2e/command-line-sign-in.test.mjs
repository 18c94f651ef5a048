// `sign-in` of the command line: what its last line is worth, and what it says while it waits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { servers } from '../servers/pair.mjs';
import { freePort } from '../servers/process.mjs';
import { begin, commandLine } from './command-line.mjs';

const redirect = async () => ['--redirect-uri', `http://localhost:${await freePort()}/callback`];

test('says that the server accepts the token, and refuses without it', async (t) => {
  const { mcp } = await servers(t);
  const run = await commandLine(t);
  const { status, stdout, stderr } = await run(['sign-in', mcp.url, ...(await redirect())]);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /accepted +yes, and refused without the token \(2 tools\)/);
  assert.match(stderr, /Waiting up to 10 minutes for the browser to come back to http:\/\/localhost:\d+\/callback/);
  assert.ok(!mcp.requests.some(({ url }) => url.includes('tools/call')));
});

test('a token that never arrives is no sign-in: it ends with the report', async (t) => {
  const { mcp } = await servers(t);
  mcp.interpose((request) => {
    delete request.headers.authorization;
    return false;
  });
  const run = await commandLine(t);
  const { status, stdout } = await run(['sign-in', mcp.url, '--format', 'json', ...(await redirect())]);
  assert.notEqual(status, 0);
  assert.equal(JSON.parse(stdout).cause.rule, 'access/token-not-seen');
});

test('a public server needs no sign-in, and that is no failure', async (t) => {
  const open = await startMcpServer({ protected: false, resourceMetadata: false });
  t.after(open.close);
  const run = await commandLine(t);
  const { status, stdout } = await run(['sign-in', open.url]);
  assert.equal(status, 0);
  assert.match(stdout, /does not ask for a sign-in/);
  const { stdout: json } = await run(['sign-in', open.url, '--format', 'json']);
  assert.equal(JSON.parse(json).kind, 'not-needed');
});

test('what the authorization page says is told while nobody comes back', async (t) => {
  const { mcp } = await servers(t, { advertise: (document) => ({ ...document, authorization_endpoint: `${document.issuer}/gone` }) });
  const { child, ended } = begin(['sign-in', mcp.url, '--no-browser', '--no-store', ...(await redirect())], { timeoutMs: 30_000 });
  const started = Date.now();
  await new Promise((resolve) => {
    let said = '';
    child.stderr.on('data', (text) => /Note: .*404/s.test((said += text)) && resolve());
  });
  assert.ok(Date.now() - started < 15_000);
  child.kill('SIGINT');
  assert.equal((await ended).status, 130);
});

test('the secret of an own app goes to no issuer that nobody named; --issuer names it', async (t) => {
  const uri = `http://localhost:${await freePort()}/callback`;
  const client = { client_id: 'own', client_secret: 'canary-secret', redirect_uris: [uri], token_endpoint_auth_method: 'client_secret_basic', application_type: 'native' };
  const { authorizationServer, mcp } = await servers(t, { registration: false, clients: [client] });
  const run = await commandLine(t);
  const own = ['sign-in', mcp.url, '--redirect-uri', uri, '--client-id', 'own', '--client-secret-env', 'OWN'];
  const env = { OWN: 'canary-secret' };
  const asked = await run([...own, '--format', 'json'], { env });
  assert.notEqual(asked.status, 0);
  const report = JSON.parse(asked.stdout);
  assert.equal(report.actions[0].issuer, authorizationServer.issuer);
  assert.ok(!authorizationServer.requests.some(({ url }) => url.startsWith('/token')));
  const named = await run([...own, '--issuer', authorizationServer.issuer], { env });
  assert.equal(named.status, 0, named.stderr + named.stdout);
});

test('an action that was not needed is said not to have been', async (t) => {
  const { mcp } = await servers(t);
  const run = await commandLine(t);
  const { status, stdout, stderr } = await run(['sign-in', mcp.url, '--action', 'own-app', '--no-store', ...(await redirect())]);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^Signed in to /);
  assert.match(stderr, /^--action own-app was not needed: nothing was left to choose\.$/m);
});

test('a server that asks for an API key is told apart, and lets in with the key in the header that it names', async (t) => {
  const mcp = await startMcpServer({ protected: false, resourceMetadata: false });
  t.after(mcp.close);
  mcp.interpose((request, response) => {
    if (!request.url.startsWith('/mcp') || request.headers['x-acme-key'] === 'canary-key') return false;
    response.writeHead(401, { 'Content-Type': 'application/json' }).end('{"error":"Send your API key as X-Acme-Key"}');
    return true;
  });
  const run = await commandLine(t);
  const found = await run([mcp.url, '--format', 'json']);
  assert.equal(found.status, 4);
  assert.equal(JSON.parse(found.stdout).cause.rule, 'challenge/api-key');
  const { status, stdout, stderr } = await run(['sign-in', mcp.url, '--no-store', '--action', 'api-key-header', '--set-env', 'value=KEY'], { env: { KEY: 'canary-key' } });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /with +your own credential, as X-Acme-Key/);
  assert.match(stdout, /accepted +yes, and refused without the token/);
  assert.ok(!(stdout + stderr).includes('canary-key'));
});
