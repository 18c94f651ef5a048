// Everything that is claimed about speed and size, ours beside the peers in one run: a table, the numbers as JSON, and a plot.
// With UPDATE=1 the table and the plot also go into docs/, and the figures of the README are theirs.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coldStarts } from './cold.mjs';
import { out, root } from './contenders.mjs';
import { native } from './native.mjs';
import { plot } from './plot.mjs';
import { roundTrips } from './round-trips.mjs';
import { sizes } from './size.mjs';
import { inShort, markdown } from './tables.mjs';
import { memory, work } from './work.mjs';

const steps = [['size', sizes], ['cold', coldStarts], ['trips', roundTrips], ['memory', memory], ['work', work], ['native', native]];

const measured = {};
for (const [name, measure] of steps) {
  process.stderr.write(`${name} …\n`);
  measured[name] = await measure();
}
const text = markdown(measured);
writeFileSync(join(out, 'bench.json'), JSON.stringify({ node: process.versions.node, ...measured }, null, 1));
writeFileSync(join(out, 'bench.md'), text);
writeFileSync(join(out, 'bench.svg'), plot(measured));
console.log(text);
process.stderr.write(`written to ${out}\n`);
if (process.env.UPDATE === '1') publish();

function publish() {
  for (const name of ['bench.md', 'bench.svg']) copyFileSync(join(out, name), join(root, 'docs', name));
  const readme = join(root, 'README.md');
  const [before, rest] = readFileSync(readme, 'utf8').split('<!-- bench -->\n');
  const [, after] = rest.split('<!-- /bench -->\n');
  writeFileSync(readme, `${before}<!-- bench -->\n${inShort(measured)}<!-- /bench -->\n${after}`);
}
