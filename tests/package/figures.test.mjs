// Figures in texts are those that the bench wrote.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './installed.mjs';

const text = (name) => readFileSync(join(root, name), 'utf8');

test('the figures of the README are those of docs/bench.md, which has the plot beside it', () => {
  const [, figures] = /<!-- bench -->\n([^]+)<!-- \/bench -->\n/.exec(text('README.md')) ?? [];
  const measured = text('docs/bench.md');
  assert.ok(figures && measured.includes(figures), 'UPDATE=1 cargo xtask bench renews both');
  assert.match(text('docs/bench.svg'), /^<svg/);
});
