// Lighthouse on the page as a visitor with a report has it: performance, accessibility, best practices and SEO.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { har } from './har.mjs';
import { startSite } from './site.mjs';

const LIGHTHOUSE = new URL('./tools/node_modules/lighthouse/core/index.js', import.meta.url);
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
/** Performance is measured in time, which a machine that runs other things too gives less of: it is printed, not asserted. */
const LEAST = { accessibility: 100, 'best-practices': 100, seo: 100 };

let site;
let browser;
before(async () => {
  site = await startSite();
  browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
});
after(async () => {
  await browser?.close();
  await site?.close();
});

test('scores of the first screen and of a page with a report', { skip: !existsSync(LIGHTHOUSE) && 'cargo xtask test www installs Lighthouse' }, async (t) => {
  const { default: lighthouse, snapshot } = await import(pathToFileURL(LIGHTHOUSE.pathname).href);
  const page = await browser.newPage();
  const first = await lighthouse(site.url, { onlyCategories: CATEGORIES, logLevel: 'silent' }, undefined, page);
  assertScores(t, 'first screen', first.lhr);
  await page.goto(site.url);
  await page.type('#given', har(), { delay: 0 });
  await page.click('#start');
  await page.waitForSelector('#result .verdict');
  const report = await snapshot(page, { flags: { onlyCategories: CATEGORIES, logLevel: 'silent' } });
  assertScores(t, 'with a report', report.lhr);
});

function assertScores(t, state, { categories, audits }) {
  const scores = Object.fromEntries(Object.entries(categories).flatMap(([name, { score }]) => (score === null ? [] : [[name, Math.round(score * 100)]])));
  t.diagnostic(`${state}: ${JSON.stringify(scores)}`);
  const failing = Object.values(audits).filter(({ score, scoreDisplayMode }) => scoreDisplayMode === 'binary' && score === 0).map(({ id }) => id);
  for (const [name, score] of Object.entries(LEAST)) assert.ok(scores[name] >= score, `${state}: ${name} ${scores[name]}: ${failing.join(', ')}`);
}
