// The published package, loaded when it is first needed: its JavaScript with the page, its WebAssembly as a file of its own.
import {
  Discovery,
  analyze,
  applyPatch,
  clientMatrix,
  gatherEvidence,
  init,
  loadDiagnosis,
  patches,
  provideWasm,
  readEvidence,
  redactEvidence,
  renderReport,
  revoke,
  rules,
  toHar,
} from 'mcp-auth-doctor/slim';

export type { Action, Evidence, Exchange, Field, Finding, Report, Step } from 'mcp-auth-doctor/slim';

/** What the page uses of the package, by name: what it does not use is left out of the bundle. */
const doctor = { Discovery, analyze, applyPatch, clientMatrix, gatherEvidence, patches, readEvidence, redactEvidence, renderReport, revoke, rules, toHar };

declare const CORE_BYTES: number;

/** What the WebAssembly weighs where the host compresses, for people. */
export const CORE_SIZE = `${(CORE_BYTES / 1_000_000).toFixed(1)} MB`;

/** The package, ready for use. */
export type Core = typeof doctor;

let loading: Promise<Core> | undefined;
let loaded = false;

/** Whether nothing has to be waited for any more. */
export function isLoaded(): boolean {
  return loaded;
}

/** The package, ready for use. Throws where the WebAssembly can't be loaded. */
export function core(): Promise<Core> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

provideWasm({ signIn: address('sign-in.wasm'), diagnosis: address('diagnosis.wasm') });

async function load(): Promise<Core> {
  await loadDiagnosis();
  loaded = true;
  return doctor;
}

/** The part that signs in, and that knows what discovery would ask; a verdict does without it. */
export const signInReady: () => Promise<void> = init;

function address(name: string): URL {
  return new URL(name, document.baseURI);
}
