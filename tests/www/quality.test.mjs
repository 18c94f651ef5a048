// What everybody needs of the page: small, accessible, usable on a phone, by keyboard and without a network.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { builtQuickly } from '../hosts/example.mjs';
import { assertFits, picture, startPages, verdict } from './page.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TSC = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src https: http:; base-uri 'none'; form-action 'none'";
const EXAMPLE = 'POST /mcp HTTP/1.1\nHost: mcp.example.com\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm="x"\nContent-Length: 0\n\n';

let pages;
before(async () => (pages = await startPages()));
after(() => pages?.close());

it('the policy is exactly the promised one, in the page and in the headers file', async () => {
  const site = new URL('../../target/site/', import.meta.url);
  for (const name of ['index.html', 'callback.html']) {
    assert.ok((await readFile(new URL(name, site), 'utf8')).includes(`content="${POLICY}"`), name);
  }
  assert.ok((await readFile(new URL('_headers', site), 'utf8')).includes(`Content-Security-Policy: ${POLICY}\n`));
});

it('no source parses text as markup', async () => {
  const folder = fileURLToPath(new URL('../../www/src/', import.meta.url));
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    assert.doesNotMatch(await readFile(folder + name, 'utf8'), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function/, name);
  }
});

describe('a first load, which is all that is asked for until the first verdict, compressed by brotli', () => {
  let files;
  before(async () => (files = await firstLoad()));

  it('weighs less than 560 KB', async (t) => {
    if (await builtQuickly()) return t.skip('built with --quick: the wasm is not the one that is published');
    for (const [name, weight] of files) t.diagnostic(`${String(weight).padStart(7)} ${name}`);
    assert.ok(files.has('diagnosis.wasm'));
    assert.ok(sum(files) < 560_000, `${sum(files)} bytes`);
  });

  it('takes less than 48 KB besides the diagnosis, a third of it the texts of the rules', () => {
    const others = new Map([...files].filter(([name]) => name !== 'diagnosis.wasm'));
    assert.ok(sum(others) < 48_000, `${sum(others)} bytes: ${[...others].map(([name, weight]) => `${name} ${weight}`).join(', ')}`);
  });

  it('has nothing in it of the gallery, the tables, the corrections, sharing and signing in', () => {
    assert.deepEqual([...files.keys()].filter((name) => /examples|gallery|lens|clients|patches|panel|flow|cards|rules|callback/.test(name)), []);
  });
});

it('the sources are TypeScript, strictly checked', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [TSC, '-p', fileURLToPath(new URL('../../www/tsconfig.json', import.meta.url))]).catch((failed) => failed);
  assert.equal(stdout, '');
});

describe('axe-core finds nothing', () => {
  for (const colour of ['light', 'dark']) {
    it(`in ${colour} colours: the start, a report with all its parts open, the gallery`, async (t) => {
      const page = await pages.open(t, { colour });
      await assertAccessible(page, 'start');
      await picture(page, `start-${colour}`);
      await example(page);
      await openAll(page);
      await assertAccessible(page, 'report');
      await picture(page, `report-${colour}`);
    });
  }
});

it('fits a phone of 360 px', async (t) => {
  const page = await pages.open(t, { width: 360 });
  await assertFits(page);
  await picture(page, 'phone-start');
  await example(page);
  await openAll(page);
  await assertFits(page);
  await picture(page, 'phone-report');
  const small = await page.evaluate(() => [...document.querySelectorAll('button, summary')].filter((each) => each.offsetParent && each.getBoundingClientRect().height < 32).map((each) => each.textContent));
  assert.deepEqual(small, [], 'everything can be hit with a finger');
});

it('works by keyboard alone', async (t) => {
  const page = await pages.open(t);
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Skip to the content');
  await tabTo(page, (name) => name === 'given');
  await page.keyboard.type('WWW-Authenticate: Basic');
  await page.keyboard.press('Enter');
  await verdict(page);
  assert.equal(await focused(page), 'result', 'the report has the focus');
  await tabTo(page, (name) => /Show the message|See the steps|Fill in|Sign in|Try again/.test(name));
  await page.keyboard.press('Enter');
  assert.ok(await page.evaluate(() => document.activeElement?.closest('#action-1') !== null));
  const visible = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== 'none');
  assert.ok(visible, 'the focus can be seen');
});

it('works without a network once it was loaded', async (t) => {
  const page = await pages.open(t);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async () => (await caches.keys()).length === 1 && (await (await caches.open((await caches.keys())[0])).match('diagnosis.wasm')) !== undefined);
  await page.reload();
  await page.context().setOffline(true);
  await page.reload();
  await example(page);
  await picture(page, 'offline');
});

async function example(page) {
  await page.click('#gallery-open');
  await page.locator('.case[data-rule="resource/resource-mismatch"]').click();
  await verdict(page);
}

/** Opens what is folded, and waits for what comes only then. */
async function openAll(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  await page.waitForFunction(() => [...document.querySelectorAll('.fold-body')].every((body) => body.childElementCount > 0));
}

/** The files that the page itself asked for, and their weights. The service worker, which reads all for later, is not counted. */
async function firstLoad() {
  const page = await pages.browser.newPage();
  try {
    await page.goto(pages.site.url);
    await page.evaluate(() => {
      const watched = new MutationObserver(() => document.querySelector('#result .verdict') && (window.shownAt ??= performance.now()));
      watched.observe(document.querySelector('#result'), { childList: true, subtree: true });
    });
    await page.fill('#given', EXAMPLE);
    await page.click('#start');
    await verdict(page);
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').filter(({ startTime }) => startTime < window.shownAt).map(({ name }) => name));
    const names = asked.filter((url) => url.startsWith(pages.site.url)).map((url) => url.slice(pages.site.url.length));
    return new Map(['index.html', ...new Set(names)].filter((name) => name !== 'service-worker.js').map((name) => [name, pages.site.weigh(name)]));
  } finally {
    await page.close();
  }
}

function sum(files) {
  return [...files.values()].reduce((total, weight) => total + weight, 0);
}

async function assertAccessible(page, state) {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${state}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`), []);
}

async function tabTo(page, wanted) {
  for (let step = 0; step < 60; step += 1) {
    if (wanted(await focused(page))) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`not reached by Tab; at ${await focused(page)}`);
}

function focused(page) {
  return page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim() || '');
}
