// The command line: what it says and the status it ends with.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { servers } from '../servers/pair.mjs';
import { har } from '../www/har.mjs';
import { commandLine, run } from './command-line.mjs';

const FIXTURE = fileURLToPath(new URL('../fixtures/dcr-unsupported.har', import.meta.url));
const TOKEN = 'canary_pat_4711';
let BLOCKED;
let authorizationServer;
let mcp;
let open;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-cli-'));
  authorizationServer = await startAuthorizationServer();
  mcp = await startMcpServer({ authorizationServer, personalAccessTokens: { [TOKEN]: { subject: 'bob', scopes: ['mcp:read'] } } });
  BLOCKED = await file('blocked.har', har());
  open = await startMcpServer({ protected: false, resourceMetadata: false });
});
after(() => Promise.all([authorizationServer.close(), mcp.close(), open.close(), rm(folder, { recursive: true })]));

const file = async (name, text) => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

test('a server to which one can sign in ends with 0', async () => {
  const { status, stdout, stderr } = await run([mcp.url, '--format', 'json']);
  assert.equal(status, 0, stderr + stdout);
  const report = JSON.parse(stdout);
  assert.equal(report.schema, 1);
  assert.equal(report.server, mcp.url);
  assert.equal(report.cause, null);
  assert.equal(stderr, '');
});

test('a diagnosis registers nothing, calls no tool and sends no credential', async () => {
  authorizationServer.requests.length = 0;
  mcp.requests.length = 0;
  await run([mcp.url]);
  assert.deepEqual(authorizationServer.requests.filter(({ method }) => method !== 'GET'), []);
  assert.deepEqual(mcp.requests.filter(({ authorization }) => authorization), []);
});

test('a server that wants no sign-in is fine', async () => {
  const { status, stdout } = await run([open.url]);
  assert.equal(status, 0, stdout);
});

for (const [format, expected] of [['text', /\w/], ['markdown', /^#/m], ['sarif', /"version": ?"2\.1\.0"/], ['json', /"schema": ?1/]]) {
  test(`prints a report as ${format}, to a pipe without colours`, async () => {
    const { stdout } = await run(['analyze', FIXTURE, '--format', format]);
    assert.match(stdout, expected);
    assert.doesNotMatch(stdout, /\x1b\[/);
  });
}

test('a capture without any way to register ends with 4, its cause and the form for a client ID', async () => {
  const { status, stdout } = await run(['analyze', FIXTURE, '--format', 'json']);
  assert.equal(status, 4);
  const report = JSON.parse(stdout);
  assert.equal(report.verdict, 'needs');
  assert.ok(report.findings.some(({ rule }) => rule === report.cause.rule));
  assert.ok(report.actions.length > 0);
});

test('analyze reads the access log of a server as requests to --server', async () => {
  const line = 'INFO:     127.0.0.1:5 - "POST /mcp HTTP/1.1" 401 Unauthorized';
  const { stdout } = await run(['analyze', '-', '--server', 'https://h.example/mcp', '--format', 'json'], { stdin: line });
  const [{ request, response }] = JSON.parse(stdout).exchanges;
  assert.deepEqual([request.url, response.status], ['https://h.example/mcp', 401]);
});

test('a capture is read from stdin too', async () => {
  const { status, stdout } = await run(['analyze', '-', '--format', 'json'], {
    stdin: 'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n\r\n',
  });
  assert.ok(status < 2 || status === 3, String(status));
  const report = JSON.parse(stdout);
  assert.match(report.findings.map(({ rule }) => rule).join(' '), /challenge\//);
});

test('tests a credential from stdin, an environment variable or a header, and never shows it', async () => {
  const good = [
    [['--token-stdin'], { stdin: `${TOKEN}\n` }],
    [['--token-env', 'T'], { env: { T: TOKEN } }],
    [['--token-env', 'T'], { env: { T: `Bearer ${TOKEN}` } }],
    [['--header-env', 'T'], { env: { T: `Authorization: Bearer ${TOKEN}` } }],
  ];
  for (const [args, means] of good) {
    const { status, stdout, stderr } = await run([mcp.url, ...args, '--format', 'json'], means);
    assert.equal(status, 0, `${args}: ${stderr}${stdout}`);
    assert.doesNotMatch(stdout + stderr, new RegExp(TOKEN), args[0]);
  }
  const wrong = await run([mcp.url, '--token-env', 'T', '--format', 'json'], { env: { T: `${TOKEN}-not` } });
  assert.equal(wrong.status, 1, wrong.stdout);
  assert.doesNotMatch(wrong.stdout + wrong.stderr, new RegExp(TOKEN));
});

test('diagnoses many servers at once, one line each and one for all, and ends with the worst status', async () => {
  const closed = await startMcpServer();
  await closed.close();
  const path = await file('servers.txt', `# ours\n${mcp.url}\n\n${open.url} # open\n${closed.url}\n`);
  const text = await run(['--servers', path, '--concurrency', '3']);
  assert.equal(text.status, 3, text.stdout + text.stderr);
  assert.equal(text.stdout.trim().split('\n').length, 4);
  const json = JSON.parse((await run(['--servers', path, '--format', 'json'])).stdout);
  assert.deepEqual(json.map(({ server }) => server), [mcp.url, open.url, closed.url]);
});

test('a server that is down ends with 3, and the report says so', async () => {
  const closed = await startMcpServer();
  await closed.close();
  const { status, stdout } = await run([closed.url]);
  assert.equal(status, 3);
  assert.match(stdout, /reach|refused|connect/i);
});

test('lists the rules and explains one', async () => {
  const all = JSON.parse((await run(['rules', '--format', 'json'])).stdout);
  assert.ok(all.length >= 12);
  const { status, stdout } = await run(['rules', all[0].id]);
  assert.equal(status, 0);
  assert.match(stdout, new RegExp(all[0].id));
  assert.match(stdout, /https:\/\//);
});

test('help and version', async () => {
  const help = await run(['--help']);
  assert.equal(help.status, 0);
  assert.match(help.stdout, /sign-in URL/);
  const version = await run(['--version']);
  assert.equal(version.status, 0);
  assert.match(version.stdout, /^\d+\.\d+\.\d+/);
});

test('a report in a terminal is short and ends with what to do; --all has the rest', async () => {
  const short = await run(['analyze', BLOCKED]);
  const lines = short.stdout.trimEnd().split('\n');
  assert.ok(lines.length <= 30, short.stdout);
  assert.match(lines.slice(2).join('\n'), /^BLOCKED  https:\/\/\S+\n[^\n]{1,70}\n/);
  assert.match(short.stdout, /\d more findings?[^\n]* with --all\n\nWhat to do\n/);
  assert.doesNotMatch(short.stdout, /`/);
  const all = await run(['analyze', BLOCKED, '--all']);
  assert.ok(all.stdout.indexOf('Also found') < all.stdout.indexOf('What to do'));
  assert.ok(all.stdout.length > short.stdout.length);
});

test('rules lists by a part of an ID and explains a whole one', async () => {
  const { stdout } = await run(['rules', 'registration']);
  const ids = stdout.trim().split('\n').map((line) => line.split(' ')[0]);
  assert.ok(ids.length > 5 && ids.length < 60);
  assert.deepEqual(ids.filter((id) => !id.includes('registration')), []);
});

test('every option is in the help, the man page and the completions', async () => {
  const [help, man, ...scripts] = await Promise.all([['--help'], ['man'], ['completion', 'bash'], ['completion', 'zsh'], ['completion', 'fish']].map((args) => run(args)));
  const options = [...(await readFile(new URL('../../pkg-template/cli/arguments.ts', import.meta.url), 'utf8')).matchAll(/^  '?([a-z-]+)'?: \{ type: '(?:string|boolean)'/gm)].map(([, name]) => name);
  assert.ok(options.length > 30);
  for (const option of options) {
    assert.ok(help.stdout.includes(`--${option}`), `--help lacks --${option}`);
    assert.ok(man.stdout.replaceAll('\\-', '-').includes(`--${option}`), `the man page lacks --${option}`);
    for (const { stdout } of scripts) assert.match(stdout, new RegExp(`(?:--|-l )${option}\\b`));
  }
});

const inBash = (script, ...words) => execFileSync('bash', ['-c', `${script}\nCOMP_WORDS=(mcp-auth-doctor ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _mcp_auth_doctor; echo "\${COMPREPLY[*]}"`], { encoding: 'utf8' }).trim().split(' ');

test('the completion script of bash completes commands, options and formats', async () => {
  const { stdout: script } = await run(['completion', 'bash']);
  assert.deepEqual(inBash(script, 'ana'), ['analyze']);
  assert.deepEqual(inBash(script, 'client-metadata', 'c'), ['create', 'check']);
  assert.deepEqual(inBash(script, 'sign-in', '--client-i'), ['--client-id']);
  assert.deepEqual(inBash(script, 'analyze', 'x', '--format', 'm'), ['markdown']);
  assert.deepEqual(inBash(script, 'analyze', 'x', '--format', 's'), ['sarif']);
  assert.deepEqual(inBash(script, 'sign-in', 'x', '--format', 's'), ['']);
  assert.deepEqual(inBash(script, 'https://h.example/mcp', '--test-h'), ['']);
  assert.deepEqual(inBash(script, 'https://h.example/mcp', '--test-refusals', '--test-h'), ['--test-host']);
});

/** What fish would offer behind these words, by the conditions of its script. */
function inFish(script, ...words) {
  const firsts = [...script.matchAll(/'__fish_use_subcommand' -f -a (\S+)/g)].map(([, first]) => first);
  const holds = (condition) => {
    const [, not, test, names] = /^(not )?(\S+) ?(.*)$/.exec(condition);
    const found = { __fish_seen_subcommand_from: () => names.split(' ').some((name) => words.includes(name)), __fish_contains_opt: () => words.includes(`--${names}`), __fish_use_subcommand: () => !words.some((word) => firsts.includes(word)) }[test]();
    return found !== Boolean(not);
  };
  const lines = [...script.matchAll(/^complete -c mcp-auth-doctor -n '([^']+)' -l (\S+)/gm)];
  return lines.filter(([, when]) => when.split('; and ').every(holds)).map(([, , name]) => `--${name}`);
}

// Each ends soon after its options were looked at.
const EACH_COMMAND = [
  ['URL', ['https://h.example/mcp']],
  ['--servers', [], ['servers']],
  ...['analyze', 'record', 'sign-in', 'stored', 'forget', 'rules', 'serve', 'mcp', 'completion', 'man', 'client-metadata check'].map((command) => [command, [...command.split(' '), 'x']]),
  ...['client-metadata create', 'client-metadata serve'].map((command) => [command, command.split(' ')]),
];

for (const [command, words, more = []] of EACH_COMMAND) {
  test(`the completions offer what the command accepts, and nothing else: ${command}`, async () => {
    const [bash, fish] = await Promise.all(['bash', 'fish'].map((shell) => run(['completion', shell])));
    const all = [...(await readFile(new URL('../../pkg-template/cli/arguments.ts', import.meta.url), 'utf8')).matchAll(/^  '?([a-z-]+)'?: \{ type: '(string|boolean)'/gm)].map(([, name, type]) => ({ name, type }));
    const given = all.filter(({ name }) => !['help', 'version'].includes(name) && (name !== 'servers' || command === '--servers'));
    const value = { format: 'text', 'fail-on': 'warning' };
    const { status, stderr } = await run([...words, ...given.flatMap(({ name, type }) => (type === 'string' ? [`--${name}`, value[name] ?? 'x'] : [`--${name}`]))]);
    assert.equal(status, 2, stderr);
    assert.ok(stderr.includes(` of "${command}"`), stderr);
    const refused = stderr.match(/--[a-z-]+(?=.* of ")/g);
    const accepted = given.map(({ name }) => `--${name}`).filter((name) => !refused.includes(name)).concat('--help', '--version').sort();
    // The option beside which others have their meaning is there.
    const line = [...words, ...more.flatMap((name) => [`--${name}`, 'x']), ...(accepted.includes('--test-refusals') ? ['--test-refusals'] : [])];
    assert.deepEqual(inBash(bash.stdout, ...line, '--').sort(), accepted);
    // Fish offers --servers where no address is yet; bash as the first word only.
    assert.deepEqual(inFish(fish.stdout, ...line).filter((name) => command === '--servers' || name !== '--servers').sort(), accepted);
  });
}

test('a diagnosis that fails for a warning shows it', async (t) => {
  const { mcp: silent } = await servers(t, {}, { challenge: () => undefined });
  const fine = await run([silent.url]);
  assert.equal(fine.status, 0, fine.stdout);
  const strict = await run([silent.url, '--fail-on', 'warning']);
  assert.equal(strict.status, 1);
  assert.match(strict.stdout, /\(challenge\/missing\)/);
});

test('help of a command has its own options, each explained, and no other command', async () => {
  for (const args of [['serve', '--help'], ['help', 'serve']]) {
    const { status, stdout } = await run(args);
    assert.equal(status, 0);
    assert.match(stdout, /mcp-auth-doctor serve .*--port N/s);
    assert.doesNotMatch(stdout, /mcp-auth-doctor sign-in|as above/);
  }
});

test('an option that has its meaning beside another one says so', async () => {
  const { status, stderr } = await run(['https://h.example/mcp', '--test-host', 'h.example']);
  assert.equal(status, 2);
  assert.match(stderr, /--test-host needs --test-refusals\./);
});

const WRONG_USE = [
  [['example.com/mcp'], /Did you mean https:\/\/example\.com\/mcp\?/],
  [['localhost:8000/mcp'], /Did you mean http:\/\/localhost:8000\/mcp\?/],
  [['127.0.0.1:8000/mcp'], /Did you mean http:\/\/127\.0\.0\.1:8000\/mcp\?/],
  [[FIXTURE], /To read a file: mcp-auth-doctor analyze /],
  [['not a url'], /not an http or https address/],
  [['ftp://example.com'], /not an http or https address/],
  [['https://user:canary_pat_4711@example.com/mcp'], /--basic-env/],
  [['analise', 'x.har'], /There is no command analise/],
  [['https://example.com/mcp', 'https://other.example/mcp'], /One address at a time/],
  [['https://example.com/mcp', '--tokn-env', 'X'], /--tokn-env/],
  [['https://example.com/mcp', '--token-env', 'NOT_SET'], /NOT_SET is not set/],
  [['https://example.com/mcp', '--token-stdin'], /stdin was empty/],
  [['https://example.com/mcp', '--format', 'xml'], /text, json, markdown, sarif or junit/],
  [['https://example.com/mcp', '--timeout', 'soon'], /number of seconds/],
  [['https://example.com/mcp', '--revision', '2020-01-01'], /options\.revision: expected one of 2025-03-26, .*2026-07-28, received another value\n$/],
  [['https://example.com/mcp', '--scope', 'x'], /--scope is not an option/],
  [['completion'], /bash, zsh, fish/],
  [['completion', 'tcsh'], /bash, zsh, fish/],
  [['analyze'], /needs a file/],
  [['analyze', '/no/such/file.har'], /can't be read \(ENOENT\)/],
  [['rules', 'no-such-rule'], /no rule no-such-rule/],
  [['sign-in'], /needs the address/],
  [['sign-in', 'https://example.com/mcp', '--redirect-uri', 'https://app.example/callback'], /can't be received here/],
  [['sign-in', 'http://127.0.0.1:1/mcp', '--port', '41937'], /--port is not an option of "sign-in"/],
  [['sign-in', 'http://127.0.0.1:1/mcp', '--redirect-uri', 'http://localhost:99999/callback'], /99999\/callback can't be received here/],
  [['sign-in', 'http://127.0.0.1:1/mcp', '--redirect-uri', 'http://localhost:0/callback'], /:0\/callback can't be received here/],
  [['sign-in', 'http://127.0.0.1:1/mcp', '--action', 'foo'], /--action foo: use sign-in, .*own-app, /],
  [['sign-in', 'http://127.0.0.1:1/mcp', '--set', 'a=b'], /--set fills in the form of an action: name it by --action KIND/],
  [['https://example.com/mcp', '--as', 'nonsense'], /--as nonsense: use (?!.*withheld).*\bn8n\b/],
  [['serve', '--no-browser', 'foo bar'], /foo bar is neither a URL nor a host/],
  [['serve', '--no-browser', '::1'], /::1 is neither a URL nor a host.* \[::1\]/],
  [['sign-in', 'https://example.com/mcp', '--format', 'sarif'], /--format sarif is for reports; sign-in supports text, json and markdown/],
  [['serve', '--no-browser', '--port', 'x', '--format', 'json'], /--format is not an option of "serve"/],
  [['serve', '--no-browser', '--port', 'x', '--timeout', '5'], /--timeout is not an option of "serve"/],
  [['client-metadata', 'create', '--client-id', 'https://app.example/c.json', '--name', 'App', '--redirect-uri', 'http://localhost/callback', '--format', 'json'], /--format is not an option of "client-metadata create"/],
  [['rules', '--revision', '2025-11-25'], /--revision is not an option of "rules"/],
  [['analyze', FIXTURE, '--timeout', '5'], /--timeout is not an option of "analyze"/],
  [['--servers', '/no/such/file'], /can't be read/],
  [['https://example.com/mcp', '--fail-on', 'info'], /the only value is "warning"/],
  [['analyze', '-', '--fail-on', 'info'], /the only value is "warning"/],
  [[], /mcp-auth-doctor URL/],
];

for (const [args, expected] of WRONG_USE) {
  test(`wrong use ends with 2 and says what was wrong: ${args.join(' ') || 'nothing'}`, async () => {
    const { status, stdout, stderr } = await run(args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, expected);
    assert.equal(stdout, '');
    assert.doesNotMatch(stderr, /canary_pat_4711|\n {4}at /);
  });
}

for (const [name, text] of [['empty', ''], ['binary', '\u0000\u0001\u0002'.repeat(50)], ['a picture', '\x89PNG\r\n\x1a\n'], ['half a HAR', '{"log":{"entries":[{"request":'], ['a HAR without entries', '{"log":{}}'], ['deep', '['.repeat(100_000)]]) {
  test(`a capture that is none gets a clear message: ${name}`, async () => {
    const { status, stdout, stderr } = await run(['analyze', await file('capture', text)]);
    assert.ok(status === 2 || status === 3, `${status}: ${stdout}${stderr}`);
    assert.ok((stdout + stderr).trim().length > 20);
    assert.doesNotMatch(stdout + stderr, /panicked|RuntimeError|\n {4}at /);
  });
}

test('a sign-in prints what was granted and never the token', async (t) => {
  const doctor = await commandLine(t);
  const { status, stdout, stderr } = await doctor(['sign-in', mcp.url]);
  assert.equal(status, 0, stderr + stdout);
  assert.match(stdout, /mcp:read/);
  assert.doesNotMatch(stdout + stderr, /eyJ|wonderland|code=/);
});

test('a sign-in is told in the format asked for', async (t) => {
  const doctor = await commandLine(t);
  const { status, stdout, stderr } = await doctor(['sign-in', mcp.url, '--format', 'markdown']);
  assert.equal(status, 0, stderr + stdout);
  assert.match(stdout, /^```text\nSigned in to .*\n[^`]+\n```\n$/);
});

test('--print-token prints the token alone on stdout', async (t) => {
  const doctor = await commandLine(t);
  const { status, stdout } = await doctor(['sign-in', mcp.url, '--print-token']);
  assert.equal(status, 0);
  assert.match(stdout, /^eyJ[\w.-]+\n$/);
});

test('what is stored is listed without its secrets, and forgotten one by one', async (t) => {
  const doctor = await commandLine(t);
  assert.match((await doctor(['stored'])).stdout, /^Nothing is stored\.\n$/);
  const { stdout: token } = await doctor(['sign-in', mcp.url, '--print-token']);
  const { status, stdout } = await doctor(['stored']);
  assert.equal(status, 0);
  assert.match(stdout, /^2 stored, the oldest first\n/);
  assert.match(stdout, /: sign-in, issued .* ago, expires in /);
  assert.match(stdout, /: client registered for you, first used /);
  for (const value of [mcp.url, authorizationServer.issuer]) assert.ok(stdout.includes(value), value);
  const all = await doctor(['stored', '--format', 'json']);
  const secrets = [token.trim(), 'refresh_token', 'accessToken', 'clientSecret', 'registrationAccessToken'];
  for (const secret of secrets) assert.ok(!`${stdout}${all.stdout}`.includes(secret), secret);
  const listed = JSON.parse(all.stdout);
  const signIn = listed.find(({ kind }) => kind === 'sign-in');
  const wrong = await doctor(['forget', 'x']);
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /Nothing is stored as x; "stored" lists what is\./);
  const forgotten = await doctor(['forget', signIn.id]);
  assert.equal(forgotten.status, 0, forgotten.stderr);
  assert.match(forgotten.stdout, /^Forgotten: .* \(sign-in\)\. /);
  assert.deepEqual(JSON.parse((await doctor(['stored', '--format', 'json'])).stdout).map(({ kind }) => kind), ['registered-client']);
});

test('a person who says no gets a report that says so', async (t) => {
  const doctor = await commandLine(t);
  const { status, stdout } = await doctor(['sign-in', mcp.url, '--format', 'json'], { env: { ANSWER: 'deny' } });
  assert.equal(status, 1);
  assert.match(stdout, /access_denied/);
});

test('a browser that can not be started is no end: the URL is printed', async (t) => {
  const doctor = await commandLine(t);
  const ending = doctor(['sign-in', mcp.url, '--timeout', '5'], { env: { BROWSER: '/no/such/browser' }, timeoutMs: 4000 });
  const { stderr } = await ending;
  assert.match(stderr, /could not be started/);
  assert.match(stderr, /Open this address in your browser:\n\n {2}http:\/\/localhost:\d+\/auth\?/);
});
