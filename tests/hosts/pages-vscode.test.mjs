// docs/hosts/vscode.md, followed as it is written, in a real VS Code (code-server) in both extension hosts.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { logInAndAllow } from '../servers/account.mjs';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { startChromium } from './chromium.mjs';
import { besidePortForwarding, startCodeServer, Workbench } from './code-server.mjs';
import { commands, fresh, place, root, snippets } from './followed.mjs';

/** The extension of the page, for one server; bundled by the page's own commands. Without `main` only the web-worker host can run it. */
function extension(host, server) {
  const [code] = snippets('vscode');
  const { main, ...manifest } = JSON.parse(snippets('vscode', 'json')[0]);
  const folder = place(fresh(), {
    'package.json': JSON.stringify({ name: 'my-extension', publisher: 'example', version: '1.0.0', ...manifest, ...(host === 'node' && { main }) }),
    'src/extension.ts': code.replace('https://server.example/mcp', server),
  });
  const bundles = commands('vscode').filter((line) => line.startsWith('esbuild '));
  assert.equal(bundles.length, 2);
  const PATH = `${path.join(root, 'tests/node_modules/.bin')}${path.delimiter}${process.env.PATH}`;
  for (const line of bundles) execFileSync('sh', ['-c', line], { cwd: folder, env: { ...process.env, PATH }, stdio: 'pipe' });
  return folder;
}

for (const host of ['node', 'web']) {
  test(`vscode.md, ${host} extension host`, async (t) => {
    const beside = await besidePortForwarding(t);
    const authorizationServer = await startAuthorizationServer({ advertise: (document) => ({ ...document, authorization_endpoint: beside.name(document.authorization_endpoint) }) });
    beside.connect(authorizationServer.port);
    t.after(authorizationServer.close);
    const mcp = await startMcpServer({ authorizationServer });
    t.after(mcp.close);
    const address = await startCodeServer(t, { extension: extension(host, mcp.url) });
    const context = await startChromium(t);
    const workbench = await Workbench.open(context, address);

    await workbench.run('My Extension: Diagnose Sign-in');
    const report = await workbench.webview();
    await report.getByRole('heading', { level: 1 }).waitFor({ timeout: 30_000 });

    await workbench.run('My Extension: Sign In');
    const opened = context.waitForEvent('page');
    await workbench.answerDialog('Open Browser');
    const page = await opened;
    // In the web nothing listens where the browser comes back: the person pastes the address that it ended at.
    const callback = page.waitForRequest(/^http:\/\/localhost:4193[789]\/callback/, { timeout: 30_000 });
    await logInAndAllow(page);
    const url = (await callback).url();
    if (host === 'web') {
      await workbench.page.bringToFront();
      const input = workbench.page.locator('.quick-input-widget input').first();
      await input.fill(url, { timeout: 30_000 });
      await input.press('Enter');
    }
    const account = `${new URL(mcp.url).host} (${new URL(authorizationServer.issuer).host}) (My Extension)`;
    for (const deadline = Date.now() + 30_000; ; ) {
      const menu = await workbench.accountsMenu();
      if (menu.includes(account)) break;
      assert.ok(Date.now() < deadline, menu);
      await workbench.page.keyboard.press('Escape');
    }
  });
}
