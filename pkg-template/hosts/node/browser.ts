import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter } from 'node:path';
import open from 'open';
import { AuthDoctorError } from 'mcp-auth-doctor';

const FAILS_WITHIN_MS = 1500;

/**
 * Opens a URL in the system's browser, on Linux, macOS, Windows and WSL; in the command of the environment variable `BROWSER` where
 * one is set (as in VS Code's remote terminals, where it opens on the person's own machine). Waits a moment to see whether the command
 * fails; a command that goes on is taken as a browser that opened.
 *
 * @throws {AuthDoctorError} `browser-failed`: the URL is not https or http, there is no such command, or it ended with an error
 */
export async function openBrowser(url: string): Promise<void> {
  if (!/^https?:\/\//i.test(url)) throw new AuthDoctorError('browser-failed', 'Only http and https addresses are opened in a browser.');
  await openAny(url);
}

/** The same for a URL of our own making, such as that of a file. */
export async function openAny(url: string): Promise<void> {
  const command = process.env['BROWSER'];
  let child: ChildProcess;
  try {
    child = command ? await start(command, url) : await open(url);
  } catch (error) {
    throw new AuthDoctorError('browser-failed', `The system's browser could not be started: ${(error as Error).message}`, { cause: error });
  }
  const code = await ended(child);
  if (code) throw new AuthDoctorError('browser-failed', `The command that opens the system's browser ended with status ${code}.`);
}

/** The first command of the list that there is, as xdg-open reads the variable: separated by colons, with `%s` for the URL. */
async function start(commands: string, url: string): Promise<ChildProcess> {
  let failure: unknown;
  for (const command of commands.split(delimiter)) {
    const [program = '', ...args] = command.trim().split(/\s+/);
    const filled = args.includes('%s') ? args.map((arg) => (arg === '%s' ? url : arg)) : [...args, url];
    try {
      return await run(program, filled);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function run(program: string, args: string[]): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    // Not a shell: what the authorization server put into the URL must not be interpreted.
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve(child);
    });
  });
}

/** The exit status, where the command ends soon; else nothing. */
function ended(child: ChildProcess): Promise<number | null | undefined> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), FAILS_WITHIN_MS);
    child.once('error', () => done(1));
    child.once('exit', (code) => done(code));
    function done(code: number | null): void {
      clearTimeout(timer);
      resolve(code);
    }
  });
}
