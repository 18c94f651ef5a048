// docs/hosts/page.md in an app of React, built by Vite: its snippets as they stand, called from an event handler, in a real Chromium.
import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startChromium } from '../../hosts/chromium.mjs';
import { place, snippets } from '../../hosts/followed.mjs';
import { logInAndAllow } from '../../servers/account.mjs';
import { listen } from '../../servers/listen.mjs';
import { servers } from '../../servers/pair.mjs';
import { install } from '../installed.mjs';
import { tools } from './tools.mjs';
import { node24 } from './vite.mjs';

test('React, built by Vite, signs in with a window of its own', async (t) => {
  const folder = install();
  for (const name of ['react', 'react-dom', 'scheduler']) symlinkSync(join(tools, name), join(folder, 'node_modules', name));
  const [signIn, callback] = snippets('page');
  place(folder, {
    'sign-in.ts': signIn,
    'callback.ts': `${callback}\nexport {};\n`,
    'main.tsx': `import { createElement, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { signIn } from './sign-in';
const server = new URLSearchParams(location.search).get('server') ?? '';
function App() {
  const [said, say] = useState('');
  return createElement('main', null, createElement('button', { onClick: () => void signIn(server).then(say, (error) => say(String(error))) }, 'Sign in'), createElement('p', { id: 'status' }, said));
}
createRoot(document.querySelector('#root')!).render(createElement(StrictMode, null, createElement(App)));
`,
  });
  for (const name of ['main.tsx', 'callback.ts']) node24(folder, join(folder, name), join(folder, 'dist', name));
  const { mcp } = await servers(t);
  const { port, close } = await listen((request, response) => {
    const path = request.url.replace(/\?.*/, '');
    const [, file] = /^\/(dist\/(?:main\.tsx|callback\.ts)\/[\w.-]+\.js)$/.exec(path) ?? [];
    if (file) return response.setHeader('Content-Type', 'text/javascript').end(readFileSync(join(folder, file)));
    const script = path === '/callback.html' ? 'callback.ts' : 'main.tsx';
    // A library, as it is built here, leaves that to the app.
    response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>App</title><div id="root"></div><script>globalThis.process = { env: { NODE_ENV: 'production' } };</script><script type="module" src="/dist/${script}/out.js"></script>`);
  });
  t.after(close);
  const context = await startChromium(t);
  const page = await context.newPage();
  await page.goto(`http://localhost:${port}/?server=${encodeURIComponent(mcp.url)}`);
  const window = context.waitForEvent('page');
  await page.click('button');
  await logInAndAllow(await window);
  await page.locator('#status', { hasText: /./ }).waitFor({ timeout: 30_000 });
  assert.equal(await page.locator('#status').innerText(), 'signed-in');
});
