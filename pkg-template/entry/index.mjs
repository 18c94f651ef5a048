// The default entry: the sign-in is in the file as text, so that one import works everywhere; the diagnosis is a file of its own, which
// bundlers split off, or take in where there is one file only.
import { provideText } from 'core:sign-in';
import wasm from 'core:sign-in.base64';
import { provideDiagnosis } from '../driver/diagnosis.ts';

provideText(() => wasm);
provideDiagnosis(() => import('./diagnosis.mjs'));

export * from '../driver/api.ts';
