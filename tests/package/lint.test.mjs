// publint and are-the-types-wrong, without a finding.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root, tarball } from './installed.mjs';

test('publint has nothing to say', async () => {
  const { messages, pkg } = await publint({ pkgDir: join(root, 'target/npm/mcp-auth-doctor'), strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg, { color: false })), []);
});

test('are-the-types-wrong finds every entry in every module resolution', () => {
  // The wasm and the files of the redirect page are no modules; resolution "node10" knows no subpaths, and Node itself resolves none that way.
  const { stdout, status } = spawnSync(join(root, 'tests/node_modules/.bin/attw'), [tarball(), '--exclude-entrypoints', 'sign-in.wasm', 'diagnosis.wasm', 'www/index.html', 'redirect-page/redirect.html', 'redirect-page/redirect.js', '--profile', 'node16', '--no-color'], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
