// The files of the page, read once: what is served is what was there at the start, and nothing beside it.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file as it is served. */
export interface File {
  type: string;
  bytes: Buffer;
}

/** The page: its files by path, such as `/index.html`, and the headers that go with each. */
export interface Site {
  files: Map<string, File>;
  headers: [string, string][];
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
const WASM = ['sign-in.wasm', 'diagnosis.wasm'];
/** Tells the page that the server that it comes from has a relay: a link alone must not (see www/src/relay.ts). */
const RELAY_MARK = '<meta name="relay" content="here">';
/** The file with the headers, in the form that static hosts read. */
const HEADERS = '_headers';

/** Reads a built page. */
export async function readSite(folder: URL): Promise<Site> {
  const root = fileURLToPath(folder);
  const files = new Map<string, File>();
  for (const name of await readdir(root, { recursive: true })) {
    const type = TYPES[path.extname(name)];
    if (type === undefined) continue;
    files.set(`/${name.split(path.sep).join('/')}`, { type, bytes: await readFile(path.join(root, name)) });
  }
  // The package has the wasm once, beside the page's folder.
  for (const name of WASM) {
    const path = `/${name}`;
    if (!files.has(path)) files.set(path, { type: 'application/wasm', bytes: await readFile(new URL(`../${name}`, folder)) });
  }
  const index = files.get('/index.html');
  if (index) {
    const marked = { ...index, bytes: Buffer.from(index.bytes.toString('utf8').replace('<head>', `<head>${RELAY_MARK}`)) };
    files.set('/', marked).set('/index.html', marked);
  }
  return { files, headers: readHeaders(await readFile(path.join(root, HEADERS), 'utf8')) };
}

/** The indented lines below a path are its headers. */
function readHeaders(text: string): [string, string][] {
  return [...text.matchAll(/^\s+([\w-]+):\s*(.+)$/gm)].map(([, name = '', value = '']) => [name, value]);
}
