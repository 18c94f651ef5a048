// The runtimes and bundlers of `tests/package/tools`, which xtask installs into `target/tools/package`.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { install, root, USE, write } from '../installed.mjs';

export const tools = join(root, 'target/tools/package/node_modules');
export const tool = (name) => createRequire(join(tools, 'x.js'))(name);

/** The folder with the package installed, one for all environments. */
export const folder = install();

/** A program that prints the line. */
export const program = `import { analyze } from 'mcp-auth-doctor';\n${USE}`;

/** Runs and returns what was printed. */
export const run = (path, ...args) => execFileSync(path, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } }).trim();

/** The line as this Node prints it: every environment must give the same. */
export const expected = run(process.execPath, write(folder, 'expected.mjs', `${program}console.log(line);`));
