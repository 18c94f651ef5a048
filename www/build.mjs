#!/usr/bin/env node
// Writes the diagnostic page as static files: node www/build.mjs --package DIR --out DIR [--modules DIR]
// `--package` is the built npm package, the only thing that the page imports; `--modules` has esbuild.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    package: { type: 'string', default: path.join(HERE, '../target/npm/mcp-auth-doctor') },
    out: { type: 'string', default: path.join(HERE, '../target/site') },
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

await rm(values.out, { recursive: true, force: true });
await mkdir(values.out, { recursive: true });
await bundle();
await pages();
await cp(path.join(values.package, 'core.wasm'), path.join(values.out, 'core.wasm'));
await cp(path.join(HERE, 'icon.svg'), path.join(values.out, 'icon.svg'));
await writeFile(path.join(values.out, '_headers'), headers());

/** The scripts, with the parts that come later as files of their own, and the style sheet. */
async function bundle() {
  const { build } = createRequire(path.join(values.modules, 'package.json'))('esbuild');
  const slim = path.join(values.package, 'slim.mjs');
  const shared = { bundle: true, minify: true, target: 'es2023', outdir: values.out, legalComments: 'none', logLevel: 'warning' };
  await build({
    ...shared,
    entryPoints: { main: path.join(HERE, 'src/main.ts') },
    format: 'esm',
    splitting: true,
    chunkNames: 'part-[name]-[hash]',
    alias: { 'mcp-auth-doctor/slim': slim, 'mcp-auth-doctor': slim },
  });
  const text = await Promise.all(STYLES.map((name) => readFile(path.join(HERE, `styles/${name}.css`), 'utf8')));
  await build({ ...shared, stdin: { contents: text.join('\n'), loader: 'css' }, outfile: path.join(values.out, 'style.css'), outdir: undefined });
}

async function pages() {
  for (const name of ['index.html']) {
    const text = await readFile(path.join(HERE, name), 'utf8');
    await writeFile(path.join(values.out, name), text.replace('%CSP%', CONTENT_SECURITY_POLICY));
  }
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
