// Cold start: import and first call in a process of its own, interleaved, each contender bundled by esbuild.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, contenders, fileName, median, out } from './contenders.mjs';

export async function coldStarts(runs = 15) {
  const cases = [];
  for (const contender of contenders.filter((one) => !one.coldless)) {
    const file = join(out, `${fileName(contender.id)}.mjs`);
    writeFileSync(file, await bundle(contender));
    const script = join(out, `cold-${fileName(contender.id)}.mjs`);
    writeFileSync(script, `const t = performance.now(), c = process.cpuUsage();
const m = await import(${JSON.stringify(pathToFileURL(file).href)}); ${contender.warm}
const u = process.cpuUsage(c); process.stdout.write(JSON.stringify([performance.now() - t, (u.user + u.system) / 1e3]));`);
    cases.push({ id: contender.id, script, wall: [], cpu: [] });
  }
  for (let run = -1; run < runs; run += 1) {
    for (const one of cases) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [one.script], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`${one.id}: ${stderr}`);
      if (run < 0) continue;
      const [wall, cpu] = JSON.parse(stdout);
      one.wall.push(wall);
      one.cpu.push(cpu);
    }
  }
  return cases.map(({ id, wall, cpu }) => ({ id, milliseconds: median(wall), least: Math.min(...wall), cpu: median(cpu), runs }));
}
