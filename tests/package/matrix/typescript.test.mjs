// The declarations, in strict projects of every module resolution.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, write } from '../installed.mjs';
import { folder, tools } from './tools.mjs';

const USE = `import { analyze, diagnose, memoryStore, type Finding, type Outcome, type Report, type SignInOptions, type Store } from 'mcp-auth-doctor';
import * as slim from 'mcp-auth-doctor/slim';
import * as node from 'mcp-auth-doctor/node';
import * as page from 'mcp-auth-doctor/page';
import { kindOf } from 'mcp-auth-doctor/addresses';
import { examples } from 'mcp-auth-doctor/examples';
export const report: Report = analyze({ exchanges: [] });
export const cause: Finding | null = report.cause;
export const store: Store = memoryStore();
export const later: Promise<Report> = diagnose('https://mcp.example.com/mcp', { timeoutMs: 1000 });
export const ready: Promise<void> = slim.init(new Uint8Array());
export const modules = [node, page, examples];
export const started: void = slim.initSync(new Uint8Array());
export const kind: 'public' | 'private' | 'link-local' = kindOf('10.0.0.1');
export function show(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'open-browser': return outcome.authorizationHost;
    case 'show-code': return outcome.userCode;
    case 'signed-in': return outcome.tokens.issuer;
    case 'not-needed': return outcome.server;
    case 'choose': case 'blocked': return outcome.report.verdict;
  }
}
// @ts-expect-error: the server is missing
export const wrong: SignInOptions = {};
// @ts-expect-error: there is no such verdict
export const never: boolean = report.verdict === 'fine';
`;

for (const [name, options, file] of [
  ['node16, ESM', { module: 'node16', moduleResolution: 'node16' }, 'use.mts'],
  ['node16, CommonJS', { module: 'node16', moduleResolution: 'node16' }, 'use.cts'],
  ['bundler', { module: 'esnext', moduleResolution: 'bundler' }, 'use.ts'],
]) {
  test(`TypeScript, strict, ${name}`, () => {
    const project = `typescript-${name.replace(/\W+/g, '-')}`;
    cpSync(join(root, 'tests/node_modules/@types/node'), join(folder, 'node_modules/@types/node'), { recursive: true });
    cpSync(join(root, 'tests/node_modules/undici-types'), join(folder, 'node_modules/undici-types'), { recursive: true });
    write(folder, `${project}/${file}`, USE);
    write(folder, `${project}/tsconfig.json`, JSON.stringify({
      compilerOptions: { ...options, strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: 'es2022', lib: ['es2023', 'dom'], types: ['node'], skipLibCheck: false },
      files: [file],
    }));
    const { stdout, status } = spawnSync(join(root, 'tests/node_modules/.bin/tsc'), ['-p', join(folder, project)], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });
}

// What `yo code` makes, and its like: no DOM library, no skipLibCheck, the types of one Node. Where Node's types say themselves that they
// need a newer TypeScript, their own errors are theirs, and there must be no others.
const SCAFFOLD = `import { AuthDoctorError, diagnose, memoryStore, type Action, type AuthDoctorErrorCode, type Field, type Finding, type Outcome, type SignInOptions, type Store } from 'mcp-auth-doctor';
import * as slim from 'mcp-auth-doctor/slim';
import { nodeHost, signIn } from 'mcp-auth-doctor/node';
export const store: Store = memoryStore();
export const options: SignInOptions = { server: new URL('https://mcp.example.com/mcp'), signal: new AbortController().signal, timeoutMs: undefined, fetch };
export const report = diagnose('https://mcp.example.com/mcp', { host: nodeHost() });
export const ending = signIn({ ...options, store });
export const ready = slim.init(fetch('https://example.com/sign-in.wasm'));
export function label(action: Action): string {
  return action.by === 'person' ? action.message : \`\${action.kind}: \${action.fields.map(({ type }: Field) => type).join()}\`;
}
export function shown(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'open-browser': return outcome.authorizationHost;
    default: return outcome.kind;
  }
}
export const isKnown = (finding: Finding): boolean => finding.rule === 'challenge/missing';
export const codes = (error: unknown): AuthDoctorErrorCode | undefined => (error instanceof AuthDoctorError ? error.code : undefined);
// @ts-expect-error: there is no such rule
export const never = (finding: Finding): boolean => finding.rule === 'challenge/mising';
// @ts-expect-error: there is no such code
export const wrong: AuthDoctorErrorCode = 'abort';
`;

for (const compiler of ['typescript-5-4', 'typescript-5-9', 'typescript-6', 'typescript']) {
  for (const types of ['node-types-20', 'node-types-22', 'node-types-26']) {
    test(`a scaffold without DOM library and skipLibCheck: ${compiler}, ${types}`, () => {
      const project = join(folder, `scaffold-${compiler}-${types}`);
      cpSync(join(tools, types), join(project, 'node_modules/@types/node'), { recursive: true });
      if (!existsSync(join(project, 'node_modules/@types/node/node_modules'))) cpSync(join(tools, 'undici-types'), join(project, 'node_modules/undici-types'), { recursive: true });
      write(project, 'package.json', '{ "name": "scaffold", "version": "0.0.1" }');
      write(project, 'src/extension.ts', SCAFFOLD);
      write(project, 'tsconfig.json', JSON.stringify({ compilerOptions: { module: 'Node16', target: 'ES2022', lib: ['ES2022'], types: ['node'], strict: true, noEmit: true, rootDir: 'src' } }));
      const tsc = compiler === 'typescript' ? join(root, 'tests/node_modules/.bin/tsc') : join(tools, compiler, 'bin/tsc');
      const { stdout, status } = spawnSync(tsc, ['-p', '.'], { cwd: project, encoding: 'utf8' });
      if (isFor(types, compiler)) return assert.equal(status, 0, stdout);
      const others = stdout.split('\n').filter((line) => /error TS/.test(line) && !line.startsWith('node_modules/@types/node/'));
      assert.deepEqual(others, []);
    });
  }
}

/** Whether Node's types say that they are for this compiler. */
function isFor(types, compiler) {
  const read = (...path) => JSON.parse(readFileSync(join(...path, 'package.json'), 'utf8'));
  const { version } = read(compiler === 'typescript' ? join(root, 'tests/node_modules') : tools, compiler);
  const [have, want] = [version, read(tools, types).typeScriptVersion].map((text) => text.split('.').map(Number));
  return have[0] > want[0] || (have[0] === want[0] && have[1] >= want[1]);
}
