// Signing in from the page, against a real authorization server and a real MCP server.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { ACCOUNT } from '../servers/account.mjs';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { listen } from '../servers/listen.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { findOut, picture, startPages } from './page.mjs';
import { startSite } from './site.mjs';

const TOKEN = 'personal-access-token-of-a-test';
let pages;
let authorizationServer;
let mcp;
// Its authorization server registers nobody, so that a token made by hand is a way.
let closed;

before(async () => {
  pages = await startPages();
  authorizationServer = await startAuthorizationServer();
  mcp = await startMcpServer({ authorizationServer });
  const registersNobody = await startAuthorizationServer({ registration: false });
  const server = await startMcpServer({ authorizationServer: registersNobody, personalAccessTokens: { [TOKEN]: { subject: 'alice', scopes: ['mcp:read'] } } });
  closed = { url: server.url, close: () => Promise.all([server.close(), registersNobody.close()]) };
});
after(async () => {
  await pages?.close();
  await mcp?.close();
  await closed?.close();
  await authorizationServer?.close();
});

it('a window: says where it goes, signs in, proves the token by a call, forgets all', async (t) => {
  const page = await pages.open(t);
  await chooseSignIn(page);
  await page.locator('#leave').waitFor();
  assert.match(await page.locator('.dialog .host').innerText(), /localhost/);
  await picture(page, 'sign-in-leave');
  const opening = page.waitForEvent('popup');
  await page.click('#leave');
  await logInAndAllow(await opening);
  await page.locator('#signed-in').waitFor();
  const card = await page.locator('#signed-in').innerText();
  assert.match(card, /mcp:read/);
  assert.match(card, new RegExp(mcp.url));
  await picture(page, 'signed-in');
  await page.click('#prove');
  await page.locator('.exchanges').waitFor();
  await page.waitForFunction(() => /200/.test(document.querySelector('.exchanges')?.textContent ?? ''));
  assert.ok(mcp.requests.some(({ authorization }) => authorization?.startsWith('Bearer ')), 'the server was called with the token');
  await assertNothingStored(page);
  await page.click('#forget');
  await page.getByText('Forgotten').waitFor();
});

it('leaving the page: comes back signed in, with the code out of the address and the history', async (t) => {
  const page = await pages.open(t);
  await chooseSignIn(page, { way: 'In this tab' });
  await page.click('#leave');
  await page.locator('input[name=login]').waitFor();
  await logInAndAllow(page);
  await page.locator('#signed-in').waitFor();
  assert.equal(page.url(), pages.site.url);
  assert.match(await page.locator('#signed-in').innerText(), /mcp:read/);
  assert.ok(!(await page.evaluate(() => JSON.stringify(sessionStorage))).includes('code='));
});

it('a personal access token is proved by a call, and stored nowhere', async (t) => {
  const page = await pages.open(t);
  await findOut(page, closed.url);
  const card = cardOf(page, /personal access token/i);
  await openCard(card);
  await card.locator('input[type=password]').fill(TOKEN);
  await card.locator('button[type=submit]').click();
  await page.locator('#signed-in').waitFor();
  assert.ok(!(await page.locator('body').innerText()).includes(TOKEN));
  await assertNothingStored(page);
});

it('a wrong token is told, and is nowhere in the page’s text', async (t) => {
  const page = await pages.open(t);
  await findOut(page, closed.url);
  const card = cardOf(page, /personal access token/i);
  await openCard(card);
  await card.locator('input[type=password]').fill('wrong-token-0123456789');
  await card.locator('button[type=submit]').click();
  await page.locator('#result .verdict .badge.blocked, #result .verdict .badge.undetermined, .card .complaint:not([hidden])').first().waitFor();
  assert.equal(await page.locator('#signed-in').count(), 0);
  assert.ok(!(await page.locator('body').innerText()).includes('wrong-token-0123456789'));
});

it('the callback page drops its query before anything else', async (t) => {
  const page = await pages.open(t);
  await page.goto(`${pages.site.url}callback.html?code=stolen-code-0123456789&state=nobody`, { waitUntil: 'commit' });
  await page.waitForFunction(() => !location.href.includes('stolen-code'));
  await page.locator('#given-error:not([hidden])').waitFor();
  assert.match(await page.locator('#given-error').innerText(), /begun in another tab|over/);
});

it('is refused inside a frame', async (t) => {
  const page = await pages.open(t);
  const framed = await startSite({ framing: true });
  t.after(() => framed.close());
  const framing = await listen((_request, response) => response.end(`<!doctype html><iframe src="${framed.url}" width="1000" height="800"></iframe>`));
  t.after(() => framing.close());
  await page.goto(`http://127.0.0.1:${framing.port}/`);
  const frame = page.frameLocator('iframe');
  await frame.locator('#given').fill(mcp.url);
  await frame.locator('#start').click();
  const card = cardOf(frame, /sign in/i);
  await openCard(card);
  await card.locator('button[type=submit]').click();
  await card.locator('.complaint:not([hidden])').waitFor();
  assert.match(await card.locator('.complaint').innerText(), /inside another one/);
});

async function chooseSignIn(page, { way, server = mcp.url } = {}) {
  await findOut(page, server);
  const card = cardOf(page, /^Sign in/);
  await openCard(card);
  if (way) await card.getByLabel(way).check();
  await card.locator('button[type=submit]').click();
}

function cardOf(page, title) {
  return page.locator('.card').filter({ has: page.locator('summary', { hasText: title }) }).first();
}

async function openCard(card) {
  if ((await card.getAttribute('open')) === null) await card.locator('summary').click();
}

async function logInAndAllow(page) {
  await page.fill('input[name=login]', ACCOUNT.login);
  await page.fill('input[name=password]', ACCOUNT.password);
  await page.click('button[value=login]');
  await page.click('button[value=allow]', { noWaitAfter: true });
}

async function assertNothingStored(page) {
  assert.deepEqual(await page.evaluate(() => [Object.keys(sessionStorage), Object.keys(localStorage)]), [[], []]);
}
