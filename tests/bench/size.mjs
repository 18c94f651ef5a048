// Bytes after esbuild and brotli, ours beside the peers. With --gate the exit status is 1 where ours is larger than allowed.
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { brotli } from './brotli.mjs';
import { bundle, contenders, versionOf } from './contenders.mjs';
import { source } from './source.mjs';

const KB = 1000;
const gates = { 'mcp-auth-doctor/slim': { gate: 110 * KB, aim: 70 * KB }, 'mcp-auth-doctor': { gate: 150 * KB, aim: 100 * KB } };

const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** Each part is compressed on its own, as a server would send it. */
export async function sizes() {
  return Promise.all(contenders.map(async (contender) => {
    const parts = [await bundle(contender), ...(contender.assets ?? []).map((file) => readFileSync(file))];
    const sum = (measure) => parts.reduce((total, part) => total + measure(part), 0);
    return { id: contender.id, version: versionOf(contender), minified: sum((part) => part.length), gzip: sum(gzip), brotli: sum(brotli) };
  }));
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const rows = await sizes();
  console.table(rows);
  const failed = rows.filter((row) => row.brotli > (gates[row.id]?.gate ?? Infinity));
  for (const row of rows.filter(({ id }) => gates[id])) {
    const { gate, aim } = gates[row.id];
    console.log(`${row.id}: ${row.brotli} bytes brotli, gate ${gate}, aim ${aim}: ${row.brotli <= aim ? 'within the aim' : row.brotli <= gate ? 'within the gate' : 'TOO LARGE'}`);
  }
  const own = source();
  console.log(`the source of src/ alone, as docs/size.md counts it: ${own.bytes} bytes, ${own.brotli} bytes brotli`);
  if (process.argv.includes('--gate') && failed.length > 0) process.exit(1);
}
