// The default entry: the wasm is in the file as base64, so that one import works everywhere.
import { compile, provideModule, provideTexts } from 'core:glue';
import base64 from 'core:base64';
import texts from 'core:texts';

provideModule(() => compile(decode(base64)));
provideTexts(() => JSON.parse(texts));

function decode(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  if (globalThis.Buffer) return globalThis.Buffer.from(text, 'base64');
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

export * from 'core:api';
