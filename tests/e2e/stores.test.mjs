// What every store promises (`Store`): the same for memory, files, a page, a browser extension and VS Code.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { memoryStore } from 'mcp-auth-doctor';
import { fileStore } from 'mcp-auth-doctor/node';
import { pageStore } from 'mcp-auth-doctor/page';

const soon = () => new Promise((resolve) => setTimeout(resolve, 2));

/** A storage area of an extension, which forgets nothing and answers late. */
function area() {
  const kept = new Map();
  return {
    get: async (name) => (await soon(), name === null ? Object.fromEntries(kept) : kept.has(name) ? { [name]: kept.get(name) } : {}),
    set: async (values) => (await soon(), Object.entries(values).forEach(([name, value]) => kept.set(name, value))),
    remove: async (name) => (await soon(), void kept.delete(name)),
  };
}

/** The `Storage` of a page: its names are its own enumerable members. */
function storage() {
  const members = { getItem: (name) => kept[name] ?? null, setItem: (name, value) => (kept[name] = value), removeItem: (name) => delete kept[name] };
  const kept = Object.create(members);
  return kept;
}

/** VS Code's store, which is made inside the adapter: from its source. */
async function secretStore() {
  const source = fileURLToPath(new URL('../../pkg-template/hosts/vscode/store.ts', import.meta.url));
  const { outputFiles } = await build({ entryPoints: [source], bundle: true, format: 'esm', write: false });
  const vscode = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
  const kept = new Map();
  const secrets = {
    keys: async () => [...kept.keys()],
    get: async (name) => (await soon(), kept.get(name)),
    store: async (name, value) => (await soon(), void kept.set(name, value)),
    delete: async (name) => (await soon(), void kept.delete(name)),
  };
  return vscode.secretStore(secrets, memoryStore().lock);
}

globalThis.chrome = { storage: { session: area(), local: area() } };
const { sessionStore } = await import('mcp-auth-doctor/web-extension');

const STORES = {
  'in memory': () => memoryStore(),
  'in files': async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-store-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    return fileStore(folder);
  },
  'of a page': () => pageStore(storage()),
  'of an extension': () => sessionStore(),
  'of VS Code': secretStore,
};

for (const [name, make] of Object.entries(STORES)) {
  test(`the store ${name} keeps, lists by the beginning of the name, and deletes only what it is told`, async (t) => {
    const store = await make(t);
    for (const key of ['tokens/https://as.example https://mcp.example/mcp', 'tokens/b', 'client/a']) await store.set(key, key);
    await store.set('tokens/b', 'again');
    assert.equal(await store.get('tokens/b'), 'again');
    assert.deepEqual((await store.keys('tokens/')).sort(), ['tokens/b', 'tokens/https://as.example https://mcp.example/mcp']);
    await store.delete('tokens/b');
    await store.delete('tokens/b');
    assert.equal((await store.get('tokens/b')) ?? undefined, undefined);
    assert.deepEqual((await store.keys('')).sort(), ['client/a', 'tokens/https://as.example https://mcp.example/mcp']);
  });

  test(`of many that take from the store ${name}, one gets the value`, async (t) => {
    const store = await make(t);
    await store.set('waiting/x', 'once');
    const taken = await Promise.all(Array.from({ length: 10 }, () => store.take('waiting/x')));
    assert.deepEqual(taken.filter((value) => value != null), ['once']);
    assert.deepEqual(await store.keys('waiting/'), []);
  });

  test(`the lock of the store ${name} lets one in at a time, under each name, and again after a failure`, async (t) => {
    const store = await make(t);
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (inside += 1));
      await soon();
      inside -= 1;
      return 'done';
    };
    assert.deepEqual(await Promise.all([1, 2, 3, 4].map(() => store.lock('refresh/a', work))), Array(4).fill('done'));
    assert.equal(most, 1);
    await store.lock('refresh/a', () => store.lock('refresh/b', work));
    await assert.rejects(store.lock('refresh/a', async () => Promise.reject(new Error('no'))), /no/);
    assert.equal(await store.lock('refresh/a', work), 'done');
  });
}
