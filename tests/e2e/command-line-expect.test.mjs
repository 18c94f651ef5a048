// `--expect`: a server that lost its protection or its registration does not pass; and no sign-in that was not finished passes either.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseStringPromise } from 'xml2js';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { servers } from '../servers/pair.mjs';
import { freePort } from '../servers/process.mjs';
import { commandLine, run } from './command-line.mjs';

const SOURCES = new URL('../../pkg-template/', import.meta.url);

async function open(t) {
  const server = await startMcpServer({ protected: false, resourceMetadata: false });
  t.after(server.close);
  return server.url;
}
const closed = async (t, options) => (await servers(t, options)).mcp.url;

for (const [expected, start, status, line] of [
  ['protected', closed, 0, undefined],
  ['protected', open, 1, /^Expected: protected\. Not met: the server answers without a token\.$/m],
  ['public', open, 0, undefined],
  ['public', closed, 1, /^Expected: public\. Not met: the server refuses a request without a token\.$/m],
  ['registration', closed, 0, undefined],
  ['registration', (t) => closed(t, { registration: false }), 1, /^Expected: registration\. Not met: the authorization server offers neither registration nor client ID metadata documents\.$/m],
  ['registration', (t) => closed(t, { registration: false, clientIdMetadataDocument: true }), 0, undefined],
  ['registration', open, 1, /^Expected: registration\. Not met: the server answers without a token/m],
  ['protected', async () => `http://localhost:${await freePort()}/mcp`, 3, /^Expected: protected\. Not known: no answer of the server tells\.$/m],
]) {
  test(`expected ${expected}: status ${status}${line ? `, and a line that says ${line.source.slice(1, 60)}` : ''}`, async (t) => {
    const url = await start(t);
    const said = await run([url, '--expect', expected]);
    assert.equal(said.status, status, said.stdout + said.stderr);
    if (line) assert.match(said.stdout, line);
    else assert.doesNotMatch(said.stdout, /^Expected:/m);
    const { expectation } = JSON.parse((await run([url, '--expect', expected, '--format', 'json'])).stdout);
    assert.deepEqual([expectation.expected, expectation.met], [expected, status === 3 ? null : status === 0]);
  });
}

test('the formats of a CI have it too', async (t) => {
  const url = await open(t);
  const sarif = JSON.parse((await run([url, '--expect', 'protected', '--format', 'sarif'])).stdout);
  const [{ tool, results }] = sarif.runs;
  const [result] = results.filter(({ ruleId }) => ruleId === 'expect/protected');
  assert.deepEqual([result.level, result.properties.url], ['error', url]);
  assert.ok(tool.driver.rules.some(({ id }) => id === 'expect/protected'));
  const junit = await parseStringPromise((await run([url, '--expect', 'protected', '--format', 'junit'])).stdout, { strict: true });
  const [suite] = junit.testsuites.testsuite;
  const [failed] = suite.testcase.filter(({ $ }) => $.name === 'expected: protected');
  assert.match(failed.failure[0].$.message, /answers without a token/);
  assert.equal(suite.$.failures, '1');
  assert.match((await run([url, '--expect', 'protected', '--format', 'markdown'])).stdout, /^Expected: protected/m);
});

test('of a list, each server is held against it, and a baseline excuses none', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-expect-'));
  t.after(() => rm(folder, { recursive: true }));
  const [path, baseline] = [join(folder, 'servers.txt'), join(folder, 'baseline.json')];
  const [good, bad] = [await closed(t), await open(t)];
  await writeFile(path, `${good}\n${bad}\n`);
  const list = ['--servers', path, '--baseline', baseline, '--expect', 'protected'];
  for (const _again of [1, 2]) {
    const { status, stdout } = await run(list);
    assert.equal(status, 1, stdout);
    assert.ok(stdout.includes(bad) && /\n {13}Expected: protected\. Not met/.test(stdout), stdout);
    assert.match(stdout, /^2 servers: .*; 1 not as expected/m);
  }
  const [{ results }] = JSON.parse((await run([...list, '--format', 'sarif'])).stdout).runs;
  const [line] = results.filter(({ ruleId }) => ruleId === 'expect/protected').map(({ locations: [{ physicalLocation }] }) => physicalLocation.region.startLine);
  assert.equal(line, 2);
  const reports = JSON.parse((await run([...list, '--format', 'json'])).stdout);
  assert.deepEqual(reports.map(({ expectation }) => expectation.met), [false]);
});

test('another expectation is wrong use, before anything is asked', async () => {
  const { status, stderr } = await run(['https://never.asked.invalid/mcp', '--expect', 'private']);
  assert.equal(status, 2);
  assert.match(stderr, /--expect private: use protected, public, registration\./);
  assert.equal((await run(['analyze', '-', '--expect', 'public'])).status, 2);
});

test('a sign-in that was not finished never ends with 0: refused, given up, nobody came back', async (t) => {
  const run = await commandLine(t);
  const redirect = async () => ['--redirect-uri', `http://localhost:${await freePort()}/callback`];
  const refused = await closed(t, { registration: 'refused' });
  const asks = await closed(t, { registration: false });
  const gone = `http://localhost:${await freePort()}/mcp`;
  for (const url of [refused, asks, gone]) {
    const { status, stdout } = await run(['sign-in', url, ...(await redirect())]);
    assert.ok([1, 3, 4].includes(status), `${status}: ${stdout}`);
  }
  const { mcp, authorizationServer } = await servers(t);
  authorizationServer.interpose((request, response) => request.url.startsWith('/token') && (response.writeHead(400, { 'Content-Type': 'application/json' }).end('{"error":"invalid_grant"}'), true));
  assert.equal((await run(['sign-in', mcp.url, ...(await redirect())])).status, 1);
});

test('a sign-in whose token was not seen to work ends with 3 and says what the server answered', async (t) => {
  const run = await commandLine(t);
  const { mcp } = await servers(t);
  mcp.interpose((request, response) => Boolean(request.headers.authorization) && (response.writeHead(500).end('oops'), true));
  const { status, stdout } = await run(['sign-in', mcp.url, '--redirect-uri', `http://localhost:${await freePort()}/callback`]);
  assert.match(stdout, /^Signed in to .*, but it was not seen to work$/m);
  assert.match(stdout, /accepted {7}not known: the server answered 500 to the request with the token/);
  assert.equal(status, 3);
});

// Whatever kinds of endings there will be: a new one fails here until somebody says what its status is.
test('of the endings of a sign-in only two are a success', async () => {
  const source = await readFile(new URL('cli/commands/sign-in.ts', SOURCES), 'utf8');
  const body = source.slice(source.indexOf('export async function signInCommand'), source.indexOf('async function lifetimeOf'));
  const successes = [...body.matchAll(/kind === '([a-z-]+)'\) \{.*?return STATUS\.fine/gs)].map(([, kind]) => kind);
  assert.deepEqual(successes, ['signed-in', 'not-needed']);
  assert.equal(body.match(/STATUS\.fine/g).length, 2, 'and by no other way');
  assert.match(body, /return statusOf\(ending\.report, options\) \|\| STATUS\.blocked;/);
  const later = source.slice(source.indexOf('async function lifetimeOf'), source.indexOf('async function clientFrom'));
  assert.match(later, /outcome === 'breaks'\) \? STATUS\.blocked : STATUS\.fine;/);
  assert.equal(later.match(/STATUS\.fine/g).length, 1, 'a sign-in whose later ends are tried succeeds where none of them breaks');
});
