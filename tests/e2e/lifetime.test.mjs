// `sign-in --lifetime`: what will happen to a sign-in later, at a real provider in its modes; each mode shows where it must, and nowhere else.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { answerJson } from '../servers/listen.mjs';
import { servers } from '../servers/pair.mjs';
import { freePort } from '../servers/process.mjs';
import { commandLine } from './command-line.mjs';

/** A server whose challenge names less than its metadata: there is a further scope to ask for. */
const TWO_SCOPES = { describe: (document) => ({ ...document, scopes_supported: ['mcp:read', 'mcp:write'] }) };

async function lifetime(t, serverOptions = {}, mcpOptions = {}, { prepare = () => {}, more = [], env = {} } = {}) {
  const pair = await servers(t, serverOptions, mcpOptions);
  await prepare(pair);
  const run = await commandLine(t);
  const redirect = more.includes('--redirect-uri') ? [] : ['--redirect-uri', `http://localhost:${await freePort()}/callback`];
  const { status, stdout, stderr } = await run(['sign-in', pair.mcp.url, '--lifetime', '--format', 'json', ...redirect, ...more], { env });
  assert.ok(stdout, stderr);
  const answer = JSON.parse(stdout);
  const of = (outcome) => (answer.lifetime ?? []).filter((each) => each.outcome === outcome).map(({ check }) => check);
  const saw = (check) => answer.lifetime.find((each) => each.check === check);
  return { ...pair, status, stdout, stderr, answer, saw, works: of('works'), note: of('note'), breaks: of('breaks'), notTried: of('not-tried'), shown: JSON.stringify(answer, null, 2) + stderr };
}

/** Puts a handler before the token endpoint for one grant. */
function atRefresh(authorizationServer, answer) {
  authorizationServer.interpose(async (request, response) => {
    if (request.method !== 'POST' || !request.url.startsWith('/token')) return false;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (new URLSearchParams(body.toString()).get('grant_type') === 'refresh_token') return answer(response), true;
    // The provider reads a body that was read already from here.
    request.body = Object.fromEntries(new URLSearchParams(body.toString()));
    return false;
  });
}

test('a healthy server: all of it works or has its limit, and nothing is left behind', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const { status, works, note, breaks, notTried, answer, shown, mcp, authorizationServer, stderr } = await lifetime(t, {}, TWO_SCOPES, { env: { TMPDIR: folder } });
  assert.deepEqual([breaks, notTried], [[], []], shown);
  for (const check of ['expiry', 'refused', 'refresh', 'rotation', 'restart', 'step-up']) assert.ok(works.includes(check), `${check}: ${shown}`);
  // The provider ends the whole grant when a spent refresh token comes, and its access tokens are JWTs.
  assert.deepEqual(note, ['two-at-once', 'revocation'], shown);
  assert.equal(status, 0);
  assert.deepEqual(answer.leftBehind, []);
  assert.ok(authorizationServer.requests.some(({ method, url }) => method === 'DELETE' && url.startsWith('/reg/')));
  assert.ok(!mcp.requests.some(({ url }) => url.includes('tools/call')));
  assert.match(stderr, /a refresh token that was used already is sent again/);
  assert.deepEqual((await readdir(folder)).filter((name) => name.startsWith('mcp-auth-doctor-lifetime-')), [], 'the folder of the test is gone');
});

test('no secret is printed', async (t) => {
  const { stdout, stderr } = await lifetime(t);
  assert.doesNotMatch(stdout + stderr, /eyJ|refresh_token=|access_token=/);
});

test('what is kept already stays as it is', async (t) => {
  const { mcp } = await servers(t);
  const run = await commandLine(t);
  const redirect = ['--redirect-uri', `http://localhost:${await freePort()}/callback`];
  const first = await run(['sign-in', mcp.url, ...redirect]);
  assert.equal(first.status, 0, first.stderr);
  const { status, stderr } = await run(['sign-in', mcp.url, '--lifetime', ...redirect]);
  assert.equal(status, 0, stderr);
  const { stdout } = await run(['sign-in', mcp.url, '--format', 'json', ...redirect]);
  assert.equal(JSON.parse(stdout).kind, 'signed-in');
});

test('no refresh token: named, with the time after which it breaks', async (t) => {
  const { status, breaks, notTried, saw, shown } = await lifetime(t, { refreshTokens: false });
  assert.deepEqual(breaks, ['refresh'], shown);
  assert.match(saw('refresh').saw, /no refresh token: you sign in again after 10 minutes/);
  assert.equal(saw('refresh').rule, 'token/no-refresh-token');
  assert.deepEqual(notTried, ['rotation', 'two-at-once', 'step-up'], shown);
  assert.equal(saw('restart').outcome, 'works');
  assert.equal(status, 1);
});

test('no rotation', async (t) => {
  const { status, note, breaks, saw, shown } = await lifetime(t, { configure: (configuration) => ({ ...configuration, rotateRefreshToken: false }) });
  assert.deepEqual(breaks, [], shown);
  assert.ok(note.includes('rotation'), shown);
  assert.equal(saw('rotation').rule, 'token/refresh-not-rotated');
  assert.match(saw('two-at-once').saw, /stays the same/);
  assert.equal(status, 0);
});

test('a refresh that is refused breaks, with the rule that explains it', async (t) => {
  const { status, breaks, saw, shown } = await lifetime(t, {}, {}, {
    prepare: ({ authorizationServer }) => atRefresh(authorizationServer, (response) => answerJson(response, 400, { error: 'invalid_grant', error_description: 'expired' })),
  });
  assert.deepEqual(breaks, ['refresh'], shown);
  assert.match(saw('refresh').rule, /^token\//);
  assert.match(saw('rotation').saw, /could not be renewed/);
  assert.equal(status, 1);
});

test('a token endpoint that fails at refresh', async (t) => {
  const { breaks, saw, shown } = await lifetime(t, {}, {}, { prepare: ({ authorizationServer }) => atRefresh(authorizationServer, (response) => answerJson(response, 500, {})) });
  assert.deepEqual(breaks, ['refresh'], shown);
  assert.equal(saw('refresh').rule, 'token/endpoint-failing');
});

test('no revocation endpoint: said, with what stays valid and what is left behind', async (t) => {
  const { status, note, saw, answer, shown } = await lifetime(t, { revocation: false });
  assert.ok(note.includes('revocation'), shown);
  assert.match(saw('revocation').saw, /no revocation endpoint: what you sign out of stays valid until it expires, \d+ minutes from now/);
  assert.equal(status, 0, shown);
  assert.match(answer.leftBehind.join(), /^the tokens of the test at \S+, until they expire$/);
});

test('a revocation endpoint that does nothing, and one that fails', async (t) => {
  for (const [given, wanted] of [[200, /answers 200, and the refresh token still works/], [503, /answers 503/]]) {
    const { breaks, saw, shown } = await lifetime(t, {}, {}, {
      prepare: ({ authorizationServer }) => authorizationServer.interpose((request, response) => request.url.startsWith('/token/revocation') && (answerJson(response, given, {}), true)),
    });
    assert.deepEqual(breaks, ['revocation'], shown);
    assert.match(saw('revocation').saw, wanted);
  }
});

test('a short lifetime, and none', async (t) => {
  const short = await lifetime(t, { accessTokenSeconds: 60 });
  assert.match(short.saw('expiry').saw, /^After 60 seconds/, short.shown);
  assert.equal(short.saw('expiry').outcome, 'note');
  const none = await lifetime(t, { grant: ({ expires_in: _, ...rest }) => rest });
  assert.match(none.saw('expiry').saw, /does not say when/, none.shown);
  assert.equal(none.saw('expiry').rule, 'token/lifetime');
});

test('a server that answers 403, 500 or 200 to a token that is no longer valid', async (t) => {
  for (const [answered, rule] of [[403, 'access/status-confused'], [500, 'access/status-confused'], [200, undefined]]) {
    const { saw, breaks, shown } = await lifetime(t, {}, {}, {
      prepare: ({ mcp }) => mcp.interpose((request, response) => wasAltered(request) && (answerJson(response, answered, { jsonrpc: '2.0', id: 1, result: {} }), true)),
    });
    assert.deepEqual(breaks, ['refused'], shown);
    assert.equal(saw('refused').rule, rule);
    assert.match(saw('refused').saw, new RegExp(String(answered)));
  }
});

test('a further scope that is asked for and never given, and one that costs the first', async (t) => {
  for (const [scope, wanted] of [['mcp:read', /asked for and not given \(mcp:write\)/], ['mcp:write', /lacks what the first one had: mcp:read/]]) {
    const { breaks, saw, shown } = await lifetime(t, { grant: (answer) => ({ ...answer, ...(/write/.test(answer.scope) && { scope }) }) }, TWO_SCOPES);
    assert.deepEqual(breaks, ['step-up'], shown);
    assert.match(saw('step-up').saw, wanted);
    assert.equal(saw('step-up').rule, 'token/scope-narrowed');
  }
});

test('an own app keeps its other sign-ins: nothing of it is spent twice or taken back, and that is said', async (t) => {
  const uri = `http://localhost:${await freePort()}/callback`;
  const clients = [{ client_id: 'own', redirect_uris: [uri], token_endpoint_auth_method: 'none', application_type: 'native' }];
  const { notTried, answer, authorizationServer, shown } = await lifetime(t, { registration: false, clients }, {}, { more: ['--redirect-uri', uri, '--client-id', 'own'] });
  assert.ok(notTried.includes('two-at-once') && notTried.includes('revocation'), shown);
  assert.ok(!authorizationServer.requests.some(({ url }) => url.startsWith('/token/revocation')));
  assert.match(answer.leftBehind.join(), /the tokens of the test at .* until they expire/);
});

test('as a table, with what breaks in capitals', async (t) => {
  const { mcp } = await servers(t, { refreshTokens: false });
  const run = await commandLine(t);
  const { status, stdout } = await run(['sign-in', mcp.url, '--lifetime', '--redirect-uri', `http://localhost:${await freePort()}/callback`]);
  assert.equal(status, 1);
  assert.match(stdout, /^What happens to a sign-in at http:\S+ later, by http:\S+\n/);
  assert.match(stdout, /\n {2}BREAKS +The token is renewed without you +There is no refresh token: .*\(token\/no-refresh-token\)\n/);
  assert.equal(stdout.trim().split('\n').length, 9);
});

test('a sign-in that fails ends with its report, and a token to print is refused', async (t) => {
  const { mcp } = await servers(t);
  mcp.interpose((request) => {
    delete request.headers.authorization;
    return false;
  });
  const run = await commandLine(t);
  const failed = await run(['sign-in', mcp.url, '--lifetime', '--format', 'json', '--redirect-uri', `http://localhost:${await freePort()}/callback`]);
  assert.notEqual(failed.status, 0);
  assert.equal(JSON.parse(failed.stdout).cause.rule, 'access/token-not-seen');
  const wrong = await run(['sign-in', mcp.url, '--lifetime', '--print-token']);
  assert.equal(wrong.status, 2);
});

/** Whether the signature of the token differs from every one that was issued: it was changed on the way. */
const issued = new Set();
function wasAltered({ headers }) {
  const token = headers.authorization?.split(' ')[1];
  if (!token) return false;
  const [header, claims] = token.split('.');
  const known = [...issued].find((each) => each.startsWith(`${header}.${claims}.`));
  if (known === undefined) issued.add(token);
  return known !== undefined && known !== token;
}
