// Where the runtime does not tell what a call is made inside of (a browser), a request that `interact` makes before its first `await`
// is known all the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticatedFetch, memoryStore } from 'mcp-auth-doctor';

delete process.getBuiltinModule;

const SERVER = 'https://mcp.example.com/mcp';
const refuses = async (url) => new Response('', { status: new URL(url).pathname === '/mcp' ? 401 : 404, headers: { 'www-authenticate': 'Bearer' } });

test('a request that `interact` makes itself waits for nobody', async () => {
  assert.equal(process.getBuiltinModule, undefined);
  const seen = [];
  const interact = async () => void seen.push((await fetch(SERVER)).status);
  const fetch = authenticatedFetch({ server: SERVER, redirectUri: 'http://127.0.0.1:3000/callback', store: memoryStore(), fetch: refuses, interact });
  const late = new Promise((_, stop) => setTimeout(() => stop(new Error('still pending')), 2000).unref());
  assert.equal((await Promise.race([fetch(SERVER), late])).status, 401);
  assert.deepEqual(seen, [401]);
  // And the next one is asked for as ever.
  assert.equal((await Promise.race([fetch(SERVER), late])).status, 401);
  assert.deepEqual(seen, [401, 401]);
});
