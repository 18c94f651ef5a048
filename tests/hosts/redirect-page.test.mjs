// The redirect page hands a callback, with its code, to whom its owner lists, and to nobody else.
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { startChromium } from './chromium.mjs';
import { root } from './example.mjs';
import { startRedirectPage } from './redirect-page.mjs';

const LIST = 'vscode: https://vscode.dev https://*.github.dev';
let page;
before(async () => {
  const outfile = path.join(root, 'target/tests/hosts/redirect-target.mjs');
  await build({ entryPoints: [path.join(root, 'pkg-template/hosts/redirect-page/target.ts')], outfile, bundle: true, format: 'esm', logLevel: 'warning' });
  page = await import(pathToFileURL(outfile).href);
});

const LISTED = ['vscode://me.example/callback', 'https://vscode.dev/callback?vscode-reqid=1', 'https://a-b.github.dev/callback'];
const NOT_LISTED = [
  'https://evil.example/',
  'https://vscode.dev.evil.example/',
  'https://vscode.dev@evil.example/',
  'https://me@vscode.dev/',
  'http://vscode.dev/',
  'https://vscode.dev:444/',
  'https://github.dev/',
  'https://a.b.github.dev/',
  'https://evilgithub.dev/',
  'vscode-insiders://me.example/callback',
  'javascript:alert(1)',
  'data:text/html,x',
  'no address',
];

test('an application that is listed gets the callback', () => {
  for (const target of LISTED) assert.equal(page.isAllowed(target, LIST), true, target);
});

test('nobody else gets it', () => {
  for (const target of NOT_LISTED) assert.equal(page.isAllowed(target, LIST), false, target);
  assert.equal(page.isAllowed('javascript:alert(1)', 'javascript:'), false, 'a page that can run code is no application, listed or not');
});

test('an empty list allows nobody', () => {
  for (const target of LISTED) assert.equal(page.isAllowed(target, ''), false, target);
});

test('the target is what stands behind the dot of state', () => {
  const packed = Buffer.from('vscode://me.example/callback').toString('base64url');
  assert.equal(page.targetOf(`random.${packed}`), 'vscode://me.example/callback');
  assert.equal(page.targetOf('random'), undefined);
  assert.equal(page.targetOf('random.***'), undefined);
  assert.equal(page.targetOf(undefined), undefined);
});

test('the query goes on as one member that no decoding changes', () => {
  const query = '?code=a%2Bb+c&iss=https%3A%2F%2Fa.example%2F%3Fx%3D%26';
  const next = new URL(page.onward('https://vscode.dev/callback?vscode-reqid=1', query));
  assert.equal(next.searchParams.get('vscode-reqid'), '1');
  assert.equal(Buffer.from(next.searchParams.get('callback'), 'base64url').toString(), query);
});

test('a state that names no address is told to be copied by hand: the page does not stay at "One moment…"', async (t) => {
  const redirectPage = await startRedirectPage(t);
  const tab = await (await startChromium(t)).newPage();
  const callback = `${redirectPage.url}?code=1&state=random.${Buffer.from('no address').toString('base64url')}`;
  await tab.goto(callback);
  await tab.locator('#by-hand').waitFor({ timeout: 10_000 });
  assert.equal(await tab.locator('#address').inputValue(), callback);
  assert.equal(await tab.locator('#title').innerText(), 'Go back to the application');
});
