// The core comes in two halves: what reads a challenge, and the rest, which is compiled once a call needs it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { Module, Instance } = WebAssembly;
let compiled = [];

WebAssembly.Module = class extends Module {
  constructor(bytes) {
    super(bytes);
    compiled.push(bytes.length);
  }
};

/** As the real one, but `toHar` traps. */
WebAssembly.Instance = class extends Instance {
  get exports() {
    const trap = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    return super.exports.toHar ? { ...super.exports, toHar: trap } : super.exports;
  }
};

const SERVER = 'https://mcp.example.com/mcp';
const forms = { 'for Node': 'mcp-auth-doctor', 'for pages': '../../target/npm/mcp-auth-doctor/index.mjs' };

for (const [form, address] of Object.entries(forms)) {
  test(`${form}: the import compiles nothing, a challenge the small half, a diagnosis the other`, async () => {
    compiled = [];
    const { analyze, parseChallenges } = await import(address);
    assert.deepEqual(compiled, []);
    assert.deepEqual(parseChallenges('Bearer realm="Café"'), [{ scheme: 'bearer', params: { realm: 'Café' } }]);
    assert.equal(compiled.length, 1);
    assert.equal(analyze({ exchanges: [], server: SERVER }).server, SERVER);
    assert.equal(compiled.length, 2);
    assert.ok(compiled[0] < compiled[1] / 2, `${compiled} bytes`);
  });

  test(`${form}: after a trap both halves start again, and are not compiled again`, async () => {
    const { analyze, parseChallenges, toHar } = await import(address);
    compiled = [];
    assert.throws(() => toHar({ exchanges: [] }), { code: 'core-stopped' });
    assert.equal(parseChallenges('Basic')[0].scheme, 'basic');
    assert.equal(analyze({ exchanges: [], server: SERVER }).server, SERVER);
    assert.deepEqual(compiled, []);
  });
}
