// Which of the stored sign-ins a host gets for a server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticatedFetch, memoryStore, tokensInUse } from 'mcp-auth-doctor';
import { accounts } from 'mcp-auth-doctor/node';

const SERVER = 'https://mcp.example/mcp';

const tokensFrom = (issuer, accessToken) => ({ v: 1, issuer, resource: SERVER, server: SERVER, clientId: 'c', accessToken, tokenType: 'Bearer', scope: '', issuedAt: Date.now() });

/** A server that moved from one issuer to another: both sign-ins are stored, the second one is in use. */
async function moved() {
  const store = memoryStore();
  for (const tokens of [tokensFrom('https://old.example', 'bad'), tokensFrom('https://new.example', 'good')]) {
    const key = `tokens/${tokens.issuer} ${tokens.resource}`;
    await store.set(key, JSON.stringify(tokens));
    await store.set(`credential/${SERVER}`, JSON.stringify(key));
  }
  return store;
}

test('of two issuers that are stored for one server, the tokens in use are those that the authenticated fetch sends', async () => {
  const store = await moved();
  let sent;
  const send = async (input, init) => {
    sent = new Request(input, init).headers.get('authorization');
    return new Response('{}');
  };
  await authenticatedFetch({ server: SERVER, store, fetch: send })(SERVER);
  assert.equal(sent, 'Bearer good');
  assert.equal((await accounts(store).tokens(SERVER))?.accessToken, 'good');
  assert.equal((await tokensInUse(SERVER, { store }))?.accessToken, 'good');
});

test('after the sign-in in use is forgotten, the one before it is not brought back', async () => {
  const store = await moved();
  await accounts(store).forget({ id: `tokens/https://new.example ${SERVER}` }, { revoke: false });
  assert.equal(await accounts(store).tokens(SERVER), undefined);
  assert.equal(await tokensInUse(SERVER, { store }), undefined);
});

test('for a server that is not known there are none', async () => {
  assert.equal(await tokensInUse('https://other.example/mcp', { store: await moved() }), undefined);
});
