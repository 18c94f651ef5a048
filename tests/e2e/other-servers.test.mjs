// Servers that others wrote, as they are: the example of the official SDK, and fastmcp where Python can have it.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { diagnose, memoryStore, refresh } from 'mcp-auth-doctor';
import { signIn } from 'mcp-auth-doctor/node';
import { scriptedBrowser } from '../servers/browser.mjs';
import { fastmcp, freePort, start } from '../servers/process.mjs';

const require = createRequire(import.meta.url);

/** Signs in as the person would, and asks the server for its tools with the token. */
async function signsIn(server) {
  const report = await diagnose(server);
  assert.notEqual(report.verdict, 'blocked', report.cause?.title);
  const store = memoryStore();
  const ending = await signIn({ server, clientMetadata: { client_name: 'Test' }, store, openBrowser: scriptedBrowser(), allow: ['compatibleResource'] });
  assert.equal(ending.kind, 'signed-in', ending.report?.cause?.title);
  const after = await diagnose(server, { credential: { kind: 'bearer', token: ending.tokens.accessToken } });
  assert.equal(after.cause, null, after.cause?.title);
  assert.ok(after.exchanges.some(({ request, response }) => request.body?.includes('tools/list') && response?.status === 200), 'the tools are listed');
  return { tokens: ending.tokens, store };
}

test('the streamable HTTP example of the official SDK, strict about the resource', async (t) => {
  const [port, authPort] = [await freePort(), await freePort()];
  const folder = dirname(require.resolve('@modelcontextprotocol/sdk/package.json'));
  const example = join(folder, 'dist/esm/examples/server/simpleStreamableHttp.js');
  const server = `http://localhost:${port}/mcp`;
  const env = { ...process.env, MCP_PORT: String(port), MCP_AUTH_PORT: String(authPort) };
  await start(t, process.execPath, [existsSync(example) ? example : require.resolve('@modelcontextprotocol/sdk/examples/server/simpleStreamableHttp.js'), '--oauth', '--oauth-strict'], { env }, server);
  const { tokens } = await signsIn(server);
  assert.equal(tokens.issuer, `http://localhost:${authPort}/`, 'the slash of the issuer stays');
});

test('fastmcp with its authorization server in memory, and a refresh', async (t) => {
  const python = fastmcp();
  if (!python) return t.skip('no Python that can have fastmcp');
  const port = await freePort();
  const server = `http://localhost:${port}/mcp`;
  await start(t, python, [fileURLToPath(new URL('../servers/python/fastmcp_server.py', import.meta.url)), String(port)], {}, server);
  const { tokens, store } = await signsIn(server);
  const renewed = await refresh(tokens, { store });
  assert.equal(renewed.kind, 'signed-in', renewed.report?.cause?.title);
  assert.notEqual(renewed.tokens.accessToken, tokens.accessToken);
});
