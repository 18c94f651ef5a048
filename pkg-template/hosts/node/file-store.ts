import { createHash, randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm, stat, unlink, type FileHandle } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AuthDoctorError } from 'mcp-auth-doctor';
import type { Store } from 'mcp-auth-doctor';
import { withLock } from './file-lock.js';

const OLDEST_LEFTOVER_MS = 3_600_000;
/** Bytes; tokens and metadata are far below. */
const LARGEST = 16 * 1024 * 1024;

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
    get: (key: string) => explain(async () => ((await isOurs(folder)) ? (await read(path(key), key))?.value : undefined)),
    set: (key: string, value: string) =>
      explain(async () => {
        await ready(folder);
        await replace(path(key), JSON.stringify({ key, value }));
      }),
    delete: (key: string) => explain(() => remove(path(key))),
    take: (key: string) =>
      explain(async () => {
        if (!(await isOurs(folder))) return undefined;
        // A rename succeeds for one caller only, so the value is handed out once.
        const own = `${path(key)}.${randomUUID()}.taken`;
        if (!(await existed(rename(path(key), own)))) return undefined;
        const entry = await read(own, key);
        await remove(own);
        return entry?.value;
      }),
    keys: (prefix: string) =>
      explain(async () => {
        const found: string[] = [];
        if (!(await isOurs(folder))) return found;
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
  await isOurs(folder);
  for (const name of await list(folder)) {
    if (!name.endsWith('.new') && !name.endsWith('.taken')) continue;
    const age = Date.now() - ((await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > OLDEST_LEFTOVER_MS) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Whether the folder is there. It is closed to others before anything in it counts.
 *
 * @throws {AuthDoctorError} it belongs to somebody else, who could have put anything there
 */
async function isOurs(folder: string): Promise<boolean> {
  let found: Stats | undefined;
  await existed(stat(folder).then((stats) => void (found = stats)));
  if (!found) return false;
  if (!belongsToUs(found)) throw new AuthDoctorError('store-unusable', `The folder ${folder} belongs to another user; sign-ins are neither kept nor read there.`);
  if (process.platform !== 'win32' && found.mode & 0o077) await chmod(folder, 0o700);
  return true;
}

function belongsToUs({ uid }: Stats): boolean {
  return !process.getuid || uid === process.getuid();
}

/** What a file holds, for this key where one is given; nothing where it is no entry of ours. */
async function read(path: string, key?: string): Promise<{ key: string; value: string } | undefined> {
  const text = await textOf(path);
  if (text === undefined) return undefined;
  try {
    const entry: unknown = JSON.parse(text);
    return isEntry(entry) && (key === undefined || entry.key === key) ? entry : undefined;
  } catch {
    // A file that something else spoiled: as good as none.
    return undefined;
  }
}

/** The text of a plain file of ours: what waits for a writer, leads elsewhere or was put there by somebody else is not read. */
async function textOf(path: string): Promise<string | undefined> {
  let file: FileHandle | undefined;
  try {
    await existed(open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)).then((opened) => void (file = opened)));
    const stats = await file?.stat();
    if (!file || !stats?.isFile() || !belongsToUs(stats) || stats.size > LARGEST) return undefined;
    return await file.readFile('utf8');
  } catch (error) {
    // A link (ELOOP), a socket (ENXIO): as good as none.
    if (['ELOOP', 'ENXIO', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  } finally {
    await file?.close();
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
  try {
    const file = await open(own, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(own, path);
  } catch (error) {
    await rm(own, { force: true }).catch(() => {});
    throw error;
  }
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
