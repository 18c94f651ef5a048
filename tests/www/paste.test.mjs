// Anything that was captured, pasted or dropped.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { METADATA, SERVER, har } from './har.mjs';
import { assertFits, findOut, picture, startPages } from './page.mjs';

let pages;
before(async () => (pages = await startPages()));
after(() => pages?.close());

const CANARY = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2VjcmV0LWNhbmFyeQ';

it('a pasted HAR is judged, with the two strings above each other and the difference marked', async (t) => {
  const page = await pages.open(t);
  const { badge } = await findOut(page, har());
  assert.equal(badge, 'Blocked');
  assert.match(await page.locator('.verdict .compare').innerText(), /Expected[\s\S]*Received/);
  assert.ok((await page.locator('.verdict mark').count()) >= 1);
  assert.match(await page.locator('.flag').first().textContent(), /Stops here/);
  await assertFits(page);
  await picture(page, 'pasted-har');
});

it('the corrected document is shown, how each kind of server sends it, and what the verdict would be', async (t) => {
  const page = await pages.open(t);
  await findOut(page, har());
  await page.getByText('The corrected responses').click();
  const patch = page.locator('.patch').first();
  assert.match(await patch.innerText(), /Return this from/);
  assert.equal(JSON.parse(await patch.locator('pre').first().innerText()).resource, SERVER);
  const stacks = await patch.locator('option').allInnerTexts();
  assert.deepEqual(stacks, ['nginx', 'Express', 'FastMCP', 'ASP.NET', 'Cloudflare Workers']);
  for (const [stack, words] of [['nginx', /location = /], ['Express', /app\.use\(/], ['FastMCP', /custom_route/], ['ASP.NET', /MapGet/], ['Cloudflare Workers', /Response\.json/]]) {
    await patch.getByLabel('What the server runs on').selectOption(stack);
    assert.match(await patch.locator('pre').last().innerText(), words);
  }
  assert.match(await patch.innerText(), /the problem is fixed/);
  await patch.getByRole('button', { name: 'Copy' }).first().click();
  assert.equal(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())).resource, SERVER);
  await picture(page, 'patches');
});

it('a corrected header line is shown with the header’s name', async (t) => {
  const page = await pages.open(t);
  await findOut(page, `$ curl -i -X POST ${SERVER}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\nContent-Length: 0\n\n`);
  await page.getByText('The corrected responses').click();
  assert.match(await page.locator('.patch pre').first().innerText(), new RegExp(`^WWW-Authenticate: Bearer resource_metadata="${METADATA}"`));
});

it('the message to the operator is shown whole and copied by one button', async (t) => {
  const page = await pages.open(t);
  await findOut(page, har());
  await page.locator('#action-1').getByLabel('What the server runs on').selectOption('Express');
  await page.locator('#action-1 .buttons button').click();
  const message = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(message, await page.locator('#action-1 pre').innerText());
  assert.match(message, new RegExp(`^Signing in to ${SERVER} `));
  assert.match(message, /Expected: [^]*Received: [^]*With Express:[^]*app\.use/);
});

it('a dropped file is read, and its secrets are shown nowhere', async (t) => {
  const page = await pages.open(t);
  await page.setInputFiles('#file', { name: 'capture.har', mimeType: 'application/json', buffer: Buffer.from(har(CANARY)) });
  await page.locator('#result .verdict').waitFor();
  for (const summary of await page.locator('.exchanges summary').all()) await summary.click();
  assert.ok(!(await page.content()).includes(CANARY));
});

it('an error message alone leads to causes', async (t) => {
  const page = await pages.open(t);
  await findOut(page, 'Incompatible auth server: does not support dynamic client registration');
  assert.match(await page.locator('.verdict .rule').innerText(), /^registration\//);
  assert.equal(await page.locator('.diagram').count(), 0, 'nothing was seen');
  await picture(page, 'pasted-message');
});

it('several pieces are judged together, and one can be taken away', async (t) => {
  const page = await pages.open(t);
  await page.fill('#given', 'Error: HTTP 401 while connecting');
  await page.click('#add-piece');
  await page.fill('#given', 'WWW-Authenticate: Bearer');
  await page.click('#add-piece');
  assert.equal(await page.locator('#pieces li').count(), 2);
  await page.getByRole('button', { name: /^Remove WWW/ }).click();
  assert.equal(await page.locator('#pieces li').count(), 1);
  await findOut(page, har());
  assert.match(await page.locator('.verdict-meta').innerText(), new RegExp(SERVER));
});

it('an authorization URL is taken apart', async (t) => {
  const page = await pages.open(t);
  await findOut(page, 'https://auth.example.com/authorize?response_type=code&client_id=abc&redirect_uri=http%3A%2F%2Flocalhost%3A3118%2Fcallback&state=xyz');
  const tables = await page.locator('.recognised table, .taken-apart table').allInnerTexts();
  assert.match(tables.join('\n'), /redirect_uri\s+http:\/\/localhost:3118\/callback/);
  assert.match(tables.join('\n'), /code_challenge/);
  assert.equal(tables.length, 1, 'once');
  const [label, answer] = await Promise.all(['.label', '.answer'].map((part) => page.locator(`a.row ${part}`).first().boundingBox()));
  assert.ok(label.x + label.width <= answer.x, 'the label stops before the answer');
  await assertFits(page);
  await picture(page, 'authorization-url');
});

it('a broken HAR and an empty box get a message that says what is wrong', async (t) => {
  const page = await pages.open(t);
  await page.click('#start');
  await page.locator('#given-error', { hasText: 'Enter a server' }).waitFor();
  await page.fill('#given', '{"log": {"entries": "none"}}');
  await page.click('#start');
  await page.locator('#given-error', { hasText: 'entries' }).waitFor();
});

it('what a server says is never markup', async (t) => {
  const page = await pages.open(t);
  await findOut(page, har(undefined, '<img src=x onerror=alert(1)><b>bold</b>'));
  assert.equal(await page.locator('#result img, #result b').count(), 0);
});
