// A client ID metadata document, made and checked by the command against a real web server with TLS.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createLocalJWKSet, importPKCS8, jwtVerify, SignJWT } from 'jose';
import { generate } from 'selfsigned';
import { listen } from '../servers/listen.mjs';
import { begin, run } from './command-line.mjs';

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

test('a key pair is made: the private half in a file of its own, and what it signs is proved by the document', async () => {
  const path = join(folder, 'client.pem');
  const args = ['client-metadata', 'create', '--client-id', url, '--name', 'App', '--redirect-uri', 'https://app.example/cb', '--key', path];
  const { status, stdout, stderr } = await run(args);
  assert.equal(status, 0, stderr);
  const { jwks, token_endpoint_auth_method: method } = JSON.parse(stdout);
  assert.equal(method, 'private_key_jwt');
  assert.deepEqual([jwks.keys.length, 'd' in jwks.keys[0]], [1, false]);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  const key = await importPKCS8(await readFile(path, 'utf8'), 'ES256');
  const assertion = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: jwks.keys[0].kid }).setIssuer(url).setSubject(url).setAudience('https://as.example').setIssuedAt().sign(key);
  assert.equal((await jwtVerify(assertion, createLocalJWKSet(jwks))).payload.iss, url);
  const { status: used, flaws } = await checked(200, JSON_TYPE, stdout);
  assert.equal(used, 0, JSON.stringify(flaws));
  const again = await run(args);
  assert.deepEqual([again.status, again.stdout], [2, '']);
  assert.match(again.stderr, /the file already exists/);
  assert.ok(await importPKCS8(await readFile(path, 'utf8'), 'ES256'));
});

test('a document served on this machine stands where a tunnel looks for it, and who asks is told', async () => {
  const { child, ended } = begin(['client-metadata', 'serve', '--client-id', 'https://tunnel.example/app/client.json', '--name', 'App', '--redirect-uri', 'http://127.0.0.1:41937/callback']);
  const local = await new Promise((resolve) => child.stdout.once('data', (text) => resolve(text.trim())));
  assert.match(local, /^http:\/\/127\.0\.0\.1:\d+\/app\/client\.json$/);
  const answer = await fetch(local, { headers: { 'User-Agent': 'an authorization server/1' } });
  assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'application/json']);
  assert.equal((await answer.json()).client_id, 'https://tunnel.example/app/client.json');
  assert.equal((await fetch(new URL('/', local))).status, 404);
  assert.equal((await fetch(local, { method: 'POST' })).status, 405);
  child.kill('SIGINT');
  const { stderr } = await ended;
  assert.match(stderr, /Point your tunnel from https:\/\/tunnel\.example to http/);
  assert.match(stderr, /GET \/app\/client\.json 200 {2}an authorization server\/1/);
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
