// A name that an options object does not have is refused by every function that takes one, with the name that was probably meant; each name
// that is declared is accepted.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as core from 'mcp-auth-doctor';
import { adapter } from '../hosts/stand-in/adapter.mjs';
import { root, write } from './installed.mjs';

const template = join(root, 'pkg-template');
const installed = join(root, 'target/npm/mcp-auth-doctor');

/** The names of each options object, as the package has them. */
const LISTS = Object.fromEntries(
  [...readFileSync(join(template, 'driver/options.ts'), 'utf8').matchAll(/export const (\w+) =\s+'([^']+)'/g)].map(([, list, names]) => [list, names.split(' ')]),
);

/** Where each type is declared, and the list that has its names; what the core is given by itself is no options object. */
const TYPES = [
  ...['AnalyzeOptions', 'AuthenticatedFetchOptions', 'AuthorizationRequest', 'ClientMetadataWanted', 'ContinueOptions', 'DeleteClientOptions', 'DiagnoseOptions', 'HostInfo', 'IdentityProvider', 'Layout', 'ScopeSources', 'SignInOptions', 'TokenRequestOptions'].map((type) => [type, type, 'mcp-auth-doctor']),
  ['ForgetOptions', 'ForgetOptions', './hosts/forget.js'],
  ['AuthOptions', 'AuthOptions', './hosts/mcp-sdk/session.js'],
  ['ElectronOptions', 'McpAuthOptions', './hosts/electron/index.js'],
  ['ListenOptions', 'ListenOptions', './hosts/node/listener.js'],
  ['NodeHostOptions', 'NodeHostOptions', './hosts/node/host.js'],
  ['NodeSignInOptions', 'NodeSignInOptions', './hosts/node/sign-in.js'],
  ['PopupOptions', 'PopupOptions', './hosts/page/popup.js'],
  ['RedirectOptions', 'RedirectOptions', './hosts/page/redirect.js'],
  ['ReturnOptions', 'ReturnOptions', './hosts/page/redirect.js'],
  ['VscodeOptions', 'McpAuthOptions', './hosts/vscode/adapter.js'],
  ['IdentityOptions', 'IdentityOptions', './hosts/web-extension/identity.js'],
  ['TabListener', 'TabListener', './hosts/web-extension/tab.js'],
  ['TabOptions', 'TabOptions', './hosts/web-extension/tab.js'],
];
const listOf = (type) => type.replace(/(?<=.)[A-Z]/g, '_$&').toUpperCase();

test('the lists have exactly the names that TypeScript sees', () => {
  const project = join(root, 'target/tests/options');
  const checks = TYPES.map(([shown, type, from]) => `{
  type Names<T> = T extends unknown ? keyof T : never;
  const names: Record<Names<import('${from}').${type}>, 1> = { ${LISTS[listOf(shown)].map((name) => `${name}: 1`).join(', ')} };
  void names;
}`);
  write(project, 'names.ts', `export {};\n${checks.join('\n')}\n`);
  // Beside the sources, in which the adapters' types stand.
  const { compilerOptions } = JSON.parse(readFileSync(join(template, 'tsconfig.json'), 'utf8'));
  write(project, 'tsconfig.json', JSON.stringify({
    compilerOptions: { ...compilerOptions, rootDir: root, noEmit: true, declaration: false, emitDeclarationOnly: false, rootDirs: [project, template], paths: { 'mcp-auth-doctor': [join(installed, 'index.d.mts')] }, typeRoots: [join(root, 'tests/node_modules/@types')] },
    files: [join(project, 'names.ts')],
  }));
  const { stdout, status } = spawnSync(join(root, 'tests/node_modules/.bin/tsc'), ['-p', project], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
  assert.equal(Object.keys(LISTS).length, TYPES.length);
});

/** The functions that a declaration file exports, with each parameter that is an options object: its place, and its list. */
function functionsIn(file, own = {}) {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const shown = new Map(TYPES.map(([name, type]) => [type, name]));
  return [...text.matchAll(/^export (?:declare )?(?:async )?function (\w+)(?:<[^>]*>)?\((.*)\): /gm)].flatMap(([, name, parameters]) =>
    parameters.split(/, (?=\w+\??:)/).flatMap((parameter, place) => {
      const type = /: (?:Partial<)?(\w+)/.exec(parameter)?.[1];
      const list = own[type] ?? shown.get(type);
      return list ? [{ name, place, list: listOf(list) }] : [];
    }),
  );
}

const vscodeContext = { extension: { id: 'example.extension' }, secrets: {}, globalState: { get: () => undefined, update: async () => {} }, subscriptions: [], globalStorageUri: { fsPath: '/nowhere' } };
const vscode = await adapter('?options');
const entries = [
  ['the core', core, functionsIn(join(installed, 'index.d.mts'))],
  ...(await Promise.all(
    [['node'], ['page'], ['mcp-sdk'], ['web-extension'], ['electron', { McpAuthOptions: 'ElectronOptions' }], ['vscode', { McpAuthOptions: 'VscodeOptions' }]].map(async ([host, own]) => {
      const folder = join(installed, 'types/esm/hosts', host);
      const functions = readdirSync(folder).filter((name) => name.endsWith('.d.ts')).flatMap((name) => functionsIn(join(folder, name), own));
      return [host, host === 'vscode' ? vscode : await import(`mcp-auth-doctor/${host}`), functions];
    }),
  )),
];

globalThis.fetch = async () => { throw new Error('no network here'); };
globalThis.chrome ??= { tabs: { onUpdated: { addListener() {} } }, identity: { getRedirectURL: () => 'https://x.chromiumapp.org/' }, storage: {} };

/** What came of a call: nothing, or what it threw or rejected with. */
async function failure(call, place, options) {
  const before = call === vscode.createMcpAuth ? [vscodeContext] : [{}, {}, {}].slice(0, place);
  try {
    const made = await Promise.race([call(...before, options), new Promise((done) => setTimeout(done, 200))]);
    await made?.close?.();
    return undefined;
  } catch (error) {
    return error;
  }
}

let driven = 0;
for (const [entry, api, functions] of entries) {
  for (const { name, place, list } of functions.filter(({ name }) => name in api)) {
    driven += 1;
    const known = LISTS[list];
    test(`${entry}: ${name} refuses a name that its options do not have, and says what was meant`, async () => {
      for (const one of known.filter((each) => each.length > 4)) {
        const wrong = `${one.slice(0, -2)}${one.at(-1)}${one.at(-2)}x`;
        const thrown = await failure(api[name], place, { [wrong]: undefined });
        assert.equal(thrown?.code, 'invalid-argument', `${wrong}: ${thrown?.message}`);
        assert.equal(thrown.name, 'AuthDoctorError');
        assert.match(thrown.message, new RegExp(`^\`${wrong}\` is not an option here\\. (Did you mean|The options are)`));
      }
      const [first] = known;
      assert.match((await failure(api[name], place, { [first.toUpperCase()]: 1 })).message, new RegExp(`Did you mean \`${first}\``));
      assert.match((await failure(api[name], place, { 'a secret: 7': 1 })).message, /^A name with other characters.*The options are: /);
    });
    test(`${entry}: ${name} accepts each name that is declared`, async () => {
      for (const one of known) {
        const thrown = await failure(api[name], place, { [one]: undefined });
        assert.doesNotMatch(String(thrown?.message), /is not an option here/, one);
      }
    });
  }
}

test('a Discovery refuses it too', () => {
  assert.throws(() => new core.Discovery({ server: 'https://mcp.example.com/mcp', timeOutMs: 1 }), { code: 'invalid-argument', message: /Did you mean `timeoutMs`/ });
});

test('the options of a beginning may be given to what goes on', async () => {
  const thrown = await failure(core.refresh, 1, { scopes: ['a'], redirectUri: 'http://localhost/' });
  assert.doesNotMatch(String(thrown?.message), /is not an option here/);
});

test('all of them were driven', () => assert.ok(driven >= 34, `${driven}`));
