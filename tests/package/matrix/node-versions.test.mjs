// Time limits on each supported Node: collections of garbage and cancelled timers are the engine's own. The tests of hostile servers, with a
// caller's signal and forced collections, by the Nodes that do not run these tests.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../installed.mjs';
import { tools } from './tools.mjs';

const HOSTILE = join(root, 'tests/e2e/hostile-servers.test.mjs');
const running = Number(process.versions.node.split('.')[0]);

for (const major of [20, 22, 24].filter((one) => one !== running)) {
  test(`Node ${major}: servers that misbehave end within the limit`, { timeout: 600_000 }, () => {
    const environment = { ...process.env, NO_COLOR: '1' };
    // The runner of these tests is not to take the other's results for its own.
    delete environment.NODE_TEST_CONTEXT;
    const { status, stdout, stderr } = spawnSync(join(tools, `node-${major}/bin/node`), ['--test', '--test-reporter=tap', HOSTILE], { encoding: 'utf8', env: environment, maxBuffer: 64 << 20 });
    assert.equal(status, 0, `${stdout}${stderr}`.split('\n').filter((line) => /^not ok|^# (pass|fail)|error:/.test(line.trim())).join('\n'));
    assert.match(stdout, /^# pass [1-9]\d+$/m);
  });
}
