// mcp-auth-doctor/electron with a stand-in for Electron's three modules (its binary is in no package registry); the listener, the files, the
// servers and the core are the real ones.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { createMcpAuth } from 'mcp-auth-doctor/electron';
import { browse } from '../servers/browser.mjs';
import { listen } from '../servers/listen.mjs';
import { servers } from '../servers/pair.mjs';

const OWN = 'com.example.app:/callback';

/** Electron: the browser that it opens, and a key ring that turns every text around. */
function electron(t, { opens, encrypts = true, backend } = {}) {
  const userData = mkdtempSync(path.join(tmpdir(), 'mcp-auth-doctor-electron-'));
  t.after(() => rmSync(userData, { recursive: true, force: true }));
  const turned = (text) => [...text].reverse().join('');
  return {
    userData,
    app: Object.assign(new EventEmitter(), { whenReady: async () => {}, getPath: () => userData }),
    shell: { openExternal: async (url) => void opens?.(url) },
    safeStorage: {
      isEncryptionAvailable: () => encrypts,
      encryptString: (text) => Buffer.from(turned(text)),
      decryptString: (sealed) => turned(sealed.toString()),
      ...(backend && { getSelectedStorageBackend: () => backend }),
    },
  };
}

async function start(t, parts, options = {}, serverOptions = {}) {
  const { mcp } = await servers(t, serverOptions);
  // Not the standard ports: another sign-in on this machine may wait there.
  const { port, close } = await listen(() => {});
  await close();
  const app = electron(t, parts);
  return { app, port, server: mcp.url, auth: createMcpAuth(app, { clientName: 'Electron test', ports: [port], ...options }) };
}

test('signs in with the system browser and the loopback listener; the files hold nothing readable', async (t) => {
  const { app, auth, server } = await start(t, { opens: (url) => void browse(url) });
  const { kind, tokens } = await auth.signIn(server);
  assert.equal(kind, 'signed-in');
  assert.deepEqual(await auth.headers(server), { Authorization: `Bearer ${tokens.accessToken}` });
  const files = readdirSync(app.userData, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const written = files.map((each) => readFileSync(path.join(each.parentPath, each.name), 'utf8')).join('');
  assert.ok(written.length > 0 && !written.includes(tokens.accessToken) && !written.includes(tokens.refreshToken));
  assert.equal((await auth.accounts.list()).length, 1);
});

for (const [how, arrive] of [
  ['open-url, as macOS tells it', ({ app }, url) => app.emit('open-url', { preventDefault() {} }, url)],
  ['a second instance, as Windows and Linux start it', ({ app }, url) => app.emit('second-instance', {}, ['/opt/app', '--flag', url])],
]) {
  test(`comes back by the app's own scheme: ${how}`, async (t) => {
    const clients = [{ client_id: 'own', redirect_uris: [OWN], application_type: 'native', token_endpoint_auth_method: 'none' }];
    let app;
    const opens = async (url) => {
      arrive({ app }, `${OWN}?code=stolen&state=of-another`);
      arrive({ app }, (await browse(url, { stopAt: OWN })).url);
    };
    const all = await start(t, { opens }, { schemeRedirectUri: OWN, client: { clientId: 'own' } }, { registration: false, clients });
    app = all.app.app;
    assert.equal((await all.auth.signIn(all.server)).kind, 'signed-in');
    assert.equal(app.listenerCount('open-url') + app.listenerCount('second-instance'), 0);
  });
}

test('a report names the redirect URI that the app sends', async (t) => {
  const { auth, port, server } = await start(t, {}, {}, { registration: false });
  const { actions } = await auth.diagnose(server);
  const { fields } = actions.find(({ kind }) => kind === 'own-app');
  assert.equal(fields.find(({ name }) => name === 'redirectUri').value, `http://localhost:${port}/callback`);
});

for (const [what, parts] of [['without encryption', { encrypts: false }], ['with a password that is the same everywhere', { backend: 'basic_text' }]]) {
  test(`a system ${what} keeps nothing`, async (t) => {
    const { app, auth, server } = await start(t, parts);
    const error = await auth.tokens(server).catch((thrown) => thrown);
    assert.match(`${error.code} ${error.message} ${error.cause ?? ''}`, /key ring/);
    assert.deepEqual(readdirSync(app.userData), []);
  });
}
