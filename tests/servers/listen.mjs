// A web server on loopback that a test can start, watch and stop.
import http from 'node:http';

/**
 * Listens on 127.0.0.1, or on the loopback address given.
 *
 * @param {http.RequestListener} handler
 * @param {{ port?: number, address?: '127.0.0.1' | '::1', server?: import('node:net').Server }} [options] port 0 or none: any free one
 * @returns {Promise<{ port: number, server: import('node:net').Server, close(): Promise<void> }>}
 */
export async function listen(handler, { port = 0, address = '127.0.0.1', server = http.createServer(untilTheClientLeaves(handler)) } = {}) {
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  return {
    port: server.address().port,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/**
 * Reads a request's body as text.
 *
 * @param {http.IncomingMessage} request
 */
export async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The handler, which nobody waits for any more once the client has gone away: while it sends its request, or while it waits for the answer. */
function untilTheClientLeaves(handler) {
  return async (request, response) => {
    try {
      await handler(request, response);
    } catch (error) {
      if (error !== request.errored) throw error;
    }
  };
}

/**
 * Answers with JSON.
 *
 * @param {http.ServerResponse} response
 * @param {number} status
 * @param {unknown} document
 * @param {http.OutgoingHttpHeaders} [headers]
 */
export function answerJson(response, status, document, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(document));
}

/**
 * Removes every CORS header from an answer that other code writes.
 *
 * @param {http.ServerResponse} response
 */
export function hideFromBrowsers(response) {
  const writeHead = response.writeHead;
  response.writeHead = function (...values) {
    for (const name of this.getHeaderNames()) if (name.startsWith('access-control-')) this.removeHeader(name);
    return writeHead.apply(this, values);
  };
}
