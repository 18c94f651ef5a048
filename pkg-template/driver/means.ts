// What a host gave in its options: functions and objects are read here, plain data by the core.
import { misused } from './errors.ts';
import { member } from './member.ts';

/** As hosts give it: any part may be missing. */
export type GivenStore = Record<string, unknown> | undefined | null;

export interface Means {
  options: unknown;
  fetch: typeof fetch | undefined;
  store: GivenStore;
  signal: AbortSignal | undefined;
  /** Time for one request in ms; the core's own limit where absent. */
  time: number | undefined;
  progress: ((event: { kind: 'request' | 'response'; method: string; url: string; status?: number }) => unknown) | undefined;
}

/** What a timer can count: a signed number of 32 bits (HTML, timer initialization steps). */
const LONGEST = 2_147_483_647;

type AnyFunction = (...args: never[]) => unknown;

function functionOf<F extends AnyFunction>(of: unknown, name: string): F | undefined {
  const found = member(of, name);
  return typeof found === 'function' ? (found as F) : undefined;
}

/** Throws `invalid-argument` where `timeoutMs` is no time. */
export function meansOf(options: unknown): Means {
  const signal = member(options, 'signal');
  return {
    options,
    fetch: functionOf<typeof fetch>(options, 'fetch'),
    store: member(options, 'store') as GivenStore,
    signal: isSignal(signal) ? signal : undefined,
    time: timeLimit(member(options, 'timeoutMs')),
    progress: functionOf<NonNullable<Means['progress']>>(options, 'onProgress'),
  };
}

export function isSignal(value: unknown): value is AbortSignal {
  return typeof member(value, 'aborted') === 'boolean' && typeof member(value, 'addEventListener') === 'function';
}

/** The host's `fetch`, or the global one. */
export function fetchOf(means: Means): typeof fetch | undefined {
  return means.fetch ?? functionOf<typeof fetch>(globalThis, 'fetch')?.bind(globalThis);
}

function timeLimit(given: unknown): number | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'number' && Number.isFinite(given) && given >= 0) return Math.min(Math.round(given), LONGEST);
  throw misused('timeoutMs', 'a number of milliseconds, 0 or more', typeof given === 'number' ? 'another number' : 'no number');
}
