// What the package throws: one class, a code of the documented union, a stack that starts at the caller, the host's own reason as the cause.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as core from 'mcp-auth-doctor';
import { fileStore, signIn } from 'mcp-auth-doctor/node';
import { SERVER, world } from './world.mjs';

const { AuthDoctorError, authenticatedFetch, beginSignIn, Discovery, memoryStore, parseChallenges, tokensInUse } = core;
const CODES = /type AuthDoctorErrorCode =(.+?);\n\n/s.exec(readFileSync(new URL(import.meta.resolve('mcp-auth-doctor')).pathname.replace(/[^/]+$/, 'index.d.mts'), 'utf8'))[1];

async function thrown(work) {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const CALLS = {
  'a function that returns at once': () => parseChallenges(7),
  'a function that promises': () => beginSignIn({ server: 7 }),
  'a method of a class': () => new Discovery(SERVER).receive('nothing that was asked for'),
  'a fetch that a function made': () => authenticatedFetch({ server: SERVER, fetch: world(), store: { get: () => Promise.reject(new Error('locked')) } })(SERVER),
  'an adapter': () => signIn({ server: SERVER, redirectUri: 'https://elsewhere.example/callback', store: fileStore('/nowhere') }),
};

for (const [what, call] of Object.entries(CALLS)) {
  test(`${what} throws an AuthDoctorError whose code is documented`, async () => {
    const error = await thrown(call);
    assert.ok(error instanceof AuthDoctorError, `${error.stack}`);
    assert.equal(error.name, 'AuthDoctorError');
    assert.ok(CODES.includes(`| '${error.code}'`), `${error.code} is in the union`);
  });
}

test('the stack starts where the package was called, and no wasm is in it', async () => {
  for (const call of [CALLS['a function that returns at once'], CALLS['a function that promises']]) {
    const error = await thrown(call);
    const [first, second] = error.stack.split('\n');
    assert.equal(first, `AuthDoctorError: ${error.message}`);
    assert.match(second, /errors\.test\.mjs/);
    assert.doesNotMatch(error.stack, /wasm/);
  }
});

test("an abort rejects with code aborted, and the signal's reason is its cause", async () => {
  const reason = new Error('the person left');
  const error = await thrown(() => beginSignIn({ server: SERVER, redirectUri: 'http://localhost:41937/callback', fetch: world(), signal: AbortSignal.abort(reason) }));
  assert.equal(error.code, 'aborted');
  assert.equal(error.cause, reason);
});

test('what a store threw is the cause', async () => {
  const cause = new Error('the key ring is locked');
  const store = { ...memoryStore(), get: () => Promise.reject(cause) };
  const error = await thrown(() => tokensInUse(SERVER, { store }));
  assert.deepEqual([error.code, error.cause], ['host-failed', cause]);
});
