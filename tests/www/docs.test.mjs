// The documentation: every link leads somewhere, every rule and message has its page, search finds it, and it is accessible.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'node-html-parser';
import { rules } from 'mcp-auth-doctor';
import { assertFits, picture, startPages } from './page.mjs';

const SITE = fileURLToPath(new URL('../../target/site/', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let pages;
before(async () => (pages = await startPages()));
after(() => pages?.close());

test('every link of every page leads to a page and to a place on it', async () => {
  const names = (await readdir(path.join(SITE, 'docs'), { recursive: true })).filter((name) => name.endsWith('index.html')).map((name) => `docs/${name}`);
  const documents = new Map(await Promise.all(['index.html', ...names].map(async (name) => [name, parse(await readFile(path.join(SITE, name), 'utf8'))])));
  const broken = [];
  let links = 0;
  for (const [name, document] of documents) {
    for (const anchor of document.querySelectorAll('a[href]')) {
      const url = new URL(anchor.getAttribute('href'), `http://site/${name}`);
      // The page itself reads its fragments.
      if (url.host !== 'site' || (name === 'index.html' && url.hash)) continue;
      links += 1;
      const target = documents.get(`${url.pathname.slice(1)}${url.pathname.endsWith('/') ? 'index.html' : ''}`);
      const place = decodeURIComponent(url.hash.slice(1));
      if (!target || (place && url.pathname !== '/' && !target.getElementById(place))) broken.push(`${name}: ${anchor.getAttribute('href')}`);
    }
  }
  assert.deepEqual(broken, []);
  assert.ok(links > 2000, String(links));
});

test('every rule has a page with its texts, its clauses and an example', async () => {
  for (const { id, title, cites } of rules()) {
    const page = parse(await readFile(path.join(SITE, `docs/rules/${id}/index.html`), 'utf8'));
    assert.equal(page.querySelector('h1').text, title.replaceAll('`', ''), id);
    assert.ok(page.querySelector('#fails + pre'), `${id} shows no example`);
    for (const { url } of cites) assert.ok(page.querySelectorAll('a').some((anchor) => anchor.getAttribute('href') === url), `${id}: ${url}`);
  }
});

test('every message has a page that is titled by the sentence that people see, and says who shows it', async () => {
  const folders = (await readdir(path.join(SITE, 'docs/messages'), { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const pagesOf = await Promise.all(folders.map(async ({ name }) => parse(await readFile(path.join(SITE, 'docs/messages', name, 'index.html'), 'utf8'))));
  const titles = pagesOf.map((page) => page.querySelector('h1').text);
  assert.ok(titles.length > 300, String(titles.length));
  assert.equal(new Set(titles).size, titles.length);
  assert.deepEqual(titles.filter((title) => !/^“[^…|+]+”$/.test(title)), []);
  const shownBy = pagesOf.map((page) => page.querySelector('.lead').text);
  assert.deepEqual(shownBy.filter((text) => !/^(Shown by (?!Plain|Special|Tokens|Networks|Stored)\S|[A-Z][^.]* (say|answer|show|describe) )/.test(text)), []);
});

test('a rule that can correct the server says how for each kind of server', async () => {
  const page = parse(await readFile(path.join(SITE, 'docs/rules/resource/resource-mismatch/index.html'), 'utf8'));
  assert.deepEqual(page.querySelectorAll('.stack summary').map(({ text }) => text), ['nginx', 'Express', 'FastMCP', 'ASP.NET', 'Cloudflare Workers']);
});

test('search finds a rule by its ID and a message by its words', async (t) => {
  const page = await pages.open(t, { url: `${pages.site.url}docs/` });
  await page.getByLabel('Search the docs').fill('resource-mismatch');
  await page.locator('#found a').first().waitFor();
  await page.locator('#found a[href$="rules/resource/resource-mismatch/"]').click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByLabel('Search the docs').fill('does not support dynamic client registration');
  await page.locator('#found a[href*="messages/"]').first().click();
  assert.match(await page.locator('.causes').innerText(), /Fix:/);
});

test('the example of a rule opens in the page', async (t) => {
  const page = await pages.open(t, { url: `${pages.site.url}docs/rules/resource/resource-mismatch/` });
  await page.getByText('See the report of the failing example').click();
  await page.locator('#result .verdict .rule').waitFor();
  assert.equal(await page.locator('#result .verdict .rule').innerText(), 'resource/resource-mismatch');
  await page.locator('#result .verdict .rule').click();
  await page.waitForURL(/docs\/rules\/resource\/resource-mismatch\/$/);
});

for (const width of [1100, 360]) {
  test(`axe-core finds nothing, and nothing is cut, at ${width} px`, async (t) => {
    const page = await pages.open(t, { width });
    for (const name of ['', 'rules/', 'rules/resource/resource-mismatch/', 'messages/', 'hosts/', 'cli/', 'architecture/']) {
      await page.goto(`${pages.site.url}docs/${name}`);
      await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
      await page.evaluate(await readFile(AXE, 'utf8'));
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`), []);
      await assertFits(page);
      await picture(page, `docs-${name.replaceAll('/', '-')}${width}`);
    }
  });
}
