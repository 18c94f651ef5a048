// Signing in from Node, through `mcp-auth-doctor/node`, against real servers.
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { beginSignIn, completeSignIn, memoryStore, refresh, revoke } from 'mcp-auth-doctor';
import { signIn } from 'mcp-auth-doctor/node';
import { browse, scriptedBrowser } from '../servers/browser.mjs';
import { callTool } from '../servers/call-tool.mjs';
import { bodyOf } from '../servers/listen.mjs';
import { servers } from '../servers/pair.mjs';

const REDIRECT = 'http://localhost:41937/callback';
const CLIENT_METADATA = { client_name: 'Test' };

/** Signs in with the scripted browser. */
const go = (mcp, options = {}) =>
  signIn({ server: mcp.url, clientMetadata: CLIENT_METADATA, store: memoryStore(), openBrowser: scriptedBrowser(), ...options });

/** Begins without a listener, for a callback that the test makes itself. */
async function begin(mcp, options = {}) {
  const means = { server: mcp.url, redirectUri: REDIRECT, clientMetadata: CLIENT_METADATA, store: memoryStore(), ...options };
  const step = await beginSignIn(means);
  assert.equal(step.kind, 'open-browser', JSON.stringify(step.report?.cause));
  return { step, means };
}

const whoami = (mcp, { accessToken }) => callTool(mcp.url, 'whoami', { authorization: `Bearer ${accessToken}` });

/** The rules that a report names. */
const found = ({ report }) => [report.cause?.rule, ...report.findings.map(({ rule }) => rule)].join(' ');

test('signs in through login and consent, and the token calls a tool', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const browser = scriptedBrowser();
  const ending = await go(mcp, { openBrowser: browser });
  assert.equal(ending.kind, 'signed-in', JSON.stringify(ending.report?.cause));
  assert.equal(ending.tokens.issuer, authorizationServer.issuer);
  assert.equal(ending.tokens.resource, mcp.url);
  assert.equal(await whoami(mcp, ending.tokens), 'alice with mcp:read');
  assert.match((await browser.pages[0]).text, /You are signed in/);
});

test('an issuer with a path, and metadata in only one of its three places', async (t) => {
  for (const wellKnown of ['oauth', 'openid-inserted', 'openid-appended']) {
    const { mcp } = await servers(t, { path: '/tenant1', wellKnown: [wellKnown] });
    const ending = await go(mcp);
    assert.equal(ending.kind, 'signed-in', `${wellKnown}: ${JSON.stringify(ending.report?.cause)}`);
  }
});

test('without registration, the report offers an own app, and the app signs in', async (t) => {
  const client = { client_id: 'own', client_secret: 'canary-secret', redirect_uris: [REDIRECT], token_endpoint_auth_method: 'client_secret_basic', application_type: 'native' };
  const { mcp } = await servers(t, { registration: false, clients: [client] });
  let offered;
  const ending = await go(mcp, {
    redirectUri: REDIRECT,
    interact: {
      choose: async (report) => {
        offered = report;
        const action = report.actions.find(({ kind }) => kind === 'own-app');
        return { report, action, values: { clientId: 'own', clientSecret: 'canary-secret', redirectUri: REDIRECT } };
      },
    },
  });
  assert.equal(ending.kind, 'signed-in', JSON.stringify(ending.report?.cause));
  assert.match(offered.cause.rule, /registration/);
  assert.doesNotMatch(JSON.stringify(offered), /canary-secret/);
  assert.equal(await whoami(mcp, ending.tokens), 'alice with mcp:read');
});

test('a registration that is refused is the cause', async (t) => {
  const { mcp } = await servers(t, { registration: 'refused' });
  const ending = await go(mcp);
  assert.equal(ending.kind, 'abandoned');
  assert.match(found(ending), /registration/);
});

test('PKCE that is not advertised stops, and goes on where the person allows it', async (t) => {
  const { mcp } = await servers(t, { codeChallengeMethods: null });
  const ending = await go(mcp);
  assert.equal(ending.kind, 'abandoned');
  assert.match(found(ending), /pkce/);
  assert.ok(ending.report.actions.some(({ kind }) => kind === 'allow-deviation'));
  assert.equal((await go(mcp, { allow: ['unadvertisedPkce'] })).kind, 'signed-in');
});

test('a taken port: the next of the list is used', async (t) => {
  const { mcp } = await servers(t);
  const other = net.createServer();
  await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.after(() => other.close());
  const taken = other.address().port;
  assert.equal((await go(mcp, { ports: [taken, 41951] })).kind, 'signed-in');
  await assert.rejects(go(mcp, { ports: [taken] }), { code: 'port-taken' });
});

test('a browser that is missing: the URL is offered, and what is pasted completes the sign-in', async (t) => {
  const { mcp } = await servers(t);
  let shown;
  const ending = await go(mcp, {
    openBrowser: () => Promise.reject(new Error('no browser here')),
    interact: {
      showUrl: (step, reason) => (shown = { url: step.url, reason }),
      paste: async () => {
        while (!shown) await new Promise((resolve) => setTimeout(resolve, 10));
        return (await browse(shown.url, { stopAt: 'http://localhost:41937/' })).url;
      },
    },
  });
  assert.equal(shown.reason, 'browser-failed');
  assert.equal(ending.kind, 'signed-in');
});

test('a browser that does not come back: the person is shown the URL, and in the end told', async (t) => {
  const { mcp } = await servers(t);
  const reasons = [];
  const never = go(mcp, {
    openBrowser: async () => {},
    noCallbackAfterMs: 50,
    callbackTimeoutMs: 300,
    interact: { showUrl: (_step, reason) => reasons.push(reason) },
  });
  await assert.rejects(never, { code: 'callback-timeout' });
  assert.deepEqual(reasons, ['no-callback']);
});

test('a foreign callback is ignored, and the right one still works', async (t) => {
  const { mcp } = await servers(t);
  let foreign = 0;
  const browser = scriptedBrowser();
  const ending = await go(mcp, {
    openBrowser: async (url) => {
      const answer = await fetch(`${new URL(url).searchParams.get('redirect_uri')}?code=stolen&state=another`);
      assert.equal(answer.status, 400);
      await browser(url);
    },
    interact: { foreignCallback: () => (foreign += 1) },
  });
  assert.equal(ending.kind, 'signed-in');
  assert.equal(foreign, 1);
});

test('a callback is used once', async (t) => {
  const { mcp } = await servers(t);
  const { step, means } = await begin(mcp);
  const { url } = await browse(step.url, { stopAt: REDIRECT });
  assert.equal((await completeSignIn(step.pending, url, means)).kind, 'signed-in');
  const again = await completeSignIn(step.pending, url, means).catch((error) => ({ kind: 'thrown', error }));
  assert.notEqual(again.kind, 'signed-in');
});

for (const [name, change, expected] of [
  ['a wrong state', (url) => url.searchParams.set('state', 'guess'), /state/],
  ['no state', (url) => url.searchParams.delete('state'), /state/],
  ['another issuer', (url) => url.searchParams.set('iss', 'https://attacker.example'), /iss/],
  ['no issuer where one was announced', (url) => url.searchParams.delete('iss'), /iss/],
  ['a code that the server does not know', (url) => url.searchParams.set('code', 'guess'), /code|grant|token/],
]) {
  test(`a callback with ${name} is refused and explained`, async (t) => {
    const { mcp } = await servers(t);
    const { step, means } = await begin(mcp);
    const url = new URL((await browse(step.url, { stopAt: REDIRECT })).url);
    change(url);
    const outcome = await completeSignIn(step.pending, url.href, means);
    assert.equal(outcome.kind, 'blocked');
    assert.match(found(outcome), expected);
    assert.doesNotMatch(JSON.stringify(outcome.report), new RegExp(url.searchParams.get('code')));
  });
}

test('a person who says no is told that, and can try again', async (t) => {
  const { mcp } = await servers(t);
  const no = await go(mcp, { openBrowser: scriptedBrowser({ answer: 'deny' }) });
  assert.equal(no.kind, 'abandoned');
  assert.match(JSON.stringify(no.report), /access_denied/);
  assert.equal(no.report.cause.rule, 'authorization/denied');
  assert.equal((await go(mcp)).kind, 'signed-in');
});

test('a redirect URI that is not registered ends on the server\'s page, and the person is told where to look', async (t) => {
  const client = { client_id: 'own', redirect_uris: ['https://elsewhere.example/callback'], token_endpoint_auth_method: 'none' };
  const { mcp } = await servers(t, { registration: false, clients: [client] });
  const browser = scriptedBrowser();
  await assert.rejects(go(mcp, { client: { clientId: 'own' }, openBrowser: browser, callbackTimeoutMs: 500 }), { code: 'callback-timeout' });
  assert.match((await browser.pages[0]).text, /redirect_uri/);
});

test('refreshes with rotation: the new refresh token works, the old one no longer', async (t) => {
  const { mcp } = await servers(t);
  const { tokens } = await go(mcp);
  const means = { store: memoryStore() };
  const first = await refresh(tokens, means);
  assert.equal(first.kind, 'signed-in', JSON.stringify(first.report?.cause));
  assert.notEqual(first.tokens.refreshToken, tokens.refreshToken);
  assert.equal(await whoami(mcp, first.tokens), 'alice with mcp:read');
  const old = await refresh(tokens, { store: memoryStore() });
  assert.equal(old.kind, 'blocked');
});

test('callers that refresh at once spend the refresh token once', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const store = memoryStore();
  const { tokens } = await go(mcp, { store });
  let spent = 0;
  authorizationServer.interpose((request) => {
    if (request.url === '/token') spent += 1;
    return false;
  });
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => refresh(tokens, { store })));
  assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['signed-in']));
  assert.equal(spent, 1);
  assert.equal(new Set(outcomes.map(({ tokens: each }) => each.accessToken)).size, 1);
});

test('revokes: the refresh token is worth nothing afterwards', async (t) => {
  const { mcp } = await servers(t);
  const store = memoryStore();
  const { tokens } = await go(mcp, { store });
  await revoke(tokens, { store });
  assert.notEqual((await refresh(tokens, { store: memoryStore() })).kind, 'signed-in');
});

test('a client that the server forgot is named, and registering again helps', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const store = memoryStore();
  assert.equal((await go(mcp, { store })).kind, 'signed-in');
  authorizationServer.forgetClients();
  const ending = await go(mcp, {
    store,
    callbackTimeoutMs: 2000,
    interact: {
      choose: async (report) => {
        const action = report.actions.find(({ kind }) => kind === 'register-again');
        return action && { report, action, values: {} };
      },
    },
  }).catch((error) => error);
  assert.ok(ending.kind === 'signed-in' || ending.code === 'callback-timeout', JSON.stringify(ending));
});

test('a token answer that is useless is explained', async (t) => {
  for (const [body, expected] of [
    ['{"token_type":"Bearer"}', /access_token/],
    ['<html>gateway</html>', /json|html/i],
    ['{"error":"invalid_client","error_description":"unknown"}', /invalid_client/],
  ]) {
    const { mcp, authorizationServer } = await servers(t);
    authorizationServer.interpose(async (request, response) => {
      if (request.url !== '/token') return false;
      await bodyOf(request);
      response.writeHead(body.startsWith('{"error') ? 401 : 200, { 'Content-Type': body.startsWith('<') ? 'text/html' : 'application/json' }).end(body);
      return true;
    });
    const ending = await go(mcp);
    assert.equal(ending.kind, 'abandoned', body);
    assert.match(JSON.stringify(ending.report), expected);
  }
});

test('gives up at once where the caller does', async (t) => {
  const { mcp } = await servers(t);
  const stop = new AbortController();
  const store = memoryStore();
  const ending = go(mcp, { store, signal: stop.signal, openBrowser: async () => setTimeout(() => stop.abort(), 20) });
  await assert.rejects(ending, { code: 'aborted' });
});

test('a token that has expired is refused by the server, and refreshed', async (t) => {
  const { mcp } = await servers(t, { accessTokenSeconds: 4 });
  const { tokens } = await go(mcp);
  assert.ok(tokens.expiresAt <= Date.now() + 4500);
  await new Promise((resolve) => setTimeout(resolve, 5100));
  await assert.rejects(whoami(mcp, tokens));
  const fresh = await refresh(tokens, { store: memoryStore() });
  assert.equal(await whoami(mcp, fresh.tokens), 'alice with mcp:read');
});
