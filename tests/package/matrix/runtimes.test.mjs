// Node 20, 22 and 24 by import and by require, Deno, Bun, workerd.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { USE, write } from '../installed.mjs';
import { expected, folder, program, run, startWorkerd, tool, tools } from './tools.mjs';

const esm = write(folder, 'use.mjs', `${program}console.log(line);`);
const cjs = write(folder, 'use.cjs', `const { analyze } = require('mcp-auth-doctor');\n${USE}console.log(line);`);

for (const major of [20, 22, 24]) {
  const node = join(tools, `node-${major}/bin/node`);
  test(`Node ${major}, import`, () => assert.equal(run(node, esm), expected));
  test(`Node ${major}, require`, () => assert.equal(run(node, cjs), expected));
}

test('every entry that needs no host loads by import and by require, and has the same names', () => {
  const { exports } = JSON.parse(readFileSync(join(folder, 'node_modules/mcp-auth-doctor/package.json'), 'utf8'));
  const modules = Object.keys(exports).filter((name) => exports[name].import).map((name) => name.replace('.', 'mcp-auth-doctor'));
  const names = modules.filter((name) => !/\/(vscode|mcp-sdk)$/.test(name));
  assert.ok(names.length >= 8, names.join());
  const script = write(folder, 'entries.mjs', `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
for (const name of ${JSON.stringify(names)}) {
  const [one, other] = [await import(name), require(name)].map((entry) => Object.keys(entry).filter((key) => key !== 'default').sort().join());
  console.log(one && one === other ? 'same' : name + ': ' + one + ' / ' + other);
}`);
  assert.deepEqual(run(join(tools, 'node-20/bin/node'), script).split('\n'), names.map(() => 'same'));
});

test('bundled for Node, as an extension of VS Code is: one file that needs no other and has the core once', async () => {
  const source = write(folder, 'bundled/src.mjs', `import * as host from 'mcp-auth-doctor/node';\nimport { analyze } from 'mcp-auth-doctor';\n${USE}console.log(Object.keys(host).length > 0 && line);`);
  const outfile = join(mkdtempSync(join(tmpdir(), 'mcp-auth-doctor-')), 'extension.cjs');
  await tool('esbuild').build({ entryPoints: [source], bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'error' });
  assert.equal(run(join(tools, 'node-20/bin/node'), outfile), expected);
  const { size } = statSync(outfile);
  const { size: once } = statSync(join(folder, 'node_modules/mcp-auth-doctor/node.cjs'));
  assert.ok(size < 1.5 * once, `${size} bytes, the core alone ${once}`);
});

for (const target of ['node', 'electron-main', 'electron-preload', 'webworker']) {
  test(`bundled by webpack for ${target}, where only a target with modules of Node needs one`, async () => {
    const output = { path: join(folder, 'bundled'), filename: `webpack-${target}.cjs`, asyncChunks: false };
    const compiler = tool('webpack')({ mode: 'production', devtool: false, target, entry: esm, context: folder, output });
    const stats = await new Promise((done, failed) => compiler.run((error, result) => (error ? failed(error) : done(result))));
    assert.deepEqual(stats.toJson().errors, []);
    const file = join(folder, 'bundled', output.filename);
    assert.equal(/require\(["']node:zlib["']\)/.test(readFileSync(file, 'utf8')), target !== 'webworker');
    if (target !== 'webworker') assert.equal(run(join(tools, 'node-20/bin/node'), file), expected);
  });
}

test('bundled by Vite for a server, with the package in it', async () => {
  const { node24 } = await import('./vite.mjs');
  node24(folder, esm, '', { build: { ssr: esm, outDir: join(folder, 'bundled/ssr') }, ssr: { noExternal: true } });
  assert.equal(run(join(tools, 'node-20/bin/node'), join(folder, 'bundled/ssr/use.js')), expected);
});

test('Deno', () => assert.equal(run(join(tools, '@deno/linux-x64-glibc/deno'), 'run', '--node-modules-dir=manual', '--allow-read', esm), expected));
test('Bun', () => assert.equal(run(join(tools, '@oven/bun-linux-x64/bin/bun'), esm), expected));

test('workerd, bundled with its condition, in a request', async () => {
  const source = write(folder, 'worker/src.mjs', `import { analyze } from 'mcp-auth-doctor';\nexport default { fetch: () => { ${USE}return new Response(line); } };`);
  await tool('esbuild').build({
    entryPoints: [source], bundle: true, format: 'esm', conditions: ['workerd'], outfile: join(folder, 'worker/worker.mjs'),
    external: ['*.wasm'], logLevel: 'error',
  });
  write(folder, 'worker/config.capnp', `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .main)], sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]);
const main :Workerd.Worker = (compatibilityDate = "2025-01-01", modules = [
  (name = "worker.mjs", esModule = embed "worker.mjs"),
  (name = "sign-in.wasm", wasm = embed "../node_modules/mcp-auth-doctor/sign-in.wasm"),
  (name = "diagnosis.wasm", wasm = embed "../node_modules/mcp-auth-doctor/diagnosis.wasm")]);`);
  const workerd = await startWorkerd(join(folder, 'worker/config.capnp'));
  try {
    assert.equal(await (await fetch(workerd.url)).text(), expected);
  } finally {
    workerd.stop();
  }
});
