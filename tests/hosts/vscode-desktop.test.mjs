// What only a desktop does with mcp-auth-doctor/vscode, with a stand-in for the module `vscode`; servers and core are the real ones.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { browse } from '../servers/browser.mjs';
import { listen } from '../servers/listen.mjs';
import { servers } from '../servers/pair.mjs';
import { adapter } from './stand-in/adapter.mjs';
import { become, extensionContext, Uri } from './stand-in/vscode.mjs';

const { createMcpAuth } = await adapter();

async function start(t, options = {}, desktopDoes = {}, serverOptions = {}) {
  const { authorizationServer, mcp } = await servers(t, serverOptions);
  // Not the standard ports: another sign-in on this machine may wait there.
  const { port, close } = await listen(() => {});
  await close();
  const folder = mkdtempSync(path.join(tmpdir(), 'mcp-auth-doctor-desktop-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const desktop = become({ answer: (_message, [, open]) => open, ...desktopDoes });
  const context = extensionContext(folder);
  // As they are written: a spread would read a getter.
  const auth = createMcpAuth(context, Object.defineProperties({ clientName: 'Desktop test', ports: [port] }, Object.getOwnPropertyDescriptors(options)));
  t.after(() => context.subscriptions.forEach((each) => each.dispose()));
  return { auth, authorizationServer, context, desktop, port, callback: `http://localhost:${port}/callback`, server: mcp.url };
}

/** Waits for something that a person would see. */
async function until(look) {
  for (let tries = 0; tries < 100; tries += 1) {
    const seen = look();
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nothing to see within five seconds');
}

test('on a desktop the browser comes back to the loopback listener, and the token is in SecretStorage', async (t) => {
  const { auth, context, server } = await start(t, {}, { browser: (url) => (void browse(url), true) });
  const tokens = await auth.signIn(server);
  assert.equal(tokens.resource, server);
  assert.ok([...context.secrets.kept].some(([key, value]) => key.includes('tokens/') && value.includes(tokens.accessToken)));
});

test('the authorization URL reaches the browser as the core made it', async (t) => {
  const { auth, callback, desktop, server } = await start(t, {}, { browser: (url) => (void browse(url), true) });
  await auth.signIn(server);
  assert.equal(typeof desktop.opened[0], 'string');
  assert.ok(desktop.opened[0].includes(`redirect_uri=${encodeURIComponent(callback)}&`), desktop.opened[0]);
});

test('where the browser does not open, the address is there to copy and the callback can be pasted', async (t) => {
  const { auth, callback, desktop, server } = await start(t, {}, { browser: () => false });
  const signedIn = auth.signIn(server);
  const box = await until(() => desktop.boxes[0]);
  box.press();
  const [address] = await until(() => desktop.copied[0] && desktop.copied);
  const end = await browse(address, { stopAt: callback });
  box.paste(`${callback}?code=stolen&state=of-another`);
  assert.match(box.validationMessage, /not the address of this sign-in/);
  box.paste(end.url);
  assert.ok((await signedIn).accessToken);
});

test('a request without state, such as an image on any page makes it, ends nothing in VS Code either', async (t) => {
  const statuses = [];
  const { auth, server } = await start(t, {}, {
    browser: async (url) => {
      statuses.push((await fetch(`${new URL(url).searchParams.get('redirect_uri')}?x=1`)).status);
      void browse(url);
      return true;
    },
  });
  assert.ok((await auth.signIn(server))?.accessToken);
  assert.deepEqual(statuses, [400]);
});

test('in a remote window whose port is forwarded under the same number the listener is used', async (t) => {
  const { auth, desktop, server } = await start(t, {}, { remoteName: 'ssh-remote', browser: (url) => (void browse(url), true) });
  assert.ok((await auth.signIn(server)).accessToken);
  assert.equal(desktop.boxes.length, 0);
});

test('in a remote window whose port changes the redirect page is used, and hands back to the UriHandler', async (t) => {
  const redirectPage = 'http://localhost:9/redirect.html';
  const { auth, desktop, server } = await start(
    t,
    { redirectPage },
    {
      remoteName: 'ssh-remote',
      forward: (uri) => uri.replace(/localhost:\d+/, 'localhost:9'),
      // The browser at the redirect page, which packs its query for the way back.
      browser: (url) =>
        void browse(url, { stopAt: redirectPage }).then((end) => {
          const packed = Buffer.from(new URL(end.url).search).toString('base64url');
          desktop.uriHandler.handleUri(Uri.parse(`vscode://me.example/callback?callback=${packed}`));
        }) ?? true,
    },
  );
  assert.ok((await auth.signIn(server)).accessToken);
  const state = new URL(desktop.opened[0]).searchParams.get('state');
  assert.equal(Buffer.from(state.split('.')[1], 'base64url').toString(), 'vscode://me.example/callback');
});

test('a redirect page that comes into the settings after the start is used', async (t) => {
  let setting;
  const options = {
    way: 'page',
    get redirectPage() {
      return setting;
    },
  };
  const { auth, desktop, server } = await start(t, options, { answer: () => undefined });
  await assert.rejects(auth.signIn(server), { code: 'no-redirect-page' });
  setting = 'http://localhost:9/redirect.html';
  assert.equal(await auth.signIn(server), undefined);
  assert.ok(desktop.asked.some((message) => message.startsWith('Sign in to')), 'the browser would be opened');
});

test('in a remote window whose port can not be forwarded, the callback can be pasted', async (t) => {
  const forward = () => { throw new Error('no tunnel'); };
  const { auth, callback, desktop, server } = await start(t, {}, { remoteName: 'ssh-remote', forward });
  const signedIn = auth.signIn(server);
  const box = await until(() => desktop.boxes[0]);
  box.paste((await browse(desktop.opened[0], { stopAt: callback })).url);
  assert.ok((await signedIn).accessToken);
});

test("an own app that is registered with VS Code's own address comes back to the UriHandler", async (t) => {
  const own = 'vscode://me.example/callback';
  const clients = [{ client_id: 'own', redirect_uris: [own], application_type: 'native', token_endpoint_auth_method: 'none' }];
  const { auth, desktop, server } = await start(
    t,
    {},
    {
      // The form has the loopback address; the person puts the app's own there.
      type: (prompt) => (/^client id/i.test(prompt) ? 'own' : /redirect/i.test(prompt) ? own : undefined),
      browser: (url) => void browse(url, { stopAt: own }).then((end) => desktop.uriHandler.handleUri(Uri.parse(end.url))) ?? true,
    },
    { registration: false, clients },
  );
  const { actions } = await auth.diagnose(server);
  desktop.panels[0].press(actions.findIndex(({ kind }) => kind === 'own-app'));
  await until(() => desktop.asked.at(-1)?.startsWith('Signed in to '));
  assert.equal((await auth.accounts.list()).length, 1);
  assert.ok(desktop.opened[0].includes(`redirect_uri=${encodeURIComponent(own)}`));
});

test('a report names the redirect URI that this host will use, and no other port', async (t) => {
  const { auth, callback, server } = await start(t, {}, {}, { registration: false });
  const { actions } = await auth.diagnose(server);
  const { steps, fields } = actions.find(({ kind }) => kind === 'own-app');
  assert.equal(fields.find(({ name }) => name === 'redirectUri').value, callback);
  assert.ok(steps.includes(`Register as redirect URI: ${callback}`), steps.join('\n'));
});

test('cancelling is no error and leaves nothing pending', async (t) => {
  const { auth, context, desktop, server } = await start(t);
  const signedIn = auth.signIn(server);
  await until(() => desktop.opened[0]);
  desktop.cancel();
  assert.equal(await signedIn, undefined);
  assert.deepEqual([...context.secrets.kept.keys()].filter((key) => key.includes('waiting/')), []);
});

test('a sign-in is a session of the authentication provider, which opens no browser to list it, and can be removed', async (t) => {
  const { auth, context, desktop, server } = await start(t, {}, { browser: (url) => (void browse(url), true) });
  context.extension.packageJSON = { contributes: { authentication: [{ id: 'mine', label: 'Mine' }] } };
  auth.registerAuthenticationProvider('mine', 'Mine', () => [server]);
  assert.deepEqual(await desktop.provider.getSessions(undefined, {}), []);
  assert.deepEqual(desktop.opened, []);
  const created = await desktop.provider.createSession([], {});
  const [listed] = await desktop.provider.getSessions(['mcp:read'], {});
  assert.equal(listed.accessToken, created.accessToken);
  assert.ok(listed.account.label.startsWith(new URL(server).host));
  assert.deepEqual(await desktop.provider.getSessions(['another:scope'], {}), []);
  await desktop.provider.removeSession(listed.id);
  assert.deepEqual(await desktop.provider.getSessions(undefined, {}), []);
  assert.equal(desktop.opened.length, 1);
});

test('a sign-in and its end outside the menu, here or in another window, are announced to the menu once each', async (t) => {
  const { auth, context, desktop, server } = await start(t, {}, { browser: (url) => (void browse(url), true) });
  context.extension.packageJSON = { contributes: { authentication: [{ id: 'mine', label: 'Mine' }] } };
  auth.registerAuthenticationProvider('mine', 'Mine', () => [server]);
  const told = [];
  desktop.provider.onDidChangeSessions((event) => told.push(event));
  const { accessToken } = await auth.signIn(server);
  await until(() => told[0]);
  assert.deepEqual([told[0].added.map((each) => each.accessToken), told[0].removed, told[0].changed], [[accessToken], [], []]);
  const other = (await adapter('?another-window')).createMcpAuth({ ...context, subscriptions: [] }, { clientName: 'Desktop test' });
  await other.accounts.forget((await other.accounts.list())[0]);
  await until(() => told[1]);
  assert.deepEqual([told[1].added, told[1].removed.map((each) => each.id), told.length], [[], [told[0].added[0].id], 2]);
});

test('the definition of an MCP server gets the header of the sign-in, from the store the second time', async (t) => {
  const { auth, desktop, server } = await start(t, {}, { browser: (url) => (void browse(url), true) });
  const token = { onCancellationRequested: () => ({ dispose: () => {} }) };
  const definition = () => ({ uri: Uri.parse(server), headers: { 'X-Mine': '1' } });
  const first = await auth.resolveMcpServerDefinition(definition(), token);
  const second = await auth.resolveMcpServerDefinition(definition(), token);
  assert.match(first.headers.Authorization, /^Bearer ./);
  assert.deepEqual(second.headers, first.headers);
  assert.equal(first.headers['X-Mine'], '1');
  assert.equal(desktop.opened.length, 1);
});

test('an account that package.json does not contribute is named', async (t) => {
  const { auth } = await start(t);
  assert.throws(() => auth.registerAuthenticationProvider('mine', 'Mine', () => []), /"contributes": \{ "authentication": \[\{ "id": "mine"/);
});

test('the view of what is stored shows kind and age, and no secret; a sign-in is renewed there', async (t) => {
  const lists = [];
  const pick = (items, title) => {
    lists.push({ items, title });
    return items.find(({ label, description }) => description === 'Sign-in' || label === 'Renew Now');
  };
  const { auth, desktop, server } = await start(t, {}, { browser: (url) => (void browse(url), true), pick });
  await auth.manage();
  assert.deepEqual(desktop.asked, ['No sign-ins are stored.']);
  const tokens = await auth.signIn(server);
  await auth.manage();
  assert.deepEqual(lists[0].items.map(({ description }) => description), ['Sign-in', 'Client registered for you']);
  assert.match(lists[0].items[0].detail, /^issued \d seconds? ago, expires in 9 minutes, renewed without you$/);
  for (const secret of [tokens.accessToken, tokens.refreshToken]) assert.ok(!JSON.stringify(lists).includes(secret));
  assert.match(desktop.asked.at(-1), /^Renewed the sign-in to/);
  assert.notEqual((await auth.tokens(server)).accessToken, tokens.accessToken);
  assert.equal(desktop.opened.length, 1);
});

test('what is forgotten there is gone, with the client that was registered for it', async (t) => {
  const pick = (items) => items.find(({ label, description }) => description === 'Sign-in' || label === 'Forget and Delete the Registered Client');
  const { auth, authorizationServer, context, desktop, server } = await start(t, {}, { browser: (url) => (void browse(url), true), pick });
  const { clientId } = await auth.signIn(server);
  await auth.manage();
  assert.match(desktop.asked.at(-1), /The registered client is deleted there/);
  assert.ok(authorizationServer.requests.some(({ method, url }) => method === 'DELETE' && url === `/reg/${clientId}`));
  assert.deepEqual([...context.secrets.kept.keys()].filter((key) => /tokens\/|client\//.test(key)), []);
});

test('with the way "device" a code is shown and no browser has to come back', async (t) => {
  const enter = (message) => void browse(/http\S+/.exec(message)[0], { userCode: /[A-Z]{4}-[A-Z]{4}/.exec(message)?.[0] });
  const { auth, desktop, server } = await start(t, { way: 'device' }, { answer: enter }, { deviceFlow: true });
  assert.ok((await auth.signIn(server)).accessToken);
  assert.match(desktop.asked[0], /enter the code [A-Z]{4}-[A-Z]{4} at http/);
  assert.deepEqual(desktop.opened, []);
});

test('two windows that need the token at once spend the refresh token once', async (t) => {
  const { auth, authorizationServer, context, server } = await start(t, {}, { browser: (url) => (void browse(url), true) });
  await auth.signIn(server);
  const [name, text] = [...context.secrets.kept].find(([key]) => key.includes('tokens/'));
  context.secrets.kept.set(name, JSON.stringify({ ...JSON.parse(text), expiresAt: Date.now() - 1 }));
  const other = (await adapter('?another-window')).createMcpAuth({ ...context, subscriptions: [] }, { clientName: 'Desktop test' });
  const before = authorizationServer.requests.filter(({ url }) => url === '/token').length;
  const [one, two] = await Promise.all([auth.tokens(server), other.tokens(server)]);
  assert.equal(authorizationServer.requests.filter(({ url }) => url === '/token').length, before + 1);
  assert.equal(one.accessToken, two.accessToken);
});
