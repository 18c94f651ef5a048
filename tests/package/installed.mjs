// The tarball, installed into a folder of its own as a user would install it, outside the repository's node_modules.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const npm = join(root, 'target/npm');

/** The path of the one tarball that the build made. */
export function tarball() {
  const names = readdirSync(npm).filter((name) => name.endsWith('.tgz'));
  if (names.length !== 1) throw new Error(`one tarball expected in ${npm}, found: ${names.join(', ') || 'none'}`);
  return join(npm, names[0]);
}

/** A new folder with the tarball installed; what it imports resolves there and nowhere else. */
export function install(type = 'module') {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-auth-doctor-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type }));
  execFileSync('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', tarball()], { cwd: folder });
  return folder;
}

/** Writes a file below a folder and returns its path. */
export function write(folder, name, text) {
  const path = join(folder, name);
  mkdirSync(resolve(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** What every environment does with the package: judges a 401, and prints a line that must be the same everywhere. */
const EVIDENCE = {
  server: 'https://mcp.example.com/mcp',
  exchanges: [{ request: { method: 'POST', url: 'https://mcp.example.com/mcp' }, response: { status: 401, headers: [['Content-Type', 'text/plain']], body: 'no' } }],
};
export const USE = `const report = analyze(${JSON.stringify(EVIDENCE)});
const line = JSON.stringify(['mcp-auth-doctor', report.server, report.verdict, report.findings.map(({ rule }) => rule)]);
`;
