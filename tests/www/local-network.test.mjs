// Chromium lets a page of the Internet reach this machine only with the person's permission (Local Network Access).
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { chromium } from 'playwright-core';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { findOut, picture } from './page.mjs';
import { startSite } from './site.mjs';

const HOST = 'doctor.example';
let site;
let browser;
let authorizationServer;
let mcp;

before(async () => {
  site = await startSite();
  authorizationServer = await startAuthorizationServer();
  mcp = await startMcpServer({ authorizationServer });
  const { port } = new URL(site.url);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
      `--unsafely-treat-insecure-origin-as-secure=http://${HOST}:${port}`,
      `--ip-address-space-overrides=127.0.0.1:${port}=public`,
    ],
  });
});
after(async () => {
  await browser?.close();
  await site?.close();
  await mcp?.close();
  await authorizationServer?.close();
});

it('where the permission is not given, that is the cause, and the server is blamed for nothing', async () => {
  const page = await opened();
  const { badge } = await findOut(page, mcp.url);
  assert.equal(badge, 'Blocked');
  assert.deepEqual((await rules(page)).filter((rule) => rule !== 'browser/blocked'), ['browser/local-network']);
  assert.match(await page.locator('.verdict').innerText(), /Allow the prompt for this page/);
  assert.deepEqual(mcp.requests, [], 'the browser sent nothing');
  await picture(page, 'local-network');
});

it('where it is given, the server is diagnosed', async () => {
  const page = await opened('local-network-access');
  const { badge } = await findOut(page, mcp.url);
  assert.match(badge, /Nothing in the way|Works, with limits/);
  assert.ok(!(await rules(page)).includes('browser/local-network'));
});

async function opened(...permissions) {
  const url = new URL(site.url);
  url.hostname = HOST;
  const context = await browser.newContext();
  await context.grantPermissions(permissions, { origin: url.origin });
  const page = await context.newPage();
  await page.goto(url.href);
  return page;
}

function rules(page) {
  return page.locator('.finding .rule').allTextContents();
}
