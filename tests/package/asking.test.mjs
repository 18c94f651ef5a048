// `interact` of `authenticatedFetch`: it is never waited for by itself, never longer than the request wants, and not without end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticatedFetch, memoryStore } from 'mcp-auth-doctor';
import { ISSUER, SERVER, world } from './world.mjs';

/** Takes `good` as a token, and no other. */
const answering = world({}, 'good');

const tokens = (accessToken) => ({
  v: 1, issuer: ISSUER, resource: SERVER, server: SERVER, clientId: 'c', tokenType: 'Bearer', scope: '', requestedScope: '', accessToken,
  expiresAt: null, issuedAt: 1,
});
const soon = () => new Promise((done) => setTimeout(done, 20));
const inTime = (promise, ms = 2000) => Promise.race([promise, new Promise((_, late) => setTimeout(() => late(new Error('still pending')), ms).unref())]);

/** A `fetch` that signs in this way, and its store. */
function signingIn(interact, options = {}) {
  const store = memoryStore();
  return { store, fetch: authenticatedFetch({ server: SERVER, redirectUri: 'http://127.0.0.1:3000/callback', store, fetch: answering, dpop: true, interact, ...options }) };
}

const left = async (store) => [...(await store.keys('waiting/')), ...(await store.keys('key:'))];

test('a request that `interact` makes itself waits for nobody and gets the answer of the server', async () => {
  for (const pause of [async () => {}, soon]) {
    const seen = [];
    const { fetch } = signingIn(async () => {
      await pause();
      seen.push((await fetch(SERVER)).status);
      return undefined;
    });
    assert.equal((await inTime(fetch(SERVER))).status, 401);
    assert.deepEqual(seen, [401]);
  }
});

test('the same by another `fetch` for the same server', async () => {
  const asked = [];
  const other = signingIn(async () => void asked.push('other'));
  const { fetch } = signingIn(async () => {
    await soon();
    return (await other.fetch(SERVER)).status === 401 ? undefined : assert.fail('nobody signed in');
  });
  assert.equal((await inTime(fetch(SERVER))).status, 401);
  assert.deepEqual(asked, []);
});

test('a request that `interact` makes with what it has just stored goes through', async () => {
  const { fetch, store } = signingIn(async () => {
    await store.set(`tokens/${ISSUER} ${SERVER}`, JSON.stringify(tokens('good')));
    await store.set(`credential/${SERVER}`, JSON.stringify(`tokens/${ISSUER} ${SERVER}`));
    assert.equal((await fetch(SERVER)).status, 200);
    return tokens('good');
  });
  assert.equal((await inTime(fetch(SERVER))).status, 200);
});

test('another request of the same time waits for the sign-in, and is served by it', async () => {
  let asked = 0;
  const { fetch } = signingIn(async () => {
    asked += 1;
    await soon();
    return tokens('good');
  });
  const answers = await inTime(Promise.all([fetch(SERVER), fetch(SERVER), fetch(SERVER)]));
  assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200]);
  assert.equal(asked, 1);
});

test('the signal of a request ends it while the person is asked, and leaves the sign-in to the person', async () => {
  for (const place of ['request', 'options']) {
    const giver = new AbortController();
    const { signal } = giver;
    const { fetch, store } = signingIn(() => new Promise((_, late) => setTimeout(() => late(new Error('too late')), 100)), place === 'options' ? { signal } : {});
    const asks = fetch(SERVER, place === 'request' ? { signal } : {});
    while ((await store.keys('waiting/')).length === 0) await soon();
    giver.abort();
    await assert.rejects(inTime(asks), { code: 'aborted' });
    assert.equal((await store.keys('waiting/')).length, 1);
    // What `interact` throws afterwards is nobody's business: an unhandled rejection would end the run.
    await new Promise((done) => setTimeout(done, 150));
  }
});

test('after the signal of one request the next one has its turn', async () => {
  const giver = new AbortController();
  let asked = 0;
  const { fetch } = signingIn(async () => ((asked += 1) === 1 ? new Promise(() => {}) : tokens('good')));
  const first = fetch(SERVER, { signal: giver.signal });
  while (asked === 0) await soon();
  giver.abort();
  await assert.rejects(inTime(first), { code: 'aborted' });
  assert.equal((await inTime(fetch(SERVER))).status, 200);
});

test('tokens that are refused again and again end in an error that says so', async () => {
  let asked = 0;
  const { fetch, store } = signingIn(async () => tokens(`bad-${(asked += 1)}`));
  await assert.rejects(inTime(fetch(SERVER)), { code: 'asked-too-often', message: /asked 5 times for one request/ });
  assert.equal(asked, 5);
  assert.deepEqual(await left(store), []);
});

test('callbacks that lead nowhere end too', async () => {
  let asked = 0;
  const { fetch, store } = signingIn(async () => ((asked += 1), 'http://127.0.0.1:3000/callback?code=x&state=guessed'));
  const answer = await inTime(fetch(SERVER));
  assert.equal(answer.status, 401);
  assert.ok(asked <= 5, String(asked));
  assert.deepEqual(await left(store), []);
});

test('a sign-in that the person gives up, or that fails in `interact`, leaves nothing behind', async () => {
  const gaveUp = signingIn(async () => undefined);
  assert.equal((await inTime(gaveUp.fetch(SERVER))).status, 401);
  assert.deepEqual(await left(gaveUp.store), []);
  const failed = signingIn(async () => assert.fail('no browser'));
  await assert.rejects(inTime(failed.fetch(SERVER)), /no browser/);
  assert.deepEqual(await left(failed.store), []);
});
