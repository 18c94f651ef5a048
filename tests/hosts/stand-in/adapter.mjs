// mcp-auth-doctor/vscode with the stand-in where VS Code gives its module.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { packageDirectory, root } from '../example.mjs';

/**
 * The adapter of the Node host as it is shipped.
 *
 * @param {string} [window] each window has one of its own: a query that tells them apart
 */
export async function adapter(window = '') {
  const outfile = path.join(root, `target/tests/hosts/vscode-desktop-${process.pid}.mjs`);
  const standIn = pathToFileURL(path.join(root, 'tests/hosts/stand-in/vscode.mjs')).href;
  const external = { name: 'stand-in', setup: (bundle) => bundle.onResolve({ filter: /^vscode$/ }, () => ({ path: standIn, external: true })) };
  await build({ entryPoints: [path.join(packageDirectory, 'hosts/vscode.mjs')], outfile, bundle: true, format: 'esm', platform: 'node', plugins: [external] });
  return import(pathToFileURL(outfile).href + window);
}
