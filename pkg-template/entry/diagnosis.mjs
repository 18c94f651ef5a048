// The diagnosis, as `index.mjs` loads it.
import { compile, fromBase64, provideModule } from 'core:diagnosis';
import wasm from 'core:diagnosis.base64';

provideModule(() => compile(fromBase64(wasm())));

export * from 'core:diagnosis';
