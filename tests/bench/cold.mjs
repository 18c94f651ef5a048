// Cold start: import and first call in a process of its own, in turns, each contender bundled for Node by esbuild and from node_modules.
// Ours compiles the core in two halves, so it also runs with a first call that needs both.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, contenders, fileName, median, out } from './contenders.mjs';

export async function coldStarts(runs = 15) {
  const cases = [];
  const judging = contenders.filter(({ judge }) => judge).map((contender) => ({ ...contender, id: `${contender.id}, first a diagnosis`, warm: contender.judge }));
  for (const contender of [...contenders.filter(({ entry }) => entry), ...judging]) {
    const file = join(out, `${fileName(contender.id)}.mjs`);
    writeFileSync(file, await bundle(contender, 'node'));
    cases.push({ id: contender.id, forms: { bundled: timed(pathToFileURL(file).href, contender), modules: timed(contender.entry, contender) } });
  }
  for (let run = -1; run < runs; run += 1) {
    for (const form of cases.flatMap(({ forms }) => Object.values(forms))) {
      const times = startOf(form.script);
      // The first one fills the caches of the file system.
      if (run >= 0) form.times.push(times);
    }
  }
  return cases.map(({ id, forms: { bundled, modules } }) => ({ id, runs, bundled: summary(bundled), modules: summary(modules) }));
}

/** A program that imports `address`, makes the first call, and prints what that took. */
function timed(address, { id, warm }) {
  const script = join(out, `cold-${fileName(`${id} ${address.slice(-20)}`)}.mjs`);
  writeFileSync(script, `const t = performance.now(), c = process.cpuUsage();
const m = await import(${JSON.stringify(address)}); ${warm}
const u = process.cpuUsage(c); process.stdout.write(JSON.stringify([performance.now() - t, (u.user + u.system) / 1e3]));`);
  return { script, times: [] };
}

function startOf(script) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script}: ${stderr}`);
  return JSON.parse(stdout);
}

function summary({ times }) {
  const [wall, cpu] = [times.map(([time]) => time), times.map(([, time]) => time)];
  return { median: median(wall), least: Math.min(...wall), cpu: median(cpu) };
}
