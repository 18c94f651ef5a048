// What the page asks back, keeps and says: pastes that are no evidence yet, its own address, the person's client, a long capture.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { METADATA, SERVER, har } from './har.mjs';
import { assertFits, findOut, picture, startPages, verdict } from './page.mjs';

let pages;
let authorizationServer;
let mcp;
before(async () => {
  pages = await startPages();
  authorizationServer = await startAuthorizationServer();
  mcp = await startMcpServer({ authorizationServer });
});
after(async () => {
  await pages?.close();
  await mcp?.close();
  await authorizationServer?.close();
});

describe('a paste that does not say which server to ask', () => {
  it('a client’s configuration gives a button for each server', async (t) => {
    const page = await pages.open(t);
    const servers = { ours: { url: mcp.url }, other: { url: 'https://mcp.example.com/mcp' }, local: { command: 'npx', args: ['thing'] } };
    await submit(page, JSON.stringify({ mcpServers: servers }));
    const panel = page.locator('.choose-server');
    await panel.waitFor();
    assert.equal(await panel.getByRole('button').count(), 2);
    assert.equal(await page.locator('.verdict, .diagram').count(), 0);
    await picture(page, 'configuration');
    await panel.getByRole('button', { name: mcp.url }).click();
    await verdict(page);
    assert.equal(await page.inputValue('#given'), mcp.url);
  });

  it('a mistake in a configuration is named first, and the server is a click away', async (t) => {
    const page = await pages.open(t);
    const servers = { ours: { url: mcp.url, headers: { Authorization: 'eyJhbGciOiJub25lIn0.e30.' } }, plain: { url: 'http://mcp.example.com/mcp' } };
    await submit(page, JSON.stringify({ mcpServers: servers }));
    await verdict(page);
    const findings = await page.locator('#result').innerText();
    assert.match(findings, /Bearer/);
    assert.match(findings, /http/);
    await picture(page, 'configuration-with-a-mistake');
    await page.getByText(`Ask ${mcp.url}`).first().click();
    await page.locator('.card[open]').getByRole('button', { name: 'Ask it' }).click();
    await page.waitForFunction((url) => document.querySelector('#given').value === url, mcp.url);
    await page.locator('.exchanges li').nth(2).waitFor({ state: 'attached' });
  });

  for (const [name, packed] of [
    ['capture.har.gz', (text) => gzipSync(text)],
    ['capture.txt', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ]) {
    it(`${name} is read as the text that it packs`, async (t) => {
      const page = await pages.open(t);
      await page.setInputFiles('#file', { name, mimeType: 'application/octet-stream', buffer: packed(har('x')) });
      await verdict(page);
      assert.match(await page.locator('.verdict-meta').innerText(), new RegExp(SERVER));
    });
  }

  it('text that is not recognized is told so, and the address is asked for', async (t) => {
    const page = await pages.open(t);
    await submit(page, 'it just does not work');
    assert.match(await page.locator('#unknown').innerText(), /don’t recognize/);
    await page.getByLabel('What is the server’s address?').fill(mcp.url);
    await page.getByRole('button', { name: 'Ask it' }).click();
    await verdict(page);
    assert.match(await page.locator('.verdict-meta').innerText(), new RegExp(mcp.url));
  });

  it('an address and a message are asked and judged together', async (t) => {
    const page = await pages.open(t);
    await page.fill('#given', 'Error: HTTP 401 while connecting');
    await page.click('#add-piece');
    await findOut(page, mcp.url);
    assert.ok((await page.locator('.exchanges li').count()) >= 3, 'the server was asked');
    const both = await pages.open(t);
    await findOut(both, `${mcp.url}\nError: HTTP 401 while connecting`);
    assert.ok((await both.locator('.exchanges li').count()) >= 3, 'in one paste as well');
  });

  it('a complaint goes away when what it asked for is done', async (t) => {
    const page = await pages.open(t);
    await page.click('#add-piece');
    await page.getByText('Paste or type something first.').waitFor();
    await page.fill('#given', 'something');
    await page.click('#add-piece');
    assert.equal(await page.locator('#given-error').isVisible(), false);
  });
});

describe('the page’s address', () => {
  it('names the server, and filling it in asks nothing', async (t) => {
    const page = await pages.open(t);
    const { badge } = await findOut(page, mcp.url);
    assert.equal(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('server'), mcp.url);
    assert.ok((await page.title()).startsWith(badge));
    const asked = mcp.requests.length;
    await page.reload();
    assert.equal(await page.inputValue('#given'), mcp.url);
    await page.waitForTimeout(500);
    assert.equal(mcp.requests.length, asked);
    assert.equal(await page.locator('.verdict').count(), 0);
  });

  it('goes back and forward between reports', async (t) => {
    const page = await pages.open(t);
    const title = await page.title();
    await findOut(page, mcp.url);
    await findOut(page, har());
    const second = await page.title();
    await page.goBack();
    await page.locator('.verdict-meta', { hasText: mcp.url }).waitFor();
    await page.goForward();
    await page.locator('.verdict-meta', { hasText: SERVER }).waitFor();
    assert.equal(await page.title(), second);
    await page.goBack();
    await page.goBack();
    await page.locator('.verdict').waitFor({ state: 'detached' });
    assert.equal(await page.title(), title);
  });

  it('never holds a query, which may be a key', async (t) => {
    const page = await pages.open(t);
    await findOut(page, `${mcp.url}?key=canary-4711`);
    assert.doesNotMatch(page.url(), /canary/);
  });
});

describe('the person’s client', () => {
  it('is asked for once: where it stops, what to register for it, where its client ID goes', async (t) => {
    const page = await pages.open(t, { width: 360 });
    await findOut(page, har());
    await page.getByLabel('Which client do you use?').selectOption('Cursor');
    const answer = page.locator('.client-answer');
    assert.match(await answer.innerText(), /stops|goes on|asks you/);
    await answer.getByRole('button', { name: 'Copy http://localhost:8787/callback' }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'http://localhost:8787/callback');
    assert.match(await answer.innerText(), /CLIENT_ID/);
    await assertFits(page);
    await page.reload();
    await findOut(page, har());
    assert.match(await answer.innerText(), /CLIENT_ID/, 'the choice is remembered');
  });
});

it('a long capture shows the requests of the sign-in, and the same one once', async (t) => {
  const page = await pages.open(t);
  await findOut(page, longHar());
  assert.ok((await page.locator('a.row').count()) <= 4);
  assert.match(await page.locator('a.row .label').first().textContent(), /^×25 POST/);
  assert.match(await page.locator('.exchanges summary').first().innerText(), /×25/);
  assert.ok(await page.getByText('250 other requests are not shown').isVisible());
});

it('without JavaScript the first screen says so', async (t) => {
  const context = await pages.browser.newContext({ javaScriptEnabled: false });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(pages.site.url);
  const box = await page.locator('noscript .notice').boundingBox();
  assert.ok(box.y < 400);
});

it('offline is said to be offline', async (t) => {
  const page = await pages.open(t);
  await findOut(page, har());
  await page.context().setOffline(true);
  const { sentence } = await findOut(page, mcp.url);
  assert.equal(sentence, 'You are offline');
});

it('a part of the page that can’t be loaded says so, and the report stands', async (t) => {
  const page = await pages.open(t);
  await page.route(/part-(message|your-client)/, (route) => route.abort());
  await findOut(page, har());
  assert.match(await page.locator('.card-body > .complaint').innerText(), /could not be loaded/);
});

async function submit(page, text) {
  await page.fill('#given', text);
  await page.click('#start');
}

/** The capture of a browser: 250 scripts, the same 401 again and again, and then the metadata. */
function longHar() {
  const { log } = JSON.parse(har());
  const [first, metadata] = log.entries;
  const script = (index) => ({ ...metadata, request: { ...metadata.request, url: `https://shop.example.com/script-${index}.js` }, response: { ...metadata.response, headers: [], content: { size: 2, mimeType: 'text/javascript', text: '1;' } } });
  assert.equal(metadata.request.url, METADATA);
  return JSON.stringify({ log: { ...log, entries: [...Array.from({ length: 250 }, (_, index) => script(index)), ...Array.from({ length: 25 }, () => first), metadata] } });
}
