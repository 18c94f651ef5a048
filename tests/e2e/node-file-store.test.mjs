// The file store of the Node host, also across processes.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** Another process that holds the lock until it is told to let go; `stop` and `go` are the signals of a terminal. */
async function holder(t, path, key) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', `import { fileStore } from 'mcp-auth-doctor/node';
    await fileStore(${JSON.stringify(path)}).lock(${JSON.stringify(key)}, () => new Promise((resolve) => { console.log('held'); process.stdin.once('data', resolve); }));
    process.exit();`], { cwd: HERE, stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

/** Whether the lock is given within the time; it is let go of at once. */
async function isGiven(store, key, withinMs) {
  const given = store.lock(key, async () => true);
  return Promise.race([given, sleep(withinMs).then(() => false)]);
}

test('a lock that a dead process left is taken over at once', async (t) => {
  const path = await folder(t);
  const child = await holder(t, path, 'key');
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(await isGiven(fileStore(path), 'key', 3_000), true);
});

test('a lock of a process whose number another one has got since is taken over', { skip: process.platform === 'win32' }, async (t) => {
  const path = await folder(t);
  const child = await holder(t, path, 'key');
  const [lock] = (await readdir(path)).filter((name) => name.endsWith('.lock'));
  const [owner] = await readdir(join(path, lock));
  const said = JSON.parse(await readFile(join(path, lock, owner), 'utf8'));
  child.kill('SIGKILL');
  await once(child, 'exit');
  await writeFile(join(path, lock, owner), JSON.stringify({ ...said, pid: process.pid }));
  assert.equal(await isGiven(fileStore(path), 'key', 3_000), true);
});

test('a step of the wall clock takes no lock from its owner', async (t) => {
  const path = await folder(t);
  const child = await holder(t, path, 'key');
  const now = Date.now;
  Date.now = () => now() + 3_600_000;
  t.after(() => (Date.now = now));
  const store = fileStore(path);
  assert.equal(await isGiven(store, 'key', 2_500), false);
  child.stdin.write('go');
  assert.equal(await isGiven(store, 'key', 5_000), true);
});

test('an owner that is stopped keeps its lock, however long ago it gave a sign', { skip: process.platform === 'win32' }, async (t) => {
  const path = await folder(t);
  const child = await holder(t, path, 'key');
  child.kill('SIGSTOP');
  const [lock] = (await readdir(path)).filter((name) => name.endsWith('.lock'));
  const ago = new Date(Date.now() - 3_600_000);
  for (const name of await readdir(join(path, lock))) await utimes(join(path, lock, name), ago, ago);
  await utimes(join(path, lock), ago, ago);
  assert.equal(await isGiven(fileStore(path), 'key', 2_500), false);
  child.kill('SIGCONT');
  child.stdin.write('go');
  assert.equal(await isGiven(fileStore(path), 'key', 5_000), true);
});

test('a folder of another user is not read either', { skip: process.getuid?.() !== 0 }, async (t) => {
  const path = join(await folder(t), 'theirs');
  const store = fileStore(path);
  await store.set('tokens|x', 'planted');
  await chown(path, 65_534, 65_534);
  for (const use of [() => store.get('tokens|x'), () => store.take('tokens|x'), () => store.keys('tokens|'), () => store.set('key', 'value'), () => store.lock('key', async () => {})]) {
    await assert.rejects(use(), { code: 'store-unusable', message: /another user/ });
  }
});

test('what somebody else put into the folder is not read: another key, a pipe, a link, a file of another user', { skip: process.platform === 'win32' }, async (t) => {
  const path = await folder(t);
  const store = fileStore(path);
  await store.set('one', 'first');
  const [file] = await readdir(path);
  await store.set('two', 'second');
  const [other] = (await readdir(path)).filter((name) => name !== file);
  await rename(join(path, other), join(path, file));
  assert.equal(await store.get('one'), undefined, 'the value of another key');

  await rm(join(path, file));
  await run('mkfifo', [join(path, file)]);
  assert.equal(await Promise.race([store.get('one'), sleep(2_000).then(() => 'hangs')]), undefined);
  assert.deepEqual(await Promise.race([store.keys(''), sleep(2_000).then(() => 'hangs')]), []);

  await rm(join(path, file));
  const elsewhere = join(await folder(t), 'planted.json');
  await writeFile(elsewhere, JSON.stringify({ key: 'one', value: 'planted' }));
  await symlink(elsewhere, join(path, file));
  assert.equal(await store.get('one'), undefined, 'a link');

  if (process.getuid() === 0) {
    await rename(elsewhere, join(path, file));
    await chown(join(path, file), 65_534, 65_534);
    assert.equal(await store.get('one'), undefined, 'a file of another user');
  }
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
