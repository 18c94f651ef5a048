// The core is two modules: what signs in, and what judges, which is compiled once something needs it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { Module, Instance, compile } = WebAssembly;
let compiled = [];

WebAssembly.Module = class extends Module {
  constructor(bytes) {
    super(bytes);
    compiled.push(bytes.length);
  }
};

WebAssembly.compile = (bytes) => {
  compiled.push(bytes.length);
  return compile(bytes);
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
const forms = { 'with the diagnosis at hand': 'mcp-auth-doctor', 'with the diagnosis apart': '../../target/npm/mcp-auth-doctor/index.mjs' };

for (const [form, address] of Object.entries(forms)) {
  test(`${form}: the import compiles nothing, a challenge the sign-in, a diagnosis the other`, async () => {
    compiled = [];
    const { analyze, loadDiagnosis, parseChallenges } = await import(address);
    assert.deepEqual(compiled, []);
    assert.deepEqual(parseChallenges('Bearer realm="Café"'), [{ scheme: 'bearer', params: { realm: 'Café' } }]);
    assert.equal(compiled.length, 1);
    await loadDiagnosis();
    assert.equal(analyze({ exchanges: [], server: SERVER }).server, SERVER);
    assert.equal(compiled.length, 2);
    assert.ok(compiled[0] < compiled[1], `${compiled} bytes`);
  });

  test(`${form}: after a trap the module starts again, the other one goes on, and none is compiled again`, async () => {
    const { analyze, parseChallenges, toHar } = await import(address);
    compiled = [];
    assert.throws(() => toHar({ exchanges: [] }), { code: 'core-stopped' });
    assert.equal(parseChallenges('Basic')[0].scheme, 'basic');
    assert.equal(analyze({ exchanges: [], server: SERVER }).server, SERVER);
    assert.deepEqual(compiled, []);
  });
}
