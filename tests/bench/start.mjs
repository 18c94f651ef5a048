// The start of a sign-in: import, and from nothing to the authorization URL, with answers from memory. In processes of their own, in turns:
// the first time, and the mean of later ones; bundled for Node and for a page.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, contenders, diagnosis, fileName, median, out } from './contenders.mjs';

const PLATFORMS = { node: { platform: 'node' }, page: { platform: 'browser', splitting: true } };
const answers = new URL('answers.mjs', import.meta.url).href;
/** In the warm part: sign-ins before it, and those that it times. */
const [BEFORE, TIMED] = [40, 60];

export async function starts(runs = 7) {
  const cases = [];
  for (const contender of [...contenders, diagnosis]) {
    for (const [platform, options] of Object.entries(PLATFORMS)) {
      cases.push({ id: contender.id, platform, script: await program(contender, platform, options), times: [] });
    }
  }
  for (let run = -1; run < runs; run += 1) {
    for (const { script, times } of cases) {
      const measured = timesOf(script);
      // The first run fills the caches of the file system.
      if (run >= 0) times.push(measured);
    }
  }
  return cases.map(({ id, platform, times }) => {
    const of = (name) => times.map((one) => one[name]);
    return { id, platform, runs, cpu: median(of('cpu')), leastCpu: Math.min(...of('cpu')), wall: median(of('wall')), warm: median(of('warm')) };
  });
}

async function program({ id, start }, platform, options) {
  const folder = join(out, `start-${fileName(id)}-${platform}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = await bundle(start, options);
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  const script = join(folder, 'run.mjs');
  writeFileSync(script, `import ${JSON.stringify(answers)};
const cpu = (since) => { const { user, system } = process.cpuUsage(since); return (user + system) / 1e3; };
const [time, used] = [performance.now(), process.cpuUsage()];
const { default: start } = await import('./stdin.mjs');
await start();
const [wall, cold] = [performance.now() - time, cpu(used)];
for (let count = 0; count < ${BEFORE}; count += 1) await start();
const before = process.cpuUsage();
for (let count = 0; count < ${TIMED}; count += 1) await start();
process.stdout.write(JSON.stringify({ wall, cpu: cold, warm: cpu(before) / ${TIMED} }));
`);
  return script;
}

function timesOf(script) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout);
}
