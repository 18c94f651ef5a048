#!/usr/bin/env node
// Writes the diagnostic page as static files: node www/build.mjs --package DIR --out DIR [--modules DIR]
// `--package` is the built npm package, the only thing that the page imports; `--modules` has esbuild. `--eyes` names a Worker that may look
// at public servers for visitors (examples/worker); `--docs` is where the documentation is for a page that `serve` shows.
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    package: { type: 'string', default: path.join(HERE, '../target/npm/mcp-auth-doctor') },
    out: { type: 'string', default: path.join(HERE, '../target/site') },
    eyes: { type: 'string', default: process.env.MCP_AUTH_DOCTOR_EYES ?? '' },
    docs: { type: 'string', default: docsAt(process.env.MCP_AUTH_DOCTOR_SITE) },
    modules: { type: 'string', default: path.join(HERE, '../tests') },
  },
});

/** What the page may load and where it may connect to: itself, and whatever server the person names. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  'connect-src https: http:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const STYLES = ['base', 'ask', 'report', 'more'];

const { build } = createRequire(path.join(values.modules, 'package.json'))('esbuild');
const SHARED = { bundle: true, minify: true, target: 'es2023', legalComments: 'none', logLevel: 'warning' };

await rm(values.out, { recursive: true, force: true });
await mkdir(values.out, { recursive: true });
const preloads = await scripts();
await styles();
for (const name of ['index.html', 'callback.html']) await page(name, await readFile(path.join(HERE, name), 'utf8'));
for (const name of ['sign-in.wasm', 'diagnosis.wasm']) await cp(path.join(values.package, name), path.join(values.out, name));
await cp(path.join(HERE, 'icon.svg'), path.join(values.out, 'icon.svg'));
await writeFile(path.join(values.out, '_headers'), headers());
await serviceWorker();

/**
 * The page's script, with the parts that come later as files of their own, and the callback page's, which has to run at once. Gives what the
 * page needs for a verdict beyond its script, as links: without them each file is asked for only when the one before it is there.
 */
async function scripts() {
  const plugins = [onePackage()];
  const { metafile } = await build({
    ...SHARED,
    metafile: true,
    plugins,
    define: { CORE_BYTES: String(await coreBytes()), DOCS: JSON.stringify(values.docs || null) },
    entryPoints: { main: path.join(HERE, 'src/main.ts') },
    outdir: values.out,
    format: 'esm',
    splitting: true,
    chunkNames: 'part-[name]-[hash]',
  });
  await build({ ...SHARED, plugins, entryPoints: [path.join(HERE, 'src/sign-in/callback.ts')], outfile: path.join(values.out, 'callback.js'), format: 'iife' });
  const chunks = importedBy(metafile, 'main.js').map((name) => `<link rel="modulepreload" href="${name}">`);
  return [...chunks, '<link rel="preload" href="diagnosis.wasm" as="fetch" crossorigin>'].join('\n');
}

/** The files that a file imports at once, and what these import. */
function importedBy({ outputs }, name, found = []) {
  const [, { imports }] = Object.entries(outputs).find(([file]) => path.basename(file) === name);
  for (const { path: file, kind } of imports) {
    const imported = path.basename(file);
    if (kind !== 'import-statement' || found.includes(imported)) continue;
    found.push(imported);
    importedBy({ outputs }, imported, found);
  }
  return found;
}

/** The package by its name. Its hosts import the entry with the wasm inlined; here all share the one without. */
function onePackage() {
  const file = (name) => ({ path: path.resolve(values.package, name) });
  return {
    name: 'one-package',
    setup({ onResolve }) {
      onResolve({ filter: /^mcp-auth-doctor(\/slim)?$/ }, () => file('slim.mjs'));
      onResolve({ filter: /^mcp-auth-doctor\/page$/ }, () => file('hosts/page.mjs'));
      onResolve({ filter: /^mcp-auth-doctor\/examples$/ }, () => file('examples.mjs'));
      onResolve({ filter: /index\.mjs$/ }, ({ resolveDir }) => (resolveDir === path.resolve(values.package, 'hosts') ? file('slim.mjs') : undefined));
    },
  };
}

async function styles() {
  const text = await Promise.all(STYLES.map((name) => readFile(path.join(HERE, `styles/${name}.css`), 'utf8')));
  await build({ ...SHARED, stdin: { contents: text.join('\n'), loader: 'css' }, outfile: path.join(values.out, 'style.css') });
}

function page(name, text) {
  return writeFile(path.join(values.out, name), text.replace('%CSP%', CONTENT_SECURITY_POLICY).replace('%EYES%', values.eyes.replace(/[&<>"]/g, '')).replace('%PRELOADS%', preloads));
}

/** What the core weighs as most hosts send it. */
async function coreBytes() {
  return gzipSync(await readFile(path.join(values.package, 'diagnosis.wasm')), { level: 6 }).length;
}

/** The documentation below the address of the site, where the build names one. */
function docsAt(site) {
  return site ? new URL('docs/', site.endsWith('/') ? site : `${site}/`).href : '';
}

/** Last, since its version is that of all files. */
async function serviceWorker() {
  const names = (await readdir(values.out)).filter((name) => name !== '_headers').sort();
  const hash = createHash('sha256');
  for (const name of names) hash.update(name).update(await readFile(path.join(values.out, name)));
  const define = { FILES: JSON.stringify(names), VERSION: JSON.stringify(hash.digest('hex').slice(0, 16)) };
  await build({ ...SHARED, define, entryPoints: [path.join(HERE, 'src/service-worker.ts')], outfile: path.join(values.out, 'service-worker.js'), format: 'iife' });
}

/** For static hosts that read `_headers`. Framing is refused there; the page itself refuses only sign-in when framed. */
function headers() {
  const lines = [
    `Content-Security-Policy: ${CONTENT_SECURITY_POLICY}`,
    'Referrer-Policy: no-referrer',
    'X-Content-Type-Options: nosniff',
    'X-Frame-Options: DENY',
    'Permissions-Policy: camera=(), microphone=(), geolocation=()',
    'Cache-Control: no-cache',
  ];
  return `/*\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
