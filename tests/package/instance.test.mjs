// One instance of the wasm for many callers: their calls do not mix, and its memory does not grow with them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze, beginSignIn, diagnose, memoryBytes, memoryStore, readEvidence } from 'mcp-auth-doctor';
import { examples } from 'mcp-auth-doctor/examples';

const json = (body, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

/** An MCP server of its own for each caller; every answer takes another while. */
function serverOf(name) {
  const origin = `https://${name}.example`;
  const documents = {
    '/.well-known/oauth-protected-resource/mcp': { resource: `${origin}/mcp`, authorization_servers: [origin] },
    '/.well-known/oauth-authorization-server': {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      registration_endpoint: `${origin}/register`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    },
    '/register': { client_id: `client-of-${name}`, redirect_uris: ['http://127.0.0.1:33418/callback'], token_endpoint_auth_method: 'none' },
  };
  const fetch = async (input) => {
    const { host, pathname } = new URL(input.url ?? input);
    assert.equal(host, `${name}.example`, 'a call reached the server of another caller');
    await new Promise((done) => setTimeout(done, Math.random() * 20));
    return documents[pathname] ? json(documents[pathname], pathname === '/register' ? 201 : 200) : json({}, 401);
  };
  return { server: `${origin}/mcp`, origin, fetch };
}

test('calls that run at the same time do not mix', async () => {
  const names = Array.from({ length: 25 }, (_, index) => `caller-${index}`);
  await Promise.all(names.map(async (name) => {
    const { server, origin, fetch } = serverOf(name);
    const begin = beginSignIn({ server, redirectUri: 'http://127.0.0.1:33418/callback', clientMetadata: { client_name: name }, fetch, store: memoryStore() });
    const [outcome, report] = await Promise.all([begin, diagnose(server, { fetch })]);
    assert.equal(outcome.kind, 'open-browser', JSON.stringify(outcome));
    const url = new URL(outcome.url);
    assert.deepEqual([url.origin, url.searchParams.get('client_id'), url.searchParams.get('resource')], [origin, `client-of-${name}`, server]);
    assert.equal(report.server, server);
    assert.ok(report.exchanges.every(({ request }) => request.url.startsWith(origin)));
  }));
});

test('its memory does not grow with the number of calls', () => {
  const all = Object.values(examples).flatMap(({ fails, passes }) => [...fails, ...passes]);
  const round = () => all.forEach((evidence) => analyze(evidence));
  round();
  const before = memoryBytes();
  for (let rounds = 0; rounds < 4; rounds += 1) round();
  assert.ok(memoryBytes() <= before + 65_536, `${before} to ${memoryBytes()} bytes after ${4 * all.length} analyses`);
});

test('a hostile paste of many megabytes takes memory in proportion, one that is too long is refused, and the next call works', () => {
  const length = 8 * 1024 * 1024;
  for (const piece of ['{"code":"a-secret-value"},', '{"a":[', '[1] ', '> A: b\n', '[mcp_servers.a]\n', 'https://mcp.example.com/mcp?code=a-secret-value\n']) {
    readEvidence(piece.repeat(length / piece.length));
    assert.ok(memoryBytes() < 32 * length, `${piece.trim()}: ${Math.round(memoryBytes() / 1e6)} MB`);
  }
  assert.throws(() => readEvidence('a'.repeat(9 * length)), { code: 'invalid-argument', message: /at most \d+ MiB/ });
  assert.equal(readEvidence('https://mcp.example.com/mcp').server, 'https://mcp.example.com/mcp');
});
