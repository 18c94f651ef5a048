// The documents that travel in the package: their links lead somewhere, the codes are all there, and a bundle keeps the notice.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { install, root, write } from './installed.mjs';

const folder = install();
const installed = path.join(folder, 'node_modules/mcp-auth-doctor');
const documents = readdirSync(installed, { recursive: true }).filter((name) => name.endsWith('.md') && !/node_modules/.test(name));

test('every relative link of every document leads to a file of the package', () => {
  const broken = documents.flatMap((name) => {
    const text = readFileSync(path.join(installed, name), 'utf8').replace(/^```.*?^```/gms, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link).filter((link) => !/^([a-z]+:|#)/.test(link));
    return links.filter((link) => !existsSync(path.join(installed, path.dirname(name), link.replace(/#.*/, '')))).map((link) => `${name}: ${link}`);
  });
  assert.deepEqual(broken, []);
});

test('docs/hosts/errors.md has every code, as the types document it', () => {
  const union = /type AuthDoctorErrorCode =(.+?);\n\n/s.exec(readFileSync(path.join(root, 'pkg-template/api.d.ts'), 'utf8'))[1];
  const rows = [...union.matchAll(/\/\*\* (.+?) \*\/\s*\| '([a-z-]+)'/g)].map(([, meaning, code]) => `| \`${code}\` | ${meaning} |`);
  assert.equal(rows.length, [...union.matchAll(/\| '/g)].length, 'each code has a comment');
  const table = `<!-- codes -->\n| code | meaning |\n| --- | --- |\n${rows.join('\n')}\n<!-- /codes -->`;
  const file = path.join(root, 'docs/hosts/errors.md');
  const text = readFileSync(file, 'utf8');
  const expected = text.replace(/<!-- codes -->.*<!-- \/codes -->/s, () => table);
  if (process.env.UPDATE) writeFileSync(file, expected);
  assert.equal(text === expected || Boolean(process.env.UPDATE), true, 'out of date: UPDATE=1 node --test tests/package/documents.test.mjs');
});

for (const [entry, platform] of [['mcp-auth-doctor', 'browser'], ['mcp-auth-doctor/page', 'browser'], ['mcp-auth-doctor/node', 'node']]) {
  test(`a minified bundle of ${entry} keeps the notice of the licences`, async () => {
    const file = write(folder, 'bundled.mjs', `export * from '${entry}';`);
    const { outputFiles } = await build({ entryPoints: [file], bundle: true, minify: true, format: 'esm', platform, write: false });
    assert.match(outputFiles[0].text, /mcp-auth-doctor \| MIT OR Apache-2\.0 .*THIRD-PARTY-LICENSES\.txt/);
  });
}

test('the JavaScript of entries and hosts has source maps, with the sources in them', () => {
  for (const folder of ['', 'hosts']) {
    const names = readdirSync(path.join(installed, folder));
    // Those without the wasm differ by the name of one import: they share a map.
    const scripts = names.filter((name) => /\.[cm]js$/.test(name) && !/^(cli|mcp|authority|examples)\.|-slim\./.test(name));
    assert.deepEqual(names.filter((name) => name.endsWith('.map')), scripts.map((name) => `${name}.map`));
    for (const name of scripts) {
      const text = readFileSync(path.join(installed, folder, `${name}.map`), 'utf8');
      const { sources, sourcesContent } = JSON.parse(text);
      assert.ok(sources.every((source) => /^mcp-auth-doctor:\/\/\/[a-z]/.test(source)), sources[0]);
      assert.equal(sourcesContent.length, sources.length);
      // The wasm as text is in the script already.
      assert.ok(text.length < 1_000_000, `${name}.map: ${text.length} bytes`);
    }
  }
});
