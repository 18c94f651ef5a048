export * from './index.js';

/** Starts the core from a module, its bytes, a Response or an address of `core.wasm`; once. Rejects with code `wasm-blocked` or `wasm-not-found`. */
export function init(source: WebAssembly.Module | BufferSource | Response | URL | string | Promise<WebAssembly.Module | BufferSource | Response>): Promise<void>;

/** The same at once, from a compiled module or its bytes. Throws with code `wasm-blocked`. */
export function initSync(source: WebAssembly.Module | BufferSource): void;
