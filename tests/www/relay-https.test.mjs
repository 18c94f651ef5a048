// The relay asks https servers as a client does: a certificate that it can't trust is a finding, and nothing is read past it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { generate } from 'selfsigned';
import { answerJson, listen } from '../servers/listen.mjs';
import { causeOf, findOut, picture, startPages } from './page.mjs';
import { relayBy } from './relay.mjs';
import { servePageWith } from './serve.mjs';

const servers = {};
let folder;
let pages;
let page;

before(async () => {
  const trusted = await certificate('localhost');
  folder = await mkdtemp(path.join(tmpdir(), 'relay-https-'));
  const authority = path.join(folder, 'trusted.pem');
  const expired = await certificate('localhost', new Date('2026-01-01'));
  await writeFile(authority, `${trusted.cert}\n${expired.cert}\n`);
  servers.expired = await secure(expired);
  servers.trusted = await secure(trusted);
  servers.unknown = await secure(await certificate('localhost'));
  pages = await startPages();
  page = await servePageWith({ NODE_EXTRA_CA_CERTS: authority }, 'localhost', '127.0.0.1');
});
after(async () => {
  page?.close();
  await pages?.close();
  for (const server of Object.values(servers)) await server.close();
  if (folder) await rm(folder, { recursive: true });
});

it('a server whose certificate is trusted is seen with all its headers', async () => {
  const { body } = await relayBy(page, { url: `https://localhost:${servers.trusted.port}/mcp` });
  assert.equal(body.status, 401);
  assert.match(JSON.stringify(body.headers), /resource_metadata/);
});

it('in the page it is diagnosed to the end', async (t) => {
  const open = await pages.open(t, { url: page.url });
  const { badge } = await findOut(open, `https://localhost:${servers.trusted.port}/mcp`);
  assert.match(badge, /No problem found/);
  assert.equal(await open.locator('.row.unseen, .row.error').count(), 0);
});

it('a certificate that nobody vouches for is told, and nothing was asked', async () => {
  const { status, body } = await relayBy(page, { url: `https://localhost:${servers.unknown.port}/mcp` });
  assert.deepEqual([status, body.code], [502, 'DEPTH_ZERO_SELF_SIGNED_CERT']);
  assert.deepEqual(servers.unknown.requests, []);
});

it('a trusted certificate of another name is told', async () => {
  const { status, body } = await relayBy(page, { url: `https://127.0.0.1:${servers.trusted.port}/mcp` });
  assert.deepEqual([status, body.code], [502, 'ERR_TLS_CERT_ALTNAME_INVALID']);
});

it('an expired certificate is told', async () => {
  const { status, body } = await relayBy(page, { url: `https://localhost:${servers.expired.port}/mcp` });
  assert.deepEqual([status, body.code], [502, 'CERT_HAS_EXPIRED']);
});

for (const [what, server, rule] of [
  ['an expired certificate', 'expired', 'contact/tls'],
  ['a certificate of an unknown authority', 'unknown', 'contact/private-authority'],
]) {
  it(`in the page ${what} is the cause`, async (t) => {
    const open = await pages.open(t, { url: page.url });
    const { badge } = await findOut(open, `https://localhost:${servers[server].port}/mcp`);
    assert.equal(badge, 'Blocked');
    assert.deepEqual(await causeOf(open), [rule]);
    await picture(open, `relay-${server}-certificate`);
  });
}

it('a server that speaks no TLS where https is asked is told', async (t) => {
  const plain = await listen((_request, response) => response.end());
  t.after(() => plain.close());
  const { status, body } = await relayBy(page, { url: `https://localhost:${plain.port}/mcp` });
  assert.deepEqual([status, body.code], [502, 'EPROTO']);
});

async function certificate(name, notAfterDate = undefined) {
  const extensions = [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
  ];
  const { private: key, cert } = await generate([{ name: 'commonName', value: `${name} ${randomUUID()}` }], { extensions, ...(notAfterDate && { notBeforeDate: new Date('2025-01-01'), notAfterDate }) });
  return { key, cert };
}

/** An MCP server and its authorization server, as far as a diagnosis asks. */
async function secure(pair) {
  const requests = [];
  const server = https.createServer(pair, (request, response) => {
    requests.push(request.url);
    const origin = `https://localhost:${server.address().port}`;
    const documents = {
      '/.well-known/oauth-protected-resource/mcp': { resource: `${origin}/mcp`, authorization_servers: [origin], scopes_supported: ['read'] },
      '/.well-known/oauth-authorization-server': {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        registration_endpoint: `${origin}/register`,
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_methods_supported: ['none'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
      },
    };
    const challenge = { 'WWW-Authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp", scope="read"` };
    if (request.url === '/mcp') return answerJson(response, 401, { error: 'unauthorized' }, challenge);
    const document = documents[request.url];
    answerJson(response, document ? 200 : 404, document ?? { error: 'not_found' });
  });
  return { ...(await listen(undefined, { server })), requests };
}
