// Web servers on this machine, each on a port of its own.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refused } from '../serve/refused.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Listeners {
  /**
   * Opens one, and gives its origin.
   *
   * @param both also on ::1, which a browser may take for `localhost`; where that is not to be had, it asks the other
   */
  add(handler: Handler, port?: number, both?: boolean): Promise<string>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

export function listeners(): Listeners {
  const all: http.Server[] = [];
  return {
    async add(handler, wanted = 0, both = false) {
      const one = await start(handler, HOST, wanted);
      const { port } = one.address() as AddressInfo;
      all.push(one);
      if (both) all.push(...(await start(handler, '::1', port).then((other) => [other], () => [])));
      return `http://${HOST}:${port}`;
    },
    async close() {
      for (const one of all) one.closeAllConnections();
      await Promise.all(all.map((one) => new Promise((done) => one.close(done))));
    },
  };
}

/** Says why there is no answer; where one has begun, it is cut off. */
export function answerError(response: ServerResponse, error: Error): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(error instanceof Refused ? error.status : 502, { 'Content-Type': 'text/plain' }).end(error.message);
}

function start(handler: Handler, address: string, port: number): Promise<http.Server> {
  return new Promise((done, reject) => {
    const server = http.createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
      // A page that a name server leads here has another Host.
      if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(request.headers.host ?? '')) return void response.writeHead(421).end();
      handler(request, response).catch((error: Error) => answerError(response, error));
    });
    server.once('error', reject).listen(port, address, () => done(server));
  });
}
