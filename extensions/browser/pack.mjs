// Packs dist/chrome and dist/firefox into the files that the stores take.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { zipSync } from 'fflate';

// The same bytes whenever it is built.
const mtime = new Date('2020-01-01T00:00:00');
const licences = ['LICENSE-MIT', 'LICENSE-APACHE', 'THIRD-PARTY-LICENSES.txt'];

for (const [browser, file] of [['chrome', 'mcp-auth-doctor-chrome.zip'], ['firefox', 'mcp-auth-doctor-firefox.xpi']]) {
  const folder = `dist/${browser}`;
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = found.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  const files = Object.fromEntries(await Promise.all(names.sort().map(async (name) => [name, [await readFile(path.join(folder, name)), { mtime }]])));
  for (const name of licences) files[name] = [await readFile(name), { mtime }];
  await writeFile(file, zipSync(files, { level: 9 }));
}
