// What is stored, as a person sees it for rotation, and forgetting one of it: here, and at the authorization server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStore, proveCredential, refresh } from 'mcp-auth-doctor';
import { accounts, describeAge, signIn, storedCredentials } from 'mcp-auth-doctor/node';
import { scriptedBrowser } from '../servers/browser.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { servers } from '../servers/pair.mjs';

const REDIRECT = 'http://localhost:41937/callback';

async function signedIn(mcp, store, options = {}) {
  const ending = await signIn({ server: mcp.url, clientMetadata: { client_name: 'Test' }, store, openBrowser: scriptedBrowser(), ...options });
  assert.equal(ending.kind, 'signed-in', JSON.stringify(ending.report?.cause));
  return ending.tokens;
}

const kinds = async (store) => (await storedCredentials(store)).map(({ kind }) => kind).sort();
const theSignIn = async (store, server) => (await storedCredentials(store)).find((each) => each.kind === 'sign-in' && each.server === server);
const sent = ({ requests }, method) => requests.filter((each) => each.method === method).map(({ url }) => url);

test('lists a sign-in and its client with age and end, and without any secret', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const store = memoryStore();
  const before = Date.now();
  const tokens = await signedIn(mcp, store);
  const [first, second] = await storedCredentials(store);
  assert.deepEqual(
    { ...first, issuedAt: first.issuedAt >= before, expiresAt: first.expiresAt > before },
    {
      ...{ id: `tokens/${tokens.issuer} ${tokens.resource}`, kind: 'sign-in', issuer: authorizationServer.issuer, resource: mcp.url, server: mcp.url },
      ...{ label: `${new URL(mcp.url).host} (${new URL(tokens.issuer).host})`, clientId: tokens.clientId },
      ...{ issuedAt: true, expiresAt: true, hasRefreshToken: true, canDeleteClient: true },
    },
  );
  assert.equal(second.kind, 'registered-client');
  const shown = JSON.stringify([first, second]);
  const client = JSON.parse(await store.get(`client/${tokens.issuer}`));
  for (const secret of [tokens.accessToken, tokens.refreshToken, client.registrationAccessToken]) assert.ok(secret && !shown.includes(secret));
});

test('lists what the person brought: a token, and their own app without its secret', async (t) => {
  const client = { client_id: 'own', client_secret: 'canary-secret', redirect_uris: [REDIRECT], token_endpoint_auth_method: 'client_secret_basic' };
  const { authorizationServer, mcp } = await servers(t, { registration: false, clients: [client] });
  const store = memoryStore();
  const before = Date.now();
  await signedIn(mcp, store, { redirectUri: REDIRECT, client: { clientId: 'own', clientSecret: 'canary-secret', issuer: authorizationServer.issuer } });
  const open = await startMcpServer({ authorizationServer: undefined, protected: false, resourceMetadata: false });
  t.after(open.close);
  const outcome = await proveCredential(open.url, { kind: 'bearer', token: 'canary-brought' }, { store });
  assert.equal(outcome.kind, 'signed-in');
  assert.deepEqual(await kinds(store), ['own-app', 'personal-access-token', 'sign-in']);
  assert.ok((await storedCredentials(store)).every(({ issuedAt }) => issuedAt >= before));
  assert.doesNotMatch(JSON.stringify(await storedCredentials(store)), /canary/);
});

test('forgetting a sign-in revokes its tokens and keeps the client for the next one', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const store = memoryStore();
  const tokens = await signedIn(mcp, store);
  // This server's access tokens are JWTs, which it can't take back (RFC 7009, section 2.2.1); the refresh token it can.
  assert.deepEqual(await accounts(store).forget(await theSignIn(store, mcp.url)), { revoked: false, clientDeleted: false });
  assert.deepEqual(await kinds(store), ['registered-client']);
  assert.notEqual((await refresh(tokens, { store: memoryStore() })).kind, 'signed-in');
  assert.equal((await signedIn(mcp, store)).clientId, tokens.clientId);
  assert.deepEqual(sent(authorizationServer, 'DELETE'), []);
});

test('without revoking, the tokens are gone here and good there', async (t) => {
  const { mcp } = await servers(t);
  const store = memoryStore();
  const tokens = await signedIn(mcp, store);
  assert.deepEqual(await accounts(store).forget(await theSignIn(store, mcp.url), { revoke: false }), { revoked: false, clientDeleted: false });
  assert.equal(await accounts(store).tokens(mcp.url), undefined);
  assert.equal((await refresh(tokens, { store: memoryStore() })).kind, 'signed-in');
});

test('with the client deleted, the authorization server does not know it any more', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const store = memoryStore();
  const tokens = await signedIn(mcp, store);
  assert.equal((await accounts(store).forget(await theSignIn(store, mcp.url), { deleteClient: true })).clientDeleted, true);
  assert.deepEqual(sent(authorizationServer, 'DELETE'), [`/reg/${tokens.clientId}`]);
  assert.deepEqual(await kinds(store), []);
  const asked = new URL(`${authorizationServer.issuer}/auth?response_type=code&client_id=${tokens.clientId}`);
  assert.match(await (await fetch(asked)).text(), /invalid_client/);
  assert.notEqual((await signedIn(mcp, store)).clientId, tokens.clientId);
});

test('a client that another sign-in uses is not deleted, and the other sign-in goes on', async (t) => {
  const { authorizationServer, mcp } = await servers(t);
  const other = await startMcpServer({ authorizationServer });
  t.after(other.close);
  const store = memoryStore();
  const first = await signedIn(mcp, store);
  const second = await signedIn(other, store);
  assert.equal(first.clientId, second.clientId);
  const one = await theSignIn(store, mcp.url);
  assert.equal(one.canDeleteClient, false);
  assert.equal((await accounts(store).forget(one, { deleteClient: true })).clientDeleted, false);
  assert.equal(await accounts(store).renew((await theSignIn(store, other.url)).id), true);
  assert.equal((await accounts(store).forget(await theSignIn(store, other.url), { deleteClient: true })).clientDeleted, true);
});

test('a client whose sign-in is gone can be deleted by itself', async (t) => {
  const { mcp } = await servers(t);
  const store = memoryStore();
  await signedIn(mcp, store);
  await accounts(store).forget(await theSignIn(store, mcp.url));
  const [client] = await storedCredentials(store);
  assert.deepEqual(await accounts(store).forget(client, { deleteClient: true }), { revoked: false, clientDeleted: true });
  assert.deepEqual(await store.keys('client/'), []);
});

test('an authorization server that is gone does not keep a sign-in from being forgotten here', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const store = memoryStore();
  await signedIn(mcp, store);
  await authorizationServer.close();
  assert.deepEqual(await accounts(store).forget(await theSignIn(store, mcp.url), { deleteClient: true }), { revoked: false, clientDeleted: false });
  assert.deepEqual(await store.keys('tokens/'), []);
});

test('what another version or somebody else wrote is not listed and not used', async () => {
  const store = memoryStore();
  const server = 'https://mcp.example/mcp';
  await store.set('tokens/a b', JSON.stringify({ v: 2, issuer: 'https://as.example', resource: server, server, accessToken: 'x' }));
  await store.set('tokens/c d', '{"v":1,"acc');
  await store.set('client/https://as.example', 'null');
  assert.deepEqual(await storedCredentials(store), []);
  assert.deepEqual(await accounts(store).list(), []);
  assert.equal(await accounts(store).tokens(server), undefined);
});

test('a sign-in that is forgotten without a word takes its signing key along', async () => {
  const store = memoryStore();
  const id = 'tokens/https://as.example https://mcp.example/mcp';
  await store.set(id, JSON.stringify({
    ...{ v: 1, issuer: 'https://as.example', resource: 'https://mcp.example/mcp', server: 'https://mcp.example/mcp', clientId: 'c', tokenType: 'DPoP' },
    ...{ scope: '', requestedScope: '', accessToken: 'a', expiresAt: null, issuedAt: 1, keyId: 'key/a' },
  }));
  await store.set('key:key/a', '{}');
  assert.deepEqual(await accounts(store).forget({ id }, { revoke: false }), { revoked: false, clientDeleted: false });
  assert.deepEqual(await store.keys(''), []);
});

test('only credentials are forgotten one by one', async () => {
  const store = memoryStore();
  await store.set('waiting/x', '{}');
  await accounts(store).forget({ id: 'waiting/x' });
  assert.equal(await store.get('waiting/x'), '{}');
});

test('the age is told in words', () => {
  const now = 1_000 * 86_400_000;
  const age = (issuedAt, expiresAt, hasRefreshToken = false, kind = 'sign-in') => describeAge({ kind, issuedAt, expiresAt, hasRefreshToken }, now);
  assert.equal(age(now - 3 * 86_400_000, now + 40 * 60_000, true), 'issued 3 days ago, expires in 40 minutes, renewed without you');
  assert.equal(age(now - 1_000, now - 500), 'issued 1 second ago, expired 0 seconds ago');
  assert.equal(age(now - 5 * 86_400_000, undefined, false, 'own-app'), 'first used 5 days ago');
  assert.equal(age(), 'age and expiry not known');
});
