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
  const trouble = troubleIn(context);
  t.after(async () => {
    if (!t.passed) await explain(t, context, trouble);
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  });
  return context;
}

const MOST_LINES = 40;

/** What went wrong in its pages: requests that failed, and errors that they wrote; the last lines of it. */
function troubleIn(context) {
  const lines = [];
  const add = (line) => void (lines.push(line.slice(0, 300)), lines.splice(0, lines.length - MOST_LINES));
  context.on('requestfailed', (request) => add(`${request.failure()?.errorText} ${request.method()} ${request.url()}`));
  context.on('response', (response) => response.status() >= 400 && add(`${response.status()} ${response.request().method()} ${response.url()}`));
  context.on('console', (message) => ['error', 'warning'].includes(message.type()) && add(`${message.type()} ${message.text()}`));
  return lines;
}

/** What a failed test is understood from: each page as it was at the end (pictures are under target/tests/hosts/), and the trouble before. */
async function explain(t, context, trouble) {
  const folder = path.join(root, 'target/tests/hosts/pictures');
  const name = t.name.replace(/[^a-z0-9]+/gi, '-');
  for (const line of trouble) t.diagnostic(line);
  for (const [index, page] of context.pages().entries()) {
    await page.screenshot({ path: path.join(folder, `${name}-${index}.png`), timeout: 5_000 }).catch(() => {});
    const text = await page.innerText('body', { timeout: 5_000 }).catch((error) => error.message);
    t.diagnostic(`page ${index} at ${page.url()}: ${text.replace(/\s+/g, ' ').slice(0, 1_000)}`);
  }
}
