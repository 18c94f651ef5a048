// The same evidence under each revision of MCP, and as each client would take it.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { clientMatrix } from 'mcp-auth-doctor';
import { examples } from 'mcp-auth-doctor/examples';
import { picture, startPages, verdict } from './page.mjs';

let pages;
before(async () => (pages = await startPages()));
after(() => pages?.close());

const RULE = 'server/pkce-missing';

it('the tables compare revisions and clients', async (t) => {
  const page = await pages.open(t);
  await page.click('#gallery-open');
  const id = (await page.locator(`.case[data-rule="${RULE}"]`).count()) ? RULE : await page.locator('.case').first().getAttribute('data-rule');
  await page.locator(`.case[data-rule="${id}"]`).click();
  await verdict(page);
  await page.getByText('Result under other MCP versions').click();
  await page.locator('.lens .verdicts').waitFor();
  assert.deepEqual((await page.locator('.lens thead th').allInnerTexts()).slice(1).map((text) => text.slice(0, 10)), ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28']);
  assert.equal(await page.locator('.lens .verdicts .badge').count(), 4);
  assert.doesNotMatch(await page.locator('.lens').innerText(), /`/);
  await page.getByText('All clients compared').click();
  const rows = clientMatrix(examples[id].fails[0]);
  await page.locator('.client-list > li').first().waitFor();
  assert.equal(await page.locator('.client-list > li').count(), rows.length);
  for (const { name } of rows) assert.match(await page.locator('.client-list').innerText(), new RegExp(name.replace(/[.*+?()]/g, '\\$&')));
  await picture(page, 'tables');
});
