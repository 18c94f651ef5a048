// A host's own `fetch`, and its time limit: whatever they are, every call settles, and the next one works.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose, memoryStore, refresh } from 'mcp-auth-doctor';

const SERVER = 'https://mcp.example.com/mcp';
const ISSUER = 'https://as.example.com';
const TOKENS = {
  v: 1, issuer: ISSUER, resource: SERVER, server: SERVER, clientId: 'c', tokenType: 'Bearer', scope: '', requestedScope: '',
  accessToken: 'old-token', refreshToken: 'refresh-token', expiresAt: 1, issuedAt: 1, tokenEndpoint: `${ISSUER}/token`,
};
const renewed = async () => Response.json({ access_token: 'new-token', token_type: 'Bearer', refresh_token: 'next' });
const settled = (promise) => Promise.race([promise.then((value) => value.kind ?? value.verdict, (error) => error.code), new Promise((done) => setTimeout(done, 2000, 'pending'))]);
const failures = (report) => report.exchanges.map(({ failure }) => failure?.message);

const READ_BEFORE = async () => {
  const response = await renewed();
  await response.text();
  return response;
};

test('a response whose body was read already is a failed request, and lets the lock go', async () => {
  const store = memoryStore();
  assert.equal(await settled(refresh(TOKENS, { store, fetch: READ_BEFORE })), 'blocked');
  assert.equal(await settled(refresh(TOKENS, { store, fetch: renewed })), 'signed-in');
});

test('what only looks like a response is a failed request that says so', async () => {
  const text = async () => '{}';
  const refusing = { entries() { throw new Error('no list of headers'); } };
  for (const headers of [undefined, { get: () => null }, refusing]) {
    const report = await diagnose(SERVER, { fetch: async () => ({ status: 200, headers, text }) });
    assert.match(failures(report)[0], /not a Response|no list of headers/);
  }
  const wordy = await diagnose(SERVER, { fetch: async () => ({ status: 200, headers: new Headers(), text: () => '{}' }) });
  assert.deepEqual(failures(wordy)[0], undefined);
});

test('a stream that does not like to be cancelled does no harm', async () => {
  const stream = () => new ReadableStream({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('data: {}\n\n')),
    cancel() { throw new Error('cancelled'); },
  });
  const fetch = async () => new Response(stream(), { headers: { 'content-type': 'text/event-stream' } });
  assert.notEqual(await settled(diagnose(SERVER, { fetch })), 'pending');
});

test('a time limit that is none is named, and holds no lock', async () => {
  for (const timeoutMs of [Infinity, NaN, -1, '5000']) {
    const store = memoryStore();
    const wrong = { code: 'invalid-argument', message: /^timeoutMs: expected a number of milliseconds, 0 or more/ };
    await assert.rejects(diagnose(SERVER, { fetch: renewed, timeoutMs }), wrong);
    await assert.rejects(refresh(TOKENS, { store, fetch: renewed, timeoutMs }), wrong);
    assert.equal(await settled(refresh(TOKENS, { store, fetch: renewed })), 'signed-in');
  }
});

test('a fraction of a millisecond and more than a timer can count are limits like others', async () => {
  for (const timeoutMs of [1000.5, 1e12]) {
    assert.equal(await settled(refresh(TOKENS, { fetch: renewed, timeoutMs })), 'signed-in');
  }
});
