// Stands in wasm-bindgen's glue in place of its own loading: the module is compiled and started by the first call.
let provide = () => {
  throw coded('not-initialized', 'mcp-auth-doctor/slim was used before init(): await init() with the module, its bytes, a Response or an address.');
};

let wasm = new Proxy({}, {
  get: (_, name) => {
    start(provide());
    return wasm[name];
  },
});

let provideRest;

/** Says where the compiled module comes from, once something asks for it; and its other half, where it comes in two. */
export function provideModule(source, rest) {
  provide = source;
  provideRest = rest;
}

let restModule;
let restOf;

/** Starts the other half, which has memory, tables and functions from the first (xtask/src/build/split.rs), unless it runs already. */
function startRest() {
  if (restOf === wasmInstance) return;
  restModule ??= provideRest();
  const core = wasmInstance.exports;
  const first = new Proxy({}, { get: (_, slot) => core.functions.get(Number(slot)) });
  const rest = new WebAssembly.Instance(restModule, { ...__wbg_get_imports(), core, first });
  restOf = wasmInstance;
  wasm = watched({ ...core, ...rest.exports });
}

/** What an instance imports: the glue, and a way to start the other half. */
function imports() {
  return { ...__wbg_get_imports(), rest: { load: startRest } };
}

let lookUp;

/** Says where the prose of the rules is found: a table from the rule's id to `[why, fix]`, made when it is first asked for. */
export function provideTexts(make) {
  let table;
  lookUp = (id) => (table ??= make())[id];
  if (wasmInstance) __provideTexts(lookUp);
}

/** Starts an instance of the module, unless one runs already. */
export function start(module) {
  if (wasmInstance) return;
  wasmInstance = new WebAssembly.Instance(module, imports());
  wasmModule = module;
  wasm = running();
  wasm.__wbindgen_start();
  if (lookUp) __provideTexts(lookUp);
}

let wasmModule;
let wasmInstance;

/** Ends every promise that the stopped instance would have kept. */
const open = new Set();

/**
 * An export as users call it: its errors are `AuthDoctorError`s that start where it was called, and what it promised is rejected if the
 * instance stops meanwhile. A function that it makes is another such export.
 */
export function guarded(call) {
  const guardedCall = function (...args) {
    let result;
    try {
      result = call.apply(this, args.map(withTexts));
    } catch (error) {
      throw own(error, args, placeOf(guardedCall));
    }
    if (typeof result === 'function') return guarded(result);
    if (!(result instanceof Promise)) return result;
    const place = placeOf(guardedCall);
    return new Promise((resolve, reject) => {
      open.add(reject);
      result.then(resolve, (error) => reject(own(error, args, place))).finally(() => open.delete(reject));
    });
  };
  return guardedCall;
}

/** A `URL` as its text, and options with one likewise: the core reads texts. */
function withTexts(given) {
  if (given instanceof URL) return given.href;
  return given?.server instanceof URL ? { ...given, server: given.server.href } : given;
}

/** A class of the core whose methods are such exports. */
export function guardedClass(made) {
  for (const name of Object.getOwnPropertyNames(made.prototype)) {
    if (name !== 'constructor') made.prototype[name] = guarded(made.prototype[name]);
  }
  return made;
}

/** The stack of whoever called; read only where something goes wrong. */
function placeOf(called) {
  const place = new Error();
  Error.captureStackTrace?.(place, called);
  return place;
}

/** What the core threw, as the error that users know; anything else, such as what a host's function threw, stays as it is. */
function own(error, args, place) {
  if (error instanceof AuthDoctorError || !(error instanceof Error) || typeof error.code !== 'string') return error;
  const signal = args.map((each) => each?.signal).find((each) => each?.aborted);
  const cause = error.code === 'aborted' ? signal?.reason : error.cause;
  const made = coded(error.code, error.message, cause);
  // V8 puts name and message above the frames, others only frames.
  made.stack = place.stack?.replace(/^Error\b.*\n/, `${made}\n`);
  return made;
}

/** The exports of the instance; to ask for one of the other half starts that. */
function running() {
  const exports = watched(wasmInstance.exports);
  if (!provideRest) return exports;
  return new Proxy(exports, {
    get: (_, name) => {
      if (name in exports) return exports[name];
      startRest();
      return wasm[name];
    },
  });
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
  wasm = running();
  if (lookUp) __provideTexts(lookUp);
  const error = coded('core-stopped', `mcp-auth-doctor stopped on an internal error (${cause.message}); what was under way is lost, the next call works. Please report it.`, cause);
  const rejected = [...open];
  open.clear();
  for (const reject of rejected) reject(error);
  return error;
}

/** An error with a stable `code`. Its message is for people and never holds a secret. */
export class AuthDoctorError extends Error {
  name = 'AuthDoctorError';

  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }
}

/** An error of a code, with its cause where there is one. */
export function coded(code, message, cause) {
  return new AuthDoctorError(code, message, cause === undefined ? undefined : { cause });
}

/** Compiles, and explains a refusal: every refusal of a valid module comes from a policy of the place where this runs. */
export function compile(bytes) {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw refused(cause);
  }
}

/** The error for a place that does not allow WebAssembly, with what to change there. */
export function refused(cause) {
  const extension = globalThis.chrome?.runtime?.id ?? globalThis.browser?.runtime?.id;
  const worker = globalThis.navigator?.userAgent === 'Cloudflare-Workers';
  let advice = `allow it in the Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'`;
  if (extension) {
    advice = `add to manifest.json: "content_security_policy": { "extension_pages": "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'" }`;
  }
  if (worker) advice = 'bundle with the condition "workerd", which imports core.wasm as a module';
  return coded('wasm-blocked', `WebAssembly is not allowed here (${cause?.message ?? cause}). To use mcp-auth-doctor, ${advice}.`, cause);
}
