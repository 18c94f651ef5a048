// Leaves the demo's servers running, with the diagnostic page beside them, until it is stopped.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../target/npm/mcp-auth-doctor/cli.mjs', import.meta.url));

/** @param {{ url?: string, issuer?: string }[]} servers what runs */
export async function servePage(servers) {
  for (const { url } of servers) if (url) console.log(`MCP server   ${url}`);
  console.log('Log in as alice, password wonderland. The diagnostic page:');
  const page = spawn(process.execPath, [CLI, 'serve', '--no-browser'], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => page.kill(signal));
  await once(page, 'exit');
}
