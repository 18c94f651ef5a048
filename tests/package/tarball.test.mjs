// The tarball in an empty folder: what is in it, and that it works from there.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { install, root, USE, write } from './installed.mjs';

const ALLOWED = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE-MIT|LICENSE-APACHE|THIRD-PARTY-LICENSES\.txt|sbom\.json)$/,
  /^((sign-in|diagnosis)\.wasm|(cli|mcp|authority)\.mjs|(index|slim|examples)\.(mjs|cjs|d\.mts|d\.cts)|node\.[cm]js|(inline|diagnosis|workerd)\.mjs|(index|node|slim)\.(mjs|cjs)\.map|(inline|diagnosis|workerd)\.mjs\.map)$/,
  /^hosts\/[a-z-]+\.(mjs|cjs)(\.map)?$/,
  /^types\/(esm|cjs)\/(package\.json|hosts\/[a-z0-9/-]+\.d\.ts)$/,
  /^man\/mcp-auth-doctor\.1$/,
  /^redirect-page\/redirect\.(html|js)$/,
  /^www\//,
  // What the README links to.
  /^SECURITY\.md$/,
  /^skill\/SKILL\.md$/,
  /^(docs|examples|extensions)\//,
];

let folder;
let files;
before(() => {
  folder = install();
  files = list(join(folder, 'node_modules/mcp-auth-doctor'));
});

test('holds the files that belong in it and no other', () => {
  const strangers = files.filter((name) => !ALLOWED.some((pattern) => pattern.test(name)));
  assert.deepEqual(strangers, []);
});

test('needs nothing else and runs no script when it is installed', () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/mcp-auth-doctor/package.json'), 'utf8'));
  assert.deepEqual(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')), ['mcp-auth-doctor']);
  assert.equal(manifest.dependencies, undefined);
  assert.equal(manifest.scripts, undefined);
});

test('names no folder of the machine it was built on', () => {
  for (const name of files) {
    const content = readFileSync(join(folder, 'node_modules/mcp-auth-doctor', name), 'latin1');
    for (const place of [root, homedir() + '/']) assert.ok(!content.includes(place), `${name} contains ${place}`);
  }
});

test('lists its parts, those of the standard library too, each release with its hash', () => {
  const { components } = JSON.parse(readFileSync(join(folder, 'node_modules/mcp-auth-doctor/sbom.json'), 'utf8'));
  const named = (name) => components.filter((part) => part.name === name);
  for (const name of ['rust-std', 'dlmalloc', 'serde', 'wasm-bindgen']) assert.equal(named(name).length, 1, name);
  const without = components.filter(({ hashes }) => !hashes).map(({ name }) => name);
  assert.deepEqual(without, ['rust-std']);
  for (const { name, hashes } of components) for (const { alg, content } of hashes ?? []) assert.match(content, alg === 'SHA-512' ? /^[0-9a-f]{128}$/ : /^[0-9a-f]{64}$/, name);
});

test('has every licence of what is inside', () => {
  const text = readFileSync(join(folder, 'node_modules/mcp-auth-doctor/THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['serde', 'serde_json', 'wasm-bindgen', 'url']) assert.match(text, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+.*: .+`, 'm'));
});

test('works by import', () => {
  const script = write(folder, 'esm.mjs', `import { analyze } from 'mcp-auth-doctor';\n${USE}console.log(line);`);
  assert.match(execFileSync('node', [script], { encoding: 'utf8' }), /^\["mcp-auth-doctor"/);
});

test('works by require', () => {
  const script = write(folder, 'cjs.cjs', `const { analyze } = require('mcp-auth-doctor');\n${USE}console.log(line);`);
  assert.match(execFileSync('node', [script], { encoding: 'utf8' }), /^\["mcp-auth-doctor"/);
});

test('works with the wasm as a file of its own', () => {
  const script = write(folder, 'slim.mjs', `import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyze, init, loadDiagnosis, parseChallenges } from 'mcp-auth-doctor/slim';
for (const early of [() => parseChallenges(''), () => analyze({})]) try { early(); } catch ({ code }) { console.log(code); }
const bytes = (name) => readFileSync(fileURLToPath(import.meta.resolve('mcp-auth-doctor/' + name)));
await init(bytes('sign-in.wasm'));
await loadDiagnosis(bytes('diagnosis.wasm'));
if (parseChallenges('Bearer')[0].scheme !== 'bearer') throw new Error('no challenge');
${USE}console.log(line);`);
  assert.match(execFileSync('node', [script], { encoding: 'utf8' }), /^not-initialized\ndiagnosis-not-loaded\n\["mcp-auth-doctor"/);
});

test('has the examples of the rules in a file of their own', () => {
  const script = write(folder, 'examples.mjs', `import { createRequire } from 'node:module';
import { rules } from 'mcp-auth-doctor';
import { examples } from 'mcp-auth-doctor/examples';
const ids = rules().map(({ id }) => id);
const told = rules().filter(({ why, fix }) => why && fix).length;
const shown = ids.filter((id) => examples[id].fails.length && examples[id].passes.length).length;
const required = Object.keys(createRequire(import.meta.url)('mcp-auth-doctor/examples').examples).length;
console.log(JSON.stringify([ids.length - told, ids.length - shown, ids.length - required]));`);
  assert.equal(execFileSync('node', [script], { encoding: 'utf8' }).trim(), '[0,0,0]');
});

test('where the diagnosis is a file of its own, what returns at once says what to await first, and a sign-in loads it when it stops', () => {
  const script = write(folder, 'apart.mjs', `import { analyze, beginSignIn, loadDiagnosis, rules } from './node_modules/mcp-auth-doctor/index.mjs';
try { rules(); } catch ({ code, message }) { console.log(code, message); }
const outcome = await beginSignIn({ server: 'https://mcp.example.com/mcp', fetch: async () => { throw new TypeError('no network'); } });
console.log(outcome.kind, outcome.report.cause.rule, rules().length > 100);`);
  assert.match(execFileSync('node', [script], { encoding: 'utf8' }), /^diagnosis-not-loaded rules\(\) needs .*await loadDiagnosis\(\) first\.\nblocked \S+ true\n$/);
});

test('brings a command that tells its version', () => {
  const version = JSON.parse(readFileSync(join(folder, 'node_modules/mcp-auth-doctor/package.json'), 'utf8')).version;
  const { stdout, status } = spawnSync(join(folder, 'node_modules/.bin/mcp-auth-doctor'), ['--version'], { encoding: 'utf8' });
  assert.deepEqual([stdout.trim(), status], [version, 0]);
});

test('explains a policy that forbids WebAssembly', () => {
  const script = write(folder, 'forbidden.mjs', `WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError('refused by policy'); } };
import('mcp-auth-doctor').then(({ analyze }) => { try { analyze({}); } catch ({ code, message }) { console.log(code, message); } });`);
  assert.match(execFileSync('node', [script], { encoding: 'utf8' }), /^wasm-blocked .*'wasm-unsafe-eval'/);
});

test('carries no tables of Unicode host names: hosts are made ASCII by the URL of the place where it runs', () => {
  assert.match(readFileSync(join(root, 'Cargo.lock'), 'utf8'), /name = "idna_adapter"\nversion = "1\.0\.0"/);
});

function list(folder, below = '') {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? list(join(folder, entry.name), `${below}${entry.name}/`) : [`${below}${entry.name}`],
  );
}
