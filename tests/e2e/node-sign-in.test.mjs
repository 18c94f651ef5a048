// What can come between while a sign-in from Node waits for the browser, and must not end it.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
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
    assert.match(text, /not the answer that was expected/);
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

test('the authorization URL is not on the command line of the browser, where every user of the machine could read it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-browser-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'browser.mjs');
  const opener = new URL('../servers/open-browser.mjs', import.meta.url).pathname;
  await writeFile(program, `#!${process.execPath}\nimport { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(join(folder, 'given'))}, process.argv.slice(2).join(' '));\nawait import(${JSON.stringify(opener)});\n`, { mode: 0o755 });
  const before = process.env.BROWSER;
  process.env.BROWSER = program;
  t.after(() => (before === undefined ? delete process.env.BROWSER : (process.env.BROWSER = before)));
  let step;
  const ending = await start(t, { interact: { confirm: (given) => Boolean((step = given)) } });
  assert.equal(ending.kind, 'signed-in', JSON.stringify(ending.report?.cause));
  const given = await readFile(join(folder, 'given'), 'utf8');
  const state = new URL(step.url).searchParams.get('state');
  assert.ok(given && !given.includes(state) && !given.includes('client_id'), given);
});

/** Answers the authorization endpoint's first GET without cookies: the look, not the browser. */
const answersTheLook = (authorization, handler) => {
  const seen = [];
  authorization.interpose((request, response) => {
    if (!request.url.startsWith('/auth?') || !/mcp-auth-doctor/.test(request.headers['user-agent'] ?? '')) return false;
    seen.push({ url: request.url, headers: request.headers });
    handler(request, response);
    return true;
  });
  return seen;
};

test('while the browser is open, what the authorization endpoint says is told at once, and it is the report where no callback comes', { timeout: 20_000 }, async (t) => {
  const { authorizationServer: authorization, mcp } = await servers(t);
  const seen = answersTheLook(authorization, (_request, response) => response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Cannot GET /auth'));
  let told;
  const at = Date.now();
  const ending = await signIn({
    server: mcp.url, clientMetadata: { client_name: 'Test' }, store: memoryStore(), redirectUri: `http://localhost:${await freePort()}/callback`,
    openBrowser: async () => {}, lookAhead: true, callbackTimeoutMs: 3_000, interact: { sawAhead: (report) => (told ??= { report, after: Date.now() - at }) },
  });
  assert.ok(told.after < 2_500, `${told.after} ms`);
  assert.equal(ending.kind, 'abandoned');
  assert.equal(ending.report.cause.rule, told.report.cause.rule);
  assert.equal(ending.report.cause.step, 'authorization', ending.report.cause.rule);
  assert.equal(seen.length, 1);
  assert.equal(seen[0].headers.cookie, undefined);
});

test('a look has a state and a challenge of its own, and stops no sign-in that a browser completes', async (t) => {
  const { authorizationServer: authorization, mcp } = await servers(t);
  const seen = answersTheLook(authorization, (_request, response) => response.writeHead(403, { 'Content-Type': 'text/html' }).end('<title>Just a moment</title>'));
  let step;
  const ending = await signIn({
    server: mcp.url, clientMetadata: { client_name: 'Test' }, store: memoryStore(), redirectUri: `http://localhost:${await freePort()}/callback`,
    openBrowser: scriptedBrowser(), lookAhead: true, interact: { confirm: (given) => Boolean((step = given)) },
  });
  assert.equal(ending.kind, 'signed-in', JSON.stringify(ending.report?.cause));
  const [look, real] = [new URL(seen[0].url, authorization.issuer), new URL(step.url)];
  for (const name of ['state', 'code_challenge']) assert.notEqual(look.searchParams.get(name), real.searchParams.get(name), name);
  for (const name of ['client_id', 'redirect_uri', 'scope', 'resource']) assert.equal(look.searchParams.get(name), real.searchParams.get(name), name);
});

test('a healthy authorization endpoint gives no remark', async (t) => {
  const { mcp } = await servers(t);
  const told = [];
  const browser = scriptedBrowser();
  const ending = await signIn({
    server: mcp.url, clientMetadata: { client_name: 'Test' }, store: memoryStore(), redirectUri: `http://localhost:${await freePort()}/callback`,
    openBrowser: async (url) => { await sleep(700); await browser(url); }, lookAhead: true, interact: { sawAhead: (report) => told.push(report.cause) },
  });
  assert.equal(ending.kind, 'signed-in', JSON.stringify(ending.report?.cause));
  assert.deepEqual(told, []);
});

test('the words of the page where the browser stays are an answer too', { timeout: 20_000 }, async (t) => {
  const ending = await start(t, { openBrowser: async () => {}, interact: { paste: async () => 'Error: invalid_redirect_uri. The redirect_uri does not match the registered one.' } });
  assert.equal(ending.kind, 'abandoned');
  assert.match(ending.report.cause.rule, /redirect/);
});
