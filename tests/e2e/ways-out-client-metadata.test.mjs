// A client ID metadata document, made and checked by the command against a real web server with TLS.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { generate } from 'selfsigned';
import { listen } from '../servers/listen.mjs';
import { run } from './command-line.mjs';

const JSON_TYPE = { 'Content-Type': 'application/json' };
let folder, site, url, trusted, document;
/** What the server answers next. */
let answer;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-'));
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048, extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] });
  await writeFile(join(folder, 'authority.pem'), cert);
  const handler = (request, response) => {
    const [status, headers, body] = request.url === '/client.json' ? answer : [200, JSON_TYPE, document];
    response.writeHead(status, headers).end(body);
  };
  site = await listen(undefined, { server: https.createServer({ key, cert }, handler) });
  url = `https://localhost:${site.port}/client.json`;
  trusted = { env: { NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem') } };
  ({ stdout: document } = await run(['client-metadata', 'create', '--client-id', url, '--name', 'App', '--redirect-uri', 'http://127.0.0.1:41937/callback']));
});

after(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

async function checked(...next) {
  answer = next;
  const { status, stdout } = await run(['client-metadata', 'check', url, '--format', 'json'], trusted);
  return { status, flaws: JSON.parse(stdout) };
}

test('what was made can be used where it says it stands', async () => {
  answer = [200, JSON_TYPE, document];
  const { status, stdout } = await run(['client-metadata', 'check', url], trusted);
  assert.equal(status, 0, stdout);
  assert.match(stdout, /only an authorization server in the same network/i);
  assert.match(stdout, /can be used/);
});

for (const [what, next, member, expected] of [
  ['a redirect', () => [302, { Location: '/elsewhere.json' }, ''], 'Location', /must not follow/],
  ['a redirect that only adds a slash', () => [308, { Location: '/client.json/' }, ''], 'Location', /must not follow/],
  ['another status', () => [203, JSON_TYPE, document], 'status', /203/],
  ['a login page', () => [200, { 'Content-Type': 'text/html' }, '<!doctype html>'], 'Content-Type', /text\/html/],
  ['no type', () => [200, {}, document], 'Content-Type', /none/],
  ['another id', () => [200, JSON_TYPE, document.replace(url, `${url}?v=2`)], 'client_id', /byte for byte/],
]) {
  test(`${what} is refused, as an authorization server would`, async () => {
    const { status, flaws } = await checked(...next());
    assert.equal(status, 1);
    assert.match(flaws.find((flaw) => flaw.member === member && flaw.fatal).what, expected);
  });
}

test('a document of any size is answered, and too large is too large', async () => {
  const { flaws } = await checked(200, JSON_TYPE, JSON.stringify({ ...JSON.parse(document), logo: 'x'.repeat(6000) }));
  assert.deepEqual(flaws.map(({ fatal }) => fatal), [false, false]);
  assert.match(flaws[1].what, /bytes; more than 5120/);
  const huge = await checked(200, JSON_TYPE, ' '.repeat(3_000_000));
  assert.match(huge.flaws[1].what, /More than \d+ bytes/);
});

test('a certificate that nobody trusts and a port where nobody listens are told apart', async () => {
  answer = [200, JSON_TYPE, document];
  const untrusted = await run(['client-metadata', 'check', url]);
  assert.equal(untrusted.status, 1);
  assert.match(untrusted.stdout, /doesn't answer: .*certificate/i);
  const { port, close } = await listen(() => {});
  await close();
  const { stdout } = await run(['client-metadata', 'check', `https://localhost:${port}/client.json`]);
  assert.match(stdout, /ECONNREFUSED/);
});

test('keys of a client of its own make it one that authenticates with them', async () => {
  const keys = 'https://app.example/keys.json';
  const { stdout, stderr } = await run(['client-metadata', 'create', '--client-id', 'https://app.example/c', '--name', 'App', '--redirect-uri', 'https://app.example/cb', '--jwks-uri', keys]);
  const made = JSON.parse(stdout);
  assert.deepEqual([made.token_endpoint_auth_method, made.jwks_uri], ['private_key_jwt', keys]);
  assert.match(stderr, /Host it at https:\/\/app\.example\/c with Content-Type: application\/json/);
});

for (const [what, args, expected] of [
  ['an address at the root', ['--client-id', 'https://app.example/'], /a URL with a path/],
  ['an address without TLS', ['--client-id', 'http://app.example/c'], /an https URL/],
  ['a redirect URI of another machine by http', ['--redirect-uri', 'http://app.example/cb'], /which is http to another machine/],
]) {
  test(`${what} makes no document`, async () => {
    const { status, stdout, stderr } = await run(['client-metadata', 'create', '--client-id', 'https://app.example/c', '--name', 'App', '--redirect-uri', 'https://app.example/cb', ...args]);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, expected);
  });
}
