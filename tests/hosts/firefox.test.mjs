// The example extension for Firefox: linted by Mozilla's web-ext, and run in a real Firefox over WebDriver BiDi.
// Where no Firefox is installed (Debian: firefox-esr) the run is skipped, and says so.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import puppeteer from 'puppeteer-core';
import { ACCOUNT } from '../servers/account.mjs';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { buildExample, root } from './example.mjs';
import { startRedirectPage } from './redirect-page.mjs';

const executablePath = process.env.FIREFOX ?? ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((each) => existsSync(each));
const webExt = path.join(root, 'tests/node_modules/web-ext/bin/web-ext.js');

let extension;
before(async () => {
  extension = path.join(await buildExample('mv3-extension', 'mv3-extension-firefox'), 'dist/firefox');
});

test('web-ext lint has nothing to say', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [webExt, 'lint', '--source-dir', extension, '--output', 'json', '--self-hosted']).catch((error) => error);
  const { summary, errors, warnings, notices } = JSON.parse(stdout);
  assert.deepEqual(summary, { errors: 0, notices: 0, warnings: 0 }, JSON.stringify([...errors, ...warnings, ...notices], null, 1));
});

test('tab: signs in through login and consent in Firefox, calls a tool', { skip: executablePath ? false : 'no Firefox is installed' }, async (t) => {
  const redirectPage = await startRedirectPage(t);
  const authorizationServer = await startAuthorizationServer();
  t.after(authorizationServer.close);
  const mcp = await startMcpServer({ authorizationServer });
  t.after(mcp.close);
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
  t.after(() => browser.close());
  t.diagnostic(await browser.version());
  // WebDriver BiDi may not open an extension's page, so the extension does that itself, where a person would open the sidebar.
  await appendFile(path.join(extension, 'background.js'), "\nbrowser.runtime.onInstalled.addListener(() => browser.tabs.create({ url: 'panel.html' }));\n");
  const appears = new Promise((resolve) => browser.once('targetcreated', resolve));
  await browser.installExtension(extension);
  const panel = await (await appears).page();
  await panel.waitForSelector('#whoami', { timeout: 20_000 });
  await panel.type('[name=server]', mcp.url);
  await panel.type('[name=redirectPage]', redirectPage.url);
  await panel.keyboard.press('Tab');
  const opened = new Promise((resolve) => browser.once('targetcreated', resolve));
  await panel.click('#sign-in-tab');
  const page = await (await opened).page();
  await page.waitForSelector('input[name=login]', { timeout: 30_000 });
  await page.type('input[name=login]', ACCOUNT.login);
  await page.type('input[name=password]', ACCOUNT.password);
  await page.click('button[value=login]');
  await page.waitForSelector('button[value=allow]', { timeout: 30_000 });
  await page.click('button[value=allow]').catch(() => {});
  await says(panel, 'Signed in to');
  await panel.click('#whoami');
  await says(panel, 'The server says: alice with mcp:read');
});

async function says(panel, text) {
  await panel.waitForFunction((wanted) => document.querySelector('#status').textContent.includes(wanted), { timeout: 30_000 }, text);
}
