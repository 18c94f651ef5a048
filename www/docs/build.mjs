#!/usr/bin/env node
// Writes the documentation as static pages: node www/docs/build.mjs --package DIR --messages FILE --out DIR
// Everything in it comes from the built package, its declarations, and docs/: a page for each rule, a page for each message, the API.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { layout } from './layout.mjs';
import { messagePages } from './messages.mjs';
import { rulePages } from './rules.mjs';
import { escape } from './text.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.join(HERE, '../..');
const { values } = parseArgs({
  options: {
    package: { type: 'string', default: path.join(ROOT, 'target/npm/mcp-auth-doctor') },
    reference: { type: 'string', default: path.join(ROOT, 'target/core/reference.json') },
    out: { type: 'string', default: path.join(ROOT, 'target/site/docs') },
    modules: { type: 'string', default: path.join(ROOT, 'tests') },
  },
});

const { marked } = createRequire(path.join(values.modules, 'package.json'))('marked');
const doctor = await import(pathToFileURL(path.resolve(values.package, 'index.mjs')).href);
await doctor.loadDiagnosis();
const { examples } = await import(pathToFileURL(path.resolve(values.package, 'examples.mjs')).href);
/** What the core alone knows: the wordings, and the examples as they are written. */
const { messages, transcripts } = JSON.parse(await readFile(values.reference, 'utf8'));

/** A quick build makes no API reference. */
const api = existsSync(path.join(values.package, 'docs/api'));
const rules = doctor.rules();
const known = messagePages(messages, rules, doctor);
/** @type {{ path: string, title: string, kind: string, body: string, text?: string }[]} */
const pages = [
  start(),
  ...rulePages({ rules, transcripts, messages: known.list, patchesOf }),
  ...known.pages,
  ...(await markdownPages(path.join(values.package, 'docs/api'), 'api/', 'api')),
  await fromMarkdown('architecture/', 'Architecture', 'docs/architecture.md'),
  ...(await markdownPages(path.join(ROOT, 'docs/hosts'), 'hosts/', 'guide')),
  await fromMarkdown('host/', 'Host the page yourself', 'docs/hosting.md'),
  await commandLine(),
];

await rm(values.out, { recursive: true, force: true });
const paths = new Set(pages.map((page) => page.path));
if (paths.size !== pages.length) throw new Error('two pages have one address');
for (const page of pages) {
  const file = path.join(values.out, page.path, 'index.html');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, layout(page, api));
}
const index = pages.map(({ path: address, title, kind, text }) => ({ path: address, title, kind, ...(text && { text }) }));
await writeFile(path.join(values.out, 'search.json'), JSON.stringify(index));
for (const name of ['docs.css', 'docs.js']) await writeFile(path.join(values.out, name), await readFile(path.join(HERE, name)));

/** The corrections that the rule's own example leads to, for each kind of server. */
function patchesOf(id) {
  const [evidence] = examples[id]?.fails ?? [];
  return evidence ? doctor.patches(evidence).filter(({ rule }) => rule === id) : [];
}

function start() {
  const steps = new Set(rules.map(({ step }) => step)).size;
  return {
    path: '',
    title: 'Documentation',
    kind: 'start',
    body: `<p class="lead">Find out why an MCP server won’t connect, and what to do about it.</p>
<ul class="tiles">
<li><a href="messages/">Error messages</a><p>You have an error message. ${known.list.length} wordings of clients and providers, each with its causes in order.</p></li>
<li><a href="rules/">Rules</a><p>Everything that is checked: ${rules.length} rules in ${steps} steps, each with an example, the clause, and the fix for your server.</p></li>
<li><a href="hosts/">Hosts</a><p>Use it in Node, a web page, VS Code, a browser extension, Electron, or beside the MCP SDK.</p></li>
${api ? '<li><a href="api/">API</a><p>Every function and type of the npm package and its adapters.</p></li>' : ''}
<li><a href="cli/">Command line</a><p>Diagnose, sign in, and watch servers in CI.</p></li>
<li><a href="architecture/">Architecture</a><p>How it is built.</p></li>
<li><a href="host/">Host the page yourself</a><p>Static files, and the optional Worker.</p></li>
</ul>`,
  };
}

async function fromMarkdown(address, title, file) {
  const text = (await readFile(path.join(ROOT, file), 'utf8')).replace(/^# .*\n/, '');
  return { path: address, title, kind: 'guide', body: marked.parse(text, { async: false }) };
}

/** The Markdown files of a folder, each a page at the same place; none where there is no folder. */
async function markdownPages(folder, address, kind) {
  const names = existsSync(folder) ? (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.md')) : [];
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8');
      const [, title = name] = /^# (.*)$/m.exec(text) ?? [];
      const here = addressOf(name);
      const body = marked.parse(text.replace(/^# .*\n/, ''), { async: false });
      return { path: address + here, title: title.replaceAll('\\', ''), kind, body: identified(linked(body, here, path.dirname(name), new Set(names))) };
    }),
  );
}

function addressOf(name) {
  return name.replace(/(^|\/)README\.md$/, '$1').replace(/\.md$/, '/');
}

/** Links to the neighbouring files become links to their pages; what is elsewhere in the repository has no page, and its name stays. */
function linked(html, here, folder, names) {
  const up = '../'.repeat(here.split('/').length - 1);
  return html.replace(/<a href="(?!https?:|#)([^"]*)">([^]*?)<\/a>/g, (_, target, text) => {
    const [file, anchor] = target.split('#');
    const name = path.posix.normalize(path.posix.join(folder, file));
    return names.has(name) ? `<a href="${up}${addressOf(name)}${anchor ? `#${anchor}` : ''}">${text}</a>` : text;
  });
}

/** Headings get the identifiers that links go to: the anchor before them or, without one, what GitHub makes of their words. */
function identified(html) {
  const taken = new Map();
  return html.replace(/(?:<p><a id="([^"]+)"><\/a><\/p>\s*)?<h([2-6])>([^]*?)<\/h\2>/g, (_, anchor, level, content) => {
    if (anchor) return `<h${level} id="${anchor}">${content}</h${level}>`;
    const words = content.replace(/<[^>]*>/g, '').replace(/&[#\w]+;/g, '').toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, '').trim().replaceAll(' ', '-');
    const count = taken.get(words) ?? 0;
    taken.set(words, count + 1);
    return `<h${level} id="${count ? `${words}-${count}` : words}">${content}</h${level}>`;
  });
}

async function commandLine() {
  const { execFileSync } = await import('node:child_process');
  const help = execFileSync(process.execPath, [path.resolve(values.package, 'cli.mjs'), '--help'], { encoding: 'utf8' });
  return { path: 'cli/', title: 'Command line', kind: 'guide', body: `<pre tabindex="0" role="group" aria-label="What --help prints">${escape(help)}</pre>` };
}
