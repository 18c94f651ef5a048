// Every TypeScript and JavaScript snippet of README and docs/hosts, compiled as its reader would: strict, with the types of the place it is for,
// without skipLibCheck.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, write } from './installed.mjs';

const documents = ['README.md', ...readdirSync(join(root, 'docs/hosts')).map((name) => `docs/hosts/${name}`)];
const folder = join(root, 'target/tests/snippets');
rmSync(folder, { recursive: true, force: true });
write(folder, 'package.json', '{ "type": "module" }');
symlinkSync(join(root, 'tests/node_modules'), join(folder, 'node_modules'));
// Electron's own types come with its binary.
write(folder, 'electron.d.ts', "declare module 'electron' { const parts: import('mcp-auth-doctor/electron').Electron; export const app: typeof parts.app; export const shell: typeof parts.shell; export const safeStorage: typeof parts.safeStorage; }");

/** What a document's readers have: the library and the types. */
const PLACES = {
  'web-extension': { lib: ['es2023', 'dom'], types: ['chrome'] },
  page: { lib: ['es2023', 'dom'], types: [] },
  vscode: { lib: ['es2023'], types: ['vscode', 'node'] },
  // The SDK itself asks for it.
  'mcp-sdk': { lib: ['es2023', 'dom'], types: ['node'] },
};
const place = (document) => PLACES[/([a-z-]+)\.md$/.exec(document)?.[1]] ?? { lib: ['es2023'], types: ['node'] };

for (const document of documents) {
  const text = readFileSync(join(root, document), 'utf8');
  const snippets = [...text.matchAll(/^```(?:ts|js)\n(.*?)^```/gms)].map(([, code]) => code);
  if (snippets.length === 0) continue;
  test(`${document}: ${snippets.length} snippet(s) compile`, () => {
    const name = document.replace(/\W+/g, '-');
    const files = snippets.map((code, index) => {
      write(folder, `${name}/${index}.ts`, code);
      return `${index}.ts`;
    });
    if (name.startsWith('docs-hosts-electron')) files.push('../electron.d.ts');
    write(folder, `${name}/tsconfig.json`, JSON.stringify({
      compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false, preserveSymlinks: true, ...place(document) },
      files,
    }));
    const { stdout, status } = spawnSync(join(root, 'tests/node_modules/.bin/tsc'), ['-p', join(folder, name)], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });
}

test('the README is short: at most 80 lines, with a picture of a report and a report as text', () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const lines = text.split('\n').length - 1;
  assert.ok(lines <= 80, `${lines} lines`);
  assert.match(text, /!\[[^\]]+\]\(docs\/report\.png\)/);
  assert.match(text, /```text\nBLOCKED /);
});
