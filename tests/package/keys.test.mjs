// Signing keys (RFC 9449) in a store: as text, or as keys that can't be exported where the store takes those; gone when their tokens are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abandonSignIn, beginSignIn, clientCredentials, forgetTokens, memoryStore, revoke } from 'mcp-auth-doctor';
import { ISSUER, SERVER, world } from './world.mjs';

const fetch = world({ '/token': { access_token: 'bound', token_type: 'DPoP' } });

/** `memoryStore` with keys in a map of their own. */
function keyStore(deletes) {
  const keys = new Map();
  const store = { ...memoryStore(), putKey: async (id, pair) => void keys.set(id, pair), getKey: async (id) => keys.get(id) };
  if (deletes) store.deleteKey = async (id) => void keys.delete(id);
  return { store, keys };
}

async function signedIn(store) {
  const client = { clientId: 'machine', clientSecret: 'secret', issuer: ISSUER };
  const outcome = await clientCredentials({ server: SERVER, client, dpop: true, store, fetch, prove: false });
  assert.equal(outcome.kind, 'signed-in', JSON.stringify(outcome.report?.cause));
  assert.equal(outcome.tokens.tokenType, 'DPoP');
  return outcome.tokens;
}

const begun = async (store) => (await beginSignIn({ server: SERVER, redirectUri: 'http://127.0.0.1:3000/callback', dpop: true, store, fetch })).pending;

test('a key that is kept as text goes with a sign-out, a new sign-in, and what is forgotten', async () => {
  const store = memoryStore();
  const keys = () => store.keys('key:');
  const first = await signedIn(store);
  assert.deepEqual(await keys(), [`key:${first.keyId}`]);
  const second = await signedIn(store);
  assert.deepEqual(await keys(), [`key:${second.keyId}`]);
  await revoke(second, { store, fetch });
  assert.deepEqual(await keys(), []);
  await signedIn(store);
  await forgetTokens(`tokens/${ISSUER} ${SERVER}`, { store });
  assert.deepEqual([...(await keys()), ...(await store.keys('tokens/'))], []);
});

test('a key that can not be exported goes by the store\'s own `deleteKey`', async () => {
  const { store, keys } = keyStore(true);
  const first = await signedIn(store);
  assert.equal(keys.get(first.keyId).privateKey.extractable, false);
  const second = await signedIn(store);
  assert.deepEqual([...keys.keys()], [second.keyId]);
  await revoke(second, { store, fetch });
  assert.equal(keys.size, 0);
});

test('a store that can not delete a key signs in and out all the same', async () => {
  const { store } = keyStore(false);
  await signedIn(store);
  await revoke(await signedIn(store), { store, fetch });
  assert.deepEqual(await store.keys('tokens/'), []);
});

test('a sign-in that is given up goes with its key, and a second time there is nothing to do', async () => {
  const store = memoryStore();
  const { id } = await begun(store);
  assert.equal((await store.keys('key:')).length, 1);
  await abandonSignIn(id, { store });
  await abandonSignIn(id, { store });
  assert.deepEqual([...(await store.keys('key:')), ...(await store.keys('waiting/'))], []);
});

test('a store without `keys` begins sign-ins all the same', async () => {
  const { keys, ...store } = memoryStore();
  assert.ok((await begun(store)).id);
  assert.equal((await keys('waiting/')).length, 1);
});

test('a store whose `keys` gives no list stops no sign-in', async () => {
  const store = { ...memoryStore(), keys: async () => undefined };
  await signedIn(store);
  assert.ok((await begun(store)).id);
});

test('only tokens are forgotten as tokens', async () => {
  const store = memoryStore();
  await store.set('client/x', '{}');
  await assert.rejects(forgetTokens('client/x', { store }), { code: 'invalid-argument' });
  assert.equal(await store.get('client/x'), '{}');
});
