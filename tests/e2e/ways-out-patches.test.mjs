// Every snippet of a correction, in the server that it is for: it sends what it should, and nothing else changes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import express from 'express';
import { analyze, patches } from 'mcp-auth-doctor';
import { listen } from '../servers/listen.mjs';
import { fastmcp, freePort, nginx, start } from '../servers/process.mjs';

const SERVER = 'https://h.example/mcp';
const METADATA = 'https://h.example/.well-known/oauth-protected-resource/mcp';
// What a careless template would break: quotes of both kinds, a backslash, a dollar sign, letters beyond ASCII.
const DOCUMENT = { resource: 'https://other.example/', authorization_servers: ['https://as.example'], scopes_supported: ["it's", 'a$b'], resource_name: 'Ann\'s "tools" for $5 \\ m\u00fcde' };
const EVIDENCE = {
  server: SERVER,
  exchanges: [
    { request: { method: 'POST', url: SERVER }, response: { status: 401, headers: [] } },
    { request: { method: 'GET', url: METADATA }, response: { status: 200, headers: [['content-type', 'application/json']], body: JSON.stringify(DOCUMENT) } },
  ],
};
const ALL = patches(EVIDENCE);
const CHALLENGE = ALL.find(({ header }) => header === 'WWW-Authenticate');
const CORRECTED = ALL.find(({ rule }) => rule === 'resource/resource-mismatch');
const textFor = (patch, stack) => patch.how.find((how) => how.stack === stack).text;

/** What a server must do that has both corrections; it refuses nobody who has a token. */
async function isCorrected(origin) {
  const document = await fetch(`${origin}/.well-known/oauth-protected-resource/mcp`);
  assert.equal(document.status, 200);
  assert.match(document.headers.get('content-type'), /^application\/json/);
  assert.equal(document.headers.get('access-control-allow-origin'), '*');
  assert.deepEqual(await document.json(), { ...DOCUMENT, resource: SERVER });
  const refused = await fetch(`${origin}/mcp`, { method: 'POST' });
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get('www-authenticate'), CHALLENGE.content);
  const taken = await fetch(`${origin}/mcp`, { method: 'POST', headers: { Authorization: 'Bearer x', Accept: 'application/json, text/event-stream', 'Content-Type': 'application/json' }, body: '{}' });
  assert.notEqual(taken.status, 401);
  assert.equal(taken.headers.get('www-authenticate'), null);
}

test('the corrections are the ones for this server', () => {
  assert.equal(CHALLENGE.content, `Bearer resource_metadata="${METADATA}", scope="it's a$b"`);
  assert.equal(JSON.parse(CORRECTED.content).resource, SERVER);
  assert.equal(analyze(EVIDENCE).verdict, 'blocked');
});

test('Express', async (t) => {
  const app = express();
  for (const patch of [CHALLENGE, CORRECTED]) new Function('app', textFor(patch, 'Express'))(app);
  app.post('/mcp', (_request, response) => response.json({}));
  const { port, close } = await listen(app);
  t.after(close);
  await isCorrected(`http://127.0.0.1:${port}`);
});

test('Cloudflare Workers', async (t) => {
  const worker = new Function('request', [CHALLENGE, CORRECTED].map((patch) => textFor(patch, 'Cloudflare Workers')).join('\n'));
  const { port, close } = await listen(async ({ method, url, headers }, response) => {
    const answer = worker(new Request(`https://h.example${url}`, { method, headers })) ?? Response.json({});
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  });
  t.after(close);
  await isCorrected(`http://127.0.0.1:${port}`);
});

test('FastMCP', async (t) => {
  const python = fastmcp();
  if (!python) return t.skip('no Python that can have fastmcp');
  const port = await freePort();
  const program = [
    'from fastmcp import FastMCP', 'mcp = FastMCP("x")',
    textFor(CORRECTED, 'FastMCP'), textFor(CHALLENGE, 'FastMCP'),
    'import uvicorn', `uvicorn.run(app, host="127.0.0.1", port=${port})`,
  ].join('\n');
  await start(t, python, ['-c', program], {}, `http://127.0.0.1:${port}/`);
  await isCorrected(`http://127.0.0.1:${port}`);
});

test('nginx in front of a server that challenges otherwise', async (t) => {
  const program = nginx();
  if (!program) return t.skip('no nginx');
  const behind = await listen((request, response) => {
    const [status, headers] = request.headers.authorization ? [200, {}] : [401, { 'WWW-Authenticate': 'Basic realm="x"' }];
    response.writeHead(status, headers).end();
  });
  t.after(behind.close);
  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-nginx-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const [http, location] = textFor(CHALLENGE, 'nginx').split('# in the location of the MCP server\n');
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
  const configuration = join(folder, 'nginx.conf');
  await writeFile(configuration, `daemon off;\nmaster_process off;\npid ${folder}/pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {\naccess_log off;\n${scratch}\n${http}
    server {\nlisten 127.0.0.1:${port};\n${textFor(CORRECTED, 'nginx')}\nlocation /mcp {\n${location}\nproxy_pass http://127.0.0.1:${behind.port};\n}\n}\n}\n`);
  execFileSync(program, ['-t', '-q', '-c', configuration], { stdio: 'pipe' });
  await start(t, program, ['-c', configuration], {}, `http://127.0.0.1:${port}/`);
  await isCorrected(`http://127.0.0.1:${port}`);
});

test('ASP.NET: texts and brackets are whole', () => {
  for (const patch of [CHALLENGE, CORRECTED]) {
    const text = textFor(patch, 'ASP.NET');
    const code = text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
    for (const [open, close] of ['()', '{}', '[]']) assert.equal(code.split(open).length, code.split(close).length, text);
    assert.ok(!code.includes("'") && !code.includes('\\'), text);
    assert.match(code, /;$/);
  }
});
