// The example extension for Firefox: linted by Mozilla's web-ext, and run in a real Firefox over WebDriver BiDi.
// Where no Firefox is installed (Debian: firefox-esr) the run is skipped, and says so.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, cp } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { servers } from '../servers/pair.mjs';
import { buildExample, builtQuickly, root } from './example.mjs';
import { logInAndAllow, opened, skip, startFirefox } from './firefox.mjs';
import { startRedirectPage } from './redirect-page.mjs';

const webExt = path.join(root, 'tests/node_modules/web-ext/bin/web-ext.js');

let linted;
let extension;
before(async () => {
  const folder = await buildExample('mv3-extension', 'mv3-extension-firefox');
  linted = path.join(folder, 'dist/firefox');
  extension = path.join(folder, 'dist/firefox-that-opens-its-panel');
  await cp(linted, extension, { recursive: true });
  // WebDriver BiDi may not open an extension's page, so the extension does that itself, where a person would open the sidebar.
  await appendFile(path.join(extension, 'background.js'), "\nbrowser.runtime.onInstalled.addListener(() => browser.tabs.create({ url: 'panel.html' }));\n");
});

test('web-ext lint has nothing to say', async (t) => {
  if (await builtQuickly()) return t.skip('built with --quick: its scripts are larger than the 5 MB that are read');
  const { stdout } = await promisify(execFile)(process.execPath, [webExt, 'lint', '--source-dir', linted, '--output', 'json', '--self-hosted']).catch((error) => error);
  const { summary, errors, warnings, notices } = JSON.parse(stdout);
  assert.deepEqual(summary, { errors: 0, notices: 0, warnings: 0 }, JSON.stringify([...errors, ...warnings, ...notices], null, 1));
});

/** Firefox with the extension, servers, and the panel with its settings filled in. */
async function start(t) {
  const redirectPage = await startRedirectPage(t);
  const browser = await startFirefox();
  t.after(() => browser.close());
  t.diagnostic(await browser.version());
  const panelOpens = opened(browser);
  await browser.installExtension(extension);
  const panel = await panelOpens;
  await panel.waitForSelector('#whoami', { timeout: 20_000 });
  const { authorizationServer, mcp } = await servers(t);
  await panel.type('[name=server]', mcp.url);
  await panel.type('[name=redirectPage]', redirectPage.url);
  await panel.keyboard.press('Tab');
  return { browser, panel, authorizationServer };
}

for (const [way, button, comesBackTo] of [['launchWebAuthFlow', '#sign-in', '.extensions.allizom.org/'], ['tab', '#sign-in-tab', '/redirect.html']]) {
  test(`${way}: signs in through login and consent in Firefox, calls a tool`, { skip }, async (t) => {
    const { browser, panel, authorizationServer } = await start(t);
    const page = opened(browser);
    await panel.click(button);
    await logInAndAllow(await page);
    await says(panel, 'Signed in to');
    await panel.click('#whoami');
    await says(panel, 'The server says: alice with mcp:read');
    const asked = authorizationServer.requests.find(({ url }) => url.startsWith('/auth?'));
    assert.ok(new URL(asked.url, 'http://host').searchParams.get('redirect_uri').endsWith(comesBackTo), asked.url);
  });
}

async function says(panel, text) {
  await panel.waitForFunction((wanted) => document.querySelector('#status').textContent.includes(wanted), { timeout: 30_000 }, text);
}
