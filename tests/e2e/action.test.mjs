// The composite action: its steps as they stand in action.yml, run by bash with what GitHub would set, against real servers.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { listen } from '../servers/listen.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';

const ACTION = readFileSync(new URL('../../action.yml', import.meta.url), 'utf8');
const PROGRAM = fileURLToPath(new URL('../../target/npm/mcp-auth-doctor/cli.mjs', import.meta.url));

/** The steps that run something: what each runs, and its environment. */
const STEPS = ACTION.slice(ACTION.indexOf('\n  steps:'))
  .split(/\n    - /)
  .slice(1)
  .filter((step) => /\brun:/.test(step))
  .map((step) => {
    const [, block, line] = /\n      run: (?:\|\n((?:        .*\n?)+)|(.*))/.exec(step);
    const env = [...step.matchAll(/^        ([A-Z]+): \$\{\{ (?:inputs|steps\.check\.outputs)\.(\w+) \}\}$/gm)];
    return { script: (block ?? line).replace(/^        /gm, ''), env: env.map(([, name, from]) => [name, from]), only: /^if: \$\{\{ inputs\.(\w+) == 'true' \}\}/.exec(step)?.[1] };
  });

let authorizationServer;
let good;
let broken;
before(async () => {
  authorizationServer = await startAuthorizationServer();
  good = await startMcpServer({ authorizationServer });
  broken = await listen((_, response) => response.writeHead(401, { 'WWW-Authenticate': 'Basic' }).end());
});
after(() => Promise.all([good?.close(), broken?.close(), authorizationServer?.close()]));

test('a list with a blocked server: SARIF is written, and the job fails', async () => {
  const { outputs, failed, summary } = await act([good.url, `http://127.0.0.1:${broken.port}/mcp`]);
  assert.equal(outputs.status, '1');
  assert.ok(failed);
  const sarif = JSON.parse(readFileSync(outputs.sarif, 'utf8'));
  assert.equal(sarif.version, '2.1.0');
  assert.ok(sarif.runs[0].results.length > 0);
  assert.match(summary, /2 servers/);
});

test('it does not fail where that is not wanted', async () => {
  const { outputs, failed } = await act([`http://127.0.0.1:${broken.port}/mcp`], { fail: 'false' });
  assert.deepEqual([outputs.status, failed], ['1', false]);
});

test('a list that is not there is a mistake, not a finding', async () => {
  const { outputs, failed } = await act(undefined);
  assert.deepEqual([outputs.status, failed], [undefined, true]);
});

/** Runs the steps; `npx` gives the package that was built here. */
async function act(servers, inputs = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'action-'));
  const file = (name, text) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  chmodSync(file('npx', `#!/bin/bash\n[ "$1 $2" = "--yes mcp-auth-doctor@0.1.0" ] || exit 2\nshift 2\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`), 0o755);
  const list = servers ? file('servers.txt', servers.join('\n')) : path.join(folder, 'none.txt');
  const given = { servers: list, baseline: '', version: '0.1.0', fail: 'true', upload: 'true', ...inputs };
  const [output, summary] = [file('output', ''), file('summary', '')];
  const environment = { ...process.env, PATH: `${folder}:${process.env.PATH}`, RUNNER_TEMP: folder, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
  const outputs = () => Object.fromEntries(readFileSync(output, 'utf8').trim().split('\n').filter(Boolean).map((line) => line.split('=')));
  let failed = false;
  for (const { script, env, only } of STEPS) {
    if (failed || (only && given[only] !== 'true')) continue;
    const own = Object.fromEntries(env.map(([name, from]) => [name, given[from] ?? outputs()[from] ?? '']));
    await promisify(execFile)('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { env: { ...environment, ...own } }).catch(() => (failed = true));
  }
  return { outputs: outputs(), failed, summary: readFileSync(summary, 'utf8') };
}
