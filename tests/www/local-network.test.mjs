// A browser lets a page of the Internet reach this machine only with the person's permission (Local Network Access).
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { skip, startFirefox } from '../hosts/firefox.mjs';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { findOut as findOutInFirefox, textOf, textsOf } from './firefox-page.mjs';
import { causeOf, findOut, picture } from './page.mjs';
import { startSite } from './site.mjs';

const HOST = 'doctor.example';
const LOOPBACK = { name: 'loopback-network' };
let site;
let url;
let authorizationServer;
let mcp;

before(async () => {
  site = await startSite();
  url = Object.assign(new URL(site.url), { hostname: HOST });
  authorizationServer = await startAuthorizationServer();
  mcp = await startMcpServer({ authorizationServer });
});
after(async () => {
  await site?.close();
  await mcp?.close();
  await authorizationServer?.close();
});

describe('in Chromium', () => {
  let browser;
  let session;
  before(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
        `--unsafely-treat-insecure-origin-as-secure=${url.origin}`,
        `--ip-address-space-overrides=127.0.0.1:${url.port}=public`,
      ],
    });
    session = await browser.newBrowserCDPSession();
  });
  after(() => browser?.close());

  /** The page with an answer to the prompt that the person gave before; `prompt`: none yet. */
  async function opened(t, setting) {
    const context = await browser.newContext();
    t.after(() => context.close());
    const page = await context.newPage();
    const { targetInfo } = await (await context.newCDPSession(page)).send('Target.getTargetInfo');
    await session.send('Browser.setPermission', { permission: LOOPBACK, setting, origin: url.origin, browserContextId: targetInfo.browserContextId });
    await page.goto(url.href);
    return page;
  }

  for (const setting of ['denied', 'prompt']) {
    it(`where the permission is ${setting === 'denied' ? 'refused' : 'not given yet'}, that is the cause, the server is blamed for nothing, and there are ways on`, async (t) => {
      const page = await opened(t, setting);
      const { badge } = await findOut(page, mcp.url);
      assert.equal(badge, 'Blocked');
      assert.deepEqual(await causeOf(page), ['browser/local-network']);
      const said = await page.locator('.verdict').innerText();
      assert.match(said, new RegExp(`local network access: ${setting}`));
      assert.equal(await page.locator('.verdict button').count(), 0, 'no button leads to steps that there are not');
      assert.match(said, /Change your setup\s+Allow it for this page: in the prompt or, if you declined it before, in the site's settings/);
      assert.equal(await page.locator('.ways > ol > li').count(), 3);
      assert.deepEqual(mcp.requests, [], 'the browser sent nothing');
      await picture(page, `local-network-${setting}`);
    });
  }

  it('where it is given, the server is diagnosed', async (t) => {
    const page = await opened(t, 'granted');
    const { badge } = await findOut(page, mcp.url);
    assert.match(badge, /No problem found/);
    assert.equal(await page.locator('#result .rule', { hasText: 'browser/local-network' }).count(), 0);
  });

  it('where it is given for this machine alone, a server that shows web pages nothing is not taken for a refused permission', async (t) => {
    const closed = await startMcpServer({ authorizationServer, cors: false });
    t.after(closed.close);
    const page = await opened(t, 'granted');
    await findOut(page, closed.url);
    assert.equal(await page.locator('#result .rule', { hasText: 'browser/local-network' }).count(), 0);
  });
});

describe('in Firefox', { skip }, () => {
  let browser;
  before(async () => {
    browser = await startFirefox({
      'network.dns.localDomains': HOST,
      'network.lna.address_space.public.override': `127.0.0.1:${url.port}`,
      'dom.securecontext.allowlist': HOST,
    });
  });
  after(() => browser?.close());

  async function opened(t, state) {
    const context = await browser.createBrowserContext();
    t.after(() => context.close());
    await context.setPermission(url.origin, { permission: LOOPBACK, state });
    const page = await context.newPage();
    await page.goto(url.href);
    return page;
  }

  it('where the permission is refused, that is the cause, and the server is blamed for nothing', async (t) => {
    const page = await opened(t, 'denied');
    const asked = mcp.requests.length;
    const { badge } = await findOutInFirefox(page, mcp.url);
    assert.equal(badge, 'Blocked');
    assert.deepEqual(await textsOf(page, '.verdict .cites .rule'), ['browser/local-network']);
    assert.equal(mcp.requests.length, asked, 'the browser sent nothing');
  });

  it('where it is given, the server is diagnosed', async (t) => {
    const page = await opened(t, 'granted');
    const { badge } = await findOutInFirefox(page, mcp.url);
    assert.match(badge, /No problem found/);
  });

  it('while the browser waits for an answer, the page says so', async (t) => {
    const page = await opened(t, 'prompt');
    await page.locator('#given').fill(mcp.url);
    await page.locator('#start').click();
    await page.waitForSelector('#progress .hint');
    assert.match(await textOf(page, '#progress .hint'), /until then nothing can be seen of the server/);
    await page.locator('#stop').click();
    await page.waitForSelector('#progress[hidden]');
  });
});

it('a request whose time was over while the browser still asked names the permission, one that another machine left waiting does not', async (t) => {
  const { withPermission } = await bundled('../../www/src/local-network.ts');
  const before = { navigator: Object.getOwnPropertyDescriptor(globalThis, 'navigator'), location: Object.getOwnPropertyDescriptor(globalThis, 'location') };
  t.after(() => Object.entries(before).forEach(([name, old]) => (old ? Object.defineProperty(globalThis, name, old) : delete globalThis[name])));
  const permissions = { query: async ({ name }) => ({ state: name === LOOPBACK.name ? 'prompt' : 'denied' }) };
  Object.defineProperty(globalThis, 'navigator', { value: { permissions }, configurable: true });
  Object.defineProperty(globalThis, 'location', { value: url, configurable: true });
  const late = (address) => ({ request: { method: 'GET', url: address }, failure: { kind: 'timeout', message: 'late' } });
  const { exchanges } = await withPermission({ exchanges: [late('http://localhost:3000/mcp'), late('https://mcp.example.com/mcp')] });
  assert.deepEqual(exchanges.map(({ failure }) => failure.message), ['late (local network access: prompt)', 'late']);
});

/** A file of the page's source, as a module. */
async function bundled(source) {
  const entry = fileURLToPath(new URL(source, import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
