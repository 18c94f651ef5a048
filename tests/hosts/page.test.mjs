// mcp-auth-doctor/page in a real Chromium: a window of its own, a blocked one, and by redirect. Every page here sends
// `Cross-Origin-Opener-Policy: same-origin`, which cuts the window off from the page that opened it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { build } from 'esbuild';
import { logInAndAllow } from '../servers/account.mjs';
import { listen } from '../servers/listen.mjs';
import { servers } from '../servers/pair.mjs';
import { startChromium } from './chromium.mjs';
import { packageDirectory } from './example.mjs';

// What an author of a page writes.
const PAGE = `
import { beginByRedirect, completeByRedirect, handBack, pageStore, signInByPopup } from 'mcp-auth-doctor/page';
const say = (text) => (document.querySelector('#status').textContent = text);
const options = () => ({ server: new URLSearchParams(location.search).get('server'), redirectUri: location.origin + '/callback', clientMetadata: { client_name: 'Page' } });
const told = (promise) => promise.then((text) => say(text), (error) => say(error.code + ': ' + error.message));
const popup = (interact) => told(signInByPopup({ ...options(), interact }).then((ending) => ending.kind === 'signed-in' ? 'Signed in to ' + ending.tokens.resource : ending.kind));
if (location.pathname === '/callback') {
  if (!(await handBack())) await told(completeByRedirect().then((done) => done ? done.outcome.kind + ', back to ' + done.returnTo : 'nothing to complete'));
} else {
  document.querySelector('#popup').onclick = () => popup({});
  document.querySelector('#blocked').onclick = () => {
    window.open = () => null;
    popup({ popupBlocked: (step) => Object.assign(document.querySelector('#link'), { href: step.url, textContent: 'Go on' }) });
  };
  document.querySelector('#blocked-alone').onclick = () => { window.open = () => null; popup({}); };
  document.querySelector('#redirect').onclick = () => told(beginByRedirect({ ...options(), store: pageStore() }).then((outcome) => outcome.kind));
}`;
const HTML = `<!doctype html><title>Page</title><button id="popup">Popup</button><button id="blocked">Blocked</button>
<button id="blocked-alone">Blocked, and no link</button><button id="redirect">Redirect</button><a id="link" target="_blank"></a>
<p id="status"></p><script type="module" src="/page.js"></script>`;

let script;
before(async () => {
  const own = { name: 'package', setup: (bundle) => bundle.onResolve({ filter: /^mcp-auth-doctor\/page$/ }, () => ({ path: path.join(packageDirectory, 'hosts/page.mjs') })) };
  const { outputFiles } = await build({ stdin: { contents: PAGE, resolveDir: packageDirectory }, bundle: true, format: 'esm', write: false, plugins: [own] });
  script = outputFiles[0].text;
});

async function start(t) {
  const { mcp } = await servers(t);
  const { port, close } = await listen((request, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    const isScript = request.url === '/page.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html').end(isScript ? script : HTML);
  });
  t.after(close);
  const context = await startChromium(t);
  const page = await context.newPage();
  const home = `http://localhost:${port}/?server=${encodeURIComponent(mcp.url)}`;
  await page.goto(home);
  return { context, page, home, mcp };
}

async function says(page, text) {
  await page.locator('#status', { hasText: text }).waitFor({ timeout: 30_000 });
}

test('signs in with a window of its own, which closes', async (t) => {
  const { context, page, mcp } = await start(t);
  const opened = context.waitForEvent('page');
  await page.click('#popup');
  const popup = await opened;
  await logInAndAllow(popup);
  await says(page, `Signed in to ${mcp.url}`);
  if (!popup.isClosed()) await popup.waitForEvent('close', { timeout: 10_000 });
});

test('where the window is blocked the person gets a link, and the sign-in goes on from there', async (t) => {
  const { context, page, mcp } = await start(t);
  await page.click('#blocked');
  const opened = context.waitForEvent('page');
  await page.locator('#link', { hasText: 'Go on' }).click();
  await logInAndAllow(await opened);
  await says(page, `Signed in to ${mcp.url}`);
});

test('where the window is blocked and no link is shown, the error says so', async (t) => {
  const { page } = await start(t);
  await page.click('#blocked-alone');
  await says(page, 'popup-blocked: The browser blocked the window for localhost');
});

test('signs in by leaving the page, and knows where the person was', async (t) => {
  const { page, home } = await start(t);
  await page.click('#redirect');
  await page.waitForSelector('input[name=login]');
  await logInAndAllow(page);
  await says(page, `signed-in, back to ${home}`);
  assert.equal(new URL(page.url()).search, '');
  await page.reload();
  await says(page, 'nothing to complete');
});
