// The runtimes and bundlers of `tests/package/tools`, which xtask installs into `target/tools/package`.
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { install, root, USE, write } from '../installed.mjs';

export const tools = join(root, 'target/tools/package/node_modules');
export const tool = (name) => createRequire(join(tools, 'x.js'))(name);

/** The folder with the package installed, one for all environments. */
export const folder = install();

/** A program that prints the line. */
export const program = `import { analyze, loadDiagnosis } from 'mcp-auth-doctor';\nawait loadDiagnosis();\n${USE}`;

/** Runs and returns what was printed. */
export const run = (path, ...args) => execFileSync(path, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } }).trim();

/** Starts workerd, whose config has one socket, at a free port. */
export async function startWorkerd(config) {
  const workerd = spawn(join(tools, '@cloudflare/workerd-linux-64/bin/workerd'), ['serve', '--control-fd=1', config]);
  const said = [];
  workerd.stderr.on('data', (data) => said.push(data));
  const port = await new Promise((found, failed) => {
    workerd.stdout.on('data', (data) => found(JSON.parse(String(data).split('\n')[0]).port));
    workerd.on('exit', () => failed(new Error(String(Buffer.concat(said)))));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => workerd.kill() };
}

/** The line as this Node prints it: every environment must give the same. */
export const expected = run(process.execPath, write(folder, 'expected.mjs', `${program}console.log(line);`));
