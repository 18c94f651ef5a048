// Builds dist/chrome and dist/firefox: the same code, and a manifest with what the two browsers call differently.
import { build } from 'esbuild';
import { cp, readFile, writeFile } from 'node:fs/promises';

const browsers = {
  chrome: {
    minimum_chrome_version: '116',
    background: { service_worker: 'background.js' },
    side_panel: { default_path: 'panel.html' },
  },
  firefox: {
    background: { scripts: ['background.js'] },
    sidebar_action: { default_panel: 'panel.html', default_title: 'MCP sign-in' },
    browser_specific_settings: {
      gecko: { id: 'mcp-sign-in@example.com', strict_min_version: '140.0', data_collection_permissions: { required: ['none'] } },
      gecko_android: { strict_min_version: '142.0' },
    },
  },
};

for (const [browser, own] of Object.entries(browsers)) {
  const outdir = `dist/${browser}`;
  const define = { IN_CHROME: String(browser === 'chrome') };
  await build({ entryPoints: ['panel.ts', 'background.ts'], bundle: true, format: 'esm', target: 'es2022', minifySyntax: true, define, outdir });
  const manifest = { ...JSON.parse(await readFile('manifest.json', 'utf8')), ...own };
  if (browser === 'chrome') manifest.permissions.push('sidePanel');
  await writeFile(`${outdir}/manifest.json`, JSON.stringify(manifest, null, 2));
  await cp('panel.html', `${outdir}/panel.html`);
}
