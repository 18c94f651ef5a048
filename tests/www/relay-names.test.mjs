// A name is resolved once, and what was checked is what is connected to.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { listen } from '../servers/listen.mjs';
import { relayBy } from './relay.mjs';
import { servePageWith } from './serve.mjs';

let page;
let target;

before(async () => {
  target = await listen((_request, response) => response.writeHead(401).end('reached'));
  page = await servePageWith({ NODE_OPTIONS: `--import=${new URL('./names.mjs', import.meta.url).href}` }, 'changes.example', 'metadata.example');
});
after(async () => {
  page?.close();
  await target?.close();
});

it('a name whose address changes after the check is still connected to at the address that was checked', async () => {
  const { body } = await relayBy(page, { url: `http://changes.example:${target.port}/` });
  assert.deepEqual([body.status, Buffer.from(body.body ?? '', 'base64').toString()], [401, 'reached']);
});

for (const [what, name] of [
  ['a name that points into a private network', 'inward.example'],
  ['a name of which one address is private', 'mixed.example'],
  ['a name that points to the credentials of a cloud’s machine, though it was named', 'metadata.example'],
]) {
  it(`is refused: ${what}`, async () => {
    const { status, body } = await relayBy(page, { url: `http://${name}:${target.port}/` });
    assert.deepEqual([status, body.code], [403, 'PRIVATE_ADDRESS']);
  });
}

it('a name that nobody has is told with the code of the name server', async () => {
  const { status, body } = await relayBy(page, { url: 'http://nowhere.example/' });
  assert.deepEqual([status, body.code], [502, 'ENOTFOUND']);
});
