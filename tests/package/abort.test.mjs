// A signal ends a wait at once, and what waited leaves no lock behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticatedFetch, beginSignIn, completeSignIn, memoryStore, refresh } from 'mcp-auth-doctor';

const SERVER = 'https://mcp.example.com/mcp';
const ISSUER = 'https://as.example.com';
const METADATA = {
  issuer: ISSUER, authorization_endpoint: `${ISSUER}/authorize`, token_endpoint: `${ISSUER}/token`, registration_endpoint: `${ISSUER}/register`,
  device_authorization_endpoint: `${ISSUER}/device`, response_types_supported: ['code'], code_challenge_methods_supported: ['S256'],
};
const DEVICE = { device_code: 'device-code', user_code: 'AB', verification_uri: `${ISSUER}/device`, interval: 60, expires_in: 600 };
const ANSWERS = {
  '/.well-known/oauth-protected-resource/mcp': { resource: SERVER, authorization_servers: [ISSUER] },
  '/.well-known/oauth-authorization-server': METADATA,
  '/register': { client_id: 'c', redirect_uris: ['http://127.0.0.1:3000/callback'] },
  '/device': DEVICE,
};

async function world(url) {
  const { pathname } = new URL(url);
  if (pathname === '/mcp') return new Response('', { status: 401, headers: { 'www-authenticate': 'Bearer' } });
  const answer = ANSWERS[pathname];
  return answer ? Response.json(answer, { status: pathname === '/register' ? 201 : 200 }) : new Response('', { status: 404 });
}

// Unlike that of `AbortSignal.timeout`, this timer keeps the process alive.
const abortsSoon = () => {
  const giver = new AbortController();
  setTimeout(() => giver.abort(), 100);
  return giver.signal;
};
const inTime = (promise, ms = 2000) => Promise.race([promise, new Promise((_, late) => setTimeout(() => late(new Error('still pending')), ms).unref())]);

test('the wait for a person with a code ends with the signal', async () => {
  const { kind, pending } = await beginSignIn({ server: SERVER, fetch: world });
  assert.equal(kind, 'show-code');
  await assert.rejects(inTime(completeSignIn(pending, undefined, { fetch: world, signal: abortsSoon() })), { code: 'aborted' });
});

test('a request that waits for another one to sign in ends with its own signal, and the next one has its turn', async () => {
  let answer;
  const shown = [];
  const interact = (outcome) => new Promise((done) => {
    shown.push(outcome.kind);
    answer = done;
  });
  const fetch = authenticatedFetch({ server: SERVER, redirectUri: 'http://127.0.0.1:3000/callback', store: memoryStore(), fetch: world, interact });
  const asks = fetch(SERVER);
  while (shown.length === 0) await new Promise((done) => setTimeout(done, 10));
  await assert.rejects(inTime(fetch(SERVER, { signal: abortsSoon() })), { code: 'aborted' });
  const next = fetch(SERVER);
  answer(undefined);
  assert.equal((await inTime(asks)).status, 401);
  while (shown.length === 1) await new Promise((done) => setTimeout(done, 10));
  answer(undefined);
  assert.equal((await inTime(next)).status, 401);
});

test('a renewal that waits for a lock of the store ends with its signal, and does not keep the lock', async () => {
  const works = [];
  const store = { ...memoryStore(), lock: (key, work) => new Promise((done) => works.push(() => done(work()))) };
  const tokens = {
    v: 1, issuer: ISSUER, resource: SERVER, server: SERVER, clientId: 'c', tokenType: 'Bearer', scope: '', requestedScope: '',
    accessToken: 'old-token', refreshToken: 'refresh-token', expiresAt: 1, issuedAt: 1, tokenEndpoint: `${ISSUER}/token`,
  };
  await assert.rejects(inTime(refresh(tokens, { store, fetch: world, signal: abortsSoon() })), { code: 'aborted' });
  const renewed = refresh(tokens, { store: memoryStore(), fetch: async () => Response.json({ access_token: 'new-token', token_type: 'Bearer' }) });
  assert.equal((await inTime(renewed)).kind, 'signed-in');
  assert.equal(works.length, 1);
});
