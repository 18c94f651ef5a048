// The page in a real Chromium, watched: no error and no violation of its Content Security Policy may go unnoticed.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startSite } from './site.mjs';

const SCREENSHOTS = fileURLToPath(new URL('../../target/screenshots/', import.meta.url));

/** One browser and one site for a test file; see `startSite`. */
export async function startPages(options) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  const site = await startSite(options);
  return {
    site,
    browser,
    /**
     * Opens the page in a context of its own, which ends with the test: then there must have been no complaint.
     *
     * @param {import('node:test').TestContext} t
     * @param {{ url?: string, width?: number, colour?: 'light' | 'dark' }} [options] `url`: another address than the site's
     */
    async open(t, { url = site.url, width = 1100, colour = 'light' } = {}) {
      const context = await browser.newContext({ viewport: { width, height: 860 }, colorScheme: colour });
      await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => {});
      const complaints = [];
      context.on('weberror', (error) => complaints.push(String(error.error())));
      context.on('console', (message) => {
        if (/Content Security Policy|Refused to/i.test(message.text())) complaints.push(message.text());
      });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      await page.goto(url);
      t.after(async () => {
        await context.close();
        assert.deepEqual(complaints, []);
      });
      return page;
    },
    async close() {
      await browser.close();
      await site.close();
    },
  };
}

/** Puts a text into the box, and waits for its report, not for one that stands there already. Gives the verdict's badge and its sentence. */
export async function findOut(page, text) {
  await page.evaluate(() => document.querySelector('#result .verdict')?.setAttribute('data-before', ''));
  await page.fill('#given', text);
  await page.click('#start');
  return verdict(page);
}

/** The verdict that is shown. */
export async function verdict(page) {
  const section = page.locator('#result .verdict:not([data-before])');
  await section.waitFor();
  return { badge: await section.locator('.badge').innerText(), sentence: await section.locator('h2').innerText() };
}

/** The rule that the shown verdict names as the cause. */
export function causeOf(page) {
  return page.locator('#result .verdict:not([data-before]) .cites .rule').allInnerTexts();
}

/** Nothing reaches beyond the right edge. */
export async function assertFits(page) {
  const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
  assert.ok(scroll <= client, `${scroll} wide in ${client}`);
}

/** A picture for people to look at. */
export async function picture(page, name) {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
}
