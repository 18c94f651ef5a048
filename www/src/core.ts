// The published package, loaded when it is first needed: its JavaScript with the page, its WebAssembly as a file of its own.
import {
  Discovery,
  analyze,
  applyPatch,
  clientMatrix,
  gatherEvidence,
  init,
  patches,
  provideTexts,
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

async function load(): Promise<Core> {
  const prose = import('mcp-auth-doctor/texts');
  await init(new URL('core.wasm', document.baseURI));
  const { texts } = await prose;
  provideTexts(() => texts);
  loaded = true;
  return doctor;
}
