// An adapter on the core that was started with `init()`: one core, and no second copy of the wasm in a bundle.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { install, write } from './installed.mjs';

const folder = install();

test('an adapter uses the core that was started', () => {
  const script = write(folder, 'started.mjs', `import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AuthDoctorError, init, memoryStore } from 'mcp-auth-doctor/slim';
import { accounts } from 'mcp-auth-doctor/slim/page';
const tokens = () => accounts(memoryStore()).tokens('https://mcp.example.com/mcp');
const before = await tokens().catch((error) => [error instanceof AuthDoctorError, error.code]);
await init(readFileSync(fileURLToPath(import.meta.resolve('mcp-auth-doctor/sign-in.wasm'))));
console.log(JSON.stringify([before, (await tokens()) ?? null]));`);
  assert.deepEqual(JSON.parse(execFileSync('node', [script], { encoding: 'utf8' })), [[true, 'not-initialized'], null]);
});

for (const [adapter, platform] of [['page', 'browser'], ['web-extension', 'browser'], ['vscode', 'browser'], ['vscode', 'node']]) {
  test(`a bundle of slim and slim/${adapter} for ${platform} has no wasm in it`, async () => {
    const file = write(folder, `bundled-${adapter}-${platform}.mjs`, `export * as core from 'mcp-auth-doctor/slim';\nexport * as host from 'mcp-auth-doctor/slim/${adapter}';`);
    const { metafile } = await build({ entryPoints: [file], bundle: true, minify: true, format: 'esm', platform, external: ['vscode'], metafile: true, write: false });
    const used = Object.keys(metafile.inputs).map((name) => path.basename(name));
    assert.ok(used.includes('slim.mjs') && !used.some((name) => /^(index|inline|node|diagnosis|workerd)\.mjs$/.test(name)), used.join());
  });
}
