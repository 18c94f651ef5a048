// A plain page, the output of each bundler in a page, and a service worker of a Chrome extension.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { cpSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { USE, write } from '../installed.mjs';
import { expected, folder, program, tool } from './tools.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' data:";
const entry = write(folder, 'page/entry.mjs', `${program}document.title = line;`);
let browser;
let server;

before(async () => {
  server = createServer((request, response) => {
    try {
      const body = readFileSync(join(folder, new URL(request.url, 'http://x').pathname));
      response.writeHead(200, { 'content-type': TYPES[extname(request.url)] ?? 'text/plain', 'content-security-policy': CSP }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});
after(async () => {
  await browser?.close();
  server.close();
});

test('a plain page without a bundler', async () => {
  write(folder, 'page/plain.mjs', program.replace("'mcp-auth-doctor'", "'/node_modules/mcp-auth-doctor/index.mjs'") + 'document.title = line;');
  assert.equal(await titleOf('page/plain.mjs'), expected);
});

test('esbuild', async () => {
  await tool('esbuild').build({ entryPoints: [entry], bundle: true, minify: true, format: 'esm', outfile: join(folder, 'page/esbuild.js') });
  assert.equal(await titleOf('page/esbuild.js'), expected);
});

test('Rollup', async () => {
  const bundle = await tool('rollup').rollup({ input: entry, plugins: [tool('@rollup/plugin-node-resolve').default({ browser: true })] });
  await bundle.write({ dir: join(folder, 'page'), entryFileNames: 'rollup.js', format: 'es' });
  assert.equal(await titleOf('page/rollup.js'), expected);
});

test('webpack', async () => {
  await webpacked(entry, 'webpack.js');
  assert.equal(await titleOf('page/webpack.js'), expected);
});

test('Vite', async () => {
  const { node24 } = await import('./vite.mjs');
  node24(folder, entry, join(folder, 'page/vite'));
  assert.equal(await titleOf('page/vite/out.js'), expected);
});

const slim = (address, asset = '') => `${asset}import { analyze, loadDiagnosis } from 'mcp-auth-doctor/slim';
await loadDiagnosis(fetch(${address}));
${USE}document.title = line;`;

test('the wasm as a file of its own, in a plain page', async () => {
  const source = slim("'/node_modules/mcp-auth-doctor/diagnosis.wasm'").replace("'mcp-auth-doctor/slim'", "'/node_modules/mcp-auth-doctor/slim.mjs'");
  write(folder, 'page/slim.mjs', source);
  assert.equal(await titleOf('page/slim.mjs'), expected);
});

test('the wasm as a file of its own, by webpack', async () => {
  const separate = write(folder, 'page/slim-webpack.mjs', slim("new URL('mcp-auth-doctor/diagnosis.wasm', import.meta.url)"));
  await webpacked(separate, 'slim-webpack.js');
  assert.equal(await titleOf('page/slim-webpack.js'), expected);
});

test('the wasm as a file of its own, by Vite', async () => {
  const { node24 } = await import('./vite.mjs');
  const separate = write(folder, 'page/slim-vite.mjs', slim('address', "import address from 'mcp-auth-doctor/diagnosis.wasm?url';\n"));
  node24(folder, separate, join(folder, 'page/slim-vite'));
  assert.equal(await titleOf('page/slim-vite/out.js'), expected);
});

test('the service worker of a Chrome extension, unbundled', async () => assert.equal(await inServiceWorker('wasm-unsafe-eval'), expected));

test('the same without the policy says what to add to the manifest', async () => {
  assert.match(await inServiceWorker(''), /^wasm-blocked .*content_security_policy.*wasm-unsafe-eval/);
});

async function webpacked(source, filename) {
  const compiler = tool('webpack')({ mode: 'production', entry: source, context: folder, output: { path: join(folder, 'page'), publicPath: '/page/', filename } });
  const stats = await new Promise((done, failed) => compiler.run((error, result) => (error ? failed(error) : done(result))));
  assert.deepEqual(stats.toJson().errors, []);
}

/** Runs a module in a page and returns the title that it sets, or the error. */
async function titleOf(script) {
  write(folder, 'page/index.html', `<!doctype html><title></title><script type="module" src="/${script}"></script>`);
  const page = await browser.newPage();
  const failed = new Promise((_, reject) => page.on('pageerror', reject));
  await page.goto(`http://127.0.0.1:${server.address().port}/page/index.html`);
  const title = await Promise.race([failed, titled(page)]);
  await page.close();
  return title;
}

/** The title once there is one; asked from outside, because the page's policy lets nothing be evaluated in it. */
async function titled(page) {
  for (;;) {
    const title = await page.title();
    if (title) return title;
    await new Promise((done) => setTimeout(done, 20));
  }
}

async function inServiceWorker(allowed) {
  const extension = join(folder, `extension-${allowed || 'strict'}`);
  const policy = allowed && { content_security_policy: { extension_pages: `script-src 'self' '${allowed}'; object-src 'self'` } };
  write(extension, 'manifest.json', JSON.stringify({ manifest_version: 3, name: 'x', version: '1', background: { service_worker: 'worker.mjs', type: 'module' }, ...policy }));
  // A service worker has no `import()`.
  cpSync(join(folder, 'node_modules/mcp-auth-doctor/inline.mjs'), join(extension, 'inline.mjs'));
  write(extension, 'worker.mjs', `import { analyze } from './inline.mjs';
try { ${USE} globalThis.line = line; } catch ({ code, message }) { globalThis.line = code + ' ' + message; }`);
  const context = await chromium.launchPersistentContext('', {
    executablePath: '/usr/bin/chromium', headless: true, ignoreDefaultArgs: ['--disable-extensions'],
    args: ['--no-sandbox', '--headless=new', `--disable-extensions-except=${extension}`, `--load-extension=${extension}`, '--disable-features=DisableLoadExtensionCommandLineSwitch'],
  });
  try {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    for (;;) {
      const line = await worker.evaluate(() => globalThis.line);
      if (line) return line;
      await new Promise((done) => setTimeout(done, 50));
    }
  } finally {
    await context.close();
  }
}
