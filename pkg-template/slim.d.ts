export * from './index.js';
import type { Address } from './index.js';
import type { Texts } from './texts.js';
export type { Texts };

/** `core.wasm`, compiled. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Own } } } ? Own : object;

/** The bytes of `core.wasm`. */
export type WasmBytes = ArrayBuffer | ArrayBufferView;

/** What a `Response` has that is needed here. */
export interface WasmResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly url: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * Starts the core from a module, its bytes, a Response or an address of `core.wasm`; once. Rejects with code `wasm-blocked` or
 * `wasm-not-found`. `texts` is the export of `mcp-auth-doctor/texts`; without it, `why` and `fix` of findings are empty.
 */
export function init(source: WasmModule | WasmBytes | WasmResponse | Address | Promise<WasmModule | WasmBytes | WasmResponse>, texts?: Texts): Promise<void>;

/** The same at once, from a compiled module or its bytes. Throws with code `wasm-blocked`. */
export function initSync(source: WasmModule | WasmBytes, texts?: Texts): void;

/** Gives the texts after the start: a page may load them while the core is already at work. */
export function provideTexts(make: () => Texts): void;
