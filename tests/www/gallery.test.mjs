// Every broken server of the gallery shows what its rule promises.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { rules } from 'mcp-auth-doctor';
import { examples } from 'mcp-auth-doctor/examples';
import { picture, startPages, verdict } from './page.mjs';

let pages;
before(async () => (pages = await startPages()));
after(() => pages?.close());

const PROMISED = { error: ['Blocked', 'Needs you', 'Not certain', 'No problem found'] };
PROMISED.warning = [...PROMISED.error, 'No sign-in here'];
PROMISED.info = PROMISED.warning;

it('every case renders on a phone, names its rule, and has the verdict that the rule’s severity allows', async (t) => {
  const page = await pages.open(t, { width: 360 });
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.click('#gallery-open');
  await page.locator('.case').first().waitFor();
  const all = rules();
  assert.equal(await page.locator('.case').count(), all.length);
  assert.doesNotMatch(await page.locator('#gallery').innerText(), /`/);
  await page.locator('.case').first().click();
  await verdict(page);
  let cases = 0;
  for (const rule of all) {
    for (let index = 0; index < examples[rule.id].fails.length; index += 1) {
      const shown = await page.evaluate(show, { id: rule.id, index });
      assert.ok(shown.rules.includes(rule.id), `${rule.id}, case ${index + 1}: shows ${shown.rules}`);
      assert.ok(PROMISED[rule.severity].includes(shown.badge), `${rule.id}: ${shown.badge}`);
      assert.equal(shown.forms, 0, 'an example is for reading only');
      assert.equal(shown.marks, '', `${rule.id}, case ${index + 1}: a mark of code is shown as it is`);
      assert.ok(shown.fits, `${rule.id}, case ${index + 1}, is wider than the phone`);
      cases += 1;
    }
  }
  assert.ok(cases >= all.length);
  assert.deepEqual(requests.filter((url) => !url.startsWith(pages.site.url)), [], 'an example sends no request');
});

it('the link at the top opens the examples, and so does their address', async (t) => {
  const page = await pages.open(t);
  await page.getByRole('link', { name: 'Examples' }).click();
  await page.locator('.case').first().waitFor();
  await picture(page, 'gallery');
  const other = await pages.open(t, { url: `${pages.site.url}#examples` });
  await other.locator('.case').first().waitFor();
  await other.waitForFunction(() => scrollY > 100);
});

it('an example has an address of its own', async (t) => {
  const page = await pages.open(t, { url: `${pages.site.url}#example=resource/resource-mismatch` });
  await verdict(page);
  assert.equal(await page.locator('.verdict .rule').innerText(), 'resource/resource-mismatch');
});

/** In the page: opens a case by its own buttons, unfolds it, and tells what is there. */
function show({ id, index }) {
  const button = index === 0 ? document.querySelector(`.case[data-rule="${id}"]`) : [...document.querySelectorAll('.example button')][index];
  button.click();
  for (const details of document.querySelectorAll('.finding, .card')) details.open = true;
  return {
    rules: [...document.querySelectorAll('.finding .rule, .verdict .rule')].map((rule) => rule.textContent),
    badge: document.querySelector('#result .verdict .badge').textContent,
    marks: [...document.querySelectorAll('#result :is(h2, h3, p, li, summary)')].map(({ innerText }) => innerText).filter((text) => /`[^`]+`/.test(text)).join('\n'),
    forms: document.querySelectorAll('#result form').length,
    fits: document.documentElement.scrollWidth <= document.documentElement.clientWidth,
  };
}
