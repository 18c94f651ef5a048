// A live diagnosis of real servers on loopback, from a real browser: what CORS lets through, what it hides, and what the relay sees.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { listen } from '../servers/listen.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { findOut, picture, startPages, verdict } from './page.mjs';
import { servePage } from './serve.mjs';

let pages;
let open;
let closed;

before(async () => {
  const pair = async (options) => {
    const authorizationServer = await startAuthorizationServer(options);
    return { authorizationServer, mcp: await startMcpServer({ authorizationServer, ...options }) };
  };
  [pages, open, closed] = [await startPages(), await pair({}), await pair({ cors: false })];
});
after(async () => {
  await pages?.close();
  for (const pair of [open, closed]) {
    await pair?.mcp.close();
    await pair?.authorizationServer.close();
  }
});

describe('a server that lets web pages see its answers', () => {
  it('is found to be in order, with every request shown', async (t) => {
    const page = await pages.open(t);
    const { badge } = await findOut(page, open.mcp.url);
    assert.match(badge, /No problem found/);
    assert.ok((await page.locator('.exchanges li').count()) >= 3);
    assert.equal(await page.locator('.row.error').count(), 0);
    await picture(page, 'live-in-order');
  });

  it('is diagnosed by an address without a scheme', async (t) => {
    const page = await pages.open(t);
    await findOut(page, open.mcp.url.replace('http://', ''));
    assert.match(await page.locator('.verdict-meta').innerText(), new RegExp(open.mcp.url));
  });
});

describe('a server that hides its answers from web pages', () => {
  it('is said to be not seen, neither broken nor fine, with three ways to see it', async (t) => {
    const page = await pages.open(t);
    const { badge } = await findOut(page, closed.mcp.url);
    assert.equal(badge, 'Not certain');
    const section = page.locator('section.unseen');
    assert.equal(await section.locator('.ways > ol > li').count(), 3);
    assert.match(await page.locator('.verdict h2').innerText(), /answers, but doesn’t let web pages read it/);
    const text = await section.innerText();
    assert.match(text, new RegExp(`npx mcp-auth-doctor serve ${closed.mcp.url}`));
    assert.match(text, /curl -i/);
    assert.match(text, /The responses to all \d+ requests/);
    assert.ok((await page.locator('.row.unseen').count()) > 0);
    assert.equal(await page.locator('.row.ok, .row.error').count(), 0, 'what was not seen is neither fine nor broken');
    await picture(page, 'live-not-seen');
  });

  it('is seen by the curl lines: run as they stand, what they print can be pasted back', async (t) => {
    const page = await pages.open(t);
    await findOut(page, closed.mcp.url);
    await page.locator('.command', { hasText: 'curl' }).getByRole('button', { name: 'Copy' }).click();
    await findOut(page, await runCopied(page));
    assert.match(await page.locator('.verdict-meta').innerText(), new RegExp(closed.mcp.url));
    assert.match(await page.locator('.exchanges').innerText(), /401[\s\S]*200/);
    await picture(page, 'curl-pasted-back');
    // The resource metadata names the authorization server; now the commands ask that one too.
    await page.locator('.command', { hasText: 'curl' }).getByRole('button', { name: 'Copy' }).click();
    const { badge } = await findOut(page, await runCopied(page));
    assert.match(badge, /No problem found/);
    assert.equal(await page.locator('.command', { hasText: 'curl' }).count(), 0, 'nothing is left to ask');
    const through = await page.locator('.exchanges .url').allInnerTexts();
    assert.ok(through.some((url) => url.startsWith(closed.authorizationServer.issuer)), through.join(' '));
  });

  it('is seen through the relay of serve, in the same page', async (t) => {
    const served = await servePage('localhost');
    t.after(() => served.close());
    const page = await pages.open(t, { url: served.url });
    assert.ok(!page.url().includes(served.token), 'the token is out of the address');
    const { badge } = await findOut(page, closed.mcp.url);
    assert.match(badge, /No problem found/);
    assert.match(await page.locator('.exchanges').innerText(), /401/);
    await page.locator('.exchanges summary').first().click();
    assert.match((await page.locator('.exchanges pre').allInnerTexts()).join('\n'), /www-authenticate/i);
    await picture(page, 'live-through-relay');
  });

  it('is refused by the relay where nobody named it', async (t) => {
    const served = await servePage();
    t.after(() => served.close());
    const page = await pages.open(t, { url: served.url });
    await findOut(page, closed.mcp.url);
    assert.match(await page.locator('#result').innerText(), /you have not named it/);
  });
});

describe('a diagnosis under way', () => {
  it('shows each request, and stops when the person wants it', async (t) => {
    const silent = await listen(() => {});
    t.after(() => silent.close());
    const page = await pages.open(t);
    await page.fill('#given', `http://127.0.0.1:${silent.port}/mcp`);
    await page.click('#start');
    await page.locator('#progress li').first().waitFor();
    assert.match(await page.locator('#progress').innerText(), /POST[\s\S]*waiting/);
    await picture(page, 'live-progress');
    await page.click('#stop');
    await page.locator('#progress').waitFor({ state: 'hidden' });
    assert.equal(await page.locator('#start').isEnabled(), true);
    assert.equal(await page.locator('#result .verdict').count(), 0);
    assert.equal(await page.locator('#given-status').innerText(), 'Stopped.');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'start');
  });

  it('ends by itself where the server is down', async (t) => {
    const gone = await listen(() => {});
    await gone.close();
    const page = await pages.open(t);
    await findOut(page, `http://127.0.0.1:${gone.port}/mcp`);
    assert.match((await verdict(page)).sentence, /Your browser got no answer/);
  });
});

/** Runs the commands on the clipboard as they stand, and gives all that a terminal would show. */
async function runCopied(page) {
  const lines = await page.evaluate(() => navigator.clipboard.readText());
  const { stdout } = await promisify(execFile)('bash', ['-c', `exec 2>&1\n${lines}`]);
  return stdout;
}
