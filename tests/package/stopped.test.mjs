// A trap in the wasm: noticed, explained, and the next call works.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import binaryen from 'binaryen';
import * as doctor from 'mcp-auth-doctor/slim';

// The real module, but `toHar` traps at once.
const module = binaryen.readBinary(readFileSync(new URL('../../target/npm/mcp-auth-doctor/diagnosis.wasm', import.meta.url)));
binaryen.Function.setBody(module.getFunction(binaryen.getExportInfo(module.getExport('toHar')).value), module.unreachable());
await doctor.loadDiagnosis(module.emitBinary());
doctor.initSync(readFileSync(new URL('../../target/npm/mcp-auth-doctor/sign-in.wasm', import.meta.url)));

const stops = { code: 'core-stopped' };

test('a call that traps throws an error with a code', () => {
  assert.throws(() => doctor.toHar({ exchanges: [] }), stops);
});

test('the next call works in a fresh instance', () => {
  assert.throws(() => doctor.toHar({ exchanges: [] }), stops);
  assert.equal(doctor.analyze({ exchanges: [], server: 'https://mcp.example.com/mcp' }).server, 'https://mcp.example.com/mcp');
});

test('what was under way is rejected, and its late answer does no harm', async () => {
  let answer;
  const fetch = () => new Promise((resolve) => (answer = () => resolve(new Response('', { status: 401 }))));
  const report = doctor.diagnose('https://mcp.example.com/mcp', { fetch });
  await new Promise((done) => setTimeout(done, 20));
  assert.throws(() => doctor.toHar({ exchanges: [] }), stops);
  await assert.rejects(report, stops);
  answer();
  await new Promise((done) => setTimeout(done, 50));
  assert.deepEqual(doctor.parseChallenges('Bearer realm="x"').map(({ scheme }) => scheme), ['bearer']);
});
