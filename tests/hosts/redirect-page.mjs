// The redirect page of the package, hosted as an author would: its two files, with the author's own targets.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { listen } from '../servers/listen.mjs';
import { packageDirectory } from './example.mjs';

/**
 * Serves it on loopback until the test ends.
 *
 * @param {import('node:test').TestContext} t
 * @returns {Promise<{ url: string, allow(origin: string): void }>} `allow` adds an application that it hands back to
 */
export async function startRedirectPage(t) {
  const [html, script] = await Promise.all(['redirect.html', 'redirect.js'].map((name) => readFile(path.join(packageDirectory, 'redirect-page', name), 'utf8')));
  let targets = '';
  const { port, close } = await listen((request, response) => {
    const { pathname } = new URL(request.url, 'http://host');
    if (pathname === '/redirect.html') response.setHeader('Content-Type', 'text/html').end(html.replace('content="vscode:', `content="${targets} vscode:`));
    else if (pathname === '/redirect.js') response.setHeader('Content-Type', 'text/javascript').end(script);
    else response.writeHead(404).end();
  });
  t.after(close);
  return { url: `http://localhost:${port}/redirect.html`, allow: (origin) => (targets += ` ${origin}`) };
}
