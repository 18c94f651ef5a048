// The test servers themselves: what the other tests build on is what it says it is.
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { browse } from './browser.mjs';
import { bodyOf, listen } from './listen.mjs';
import { BEHAVIOURS, startMisbehavingServer } from './misbehaving-server.mjs';
import { servers } from './pair.mjs';

const CLIENT = { client_id: 'app', redirect_uris: ['http://127.0.0.1:9/callback'], application_type: 'native', token_endpoint_auth_method: 'none' };

/** The servers, with the client known. */
const start = (t, serverOptions = {}, mcpOptions = {}) => servers(t, { clients: [CLIENT], ...serverOptions }, mcpOptions);

function authorizationUrl({ issuer }, resource) {
  const url = new URL(`${issuer}/auth`);
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  url.search = new URLSearchParams({
    response_type: 'code', client_id: 'app', redirect_uri: CLIENT.redirect_uris[0], scope: 'mcp:read', state: 's', resource,
    code_challenge: challenge, code_challenge_method: 'S256',
  });
  return url.href;
}

test('a person logs in, allows access, and comes back with a code', async (t) => {
  const { authorizationServer, mcp } = await start(t);
  const end = await browse(authorizationUrl(authorizationServer, mcp.url), { stopAt: CLIENT.redirect_uris[0] });
  const answer = new URL(end.url).searchParams;
  assert.ok(answer.get('code'));
  assert.equal(answer.get('iss'), authorizationServer.issuer);
  assert.ok(end.visited.some((url) => url.endsWith('/login')) && end.visited.some((url) => url.endsWith('/consent')));
});

test('a person who says no comes back with access_denied', async (t) => {
  const { authorizationServer, mcp } = await start(t);
  const end = await browse(authorizationUrl(authorizationServer, mcp.url), { answer: 'deny', stopAt: CLIENT.redirect_uris[0] });
  assert.equal(new URL(end.url).searchParams.get('error'), 'access_denied');
});

test('a wrong password does not get past the login page', async (t) => {
  const { authorizationServer, mcp } = await start(t);
  const end = await browse(authorizationUrl(authorizationServer, mcp.url), { account: { login: 'alice', password: 'guess' } });
  assert.equal(end.status, 401);
  assert.match(end.text, /Wrong name or password/);
});

test('without a token the MCP server answers with a challenge that leads to its metadata', async (t) => {
  const { mcp, authorizationServer } = await start(t);
  const answer = await fetch(mcp.url, { method: 'POST', body: '{}' });
  assert.equal(answer.status, 401);
  const metadata = /resource_metadata="([^"]+)"/.exec(answer.headers.get('www-authenticate'))[1];
  assert.deepEqual((await (await fetch(metadata)).json()).authorization_servers, [authorizationServer.issuer]);
});

test('clients of one authorization server are unknown to the next', async (t) => {
  const { authorizationServer } = await start(t);
  const { authorizationServer: other } = await start(t, { clients: [] });
  assert.equal((await browse(authorizationUrl(authorizationServer, 'http://none.example/'), { stopAt: CLIENT.redirect_uris[0] })).status, null);
  const end = await browse(authorizationUrl(other, 'http://none.example/'));
  assert.match(end.text, /invalid_client/);
});

test('what is switched off is neither advertised nor there', async (t) => {
  const { authorizationServer } = await start(t, { registration: false, codeChallengeMethods: null, iss: false, revocation: false, cors: false });
  const answer = await fetch(`${authorizationServer.issuer}/.well-known/oauth-authorization-server`);
  const document = await answer.json();
  for (const member of ['registration_endpoint', 'code_challenge_methods_supported', 'authorization_response_iss_parameter_supported', 'revocation_endpoint']) {
    assert.equal(document[member], undefined, member);
  }
  assert.equal(answer.headers.get('access-control-allow-origin'), null);
  assert.equal((await fetch(`${authorizationServer.issuer}/reg`, { method: 'POST' })).status, 404);
});

for (const behaviour of Object.keys(BEHAVIOURS)) {
  test(`the misbehaving server starts and stops: ${behaviour}`, async () => {
    const server = await startMisbehavingServer({ place: 'resource-metadata', behaviour });
    const abort = AbortSignal.timeout(300);
    await fetch(`${server.origin}/.well-known/oauth-protected-resource/mcp`, { redirect: 'manual', signal: abort }).catch(() => {});
    await server.close();
    assert.equal(server.requests.length, 1);
  });
}

for (const [when, body] of [['in the middle of its request', 'ab'], ['while it waits for the answer', 'abc']]) {
  test(`a client that goes away ${when} fails nobody's test`, async (t) => {
    let ended;
    const asked = new Promise((resolve) => (ended = resolve));
    const { port, close } = await listen(async (request) => {
      client.destroy();
      await sleep(20);
      try {
        await bodyOf(request);
      } finally {
        ended(request.complete);
      }
    });
    t.after(close);
    const client = net.connect(port, '127.0.0.1');
    client.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n${body}`);
    assert.equal(await asked, body.length === 3);
    await sleep(20);
  });
}
