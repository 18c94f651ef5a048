// The extension for Firefox (extensions/browser) as it is shipped: linted by Mozilla's web-ext, and run in a real Firefox over WebDriver BiDi.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { servers } from '../servers/pair.mjs';
import { builtQuickly, root } from './example.mjs';
import { logInAndAllow, opened, skip, startFirefox } from './firefox.mjs';

const webExt = path.join(root, 'tests/node_modules/web-ext/bin/web-ext.js');
const built = path.join(root, 'target/extensions/browser/dist/firefox');

test('web-ext lint has nothing to say of either browser', async (t) => {
  if (await builtQuickly()) return t.skip('built with --quick: its scripts are larger than the 5 MB that are read');
  const { stdout } = await promisify(execFile)(process.execPath, [webExt, 'lint', '--source-dir', built, '--output', 'json', '--self-hosted']).catch((error) => error);
  const { summary, errors, warnings, notices } = JSON.parse(stdout);
  assert.deepEqual(summary, { errors: 0, notices: 0, warnings: 0 }, JSON.stringify([...errors, ...warnings, ...notices], null, 1));
});

test('signs in through login and consent in Firefox, and lists the sign-in', { skip }, async (t) => {
  const extension = path.join(root, 'target/tests/hosts/extension-firefox');
  await cp(built, extension, { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(built, 'manifest.json'), 'utf8'));
  // A person grants access in a prompt of the browser, which no test can press.
  await writeFile(path.join(extension, 'manifest.json'), JSON.stringify({ ...manifest, host_permissions: ['http://localhost/*', 'http://127.0.0.1/*'] }));
  // WebDriver BiDi may not open an extension's page, so the extension does that itself, where a person would open the sidebar.
  await cp(path.join(built, 'background.js'), path.join(extension, 'background.js'));
  await appendFile(path.join(extension, 'background.js'), "\nbrowser.runtime.onInstalled.addListener(() => browser.tabs.create({ url: 'panel.html' }));\n");

  const browser = await startFirefox();
  t.after(() => browser.close());
  const panelOpens = opened(browser);
  await browser.installExtension(extension);
  const panel = await panelOpens;
  await panel.waitForSelector('#server', { timeout: 20_000 });
  const { mcp } = await servers(t);
  await panel.type('#server', mcp.url);
  const page = opened(browser);
  await panel.click('button[value=sign-in]');
  const go = await panel.waitForSelector('#report button', { timeout: 30_000 });
  await go.click();
  await logInAndAllow(await page);
  await says(panel, '#status', 'Signed in to');
  await says(panel, '#stored', 'sign-in: issued');
});

/** Asked again and again: a wait inside the page would need `eval`, which the extension's policy forbids. */
async function says(panel, selector, text) {
  const said = () => panel.evaluate((place) => document.querySelector(place).textContent, selector);
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 200))) {
    if ((await said()).includes(text)) return;
  }
  assert.fail(`${selector} says ${await said()}, not ${text}`);
}
