// What the field needs beside the packages of the tests: the servers of npm, Python's, nginx. What can't be had here is left out, and said.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nginx } from '../servers/process.mjs';

const PYTHON = ['fastmcp==4.1.2', 'mcp==2.3.0', 'django-oauth-toolkit==3.4.1', 'Authlib==1.9.10'];

const tool = (name) => fileURLToPath(new URL(`../../target/tools/${name}`, import.meta.url));

/** The package.json of the folder that has the servers of npm: what `createRequire` takes. */
export const fieldPackage = join(tool('field-npm'), 'package.json');

/** What is here: paths, or nothing. */
export function fieldTools() {
  return { npm: npm(), python: python(), nginx: nginx() };
}

function npm() {
  const folder = tool('field-npm');
  if (existsSync(join(folder, 'node_modules/better-auth'))) return folder;
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) cpSync(fileURLToPath(new URL(name, import.meta.url)), join(folder, name));
  return succeeds('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder) ? folder : undefined;
}

/** The Python of an environment of the project's own. */
function python() {
  const folder = tool('field-python');
  const program = join(folder, 'bin/python');
  const has = () => succeeds(program, ['-c', 'import fastmcp, mcp, oauth2_provider, authlib']);
  if (has()) return program;
  const made = succeeds('python3', ['-m', 'venv', folder]) && succeeds(program, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PYTHON]);
  return made && has() ? program : undefined;
}

function succeeds(program, args, cwd) {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 300_000, cwd }).status === 0;
}
