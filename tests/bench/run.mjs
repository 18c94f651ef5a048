// Everything that is claimed about speed and size, ours beside the peers in one run: a table, the numbers as JSON, and a plot.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { coldStarts } from './cold.mjs';
import { out } from './contenders.mjs';
import { plot } from './plot.mjs';
import { roundTrips } from './round-trips.mjs';
import { sizes } from './size.mjs';
import { memory, work } from './work.mjs';

const say = (text) => process.stderr.write(`${text}\n`);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const table = (head, rows) => [`| ${head.join(' | ')} |`, `| ${head.map((_, at) => (at ? '---:' : '---')).join(' | ')} |`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
const ratio = (value, base) => `${(value / base).toFixed(2)}×`;

say('sizes …');
const size = await sizes();
say('cold starts …');
const cold = await coldStarts();
say('round trips …');
const trips = await roundTrips();
say('work …');
const done = await work();
say('memory …');
const grown = await memory();

const sizeOfSdk = size.find(({ id }) => id.startsWith('TypeScript SDK 1')).brotli;
const coldOfSdk = cold.find(({ id }) => id.startsWith('TypeScript SDK 1')).milliseconds;
const firstOf = (task) => done.find((row) => row.task === task).microseconds;
const markdown = `# Measured

Node ${process.versions.node}, ${cpus().length} × ${cpus()[0].model}. One run, everything interleaved; repeat it with \`cargo xtask bench\`.

## Size, bundled by esbuild

${table(['', 'version', 'minified', 'gzip', 'brotli', 'beside SDK 1'], size.map((row) => [row.id, row.version, kilobytes(row.minified), kilobytes(row.gzip), kilobytes(row.brotli), ratio(row.brotli, sizeOfSdk)]))}

## Cold start: import and first call in a new process

${table(['', 'median', 'least', 'CPU', 'beside SDK 1'], cold.map((row) => [row.id, `${row.milliseconds.toFixed(1)} ms`, `${row.least.toFixed(1)} ms`, `${row.cpu.toFixed(1)} ms`, ratio(row.milliseconds, coldOfSdk)]))}

## Round trips in a row (each answer held for 100 ms)

${table(['', 'to the authorization URL', 'to the token', 'requests'], trips.map((row) => [row.id, row.toUrl, row.toToken, row.requests]))}

## Work

${table(['task', 'by', 'µs', 'beside ours', 'first call'], done.map((row) => [row.task, row.id, row.microseconds.toFixed(1), ratio(row.microseconds, firstOf(row.task)), `${row.firstMilliseconds.toFixed(2)} ms`]))}

Memory of the wasm instance: ${kilobytes(grown.before)} after 100 analyses, ${kilobytes(grown.after)} after ${grown.analyses}.
`;
writeFileSync(join(out, 'bench.json'), JSON.stringify({ node: process.versions.node, size, cold, trips, work: done, memory: grown }, null, 1));
writeFileSync(join(out, 'bench.md'), markdown);
writeFileSync(join(out, 'bench.svg'), plot({ size, cold, trips }));
console.log(markdown);
say(`written to ${out}`);
