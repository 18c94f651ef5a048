// Bytes, ours beside the peers: what each entry loads, and a bundle that only signs in. With --gate the exit status is 1 where a module is
// larger than allowed.
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotli } from './brotli.mjs';
import { bundle, contenders, ours, OWN, versionOf } from './contenders.mjs';
import { judge, sizeGates } from './gates.mjs';
import { source } from './source.mjs';

/** Each part is compressed on its own, as a server would send it. */
function weigh(id, parts) {
  const sum = (measure) => parts.reduce((total, part) => total + measure(part), 0);
  return { id, minified: sum((part) => part.length), gzip: sum((part) => gzipSync(part, { level: 9 }).length), brotli: sum(brotli) };
}

/** The parts of a bundle: what starts, and what is loaded later. */
async function split(source) {
  const files = await bundle(source, { splitting: true });
  // esbuild puts what both need in files of their own, which the first one imports.
  const first = reached(files, 'stdin.mjs');
  return { first: files.filter(({ name }) => first.has(name)).map(({ bytes }) => bytes), later: files.filter(({ name }) => !first.has(name)).map(({ bytes }) => bytes) };
}

function reached(files, from, found = new Set([from])) {
  const text = String(files.find(({ name }) => name === from)?.bytes ?? '');
  for (const [, name] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) if (!found.has(name)) reached(files, name, found.add(name));
  return found;
}

export async function sizes() {
  const file = (name) => readFileSync(join(ours, name));
  const slim = 'import { init, provideWasm, beginSignIn, completeSignIn, refresh, revoke, stepUp, diagnose } from "mcp-auth-doctor/slim"; console.log(init, provideWasm, beginSignIn, completeSignIn, refresh, revoke, stepUp, diagnose);';
  const glue = (await bundle(slim)).map(({ bytes }) => bytes);
  const parts = await split(contenders.find(({ id }) => id === OWN).start);
  const modules = [weigh('sign-in.wasm and the glue of both', [...glue, file('sign-in.wasm')]), weigh('diagnosis.wasm', [file('diagnosis.wasm')])];
  const entries = [
    weigh(`${OWN}, a bundle that only signs in`, parts.first),
    weigh(`${OWN}, what that loads for a diagnosis`, parts.later),
    weigh(`${OWN}, for Node`, [file('node.mjs')]),
    weigh(`${OWN}/slim, to sign in`, [...glue, file('sign-in.wasm')]),
    weigh(`${OWN}/slim, with the diagnosis`, [...glue, file('sign-in.wasm'), file('diagnosis.wasm')]),
  ];
  const peers = await Promise.all(contenders.filter(({ id }) => id !== OWN).map(async (contender) => ({
    ...weigh(contender.id, (await bundle(contender.start)).map(({ bytes }) => bytes)), version: versionOf(contender),
  })));
  return { modules, entries, peers, source: source() };
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const { modules, entries, peers, source: own } = await sizes();
  console.table([...modules, ...entries, ...peers]);
  console.log(`the source of src/ alone: ${own.bytes} bytes, ${own.brotli} bytes brotli`);
  const failed = judge(sizeGates({ size: { modules } }));
  if (process.argv.includes('--gate') && failed) process.exit(1);
}
