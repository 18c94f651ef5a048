// Servers that are programs of their own: started, waited for, stopped with the test.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
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
  // A Python server on a busy machine takes its time; one that ends is not waited for.
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt += 1) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer) return;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  assert.fail(`${url} does not answer`);
}

/** The Python of an environment of the project's own that has fastmcp; nothing where it can't be had. */
export function fastmcp() {
  const folder = tool(`fastmcp-${FASTMCP}`);
  const python = join(folder, 'bin/python');
  const has = () => succeeds(python, ['-c', 'import fastmcp']);
  if (has()) return python;
  const made = succeeds('python3', ['-m', 'venv', folder])
    && succeeds(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `fastmcp==${FASTMCP}`], { timeout: 240_000 });
  return made && has() ? python : undefined;
}

/** nginx as it is installed, or Debian's package unpacked: installed it would begin to serve. Nothing where it can't be had. */
export function nginx() {
  const folder = tool('nginx');
  const unpacked = join(folder, 'usr/sbin/nginx');
  const found = () => ['nginx', unpacked].find((program) => succeeds(program, ['-v']));
  if (found()) return found();
  mkdirSync(folder, { recursive: true });
  succeeds('apt-get', ['update', '-qq']);
  succeeds('apt-get', ['download', '-qq', 'nginx'], { cwd: folder });
  succeeds('sh', ['-c', 'dpkg-deb --extract nginx_*.deb .'], { cwd: folder });
  return found();
}

const tool = (name) => fileURLToPath(new URL(`../../target/tools/${name}`, import.meta.url));

function succeeds(program, args, options) {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 60_000, ...options }).status === 0;
}
