// The file store of the Node host, also across processes.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { defaultFolder, fileStore } from 'mcp-auth-doctor/node';

const run = promisify(execFile);
const HERE = fileURLToPath(new URL('.', import.meta.url));

async function folder(t) {
  const path = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-store-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Runs the code in another process, with `store` opened on the same folder. */
const elsewhere = (path, code) =>
  run(process.execPath, ['--input-type=module', '-e', `import { fileStore } from 'mcp-auth-doctor/node'; const store = fileStore(${JSON.stringify(path)}); ${code}`], { cwd: HERE });

test('keeps what was set, under any key, until it is deleted', async (t) => {
  const store = fileStore(await folder(t));
  const key = 'tokens|https://as.example/ ü|https://mcp.example/mcp?x=../../etc';
  assert.equal(await store.get(key), undefined);
  await store.set(key, 'one');
  await store.set(key, 'two');
  await store.set('other', 'three');
  assert.equal(await store.get(key), 'two');
  assert.deepEqual(await store.keys('tokens|'), [key]);
  await store.delete(key);
  await store.delete(key);
  assert.equal(await store.get(key), undefined);
  assert.deepEqual(await store.keys(''), ['other']);
});

test('only the user can read the folder and its files', { skip: process.platform === 'win32' }, async (t) => {
  const path = join(await folder(t), 'deep', 'er');
  await fileStore(path).set('key', 'value');
  assert.equal((await stat(path)).mode & 0o777, 0o700);
  for (const name of await readdir(path)) assert.equal((await stat(join(path, name))).mode & 0o777, 0o600, name);
});

test('a folder that others could read is closed to them', { skip: process.platform === 'win32' }, async (t) => {
  const path = join(await folder(t), 'open');
  await mkdir(path, { mode: 0o755 });
  await fileStore(path).set('key', 'value');
  assert.equal((await stat(path)).mode & 0o077, 0);
});

test('of many that take a value, one gets it', async (t) => {
  const path = await folder(t);
  const store = fileStore(path);
  await store.set('pending', 'once');
  const taken = await Promise.all(Array.from({ length: 20 }, () => store.take('pending')));
  assert.deepEqual(taken.filter((value) => value !== undefined), ['once']);
  assert.deepEqual(await readdir(path), []);
});

test('of several processes that take a value, one gets it', async (t) => {
  const path = await folder(t);
  await fileStore(path).set('pending', 'once');
  const outputs = await Promise.all([1, 2, 3].map(() => elsewhere(path, "console.log(await store.take('pending') ?? 'nothing');")));
  assert.deepEqual(outputs.map(({ stdout }) => stdout.trim()).sort(), ['nothing', 'nothing', 'once']);
});

test('a lock keeps processes apart', async (t) => {
  const path = await folder(t);
  await fileStore(path).set('count', '0');
  const add = `for (let i = 0; i < 10; i += 1) await store.lock('count', async () => { const n = Number(await store.get('count')); await new Promise((ok) => setTimeout(ok, 2)); await store.set('count', String(n + 1)); });`;
  await Promise.all([1, 2, 3].map(() => elsewhere(path, add)));
  assert.equal(await fileStore(path).get('count'), '30');
});

test('a lock is given back when the work fails, and hands its result on', async (t) => {
  const store = fileStore(await folder(t));
  await assert.rejects(store.lock('key', async () => Promise.reject(new Error('no'))), /no/);
  assert.equal(await store.lock('key', async () => 'yes'), 'yes');
});

test('a lock that a dead process left is broken', async (t) => {
  const path = await folder(t);
  const store = fileStore(path);
  await store.lock('key', async () => {
    const [name] = (await readdir(path)).filter((each) => each.endsWith('.lock'));
    t.left = join(path, name);
  });
  await mkdir(t.left);
  await utimes(t.left, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
  assert.equal(await store.lock('key', async () => 'ours'), 'ours');
});

test('a spoiled file is as good as none, and can be written again', async (t) => {
  const path = await folder(t);
  const store = fileStore(path);
  await store.set('key', 'value');
  const [name] = await readdir(path);
  await writeFile(join(path, name), '{"key":"ke');
  assert.equal(await store.get('key'), undefined);
  await store.set('key', 'again');
  assert.equal(await store.get('key'), 'again');
});

test('a folder that can not be used is named', async (t) => {
  const path = join(await folder(t), 'file');
  await writeFile(path, '');
  await assert.rejects(fileStore(join(path, 'in')).set('key', 'value'), { code: 'store-unusable', message: new RegExp(path) });
});

test('the folder is where the system keeps the data of applications', () => {
  assert.match(defaultFolder({ XDG_DATA_HOME: '/data' }, 'linux'), /^\/data\/mcp-auth-doctor$/);
  assert.match(defaultFolder({}, 'linux'), /\.local\/share\/mcp-auth-doctor$/);
  assert.match(defaultFolder({}, 'darwin'), /Library\/Application Support\/mcp-auth-doctor$/);
});
