// Keys and tokens of a form that can't be used: refused, and in no message and no name of a store.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticatedFetch, clientCredentials, memoryStore } from 'mcp-auth-doctor';

const SERVER = 'https://mcp.example.com/mcp';
const ISSUER = 'https://as.example.com';

test('a private key that is not PKCS #8 is refused by name, and is not shown', async () => {
  const privateKeyPem = '-----BEGIN RSA PRIVATE KEY-----\nCANARY\n-----END RSA PRIVATE KEY-----';
  const asked = [];
  const store = { ...memoryStore(), get: async (key) => void asked.push(key) };
  const fetch = async () => assert.fail('nothing is sent');
  await assert.rejects(clientCredentials({ server: SERVER, fetch, store, client: { clientId: 'x', privateKeyPem } }), (error) => {
    assert.equal(error.code, 'invalid-argument');
    assert.match(error.message, /client\.privateKeyPem: expected a PEM of PKCS #8/);
    assert.doesNotMatch(error.message, /CANARY/);
    return true;
  });
  assert.deepEqual(asked, []);
});

test('a stored token with a line end is not sent and not shown', async () => {
  const store = memoryStore();
  const key = `tokens/${ISSUER} ${SERVER}`;
  const tokens = {
    v: 1, issuer: ISSUER, resource: SERVER, server: SERVER, clientId: 'c', tokenType: 'Bearer', scope: '', requestedScope: '',
    accessToken: 'CANARY\nCANARY', expiresAt: null, issuedAt: 1,
  };
  await store.set(key, JSON.stringify(tokens));
  await store.set(`credential/${SERVER}`, JSON.stringify(key));
  const fetch = authenticatedFetch({ server: SERVER, store, fetch: async () => assert.fail('nothing is sent') });
  await assert.rejects(fetch(SERVER), { code: 'host-failed', message: 'the header Authorization has a character that HTTP does not allow' });
});
