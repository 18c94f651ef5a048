import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rmdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { AuthDoctorError } from 'mcp-auth-doctor';
import { isDead, thisProcess } from './process-identity.js';

const BEAT_MS = 2_000;
/** An owner of another machine, of which no sign was seen for this long by our own clock that only goes forward, is taken for dead. */
const SILENT_MS = 45_000;
const WAIT_MS = 60_000;

/**
 * Runs the work while no other process (or other caller in this one) runs any with the same lock. A lock is taken over only from an owner
 * that is dead: a process that sleeps or is stopped keeps it, and what the wall clock says does not count.
 *
 * @param path a folder with one file, which says who holds the lock
 * @throws {AuthDoctorError} `store-locked`: the lock was not free within a minute
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const owner = await acquire(path);
  const beat = setInterval(() => void sign(owner), BEAT_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await release(path, owner);
  }
}

/** The file in the lock's folder that says whose it is. */
async function acquire(path: string): Promise<string> {
  const deadline = performance.now() + WAIT_MS;
  const watched: Watched = new Map();
  for (let attempt = 0; performance.now() < deadline; attempt += 1) {
    const owner = await enter(path);
    if (owner) return owner;
    await clear(path, watched);
    // Not in step with the others that wait.
    await pause(Math.min(10 * 2 ** attempt, 200) * (0.5 + Math.random()));
  }
  throw new AuthDoctorError('store-locked', `Another process has held ${path} for a minute. If none runs, remove that folder.`);
}

/** Makes the folder and our file in it; nothing where somebody else has one there. Whoever writes second sees both, and steps back. */
async function enter(path: string): Promise<string | undefined> {
  const owner = join(path, randomUUID());
  try {
    await mkdir(path, { mode: 0o700 });
    await writeFile(owner, JSON.stringify(await thisProcess()), { mode: 0o600, flag: 'wx' });
    if ((await readdir(path)).length === 1) return owner;
    await unlink(owner);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && code !== 'ENOENT') throw error;
  }
  return undefined;
}

/** When the sign of each owner's life was seen to change, by the clock that only goes forward. */
type Watched = Map<string, { sign: number; since: number }>;

/** Removes the files of owners that are dead: each by its own name, so that never a newer owner's is removed instead. */
async function clear(path: string, watched: Watched): Promise<void> {
  const names = await readdir(path).catch(() => undefined);
  if (!names) return;
  let left = names.length;
  for (const name of names) {
    const file = join(path, name);
    const dead = await isDead(await readFile(file, 'utf8').catch(() => ''));
    if (dead === false || (dead === undefined && !(await isSilent(file, watched)))) continue;
    if (await unlink(file).then(() => true, () => false)) left -= 1;
  }
  // An empty folder is nobody's: who made it to put a file there starts again.
  if (left === 0) await rmdir(path).catch(() => {});
}

async function isSilent(file: string, watched: Watched): Promise<boolean> {
  const sign = (await stat(file).catch(() => undefined))?.mtimeMs;
  if (sign === undefined) return false;
  const seen = watched.get(file);
  if (seen?.sign !== sign) watched.set(file, { sign, since: performance.now() });
  return seen?.sign === sign && performance.now() - seen.since > SILENT_MS;
}

/** For those who can't see our process: another time than before, whatever the clock says. */
async function sign(owner: string): Promise<void> {
  const now = new Date();
  await utimes(owner, now, now).catch(() => {});
}

async function release(path: string, owner: string): Promise<void> {
  await unlink(owner).catch(() => {});
  await rmdir(path).catch(() => {});
}
