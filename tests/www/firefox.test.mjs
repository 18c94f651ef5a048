// The page in a real Firefox, watched: no error and no violation of its Content Security Policy may go unnoticed.
// Where no Firefox is installed (Debian: firefox-esr) the run is skipped, and says so.
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { logInAndAllow, opened, skip, startFirefox } from '../hosts/firefox.mjs';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { findOut, textOf, textsOf, verdict } from './firefox-page.mjs';
import { SERVER, har } from './har.mjs';
import { proved } from './signing-in.mjs';
import { startSite } from './site.mjs';

describe('the page in Firefox', { skip }, () => {
  let site;
  let browser;
  let authorizationServer;
  let mcp;
  before(async () => {
    browser = await startFirefox();
    site = await startSite();
    authorizationServer = await startAuthorizationServer();
    mcp = await startMcpServer({ authorizationServer });
  });
  after(async () => {
    await browser?.close();
    await mcp?.close();
    await authorizationServer?.close();
    await site?.close();
  });

  /** Opens an address in a context of its own, which ends with the test: then there must have been no complaint. */
  async function open(t, url = site.url) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const complaints = [];
    watch(page, (complaint) => complaints.push(complaint));
    await page.goto(url);
    t.after(async () => {
      await context.close();
      assert.deepEqual(complaints, []);
    });
    return page;
  }

  async function signedIn(page) {
    await page.waitForSelector('#signed-in');
    const card = await textOf(page, '#signed-in');
    assert.match(card, /mcp:read/);
    assert.ok(card.includes(mcp.url), card);
  }

  it('loads without a complaint, its core runs, and a pasted HAR is judged', async (t) => {
    const page = await open(t);
    t.diagnostic(await browser.version());
    const { badge, sentence } = await findOut(page, har());
    assert.equal(badge, 'Blocked');
    assert.equal(sentence, 'The metadata describes another resource');
    assert.ok((await textOf(page, '.verdict-meta')).includes(SERVER));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
  });

  it('what violates the policy would be noticed', { timeout: 20_000 }, async () => {
    const page = await browser.newPage();
    const complaint = new Promise((resolve) => watch(page, resolve));
    await page.goto(site.url);
    await page.evaluate(() => document.body.append(Object.assign(new Image(), { src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' })));
    assert.match(await complaint, /Content-Security-Policy.*img-src/);
    await page.close();
  });

  it('a case of the gallery has its verdict', async (t) => {
    const page = await open(t, `${site.url}#examples`);
    await page.locator('.case[data-rule="resource/resource-mismatch"]').click();
    assert.equal((await verdict(page)).badge, 'Blocked');
    assert.deepEqual(await textsOf(page, '.verdict .cites .rule'), ['resource/resource-mismatch']);
    assert.match(await textOf(page, '.diagram .flag'), /Stops here/);
  });

  it('a server that lets web pages see its answers is found to be in order', async (t) => {
    const page = await open(t);
    const { badge } = await findOut(page, mcp.url);
    assert.match(badge, /No problem found/);
    assert.ok((await textsOf(page, '.exchanges .status')).some((status) => status.startsWith('401')));
    assert.deepEqual(await textsOf(page, '.row.error'), []);
  });

  it('signs in by a window, proves the token by a call, and shows it nowhere', async (t) => {
    const page = await open(t);
    await chooseSignIn(page, mcp.url, 'window');
    const window = opened(browser);
    await page.locator('#leave').click();
    await logInAndAllow(await window);
    await signedIn(page);
    await proved(page);
    const [, token] = mcp.requests.map(({ authorization }) => /^Bearer (.+)/.exec(authorization)).find(Boolean);
    assert.ok(!(await page.content()).includes(token));
  });

  it('signs in by leaving the page, and the code is out of the address', async (t) => {
    const page = await open(t);
    await chooseSignIn(page, mcp.url, 'tab');
    await page.locator('#leave').click();
    await logInAndAllow(page);
    await signedIn(page);
    assert.equal(page.url(), site.url);
  });

  it('a link carries the evidence to another reader, who sees the same verdict', async (t) => {
    const maker = await open(t);
    const made = await findOut(maker, har());
    await maker.locator('.share summary').click();
    await maker.locator('.share button ::-p-text(Copy link)').click();
    await maker.waitForSelector('::-p-text(Link copied)');
    const reader = await open(t, await pasted(maker));
    assert.deepEqual(await verdict(reader), made);
    assert.match(await textOf(reader, '.notice'), /made by someone else/);
  });

  it('a file that is opened and one that is dropped are read', async (t) => {
    const page = await open(t);
    const file = path.join(tmpdir(), `mcp-auth-doctor-${process.pid}.har`);
    await writeFile(file, har());
    t.after(() => rm(file));
    await (await page.$('#file')).uploadFile(file);
    assert.equal((await verdict(page)).badge, 'Blocked');
    assert.ok((await textOf(page, '.verdict-meta')).includes(SERVER));
    await page.reload();
    await page.evaluate(drop, har());
    assert.equal((await verdict(page)).badge, 'Blocked');
    assert.ok((await textOf(page, '.verdict-meta')).includes(SERVER));
  });
});

/** Hands on what the page complains about. Firefox tells violations of the policy as errors. */
function watch(page, complain) {
  page.on('pageerror', (error) => complain(String(error)));
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complain(message.text()));
}

/** In the page: drops a file on it. */
function drop(text) {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], 'dropped.har'));
  document.querySelector('.box').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
}

/** By the first thing that the report says to do. */
async function chooseSignIn(page, server, way) {
  await findOut(page, server);
  await page.locator(`#action-1 [value=${way}]`).click();
  await page.locator('#action-1 button[type=submit]').click();
}

/** What is on the clipboard, pasted into the box by the keyboard. */
async function pasted(page) {
  await page.locator('#given').fill('');
  await page.focus('#given');
  await page.keyboard.down('Control');
  await page.keyboard.press('v');
  await page.keyboard.up('Control');
  return page.$eval('#given', ({ value }) => value);
}
