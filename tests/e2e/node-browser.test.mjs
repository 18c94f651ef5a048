// Opening the system's browser from Node.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openBrowser } from 'mcp-auth-doctor/node';

const HERE = fileURLToPath(new URL('.', import.meta.url));
// What an authorization server may put into its URL, to be run by a careless shell.
const URL_TO_OPEN = "https://as.example/authorize?client_id=a&state=$(touch%20x);'\"`|&scope=a%20b";

/** Makes `BROWSER` a command for the test. */
function browserIs(t, command) {
  const before = process.env.BROWSER;
  process.env.BROWSER = command;
  t.after(() => (before === undefined ? delete process.env.BROWSER : (process.env.BROWSER = before)));
}

/** A program that notes what it was given. */
async function noting(t) {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-browser-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'browser');
  await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/given'\n`);
  await chmod(program, 0o755);
  return { program, given: async () => (await readFile(join(folder, 'given'), 'utf8')).trim().split('\n') };
}

/** Opens the URL in a process that takes itself for one on another platform; the command that it would run. */
async function commandOn(platform, environment = {}) {
  const env = { PATH: process.env.PATH, PRETEND: platform, SYSTEMROOT: 'C:\\Windows', ...environment };
  const code = `import { openBrowser } from 'mcp-auth-doctor/node'; await openBrowser(${JSON.stringify(URL_TO_OPEN)});`;
  const preload = new URL('./stand-in/platform.mjs', import.meta.url).href;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', preload, '--input-type=module', '-e', code], { cwd: HERE, env });
  return JSON.parse(stdout);
}

test('a browser command that is missing is an error with a code', async (t) => {
  browserIs(t, join(tmpdir(), 'no-such-browser'));
  await assert.rejects(openBrowser(URL_TO_OPEN), { code: 'browser-failed', message: /could not be started/ });
});

test('a browser command that fails is an error with its status', { skip: process.platform === 'win32' }, async (t) => {
  browserIs(t, 'false');
  await assert.rejects(openBrowser(URL_TO_OPEN), { code: 'browser-failed', message: /status 1/ });
});

test('the first command of BROWSER that there is gets the URL as it is', { skip: process.platform === 'win32' }, async (t) => {
  const { program, given } = await noting(t);
  browserIs(t, `/no/such/browser:${program} --new-tab %s`);
  await openBrowser(URL_TO_OPEN);
  assert.deepEqual(await given(), ['--new-tab', URL_TO_OPEN]);
});

test('nothing but a web address is opened', async (t) => {
  browserIs(t, 'false');
  for (const url of ['file:///etc/passwd', 'javascript:alert(1)', '--help', 'vscode://x', '']) {
    await assert.rejects(openBrowser(url), { code: 'browser-failed', message: /Only http and https/ }, url);
  }
});

test('a system without any opener says so', { skip: process.platform !== 'linux' }, async () => {
  const code = `import { openBrowser } from 'mcp-auth-doctor/node'; await openBrowser('https://as.example/').catch(({ code }) => console.log(code));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { cwd: HERE, env: { PATH: '/nowhere' } });
  assert.equal(stdout.trim(), 'browser-failed');
});

test('on Linux it is xdg-open, on macOS open', async () => {
  assert.deepEqual(await commandOn('linux'), ['xdg-open', URL_TO_OPEN]);
  assert.deepEqual(await commandOn('darwin'), ['open', URL_TO_OPEN]);
});

test("on Windows and in WSL it is Windows' own Start, with the URL quoted", async () => {
  for (const platform of ['win32', 'wsl']) {
    const [command, ...args] = await commandOn(platform);
    assert.match(command, platform === 'wsl' ? /^\/mnt\/c\/.*powershell\.exe$/ : /powershell/i);
    const script = Buffer.from(args.at(-1), 'base64').toString('utf16le');
    // Single quotes are doubled inside single quotes: nothing of the URL is code.
    assert.ok(script.endsWith(`Start '${URL_TO_OPEN.replaceAll("'", "''")}'`), script);
  }
});

test('in WSL over SSH the browser is not opened on the Windows side', async () => {
  assert.deepEqual(await commandOn('wsl', { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' }), ['xdg-open', URL_TO_OPEN]);
});
