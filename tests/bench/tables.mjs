// What was measured, as Markdown: all of it, and in short for the README.
import { cpus } from 'node:os';
import { OWN, SDK1, diagnosis } from './contenders.mjs';
import { gates } from './gates.mjs';

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} KB`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
const milliseconds = (number) => `${number.toFixed(number < 10 ? 1 : 0)} ms`;
const seconds = (number) => `${(number / 1000).toFixed(1)} s`;
const ratio = (value, base) => `${(value / base).toFixed(2)}×`;
const table = (head, rows) => [head, head.map((_, at) => (at ? '---:' : '---')), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
const startOf = (starts, id, platform) => starts.find((row) => row.id === id && row.platform === platform);
const tripOf = (trips, id) => trips.find((row) => row.id === id);

export function markdown(measured) {
  const { size, starts, pages, trips, captures, memory } = measured;
  const sdk = (platform) => startOf(starts, SDK1, platform);
  return `# Measured

Written by \`cargo xtask bench\`, never by hand: one run of everything, ours beside the peers, with Node ${process.versions.node} on ${cpus().length} × ${cpus()[0].model}.
It prints this page and leaves it with its numbers (JSON) and a plot in \`target/bench/\`; \`UPDATE=1 cargo xtask bench\` also renews this page, the
plot and the figures of the README. It fails where a gate is exceeded.

${inShort(measured)}
![Size, start of a sign-in and round trips beside the peers](bench.svg)

## Start of a sign-in

Import, and from nothing to the authorization URL: discovery, registration, PKCE. \`fetch\` answers from memory, so this is what the client itself
costs. In processes of their own, in turns, ${starts[0].runs} times each, the median; "bundled for Node" is one file by esbuild, "for a page" the same with what
is imported later in files of its own. CPU is that of all threads. Warm: a mean of 60 sign-ins behind 40 others. Ours starts with a request to the server
to see its challenge, which the others were told. \`${diagnosis.id}\` is import and the first report of \`diagnose\`.

${table(['', 'Node, CPU', 'beside SDK 1', 'Node, time', 'warm, CPU', 'beside SDK 1', 'page bundle, CPU', 'page bundle, warm'], starts.filter(({ platform }) => platform === 'node').map((row) => {
    const page = startOf(starts, row.id, 'page');
    return [row.id, milliseconds(row.cpu), ratio(row.cpu, sdk('node').cpu), milliseconds(row.wall), milliseconds(row.warm), ratio(row.warm, sdk('node').warm), milliseconds(page.cpu), milliseconds(page.warm)];
  }))}
## In a page

The longest turn of the main thread while a page in Chromium does the same (median of ${pages.runs}), at full speed and slowed down four times by the browser.
Each answer comes in a turn of its own, as from a network, and the turn in which the sign-in ends counts too. What stays below 50 ms is not felt.

${table(['', 'full speed', '4× slower'], pages.turns.filter(({ throttle }) => throttle === 1).map((row) => [row.id, milliseconds(row.longest), milliseconds(pages.turns.find(({ id, throttle }) => id === row.id && throttle === 4).longest)]))}
The diagnostic page on a simulated slow 4G (1.47 Mbit/s, 562 ms before each answer begins, nothing in the cache): ${seconds(pages.verdict.milliseconds)} from its address to the
verdict on a capture that is pasted as soon as the page's script runs, for ${kilobytes(pages.verdict.bytes)} in all.

## Round trips in a row

From nothing to the authorization URL, and to the token (mcp-remote: until it is connected), with servers that hold each answer for 100 ms. Without the
proof that the server accepts the token, which ours makes next. \`known client\` has a client id already, \`warm\` has been at this server before; the
others register. Store: how often the sign-in waits for where its host keeps things, with what is asked at the same time counted once.

${table(['', 'to the URL', 'to the token', 'requests', 'store, to the URL', 'store, to the token'], trips.map((row) => [row.id, row.toUrl, row.toToken, row.requests, row.storeToUrl ?? '', row.storeToToken ?? '']))}
## Size

What each entry loads to sign in, or for a diagnosis as well; bundled and minified by esbuild, each file compressed on its own. Peers: what they need
to get to the authorization URL.

${table(['', 'version', 'minified', 'gzip', 'brotli'], [...size.modules, ...size.entries, ...size.peers].map((row) => [row.id, row.version ?? '', ...[row.minified, row.gzip, row.brotli].map(kilobytes)]))}
## Captures

\`analyze\` of a HAR in wasm, in Node, CPU: the first time in a process and later ones. Memory is the most that the process had, with the text itself.

${table(['', 'size', 'first', 'later', 'memory'], captures.map((row) => [row.id, megabytes(row.bytes), milliseconds(row.first), milliseconds(row.later), megabytes(row.memory)]))}
The memory of the wasm instance is ${kilobytes(memory.before)} after 100 analyses and ${kilobytes(memory.after)} after ${memory.analyses.toLocaleString('en')}.

## Gates

${table(['', 'measured', 'gate', ''], gates(measured).map(({ name, value, gate, shown }) => [name, shown(value), shown(gate), value > gate ? '**exceeded**' : 'met']))}`;
}

/** The figures for the README: what a person who signs in, and a developer who ships it, would notice. */
export function inShort({ size, starts, pages, trips, captures }) {
  const peers = [SDK1, 'TypeScript SDK 2', 'oauth4webapi'];
  const reached = (id) => ((row) => `${row.toUrl} / ${row.toToken}`)(tripOf(trips, id));
  const cpu = (id) => milliseconds(startOf(starts, id, 'node').cpu);
  const warm = (id) => milliseconds(startOf(starts, id, 'node').warm);
  const [bundled, later] = size.entries;
  const capture = (id) => captures.find((row) => row.id === id);
  return `${table(['', OWN, SDK1, 'TypeScript SDK 2', 'oauth4webapi', 'mcp-remote'], [
    ['round trips to the authorization URL / to the token', reached(`${OWN}, eager`), ...[SDK1, 'TypeScript SDK 2', 'oauth4webapi, by hand', 'mcp-remote'].map(reached)],
    ['import and first sign-in up to the URL, CPU', ...[OWN, ...peers].map(cpu), ''],
    ['each later one, CPU', ...[OWN, ...peers].map(warm), ''],
    ['a bundle that signs in, brotli', kilobytes(bundled.brotli), ...peers.map((id) => kilobytes(size.peers.find((row) => row.id === id).brotli)), ''],
  ])}
The diagnosis is loaded when it is needed: ${kilobytes(later.brotli)} more, ${milliseconds(startOf(starts, diagnosis.id, 'node').cpu)} for import and first report. With a known client ${reached(`${OWN}, eager, known client`)} round trips, at a known server ${reached(`${OWN}, eager, warm`)}.
On slow 4G the diagnostic page gives its first verdict after ${seconds(pages.verdict.milliseconds)}. A HAR with 10,000 entries is judged in ${seconds(capture('10,000 entries').first)}.
`;
}
