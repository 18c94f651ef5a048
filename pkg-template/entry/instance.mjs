// Stands in wasm-bindgen's glue in place of its own loading: the module is compiled and started by the first call.
let provide = () => {
  throw notStarted();
};
/** The same for who may wait: it compiles beside the thread that calls. */
let later = async () => provide();

const notStarted = () => coded('not-initialized', 'mcp-auth-doctor/slim was used before init(): await init() with the module, its bytes, a Response or an address.');

let wasm = new Proxy({}, {
  get: (_, name) => {
    const module = provide();
    if (module instanceof Promise) throw notStarted();
    start(module);
    return wasm[name];
  },
});

let wasmModule;
let wasmInstance;

/** Says where the compiled module comes from, once something asks for it. */
export function provideModule(source) {
  provide = source;
}

/** The same, from the base64 of the wasm, or of what `unpacked` makes it of. */
export function provideText(text, unpacked = (bytes) => bytes) {
  const bytes = () => unpacked(fromBase64(text()));
  provide = () => compile(bytes());
  later = once(() => compiled(WebAssembly.compile, bytes()));
}

/** Starts an instance, unless one runs already; for what may wait until its module is loaded. */
export async function ready() {
  if (!wasmInstance) start(await later());
}

/** Starts an instance of the module, unless one runs already. */
export function start(module) {
  if (wasmInstance) return;
  wasmInstance = new WebAssembly.Instance(module, __wbg_get_imports());
  wasmModule = module;
  wasm = watched(wasmInstance.exports);
  wasm.__wbindgen_start();
}

/** Rejects what is under way, for each flow; see `driver/drive.ts`. */
export const open = new Set();

/** Bytes of memory that the instance holds. */
export function memoryBytes() {
  return wasmInstance?.exports.memory.buffer.byteLength ?? 0;
}

/** A trap or an exhausted stack leaves memory in an unknown state: the instance is given up and a fresh one takes over. */
function watched(exports) {
  const watch = (call) => (...args) => {
    try {
      return call(...args);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) throw stopped(error);
      throw error;
    }
  };
  return Object.fromEntries(Object.entries(exports).map(([name, value]) => [name, typeof value === 'function' ? watch(value) : value]));
}

function stopped(cause) {
  __wbg_reset_state();
  wasm = watched(wasmInstance.exports);
  const error = coded('core-stopped', `mcp-auth-doctor stopped on an internal error (${cause.message}); what was under way is lost, the next call works. Please report it.`, cause);
  const rejected = [...open];
  open.clear();
  for (const reject of rejected) reject(error);
  return error;
}

/** The driver makes an `AuthDoctorError` of it. */
function coded(code, message, cause) {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { code });
}

/** Compiles, and explains a refusal: every refusal of a valid module comes from a policy of the place where this runs. */
export function compile(bytes) {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw refused(cause);
  }
}

/** The module of whatever a host has: the module, its bytes, a Response or an address. */
export async function moduleOf(given, name) {
  const source = await given;
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return compiled(WebAssembly.compile, source);
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) throw coded('wasm-not-found', `${name} could not be loaded: ${response.status} for ${response.url}`);
  // Compiled while it comes, except where it has no type of wasm: so do hosts that serve extensions' files.
  const streams = WebAssembly.compileStreaming && response.headers.get('content-type') === 'application/wasm';
  return streams ? compiled(WebAssembly.compileStreaming, response) : compiled(WebAssembly.compile, await response.arrayBuffer());
}

async function compiled(compileOf, source) {
  try {
    return await compileOf(source);
  } catch (cause) {
    // What broke off on the way is not a refusal.
    throw cause instanceof TypeError ? cause : refused(cause);
  }
}

/** Loads at most once; a load that failed is tried again. */
export function once(load) {
  let loading;
  return () => (loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  }));
}

/** The error for a place that does not allow WebAssembly, with what to change there. */
function refused(cause) {
  const extension = globalThis.chrome?.runtime?.id ?? globalThis.browser?.runtime?.id;
  const worker = globalThis.navigator?.userAgent === 'Cloudflare-Workers';
  let advice = `allow it in the Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'`;
  if (extension) {
    advice = `add to manifest.json: "content_security_policy": { "extension_pages": "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'" }`;
  }
  if (worker) advice = 'bundle with the condition "workerd", which imports the wasm as a module';
  return coded('wasm-blocked', `WebAssembly is not allowed here (${cause?.message ?? cause}). To use mcp-auth-doctor, ${advice}.`, cause);
}

/** The bytes of a wasm that stands in its file as text. */
function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  if (globalThis.Buffer) return globalThis.Buffer.from(text, 'base64');
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = characters.charCodeAt(at);
  return bytes;
}
