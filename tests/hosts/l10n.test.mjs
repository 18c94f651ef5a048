// Every text of the adapter and of the extension can be translated: each goes through `vscode.l10n`, and the German bundle has them all.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from './example.mjs';

const read = (name) => readFileSync(path.join(root, name), 'utf8');
const folder = (name) => readdirSync(path.join(root, name)).filter((file) => file.endsWith('.ts')).map((file) => `${name}/${file}`);
const sources = [...folder('pkg-template/hosts/vscode'), ...folder('extensions/vscode/src'), 'pkg-template/hosts/stored.ts', 'pkg-template/hosts/sign-in.ts'];
const QUOTED = `(?:'((?:[^'\\\\]|\\\\.)*)'|"((?:[^"\\\\]|\\\\.)*)")`;
const texts = (pattern) => sources.flatMap((name) => [...read(name).matchAll(pattern)].map(([, single, double]) => (single ?? double).replace(/\\(['"])/g, '$1')));

test('the German bundle has every text, and no other', () => {
  // Those of noAnswer are translated where they are put together.
  const used = [...texts(new RegExp(`\\b(?:t|translate)\\(\\s*${QUOTED}`, 'g')), ...texts(new RegExp(`const (?:nothing|without|other) =\\s*${QUOTED};`, 'g'))];
  const bundle = JSON.parse(read('extensions/vscode/l10n/bundle.l10n.de.json'));
  assert.deepEqual(Object.keys(bundle).sort(), [...new Set(used)].sort());
  for (const [english, german] of Object.entries(bundle)) {
    assert.deepEqual((german.match(/\{\d\}/g) ?? []).sort(), (english.match(/\{\d\}/g) ?? []).sort(), english);
  }
});

test('what VS Code shows of the adapter is not written beside the translation', () => {
  const SHOWN = /\b(?:showInformationMessage|showErrorMessage|showQuickPick|setStatusBarMessage|createWebviewPanel)\(\s*[`'"](?!mcp-auth-doctor\.)[A-Za-z]|\b(?:title|prompt|tooltip|label|detail|placeHolder)(?:: | = )[`'"](?!https:)[A-Za-z]/;
  for (const name of sources.filter((each) => /\/vscode\//.test(each))) assert.doesNotMatch(read(name), SHOWN, name);
});

test("the manifest's texts are in English and German", () => {
  const [manifest, english, german] = ['package.json', 'package.nls.json', 'package.nls.de.json'].map((name) => read(`extensions/vscode/${name}`));
  const used = [...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key).sort();
  assert.deepEqual(Object.keys(JSON.parse(english)).sort(), used);
  assert.deepEqual(Object.keys(JSON.parse(german)).sort(), used);
});
