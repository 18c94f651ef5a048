// Builds dist/chrome and dist/firefox: the same code, and a manifest with what the two browsers call differently.
import { build } from 'esbuild';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const browsers = {
  chrome: {
    minimum_chrome_version: '116',
    background: { service_worker: 'background.js' },
    side_panel: { default_path: 'panel.html' },
  },
  firefox: {
    background: { scripts: ['background.js'] },
    sidebar_action: { default_panel: 'panel.html', default_title: 'MCP Auth Doctor', default_icon: 'icons/32.png', open_at_install: false },
    browser_specific_settings: {
      gecko: { id: 'mcp-auth-doctor@mcp-auth-doctor', strict_min_version: '140.0', data_collection_permissions: { required: ['none'] } },
      gecko_android: { strict_min_version: '142.0' },
    },
  },
};

const { version } = JSON.parse(await readFile('package.json', 'utf8'));
// The diagnostic page of the package, which opens what the panel found.
const page = path.dirname(fileURLToPath(import.meta.resolve('mcp-auth-doctor/www/index.html')));

await rm('dist', { recursive: true, force: true });
for (const [browser, own] of Object.entries(browsers)) {
  const outdir = `dist/${browser}`;
  const define = { IN_CHROME: String(browser === 'chrome') };
  await build({
    entryPoints: ['src/panel.ts', 'src/background.ts'], bundle: true, format: 'esm', target: 'es2022', minify: true, legalComments: 'inline', define, outdir,
  });
  const manifest = { ...JSON.parse(await readFile('manifest.json', 'utf8')), version, ...own };
  if (browser === 'chrome') manifest.permissions.push('sidePanel');
  await writeFile(`${outdir}/manifest.json`, JSON.stringify(manifest, null, 2));
  for (const name of ['panel.html', 'panel.css', 'icons']) await cp(name, `${outdir}/${name}`, { recursive: true });
  await cp(page, `${outdir}/page`, { recursive: true, filter: (name) => !/service-worker\.js$|_headers$/.test(name) });
  for (const name of ['sign-in.wasm', 'diagnosis.wasm']) await cp(fileURLToPath(import.meta.resolve(`mcp-auth-doctor/${name}`)), `${outdir}/page/${name}`);
}
