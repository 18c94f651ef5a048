export * from './index.js';
import type { Texts } from './texts.js';

/**
 * Starts the core from a module, its bytes, a Response or an address of `core.wasm`; once. Rejects with code `wasm-blocked` or
 * `wasm-not-found`. `texts` is the export of `mcp-auth-doctor/texts`; without it, `why` and `fix` of findings are empty.
 */
export function init(source: WebAssembly.Module | BufferSource | Response | URL | string | Promise<WebAssembly.Module | BufferSource | Response>, texts?: Texts): Promise<void>;

/** The same at once, from a compiled module or its bytes. Throws with code `wasm-blocked`. */
export function initSync(source: WebAssembly.Module | BufferSource, texts?: Texts): void;

/** Gives the texts after the start: a page may load them while the core is already at work. */
export function provideTexts(make: () => Texts): void;
