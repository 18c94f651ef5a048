// Servers that answer with an event stream: what counts is the first event with data, in however many pieces it comes.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { gatherEvidence } from 'mcp-auth-doctor';

const answer = (id, result) => `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`;
const initialized = { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 's', version: '1' } };

/** A server that sends these pieces for `initialize`, a little apart, and leaves the stream open. */
async function serverOf(pieces) {
  const server = http.createServer((request, response) => {
    request.on('data', () => {}).on('end', async () => {
      if (request.method !== 'POST') return response.writeHead(405).end();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const piece of pieces) {
        response.write(piece);
        await new Promise((done) => setTimeout(done, 20));
      }
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { url: `http://127.0.0.1:${server.address().port}/mcp`, close };
}

const whole = answer(1, initialized);
for (const [name, pieces] of [
  ['an event without data comes first', ['id: 1\ndata: \n\n', whole]],
  ['the event comes in two pieces', [whole.slice(0, 30), whole.slice(30)]],
  ['the empty line comes in a piece of its own', [whole.slice(0, -1), '\n']],
  ['lines end as in HTTP', [whole.replaceAll('\n', '\r\n')]],
]) {
  test(`the answer is read although ${name}`, async (t) => {
    const server = await serverOf(pieces);
    t.after(server.close);
    const { exchanges } = await gatherEvidence(server.url, { timeoutMs: 2000 });
    assert.match(exchanges[0].response?.body ?? `nothing: ${JSON.stringify(exchanges[0].failure)}`, /"protocolVersion":"2025-11-25"/);
  });
}
