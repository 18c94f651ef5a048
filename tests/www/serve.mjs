// Starts `mcp-auth-doctor serve` of the built package, as a person would.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../target/npm/mcp-auth-doctor/cli.mjs', import.meta.url));

/**
 * Serves the page, and lets the relay ask the hosts that are named.
 *
 * @param {...string} named
 * @returns {Promise<{ url: string, origin: string, host: string, token: string, close(): void }>}
 */
export function servePage(...named) {
  return servePageWith({}, ...named);
}

/** The same with more environment variables. */
export async function servePageWith(environment, ...named) {
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--no-browser', ...named], { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...environment } });
  const url = await new Promise((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`serve ended with status ${code}`)));
  });
  const { origin, host, hash } = new URL(url);
  return { url, origin, host, token: new URLSearchParams(hash.slice(1)).get('relay'), close: () => void child.kill() };
}
