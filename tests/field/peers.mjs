// Other clients, each in a process of its own, with the same scripted browser: whether they sign in and list the tools, and what they say.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browse } from '../servers/browser.mjs';
import { freePort } from '../servers/process.mjs';

const LIMIT_MS = 30_000;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Their profiles: what `--as` says of each. */
export const PROFILES = { 'TypeScript SDK 1': 'typescript-sdk-1', 'TypeScript SDK 2': 'typescript-sdk-2', 'Python SDK': 'python-sdk', 'mcp-remote': 'mcp-remote' };

/** The clients by name; `python` is there where Python can have the SDK. */
export function peers(python) {
  return {
    'TypeScript SDK 1': (url) => script(process.execPath, [here('peers/typescript.mjs'), '1', url]),
    'TypeScript SDK 2': (url) => script(process.execPath, [here('peers/typescript.mjs'), '2', url]),
    ...(python && { 'Python SDK': (url, env) => script(python, [here('peers/python.py'), url], env) }),
    'mcp-remote': mcpRemote,
  };
}

/** A program that says on its last line how it ended. */
async function script(command, args, env) {
  const { output, ended } = await run(command, args, { ...process.env, ...env });
  const line = output.trim().split('\n').findLast((each) => each.startsWith('{'));
  try {
    return JSON.parse(line);
  } catch {
    return { signedIn: false, said: ended ? output.trim().slice(-200) : `no end within ${LIMIT_MS / 1000} s` };
  }
}

/** mcp-remote as its users run it: it says the address to open, listens for the callback, and says when it is connected. */
async function mcpRemote(url) {
  const home = await mkdtemp(join(tmpdir(), 'mcp-remote-'));
  const port = await freePort();
  let opened = false;
  try {
    const { output, stopped } = await run(
      process.execPath,
      [here('../node_modules/mcp-remote/dist/proxy.js'), url, String(port), '--allow-http', '--transport', 'http-only'],
      { PATH: process.env.PATH, HOME: home, MCP_REMOTE_CONFIG_DIR: home, BROWSER: '/bin/true' },
      (said) => {
        const [address] = /https?:\/\/\S+[?&]response_type=code\S*(?=\s)/.exec(said) ?? [];
        if (address && !opened) {
          opened = true;
          browse(address).catch(() => {});
        }
        return /Proxy established|Local STDIO server running/.test(said);
      },
    );
    if (stopped) return { signedIn: opened };
    const lines = output.split('\n').map((line) => line.replace(/^\[\d+\]\s*/, '').trim()).filter((line) => line && !line.startsWith('at '));
    return { signedIn: false, said: lines.findLast((line) => /error|fail|denied|refus|not support|invalid/i.test(line)) ?? lines.at(-1) ?? 'nothing' };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Runs a program until it ends, `isDone(output)` says so, or its time is over. */
function run(command, args, env, isDone = () => false) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env });
    let output = '';
    let stopped = false;
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    const hear = (text) => {
      output += text;
      if (!stopped && isDone(output)) {
        stopped = true;
        child.kill();
      }
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
    child.on('error', (error) => hear(String(error)));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ output, stopped, ended: code !== null });
    });
  });
}
