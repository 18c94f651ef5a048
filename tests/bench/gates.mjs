// What must not be exceeded, in the figures of one run: times only as ratios to the TypeScript SDK 1, which the machine slows down as well.
import { OWN, SDK1, diagnosis } from './contenders.mjs';

const KB = 1000;
const kilobytes = (bytes) => `${(bytes / KB).toFixed(1)} KB`;
const times = (ratio) => `${ratio.toFixed(2)} ×`;
const milliseconds = (ms) => `${ms.toFixed(1)} ms`;

export function sizeGates({ size: { modules: [signIn, judging] } }) {
  return [
    { name: 'sign-in with its glue, brotli', value: signIn.brotli, gate: 190 * KB, aim: 150 * KB, shown: kilobytes },
    { name: 'diagnosis, brotli', value: judging.brotli, gate: 335 * KB, shown: kilobytes },
  ];
}

export function gates({ size, starts, pages, trips, captures }) {
  const of = (id, platform) => starts.find((row) => row.id === id && row.platform === platform);
  const [own, sdk] = [of(OWN, 'node'), of(SDK1, 'node')];
  const trip = (id) => trips.find((row) => row.id === id);
  const reached = (id, toUrl, toToken) => [
    { name: `round trips to the URL, ${id}`, value: trip(`${OWN}, ${id}`).toUrl, gate: toUrl, shown: String },
    { name: `round trips to the token, ${id}`, value: trip(`${OWN}, ${id}`).toToken, gate: toToken, shown: String },
  ];
  const capture = (id) => captures.find((row) => row.id === id);
  return [
    ...sizeGates({ size }),
    { name: 'cold sign-in, CPU, beside SDK 1', value: own.cpu / sdk.cpu, gate: 0.85, shown: times },
    { name: 'warm sign-in, CPU, beside SDK 1', value: own.warm / sdk.warm, gate: 2, shown: times },
    { name: "first diagnosis, CPU, beside SDK 1's cold start", value: of(diagnosis.id, 'node').cpu / sdk.cpu, gate: 1.2, shown: times },
    { name: 'longest turn in a page', value: pages.turns.find(({ id, throttle }) => id === OWN && throttle === 1).longest, gate: 25, shown: milliseconds },
    { name: 'first verdict of the page on slow 4G', value: pages.verdict.milliseconds, gate: 3500, shown: milliseconds },
    ...reached('eager', 3, 4), ...reached('eager, known client', 2, 3), ...reached('eager, warm', 0, 1),
    { name: 'waits for the store to the URL', value: trip(`${OWN}, eager`).storeToUrl, gate: 5, shown: String },
    { name: '10,000 entries', value: capture('10,000 entries').first, gate: 1500, shown: milliseconds },
    { name: '10,000 entries, mostly other traffic', value: capture('10,000 entries, mostly other traffic').first, gate: 1500, shown: milliseconds },
    { name: '10,000 entries beside 1,000', value: capture('10,000 entries').later / capture('1,000 entries').later, gate: 12, shown: times },
    { name: '64 MiB', value: capture('64 MiB').first, gate: 5000, shown: milliseconds },
    { name: '64 MiB, memory of the process', value: capture('64 MiB').memory / 1e6, gate: 500, shown: (mb) => `${mb.toFixed(0)} MB` },
  ];
}

/** Prints each gate; whether one is exceeded. */
export function judge(all) {
  for (const { name, value, gate, aim, shown } of all) {
    const word = value > gate ? 'EXCEEDED' : aim && value > aim ? `within the gate, aim ${shown(aim)}` : 'within';
    console.log(`${name}: ${shown(value)}, gate ${shown(gate)}: ${word}`);
  }
  return all.some(({ value, gate }) => value > gate);
}
