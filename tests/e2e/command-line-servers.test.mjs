// The command line with a list of servers: `--servers FILE`, for who watches over many.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';
import { parseStringPromise } from 'xml2js';
import { answerJson, listen } from '../servers/listen.mjs';
import { CLI, run } from './command-line.mjs';

let folder;
let one;
let other;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-list-'));
  one = await watchedServer();
  other = await watchedServer();
});
after(() => Promise.all([one.close(), other.close(), rm(folder, { recursive: true })]));
beforeEach(() => [one, other].forEach((server) => server.reset()));

/** Many MCP servers and their authorization server on one port; it holds each answer, and counts how many it has in hand. */
async function watchedServer() {
  const state = {};
  const listening = await listen((request, response) => {
    state.now += 1;
    state.most = Math.max(state.most, state.now);
    state.requests += 1;
    response.on('close', () => { state.now -= 1; });
    const origin = `http://127.0.0.1:${listening.port}`;
    const path = request.url.split('?')[0];
    const resource = path.startsWith('/.well-known/oauth-protected-resource/mcp') && path.slice('/.well-known/oauth-protected-resource'.length);
    setTimeout(() => {
      if (resource) answerJson(response, 200, { resource: origin + resource, authorization_servers: [origin] });
      else if (path === '/.well-known/oauth-authorization-server') answerJson(response, 200, state.document(origin));
      else if (path.startsWith('/mcp')) answerJson(response, 401, {}, { 'WWW-Authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource${path}"` });
      else answerJson(response, 404, {});
    }, 30);
  });
  const reset = () => Object.assign(state, { now: 0, most: 0, requests: 0, document: good });
  reset();
  return { state, reset, close: listening.close, url: (path) => `http://127.0.0.1:${listening.port}${path}` };
}

const good = (issuer) => ({
  issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, registration_endpoint: `${issuer}/register`, response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'], token_endpoint_auth_methods_supported: ['none'], grant_types_supported: ['authorization_code', 'refresh_token'],
});
const ofAnotherIssuer = (issuer) => ({ ...good(issuer), issuer: `${issuer}/somebody-else` });

async function list(...lines) {
  const path = join(folder, 'servers.txt');
  await writeFile(path, lines.join('\n'));
  return path;
}

test('one host gets one request at a time, however many of its servers are in the list', async () => {
  const path = await list(...[1, 2, 3, 4, 5].map((number) => one.url(`/mcp${number}`)));
  const { status, stdout, stderr } = await run(['--servers', path, '--concurrency', '5']);
  assert.equal(status, 0, stdout + stderr);
  assert.ok(one.state.requests >= 15, `${one.state.requests} requests`);
  assert.equal(one.state.most, 1);
});

test('other hosts are asked meanwhile', async () => {
  const both = [1, 2, 3].flatMap((number) => [one.url(`/mcp${number}`), other.url(`/mcp${number}`).replace('127.0.0.1', 'localhost')]);
  let together = 0;
  const watch = setInterval(() => { together = Math.max(together, one.state.now + other.state.now); }, 5);
  await run(['--servers', await list(...both), '--concurrency', '6']);
  clearInterval(watch);
  assert.ok(together >= 2, `${together} at once`);
});

test('a request that waits for its turn does not run out of time', async () => {
  const path = await list(...Array.from({ length: 12 }, (_, number) => one.url(`/mcp${number}`)));
  const { stdout } = await run(['--servers', path, '--concurrency', '12', '--timeout', '0.5', '--format', 'json']);
  assert.ok(one.state.requests * 30 > 500, 'all in a row they take longer than one may');
  assert.deepEqual(JSON.parse(stdout).flatMap(({ exchanges }) => exchanges.filter(({ response }) => !response)), []);
});

test('a host that does not answer ends its own diagnosis only', async () => {
  const silent = await listen(() => {});
  const path = await list(`http://localhost:${silent.port}/mcp`, one.url('/mcp'));
  const { status, stdout } = await run(['--servers', path, '--timeout', '0.3']);
  await silent.close();
  assert.equal(status, 3);
  assert.match(stdout, /^blocked +http:\/\/localhost.* contact\/unreachable/m);
  assert.match(stdout, /^(ok|needs) +http:\/\/127/m);
  assert.match(stdout, /^2 servers: 1 (ok|needs), 1 undetermined or unreachable$/m, 'the summary says what the status does');
});

test('ends with one summary: on stdout beside the text, on stderr beside what programs read', async () => {
  const path = await list('# ours', one.url('/mcp'), '', `${one.url('/mcp2')} # the second`, one.url('/mcp'));
  const text = await run(['--servers', path]);
  assert.match(text.stdout.trim().split('\n').at(-1), /^2 servers: 2 (ok|needs)$/);
  assert.equal(text.stderr, '');
  const json = await run(['--servers', path, '--format', 'json']);
  assert.deepEqual(JSON.parse(json.stdout).map(({ server }) => server), [one.url('/mcp'), one.url('/mcp2')]);
  assert.match(json.stderr, /^2 servers: 2 (ok|needs)\n$/);
});

test('shows on a terminal what is being asked, and how far it is', async () => {
  const path = await list(one.url('/mcp'), one.url('/mcp2'));
  const command = `'${process.execPath}' '${CLI}' --servers '${path}' --concurrency 1 > /dev/null`;
  const { stdout } = await promisify(execFile)('script', ['--quiet', '--return', '--command', command, '/dev/null']);
  assert.match(stdout, /\[0\/2\] (GET|POST) http:\/\/127/);
  assert.match(stdout, /\[1\/2\] (GET|POST) http:\/\/127/);
});

test('SARIF is one run, each finding at the line of the list that names its server', async () => {
  one.state.document = ofAnotherIssuer;
  const path = await list('# ours', one.url('/mcp'), one.url('/mcp2'));
  const { stdout } = await run(['--servers', path, '--format', 'sarif']);
  const { runs } = JSON.parse(stdout);
  assert.equal(runs.length, 1);
  const [{ tool, results }] = runs;
  assert.equal(tool.driver.name, 'mcp-auth-doctor');
  const ids = tool.driver.rules.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, 'each rule once');
  assert.ok(results.every(({ ruleId }) => ids.includes(ruleId)));
  const places = results.map(({ locations: [{ physicalLocation }] }) => physicalLocation);
  assert.ok(places.every(({ artifactLocation }) => artifactLocation.uri === path));
  assert.deepEqual([...new Set(places.map(({ region }) => region.startLine))].sort(), [2, 3]);
  assert.ok(results.every(({ relatedLocations }) => relatedLocations === undefined), 'no other file is named');
  assert.ok(results.every(({ properties: { url } }) => /^http:/.test(url)));
  const prints = results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
  assert.equal(new Set(prints).size, prints.length, 'the same finding of two servers is two results');
});

test('a baseline is written once, and from then on only what changed is named and counts', async () => {
  const baseline = join(folder, 'baseline.json');
  one.state.document = ofAnotherIssuer;
  const path = await list(one.url('/mcp'), other.url('/mcp'));
  const [compare, update] = [['--servers', path, '--baseline', baseline], ['--update-baseline']];

  const first = await run(compare);
  assert.equal(first.status, 1, 'nothing is known yet: all is named and counts');
  const written = await readFile(baseline, 'utf8');
  assert.deepEqual(Object.keys(JSON.parse(written).servers), [one.url('/mcp'), other.url('/mcp')]);

  const same = await run(compare);
  assert.deepEqual([same.status, same.stdout.split('\n').length], [0, 2], same.stdout);
  assert.match(same.stdout, /^2 servers: 1 (ok|needs)?.*; nothing changed since the baseline\n$/);

  other.state.document = ofAnotherIssuer;
  const worse = await run(compare);
  assert.equal(worse.status, 1);
  assert.match(worse.stdout, new RegExp(`^blocked +${other.url('/mcp')} \\(was (ok|needs)\\)  [\\w-]+/[\\w-]+: .+\\n +new: .*[\\w-]+/[\\w-]+`));
  assert.doesNotMatch(worse.stdout, new RegExp(one.url('/mcp')));
  assert.match(worse.stdout, /; 1 changed since the baseline\n$/);
  assert.equal(await readFile(baseline, 'utf8'), written, 'a comparison leaves the baseline as it is');

  one.state.document = good;
  other.state.document = good;
  const better = await run([...compare, ...update]);
  assert.equal(better.status, 0, better.stdout);
  assert.match(better.stdout, new RegExp(`^(ok|needs) +${one.url('/mcp')} \\(was blocked\\)`));
  assert.match((await run(compare)).stdout, /nothing changed/);
});

test('every format names only what changed', async () => {
  const baseline = join(folder, 'formats.json');
  const path = await list(one.url('/mcp'), other.url('/mcp'));
  const compare = (format) => run(['--servers', path, '--baseline', baseline, '--format', format]);
  await compare('text');
  assert.deepEqual(JSON.parse((await compare('json')).stdout), []);
  assert.deepEqual(JSON.parse((await compare('sarif')).stdout).runs.map(({ results }) => results), [[]]);
  other.state.document = ofAnotherIssuer;
  assert.deepEqual(JSON.parse((await compare('json')).stdout).map(({ server }) => server), [other.url('/mcp')]);
  const markdown = await compare('markdown');
  assert.ok(markdown.stdout.includes(other.url('/mcp')) && !markdown.stdout.includes(`${one.url('/mcp')}`));
});

test('names servers that joined the list and servers that left it', async () => {
  const baseline = join(folder, 'moved.json');
  await run(['--servers', await list(one.url('/mcp')), '--baseline', baseline]);
  const { stdout } = await run(['--servers', await list(other.url('/mcp')), '--baseline', baseline]);
  assert.match(stdout, new RegExp(`${other.url('/mcp')} \\(new in the list\\)`));
  assert.match(stdout, new RegExp(`no longer in the list: ${one.url('/mcp')}\n$`));
});

test('a baseline holds nothing that was sent or received', async () => {
  const baseline = join(folder, 'plain.json');
  await run(['--servers', await list(one.url('/mcp')), '--baseline', baseline]);
  const { schema, servers } = JSON.parse(await readFile(baseline, 'utf8'));
  assert.equal(schema, 1);
  assert.deepEqual(Object.values(servers).map((known) => Object.keys(known)), [['verdict', 'cause', 'findings']]);
});

for (const [name, args, expected] of [
  ['a baseline that is something else', ['--baseline', 'LIST'], /is not a baseline of mcp-auth-doctor/],
  ['a baseline that is a folder', ['--baseline', 'FOLDER'], /can't be read \(EISDIR\)/],
  ['an update without a baseline', ['--update-baseline'], /needs --baseline FILE/],
  ['a concurrency of none', ['--concurrency', '0'], /from 1 to 32/],
  ['a status that there is not', ['--baseline', 'NONE', '--fail-on', 'nonsense'], /the only value is "warning"/],
  ['an address beside the list', ['https://example.com/mcp'], /not both/],
]) {
  test(`wrong use ends with 2 before anything is asked: ${name}`, async () => {
    const path = await list(one.url('/mcp'));
    const places = { LIST: path, FOLDER: folder, NONE: join(folder, 'none.json') };
    const { status, stderr, stdout } = await run(['--servers', path, ...args.map((arg) => places[arg] ?? arg)]);
    assert.deepEqual([status, stdout, one.state.requests], [2, '', 0], stderr);
    assert.match(stderr, expected);
  });
}

test('a line that is no address is named with its number', async () => {
  const { status, stderr } = await run(['--servers', await list('# ours', 'example.com/mcp')]);
  assert.equal(status, 2);
  assert.match(stderr, /example\.com\/mcp is not an http or https address\. Did you mean/);
});

test('the sample workflow runs on its list: its commands end with findings, not with wrong use', async () => {
  const sample = new URL('../../examples/ci/', import.meta.url);
  const workflow = await readFile(new URL('mcp-sign-in.yml', sample), 'utf8');
  const commands = [...workflow.matchAll(/npx --yes mcp-auth-doctor@\S+ (.+?) >/g)].map(([, words]) => words.split(' '));
  assert.equal(commands.length, 2);
  const path = await list(one.url('/mcp'));
  const places = { 'servers.txt': path, 'baseline.json': join(folder, 'sample.json') };
  for (const words of commands) {
    const { status, stderr } = await run(words.map((word) => places[word] ?? word));
    assert.equal(status, 0, stderr);
  }
  const version = JSON.parse(await readFile(new URL('../../target/npm/mcp-auth-doctor/package.json', import.meta.url), 'utf8')).version;
  assert.ok(workflow.includes(`mcp-auth-doctor@${version} `), 'of this version');
});

test('a CI reads the list as JUnit: an error of a server is a failure of its suite', async () => {
  other.state.document = ofAnotherIssuer;
  const { stdout, status } = await run(['--servers', await list(one.url('/mcp'), other.url('/mcp')), '--format', 'junit']);
  assert.equal(status, 1);
  const { testsuites } = await parseStringPromise(stdout, { strict: true });
  const [healthy, broken] = testsuites.testsuite;
  assert.deepEqual([testsuites.$.tests, healthy.$.name, healthy.$.failures], [String(Number(healthy.$.tests) + Number(broken.$.tests)), one.url('/mcp'), '0']);
  const [failure] = broken.testcase[0].failure;
  assert.equal(failure.$.type, 'server/issuer-mismatch');
  assert.match(failure._, /to be fixed by: .*\nExpected|Expected/s);
});

test('a list is judged as one client: what stops only that one makes the status', async () => {
  const path = await list(one.url('/mcp'));
  const asSdk = await run(['--servers', path, '--as', 'typescript-sdk-1']);
  assert.equal(asSdk.status, 0, asSdk.stdout);
  assert.match(asSdk.stdout, /\n {13}TypeScript SDK 1: gets in\n/);
  const asHosted = await run(['--servers', path, '--as', 'chatgpt']);
  assert.equal(asHosted.status, 1);
  assert.match(asHosted.stdout, /\n {13}ChatGPT: stops: contact: /);
  assert.equal((await run(['--servers', path, '--as', 'all'])).status, 2);
});

test('each line that is no address is named, and nothing is asked', async () => {
  const before = one.state.requests;
  const path = await list('# ours', one.url('/mcp'), 'mcp.example.com/mcp', '', 'nonsense');
  const { status, stdout, stderr } = await run(['--servers', path]);
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /^ {2}line 3: mcp\.example\.com\/mcp is not an http or https address\. Did you mean https:\/\/mcp\.example\.com\/mcp\?$/m);
  assert.match(stderr, /^ {2}line 5: nonsense is not an http or https address\.$/m);
  assert.equal(one.state.requests, before);
});
