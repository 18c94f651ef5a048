// The example extension (Manifest V3) in a real Chromium: by the browser's own window (launchWebAuthFlow), and by a tab.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { build } from 'esbuild';
import { logInAndAllow } from '../servers/account.mjs';
import { servers } from '../servers/pair.mjs';
import { startChromium } from './chromium.mjs';
import { buildExample, packageDirectory, root } from './example.mjs';
import { startRedirectPage } from './redirect-page.mjs';

let extension;
before(async () => {
  extension = path.join(await buildExample('mv3-extension'), 'dist/chrome');
});

/** Chromium with the extension, servers, and the panel with its settings filled in. `optionsFor` gets both redirect URIs. */
async function start(t, optionsFor = (_redirectUris) => ({}), folder = extension) {
  const context = await startChromium(t, { extension: folder });
  const worker = await serviceWorker(context);
  const id = new URL(worker.url()).host;
  const redirectPage = await startRedirectPage(t);
  const { authorizationServer, mcp } = await servers(t, optionsFor([`https://${id}.chromiumapp.org/`, redirectPage.url]));
  const panel = await context.newPage();
  await panel.goto(`chrome-extension://${id}/panel.html`);
  await panel.fill('[name=server]', mcp.url);
  await panel.fill('[name=redirectPage]', redirectPage.url);
  await panel.locator('[name=redirectPage]').blur();
  t.diagnostic(`extension ${id}`);
  return { context, worker, authorizationServer, mcp, panel };
}

/** Clicks what opens the authorization server's page, and gives that page. */
async function opens({ context }, click) {
  const opened = context.waitForEvent('page', { timeout: 30_000 });
  await click();
  const page = await opened;
  await page.waitForSelector('input[name=login]', { timeout: 30_000 });
  return page;
}

async function says(panel, text) {
  await panel.locator('#status', { hasText: text }).waitFor({ timeout: 30_000 });
}

async function callsTheTool({ panel, mcp }) {
  await panel.click('#whoami');
  await says(panel, 'The server says: alice with mcp:read');
  assert.ok(mcp.requests.some(({ authorization }) => authorization?.startsWith('Bearer ')));
}

const ownApp = (redirectUris) => ({
  registration: false,
  clients: [{ client_id: 'my-own-app', redirect_uris: redirectUris, application_type: 'web', token_endpoint_auth_method: 'none' }],
});

/** Fills in the report's form for an own app. */
async function choosesTheOwnApp(panel) {
  const form = panel.locator('#report form', { has: panel.locator('input[name=clientId]') }).first();
  await form.locator('input[name=clientId]').fill('my-own-app', { timeout: 30_000 });
  await form.locator('button').click();
}

test('launchWebAuthFlow: signs in through login and consent, keeps the token in this session, calls a tool', async (t) => {
  const all = await start(t);
  const page = await opens(all, () => all.panel.click('#sign-in'));
  await logInAndAllow(page);
  await says(all.panel, 'Signed in to');
  await callsTheTool(all);
  const kept = await all.panel.evaluate(async () => [Object.keys(await chrome.storage.session.get()), Object.keys(await chrome.storage.local.get())]);
  assert.ok(kept[0].some((key) => key.includes('tokens/')), `storage.session has the token: ${kept[0]}`);
  assert.ok(!kept[1].some((key) => key.includes('tokens/')), 'storage.local has none');
});

test('launchWebAuthFlow: without dynamic registration the report is shown, the own app chosen, signed in', async (t) => {
  const all = await start(t, ownApp);
  await all.panel.click('#sign-in');
  const page = await opens(all, () => choosesTheOwnApp(all.panel));
  await logInAndAllow(page);
  await says(all.panel, 'Signed in to');
  await callsTheTool(all);
});

test('a diagnosis without dynamic registration shows the report, and the own app chosen there signs in', async (t) => {
  const all = await start(t, ownApp);
  await all.panel.click('#diagnose');
  const page = await opens(all, () => choosesTheOwnApp(all.panel));
  await logInAndAllow(page);
  await says(all.panel, 'Signed in to');
  await callsTheTool(all);
});

test('the panel shows what is stored and how old it is; what is forgotten there is deleted at the authorization server too', async (t) => {
  const all = await start(t);
  const page = await opens(all, () => all.panel.click('#sign-in'));
  await logInAndAllow(page);
  await says(all.panel, 'Signed in to');
  const row = all.panel.locator('#stored p', { hasText: 'sign-in at' });
  await row.waitFor();
  assert.match(await row.innerText(), new RegExp(`^sign-in at ${new URL(all.mcp.url).host} .*: issued \\d+ seconds? ago, expires in 9 minutes, renewed without you`));
  await row.getByRole('button', { name: 'Forget' }).click();
  await all.panel.locator('#stored p').first().waitFor({ state: 'detached' });
  assert.ok(all.authorizationServer.requests.some(({ method, url }) => method === 'DELETE' && url.startsWith('/reg/')));
  const kept = await all.panel.evaluate(async () => Object.keys(await chrome.storage.session.get()));
  assert.deepEqual(kept.filter((key) => /tokens\/|client\//.test(key)), []);
});

test('launchWebAuthFlow: a panel that closes meanwhile tells that the sign-in was lost', async (t) => {
  const all = await start(t);
  await opens(all, () => all.panel.click('#sign-in'));
  await all.panel.reload();
  await says(all.panel, 'was lost');
});

test('tab: signs in although the service worker was stopped between authorize and callback', async (t) => {
  const all = await start(t);
  await all.worker.evaluate(() => void (globalThis.isTheFirst = true));
  const page = await opens(all, () => all.panel.click('#sign-in-tab'));
  await stopServiceWorkers(all);
  t.diagnostic('the service worker is stopped');
  await logInAndAllow(page);
  await says(all.panel, 'Signed in to');
  const next = await serviceWorker(all.context);
  assert.equal(await next.evaluate(() => globalThis.isTheFirst), undefined);
  await callsTheTool(all);
});

test('tab: without dynamic registration the report is shown, the own app chosen, signed in', async (t) => {
  const all = await start(t, ownApp);
  await all.panel.click('#sign-in-tab');
  const page = await opens(all, () => choosesTheOwnApp(all.panel));
  await stopServiceWorkers(all);
  await logInAndAllow(page);
  await says(all.panel, 'Signed in to');
  await callsTheTool(all);
});

test('tab: access is asked for to the server and the redirect page, and with a way out to the authorization server', async (t) => {
  const all = await start(t, ownApp);
  await all.panel.evaluate(() => {
    globalThis.asked = [];
    chrome.permissions.request = async ({ origins }) => (globalThis.asked.push(origins), true);
  });
  await all.panel.fill('[name=redirectPage]', 'https://pages.example/redirect.html');
  await all.panel.click('#sign-in-tab');
  await all.panel.locator('#report form').first().waitFor({ timeout: 30_000 });
  const asked = () => all.panel.evaluate(() => globalThis.asked);
  assert.deepEqual(await asked(), [['http://localhost/*', 'https://pages.example/*']]);
  await choosesTheOwnApp(all.panel);
  await all.panel.waitForFunction(() => globalThis.asked.length > 1);
  const { protocol, hostname } = new URL(all.authorizationServer.issuer);
  assert.ok((await asked())[1].includes(`${protocol}//${hostname}/*`), JSON.stringify(await asked()));
});

test('an extension whose policy forbids WebAssembly is told what to add to its manifest', async (t) => {
  const copy = path.join(await buildExample('mv3-extension', 'mv3-extension-without-policy'), 'dist/chrome');
  const manifest = JSON.parse(await readFile(path.join(copy, 'manifest.json'), 'utf8'));
  delete manifest.content_security_policy;
  await writeFile(path.join(copy, 'manifest.json'), JSON.stringify(manifest));
  const { panel } = await start(t, undefined, copy);
  await panel.click('#sign-in');
  await says(panel, '"extension_pages":"script-src \'self\' \'wasm-unsafe-eval\'; object-src \'self\'"');
});

test('the store for longer encrypts under a key that not even the extension can read', async (t) => {
  const copy = path.join(await buildExample('mv3-extension', 'mv3-extension-store'), 'dist/chrome');
  const contents = `import { encryptedStore } from '${path.join(packageDirectory, 'hosts/web-extension.mjs')}'; globalThis.store = encryptedStore();`;
  await build({ stdin: { contents, resolveDir: root }, bundle: true, format: 'esm', outfile: path.join(copy, 'store.js') });
  await writeFile(path.join(copy, 'store.html'), '<!doctype html><script type="module" src="store.js"></script>');
  const context = await startChromium(t, { extension: copy });
  const page = await context.newPage();
  await page.goto(`chrome-extension://${new URL((await serviceWorker(context)).url()).host}/store.html`);
  await page.waitForFunction(() => globalThis.store);
  await page.evaluate(() => store.set('tokens/a', 'the secret'));
  await page.reload();
  await page.waitForFunction(() => globalThis.store);
  const found = await page.evaluate(async () => {
    const raw = JSON.stringify(await chrome.storage.local.get());
    const database = await new Promise((resolve) => (indexedDB.open('mcp-auth-doctor').onsuccess = ({ target }) => resolve(target.result)));
    const key = await new Promise((resolve) => (database.transaction('keys').objectStore('keys').get('store').onsuccess = ({ target }) => resolve(target.result)));
    const exported = await crypto.subtle.exportKey('raw', key).then(() => 'exported', (error) => error.name);
    const [first, second] = await Promise.all([store.take('tokens/a'), store.take('tokens/a')]);
    return { raw, extractable: key.extractable, exported, taken: [first, second].filter(Boolean), keys: await store.keys('') };
  });
  assert.ok(found.raw.includes('tokens/a') && !found.raw.includes('the secret'));
  assert.deepEqual([found.extractable, found.exported], [false, 'InvalidAccessError']);
  assert.deepEqual(found.taken, ['the secret']);
  assert.deepEqual(found.keys, []);
});

async function serviceWorker(context) {
  return context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker', { timeout: 15_000 });
}

/** As the browser does it after 30 s without events; returns when no worker of the extension runs. */
async function stopServiceWorkers({ context, panel }) {
  const session = await context.newCDPSession(panel);
  const stopped = new Promise((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      if (versions.every(({ runningStatus }) => runningStatus === 'stopped')) resolve();
    });
  });
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await within(10_000, stopped, 'the service worker does not stop');
  await session.detach();
}

function within(ms, promise, otherwise) {
  const late = new Promise((_resolve, reject) => setTimeout(() => reject(new Error(otherwise)), ms).unref());
  return Promise.race([promise, late]);
}
