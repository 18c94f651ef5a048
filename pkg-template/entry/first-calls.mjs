// What a host calls before it needs a diagnosis. The functions that these calls run make the half of the core that is compiled first
// (xtask/src/build/split.rs): node first-calls.mjs GLUE WASM prints which.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [glue, wasm] = process.argv.slice(2);
const core = await import(pathToFileURL(glue).href);
const exports = core.initSync({ module: readFileSync(wasm) });
core.__provideTexts(() => undefined);
core.parseChallenges('Bearer');
core.parseChallenges('Bearer realm="Café", resource_metadata="https://server.example/.well-known/oauth-protected-resource", Basic');

const ran = Object.keys(exports).filter((name) => name.startsWith('ran ') && exports[name].value === 1);
process.stdout.write(JSON.stringify(ran.map((name) => Number(name.slice(4)))));
