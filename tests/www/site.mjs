// The built page on a static host of its own, below a path, with the headers that the build asks for.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { listen } from '../servers/listen.mjs';

const SITE = fileURLToPath(new URL('../../target/site/', import.meta.url));
const BELOW = '/tools/doctor/';
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };

/**
 * Serves `target/site/`.
 *
 * @param {{ framing?: boolean, eyes?: () => string }} [options] `framing`: without the header that forbids it, as on a host that sends
 *   none; `eyes`: the Worker that the host names in its page
 * @returns {Promise<{ url: string, origin: string, weigh(name: string): number, close(): Promise<void> }>}
 *   `weigh`: what a file weighs, compressed by brotli as static hosts do, in bytes
 */
export async function startSite({ framing = false, eyes } = {}) {
  const headers = [...(await readFile(path.join(SITE, '_headers'), 'utf8')).matchAll(/^ +([\w-]+): (.+)$/gm)].map(([, name, value]) => [name, value])
    .filter(([name]) => !framing || name !== 'X-Frame-Options');
  const server = await listen(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://site');
    const name = pathname.slice(BELOW.length) + (pathname.endsWith('/') ? 'index.html' : '');
    const bytes = pathname.startsWith(BELOW) && !name.includes('..') ? await readFile(path.join(SITE, name)).catch(() => undefined) : undefined;
    if (!bytes) return response.writeHead(404).end();
    for (const [header, value] of headers) response.setHeader(header, value);
    response.writeHead(200, { 'Content-Type': TYPES[path.extname(name)] ?? 'application/octet-stream' });
    response.end(eyes && name === 'index.html' ? String(bytes).replace('name="eyes" content=""', `name="eyes" content="${eyes()}"`) : bytes);
  });
  const origin = `http://127.0.0.1:${server.port}`;
  return { url: origin + BELOW, origin, weigh: (name) => brotliCompressSync(readFileSync(path.join(SITE, name))).length, close: server.close };
}
