// In Chromium: the longest turn of the main thread while a page imports the package and goes to the authorization URL, with answers from
// memory; and the diagnostic page on a slow connection, from its address to the first verdict.
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { chromium } from 'playwright-core';
import { listen } from '../servers/listen.mjs';
import { bundle, contenders, median, root } from './contenders.mjs';
import { har } from './captures.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };
/** Lighthouse's "slow 4G" as a browser applies it: bits a second each way, and ms before an answer begins. */
export const SLOW_4G = { down: 1_474_560, up: 675_000, latency: 562.5 };
/** Where only the page's work is timed. */
const QUICKLY = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const site = join(root, 'target/site');

export async function pages(runs = 5) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const turns = [];
    for (const throttle of [1, 4]) {
      for (const contender of contenders) {
        const files = await bundle(contender.start, { splitting: true });
        const longest = [];
        for (let run = 0; run < runs; run += 1) longest.push(await longestTurn(browser, files, throttle));
        turns.push({ id: contender.id, throttle, longest: median(longest), most: Math.max(...longest) });
      }
    }
    files();
    const verdicts = [];
    for (let run = 0; run < 3; run += 1) verdicts.push(await firstVerdict(browser));
    return { runs, turns, verdict: { ...verdicts[0], milliseconds: median(verdicts.map((one) => one.milliseconds)) } };
  } finally {
    await browser.close();
  }
}

/** ms of the longest task on the main thread of a page that loaded before. */
async function longestTurn(browser, files, throttle) {
  const answers = readFileSync(new URL('answers.mjs', import.meta.url));
  const own = Object.fromEntries([...files.map(({ name, bytes }) => [`/${name}`, bytes]), ['/answers.mjs', answers], ['/', '<!doctype html><title>bench</title>']]);
  const compressed = Object.fromEntries(Object.entries(own).map(([path, body]) => [path, brotliCompressSync(body, QUICKLY)]));
  const server = await serve((path) => compressed[path]);
  const page = await browser.newPage();
  try {
    await page.goto(server.url);
    await page.evaluate(async () => {
      await import('/answers.mjs');
      // As from a network: an answer comes in a turn of its own.
      const answer = globalThis.fetch;
      globalThis.fetch = async (...request) => {
        await new Promise((done) => { setTimeout(done); });
        return answer(...request);
      };
    });
    const session = await page.context().newCDPSession(page);
    if (throttle > 1) await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    const events = [];
    session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
    await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline', 'devtools.timeline', 'blink.user_timing'] } });
    await page.evaluate(async () => {
      performance.mark('bench-begins');
      const { default: start } = await import('/stdin.mjs');
      await start();
      performance.mark('bench-ends');
      // A turn that is still going on when the trace ends is not in it: this one has to be over first.
      await new Promise((done) => { setTimeout(done); });
    });
    await new Promise((done) => {
      session.once('Tracing.tracingComplete', done);
      session.send('Tracing.end');
    });
    const at = (name) => events.find((event) => event.name === name);
    const [begins, ends] = [at('bench-begins'), at('bench-ends')];
    const turns = events.filter(({ name, pid, tid }) => /RunTask$/.test(name) && pid === begins.pid && tid === begins.tid);
    const around = ({ ts }) => turns.some((turn) => turn.ts <= ts && ts <= turn.ts + turn.dur);
    if (!around(begins) || !around(ends)) throw new Error('the trace lacks the turn that began or ended it');
    return Math.max(...turns.filter(({ ts, dur }) => ts + dur >= begins.ts && ts <= ends.ts).map(({ dur }) => dur / 1000));
  } finally {
    await page.close();
    await server.close();
  }
}

/** A visitor who pastes a capture as soon as the page's script runs: ms from the address to the verdict, and bytes that came for it. */
async function firstVerdict(browser) {
  // Compressed before, as static hosts do.
  const server = await serve((path) => files()[path === '/' ? '/index.html' : path]);
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  try {
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: SLOW_4G.latency, downloadThroughput: SLOW_4G.down / 8, uploadThroughput: SLOW_4G.up / 8 });
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
    const begin = performance.now();
    // By then the script of the page runs; before it, the button would send a form.
    await page.goto(server.url, { waitUntil: 'domcontentloaded' });
    await page.fill('#given', har(3));
    await page.click('#start');
    await page.waitForSelector('#result .verdict');
    return { milliseconds: performance.now() - begin, bytes };
  } finally {
    await context.close();
    await server.close();
  }
}

let read;
/** The files of the page, compressed. */
function files() {
  read ??= Object.fromEntries(readdirSync(site, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => [`/${name}`, brotliCompressSync(readFileSync(join(site, name)))]));
  return read;
}

/** A static host of compressed files. */
async function serve(find) {
  const server = await listen((request, response) => {
    const { pathname } = new URL(request.url, 'http://page');
    const body = find(pathname);
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(pathname) || '.html'] ?? 'application/octet-stream', 'content-encoding': 'br', 'cache-control': 'no-cache' }).end(body);
  });
  return { url: `http://127.0.0.1:${server.port}/`, close: server.close };
}
