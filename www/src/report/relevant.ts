// Which exchanges are shown: those of the sign-in. A capture of a whole browser session has hundreds of others.
import type { Exchange, Report } from '../core.js';

/** One line of the picture or of the list: an exchange, and how often the same one occurred in a row. */
export interface Line {
  exchange: Exchange;
  index: number;
  times: number;
}

/** The exchanges of a report, cut into those of the sign-in and how many others there were. */
export interface Relevant {
  lines: Line[];
  others: number;
}

/** Short reports are shown whole. */
const FEW = 12;

/** Picks the exchanges of the sign-in and those that something was found in; the same one again and again is one line. */
export function relevant({ exchanges, steps, findings, cause }: Report): Relevant {
  const named = new Set([cause, ...findings].flatMap((finding) => finding?.where?.exchange ?? []));
  const all = exchanges.length <= FEW;
  const lines: Line[] = [];
  let others = 0;
  exchanges.forEach((exchange, index) => {
    if (!all && !named.has(index) && (steps[index] ?? 'other') === 'other') return (others += 1);
    const last = lines.at(-1);
    if (last && alike(last.exchange, exchange)) {
      last.times += 1;
      // The one that something was found in stands for all.
      if (named.has(index) && !named.has(last.index)) Object.assign(last, { exchange, index });
    } else lines.push({ exchange, index, times: 1 });
  });
  return { lines, others };
}

function alike(one: Exchange, other: Exchange): boolean {
  return signature(one) === signature(other);
}

function signature({ request: { method, url, body }, response, failure }: Exchange): string {
  return JSON.stringify([method, url, body, response?.status, response?.body, failure?.kind]);
}

/** The line that an exchange is part of, as an index into `lines`. */
export function lineOf(lines: readonly Line[], exchange: number): number {
  return lines.findLastIndex(({ index }) => index <= exchange);
}
