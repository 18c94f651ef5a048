// The example extension (Manifest V3) in a real Chromium: by the browser's own window (launchWebAuthFlow), and by a tab.
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { logInAndAllow, startChromium } from './chromium.mjs';
import { buildExample } from './example.mjs';
import { startRedirectPage } from './redirect-page.mjs';

let extension;
before(async () => {
  extension = path.join(await buildExample('mv3-extension'), 'dist/chrome');
});

/** Chromium with the extension, servers, and the panel with its settings filled in. `optionsFor` gets both redirect URIs. */
async function start(t, optionsFor = (_redirectUris) => ({})) {
  const context = await startChromium(t, { extension });
  const worker = await serviceWorker(context);
  const id = new URL(worker.url()).host;
  const redirectPage = await startRedirectPage(t);
  const authorizationServer = await startAuthorizationServer(optionsFor([`https://${id}.chromiumapp.org/`, redirectPage.url]));
  t.after(authorizationServer.close);
  const mcp = await startMcpServer({ authorizationServer });
  t.after(mcp.close);
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
