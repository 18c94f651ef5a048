// Every function of the package called with what it does not take: an error that names the argument, never a trap.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as api from 'mcp-auth-doctor';

const ODD = [undefined, null, 0, -1.5, NaN, 10n, true, '', '\ud800', Symbol('odd'), {}, [], () => {}, new Map(), new Date(NaN), { length: 4 }, Object.create(null)];
const CODES = ['invalid-argument', 'invalid-state', 'host-failed'];
const functions = Object.entries(api).filter(([name, value]) => typeof value === 'function' && !['AuthDoctorError', 'Discovery', 'memoryStore'].includes(name));
const cyclic = {};
cyclic.self = cyclic;
const throwing = { get server() { throw new Error('a getter that throws'); } };

globalThis.fetch = async () => { throw new Error('no network here'); };

/** What came of a call: nothing, or what it threw or rejected with. */
async function failure(call) {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

test('there are functions to call', () => assert.ok(functions.length > 30, `${functions.length}`));

for (const [name, call] of functions) {
  test(`${name} takes no odd value for an argument, and says which one it was`, async () => {
    for (const odd of [...ODD, cyclic, throwing]) {
      for (const list of [[odd], ['https://mcp.invalid/mcp', odd], [{}, odd], [{}, {}, odd], ['https://mcp.invalid/mcp', {}, odd]]) {
        const thrown = await failure(() => call(...list));
        if (thrown === undefined) continue;
        const shown = `${name}(${list.map((one) => typeof one).join(', ')}): ${thrown?.code} ${thrown?.message ?? String(thrown)}`;
        assert.ok(thrown instanceof Error, shown);
        assert.ok(CODES.includes(thrown.code), shown);
      }
    }
  });
}

test('an argument that is no text is named', () => {
  assert.throws(() => api.authorizationUrl({ endpoint: 'https://as.example' }, {}), { code: 'invalid-argument', message: 'endpoint: expected a string, received object' });
  assert.throws(() => api.explain(7), { code: 'invalid-argument', message: 'ruleId: expected a string, received number' });
});

test('a member of the wrong type is named by the way to it', () => {
  const client = { clientId: 7 };
  assert.throws(() => api.tokenRequest('https://as.example/token', { grant: 'refresh_token', refreshToken: 't', client }), { code: 'invalid-argument', message: /client\.clientId: expected a string, received a number/ });
});

test('half a character, as a cut text may end with, is read as one that could not be read', () => {
  const server = 'https://mcp.example.com/\\ud800\ud83d';
  assert.equal(api.redactEvidence({ server }).server, 'https://mcp.example.com/\\ud800\ufffd');
});
