// A stop of the flow, as users see it: with the report that the diagnosis makes of its evidence.
import { loaded } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';
import { member } from './member.ts';

interface Stopped {
  kind: 'stopped';
  /** Whether the person has to choose a way. */
  asks: boolean;
  evidence: unknown;
  deviations: unknown;
}

/** The outcome itself; a stop becomes `blocked` or `choose`. */
export async function reported(outcome: unknown, options: unknown): Promise<unknown> {
  return member(outcome, 'kind') === 'stopped' ? outcomeOf(await loaded(), outcome, options) : outcome;
}

/** The same where the diagnosis is there. */
export function outcomeOf(diagnosis: Diagnosis, stopped: unknown, options: unknown): unknown {
  const { asks, evidence, deviations } = stopped as Stopped;
  const report = diagnosis.__reportOf(evidence, options);
  return asks ? { kind: 'choose', actions: report.actions, report, deviations } : { kind: 'blocked', report, deviations };
}
