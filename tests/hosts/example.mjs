// An example of examples/, built as its reader would: a copy with the package in node_modules, bundled by the example's own commands.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const modules = path.join(root, 'tests/node_modules');
/** The package as it is published. */
export const packageDirectory = process.env.MCP_AUTH_DOCTOR_PACKAGE ?? path.join(root, 'target/npm/mcp-auth-doctor');

/** Whether the package was built with `--quick`: its wasm has names still, and is larger than the one that is published. */
export async function builtQuickly() {
  const wasm = new WebAssembly.Module(await readFile(path.join(packageDirectory, 'sign-in.wasm')));
  return WebAssembly.Module.customSections(wasm, 'name').length > 0;
}

/**
 * Copies an example and builds it.
 *
 * @param {string} name folder below examples/
 * @param {string} [as] name of the copy
 * @returns {Promise<string>} the folder of the copy
 */
export async function buildExample(name, as = name) {
  const copy = path.join(root, 'target/tests/hosts', as);
  rmSync(copy, { recursive: true, force: true });
  cpSync(path.join(root, 'examples', name), copy, { recursive: true });
  const { dependencies = {}, devDependencies = {}, scripts } = JSON.parse(await readFile(path.join(copy, 'package.json'), 'utf8'));
  for (const dependency of Object.keys({ ...dependencies, ...devDependencies })) {
    const link = path.join(copy, 'node_modules', dependency);
    mkdirSync(path.dirname(link), { recursive: true });
    // Ours as it is installed: a link would be resolved to a folder that is in no node_modules.
    if (dependency === 'mcp-auth-doctor') cpSync(packageDirectory, link, { recursive: true });
    else symlinkSync(path.join(modules, dependency), link);
  }
  if (scripts.build) runScript(copy, 'build');
  return copy;
}

/** Runs one of the example's own commands in its copy. Throws with what it said. */
export function runScript(copy, script) {
  const PATH = `${path.join(modules, '.bin')}${path.delimiter}${process.env.PATH}`;
  run('npm', ['run', '--silent', script], { cwd: copy, env: { ...process.env, PATH } });
}

function run(command, args, options) {
  try {
    execFileSync(command, args, { ...options, stdio: 'pipe', timeout: 120_000 });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')} in ${options.cwd}:\n${error.stdout}${error.stderr}`);
  }
}
