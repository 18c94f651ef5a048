// Wrong requests, sent on purpose: each fault that is planted is found, alone, and at healthy servers nothing is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { servers } from '../servers/pair.mjs';
import { startRefusingServer } from '../servers/refusing-server.mjs';
import { run } from './command-line.mjs';

const CHECKS = [
  'header-malformed', 'token-garbage', 'token-unsigned', 'token-alg-none', 'token-self-signed', 'token-tampered', 'token-in-query', 'token-other-audience', 'token-expired',
  'session-alone', 'origin-foreign', 'challenge-missing', 'challenge-plain', 'redirect-unregistered', 'verifier-wrong', 'code-twice', 'refresh-twice',
];

async function refusals(server, hosts, { env = {}, more = [] } = {}) {
  const { status, stdout, stderr } = await run([server, '--test-refusals', ...hosts.flatMap((host) => ['--test-host', host]), '--format', 'json', ...more], { env });
  assert.ok(stdout, stderr);
  const { refusals: results, leftBehind } = JSON.parse(stdout);
  const ids = (outcome) => results.filter((result) => result.outcome === outcome).map(({ check }) => check);
  return { status, stderr, leftBehind, results, accepted: ids('accepted'), refused: ids('refused'), unsure: ids('unsure'), notTried: ids('not-tried') };
}

async function refusing(t, faults) {
  const server = await startRefusingServer(faults);
  t.after(server.close);
  return { server, ...(await refusals(server.url, [server.host], { env: { EXPIRED: server.expired }, more: ['--expired-env', 'EXPIRED'] })) };
}

test('a server that refuses everything wrong is tried with everything, and its client is deleted', async (t) => {
  const { server, status, results, refused, leftBehind } = await refusing(t, []);
  assert.deepEqual(refused, CHECKS, JSON.stringify(results, null, 2));
  assert.equal(status, 0);
  assert.deepEqual([leftBehind, server.clients.size, server.deleted.length], [[], 0, 1]);
});

for (const fault of CHECKS) {
  test(`${fault}, planted alone, is what is found`, async (t) => {
    const { status, accepted, results } = await refusing(t, [fault]);
    assert.deepEqual(accepted, [fault], JSON.stringify(results, null, 2));
    assert.equal(status, 1);
    assert.match(results.find(({ check }) => check === fault).cite, /^https:\/\//);
  });
}

for (const fault of ['challenge-missing', 'challenge-plain', 'redirect-unregistered']) {
  test(`${fault}, planted alone, is found without a browser too, where the server asks nobody`, async (t) => {
    const server = await startRefusingServer([fault]);
    t.after(server.close);
    const { status, accepted, results } = await refusals(server.url, [server.host], { more: ['--no-browser'] });
    assert.deepEqual(accepted, [fault], JSON.stringify(results, null, 2));
    assert.equal(status, 1);
  });
}

for (const [what, serverOptions] of [['a provider from npm', {}], ['the same under a path', { path: '/tenant' }], ['the same without refresh tokens', { refreshTokens: false }]]) {
  test(`${what} and the SDK's server accept nothing wrong`, async (t) => {
    const { mcp, authorizationServer } = await servers(t, serverOptions);
    mcp.interpose((request, response) => Boolean(request.headers.origin) && (response.writeHead(403).end(), true));
    const { accepted, unsure, refused, stderr, leftBehind, results } = await refusals(mcp.url, [mcp.url, authorizationServer.issuer]);
    assert.deepEqual([accepted, unsure], [[], []], JSON.stringify(results, null, 2));
    for (const id of ['token-alg-none', 'token-tampered', 'session-alone', 'challenge-missing', 'redirect-unregistered', 'verifier-wrong', 'code-twice']) assert.ok(refused.includes(id), `${id}: ${JSON.stringify(results, null, 2)}`);
    assert.match(stderr, /Sign in and agree for the test at localhost/);
    assert.deepEqual(leftBehind, [], 'the provider deletes its client');
  });
}

test('a client that can not be deleted is named', async (t) => {
  const { server, leftBehind, stderr } = await refusing(t, ['client-stays']);
  const [client] = server.clients.keys();
  assert.deepEqual(leftBehind, [`the client ${client} at ${new URL(server.url).origin}: there is no way to delete it (RFC 7592)`]);
  assert.match(stderr, /Left behind: the client /);
});

test('without a browser only what needs none is tried', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const { refused, notTried, accepted } = await refusals(mcp.url, [mcp.url, authorizationServer.issuer], { more: ['--no-browser'] });
  assert.deepEqual(accepted, []);
  assert.ok(refused.includes('token-garbage') && refused.includes('challenge-missing'));
  assert.ok(notTried.includes('verifier-wrong') && notTried.includes('token-tampered'));
});

test('no wrong request goes to a host that was not named, and the message names it', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const { status, stderr } = await run([mcp.url, '--test-refusals', '--test-host', mcp.url]);
  assert.equal(status, 2);
  assert.match(stderr, new RegExp(`Name each host: --test-host ${new URL(authorizationServer.issuer).host}`));
  assert.ok(!authorizationServer.requests.some(({ method }) => method === 'POST'));
  assert.ok(!mcp.requests.some(({ authorization }) => authorization));
});

test('it is no part of a list, and its options mean nothing without it', async () => {
  for (const args of [['--servers', 'none.txt', '--test-refusals'], ['https://never.asked.invalid/mcp', '--test-host', 'a'], ['https://never.asked.invalid/mcp', '--test-refusals', '--format', 'sarif']]) {
    assert.equal((await run(args)).status, 2);
  }
});

test('the end says how many refusals were missing, and that right requests work', async (t) => {
  const server = await startRefusingServer(['token-garbage', 'code-twice']);
  t.after(server.close);
  const { status, stdout } = await run([server.url, '--test-refusals', '--test-host', server.host]);
  assert.equal(status, 1);
  assert.match(stdout.trimEnd().split('\n').at(-1), /^Signing in itself works, but 2 of \d+ wrong requests were ACCEPTED and must be refused: token-garbage, code-twice\.$/);
  const { stdout: json } = await run([server.url, '--test-refusals', '--test-host', server.host, '--format', 'json']);
  assert.equal(JSON.parse(json).refusalsMissing, 2);
});
