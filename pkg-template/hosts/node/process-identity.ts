// Which process this is, so that another one can tell whether it still lives: a number alone is given to the next one.
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

/** A process as a file names it. */
interface Identity {
  pid: number;
  /** When it started, in whatever form the system tells; absent where it does not. */
  started?: string | undefined;
  host: string;
  /** The run of the system (Linux): another one on the same host means that all its processes are gone. */
  boot?: string | undefined;
  /** The numbers' own space (Linux): a container's processes can't be seen from outside by theirs. */
  space?: string | undefined;
}

let own: Promise<Identity> | undefined;

/** This process. */
export function thisProcess(): Promise<Identity> {
  own ??= Promise.all([startOf(process.pid), place()]).then(([started, where]) => ({ pid: process.pid, ...(started && { started }), ...where }));
  return own;
}

/** Whether the process that wrote this is gone; `undefined` where nobody here can tell. */
export async function isDead(text: string): Promise<boolean | undefined> {
  const owner = read(text);
  if (!owner) return undefined;
  const here = await thisProcess();
  if (owner.host !== here.host) return undefined;
  if (owner.boot !== here.boot) return true;
  if (owner.space !== here.space) return undefined;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  const started = await startOf(owner.pid);
  return owner.started !== undefined && started !== undefined && owner.started !== started;
}

function read(text: string): Identity | undefined {
  try {
    const { pid, started, host, boot, space } = JSON.parse(text) as Record<string, unknown>;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1 || typeof host !== 'string') return undefined;
    const texts = Object.entries({ started, boot, space }).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
    return { pid, host, ...Object.fromEntries(texts) };
  } catch {
    return undefined;
  }
}

async function place(): Promise<Pick<Identity, 'host' | 'boot' | 'space'>> {
  const none = () => undefined;
  const [boot, space] = process.platform === 'linux' ? await Promise.all([readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(none), readlink('/proc/self/ns/pid').catch(none)]) : [];
  return { host: hostname(), ...(boot && { boot: boot.trim() }), ...(space && { space }) };
}

/** When a process started; nothing where it is gone or the system does not tell. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The name of the program, in parentheses, may have anything in it; of the fields behind it, `starttime` is the 20th (proc(5)).
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.trim() || undefined;
}
