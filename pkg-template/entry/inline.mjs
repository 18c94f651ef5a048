// For what has one file and no `import()`, such as a service worker of an extension, and for bundles of CommonJS: the same in one file that
// imports nothing. The diagnosis is at hand, so that what returns at once needs no `loadDiagnosis()`.
import { provideText } from 'core:sign-in';
import wasm from 'core:sign-in.base64';
import * as diagnosis from 'core:diagnosis';
import diagnosisWasm from 'core:diagnosis.base64';
import { provideDiagnosis } from '../driver/diagnosis.ts';

provideText(() => wasm);
diagnosis.provideText(diagnosisWasm);
provideDiagnosis(() => diagnosis);

export * from '../driver/api.ts';
