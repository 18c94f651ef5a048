import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AuthDoctorError } from 'mcp-auth-doctor';
import type { Store } from 'mcp-auth-doctor';
import { withLock } from './file-lock.js';

const OLDEST_LEFTOVER_MS = 3_600_000;

/**
 * A {@link Store} in a folder that only the current user can read: mode 0700, one file of mode 0600 for each key. Values are not
 * encrypted; where the system's key ring is wanted, give another store. Safe for several processes: a write replaces the whole file,
 * `take` gives a value to one caller only, `lock` excludes the others.
 *
 * @param folder default: {@link defaultFolder}
 */
export function fileStore(folder: string = defaultFolder()): Store {
  const path = (key: string) => join(folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  const explain = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AuthDoctorError) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      throw new AuthDoctorError('store-unusable', `The folder ${folder}, where sign-ins are kept, can't be used: ${code ?? message}.`, { cause: error });
    }
  };

  return {
    get: (key: string) => explain(async () => (await read(path(key)))?.value),
    set: (key: string, value: string) =>
      explain(async () => {
        await ready(folder);
        await replace(path(key), JSON.stringify({ key, value }));
      }),
    delete: (key: string) => explain(() => remove(path(key))),
    take: (key: string) =>
      explain(async () => {
        // A rename succeeds for one caller only, so the value is handed out once.
        const own = `${path(key)}.${randomUUID()}.taken`;
        if (!(await existed(rename(path(key), own)))) return undefined;
        const entry = await read(own);
        await remove(own);
        return entry?.value;
      }),
    keys: (prefix: string) =>
      explain(async () => {
        const found: string[] = [];
        for (const name of await list(folder)) {
          if (!name.endsWith('.json')) continue;
          const entry = await read(join(folder, name));
          if (entry?.key.startsWith(prefix)) found.push(entry.key);
        }
        return found;
      }),
    lock: async <T>(key: string, work: () => Promise<T>): Promise<T> => {
      await explain(() => ready(folder));
      return withLock(`${path(key)}.lock`, work);
    },
  };
}

/** Where sign-ins are kept: the folder that the system has for an application's data. */
export function defaultFolder(environment: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  const home = homedir();
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'mcp-auth-doctor');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'mcp-auth-doctor');
  return join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'mcp-auth-doctor');
}

/** Makes the folder ours alone, and removes what a process that died left half-written. */
async function ready(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { mode, uid } = await stat(folder);
  if (process.getuid && uid !== process.getuid()) {
    throw new AuthDoctorError('store-unusable', `The folder ${folder} belongs to another user; sign-ins are not kept there.`);
  }
  if (process.platform !== 'win32' && mode & 0o077) await chmod(folder, 0o700);
  for (const name of await list(folder)) {
    if (!name.endsWith('.new') && !name.endsWith('.taken')) continue;
    const age = Date.now() - ((await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > OLDEST_LEFTOVER_MS) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function read(path: string): Promise<{ key: string; value: string } | undefined> {
  let text: string | undefined;
  await existed(readFile(path, 'utf8').then((content) => void (text = content)));
  if (text === undefined) return undefined;
  try {
    const entry: unknown = JSON.parse(text);
    return isEntry(entry) ? entry : undefined;
  } catch {
    // A file that something else spoiled: as good as none.
    return undefined;
  }
}

function isEntry(value: unknown): value is { key: string; value: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { key, value: content } = value as Record<string, unknown>;
  return typeof key === 'string' && typeof content === 'string';
}

/** Whoever reads sees the old file or the new one, also when the machine stops in between. */
async function replace(path: string, text: string): Promise<void> {
  const own = `${path}.${randomUUID()}.new`;
  const file = await open(own, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(own, path);
}

async function remove(path: string): Promise<void> {
  await existed(unlink(path));
}

async function list(folder: string): Promise<string[]> {
  let names: string[] = [];
  await existed(readdir(folder).then((found) => void (names = found)));
  return names;
}

/** Whether the file was there; any other failure is thrown. */
async function existed(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
