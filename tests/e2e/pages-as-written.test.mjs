// The README's snippet and those of the pages for Node and the MCP SDK, run as they are written, against real servers, in a process of their
// own whose browser is the scripted one. That every snippet compiles is in tests/package/snippets.test.mjs.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { servers } from '../servers/pair.mjs';
import { BROWSER } from './command-line.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const snippet = (document) => /^```(?:ts|js)\n(.*?)^```/ms.exec(readFileSync(join(root, document), 'utf8'))[1];

/** Runs the first snippet of a document, and `then` behind it; what it prints. */
async function run(t, document, server, then = '') {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-page-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await symlink(join(root, 'tests/node_modules'), join(folder, 'node_modules'));
  const text = snippet(document).replaceAll('https://server.example/mcp', server);
  const { code } = await transform(`${text}\n${then}`, { loader: 'ts', format: 'esm' });
  await writeFile(join(folder, 'page.mjs'), code);
  const child = spawn(process.execPath, [join(folder, 'page.mjs')], { env: { ...process.env, BROWSER, XDG_DATA_HOME: folder, HOME: folder } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const status = await new Promise((resolve) => child.once('exit', resolve));
  assert.equal(status, 0, said);
  return said;
}

test('the README signs in, and its process ends by itself as soon as it has', async (t) => {
  const { mcp } = await servers(t);
  const said = await run(t, 'README.md', mcp.url, "const ended = Date.now(); process.on('exit', () => console.log('after', Date.now() - ended));");
  assert.ok(Number(/^after (\d+)$/m.exec(said)?.[1]) < 3_000, said);
  assert.match(said, /^ok /m);
  assert.match(said, new RegExp(`^signed in to ${mcp.url}$`, 'm'));
});

test('the page for Node diagnoses, signs in and sends an authenticated request', async (t) => {
  const { mcp } = await servers(t);
  await run(t, 'docs/hosts/node.md', mcp.url, `await run('${mcp.url}');`);
  assert.ok(mcp.requests.some(({ authorization }) => authorization?.startsWith('Bearer ')));
});

test('the page for the MCP SDK connects a client', async (t) => {
  const { mcp } = await servers(t);
  const said = await run(t, 'docs/hosts/mcp-sdk.md', mcp.url, `const client = await connect('${mcp.url}'); console.log((await client.listTools()).tools.length > 0); await client.close();`);
  assert.match(said, /true/);
});
