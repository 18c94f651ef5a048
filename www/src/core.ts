// The published package, loaded when it is first needed: its JavaScript with the page, its WebAssembly as a file of its own.
import * as doctor from 'mcp-auth-doctor/slim';

export type { Action, Evidence, Exchange, Field, Finding, Report, Step } from 'mcp-auth-doctor/slim';

/** What the package exports. */
export type Core = typeof doctor;

let loading: Promise<Core> | undefined;

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
  await doctor.init(new URL('core.wasm', document.baseURI));
  const { texts } = await prose;
  doctor.provideTexts(() => texts);
  return doctor;
}
