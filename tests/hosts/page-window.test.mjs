// The window of a sign-in from a page: what it may reach, and what is left when it never comes to be. The window is a stand-in; servers and
// core are the real ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWindow, signInByPopup } from 'mcp-auth-doctor/page';
import { servers } from '../servers/pair.mjs';

const unhandled = [];
process.on('unhandledRejection', (error) => unhandled.push(error));
globalThis.window = globalThis;

/** The browser: it opens windows, or blocks them. */
function browserOpens(blocked = false) {
  const opened = [];
  globalThis.open = (url) => {
    if (blocked) return null;
    const one = { opener: 'the page', url, wasAt: [], closed: false, document: emptyDocument(), close: () => (one.closed = true) };
    one.location = { replace: (next) => one.wasAt.push({ next, opener: one.opener }) };
    opened.push(one);
    return one;
  };
  return opened;
}

/** What a browser has in a new window. */
function emptyDocument() {
  return { title: '', createElement: () => ({ style: {} }), body: { replaceChildren: () => {} } };
}

async function start(t, options) {
  const { mcp } = await servers(t);
  return signInByPopup({ server: mcp.url, redirectUri: 'http://localhost:41937/callback', clientMetadata: { client_name: 'Page' }, ...options });
}

test('the authorization server gets no window.opener: it can not send the page elsewhere', { timeout: 20_000 }, async (t) => {
  const opened = browserOpens();
  const stop = new AbortController();
  const ending = start(t, { signal: stop.signal, interact: { confirm: () => (setTimeout(() => stop.abort(), 200), true) } });
  await assert.rejects(ending, { code: 'aborted' });
  assert.equal(opened.length, 1);
  assert.equal(opened[0].url, 'about:blank');
  assert.deepEqual(opened[0].wasAt.map(({ opener }) => opener), [null]);
});

test('a window opened with an address goes there without an opener, and a blocked one is told', () => {
  const opened = browserOpens();
  assert.notEqual(openWindow('https://as.example/authorize'), null);
  assert.deepEqual([opened[0].url, opened[0].wasAt], ['about:blank', [{ next: 'https://as.example/authorize', opener: null }]]);
  browserOpens(true);
  assert.equal(openWindow('https://as.example/authorize'), null);
});

test('a signal that fires while the person is asked ends the sign-in, and nothing goes to the authorization server', { timeout: 20_000 }, async (t) => {
  const opened = browserOpens();
  const stop = new AbortController();
  await assert.rejects(start(t, { signal: stop.signal, interact: { confirm: async () => (stop.abort(), true) } }), { code: 'aborted' });
  assert.deepEqual(opened[0].wasAt, []);
  assert.equal(opened[0].closed, true);
});

test('after a blocked window nothing waits any more: a later stop is no unhandled rejection', { timeout: 20_000 }, async (t) => {
  browserOpens(true);
  const stop = new AbortController();
  await assert.rejects(start(t, { signal: stop.signal }), { code: 'popup-blocked' });
  const waiting = process.getActiveResourcesInfo().filter((each) => each === 'MessagePort').length;
  stop.abort();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(unhandled, []);
  assert.equal(waiting, 0, 'the channel is closed');
});
