// Servers that are programs of their own: started, waited for, stopped with the test.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FASTMCP = '4.1.2';

/** A port that was free a moment ago. */
export const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Starts a program and waits until an address answers, whatever it says. */
export async function start(t, command, args, options, url) {
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

/** The Python of an environment of the project's own that has fastmcp; nothing where it can't be had. */
export function fastmcp() {
  const folder = fileURLToPath(new URL(`../../target/tools/fastmcp-${FASTMCP}`, import.meta.url));
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
