// The diagnosis, as `index.mjs` loads it.
import { provideText } from 'core:diagnosis';
import wasm from 'core:diagnosis.base64';

provideText(wasm);

export * from 'core:diagnosis';
