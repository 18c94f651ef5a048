// A real VS Code with an extension in it, and what a person does there.
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../servers/process.mjs';
import { setUpCodeServer } from './setup-code-server.mjs';

/**
 * Starts code-server with one extension; stopped when the test ends.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ extension: string, settings?: Record<string, unknown>, files?: Record<string, string> }} options `files` are in its workspace
 * @returns {Promise<string>} the address of the workbench
 */
export async function startCodeServer(t, { extension, settings = {}, files = {} }) {
  const { node, entry } = setUpCodeServer((what) => t.diagnostic(`code-server: ${what}`));
  const home = mkdtempSync(path.join(tmpdir(), 'mcp-auth-doctor-vscode-'));
  const [extensions, workspace, data] = ['extensions', 'workspace', 'data'].map((name) => path.join(home, name));
  for (const folder of [extensions, workspace, path.join(data, 'User')]) mkdirSync(folder, { recursive: true });
  symlinkSync(extension, path.join(extensions, path.basename(extension)));
  const quiet = { 'workbench.startupEditor': 'none', 'chat.disableAIFeatures': true, 'workbench.tips.enabled': false };
  writeFileSync(path.join(data, 'User/settings.json'), JSON.stringify({ ...quiet, ...settings }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
    writeFileSync(path.join(workspace, name), text);
  }

  const port = await freePort();
  const server = spawn(
    node,
    [entry, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust',
      '--disable-getting-started-override', '--user-data-dir', data, '--extensions-dir', extensions, workspace],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HOME: home,
        // No gallery.
        EXTENSIONS_GALLERY: '{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":""}',

      },
    },
  );
  t.after(async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode === null) {
      process.kill(-server.pid);
      await ended;
    }
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });
  await listening(server);
  return `http://127.0.0.1:${port}/?folder=${workspace}`;
}

/**
 * The same server under a name that VS Code in a browser leaves alone. It sends every `http://localhost:PORT` and `http://127.0.0.1:PORT`
 * that it opens through its own port forwarding, where an authorization server on the machine of the tests would lose its paths.
 *
 * @param {import('node:test').TestContext} t
 * @returns {Promise<{ connect(port: number): void, name(url: string): string }>}
 */
export async function besidePortForwarding(t) {
  let target;
  const server = createServer((socket) => {
    const onward = connect(target, '127.0.0.1');
    for (const [from, to] of [[socket, onward], [onward, socket]]) from.on('error', () => to.destroy()).pipe(to);
  });
  await new Promise((resolve) => server.listen(0, '::1', resolve));
  t.after(() => void server.close());
  return { connect: (port) => (target = port), name: (url) => Object.assign(new URL(url), { host: `[::1]:${server.address().port}` }).href };
}

/** A window of VS Code in a browser. */
export class Workbench {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
  }

  static async open(context, address) {
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForSelector('.monaco-workbench .statusbar', { timeout: 60_000 });
    return new Workbench(page);
  }

  /** Runs a command from the palette, once its extension is there: the list does not grow while it is open. */
  async run(title) {
    const input = this.page.locator('.quick-input-widget input').first();
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    const deadline = Date.now() + 60_000;
    for (;;) {
      await this.page.keyboard.press('F1');
      await input.fill(`>${title}`);
      const there = await row.waitFor({ timeout: 3_000 }).then(() => true, () => false);
      if (there) break;
      if (Date.now() > deadline) throw new Error(`VS Code has no command "${title}"`);
      await this.page.keyboard.press('Escape');
    }
    await row.click();
  }

  /** Presses a button of the modal dialog. The result is the page that opens, where one does. */
  async answerDialog(button) {
    await this.page.locator('.monaco-dialog-box .monaco-button', { hasText: button }).click({ timeout: 30_000 });
  }

  dialogText() {
    return this.page.locator('.monaco-dialog-box').innerText();
  }

  /** Types into the box at the top and presses Enter. */
  async type(title, text) {
    const input = this.page.locator('.quick-input-widget', { hasText: title }).locator('input').first();
    await input.fill(text, { timeout: 30_000 });
    await input.press('Enter');
  }

  /** Leaves the boxes that follow as they are, until the dialog; between two of them there may be none for a while. */
  async acceptBoxes() {
    const [box, dialog] = [this.page.locator('.quick-input-widget input').first(), this.page.locator('.monaco-dialog-box')];
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await this.page.waitForTimeout(500)) {
      if (await dialog.isVisible()) return;
      // It may close before the key arrives.
      if (await box.isVisible()) await box.press('Enter', { timeout: 2_000 }).catch(() => {});
    }
    throw new Error('VS Code asks in no dialog after its boxes');
  }

  /** Opens the Accounts menu at the left below, and gives what it says. */
  async accountsMenu() {
    await this.page.bringToFront();
    await this.page.locator('.activitybar [aria-label^="Accounts"]').first().click({ timeout: 30_000 });
    return this.page.locator('.monaco-menu').first().innerText();
  }

  /** Signs out of the account with this text, in the open Accounts menu. */
  async signOutOf(text) {
    await this.page.locator('.monaco-menu .action-item', { hasText: text }).first().hover();
    // By the keyboard: a menu leaves a click alone that comes right after it opened.
    await this.page.locator('.monaco-submenu .action-item', { hasText: 'Sign Out' }).first().hover();
    await this.page.keyboard.press('Enter');
    await this.answerDialog('Sign Out');
    await this.page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
  }

  /** Chooses a row of the list at the top. */
  async choose(text) {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click({ timeout: 30_000 });
  }

  /** The inner frame of the webview that shows a heading. */
  async webview() {
    const outer = this.page.frameLocator('iframe.webview.ready').last();
    return outer.frameLocator('iframe#active-frame');
  }

  /** Waits for a notification that has this text. */
  async notification(text) {
    await this.page.locator('.notification-toast', { hasText: text }).waitFor({ timeout: 30_000 });
  }
}

async function listening(server) {
  let said = '';
  await new Promise((resolve, reject) => {
    const heard = (chunk) => {
      said += chunk;
      if (/listening on http/.test(said)) resolve();
    };
    server.stdout.on('data', heard);
    server.stderr.on('data', heard);
    server.once('exit', () => reject(new Error(`code-server ended:\n${said}`)));
    setTimeout(() => reject(new Error(`code-server does not listen:\n${said}`)), 60_000).unref();
  });
}
