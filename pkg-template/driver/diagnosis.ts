// The diagnosis: a module of its own, which is loaded when a sign-in needs a report or a host asks for one.
import type { Module, Running } from './core.ts';
import { coded } from './errors.ts';

/** What the module exports to the driver, beside the functions that users call. */
export interface Diagnosis extends Module {
  diagnose(server: unknown, options: unknown): Running;
  gatherEvidence(server: unknown, options: unknown): Running;
  __reportOf(evidence: unknown, options: unknown): { actions: unknown };
  __applied(report: unknown, action: unknown, values: unknown, options: unknown): unknown;
  __requireOwn(server: unknown, credential: unknown, confirmed: boolean): void;
}

type Source = () => Diagnosis | Promise<Diagnosis>;

let found: Diagnosis | undefined;
let under: Promise<Diagnosis> | undefined;
let source: Source = () => {
  throw coded('diagnosis-not-loaded', 'mcp-auth-doctor/slim has no diagnosis yet: await loadDiagnosis() with the module, its bytes, a Response or an address.');
};

/** Says where the diagnosis comes from, once something asks for it. */
export function provideDiagnosis(from: Source): void {
  source = from;
}

/** Loads it, unless it is there. */
export async function loaded(): Promise<Diagnosis> {
  if (!found) {
    under ??= Promise.resolve().then(source).finally(() => {
      under = undefined;
    });
    found = await under;
  }
  await found.ready();
  return found;
}

/** The diagnosis, for functions that return at once. */
export function here(name: string): Diagnosis {
  if (found) return found;
  const given = source();
  if (given instanceof Promise) {
    given.catch(() => {});
    throw coded('diagnosis-not-loaded', `${name}() needs the diagnosis, which is loaded apart here: await loadDiagnosis() first.`);
  }
  found = given;
  return found;
}

/** Bytes of memory that it holds. */
export function memoryOfDiagnosis(): number {
  return found?.memoryBytes() ?? 0;
}
