// The package's types, as who writes an extension meets them: under `strict`, from the package as it is installed.
import { test } from 'node:test';
import { buildExample, runScript } from './example.mjs';

for (const example of ['vscode-extension', 'mv3-extension', 'node']) {
  test(`${example} compiles under strict`, async () => {
    runScript(await buildExample(example, `${example}-types`), 'check');
  });
}
