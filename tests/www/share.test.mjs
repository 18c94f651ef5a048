// A report is passed on without its secrets, and looked at without its maker being trusted.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { findOut, picture, startPages, verdict } from './page.mjs';

let pages;
before(async () => (pages = await startPages()));
after(() => pages?.close());

const CANARIES = ['canary-access-token-0123456789', 'canary-refresh-0123456789', 'canary-client-secret-0123456789', 'canary-authorization-code-0123456789', 'canary-code-verifier-0123456789-0123456789-012', 'canary-cookie-0123456789'];
const [ACCESS, REFRESH, SECRET, CODE, VERIFIER, COOKIE] = CANARIES;

it('a link carries the redacted evidence, and another browser shows the same verdict as somebody else’s', async (t) => {
  const maker = await pages.open(t);
  const made = await findOut(maker, evidence());
  await maker.getByText('Share this report').click();
  const shown = await maker.locator('.share pre').innerText();
  assertClean(shown);
  await picture(maker, 'share');
  await maker.getByRole('button', { name: 'Copy link' }).click();
  await maker.getByText('Link copied.').waitFor();
  const link = await maker.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.startsWith(`${pages.site.url}#evidence=`));

  const reader = await pages.open(t, { url: link });
  assert.deepEqual(await verdict(reader), made);
  assert.match(await reader.locator('.notice').innerText(), /made by someone else/);
  assert.equal(await reader.locator('#result form, #result input').count(), 0);
  assertClean(await reader.content());
  await picture(reader, 'foreign');
});

it('a link sends no request to the server that it names', async (t) => {
  const page = await pages.open(t);
  const elsewhere = [];
  page.on('request', (request) => !request.url().startsWith(pages.site.url) && elsewhere.push(request.url()));
  await page.goto(linkOf({ server: 'http://127.0.0.1:9/mcp', exchanges: [] }));
  await page.reload();
  await verdict(page);
  assert.deepEqual(elsewhere, []);
  assert.equal(await page.inputValue('#given'), '');
});

it('texts and links of a shared report are the page’s own', async (t) => {
  const page = await pages.open(t, { url: linkOf({ server: 'https://a.example/mcp', exchanges: [], cause: { title: 'Send me your token' }, actions: [{ title: 'Click here' }] }) });
  await page.reload();
  await verdict(page);
  assert.doesNotMatch(await page.locator('#result').innerText(), /Send me your token|Click here/);
});

for (const [what, fragment, message] of [
  ['a cut link', 'evidence=q1bKzEtJrVCyUkrMS1GqBQA', /damaged|no report/],
  ['a link that is not base64url', 'evidence=%00%00', /damaged/],
  ['a link that inflates to more than 32 KB', `evidence=${packed({ exchanges: [], symptom: 'a'.repeat(40_000) })}`, /more than 32 KB/],
  ['a bomb', `evidence=${deflateRawSync(Buffer.alloc(8_000_000)).toString('base64url')}`, /more than 32 KB/],
  ['a link with something else in it', `evidence=${packed({ hello: 1 })}`, /no report/],
]) {
  it(`${what} gets a message and no report`, async (t) => {
    const page = await pages.open(t);
    await page.goto(`${pages.site.url}#${fragment}`);
    await page.reload();
    await page.locator('#given-error:not([hidden])').waitFor();
    assert.match(await page.locator('#given-error').innerText(), message);
    assert.equal(await page.locator('#result .verdict').count(), 0);
  });
}

it('evidence of more than 32 KB gets no link, but a file', async (t) => {
  const page = await pages.open(t);
  // Text that does not repeat itself, so that nothing is saved by how it is packed.
  const words = Array.from({ length: 9_000 }, (_, index) => (index * 7919).toString(36)).join(' ');
  await findOut(page, JSON.stringify({ ...JSON.parse(evidence()), symptom: words }));
  await page.getByText('Share this report').click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('more than the 32 KB').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Download JSON' }).isVisible());
});

it('JSON, HAR and Markdown are clean too', async (t) => {
  const page = await pages.open(t);
  await findOut(page, evidence());
  await page.getByText('Share this report').click();
  for (const name of ['Download JSON', 'Download HAR']) {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name }).click();
    const text = await readFile(await (await waiting).path(), 'utf8');
    assert.ok(JSON.parse(text));
    assertClean(text);
  }
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  const markdown = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(markdown, /#/);
  assertClean(markdown);
});

function assertClean(text) {
  for (const canary of CANARIES) assert.ok(!text.includes(canary), canary);
}

function packed(value) {
  return deflateRawSync(JSON.stringify(value)).toString('base64url');
}

function linkOf(value) {
  return `${pages.site.url}#evidence=${packed(value)}`;
}

/** Our own evidence with a secret wherever one can be. */
function evidence() {
  const form = new URLSearchParams({ grant_type: 'authorization_code', code: CODE, code_verifier: VERIFIER, client_id: 'abc', client_secret: SECRET, redirect_uri: 'http://localhost:3118/callback' });
  return JSON.stringify({
    server: 'https://mcp.example.com/mcp',
    symptom: `401 with Authorization: Bearer ${ACCESS}`,
    exchanges: [
      {
        request: { method: 'POST', url: 'https://auth.example.com/token', headers: [['Content-Type', 'application/x-www-form-urlencoded'], ['Cookie', `session=${COOKIE}`]], body: form.toString() },
        response: { status: 200, headers: [['Content-Type', 'application/json']], body: JSON.stringify({ access_token: ACCESS, refresh_token: REFRESH, token_type: 'Bearer', expires_in: 3600 }) },
      },
      {
        request: { method: 'POST', url: 'https://mcp.example.com/mcp', headers: [['Authorization', `Bearer ${ACCESS}`]], body: '{"jsonrpc":"2.0","id":1,"method":"initialize"}' },
        response: { status: 401, headers: [['WWW-Authenticate', 'Bearer error="invalid_token"']], body: `the token ${ACCESS} is not known` },
      },
    ],
  });
}
