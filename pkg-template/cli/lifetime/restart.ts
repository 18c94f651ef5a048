// A second process with the store of the first: what a restart of the host comes to.
import { spawn } from 'node:child_process';
import { INITIALIZE, posted } from '../initialize.js';

/** What the new process saw: the status of the server's answer, or why there is none. */
export interface Restarted {
  status?: number;
  error?: string;
}

const PROGRAM = `
let input = '';
for await (const part of process.stdin) input += part;
const { core, node, server, folder, init } = JSON.parse(input);
const [{ authenticatedFetch }, { fileStore }] = await Promise.all([import(core), import(node)]);
try {
  const { status } = await authenticatedFetch({ server, store: fileStore(folder) })(server, init);
  process.stdout.write(JSON.stringify({ status }));
} catch (error) {
  process.stdout.write(JSON.stringify({ error: error.message }));
}
process.exit();
`;

/** Starts it; it makes one request with what is stored, renewed where that is past its time, and asks nobody. */
export function restarted(server: string, folder: string, timeoutMs: number, signal: AbortSignal): Promise<Restarted> {
  const files = { core: new URL('./node.mjs', import.meta.url).href, node: new URL('./hosts/node.mjs', import.meta.url).href };
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'], timeout: timeoutMs, signal });
  child.stdin.end(JSON.stringify({ ...files, server, folder, init: posted(INITIALIZE) }));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(said ? (JSON.parse(said) as Restarted) : { error: 'The new process ended without an answer.' }));
  });
}
