// The extension for VS Code (extensions/vscode) as it is shipped, in a real VS Code (code-server), in both extension hosts.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import axe from 'axe-core';
import { logInAndAllow } from '../servers/account.mjs';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { startChromium } from './chromium.mjs';
import { besidePortForwarding, startCodeServer, Workbench } from './code-server.mjs';
import { root } from './example.mjs';
import { startRedirectPage } from './redirect-page.mjs';

const LOOPBACK_CALLBACK = 'http://localhost:41937/callback';
const built = path.join(root, 'target/extensions/vscode');
const folders = { node: built, web: path.join(root, 'target/tests/hosts/extension-vscode-web') };

before(() => {
  if (!existsSync(path.join(built, 'dist/web.js'))) throw new Error('cargo xtask extensions builds what is tested here');
  // Without `main` only the web-worker host can run it.
  rmSync(folders.web, { recursive: true, force: true });
  cpSync(built, folders.web, { recursive: true, filter: (name) => !name.includes('node_modules') });
  const { main: _main, ...manifest } = JSON.parse(readFileSync(path.join(folders.web, 'package.json'), 'utf8'));
  writeFileSync(path.join(folders.web, 'package.json'), JSON.stringify(manifest));
});

/** Servers, VS Code with the extension in the given host and an mcp.json in its workspace, and a window of it. */
async function start(t, host, optionsFor = (_redirectUri) => ({}), configuration = (url) => ({ servers: { notes: { type: 'http', url } } })) {
  const redirectPage = await startRedirectPage(t);
  const beside = await besidePortForwarding(t);
  const authorizationServer = await startAuthorizationServer({
    ...optionsFor(host === 'web' ? redirectPage.url : LOOPBACK_CALLBACK),
    advertise: (document) => ({ ...document, authorization_endpoint: beside.name(document.authorization_endpoint) }),
  });
  beside.connect(authorizationServer.port);
  t.after(authorizationServer.close);
  const mcp = await startMcpServer({ authorizationServer });
  t.after(mcp.close);
  const address = await startCodeServer(t, {
    extension: folders[host],
    settings: host === 'web' ? { 'mcpAuthDoctor.redirectPage': redirectPage.url } : {},
    files: { '.vscode/mcp.json': `${JSON.stringify(configuration(mcp.url), null, 2)}\n` },
  });
  redirectPage.allow(new URL(address).origin);
  const context = await startChromium(t);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(address).origin });
  return { authorizationServer, mcp, context, address, workbench: await Workbench.open(context, address) };
}

const withoutRegistration = (redirectUri) => ({
  registration: false,
  clients: [{ client_id: 'my-own-app', redirect_uris: [redirectUri], application_type: 'native', token_endpoint_auth_method: 'none' }],
});

async function openMcpJson({ page }) {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').first().fill('mcp.json');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'mcp.json' }).first().click({ timeout: 30_000 });
  await page.locator('.monaco-editor .view-line', { hasText: 'notes' }).first().waitFor({ timeout: 30_000 });
}

const lens = ({ page }, text) => page.locator('.codelens-decoration a', { hasText: text }).first();

for (const host of ['node', 'web']) {
  test(`${host} extension host: a server of mcp.json is diagnosed, and the own app chosen in the report signs in`, async (t) => {
    const { context, mcp, workbench } = await start(t, host, withoutRegistration);
    await workbench.run('Diagnose an MCP Server');
    await workbench.choose(mcp.url);
    const report = await workbench.webview();
    await report.locator('main h1').waitFor({ timeout: 60_000 });
    await report.locator('div', { has: report.getByRole('heading', { name: 'Make your own OAuth app' }) }).last().getByRole('button').first().click();
    await workbench.type('Client id', 'my-own-app');
    await workbench.acceptBoxes();
    const opened = context.waitForEvent('page');
    await workbench.answerDialog('Open Browser');
    await logInAndAllow(await opened);
    await workbench.notification('Signed in to');
  });

  test(`${host} extension host: an entry of mcp.json shows its status, and a sign-in changes it`, async (t) => {
    const { context, workbench } = await start(t, host);
    await openMcpJson(workbench);
    await lens(workbench, 'Not signed in').waitFor({ timeout: 60_000 });
    await lens(workbench, 'Sign In').click();
    const opened = context.waitForEvent('page');
    await workbench.answerDialog('Open Browser');
    await logInAndAllow(await opened);
    await workbench.notification('Signed in to');
    await workbench.page.bringToFront();
    await lens(workbench, 'Signed in: issued').waitFor({ timeout: 30_000 });
    await workbench.run('Show Stored Sign-ins');
    await workbench.choose('Sign-in');
  });

  test(`${host} extension host: output from the clipboard is explained`, async (t) => {
    const { workbench } = await start(t, host);
    await workbench.page.evaluate(() => navigator.clipboard.writeText('2026-11-30 12:00:00.000 [info] Starting server notes\n2026-11-30 12:00:01.000 [error] Dynamic Client Registration not supported'));
    await workbench.run('Explain MCP Output');
    const report = await workbench.webview();
    await report.locator('main h1').waitFor({ timeout: 60_000 });
    assert.match(await report.locator('main').innerText(), /regist/i);
  });
}

test('a credential in mcp.json and plain http are marked, and a quick fix moves the credential out of the file', async (t) => {
  const { workbench } = await start(t, 'node', undefined, () => ({
    servers: { notes: { type: 'http', url: 'http://mcp.example.com/mcp', headers: { Authorization: 'Bearer not-a-real-one' } } },
  }));
  await openMcpJson(workbench);
  await workbench.page.locator('.squiggly-warning').nth(1).waitFor({ timeout: 60_000 });
  await workbench.page.locator('.view-line', { hasText: 'not-a-real-one' }).click();
  const offered = workbench.page.locator('.action-widget .monaco-list-row', { hasText: 'Ask for the credential instead' }).first();
  // What is offered at a place is asked of the extension only some time after the cursor got there.
  for (const deadline = Date.now() + 60_000; !(await offered.isVisible()) && Date.now() < deadline; ) {
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Control+.');
    await offered.waitFor({ timeout: 5_000 }).catch(() => {});
  }
  await offered.click();
  const text = workbench.page.locator('.monaco-editor .view-lines').first();
  await workbench.page.waitForFunction((lines) => !lines.innerText.includes('not-a-real-one'), await text.elementHandle(), { timeout: 30_000 });
  assert.match((await text.innerText()).replaceAll('\u00a0', ' '), /\$\{input:notes-credential\}/);
});

test('the report view is accessible in a dark, a light and a high-contrast theme, and each button can be seen as one', async (t) => {
  const { mcp, workbench } = await start(t, 'node', withoutRegistration);
  await workbench.run('Diagnose an MCP Server');
  await workbench.choose(mcp.url);
  await (await workbench.webview()).locator('main h1').waitFor({ timeout: 60_000 });
  for (const [theme, kind] of [['Dark Modern', 'vscode-dark'], ['Light Modern', 'vscode-light'], ['Dark High Contrast', 'vscode-high-contrast'], ['Light High Contrast', 'vscode-high-contrast-light']]) {
    await workbench.run('Preferences: Color Theme');
    await workbench.page.locator('.quick-input-widget input').first().fill(theme, { timeout: 30_000 });
    await workbench.choose(theme);
    const frame = await frameOf(workbench.page, `body.${kind} main h1`);
    await frame.evaluate(axe.source);
    const { violations } = await frame.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), [], theme);
    const invisible = await frame.evaluate(() =>
      [...document.querySelectorAll('button')]
        .filter((button) => {
          const own = getComputedStyle(button);
          const seen = (colour) => !/, 0\)$|transparent/.test(colour) && colour !== getComputedStyle(document.body).backgroundColor;
          return !seen(own.backgroundColor) && !(parseFloat(own.borderTopWidth) > 0 && seen(own.borderTopColor));
        })
        .map((button) => button.textContent),
    );
    assert.deepEqual(invisible, [], theme);
  }
});

/** The frame that has this element, once there is one. */
async function frameOf(page, selector) {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await page.waitForTimeout(250)) {
    for (const frame of page.frames()) {
      if (await frame.$(selector).catch(() => null)) return frame;
    }
  }
  throw new Error(`no frame has ${selector}`);
}
