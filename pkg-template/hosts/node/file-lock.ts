import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, rmdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AuthDoctorError } from 'mcp-auth-doctor';

const BEAT_MS = 2_000;
/** A lock whose owner gave no sign for this long was left by a process that died. */
const STALE_MS = 10_000;
const WAIT_MS = 60_000;

/**
 * Runs the work while no other process (or other caller in this one) runs any with the same lock.
 *
 * @param path a folder that exists while the lock is held: making one succeeds for one process only
 * @throws {AuthDoctorError} `store-locked`: the lock was not free within a minute
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const owner = await acquire(path);
  const beat = setInterval(() => void sign(path, owner), BEAT_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await release(path, owner);
  }
}

/** The file in the lock's folder that says whose it is. */
async function acquire(path: string): Promise<string> {
  const deadline = Date.now() + WAIT_MS;
  for (let attempt = 0; Date.now() < deadline; attempt += 1) {
    try {
      await mkdir(path);
      const owner = join(path, randomUUID());
      await writeFile(owner, '', { mode: 0o600 });
      return owner;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST' && code !== 'ENOENT') throw error;
    }
    await breakStale(path);
    // Not in step with the others that wait.
    await pause(Math.min(10 * 2 ** attempt, 200) * (0.5 + Math.random()));
  }
  throw new AuthDoctorError('store-locked', `Another process has held ${path} for a minute. If none runs, remove that folder.`);
}

/** Says that the owner lives; a machine that slept may find that the lock is another's by now. */
async function sign(path: string, owner: string): Promise<void> {
  const now = new Date();
  await utimes(owner, now, now)
    .then(() => utimes(path, now, now))
    .catch(() => {});
}

async function release(path: string, owner: string): Promise<void> {
  const ours = await unlink(owner).then(
    () => true,
    () => false,
  );
  if (ours) await rmdir(path).catch(() => {});
}

/** Moves a dead owner's lock away; a rename succeeds for one process only. */
async function breakStale(path: string): Promise<void> {
  if ((await age(path)) < STALE_MS) return;
  const aside = `${path}.${randomUUID()}.taken`;
  if (await rename(path, aside).then(() => false, () => true)) return;
  // Another process was faster, and this is its new lock.
  if ((await age(aside)) < STALE_MS) await rename(aside, path).catch(() => {});
  else await rm(aside, { recursive: true, force: true });
}

async function age(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found ? Date.now() - found.mtimeMs : 0;
}
