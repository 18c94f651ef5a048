// The command line below an action: the parser accepts each that any report shows, it does what the action does, and nothing is left out.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { analyze } from 'mcp-auth-doctor';
import { examples } from 'mcp-auth-doctor/examples';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { commandLine } from './command-line.mjs';

/** The words of a line as a shell reads it. */
const wordsOf = (line) => [...line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) => word.replace(/'([^']*)'|\\(.)/g, '$1$2'));

/** The parts of the command line that read it, from their sources. */
async function parser(t) {
  const folder = await mkdtemp(join(fileURLToPath(new URL('../../target/', import.meta.url)), 'action-command-'));
  t.after(() => rm(folder, { recursive: true }));
  const cli = fileURLToPath(new URL('../../pkg-template/cli/', import.meta.url));
  const contents = ['action-command', 'arguments', 'choose'].map((name) => `export * from './${name}.ts';`).join('\n');
  const outfile = join(folder, 'parser.mjs');
  await build({ stdin: { contents, resolveDir: cli, loader: 'ts' }, bundle: true, format: 'esm', platform: 'node', outfile, external: ['node:*'], alias: { 'mcp-auth-doctor': fileURLToPath(new URL('../../target/npm/mcp-auth-doctor/index.mjs', import.meta.url)) }, logLevel: 'error' });
  return import(outfile);
}

test('the parser accepts the command line of every action of every example, and it fills in the form', async (t) => {
  const { actionCommands, readArguments, only, serverAddress, requireAction, chooseAction } = await parser(t);
  const kinds = new Set();
  const server = "https://mcp.example.com/m'cp?a=1&b=$(x)";
  for (const evidence of Object.values(examples).flatMap(({ fails, passes }) => [...fails, ...passes])) {
    for (const report of [analyze(evidence), { ...analyze(evidence), server }]) {
      for (const [at, command] of actionCommands(report).entries()) {
        const action = report.actions[at];
        if (action.by !== 'program' || report.server === null) {
          assert.equal(command, null);
          continue;
        }
        const [npx, name, ...line] = wordsOf(command);
        assert.deepEqual([npx, name], ['npx', 'mcp-auth-doctor']);
        const { words: [verb, address, ...more], options } = readArguments(line);
        assert.deepEqual([verb, address, more], ['sign-in', report.server, []]);
        only('sign-in', options);
        serverAddress(address, 'sign-in');
        requireAction(options);
        kinds.add(action.kind);
        if (!options.action) continue;
        const env = Object.fromEntries((options['set-env'] ?? []).map((pair) => [pair.split('=')[1], 'secret']));
        const choice = await chooseAction(report, options, { env });
        assert.equal(choice.action.kind, action.kind);
        for (const { name: field, required } of action.fields) assert.ok(!required || choice.values[field], `${action.kind}: ${field}`);
      }
    }
  }
  for (const kind of ['sign-in', 'own-app', 'personal-access-token', 'basic', 'api-key-header', 'use-other-address']) assert.ok(kinds.has(kind), `no example has ${kind}`);
});

test('the command line that a report shows carries the action out', async (t) => {
  const authorizationServer = await startAuthorizationServer();
  const tokens = { canary_pat_4711: { subject: 'bob', scopes: ['mcp:read'] } };
  const mcp = await startMcpServer({ authorizationServer, personalAccessTokens: tokens });
  t.after(() => Promise.all([authorizationServer.close(), mcp.close()]));
  const doctor = await commandLine(t);
  const { stdout } = await doctor([mcp.url, '--all']);
  const commands = stdout.split('\n').filter((line) => line.startsWith('  $ ')).map((line) => wordsOf(line).slice(3));
  assert.ok(commands.length > 0, stdout);
  assert.deepEqual(commands[0], ['sign-in', mcp.url]);
  for (const command of commands.slice(0, 1)) {
    const { status, stdout: done, stderr } = await doctor(command);
    assert.equal(status, 0, done + stderr);
    assert.match(done, /^Signed in to /);
  }
});
