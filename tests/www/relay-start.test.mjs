// How `mcp-auth-doctor serve` opens its page: the token gets there, and nobody else on this machine sees it.
import assert from 'node:assert/strict';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { begin } from '../e2e/command-line.mjs';
import { startSite } from './site.mjs';

let folder;

before(async () => (folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-serve-'))));
after(() => rm(folder, { recursive: true }));

/** A browser that notes how it was called, and what was there to read. */
async function notingBrowser() {
  await rm(join(folder, 'notes.json'), { force: true });
  const [program, notes] = [join(folder, 'browser.mjs'), join(folder, 'notes.json')];
  await writeFile(program, `
    import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
    const [, , address] = process.argv;
    const file = address.startsWith('file:') ? { mode: statSync(new URL(address)).mode & 0o777, folder: statSync(new URL('.', address)).mode & 0o777, text: readFileSync(new URL(address), 'utf8') } : undefined;
    writeFileSync('${notes}.new', JSON.stringify({ address, arguments: process.argv, environment: process.env, file }));
    renameSync('${notes}.new', '${notes}');`);
  const called = async () => {
    for (;;) {
      const text = await readFile(notes, 'utf8').catch(() => undefined);
      if (text) return JSON.parse(text);
      await sleep(50);
    }
  };
  return { command: `${process.execPath} ${program}`, called };
}

test('the browser is opened without the relay’s token on its command line, where every user of the machine could read it', async () => {
  const browser = await notingBrowser();
  const { child, ended } = begin(['serve'], { env: { BROWSER: browser.command } });
  const called = await browser.called();
  child.kill('SIGINT');
  const { status, stdout, stderr } = await ended;
  assert.equal(status, 0, stderr);
  const [, token] = /^http:\/\/127\.0\.0\.1:\d+\/#relay=([\w-]{43})\n$/.exec(stdout);
  assert.ok(!JSON.stringify([called.arguments, called.environment]).includes(token));
  assert.deepEqual([called.file?.mode, called.file?.folder], [0o600, 0o700]);
  assert.ok(called.file.text.includes(`content="0; url=${stdout.trim()}"`), called.file.text);
  await assert.rejects(access(dirname(fileURLToPath(called.address))), { code: 'ENOENT' }, 'nothing is left behind');
});

test('a real browser gets from the file to the page, with its relay', async (t) => {
  const noting = await notingBrowser();
  const { child, ended } = begin(['serve'], { env: { BROWSER: noting.command } });
  const { address } = await noting.called();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(address);
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const held = await page.evaluate(() => sessionStorage.getItem('relay-token'));
  child.kill('SIGINT');
  assert.equal((await ended).stdout, `${page.url()}#relay=${held}\n`);
});

test('a link can’t give a relay to a page that serve did not make', async (t) => {
  const site = await startSite();
  t.after(site.close);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${site.url}#relay=planted`);
  await page.waitForFunction(() => document.querySelector('#given-help'));
  assert.equal(await page.evaluate(() => sessionStorage.getItem('relay-token')), null);
  assert.ok(!/relay/.test(await page.textContent('#given-help')));
  assert.deepEqual(asked.filter((url) => /\/relay$/.test(url)), []);
});
