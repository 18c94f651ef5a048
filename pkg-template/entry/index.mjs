// The default entry: the wasm is in the file as text, so that one import works everywhere.
import { compile, provideModule, provideTexts } from 'core:glue';
import first from 'core:first';
import rest from 'core:rest';
import texts from 'core:texts';

provideModule(() => compile(fromHex(first)), () => compile(fromDense(rest())));
provideTexts(() => JSON.parse(texts()));

function fromHex(text) {
  if (Uint8Array.fromHex) return Uint8Array.fromHex(text);
  if (globalThis.Buffer) return globalThis.Buffer.from(text, 'hex');
  const digit = (at) => {
    const code = text.charCodeAt(at);
    return code < 58 ? code - 48 : code - 87;
  };
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = (digit(2 * at) << 4) | digit(2 * at + 1);
  return bytes;
}

/** What xtask/src/build/dense.rs wrote: an alphabet of 89 characters, the bytes by their rank in 512 digits, and the ranks. */
function fromDense(text) {
  const codes = new TextEncoder().encode(text);
  const places = new Uint8Array(128);
  for (let place = 0; place < 89; place += 1) places[codes[place]] = place;
  const table = fromHex(text.slice(89, 601));
  const bytes = new Uint8Array(codes.length);
  let length = 0;
  for (let at = 601; at < codes.length; at += 1) {
    let number = places[codes[at]];
    if (number < 2) number = 89 * (number + 1) + places[codes[(at += 1)]];
    bytes[length++] = table[number - 2];
  }
  return bytes.subarray(0, length);
}

export * from 'core:api';
