// Accounts that VS Code itself has: their token goes where this package or the host's author names the origin, and nowhere else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapter } from './stand-in/adapter.mjs';
import { become, extensionContext } from './stand-in/vscode.mjs';

const { createMcpAuth, KNOWN_BUILT_IN_ACCOUNTS } = await adapter();
const GITHUB = 'https://api.githubcopilot.com/mcp/';

/** A server that accepts one token, and says of itself that GitHub signs people in for it. */
function serverThatAccepts(token) {
  const sent = [];
  const fetch = async (url, init) => {
    const { origin, pathname } = new URL(url);
    const authorization = new Headers(init?.headers).get('authorization');
    sent.push({ origin, authorization });
    if (pathname.startsWith('/.well-known/oauth-protected-resource')) {
      return Response.json({ resource: `${origin}/mcp`, authorization_servers: ['https://github.com/login/oauth'] });
    }
    if (pathname.startsWith('/mcp') && authorization === `Bearer ${token}`) {
      return Response.json({ jsonrpc: '2.0', id: 1, result: { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 's', version: '1' }, tools: [] } });
    }
    return new Response('', pathname.startsWith('/mcp') ? { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } } : { status: 404 });
  };
  return { fetch, sent };
}

function start({ token = 'gho_ofThePerson', desktopDoes = {}, ...options } = {}) {
  const server = serverThatAccepts(token);
  const desktop = become({ answer: (_message, [, first]) => first, session: () => ({ accessToken: token }), ...desktopDoes });
  const context = extensionContext('/nowhere');
  const auth = createMcpAuth(context, { clientName: 'Test', fetch: server.fetch, ...options });
  return { auth, context, desktop, server };
}

test("GitHub's own server gets the person's GitHub account, after a question that names server, account and permissions", async () => {
  const details = [];
  const { auth, desktop, context } = start({ desktopDoes: { answer: (_message, [{ detail }, first]) => (details.push(detail), first) } });
  const tokens = await auth.signIn(GITHUB);
  assert.equal(tokens.accessToken, 'gho_ofThePerson');
  assert.equal(desktop.asked[0], 'Use your GitHub account octocat for api.githubcopilot.com?');
  assert.equal(details[0], 'api.githubcopilot.com gets a token of your GitHub account octocat, with the permissions: repo, read:org, read:user. You are asked once for this server.');
  await auth.signIn(GITHUB);
  assert.equal(desktop.asked.length, 1, 'asked once');
  assert.deepEqual([...context.secrets.kept.keys()].filter((key) => key.includes('tokens/')), [], 'VS Code keeps the account, we keep no copy');
});

test('a definition of that server gets the header of the account', async () => {
  const { auth } = start();
  const definition = { uri: { toString: () => GITHUB }, headers: {} };
  const resolved = await auth.resolveMcpServerDefinition(definition, { onCancellationRequested: () => ({ dispose() {} }) });
  assert.deepEqual(resolved.headers, { Authorization: 'Bearer gho_ofThePerson' });
});

for (const server of ['https://mcp.example.com/mcp', 'https://api.githubcopilot.com.example/mcp', 'http://api.githubcopilot.com/mcp', 'https://api.githubcopilot.com:444/mcp']) {
  test(`${server}, which names GitHub as its authorization server, gets no account`, async () => {
    const { auth, desktop, server: { sent } } = start({ desktopDoes: { answer: () => undefined } });
    const signedIn = auth.signIn(server);
    await new Promise((resolve) => setTimeout(resolve, 300));
    desktop.cancel();
    await signedIn;
    assert.deepEqual(desktop.sessions, []);
    assert.ok(sent.every(({ authorization }) => authorization === null), JSON.stringify(sent));
  });
}

test('who wants another way is not asked again', async () => {
  const { auth, desktop } = start({ desktopDoes: { answer: (_message, [, , second]) => second } });
  for (const _time of [1, 2]) {
    const signedIn = auth.signIn(GITHUB);
    await new Promise((resolve) => setTimeout(resolve, 300));
    desktop.cancel();
    await signedIn;
  }
  assert.deepEqual(desktop.sessions, []);
  assert.equal(desktop.asked.filter((message) => message.startsWith('Use your')).length, 1);
});

test('without built-in accounts none is used', async () => {
  const { auth, desktop } = start({ builtInAccounts: false });
  const signedIn = auth.signIn(GITHUB);
  await new Promise((resolve) => setTimeout(resolve, 300));
  desktop.cancel();
  await signedIn;
  assert.deepEqual(desktop.sessions, []);
});

test('accounts that the person switches off while the extension runs are not used any more', async () => {
  const server = serverThatAccepts('gho_ofThePerson');
  const desktop = become({ answer: (_message, [, first]) => first, session: () => ({ accessToken: 'gho_ofThePerson' }) });
  let isOn = true;
  const auth = createMcpAuth(extensionContext('/nowhere'), {
    clientName: 'Test',
    fetch: server.fetch,
    get builtInAccounts() {
      return isOn ? [] : false;
    },
  });
  assert.equal((await auth.tokens(GITHUB)).accessToken, 'gho_ofThePerson');
  isOn = false;
  const signedIn = auth.tokens(GITHUB);
  await new Promise((resolve) => setTimeout(resolve, 300));
  desktop.cancel();
  assert.equal(await signedIn, undefined);
});

const jwt = (claims) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
const entra = { origin: 'https://mcp.example.com', provider: 'microsoft', scopes: ['api://mcp/.default'], audience: 'api://mcp' };

test('a Microsoft account is sent only where its token is for the pinned audience', async () => {
  const right = jwt({ aud: 'api://mcp' });
  const one = start({ token: right, builtInAccounts: [entra] });
  assert.equal((await one.auth.signIn('https://mcp.example.com/mcp')).accessToken, right);
  for (const wrong of [jwt({ aud: 'https://graph.microsoft.com' }), jwt({}), 'opaque']) {
    const other = start({ token: wrong, builtInAccounts: [entra] });
    await assert.rejects(other.auth.signIn('https://mcp.example.com/mcp'), { code: 'foreign-audience' });
    assert.ok(other.server.sent.every(({ authorization }) => authorization === null));
  }
});

test('a pinned account needs an https origin, and Microsoft an audience', () => {
  for (const pinned of [{ ...entra, origin: 'https://mcp.example.com/mcp' }, { ...entra, origin: 'http://mcp.example.com' }, { ...entra, audience: undefined }]) {
    assert.throws(() => start({ builtInAccounts: [pinned] }), { name: 'AuthDoctorError', code: 'invalid-argument' });
  }
});

test('each known account has an exact https origin, a date and a source', () => {
  for (const { origin, asOf, source } of KNOWN_BUILT_IN_ACCOUNTS) {
    assert.equal(new URL(origin).origin, origin);
    assert.match(asOf, /^\d{4}-\d\d-\d\d$/);
    assert.match(source, /^https:/);
  }
});
