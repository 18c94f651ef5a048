// The checks of the official conformance suite that our rules name: each is one of the installed suite, and what no rule names is printed.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { loadDiagnosis, rules } from 'mcp-auth-doctor';

/** What the suite is told of what happened, and what is about something else than signing in. */
const TRACE = /^(?:authorization-request|token-request|client-registration|prm-pathbased-requested|scope-retry-auth-attempt|valid-bearer-token|test-client-id|pre-registered-client|conformance-\S+)$/;
const AUTHORIZATION =
  /^(?:authorization-|cimd-|client-credentials-|complete-flow-|invalid-bearer|pkce-|pre-registration|prm-|resource-(?:mismatch|parameter)|scope-|sep-(?:837|990|1932|2207|2350|2352|2468)-|token-endpoint-|wif-)/;

const source = await readFile(new URL('../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url), 'utf8');
/** The ids of its checks: the members `id`, and the keys of the table of DPoP's. */
const checks = new Set([...source.matchAll(/\bid:`([a-z\d-]+)`/g), ...source.matchAll(/"(sep-\d+-[a-z\d-]+)":\{name:/g)].map(([, id]) => id));

await loadDiagnosis();
const named = rules().flatMap(({ id, conformance }) => conformance.map((check) => [id, check]));

test('each check that a rule names is one of the installed suite', () => {
  assert.ok(checks.size > 150, `${checks.size} checks were found in the suite`);
  assert.ok(named.length > 50, `${named.length} are named`);
  assert.deepEqual(named.filter(([, check]) => !checks.has(check)), []);
});

test('no rule names a check twice', () => {
  const pairs = named.map((pair) => pair.join(' '));
  assert.equal(new Set(pairs).size, pairs.length);
});

test('the checks of an authorization server are named', () => {
  for (const check of ['authorization-server-metadata', 'authorization-server-metadata-cimd', 'authorization-code-grant']) assert.ok(named.some(([, id]) => id === check), check);
});

test('what no rule names is printed', (t) => {
  const ours = new Set(named.map(([, check]) => check));
  const left = [...checks].filter((check) => AUTHORIZATION.test(check) && !TRACE.test(check) && !ours.has(check)).sort();
  t.diagnostic(`${ours.size} checks are named by ${new Set(named.map(([id]) => id)).size} rules; no rule names ${left.length}: ${left.join(', ')}`);
});
