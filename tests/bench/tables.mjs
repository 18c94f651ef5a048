// What was measured, as Markdown: all of it, and in short for the README.
import { cpus } from 'node:os';

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} KB`;
const milliseconds = (number) => `${number.toFixed(1)} ms`;
const microseconds = (number) => (number < 1000 ? `${number.toFixed(1)} µs` : milliseconds(number / 1000));
const ratio = (value, base) => `${(value / base).toFixed(2)}×`;
const table = (head, rows) => [head, head.map((_, at) => (at ? '---:' : '---')), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
const of = (rows, id) => rows.find((row) => row.id === id);

export function markdown({ size, cold, trips, work, memory, native }) {
  const sizeOfSdk = of(size, 'TypeScript SDK 1 auth()').brotli;
  const coldOfSdk = of(cold, 'TypeScript SDK 1 auth()').bundled.cpu;
  return `# Measured

Written by \`cargo xtask bench\`, never by hand: one run of everything, ours beside the peers, with Node ${process.versions.node} on ${cpus().length} × ${cpus()[0].model}.
It prints this page and leaves it with its numbers (JSON) and a plot in \`target/bench/\`; \`UPDATE=1 cargo xtask bench\` also renews this page, the
plot and the figures of the README.

${inShort({ size, cold, trips, work, memory })}
![Size, cold start and round trips beside the peers](bench.svg)

## Size

The functions of discovery, registration, authorization URL, callback, exchange and refresh; ours with every rule of the diagnosis as well. Bundled
and minified by esbuild; \`slim\` is its glue and \`core.wasm\`, each compressed on its own.

${table(['', 'version', 'minified', 'gzip', 'brotli', 'beside SDK 1'], size.map((row) => [row.id, row.version, kilobytes(row.minified), kilobytes(row.gzip), kilobytes(row.brotli), ratio(row.brotli, sizeOfSdk)]))}
## Cold start

Import and first call in a new process, the contenders in turns, ${cold[0].runs} times each: bundled by esbuild for Node, and from \`node_modules\`. CPU
time is that of all threads, in the median: other work on the machine does not change it much. The first call reads a challenge; of ours, which
compiles the other half of its core when something needs it, there is also a start whose first call is a diagnosis.

${table(['', 'bundled, CPU', 'beside SDK 1', 'bundled, median', 'least', 'from node_modules, CPU', 'median'], cold.map(({ id, bundled, modules }) => [id, milliseconds(bundled.cpu), ratio(bundled.cpu, coldOfSdk), ...[bundled.median, bundled.least, modules.cpu, modules.median].map(milliseconds)]))}
## Round trips in a row

From nothing to the authorization URL, and to the token (mcp-remote: until it is connected), with servers that hold each answer for 100 ms.
\`known client\` has a client id already, \`warm\` has been at this server before; the others register.

${table(['', 'to the authorization URL', 'to the token', 'requests'], trips.map((row) => [row.id, row.toUrl, row.toToken, row.requests]))}
## Work without network

CPU time in one process. Of both documents the SDK checks the shape and oauth4webapi the issuer; ours judges them by all rules and puts the report together.

${table(['', 'by', 'each', 'beside ours', 'first call'], work.map((row) => [row.task, row.id, microseconds(row.microseconds), ratio(row.microseconds, work.find(({ task }) => task === row.task).microseconds), milliseconds(row.firstMilliseconds)]))}
A HAR of 10,000 entries takes ${ratio(perEntry(work, 10_000), perEntry(work, 100))} the time of one of 100 entries per entry (1× is linear). The memory of the wasm instance is ${kilobytes(memory.before)} after
100 analyses and ${kilobytes(memory.after)} after ${memory.analyses.toLocaleString('en')}.

## The core as native code

The hot paths by Criterion (\`benches/core.rs\`; \`cargo bench\` measures longer), the number in a name is that of the entries.

${table(['', 'each', 'per entry'], native.map((row) => [row.id, microseconds(row.microseconds), row.entries ? microseconds(row.microseconds / row.entries) : '']))}`;
}

/** The figures for the README. */
export function inShort({ size, cold, trips, work, memory }) {
  const [sdk1, sdk2, own] = ['TypeScript SDK 1 auth()', 'TypeScript SDK 2 auth()', 'mcp-auth-doctor'];
  const eager = of(trips, 'mcp-auth-doctor, eager');
  const reached = (row) => `${row.toUrl} / ${row.toToken}`;
  const har = work.find(({ task }) => task.includes('10,000'));
  return `${table(['', 'mcp-auth-doctor', 'TypeScript SDK 1', 'TypeScript SDK 2', 'oauth4webapi', 'mcp-remote'], [
    ['brotli, bundled', ...[own, sdk1, sdk2, 'oauth4webapi'].map((id) => kilobytes(of(size, id).brotli)), ''],
    ['cold start, bundled, CPU', ...[own, sdk1, sdk2, 'oauth4webapi'].map((id) => milliseconds(of(cold, id).bundled.cpu)), ''],
    ['round trips to URL / token', reached(eager), ...['TypeScript SDK 1', 'TypeScript SDK 2', 'oauth4webapi, by hand', 'mcp-remote'].map((id) => reached(of(trips, id)))],
  ])}
With a known client ${reached(of(trips, 'mcp-auth-doctor, eager, known client'))} round trips, warm ${reached(of(trips, 'mcp-auth-doctor, eager, warm'))}, polite ${reached(of(trips, 'mcp-auth-doctor, polite'))}. A capture of 10,000 entries is judged in ${(har.microseconds / 1e6).toFixed(1)} s;
memory after ${memory.analyses.toLocaleString('en')} analyses: ${memory.after === memory.before ? 'as after the first hundred' : `${kilobytes(memory.after - memory.before)} more than after the first hundred`}.
`;
}

const perEntry = (work, entries) => work.find(({ task }) => task.includes(entries.toLocaleString('en'))).microseconds / entries;
