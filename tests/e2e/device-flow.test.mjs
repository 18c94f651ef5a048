// Signing in from Node where no browser can come back (RFC 8628): the person enters a code on another device.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStore } from 'mcp-auth-doctor';
import { signIn } from 'mcp-auth-doctor/node';
import { browse } from '../servers/browser.mjs';
import { callTool } from '../servers/call-tool.mjs';
import { listen } from '../servers/listen.mjs';
import { servers } from '../servers/pair.mjs';

/** An MCP server whose authorization server knows the device flow. */
async function start(t, options = {}) {
  const { mcp } = await servers(t, { deviceFlow: true, ...options });
  return mcp;
}

/** Signs in by a code; `person` does what it is shown. */
const go = (mcp, person, options = {}) =>
  signIn({ server: mcp.url, clientMetadata: { client_name: 'Test' }, store: memoryStore(), deviceFlow: true, interact: { showCode: person }, ...options });

/** After a "no" this server's page asks for a code again, without end. */
const enters = (options = {}) => ({ verificationUri, userCode }) => void browse(verificationUri, { userCode, ...options }).catch(() => {});

test('the code that is shown signs in, and the token calls a tool', async (t) => {
  const mcp = await start(t);
  let shown;
  const ending = await go(mcp, (step) => {
    shown = step;
    enters()(step);
  });
  assert.equal(ending.kind, 'signed-in', JSON.stringify(ending.report?.cause));
  assert.match(shown.userCode, /^[A-Z]{4}-[A-Z]{4}$/);
  assert.equal(await callTool(mcp.url, 'whoami', { authorization: `Bearer ${ending.tokens.accessToken}` }), 'alice with mcp:read');
});

test('no port is needed', async (t) => {
  const mcp = await start(t);
  const { port, close } = await listen(() => {});
  t.after(close);
  assert.equal((await go(mcp, enters(), { ports: [port] })).kind, 'signed-in');
});

test('a person who says no on the other device is told that', async (t) => {
  const mcp = await start(t);
  const ending = await go(mcp, enters({ answer: 'deny' }));
  assert.equal(ending.kind, 'abandoned');
  assert.match(JSON.stringify(ending.report), /access_denied/);
});

test('a server without the device flow is named, before anything is shown', async (t) => {
  const mcp = await start(t, { deviceFlow: false });
  await assert.rejects(go(mcp, () => assert.fail('a code was shown')), { code: 'invalid-argument', message: /device authorization/ });
});
