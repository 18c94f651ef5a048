// Everything that is claimed about speed and size, ours beside the peers in one run: a table, the numbers as JSON, and a plot. The exit
// status is 1 where a gate is exceeded. With UPDATE=1 the table and the plot also go into docs/, and the figures of the README are theirs.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captures, memory } from './captures.mjs';
import { out, root } from './contenders.mjs';
import { gates, judge } from './gates.mjs';
import { pages } from './page.mjs';
import { plot } from './plot.mjs';
import { roundTrips } from './round-trips.mjs';
import { sizes } from './size.mjs';
import { starts } from './start.mjs';
import { inShort, markdown } from './tables.mjs';

const steps = { size: sizes, starts, pages, trips: roundTrips, captures, memory };

const measured = {};
for (const [name, measure] of Object.entries(steps)) {
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
if (judge(gates(measured))) process.exitCode = 1;

function publish() {
  for (const name of ['bench.md', 'bench.svg']) copyFileSync(join(out, name), join(root, 'docs', name));
  const readme = join(root, 'README.md');
  const [before, rest] = readFileSync(readme, 'utf8').split('<!-- bench -->\n');
  const [, after] = rest.split('<!-- /bench -->\n');
  writeFileSync(readme, `${before}<!-- bench -->\n${inShort(measured)}<!-- /bench -->\n${after}`);
}
