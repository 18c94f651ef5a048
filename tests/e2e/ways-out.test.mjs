// What people paste becomes a report, the report a way out: through the package, as a host uses it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  analyze, applyPatch, checkClientMetadata, clientMatrix, createClientMetadata, foreignToken, patches, planRedirects, readEvidence, revisionLens,
} from 'mcp-auth-doctor';

const PASTED = '$ curl -i -X POST https://h.example/mcp\nHTTP/1.1 401 Unauthorized\ncontent-type: text/plain\n\n';

test('a pasted answer ends in the line that the operator must send, and the line mends it', () => {
  const evidence = readEvidence(PASTED);
  assert.deepEqual(evidence.recognised.map(({ kind }) => kind), ['http']);
  const report = analyze(evidence);
  assert.equal(report.actions[0].kind, 'patch-server');
  const patch = patches(evidence).find(({ rule }) => rule === report.cause.rule);
  assert.equal(patch.header, 'WWW-Authenticate');
  const mended = analyze(applyPatch(evidence, patch));
  assert.ok(!mended.findings.some(({ rule }) => rule === patch.rule));
});

test('what people paste is recognised, whatever their client and their editor made of it', () => {
  const kinds = (text) => readEvidence(text).recognised.map(({ kind }) => kind);
  for (const [text, kind] of [
    ['{\u201cissuer\u201d:\u00a0\u201chttps://as.example\u201d,\u201ctoken_endpoint\u201d:\u201chttps://as.example/t\u201d}', 'server-metadata'],
    ['{"projects":{"/a":{"mcpServers":{"x":{"type":"http","url":"https://h.example/mcp"}}}}}', 'configuration'],
    ['AuthRequired(AuthRequiredError { www_authenticate_header: "Bearer error=\\"invalid_token\\"" })', 'log'],
    ['INFO: 127.0.0.1:1 - "POST /mcp HTTP/1.1" 401 Unauthorized', 'log'],
  ]) {
    assert.deepEqual(kinds(text), [kind], text);
  }
});

test('the form of an own app has the redirect URI of the host that asks', () => {
  const evidence = { server: 'https://mcp.asana.com/v2/mcp', symptom: 'Incompatible auth server: does not support dynamic client registration', exchanges: [] };
  const report = analyze(evidence, { host: { kind: 'desktop', ports: [5000] } });
  const app = report.actions.find(({ kind }) => kind === 'own-app');
  assert.equal(app.fields.find(({ name }) => name === 'redirectUri').value, 'http://localhost:5000/callback');
  assert.ok(app.fields.every(({ secret, value }) => !secret || value === undefined));
  assert.equal(planRedirects({ kind: 'desktop', ports: [5000] }, 'asana').register[0].uri, 'http://localhost:5000/callback');
});

test('other revisions and other clients are shown for the same evidence', () => {
  const evidence = readEvidence(PASTED);
  assert.deepEqual(revisionLens(evidence).revisions.map(({ revision }) => revision), ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28']);
  const clients = clientMatrix(evidence);
  assert.ok(clients.some(({ client }) => client === 'vscode'));
  for (const { sources, asOf } of clients) assert.ok(sources.length > 0 && /^\d{4}-\d{2}-\d{2}$/.test(asOf));
});

test('a client metadata document that was made here passes the check, and one with a secret does not', () => {
  const url = 'https://app.example/client.json';
  const { document } = createClientMetadata({ url, clientName: 'App', redirectUris: ['http://127.0.0.1:41937/callback'] });
  const answer = (body) => ({ response: { status: 200, headers: [['content-type', 'application/json']], body } });
  assert.deepEqual(checkClientMetadata(url, answer(document)), []);
  const withSecret = JSON.stringify({ ...JSON.parse(document), client_secret: 'x' });
  assert.deepEqual(checkClientMetadata(url, answer(withSecret)).map(({ member }) => member), ['client_secret']);
});

test("another provider's token is recognised before it is sent", () => {
  assert.deepEqual(foreignToken('https://h.example/mcp', 'ghp_x'), { provider: 'GitHub' });
  assert.equal(foreignToken('https://api.githubcopilot.com/mcp/', 'ghp_x'), null);
});
