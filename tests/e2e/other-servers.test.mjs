// Servers that others wrote, as they are: the example of the official SDK, and fastmcp where Python can have it.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { diagnose, memoryStore, refresh } from 'mcp-auth-doctor';
import { signIn } from 'mcp-auth-doctor/node';
import { scriptedBrowser } from '../servers/browser.mjs';

const FASTMCP = '4.1.2';
const root = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(import.meta.url);

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

async function start(t, command, args, options, url) {
  const child = spawn(command, args, { stdio: 'ignore', ...options });
  t.after(() => child.kill('SIGKILL'));
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer) return;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  assert.fail(`${url} does not answer`);
}

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

/** The Python of an environment of the project's own that has fastmcp; nothing where it can't be had. */
function fastmcp() {
  const folder = join(root, 'target/tools', `fastmcp-${FASTMCP}`);
  const python = join(folder, 'bin/python');
  const has = () => { try { execFileSync(python, ['-c', 'import fastmcp'], { stdio: 'ignore', timeout: 60_000 }); return true; } catch { return false; } };
  if (existsSync(python) && has()) return python;
  try {
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'ignore', timeout: 60_000 });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `fastmcp==${FASTMCP}`], { stdio: 'ignore', timeout: 240_000 });
  } catch {
    return undefined;
  }
  return has() ? python : undefined;
}
