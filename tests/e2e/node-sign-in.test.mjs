// What can come between while a sign-in from Node waits for the browser, and must not end it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStore } from 'mcp-auth-doctor';
import { signIn } from 'mcp-auth-doctor/node';
import { browse, scriptedBrowser } from '../servers/browser.mjs';
import { servers } from '../servers/pair.mjs';
import { freePort } from '../servers/process.mjs';

/** Signs in to a server of its own, under a port of its own. */
async function start(t, options) {
  const { mcp } = await servers(t);
  const redirectUri = `http://localhost:${await freePort()}/callback`;
  const given = typeof options === 'function' ? options(redirectUri) : options;
  return signIn({ server: mcp.url, clientMetadata: { client_name: 'Test' }, store: memoryStore(), redirectUri, ...given });
}

test('a request without state, such as an image on any page makes it, ends nothing: the real answer is taken', async (t) => {
  const setAside = [];
  const pages = [];
  const browser = scriptedBrowser();
  const ending = await start(t, (redirectUri) => ({
    openBrowser: async (url) => {
      for (const query of ['?x=1', '?error=access_denied', '?code=stolen&state=of-another']) {
        const answer = await fetch(redirectUri + query);
        pages.push([answer.status, await answer.text()]);
      }
      await browser(url);
    },
    interact: { foreignCallback: (what) => setAside.push(what) },
  }));
  assert.equal(ending.kind, 'signed-in', JSON.stringify(ending.report?.cause));
  assert.deepEqual(setAside, ['no-state', 'no-state', 'other-state']);
  for (const [status, text] of pages) {
    assert.equal(status, 400);
    assert.match(text, /not the answer that was waited for/);
  }
});

test('what came before the browser was opened is not taken either', async (t) => {
  const ending = await start(t, (redirectUri) => ({
    openBrowser: scriptedBrowser(),
    interact: { confirm: async () => (await fetch(`${redirectUri}?x=1`)).status === 400 },
  }));
  assert.equal(ending.kind, 'signed-in', JSON.stringify(ending.report?.cause));
});

test('where nothing else came back, the error at the end says what was set aside', async (t) => {
  const waited = start(t, (redirectUri) => ({
    openBrowser: async () => void (await fetch(`${redirectUri}?code=canary-code`)),
    callbackTimeoutMs: 300,
  }));
  await assert.rejects(waited, (error) => {
    assert.equal(error.code, 'callback-timeout');
    assert.match(error.message, /without `state`/);
    assert.doesNotMatch(error.message, /canary-code/);
    return true;
  });
});

test('where nothing at all came back, the error at the end speaks of nothing that was set aside', async (t) => {
  await assert.rejects(start(t, { openBrowser: async () => {}, callbackTimeoutMs: 50 }), (error) => error.code === 'callback-timeout' && !/state/.test(error.message));
});

test('Enter, or anything that is not the address, at the prompt asks again', async (t) => {
  const setAside = [];
  let address;
  const typed = ['', 'hello', 'https://other.example/callback?code=1'];
  const ending = await start(t, (redirectUri) => ({
    openBrowser: false,
    interact: {
      showUrl: ({ url }) => (address = url),
      paste: async () => typed.shift() ?? (await browse(address, { stopAt: redirectUri })).url,
      foreignCallback: (what) => setAside.push(what),
    },
  }));
  assert.equal(ending.kind, 'signed-in', JSON.stringify(ending.report?.cause));
  assert.deepEqual(setAside, ['no-callback-url', 'no-callback-url', 'no-callback-url']);
});

test('a prompt that gives nothing over and over does not keep the timeout from ending the sign-in', { timeout: 20_000 }, async (t) => {
  const waited = start(t, { openBrowser: false, callbackTimeoutMs: 100, interact: { showUrl: () => {}, paste: async () => '' } });
  await assert.rejects(waited, { code: 'callback-timeout' });
});

test('an answer without state that the person pastes is explained', async (t) => {
  let show;
  const shown = new Promise((resolve) => (show = resolve));
  const ending = await start(t, (redirectUri) => ({
    openBrowser: false,
    interact: {
      showUrl: ({ url }) => show(url),
      paste: async () => {
        const url = new URL((await browse(await shown, { stopAt: redirectUri })).url);
        url.searchParams.delete('state');
        return url.href;
      },
    },
  }));
  assert.equal(ending.kind, 'abandoned');
  assert.match(ending.report.cause.rule, /state/);
});

test('an openBrowser that ends only when its page is closed keeps nothing waiting: the callback completes the sign-in', { timeout: 20_000 }, async (t) => {
  const browser = scriptedBrowser();
  const ending = await start(t, {
    openBrowser: async (url) => {
      await browser(url);
      // The page in the tab is finished only when the sign-in is.
      await browser.pages[0];
    },
  });
  assert.equal(ending.kind, 'signed-in', JSON.stringify(ending.report?.cause));
});

for (const [what, options, code] of [
  ['the timeout', () => ({ callbackTimeoutMs: 100 }), 'callback-timeout'],
  ['the signal', () => ({ signal: AbortSignal.timeout(1000) }), 'aborted'],
]) {
  test(`${what} ends a sign-in whose openBrowser never ends`, { timeout: 20_000 }, async (t) => {
    await assert.rejects(start(t, { openBrowser: () => new Promise(() => {}), ...options() }), { code });
  });
}

test('a browser that fails, with nobody to show the address to, ends the sign-in with its error', async (t) => {
  const failed = Object.assign(new Error('no browser here'), { code: 'browser-failed' });
  await assert.rejects(start(t, { openBrowser: () => Promise.reject(failed) }), { code: 'browser-failed' });
});
