// Where the browser comes back to in the test: a port on this machine.
import { listeners } from '../loopback.js';

export interface WayBack {
  redirectUri: string;
  /** The callback with this `state`; nothing where none comes in time. */
  wait(state: string, milliseconds: number, signal: AbortSignal): Promise<URLSearchParams | undefined>;
  close(): Promise<void>;
}

export async function wayBack(): Promise<WayBack> {
  const open = listeners();
  const waiting = new Map<string, (callback: URLSearchParams) => void>();
  const own = await open.add(
    async (request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('This page may be closed.');
      waiting.get(searchParams.get('state') ?? '')?.(searchParams);
    },
    0,
    true,
  );
  return {
    redirectUri: `http://localhost:${new URL(own).port}/callback`,
    wait: (state, milliseconds, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds, undefined);
        const end = (callback?: URLSearchParams) => {
          clearTimeout(timer);
          resolve(callback);
        };
        waiting.set(state, end);
        signal.addEventListener('abort', () => end(), { once: true });
      }),
    close: open.close,
  };
}
