// A server seen as one client, as all of them, and as a directory would: real servers, with what each of them stands for.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { commandLine, run } from './command-line.mjs';
import { servers } from '../servers/pair.mjs';

const TOOLS = [{ name: 'add', inputSchema: { type: 'object' } }];

test('a healthy server lets in the clients that register, and the status is theirs', async (t) => {
  const cli = await commandLine(t);
  const { mcp } = await servers(t);
  const { status, stdout } = await cli([mcp.url, '--as', 'typescript-sdk-1']);
  assert.match(stdout, /^As TypeScript SDK 1: gets in \(sources read by \d{4}-\d\d-\d\d\)\n/);
  assert.match(stdout, /registration\s+goes on\s+By dynamic registration\..*https:\/\//);
  assert.equal(status, 0);
});

test('a hosted client is told that it cannot reach this machine, with the page that says so', async (t) => {
  const cli = await commandLine(t);
  const { mcp } = await servers(t);
  const { status, stdout } = await cli([mcp.url, '--as', 'chatgpt', '--format', 'json']);
  const report = JSON.parse(stdout);
  assert.equal(report.client.stopsAt, 'contact');
  assert.ok(report.client.steps[0].source.startsWith('https://'));
  assert.equal(report.schema, 1);
  assert.equal(status, 1);
});

test('every client in one table, and what a directory misses', async (t) => {
  const cli = await commandLine(t);
  const server = await publicServer(t);
  const all = await cli([server, '--as', 'all']);
  assert.match(all.stdout, /^Who gets in, and who stops where\n/);
  assert.match(all.stdout, /\n {2}Cursor +gets in\n/);
  assert.match(all.stdout, /\n {2}claude\.ai +stops +contact: /);
  const directory = await cli([server, '--directory', 'chatgpt']);
  assert.match(directory.stdout, /^ChatGPT's plugin directory: \d of 7 points met(?:, \d not tried)?\n/);
  assert.match(directory.stdout, /not met {2,}Every tool sets readOnlyHint, destructiveHint and openWorldHint\. 1 of 1 tools do not\./);
  assert.equal(directory.status, 1);
});

test('a client or a directory that there is not is named before anything is sent', async () => {
  for (const [option, expected] of [[['--as', 'netscape'], /--as netscape: use chatgpt, .*, or all\./], [['--directory', 'yahoo'], /--directory yahoo: use claude-ai or chatgpt\./]]) {
    const { status, stderr } = await run(['https://never.asked.invalid/mcp', ...option]);
    assert.match(stderr, expected);
    assert.equal(status, 2);
  }
});

/** A server that lets everybody in, with a tool that says nothing about itself. */
async function publicServer(t) {
  const server = createServer((request, response) => {
    if (request.method !== 'POST') return void response.writeHead(request.url === '/mcp' ? 405 : 404).end();
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { id, method } = JSON.parse(body);
      if (id === undefined) return void response.writeHead(202).end();
      const result = method === 'tools/list' ? { tools: TOOLS } : { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'public', version: '1' } };
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/mcp`;
}
