// Signing in from the page, against a real authorization server and a real MCP server.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { logInAndAllow } from '../servers/account.mjs';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { listen } from '../servers/listen.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { findOut, picture, startPages } from './page.mjs';
import { servePage } from './serve.mjs';
import { cardOf, openCard, proved, signInByWindow } from './signing-in.mjs';
import { startSite } from './site.mjs';

const OWN_APP = 'an-app-made-by-hand';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const TOKEN = 'personal-access-token-of-a-test';
let pages;
let authorizationServer;
let mcp;
// Its authorization server registers nobody, so that a token made by hand is a way.
let closed;
// Its authorization server has one client, made by hand, and gives codes for other devices.
let byHand;

before(async () => {
  pages = await startPages();
  authorizationServer = await startAuthorizationServer();
  mcp = await startMcpServer({ authorizationServer });
  const registersNobody = await startAuthorizationServer({ registration: false });
  const server = await startMcpServer({ authorizationServer: registersNobody, personalAccessTokens: { [TOKEN]: { subject: 'alice', scopes: ['mcp:read'] } } });
  const issuer = await startAuthorizationServer({
    registration: false,
    deviceFlow: true,
    clients: [{ client_id: OWN_APP, redirect_uris: [`${pages.site.url}callback.html`], grant_types: ['authorization_code', 'refresh_token', DEVICE], response_types: ['code'], token_endpoint_auth_method: 'none' }],
  });
  const protectedBy = await startMcpServer({ authorizationServer: issuer });
  byHand = { url: protectedBy.url, issuer, close: () => Promise.all([protectedBy.close(), issuer.close()]) };
  closed = { url: server.url, close: () => Promise.all([server.close(), registersNobody.close()]) };
});
after(async () => {
  await pages?.close();
  await mcp?.close();
  await closed?.close();
  await byHand?.close();
  await authorizationServer?.close();
});

it('a window: says where it goes, signs in, proves the token by a call, forgets all', async (t) => {
  const page = await pages.open(t);
  await chooseSignIn(page);
  await page.locator('#leave').waitFor();
  assert.match(await page.locator('.dialog .host').innerText(), /localhost/);
  await picture(page, 'sign-in-leave');
  await signInByWindow(page);
  const card = await page.locator('#signed-in').innerText();
  assert.match(card, /mcp:read/);
  assert.match(card, /The server accepts the token\./);
  assert.match(card, new RegExp(mcp.url));
  await picture(page, 'signed-in');
  await proved(page);
  assert.ok(mcp.requests.some(({ authorization }) => authorization?.startsWith('Bearer ')), 'the server was called with the token');
  assert.equal(await page.locator('.verdict h2').innerText(), 'It works: the server accepts the request.');
  assert.equal(await page.locator('.first-action').count(), 0, 'nobody is sent to sign in again');
  assert.ok((await page.locator('.row .label').allTextContents()).includes('POST /mcp tools/list'));
  await assertNothingStored(page);
  await page.click('#forget');
  await page.getByText('The token is deleted here').waitFor();
  assert.ok(authorizationServer.requests.some(({ url }) => url.includes('revocation')), 'the authorization server was told');
  assert.equal(await page.locator('#signed-in').count(), 0);
  await assertNothingStored(page);
});

it('Stop ends a call with the token that the server leaves without an answer; the sign-in stays, and the next call goes through', async (t) => {
  const page = await pages.open(t);
  await chooseSignIn(page);
  await signInByWindow(page);
  let answerAgain;
  const ended = new Promise((resolve) => {
    answerAgain = mcp.interpose((request, response) => Boolean(request.headers.authorization && response.once('close', resolve)));
  });
  t.after(answerAgain);
  await page.click('#prove');
  await page.locator('#progress li:not(.done)').first().waitFor();
  await picture(page, 'proving');
  await page.click('#stop');
  await page.locator('#progress').waitFor({ state: 'hidden' });
  await page.locator('#announcements', { hasText: 'Stopped' }).waitFor({ state: 'attached' });
  assert.equal(await page.locator('#given-error').isVisible(), false);
  assert.doesNotMatch(await page.locator('#result').innerText(), /tools\/list/);
  await ended;
  assert.match(await page.locator('#signed-in').innerText(), /mcp:read/);
  answerAgain();
  await proved(page);
});

it('the token is shown nowhere: neither in the page nor in what could be shared', async (t) => {
  const page = await pages.open(t);
  const tokens = [];
  // On its way, since a browser may have dropped what was read.
  await page.route((url) => url.pathname.endsWith('/token'), async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const response = await route.fetch();
    tokens.push(await response.json());
    await route.fulfill({ response });
  });
  await chooseSignIn(page);
  await signInByWindow(page);
  await proved(page);
  await page.getByText('Share this report').click();
  await page.locator('.share pre').waitFor();
  const [{ access_token: access, refresh_token: refresh }] = tokens;
  const all = await page.content();
  assert.ok(access && refresh && !all.includes(access) && !all.includes(refresh));
});

it('an app of one’s own: says which address to register, and signs in with its client id', async (t) => {
  const page = await pages.open(t);
  const card = await openOwnApp(page);
  assert.match(await card.locator('.steps').innerText(), new RegExp(`Register as redirect URI: ${pages.site.url}callback.html`));
  await card.getByLabel(/client id/i).fill(OWN_APP);
  await picture(page, 'own-app');
  await card.locator('button[type=submit]').click();
  await signInByWindow(page);
  assert.match(await page.locator('#signed-in').innerText(), new RegExp(`Client\\s+${OWN_APP}`));
});

it('a client id that nobody knows: the authorization server says so in its window, and Stop takes the card away', async (t) => {
  const page = await pages.open(t);
  const card = await openOwnApp(page);
  await card.getByLabel(/client id/i).fill('a-client-that-nobody-made');
  await card.locator('button[type=submit]').click();
  const opening = page.waitForEvent('popup');
  await page.click('#leave');
  const popup = await opening;
  await page.getByText('Did it show an error?').waitFor();
  await popup.getByText('invalid_client').first().waitFor();
  assert.equal(await popup.evaluate(() => window.opener), null, 'the authorization server can not send this page elsewhere');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Did it show an error?').waitFor({ state: 'detached' });
  assert.equal(await card.locator('button[type=submit]').isEnabled(), true);
});

it('the page that the browser comes back to claims no sign-in: the answer may be a refusal', async (t) => {
  const page = await pages.open(t);
  await page.evaluate(() => {
    globalThis.waiting = new BroadcastChannel('mcp-auth-doctor refused');
    globalThis.waiting.onmessage = () => globalThis.waiting.postMessage('received');
  });
  const tab = await page.context().newPage();
  await tab.goto(`${await page.evaluate(() => new URL('callback.html', location.href).href)}?error=access_denied&state=refused`);
  await tab.getByText('You can close this window').waitFor();
  assert.doesNotMatch(await tab.locator('body').innerText(), /signed in/i);
});

it('a code for another device: shows it, goes on when it was entered there', async (t) => {
  const page = await pages.open(t);
  const card = await openOwnApp(page);
  await card.getByLabel(/client id/i).fill(OWN_APP);
  await card.getByLabel('With a code').check();
  await card.locator('button[type=submit]').click();
  const code = (await page.locator('.user-code').innerText()).trim();
  assert.match(code, /^[A-Z]{4}-[A-Z]{4}$/);
  await picture(page, 'code-card');
  const device = await pages.open(t, { url: await page.locator('.dialog a').getAttribute('href') });
  await device.fill('input[name=user_code]', code);
  await device.getByRole('button', { name: 'Continue' }).click();
  await device.getByRole('button', { name: 'Continue' }).click();
  await logInAndAllow(device);
  await device.getByText('Go back to your device').waitFor();
  await page.locator('#signed-in').waitFor();
  assert.match(await page.locator('#signed-in').innerText(), /mcp:read/);
});

it('a code is not offered where the authorization server has none', async (t) => {
  const page = await pages.open(t);
  await findOut(page, mcp.url);
  const card = cardOf(page, /^Sign in/);
  await openCard(card);
  assert.equal(await card.getByLabel('In a new window').count(), 1);
  assert.equal(await card.getByLabel('With a code').count(), 0);
});

it('a new sign-in stops the one before', async (t) => {
  const page = await pages.open(t);
  const card = await openOwnApp(page);
  await card.getByLabel(/client id/i).fill(OWN_APP);
  await card.getByLabel('With a code').check();
  await card.locator('button[type=submit]').click();
  await page.locator('.user-code').waitFor();
  await page.fill('#given', mcp.url);
  await page.click('#start');
  await page.locator('.verdict code', { hasText: mcp.url }).waitFor();
  await page.locator('.first-action button').click();
  await page.locator('#leave').waitFor();
  const polled = () => byHand.issuer.requests.filter(({ url }) => url === '/token').length;
  const before = polled();
  // The server is asked every five seconds (RFC 8628, section 3.2).
  await page.waitForTimeout(6_000);
  assert.equal(polled(), before, 'nobody asks for the first code any more');
});

it('through the relay: signs in where the servers show web pages nothing, and the authorization server’s page stays in the browser', async (t) => {
  const hidden = await startAuthorizationServer({ cors: false });
  const server = await startMcpServer({ authorizationServer: hidden, cors: false });
  const served = await servePage('localhost');
  t.after(async () => {
    served.close();
    await Promise.all([server.close(), hidden.close()]);
  });
  const page = await pages.open(t, { url: served.url });
  await chooseSignIn(page, { server: server.url });
  await signInByWindow(page);
  await proved(page);
  assert.ok(server.requests.some(({ authorization }) => authorization?.startsWith('Bearer ')));
});

it('a token that the server was not seen to accept is not called one that works', async (t) => {
  const stop = mcp.interpose((request, response) => Boolean(request.headers.authorization) && (response.writeHead(500).end('oops'), true));
  t.after(stop);
  const page = await pages.open(t);
  await chooseSignIn(page);
  await signInByWindow(page);
  assert.equal(await page.locator('#seen').innerText(), 'The server answered 500 to the request with the token, so it was not seen to work.');
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
  assert.match(await page.locator('#given-error').innerText(), /started in another tab|expired/);
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
  assert.match(await card.locator('.complaint').innerText(), /inside another page/);
});

async function chooseSignIn(page, { way, server = mcp.url } = {}) {
  await findOut(page, server);
  const card = cardOf(page, /^Sign in/);
  await openCard(card);
  if (way) await card.getByLabel(way).check();
  await card.locator('button[type=submit]').click();
}

async function openOwnApp(page) {
  await findOut(page, byHand.url);
  const card = cardOf(page, /your own OAuth app/);
  await openCard(card);
  return card;
}

async function assertNothingStored(page) {
  assert.deepEqual(await page.evaluate(() => [Object.keys(sessionStorage), Object.keys(localStorage)]), [[], []]);
}
