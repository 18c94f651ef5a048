// What the command line writes, and to whom: a reader that went away, a terminal that must not be steered.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { answerJson, bodyOf, listen } from '../servers/listen.mjs';
import { begin, CLI, commandLine } from './command-line.mjs';

/** Sets the title of a terminal: in a raw form and in the one of a single C1 character. */
const TITLE = 'a\u001b]0;PWN\u0007b\u009d0;PWN\u009c\u007fc';
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
let steering;

before(async () => (steering = await steeringServer()));
after(() => steering.close());

/** An MCP server and its authorization server, whose words steer a terminal, and which lets everybody in at once. */
async function steeringServer() {
  const listening = await listen(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, origin());
    if (pathname === '/.well-known/oauth-protected-resource/mcp') return answerJson(response, 200, { resource: `${origin()}/mcp`, authorization_servers: [origin()], scopes_supported: [TITLE] });
    if (pathname === '/.well-known/oauth-authorization-server') return answerJson(response, 200, metadata(origin()));
    if (pathname === '/register') return answerJson(response, 201, { ...JSON.parse(await bodyOf(request)), client_id: 'app' });
    if (pathname === '/token') return answerJson(response, 200, { access_token: 'canary_token', token_type: 'Bearer', scope: TITLE, ...extra });
    if (pathname === '/mcp' && request.headers.authorization) return answerJson(response, 200, { jsonrpc: '2.0', id: 1, result: { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'steering', version: '1' }, tools: [] } });
    if (pathname === '/mcp') return answerJson(response, 401, {}, { 'WWW-Authenticate': `Bearer resource_metadata="${origin()}/.well-known/oauth-protected-resource/mcp"` });
    if (pathname !== '/authorize') return answerJson(response, 404, {});
    const callback = new URL(searchParams.get('redirect_uri'));
    callback.search = new URLSearchParams({ code: 'code', state: searchParams.get('state') });
    response.writeHead(302, { Location: callback.href }).end();
  });
  let extra = {};
  const origin = () => `http://localhost:${listening.port}`;
  return { url: `${origin()}/mcp`, tokens: (members) => (extra = members), close: listening.close };
}

const metadata = (issuer) => ({
  issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, registration_endpoint: `${issuer}/register`, response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'], token_endpoint_auth_methods_supported: ['none'], grant_types_supported: ['authorization_code'],
});

for (const args of [['rules', '--format', 'json'], ['--help'], ['client-metadata', 'create', '--client-id', 'https://app.example/c.json', '--name', 'App', '--redirect-uri', 'http://localhost/callback']]) {
  test(`a reader that went away is no error: ${args.slice(0, 2).join(' ')}`, async () => {
    const { child, ended } = begin(args);
    child.stdout.destroy();
    const { status, stderr } = await ended;
    assert.deepEqual([status, /Error|EPIPE/.test(stderr)], [0, false], stderr);
  });
}

test('nobody reads what was wrong: the status still says it', async () => {
  const { child, ended } = begin(['analise']);
  child.stderr.destroy();
  assert.equal((await ended).status, 2);
});

test('foreign words can not steer the terminal: what controls it is shown as what it is', async (t) => {
  const doctor = await commandLine(t);
  const { status, stdout, stderr } = await doctor(['sign-in', steering.url]);
  assert.equal(status, 0, stdout + stderr);
  for (const text of [stdout, stderr]) {
    assert.doesNotMatch(text, CONTROL);
    assert.ok(text.includes('a\\u001b]0;PWN\\u0007b\\u009d0;PWN\\u009c\\u007fc'), text);
  }
});

test('what programs read keeps its meaning', async (t) => {
  const doctor = await commandLine(t);
  const { stdout } = await doctor(['sign-in', steering.url, '--format', 'json']);
  assert.doesNotMatch(stdout, CONTROL);
  assert.equal(JSON.parse(stdout).scope, TITLE);
});

test('a sign-in that worked says so, though its token expires later than a date can say', async (t) => {
  steering.tokens({ expires_in: Number.MAX_SAFE_INTEGER });
  t.after(() => steering.tokens({}));
  const doctor = await commandLine(t);
  const { status, stdout, stderr } = await doctor(['sign-in', steering.url]);
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /expires +after the year 275760\n/);
});

test('a port that is taken ends with 1 and is named', async (t) => {
  const taken = await listen(() => {});
  t.after(() => taken.close());
  const { status, stdout, stderr } = await begin(['serve', '--no-browser', '--port', String(taken.port)]).ended;
  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, new RegExp(`Port ${taken.port} is in use`));
});

const PROMPTS = [
  ['for a line', () => [steering.url, '--token-env', 'T'], /\[y\/N\] $/],
  ['for a secret', () => [steering.url, '--token-stdin'], /Token: $/],
  ['for a pasted address', () => ['sign-in', steering.url, '--no-browser', '--no-store'], /paste its address or its text here\.\r\n/],
];
const KEYS = [
  ['Ctrl-C', '\u0003', 130, /./],
  ['Ctrl-D', '\u0004', 2, /The input ended before an answer\./],
];
for (const [prompt, args, asks] of PROMPTS) {
  for (const [key, character, expected, said] of KEYS) {
    test(`${key} at a prompt ${prompt} ends with ${expected}`, async () => {
      const { status, shown } = await press(character, args(), asks);
      assert.equal(status, expected, shown);
      assert.match(shown, said);
    });
  }
}

/** Runs it on a terminal, and presses a key as soon as the prompt is there. */
async function press(character, args, asks) {
  const command = [process.execPath, CLI, ...args].map((word) => `'${word}'`).join(' ');
  const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { env: { ...process.env, T: 'ghp_0123456789abcdefghijklmnopqrstuvwxyz' }, timeout: 20_000 });
  let [shown, pressed] = ['', false];
  terminal.stdout.setEncoding('utf8').on('data', (text) => {
    shown += text;
    // Readline moves the cursor after its question.
    if (pressed || !asks.test(shown.replace(/\u001b\[\d*[A-Z]/g, ''))) return;
    pressed = true;
    setTimeout(() => terminal.stdin.write(character), 200);
  });
  const [status] = await once(terminal, 'close');
  return { status, shown };
}
