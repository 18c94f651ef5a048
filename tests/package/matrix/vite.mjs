// Vite wants a newer Node than the tests: it runs in one of its own.
import { write } from '../installed.mjs';
import { run, tools } from './tools.mjs';
import { join } from 'node:path';

/** Builds `entry` as an ES library into `folder/out.js`. */
export function node24(root, entry, outDir) {
  const script = write(root, 'vite-build.mjs', `import { build } from ${JSON.stringify(`file://${join(tools, 'vite/dist/node/index.js')}`)};
await build({ root: ${JSON.stringify(root)}, configFile: false, logLevel: 'error', build: { outDir: ${JSON.stringify(outDir)}, lib: { entry: ${JSON.stringify(entry)}, formats: ['es'], fileName: () => 'out.js' } } });`);
  run(join(tools, 'node-24/bin/node'), script);
}
