// Servers that misbehave at each place of the flow: an answer in bounded time and memory, nothing leaked, and the next call works.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { authenticatedFetch, beginSignIn, completeSignIn, diagnose, memoryStore } from 'mcp-auth-doctor';
import { listen } from '../servers/listen.mjs';
import { BEHAVIOURS, PLACES, startMisbehavingServer } from '../servers/misbehaving-server.mjs';

const TIMEOUT_MS = 700;
const MOST_MS = 15_000;
// The server is in this process, and makes its 50 MB anew for each request; a reader without a limit takes the gigabyte.
const MOST_MEMORY = 800 * 1024 * 1024;
const REDIRECT = 'http://localhost:41937/callback';

// A caller's signal and collections while requests are under way: what only an object nobody holds would end, lasts for ever.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const collecting = setInterval(collect, 100).unref();
after(() => clearInterval(collecting));
const { signal } = new AbortController();

/** Goes as far as the server lets it: diagnosis, registration, a callback, the exchange. */
async function everything(server) {
  const means = { store: memoryStore(), timeoutMs: TIMEOUT_MS, signal };
  const report = await diagnose(server.url, means);
  const outcome = await beginSignIn({ server: server.url, redirectUri: REDIRECT, clientMetadata: { client_name: 'Test' }, ...means });
  if (outcome.kind !== 'open-browser') return { report, outcome };
  const state = new URL(outcome.url).searchParams.get('state');
  return { report, outcome: await completeSignIn(outcome.pending, `${REDIRECT}?code=canary-code&state=${state}`, means) };
}

/** The most memory that the process held while the work ran. */
async function watched(work) {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const started = Date.now();
  try {
    return { ...(await work()), milliseconds: Date.now() - started, memory: most - before };
  } finally {
    clearInterval(timer);
  }
}

test('the server is one that can be signed in to, where it behaves', async (t) => {
  const server = await startMisbehavingServer();
  t.after(server.close);
  const { outcome } = await everything(server);
  assert.equal(outcome.kind, 'signed-in', JSON.stringify(outcome.report?.cause));
});

for (const place of Object.keys(PLACES)) {
  for (const behaviour of Object.keys(BEHAVIOURS)) {
    test(`${place}: ${behaviour}`, async (t) => {
      const server = await startMisbehavingServer({ place, behaviour });
      t.after(server.close);
      const { report, outcome, milliseconds, memory } = await watched(() => everything(server));
      assert.ok(['blocked', 'choose', 'signed-in'].includes(outcome.kind), outcome.kind);
      assert.ok(milliseconds < MOST_MS, `${milliseconds} ms`);
      assert.ok(memory < MOST_MEMORY, `${Math.round(memory / 1e6)} MB`);
      const said = JSON.stringify([report, outcome.report ?? null]);
      assert.ok(said.length < 5_000_000, `${said.length} characters`);
      assert.doesNotMatch(said, /canary-code|token-of-the-misbehaving-server|root:/);
      const secrets = server.leaked.filter(({ headers }) => headers.authorization);
      assert.deepEqual(secrets, [], 'a credential went to another origin');
      assert.deepEqual(server.leaked.filter(({ method }) => method === 'POST' && place === 'token'), [], 'the code went to another origin');

      const next = await startMisbehavingServer();
      t.after(next.close);
      assert.equal((await everything(next)).outcome.kind, 'signed-in');
    });
  }
}

test('a server that makes each step as dear as it can is done with in bounded time and memory', async (t) => {
  const server = await startMisbehavingServer({ dear: true });
  t.after(server.close);
  const { report, outcome, milliseconds, memory } = await watched(() => everything(server));
  t.diagnostic(`${server.requests.length} requests, ${milliseconds} ms, ${Math.round(memory / 1e6)} MB`);
  assert.ok(server.requests.length > 50, 'it was not dear');
  assert.equal(report.verdict, 'blocked');
  assert.equal(outcome.kind, 'blocked');
  assert.ok(milliseconds < 3 * MOST_MS, `${milliseconds} ms`);
  assert.ok(memory < MOST_MEMORY, `${Math.round(memory / 1e6)} MB`);
});

test('servers that misbehave at the same time do not keep a good one from being signed in to', async (t) => {
  const started = await Promise.all([{}, ...Object.keys(BEHAVIOURS).map((behaviour) => ({ place: 'server-metadata', behaviour }))].map(startMisbehavingServer));
  t.after(() => Promise.all(started.map((server) => server.close())));
  const endings = await Promise.all(started.map((server) => everything(server)));
  assert.deepEqual([endings.length, endings[0].outcome.kind], [started.length, 'signed-in']);
  for (const [at, { report }] of endings.entries()) assert.equal(report.server, started[at].url);
});

for (const [named, options] of [['alone', {}], ['with a credential, from a page', { credential: { kind: 'bearer', token: 'canary' }, origin: 'https://page.example' }]]) {
  test(`a server that never answers is waited for once: ${named}`, async (t) => {
    const server = await startMisbehavingServer({ place: 'everywhere', behaviour: 'never answers' });
    t.after(server.close);
    const { report, milliseconds } = await watched(async () => ({ report: await diagnose(server.url, { probe: 'eager', timeoutMs: TIMEOUT_MS, signal, ...options }) }));
    assert.ok(milliseconds < 2 * TIMEOUT_MS, `${milliseconds} ms`);
    assert.equal(report.cause.rule, 'contact/unreachable');
    assert.deepEqual(report.findings.map(({ rule }) => rule), ['contact/unreachable']);
    assert.match(report.findings[0].title, /were not asked/);
  });
}

test('an answer that came while the thread was busy is no timeout', async (t) => {
  const server = await startMisbehavingServer();
  t.after(server.close);
  const busy = (url, init) => {
    const answer = fetch(url, init);
    setImmediate(() => {
      for (const end = Date.now() + 2 * TIMEOUT_MS; Date.now() < end; );
    });
    return answer;
  };
  const report = await diagnose(server.url, { timeoutMs: TIMEOUT_MS, signal, fetch: busy });
  assert.deepEqual([report.verdict, report.cause], ['ok', null]);
});

for (const status of [301, 302, 307, 308]) {
  test(`a token does not follow a ${status} to another origin`, async (t) => {
    const behaving = await startMisbehavingServer();
    t.after(behaving.close);
    const store = memoryStore();
    const means = { store, timeoutMs: TIMEOUT_MS, signal };
    const outcome = await beginSignIn({ server: behaving.url, redirectUri: REDIRECT, ...means });
    await completeSignIn(outcome.pending, `${REDIRECT}?code=canary-code&state=${new URL(outcome.url).searchParams.get('state')}`, means);
    const arrived = [];
    const elsewhere = await listen((request, response) => {
      arrived.push(request.headers);
      response.end('{}');
    });
    t.after(elsewhere.close);
    behaving.redirectTo(`http://localhost:${elsewhere.port}/mcp`, status);
    const fetch = authenticatedFetch({ server: behaving.url, redirectUri: REDIRECT, ...means });
    const answer = await fetch(behaving.url, { method: 'POST', body: '{}' }).catch((error) => error);
    assert.ok(behaving.requests.at(-1).authorization?.startsWith('Bearer '), 'the token was not used at all');
    assert.ok(arrived.every(({ authorization }) => authorization === undefined), `${answer}`);
  });
}

test('a certificate that nobody signed is named', async (t) => {
  const server = await startMisbehavingServer({ badCertificate: true });
  t.after(server.close);
  const report = await diagnose(server.url, { timeoutMs: TIMEOUT_MS, signal });
  assert.notEqual(report.verdict, 'ok');
  assert.match(JSON.stringify(report.findings), /certificate|TLS/i);
});
