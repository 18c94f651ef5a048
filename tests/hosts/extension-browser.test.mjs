// The extension for Chrome (extensions/browser) as it is shipped, in a real Chromium. In Firefox: extension-firefox.test.mjs.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import axe from 'axe-core';
import { logInAndAllow } from '../servers/account.mjs';
import { servers } from '../servers/pair.mjs';
import { startChromium } from './chromium.mjs';
import { root } from './example.mjs';

const built = path.join(root, 'target/extensions/browser/dist/chrome');
if (!existsSync(built)) throw new Error('cargo xtask extensions builds what is tested here');
// A person grants access in a prompt of the browser, which no test can press: here the manifest has it, or not.
const granted = withManifest('granted', (manifest) => ({ ...manifest, host_permissions: ['http://localhost/*', 'http://127.0.0.1/*'] }));

function withManifest(name, change) {
  const folder = path.join(root, 'target/tests/hosts', `extension-browser-${name}`);
  cpSync(built, folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(path.join(built, 'manifest.json'), 'utf8'));
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(change(manifest)));
  return folder;
}

async function start(t, optionsFor = (_redirectUri) => ({}), extension = granted, mcpOptions = {}) {
  const context = await startChromium(t, { extension });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 15_000 }));
  const id = new URL(worker.url()).host;
  const { authorizationServer, mcp } = await servers(t, optionsFor(`https://${id}.chromiumapp.org/`), mcpOptions);
  const panel = await context.newPage();
  await panel.goto(`chrome-extension://${id}/panel.html`);
  await panel.fill('#server', mcp.url);
  return { context, authorizationServer, mcp, panel };
}

const ownApp = (redirectUri) => ({
  registration: false,
  clients: [{ client_id: 'my-own-app', redirect_uris: [redirectUri], application_type: 'web', token_endpoint_auth_method: 'none' }],
});

async function signsIn({ context, panel }, begin) {
  const opened = context.waitForEvent('page', { timeout: 30_000 });
  await begin();
  await panel.getByRole('button', { name: 'Open the sign-in page' }).click({ timeout: 30_000 });
  await logInAndAllow(await opened);
  await panel.locator('#status', { hasText: 'Signed in to' }).waitFor({ timeout: 30_000 });
}

test('signs in, lists the sign-in, and signs out', async (t) => {
  const all = await start(t);
  await signsIn(all, () => all.panel.click('button[value=sign-in]'));
  const row = all.panel.locator('#stored li', { hasText: 'sign-in' });
  await row.waitFor();
  await row.getByRole('button', { name: 'Sign out' }).click();
  await row.waitFor({ state: 'detached' });
});

test('a diagnosis shows the own app as the way, and its form signs in', async (t) => {
  const all = await start(t, ownApp);
  await all.panel.click('button[value=diagnose]');
  const form = all.panel.locator('#report form', { has: all.panel.locator('input[name=clientId]') }).first();
  await form.locator('input[name=clientId]').fill('my-own-app', { timeout: 30_000 });
  await signsIn(all, () => form.locator('button').click());
});

test('the evidence goes to the page that comes with the extension, which judges it the same', async (t) => {
  const all = await start(t, ownApp);
  await all.panel.click('button[value=diagnose]');
  const title = await all.panel.locator('#report h2').first().innerText({ timeout: 30_000 });
  const opened = all.context.waitForEvent('page');
  await all.panel.getByRole('button', { name: 'Open the full report' }).click();
  const page = await opened;
  await page.getByText(title).first().waitFor({ timeout: 30_000 });
  assert.match(page.url(), /^chrome-extension:.*\/page\/index\.html/);
});

test('without access to a server the panel says so and asks for it', async (t) => {
  const all = await start(t, undefined, built, { cors: false });
  await all.panel.evaluate(() => {
    globalThis.asked = [];
    chrome.permissions.request = async ({ origins }) => (globalThis.asked.push(...origins), false);
  });
  await all.panel.click('button[value=diagnose]');
  await all.panel.getByRole('button', { name: /^Let this extension read/ }).waitFor({ timeout: 30_000 });
  assert.match(await all.panel.locator('#report').innerText(), /host_permissions/);
  assert.deepEqual(await all.panel.evaluate(() => globalThis.asked), [`http://${new URL(all.mcp.url).hostname}/*`]);
});

for (const [permission, action] of [['identity', 'button[value=diagnose]'], ['storage', 'button[value=sign-in]']]) {
  test(`without the permission ${permission} the manifest is named with what to add`, async (t) => {
    const folder = withManifest(`without-${permission}`, (manifest) => ({ ...manifest, permissions: manifest.permissions.filter((each) => each !== permission), host_permissions: ['http://localhost/*'] }));
    const context = await startChromium(t, { extension: folder });
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 15_000 }));
    const panel = await context.newPage();
    const errors = [];
    panel.on('pageerror', (error) => errors.push(error.message));
    await panel.goto(`chrome-extension://${new URL(worker.url()).host}/panel.html`);
    await panel.fill('#server', 'http://localhost:9/mcp');
    await panel.click(action);
    const deadline = Date.now() + 15_000;
    const said = async () => `${await panel.locator('#status').innerText()} ${errors.join(' ')}`;
    while (!(await said()).includes('manifest.json') && Date.now() < deadline) await panel.waitForTimeout(200);
    assert.match(await said(), new RegExp(`no permission "${permission}".*manifest\\.json.*"permissions": \\[.*"${permission}"`));
  });
}

test('the panel is accessible, in light and in dark', async (t) => {
  const all = await start(t, ownApp);
  await all.panel.click('button[value=diagnose]');
  await all.panel.locator('#report h2').first().waitFor({ timeout: 30_000 });
  for (const colorScheme of ['light', 'dark']) {
    await all.panel.emulateMedia({ colorScheme });
    await all.panel.evaluate(axe.source);
    const { violations } = await all.panel.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), [], colorScheme);
  }
});
