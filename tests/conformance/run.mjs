// Runs every auth/* client scenario of the official suite at every revision it applies to, strictly: no check fails or warns, and the
// client ends with status 0 where the scenario wants that. No failure is expected: there is no list of exceptions.
//
//   node tests/conformance/run.mjs [--probe polite|eager|both] [--filter REGEX] [--jobs N]
//
// Prints one line for each run and `N passed, N failed`; the status is 1 if one failed.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const REVISIONS = ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'];
const TIMEOUT = 60_000;

const { values } = parseArgs({
  options: {
    probe: { type: 'string', default: 'both' },
    filter: { type: 'string', default: '^auth/' },
    jobs: { type: 'string', default: '2' },
  },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const suite = suiteProgram();
const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
const probes = values.probe === 'both' ? ['polite', 'eager'] : [values.probe];
const runs = probes.flatMap((probe) => scenarios().map((run) => ({ ...run, probe })));
if (!runs.length) throw new Error(`no scenario fits ${values.filter}`);

let failed = 0;
const queue = [...runs.entries()];
const lines = [];
await Promise.all(
  Array.from({ length: Number(values.jobs) }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, run] = next;
      const wrong = await perform(run, join(folder, String(at)));
      if (wrong.length) failed += 1;
      lines.push(`${wrong.length ? 'FAIL' : 'pass'}  ${run.scenario}  ${run.revision}  ${run.probe}`);
      console.log([lines.at(-1), ...wrong.map((line) => `        ${line}`)].join('\n'));
    }
  }),
);
rmSync(folder, { recursive: true, force: true });
console.log(`${runs.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

/** Every scenario at every revision that it names; an extension, which is on no revision's list, at the two newest. */
function scenarios() {
  const list = execFileSync(process.execPath, [suite, 'list', '--client'], { encoding: 'utf8' });
  const wanted = new RegExp(values.filter);
  return [...list.matchAll(/^ {2}- (\S+) \[(.*)\]$/gm)]
    .filter(([, scenario]) => wanted.test(scenario))
    .flatMap(([, scenario, tags]) => {
      const extension = tags.split(',').includes('extension');
      const revisions = extension ? REVISIONS.slice(2) : tags.split(',').filter((tag) => REVISIONS.includes(tag));
      return revisions.map((revision) => ({ scenario, revision, extension }));
    });
}

/** What is wrong with one run; nothing if it passed. One scenario at a time is the suite's strict mode. */
async function perform({ scenario, revision, probe, extension }, out) {
  const command = [process.execPath, here('client.mjs')].join(' ');
  const words = ['client', '--command', command, '--scenario', scenario, '--spec-version', revision, '--timeout', String(TIMEOUT), '-o', out];
  const { status, log } = await finished(spawn(process.execPath, [suite, ...words, ...(extension ? ['--force'] : [])], { env: { ...process.env, PROBE: probe } }));
  const file = listing(out).find((name) => name.endsWith('checks.json'));
  if (!file) return [`no checks were written: ${log.trim().split('\n').at(-1)}`];
  const checks = JSON.parse(readFileSync(join(out, file), 'utf8'));
  const wrong = checks
    .filter((check) => ['FAILURE', 'WARNING'].includes(check.status))
    .map((check) => `${check.id} (${check.status.toLowerCase()}): ${check.errorMessage ?? check.description}`);
  if (status !== 0 && !wrong.length) wrong.push(`the suite ended with status ${status}: ${clientError(out) ?? log.trim().split('\n').at(-1)}`);
  if (!checks.some((check) => check.status === 'SUCCESS')) wrong.push('no check was made');
  return wrong;
}

function clientError(out) {
  const file = listing(out).find((name) => name.endsWith('stderr.txt'));
  return file && readFileSync(join(out, file), 'utf8').match(/^.*Error.*$/m)?.[0];
}

function listing(out) {
  try {
    return readdirSync(out, { recursive: true }).map(String);
  } catch {
    return [];
  }
}

function finished(child) {
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (log += data));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, log })));
}

/** The suite's program. It asks for Node 22 by one import that only another command of it uses; before that, a copy without it runs. */
function suiteProgram() {
  const program = here('../node_modules/@modelcontextprotocol/conformance/dist/index.js');
  if (Number(process.versions.node.split('.')[0]) >= 22) return program;
  const source = readFileSync(program, 'utf8');
  const name = source.match(/globSync as (\w+),/);
  if (!name) return program;
  const copy = program.replace(/index\.js$/, 'index.node20.js');
  writeFileSync(copy, source.replace(name[0], '').replace(/from"fs";/, `from"fs";const ${name[1]}=()=>{throw Error("needs Node 22")};`));
  return copy;
}
