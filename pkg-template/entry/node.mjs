// For Node and what is compatible with it: as `inline.mjs`, with the wasm by brotli, which takes a third of the text to read and which nothing
// but `node:zlib` undoes at once. It stays in the file, since a program in one file has no other beside it.
import { brotliDecompressSync } from 'node:zlib';
import { provideText } from 'core:sign-in';
import wasm from 'core:sign-in.brotli';
import * as diagnosis from 'core:diagnosis';
import diagnosisWasm from 'core:diagnosis.brotli';
import { provideDiagnosis } from '../driver/diagnosis.ts';

provideText(() => wasm, brotliDecompressSync);
diagnosis.provideText(diagnosisWasm, brotliDecompressSync);
provideDiagnosis(() => diagnosis);

export * from '../driver/api.ts';
