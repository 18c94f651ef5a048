// VS Code's own MCP client, watched by `record` while it signs in: a real VS Code (code-server), started as a person does it in mcp.json.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { begin } from '../e2e/command-line.mjs';
import { logInAndAllow } from '../servers/account.mjs';
import { servers } from '../servers/pair.mjs';
import { startChromium } from './chromium.mjs';
import { startCodeServer, Workbench } from './code-server.mjs';

/** An extension that does nothing: it is VS Code itself that is watched. */
function noExtension(t) {
  const folder = mkdtempSync(path.join(tmpdir(), 'mcp-auth-doctor-none-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'none', publisher: 'tests', version: '1.0.0', engines: { vscode: '*' } }));
  return folder;
}

/**
 * What this machine lacks of a desktop with a network. VS Code in a browser opens each address on this machine through its own port forwarding,
 * which takes one slash of `https://` in a query away; and the page at vscode.dev hands the answer to the address that `state` names.
 */
async function asOnADesktop(context) {
  await context.route(/\/proxy\/\d+\//, (route) => {
    const url = new URL(route.request().url());
    const [, port, rest] = /^\/proxy\/(\d+)(\/.*)$/.exec(url.pathname);
    const body = `<script>location.replace(${JSON.stringify(`http://127.0.0.1:${port}${rest}${url.search}`)})</script>`;
    return route.fulfill({ contentType: 'text/html', body });
  });
  context.on('requestfailed', (request) => {
    if (!request.url().startsWith('https://vscode.dev/redirect?') || !request.isNavigationRequest()) return;
    const { searchParams } = new URL(request.url());
    const target = new URL(decodeURIComponent(searchParams.get('state')));
    // VS Code finds the code behind another parameter only.
    for (const name of ['state', 'code', 'iss']) target.searchParams.append(name, searchParams.get(name));
    request.frame().page().goto(target.href).catch(() => {});
  });
}

test("VS Code's own client signs in through it: each step but the callback, which goes to vscode.dev", async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const { child, ended } = begin(['record', mcp.url, authorizationServer.issuer, '--as', 'vscode', '--format', 'json'], { timeoutMs: 300_000 });
  let said = '';
  const url = await new Promise((resolve, reject) => {
    child.stderr.on('data', (text) => {
      said += text;
      const [address] = /^http:\S+\/mcp$/m.exec(said) ?? [];
      if (address) resolve(address);
    });
    ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  const address = await startCodeServer(t, {
    extension: noExtension(t),
    settings: { 'chat.disableAIFeatures': false, 'chat.mcp.autostart': 'never' },
    files: { '.vscode/mcp.json': JSON.stringify({ servers: { notes: { type: 'http', url } } }, null, 2) },
  });
  const context = await startChromium(t);
  await asOnADesktop(context);
  const workbench = await Workbench.open(context, address);
  const { page } = workbench;
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').first().fill('mcp.json');
  await workbench.choose('mcp.json');
  await page.locator('.codelens-decoration a', { hasText: 'Start' }).first().click({ timeout: 60_000 });
  await page.locator('.monaco-dialog-box').waitFor({ timeout: 60_000 });
  assert.match(await workbench.dialogText(), /'notes' wants to authenticate to Notes/);
  const opened = context.waitForEvent('page', { timeout: 60_000 });
  await workbench.answerDialog('Allow');
  await logInAndAllow(await opened);
  await page.bringToFront();
  for (const deadline = Date.now() + 60_000; !/200 tools\/list/.test(said) && Date.now() < deadline; ) await page.waitForTimeout(250);

  child.kill('SIGINT');
  const { status, stdout, stderr } = await ended;
  const steps = stderr.split('\n').map((line) => line.replaceAll(authorizationServer.issuer, 'AS').replaceAll(new URL(mcp.url).origin, 'MCP'));
  const order = ['POST MCP/mcp 401 initialize', 'GET MCP/.well-known/oauth-protected-resource/mcp 200', 'GET AS/.well-known/oauth-authorization-server 200', 'POST AS/reg 201', 'GET AS/auth (in the browser)', 'POST AS/token 200', 'POST MCP/mcp 200 initialize', 'POST MCP/mcp 200 tools/list'];
  const places = order.map((step) => steps.indexOf(step));
  assert.deepEqual(places, [...places].sort((one, other) => one - other), stderr);
  assert.ok(!places.includes(-1), stderr);
  const report = JSON.parse(stdout);
  assert.equal(report.cause, null, stdout);
  assert.equal(report.client.client, 'vscode');
  assert.equal(report.client.ends, 'gets-in', JSON.stringify(report.client, null, 2));
  assert.equal(status, 0, stderr);
});
