// Runs the command line of the built package as a user does: as a process.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command itself. */
export const CLI = fileURLToPath(new URL('../../target/npm/mcp-auth-doctor/cli.mjs', import.meta.url));

/** The scripted browser, for the variable BROWSER. */
export const BROWSER = fileURLToPath(new URL('../servers/open-browser.mjs', import.meta.url));

/**
 * Makes a runner whose sign-ins are kept in a folder of their own.
 *
 * @param {import('node:test').TestContext} t
 */
export async function commandLine(t) {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return (args, options = {}) => run(args, { ...options, env: { XDG_DATA_HOME: folder, ...options.env } });
}

/**
 * Runs it to its end.
 *
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, stdin?: string, timeoutMs?: number }} [options]
 * @returns {Promise<{ status: number | null, stdout: string, stderr: string, milliseconds: number }>}
 */
export function run(args, options) {
  return begin(args, options).ended;
}

/** The same, for who looks on: the process, and the promise of its end. */
export function begin(args, { env = {}, stdin = '', timeoutMs = 60_000 } = {}) {
  const started = Date.now();
  const child = spawn(process.execPath, [CLI, ...args], { env: { PATH: process.env.PATH, HOME: tmpdir(), BROWSER, ...env }, timeout: timeoutMs });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => (output[name] += text));
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...output, milliseconds: Date.now() - started }));
  });
  return { child, ended };
}
