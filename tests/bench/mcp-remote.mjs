// mcp-remote as its users run it: a process that prints the authorization URL, listens for the callback, and says when it is connected.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../servers/process.mjs';
import { tests } from './contenders.mjs';

const LIMIT_MS = 30_000;

/** Signs in to the server; `mark` is called once the authorization URL is known. */
export async function mcpRemote(server, mark) {
  const home = mkdtempSync(join(tmpdir(), 'mcp-remote-'));
  const port = await freePort();
  const child = spawn(process.execPath, [join(tests, 'node_modules/mcp-remote/dist/proxy.js'), server.url, String(port), '--allow-http'], {
    env: { PATH: process.env.PATH, HOME: home, MCP_REMOTE_CONFIG_DIR: home, BROWSER: '/bin/true' },
  });
  let said = '';
  try {
    await new Promise((connected, failed) => {
      const timer = setTimeout(() => failed(new Error(`mcp-remote is not connected after ${LIMIT_MS} ms: ${said}`)), LIMIT_MS);
      child.once('exit', () => failed(new Error(`mcp-remote ended: ${said}`)));
      let asked = false;
      child.stderr.setEncoding('utf8').on('data', (text) => {
        said += text;
        const [url] = said.match(/http:\/\/127\.0\.0\.1:\d+\/authorize\?\S+(?=\s)/) ?? [];
        if (url && !asked) {
          asked = true;
          mark();
          comeBack(new URL(url), server).catch(failed);
        }
        if (/Proxy established|Local STDIO server running/.test(said)) {
          clearTimeout(timer);
          connected();
        }
      });
    });
  } finally {
    child.removeAllListeners('exit');
    child.kill();
    rmSync(home, { recursive: true, force: true });
  }
}

/** What the browser would do after consent: a request to the redirect URI. */
async function comeBack({ searchParams }, { issuer }) {
  const callback = new URL(searchParams.get('redirect_uri'));
  callback.search = new URLSearchParams({ code: 'code', state: searchParams.get('state'), iss: issuer });
  await new Promise((done) => setTimeout(done, 300));
  await (await fetch(callback)).text();
}
