// The entry without the wasm: init() takes it from wherever the host keeps `core.wasm`.
import { coded, compile, provideTexts, refused, start } from 'core:glue';

/** Starts the core from a module, its bytes, a Response or an address; once. */
export async function init(source, texts) {
  if (texts) provideTexts(() => texts);
  start(await moduleOf(await source));
}

/** The same at once, from a module or its bytes. */
export function initSync(source, texts) {
  if (texts) provideTexts(() => texts);
  start(source instanceof WebAssembly.Module ? source : compile(source));
}

async function moduleOf(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return compiled(source);
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) throw coded('wasm-not-found', `core.wasm could not be loaded: ${response.status} for ${response.url}`);
  // Not instantiateStreaming: hosts that serve extensions' files give them no type of wasm.
  return compiled(await response.arrayBuffer());
}

async function compiled(bytes) {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw refused(cause);
  }
}

export * from 'core:api';
export { provideTexts };
