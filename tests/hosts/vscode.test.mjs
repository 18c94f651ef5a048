// The example extension in a real VS Code (code-server), in both extension hosts, driven by a real Chromium.
// code-server's Node host is a remote host: VS Code forwards the loopback port under another number there, so the box for pasting
// is shown at once while the listener waits too; what only a desktop does is in vscode-desktop.test.mjs, with a stand-in.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { logInAndAllow } from '../servers/account.mjs';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { startChromium } from './chromium.mjs';
import { besidePortForwarding, startCodeServer, Workbench } from './code-server.mjs';
import { buildExample } from './example.mjs';
import { startRedirectPage } from './redirect-page.mjs';

const LOOPBACK_CALLBACK = 'http://localhost:41937/callback';
const folders = {};

before(async () => {
  folders.node = await buildExample('vscode-extension');
  folders.web = await buildExample('vscode-extension', 'vscode-extension-web');
  // Without `main` only the web-worker host can run it.
  const manifest = path.join(folders.web, 'package.json');
  const { main: _main, ...rest } = JSON.parse(await readFile(manifest, 'utf8'));
  await writeFile(manifest, JSON.stringify(rest));
});

/** Servers, VS Code with the example in the given host, and a window of it. */
async function start(t, host, optionsFor = (_redirectUri) => ({})) {
  const redirectPage = await startRedirectPage(t);
  const options = optionsFor(host === 'web' ? redirectPage.url : LOOPBACK_CALLBACK);
  const beside = await besidePortForwarding(t);
  const authorizationServer = await startAuthorizationServer({
    ...options,
    advertise: (document) => ({ ...document, authorization_endpoint: beside.name(document.authorization_endpoint) }),
  });
  beside.connect(authorizationServer.port);
  t.after(authorizationServer.close);
  const mcp = await startMcpServer({ authorizationServer });
  t.after(mcp.close);
  const settings = { 'mcpExample.server': mcp.url, ...(host === 'web' && { 'mcpExample.redirectPage': redirectPage.url }) };
  const address = await startCodeServer(t, { extension: folders[host], settings });
  redirectPage.allow(new URL(address).origin);
  const context = await startChromium(t);
  t.diagnostic(`VS Code at ${new URL(address).origin}, ${host} extension host`);
  return { authorizationServer, mcp, context, address, workbench: await Workbench.open(context, address) };
}

/** Opens the browser from the dialog, logs in and allows access there. */
async function throughTheBrowser({ context, workbench }) {
  const asked = await workbench.dialogText();
  assert.match(asked, /Your browser opens \[::1\]:\d+/, `the dialog names the authorization server: ${asked}`);
  const opened = context.waitForEvent('page');
  await workbench.answerDialog('Open Browser');
  await logInAndAllow(await opened);
}

for (const host of ['node', 'web']) {
  test(`${host} extension host: signs in through login and consent, keeps the token, calls a tool`, async (t) => {
    const all = await start(t, host);
    await all.workbench.run('MCP Example: Sign In');
    await throughTheBrowser(all);
    await all.workbench.notification('Signed in to');

    // A new window has nothing but SecretStorage to know the token from.
    const again = await Workbench.open(all.context, all.address);
    const opened = [];
    all.context.on('page', (page) => opened.push(page.url()));
    await again.run('MCP Example: Who Am I');
    await again.notification('The server says: alice with mcp:read');
    assert.deepEqual(opened, []);
    assert.ok(all.mcp.requests.some(({ authorization }) => authorization?.startsWith('Bearer ')));
  });

  for (const command of ['Sign In', 'Diagnose Sign-in']) {
    test(`${host} extension host, ${command}: without dynamic registration the report is shown, the own app chosen, signed in`, async (t) => {
      const all = await start(t, host, (redirectUri) => ({
        registration: false,
        clients: [{ client_id: 'my-own-app', redirect_uris: [redirectUri], application_type: 'native', token_endpoint_auth_method: 'none' }],
      }));
      await all.workbench.run(`MCP Example: ${command}`);
      const report = await all.workbench.webview();
      await report.getByRole('button', { name: 'Sign in with this app' }).click({ timeout: 30_000 });
      await all.workbench.type('Client id', 'my-own-app');
      await all.workbench.type('Client secret', '');
      await all.workbench.acceptBoxes();
      await throughTheBrowser(all);
      await all.workbench.notification('Signed in to');
    });
  }

  test(`${host} extension host: the account is in the Accounts menu, and signing out there ends the sign-in`, async (t) => {
    const all = await start(t, host);
    await all.workbench.run('MCP Example: Sign In');
    await throughTheBrowser(all);
    await all.workbench.notification('Signed in to');
    const account = `${new URL(all.mcp.url).host} (${new URL(all.authorizationServer.issuer).host}) (MCP Example)`;
    assert.ok((await all.workbench.accountsMenu()).includes(account));
    const revoked = new Promise((resolve) => all.authorizationServer.interpose(({ url }) => url === '/token/revocation' && void resolve()));
    await all.workbench.signOutOf(account);
    await revoked;
    await all.workbench.run('MCP Example: Manage Sign-ins');
    await all.workbench.choose('Client registered for you');
    await all.workbench.choose('Forget and Delete the Registered Client');
    await all.workbench.notification('The registered client is deleted there');
    assert.ok(all.authorizationServer.requests.some(({ method }) => method === 'DELETE'));
    await all.workbench.run('MCP Example: Manage Sign-ins');
    await all.workbench.notification('No sign-ins are stored');
  });
}
