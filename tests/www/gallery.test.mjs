// Every broken server of the gallery shows what its rule promises.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { rules } from 'mcp-auth-doctor';
import { examples } from 'mcp-auth-doctor/examples';
import { picture, startPages, verdict } from './page.mjs';

let pages;
before(async () => (pages = await startPages()));
after(() => pages?.close());

const PROMISED = { error: ['Blocked', 'Not certain', 'Works, with limits'], warning: ['Works, with limits', 'Blocked', 'Not certain'], info: ['Nothing in the way', 'Works, with limits', 'Blocked', 'Not certain'] };

it('every case renders, names its rule, and has the verdict that the rule’s severity allows', async (t) => {
  const page = await pages.open(t);
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.click('#gallery-open');
  await page.locator('.case').first().waitFor();
  await picture(page, 'gallery');
  const all = rules();
  assert.equal(await page.locator('.case').count(), all.length);
  let cases = 0;
  for (const rule of all) {
    await page.locator(`.case[data-rule="${rule.id}"]`).click();
    const { fails } = examples[rule.id];
    for (let index = 0; index < fails.length; index += 1) {
      if (index > 0) await page.getByRole('button', { name: `Case ${index + 1}`, exact: true }).click();
      const found = await page.locator('.finding .rule').allTextContents();
      assert.ok(found.includes(rule.id), `${rule.id}, case ${index + 1}: shows ${found}`);
      const { badge } = await verdict(page);
      assert.ok(PROMISED[rule.severity].includes(badge), `${rule.id}: ${badge}`);
      cases += 1;
    }
    assert.equal(await page.locator('#result form').count(), 0, 'an example is for reading only');
  }
  assert.ok(cases >= all.length);
  assert.deepEqual(requests.filter((url) => !url.startsWith(pages.site.url)), [], 'an example sends no request');
});

it('the reference page has every rule', async (t) => {
  const page = await pages.open(t, { url: `${pages.site.url}rules.html` });
  assert.equal(await page.locator('.rule-entry').count(), rules().length);
  await picture(page, 'rules');
});
