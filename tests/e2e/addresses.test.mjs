// The relay's list of addresses is the core's: the same table is what both are held against.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { kindOf } from 'mcp-auth-doctor/addresses';

test('every address of the table is what the table says', async () => {
  const table = await readFile(new URL('../fixtures/addresses.txt', import.meta.url), 'utf8');
  const rows = table.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split(' '));
  assert.ok(rows.length > 40);
  for (const [kind, address] of rows) assert.equal(kindOf(address), kind, address);
  assert.equal(kindOf('fe80::1%eth0'), 'link-local', 'a zone is no part of the address');
});
