// The API, from the package's own declarations: a page for the core, one for each adapter.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { block, escape, prose } from './text.mjs';

const ADAPTERS = {
  node: 'Sign in from Node: a loopback listener, the system’s browser, a store in files.',
  page: 'Sign in from a web page, in a new window or by redirect.',
  vscode: 'Sign in from a VS Code extension, in both extension hosts.',
  'web-extension': 'Sign in from a browser extension.',
  'mcp-sdk': 'An authenticated fetch and providers for clients of the MCP SDK.',
  addresses: 'Tell public addresses from private ones.',
};

/** @returns {Promise<{ path: string, title: string, kind: string, body: string, text?: string }[]>} */
export async function apiPages(root, folder) {
  const declared = await Promise.all(['api.d.ts', ...(await readdir(path.join(root, 'pkg-template/declarations'))).sort().map((name) => `declarations/${name}`)].map((name) => readFile(path.join(root, 'pkg-template', name), 'utf8')));
  const adapters = await Promise.all(
    Object.entries(ADAPTERS).map(async ([name, what]) => {
      const entries = (await Promise.all((await sources(path.join(folder, 'types/esm/hosts', name))).map((file) => readFile(file, 'utf8')))).flatMap(documented);
      return page(`api/${name}/`, `mcp-auth-doctor/${name}`, `<p class="lead">${escape(what)}</p>`, entries);
    }),
  );
  const links = Object.entries(ADAPTERS).map(([name, what]) => `<li><a href="${name}/"><code>mcp-auth-doctor/${name}</code></a>: ${escape(what)}</li>`);
  const intro = `<p class="lead">Plain objects in and out. What uses the network, a store or keys returns a promise.</p>\n<h2 id="adapters">Adapters</h2><ul>${links.join('\n')}</ul>`;
  return [page('api/', 'API', intro, declared.flatMap(documented)), ...adapters];
}

async function sources(folder) {
  return (await readdir(folder)).filter((name) => name.endsWith('.d.ts')).sort().map((name) => path.join(folder, name));
}

function page(address, title, intro, entries) {
  const seen = new Set();
  const unique = entries.filter(({ name }) => !seen.has(name) && seen.add(name));
  const list = unique.map(({ name, kind, text, code }) => `<section aria-labelledby="${name}"><h2 id="${name}"><code>${name}</code> <span class="hint">${kind}</span></h2>${text ? `<p>${prose(text)}</p>` : ''}${block(code, name)}</section>`);
  const contents = `<p class="names">${unique.map(({ name }) => `<a href="#${name}"><code>${name}</code></a>`).join(' ')}</p>`;
  return { path: address, title, kind: 'api', text: unique.map(({ name }) => name).join(' '), body: `${intro}\n${contents}\n${list.join('\n')}` };
}

/** The exported declarations of a file, each with its comment and its own text. */
function documented(source) {
  const found = [];
  const pattern = /(\/\*\*(?:(?!\*\/)[^])*\*\/\s*)?^export (?:declare )?(?:abstract )?(function|interface|type|class|const) (\w+)/gm;
  for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
    const [whole, comment = '', kind, name] = match;
    const start = match.index + whole.indexOf('export', comment.length);
    found.push({ name, kind, text: commentText(comment), code: source.slice(start, end(source, start)).replace(/^export (declare )?/, '').trim() });
  }
  return found;
}

/** Where a declaration ends: behind the bracket that it opened, or at a semicolon outside of brackets. */
function end(source, start) {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    const character = source[at];
    if (source.startsWith('/*', at)) at = source.indexOf('*/', at) + 1;
    else if ('{(['.includes(character)) depth += 1;
    else if (')]}'.includes(character)) {
      depth -= 1;
      if (depth === 0 && character === '}' && !/^\s*[;&|[]/.test(source.slice(at + 1, at + 20))) return at + 1;
    } else if (character === ';' && depth === 0) return at + 1;
  }
  return source.length;
}

function commentText(comment) {
  return comment.replace(/^\/\*\*|\*\/\s*$/g, '').split('\n').map((line) => line.replace(/^\s*\* ?/, '')).join(' ').replace(/\{@link (\w+)\}/g, '`$1`').replace(/\s+/g, ' ').trim();
}
