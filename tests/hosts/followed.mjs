// What a reader of docs/hosts does: takes a page's snippet as it stands, in a new folder with the package installed from its tarball.
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { install, root, write } from '../package/installed.mjs';

/** The blocks of a page that are in a language, in order. */
export function snippets(page, language = 'ts') {
  const text = readFileSync(join(root, `docs/hosts/${page}.md`), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code);
}

/** The commands of a page: its lines that are indented by four blanks. */
export function commands(page) {
  const text = readFileSync(join(root, `docs/hosts/${page}.md`), 'utf8');
  return [...text.matchAll(/^ {4}(\S.*)$/gm)].map(([, line]) => line);
}

/** A new folder with the package and, beside it, packages that the tests have. */
export function fresh(...packages) {
  const folder = install();
  for (const name of packages) {
    mkdirSync(join(folder, 'node_modules', name, '..'), { recursive: true });
    symlinkSync(join(root, 'tests/node_modules', name), join(folder, 'node_modules', name));
  }
  return folder;
}

/** A snippet as a module that Node runs: its types taken off, nothing else. */
export async function runnable(folder, name, code) {
  const source = write(folder, `${name}.ts`, code);
  const outfile = join(folder, `${name}.mjs`);
  await build({ entryPoints: [source], outfile, format: 'esm', target: 'node20' });
  return outfile;
}

/** A snippet as a script of a page or an extension, bundled. */
export async function bundled(folder, name, code) {
  const entry = write(folder, `${name}.ts`, code);
  const outfile = join(folder, 'out', `${name}.js`);
  await build({ entryPoints: [entry], bundle: true, outfile, format: 'esm', logLevel: 'error' });
  return outfile;
}

/** A program that stands for the system's browser: it opens the address, logs in and allows access. For the environment variable `BROWSER`. */
export function browserProgram(folder) {
  const script = write(folder, 'browser.mjs', `import { browse } from ${JSON.stringify(join(root, 'tests/servers/browser.mjs'))};\nawait browse(process.argv[2]);\n`);
  return `${process.execPath} ${script} %s`;
}

/** Copies what is served or loaded beside the scripts. */
export function place(folder, files) {
  for (const [name, text] of Object.entries(files)) write(folder, name, text);
  return folder;
}

export { root, write };
