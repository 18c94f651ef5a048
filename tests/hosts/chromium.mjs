// A real Chromium, and what a person does in it on the pages of the authorization server.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './example.mjs';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/**
 * Starts it with a fresh profile, closed and removed when the test ends.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ extension?: string }} [options] folder of a browser extension to load
 */
export async function startChromium(t, { extension } = {}) {
  const profile = mkdtempSync(path.join(tmpdir(), 'mcp-auth-doctor-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: 1280, height: 860 },
    args: [
      '--no-sandbox',
      '--headless=new',
      ...(extension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`, '--disable-features=DisableLoadExtensionCommandLineSwitch'] : []),
    ],
    ...(extension && { ignoreDefaultArgs: ['--disable-extensions'] }),
  });
  t.after(async () => {
    await keepPictures(t, context);
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  });
  return context;
}

/** What a failed test is understood from: each page as it was at the end, under target/tests/hosts/. */
async function keepPictures(t, context) {
  const folder = path.join(root, 'target/tests/hosts/pictures');
  const name = t.name.replace(/[^a-z0-9]+/gi, '-');
  for (const [index, page] of context.pages().entries()) {
    await page.screenshot({ path: path.join(folder, `${name}-${index}.png`), timeout: 5_000 }).catch(() => {});
  }
}
