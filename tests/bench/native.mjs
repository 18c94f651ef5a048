// The core's hot paths as native code, by Criterion in its short form: the same work without JavaScript around it.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './contenders.mjs';

const folder = join(root, 'target/criterion');

export function native() {
  rmSync(folder, { recursive: true, force: true });
  const cargo = ['bench', '--quiet', '--locked', '--package', 'mcp-auth-doctor', '--bench', 'core', '--', '--quick', '--noplot'];
  const { status } = spawnSync('cargo', cargo, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, CARGO_TARGET_DIR: join(root, 'target') } });
  if (status !== 0) throw new Error(`cargo bench ended with ${status}`);
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(join('new', 'benchmark.json')))
    .map((name) => {
      const { title, throughput } = read(name);
      const { median } = read(join(dirname(name), 'estimates.json'));
      return { id: title, microseconds: median.point_estimate / 1000, entries: throughput?.Elements };
    })
    .sort((one, other) => one.microseconds - other.microseconds);
}

const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
