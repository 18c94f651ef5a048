// Each page of docs/hosts, followed as it is written, in a new folder, against real servers.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { logInAndAllow } from '../servers/account.mjs';
import { browse } from '../servers/browser.mjs';
import { listen } from '../servers/listen.mjs';
import { servers } from '../servers/pair.mjs';
import { startChromium } from './chromium.mjs';
import { logInAndAllow as logInFirefox, opened, skip, startFirefox } from './firefox.mjs';
import { browserProgram, bundled, fresh, place, runnable, snippets, write } from './followed.mjs';

/** Runs a module of a folder as its own process, with a browser that logs in, and a home of its own. */
async function run(folder, module) {
  const home = mkdtempSync(join(tmpdir(), 'mcp-auth-doctor-home-'));
  const env = { ...process.env, BROWSER: browserProgram(folder), XDG_DATA_HOME: home, HOME: home };
  const { stdout } = await promisify(execFile)(process.execPath, [module], { cwd: folder, env, timeout: 60_000 });
  return stdout;
}

test('core.md', async (t) => {
  const { mcp } = await servers(t);
  const folder = fresh();
  const { signIn } = await import(await runnable(folder, 'core', snippets('core')[0]));
  const redirectUri = 'http://localhost:41937/callback';
  assert.equal(await signIn(mcp.url, async (url) => (await browse(url, { stopAt: redirectUri })).url), 'signed-in');
});

test('core.md: the wasm as a file of its own', async () => {
  const folder = fresh();
  const { start } = await import(await runnable(folder, 'slim', snippets('core')[1]));
  const wasm = (name) => new URL(`file://${join(folder, 'node_modules/mcp-auth-doctor', name)}`);
  assert.equal(await start(readFileSync(wasm('sign-in.wasm')), readFileSync(wasm('diagnosis.wasm'))), 'nothing');
});

test('node.md', async (t) => {
  const { mcp } = await servers(t);
  const folder = fresh();
  await runnable(folder, 'node', snippets('node')[0]);
  const main = write(folder, 'main.mjs', `import { run } from './node.mjs';\nawait run(${JSON.stringify(mcp.url)});\n`);
  const said = await run(folder, main);
  assert.match(said, /^ok .*\n(?!401)\d{3}\n$/);
  assert.ok(mcp.requests.some(({ authorization }) => authorization?.startsWith('Bearer ')));
});

for (const [index, sdk, packages] of [
  [0, 'SDK 1', ['@modelcontextprotocol/sdk']],
  [1, 'SDK 2', ['@modelcontextprotocol/client']],
]) {
  test(`mcp-sdk.md: ${sdk}`, async (t) => {
    const { mcp } = await servers(t);
    const folder = fresh(...packages);
    const [whole, imports] = snippets('mcp-sdk');
    // With SDK 2 the page gives the imports that differ.
    const code = index === 0 ? whole : imports + whole.replace(/^import .* from '@modelcontextprotocol.*\n/gm, '');
    await runnable(folder, 'sdk', code);
    const main = write(folder, 'main.mjs', `import { connect } from './sdk.mjs';
const client = await connect(${JSON.stringify(mcp.url)});
console.log((await client.callTool({ name: 'whoami', arguments: {} })).content[0].text);
await client.close();
process.exit(0);
`);
    assert.equal(await run(folder, main), 'alice with mcp:read\n');
  });
}

test('electron.md, with a stand-in for Electron, whose binary is in no package registry', async (t) => {
  const { mcp } = await servers(t);
  const folder = fresh();
  place(join(folder, 'node_modules/electron'), {
    'package.json': '{ "name": "electron", "type": "module", "exports": "./index.mjs" }',
    'index.mjs': `import { EventEmitter } from 'node:events';
import { execFile } from 'node:child_process';
const [program, ...args] = process.env.BROWSER.split(' ');
export const app = Object.assign(new EventEmitter(), { whenReady: async () => {}, getPath: () => process.env.HOME });
export const shell = { openExternal: async (url) => void execFile(program, args.map((arg) => (arg === '%s' ? url : arg))) };
export const safeStorage = { isEncryptionAvailable: () => true, encryptString: (text) => Buffer.from([...text].reverse().join('')), decryptString: (sealed) => [...sealed.toString()].reverse().join('') };
`,
  });
  await runnable(folder, 'electron', snippets('electron')[0]);
  const main = write(folder, 'main.mjs', `import { connect } from './electron.mjs';\nconsole.log(JSON.stringify(await connect(${JSON.stringify(mcp.url)})));\nprocess.exit(0);\n`);
  const { Authorization } = JSON.parse(await run(folder, main));
  const answer = await fetch(mcp.url, { method: 'POST', headers: { Authorization, 'content-type': 'application/json', accept: 'application/json, text/event-stream' }, body: '{}' });
  assert.notEqual(answer.status, 401);
});

test('page.md, with its policy', async (t) => {
  const { mcp, authorizationServer } = await servers(t);
  const folder = fresh();
  const [signIn, callback] = snippets('page');
  const main = `${signIn}
const server = new URLSearchParams(location.search).get('server') ?? '';
const button = document.querySelector('button');
if (button) button.onclick = () => signIn(server).then((kind) => (document.title = kind), (error) => (document.title = String(error)));
`;
  const scripts = { '/main.js': await bundled(folder, 'main', main), '/callback.js': await bundled(folder, 'callback', `${callback}\nexport {};\n`) };
  // The policy of the page, with the addresses of these servers.
  const origins = [new URL(mcp.url).origin, new URL(authorizationServer.issuer).origin].join(' ');
  const policy = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src data: ${origins}`;
  const { port, close } = await listen((request, response) => {
    const path = request.url.replace(/\?.*/, '');
    response.setHeader('Content-Security-Policy', policy);
    if (scripts[path]) return response.setHeader('Content-Type', 'text/javascript').end(readFileSync(scripts[path]));
    const script = path === '/callback.html' ? '/callback.js' : '/main.js';
    response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>Page</title><button>Sign in</button><script type="module" src="${script}"></script>`);
  });
  t.after(close);
  const context = await startChromium(t);
  const page = await context.newPage();
  await page.goto(`http://localhost:${port}/?server=${encodeURIComponent(mcp.url)}`);
  const window = context.waitForEvent('page');
  await page.click('button');
  await logInAndAllow(await window);
  await page.waitForFunction(() => document.title !== 'Page', undefined, { timeout: 30_000 });
  assert.equal(await page.title(), 'signed-in');
});

/** The extension of web-extension.md: its script, its manifest; a panel with one button, and access to this machine, where the servers are. */
async function extension(folder, server, more = {}) {
  const [code] = snippets('web-extension');
  const [manifest] = snippets('web-extension', 'json');
  const main = `${code}
const button = document.querySelector('button');
if (button) button.onclick = () => signIn(${JSON.stringify(server)}).then((kind) => (document.title = kind), (error) => (document.title = String(error)));
`;
  await bundled(folder, 'panel', main);
  return place(join(folder, 'out'), {
    'manifest.json': JSON.stringify({ name: 'Followed', version: '1.0', ...JSON.parse(manifest), host_permissions: ['http://localhost/*', 'http://127.0.0.1/*'], ...more }),
    'panel.html': '<!doctype html><title>Panel</title><button>Sign in</button><script type="module" src="panel.js"></script>',
    'background.js': '',
  });
}

test('web-extension.md, in Chromium', async (t) => {
  const { mcp } = await servers(t);
  const folder = await extension(fresh(), mcp.url, { background: { service_worker: 'background.js' } });
  const context = await startChromium(t, { extension: folder });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 15_000 }));
  const panel = await context.newPage();
  await panel.goto(`chrome-extension://${new URL(worker.url()).host}/panel.html`);
  const window = context.waitForEvent('page', { timeout: 30_000 });
  await panel.click('button');
  await logInAndAllow(await window);
  await panel.waitForFunction(() => document.title !== 'Panel', undefined, { timeout: 30_000 });
  assert.equal(await panel.title(), 'signed-in');
});

test('web-extension.md, in Firefox', { skip }, async (t) => {
  const { mcp } = await servers(t);
  const folder = await extension(fresh(), mcp.url, { background: { scripts: ['background.js'] }, browser_specific_settings: { gecko: { id: 'followed@example.com' } } });
  // A person opens the sidebar; over WebDriver BiDi the extension has to do it itself.
  appendFileSync(join(folder, 'background.js'), "browser.runtime.onInstalled.addListener(() => browser.tabs.create({ url: 'panel.html' }));\n");
  const browser = await startFirefox();
  t.after(() => browser.close());
  const opens = opened(browser);
  await browser.installExtension(folder);
  const panel = await opens;
  await panel.waitForSelector('button', { timeout: 20_000 });
  const window = opened(browser);
  await panel.click('button');
  await logInFirefox(await window);
  await panel.waitForFunction(() => document.title !== 'Panel', { timeout: 30_000 });
  assert.equal(await panel.title(), 'signed-in');
});
