// The loopback listener of the Node host.
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { test } from 'node:test';
import { CALLBACK_PORTS, listenForCallback } from 'mcp-auth-doctor/node';
import { freePort } from '../servers/process.mjs';

/** Takes the port, as another program would. */
const occupy = (t, port, address) =>
  new Promise((resolve) => {
    const other = net.createServer().listen(port, address, () => resolve(port));
    t.after(() => other.close());
  });

async function listening(t, options = {}) {
  const listener = await listenForCallback({ ports: [await freePort()], ...options });
  t.after(listener.close);
  return listener;
}

test('receives the callback and shows how it ended', async (t) => {
  const listener = await listening(t);
  const page = fetch(`${listener.redirectUri}?code=secret&state=s`);
  const callback = await listener.callback;
  assert.equal(callback.url, `${listener.redirectUri}?code=secret&state=s`);
  callback.show('signed-in');
  const answer = await page;
  const html = await answer.text();
  assert.match(html, /You are signed in/);
  assert.doesNotMatch(html, /secret/);
  assert.match(answer.headers.get('content-security-policy'), /default-src 'none'/);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
});

test('says in the tab that the sign-in failed, with text that can do no harm', async (t) => {
  const listener = await listening(t);
  const page = fetch(`${listener.redirectUri}?error=access_denied`);
  (await listener.callback).show('failed', '<script>alert(1)</script>');
  const html = await (await page).text();
  assert.match(html, /did not work/);
  assert.doesNotMatch(html, /<script>alert/);
});

test('listens on both loopback addresses', async (t) => {
  const listener = await listening(t);
  const { port } = new URL(listener.redirectUri);
  for (const host of ['127.0.0.1', '[::1]']) {
    const answer = await fetch(`http://${host}:${port}/other`).catch((error) => error);
    if (host === '[::1]' && answer.cause?.code === 'EADDRNOTAVAIL') continue;
    assert.equal(answer.status, 404, host);
  }
});

test('answers nothing but its own path, by GET, for a loopback host', async (t) => {
  const listener = await listening(t);
  const { origin, port } = new URL(listener.redirectUri);
  assert.equal((await fetch(`${origin}/favicon.ico`)).status, 404);
  assert.equal((await fetch(`${origin}/callback/../x?code=1`)).status, 404);
  assert.equal((await fetch(`${listener.redirectUri}?code=1`, { method: 'POST' })).status, 405);
  assert.equal((await fetch(listener.redirectUri)).status, 400);
  const rebound = await new Promise((resolve) =>
    http.get({ port, host: '127.0.0.1', path: '/callback?code=1', headers: { Host: 'attacker.example' } }, resolve),
  );
  assert.equal(rebound.statusCode, 403);
});

test('takes one callback only, and the port is free afterwards', async (t) => {
  const listener = await listening(t);
  const first = fetch(`${listener.redirectUri}?code=1`);
  const callback = await listener.callback;
  const second = await fetch(`${listener.redirectUri}?code=2`).then((answer) => answer.status, () => 'refused');
  assert.ok(second === 'refused' || second === 409, String(second));
  assert.equal(callback.url.endsWith('code=1'), true);
  callback.show('signed-in');
  await first;
  await listener.close();
  const again = await listenForCallback({ redirectUri: listener.redirectUri });
  await again.close();
});

test('a foreign callback changes nothing: the listener goes on waiting', async (t) => {
  const listener = await listening(t, { accepts: (url) => url.includes('state=mine') });
  const stranger = await fetch(`${listener.redirectUri}?code=x&state=theirs`);
  assert.equal(stranger.status, 400);
  assert.match(await stranger.text(), /not the answer/);
  const page = fetch(`${listener.redirectUri}?code=y&state=mine`);
  const callback = await listener.callback;
  callback.show('signed-in');
  assert.match(callback.url, /state=mine/);
  assert.equal((await page).status, 200);
});

test('takes the next port of the list where one is taken, on either address', async (t) => {
  const [first, second, third] = [await freePort(), await freePort(), await freePort()];
  await occupy(t, first, '127.0.0.1');
  await occupy(t, second, '::1').catch(() => {});
  const listener = await listening(t, { ports: [first, second, third] });
  assert.equal(listener.redirectUri, `http://localhost:${third}/callback`);
});

test('names the ports where all are taken', async (t) => {
  const port = await occupy(t, await freePort(), '127.0.0.1');
  await assert.rejects(listenForCallback({ ports: [port] }), { code: 'port-taken', message: new RegExp(String(port)) });
  await assert.rejects(listenForCallback({ redirectUri: `http://127.0.0.1:${port}/cb` }), { code: 'port-taken' });
});

test('keeps a given redirect URI as it is', async (t) => {
  const redirectUri = `http://127.0.0.1:${await freePort()}`;
  const listener = await listening(t, { redirectUri });
  assert.equal(listener.redirectUri, redirectUri);
  const page = fetch(`${redirectUri}/?code=1`);
  (await listener.callback).show('signed-in');
  assert.equal((await page).status, 200);
});

test('refuses a redirect URI that no listener on this machine can receive', async () => {
  for (const redirectUri of ['https://app.example/callback', 'http://localhost/callback', 'myapp://callback', 'http://localhost:80/cb?x=1', 'http://0.0.0.0:1234/']) {
    await assert.rejects(listenForCallback({ redirectUri }), { code: 'redirect-not-loopback' }, redirectUri);
  }
});

test('the ports are a fixed list, as a registered app needs it', () => {
  assert.deepEqual([...CALLBACK_PORTS], [41937, 41938, 41939]);
});

test('leads to the authorization URL once; who comes second is told so', async (t) => {
  const listener = await listening(t);
  const url = 'https://as.example/authorize?state=a%20b&scope=x+y';
  const lead = listener.leadTo(url);
  assert.equal(new URL(lead).origin, new URL(listener.redirectUri).origin);
  assert.ok(new URL(lead).pathname.length > 30, 'nobody guesses it');
  const first = await fetch(lead, { redirect: 'manual' });
  assert.deepEqual([first.status, first.headers.get('location'), first.headers.get('referrer-policy')], [302, url, 'no-referrer']);
  const second = await fetch(lead, { redirect: 'manual' });
  assert.deepEqual([second.status, second.headers.get('location')], [409, null]);
  assert.match(await second.text(), /opened before/);
  assert.equal((await fetch(new URL('/start/other', lead))).status, 404);
});

test('where nobody takes show the tab has its page after a second, and the connection ends', async (t) => {
  const listener = await listening(t);
  const started = Date.now();
  const page = fetch(`${listener.redirectUri}?code=1&state=s`);
  const { url } = await listener.callback;
  assert.match(url, /code=1/);
  assert.match(await (await page).text(), /Answer received/);
  assert.ok(Date.now() - started < 3_000, `${Date.now() - started} ms`);
});

test('where somebody took show the tab waits for what they show', async (t) => {
  const listener = await listening(t);
  const page = fetch(`${listener.redirectUri}?code=1&state=s`);
  const { show } = await listener.callback;
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  show('signed-in');
  assert.match(await (await page).text(), /You are signed in/);
});
