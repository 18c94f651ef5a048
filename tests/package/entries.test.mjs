// Which file of the package each bundler takes by its conditions, and what that file needs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { install, USE, write } from './installed.mjs';

const folder = install();
const program = `import { analyze, loadDiagnosis } from 'NAME';\nloadDiagnosis().then(() => { ${USE}console.log(line); });`;

const cases = [
  // Extensions of VS Code, Electron's main process, servers.
  ['a bundle for Node', { platform: 'node', format: 'esm' }, 'node.mjs', ['node:zlib']],
  ['a bundle for Node, from CommonJS', { platform: 'node', format: 'cjs', required: true }, 'node.cjs', ['node:zlib']],
  ['a bundle for a page', { platform: 'browser', format: 'esm' }, 'index.mjs', []],
  ["a bundle for VS Code's web extension host", { platform: 'browser', format: 'cjs', required: true }, 'index.cjs', []],
  ['a bundle for a service worker', { platform: 'browser', format: 'iife', conditions: ['worker'] }, 'index.mjs', []],
  // A sandboxed preload script of Electron, which has no `node:zlib`.
  ['a bundle of /inline for Node', { platform: 'node', format: 'cjs', name: 'mcp-auth-doctor/inline' }, 'inline.mjs', []],
];

for (const [what, { required = false, name = 'mcp-auth-doctor', ...options }, entry, imports] of cases) {
  test(`${what} takes ${entry}, needs ${imports.join() || 'no module of Node'}, and is one file that runs`, async () => {
    const text = program.replace('NAME', name);
    const source = write(folder, `${entry}-src.${required ? 'cjs' : 'mjs'}`, required ? text.replace(/import (.+) from (.+);/, 'const $1 = require($2);') : text);
    const outfile = path.join(folder, `${entry}-out.${options.format === 'esm' ? 'mjs' : 'cjs'}`);
    const { metafile } = await build({ entryPoints: [source], bundle: true, minify: true, outfile, metafile: true, logLevel: 'error', ...options });
    const [output] = Object.values(metafile.outputs);
    assert.deepEqual(output.imports.map((one) => one.path), imports);
    assert.ok(Object.keys(metafile.inputs).some((input) => path.basename(input) === entry), Object.keys(metafile.inputs).join());
    assert.match(execFileSync('node', [outfile], { encoding: 'utf8' }), /^\["mcp-auth-doctor"/);
  });
}

test('what Node loads is about half of what has no brotli', () => {
  const size = (name) => readFileSync(path.join(folder, 'node_modules/mcp-auth-doctor', name)).length;
  for (const [node, other] of [['node.mjs', 'inline.mjs'], ['node.cjs', 'index.cjs']]) assert.ok(size(node) < 0.6 * size(other), `${node}: ${size(node)} bytes, ${other}: ${size(other)}`);
});
