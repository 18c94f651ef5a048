export * from './index.js';
import type { Address } from './index.js';

/** A compiled module. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Own } } } ? Own : object;

/** The bytes of a module. */
export type WasmBytes = ArrayBuffer | ArrayBufferView;

/** What a `Response` has that is needed here. */
export interface WasmResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly url: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Where a module is to be had. */
export type WasmSource = WasmModule | WasmBytes | WasmResponse | Address | Promise<WasmModule | WasmBytes | WasmResponse>;

/**
 * Starts the sign-in from a module, its bytes, a Response or an address of `sign-in.wasm`; once. Rejects with code `wasm-blocked` or
 * `wasm-not-found`.
 */
export function init(source?: WasmSource): Promise<void>;

/** The same at once, from a compiled module or its bytes. Throws with code `wasm-blocked`. */
export function initSync(source: WasmModule | WasmBytes): void;

/** Starts the diagnosis from the same of `diagnosis.wasm`; once. Rejects as `init`, and with code `diagnosis-not-loaded` without any. */
export function loadDiagnosis(source?: WasmSource): Promise<void>;

/**
 * Says where the two are to be had: what promises loads them when it needs them. What returns at once needs `await init()` or
 * `await loadDiagnosis()` first.
 */
export function provideWasm(from: { signIn?: WasmSource; diagnosis?: WasmSource }): void;
