// Vite wants a newer Node than the tests: it runs in one of its own.
import { write } from '../installed.mjs';
import { run, tools } from './tools.mjs';
import { join } from 'node:path';

/** Builds `entry` as an ES library into `outDir/out.js`; `more` goes into Vite's configuration. */
export function node24(root, entry, outDir, more = {}) {
  const lib = { entry, formats: ['es'], fileName: 'out' };
  const configuration = { root, configFile: false, logLevel: 'error', build: { outDir, lib }, ...more };
  const script = write(root, 'vite-build.mjs', `import { build } from ${JSON.stringify(`file://${join(tools, 'vite/dist/node/index.js')}`)};
await build(${JSON.stringify(configuration)});`);
  run(join(tools, 'node-24/bin/node'), script);
}
