// The entry without the wasm: a host says where it keeps `sign-in.wasm` and `diagnosis.wasm`.
import { compile, moduleOf, once, provideModule, ready, start } from 'core:sign-in';
import * as diagnosis from 'core:diagnosis';
import { loaded, provideDiagnosis } from '../driver/diagnosis.ts';
import { guarded } from '../driver/errors.ts';

/** Says where the two are to be had; each is loaded when it is needed. */
export function provideWasm({ signIn, diagnosis: judging }) {
  if (signIn !== undefined) provideModule(once(() => moduleOf(signIn, 'sign-in.wasm')));
  if (judging === undefined) return;
  diagnosis.provideModule(once(() => diagnosis.moduleOf(judging, 'diagnosis.wasm')));
  provideDiagnosis(async () => {
    await diagnosis.ready();
    return diagnosis;
  });
}

/** Starts the sign-in from a module, its bytes, a Response or an address of `sign-in.wasm`; once. */
export const init = guarded(async (source) => {
  if (source !== undefined) provideWasm({ signIn: source });
  await ready();
});

/** The same at once, from a module or its bytes. */
export const initSync = guarded((source) => start(source instanceof WebAssembly.Module ? source : compile(source)));

/** Starts the diagnosis from the same of `diagnosis.wasm`; once. */
export const loadDiagnosis = guarded(async (source) => {
  if (source !== undefined) provideWasm({ diagnosis: source });
  await loaded();
});

export * from '../driver/api.ts';
