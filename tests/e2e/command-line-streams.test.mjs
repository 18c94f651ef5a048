// What the command line writes, and to whom: a reader that went away, a terminal that must not be steered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begin } from './command-line.mjs';

for (const args of [['rules', '--format', 'json'], ['--help'], ['client-metadata', 'create', '--client-id', 'https://app.example/c.json', '--name', 'App', '--redirect-uri', 'http://localhost/callback']]) {
  test(`a reader that went away is no error: ${args.slice(0, 2).join(' ')}`, async () => {
    const { child, ended } = begin(args);
    child.stdout.destroy();
    const { status, stderr } = await ended;
    assert.deepEqual([status, /Error|EPIPE/.test(stderr)], [0, false], stderr);
  });
}

test('nobody reads what was wrong: the status still says it', async () => {
  const { child, ended } = begin(['analise']);
  child.stderr.destroy();
  assert.equal((await ended).status, 2);
});
