/**
 * What this package throws, everywhere. Switch on `code`: it is stable, the message is for people and never holds a secret. What a store, a
 * `fetch` or a signal gave as its reason is the `cause`; the stack starts where the package was called.
 */
export class AuthDoctorError extends Error {
  constructor(code: AuthDoctorErrorCode, message: string, options?: { cause?: unknown });
  /** `AuthDoctorError`; those of `mcp-auth-doctor/mcp-sdk` have names of their own. */
  readonly name: string;
  readonly code: AuthDoctorErrorCode;
}

/** Why the package threw. More codes may be added; none changes its meaning. */
export type AuthDoctorErrorCode =
  /** An argument or option is not as documented; the message names it, what was expected, and what was given. */
  | 'invalid-argument'
  /** A `Discovery` was asked for its next step out of order. */
  | 'invalid-state'
  /** The caller's signal fired; `cause` is its `reason`. */
  | 'aborted'
  /** What the host provides failed: its store, its source of randomness, its `fetch`. `cause` is what it threw. */
  | 'host-failed'
  /** `authenticatedFetch`: the server refuses again and again what the sign-in gives. */
  | 'asked-too-often'
  /** `proveCredential`: the token looks like another provider's; `confirmForeign` sends it anyway. */
  | 'confirm-foreign'
  /** An error of this package. Please report it. */
  | 'internal'
  /** The core stopped on an internal error. What was under way is lost, the next call works. Please report it. */
  | 'core-stopped'
  /** `mcp-auth-doctor/slim` was used before `init()`. */
  | 'not-initialized'
  /** The diagnosis is a file of its own here, and a function that returns at once was called before `await loadDiagnosis()`. */
  | 'diagnosis-not-loaded'
  /** `authenticatedFetch`: the server redirects within its origin again and again. */
  | 'too-many-redirects'
  /** A content security policy forbids WebAssembly; the message says what to change. */
  | 'wasm-blocked'
  /** `init()` or `loadDiagnosis()` could not load its wasm. */
  | 'wasm-not-found'
  /** No port of the list is free; the message says which were tried. */
  | 'port-taken'
  /** The redirect URI is not one that a listener on this machine can receive. */
  | 'redirect-not-loopback'
  /** The system's browser could not be started. */
  | 'browser-failed'
  /** No callback came in time. */
  | 'callback-timeout'
  /** The store's folder or file can't be read or written, or belongs to somebody else. */
  | 'store-unusable'
  /** The lock of the store was not free in time. */
  | 'store-locked'
  /** The way that was asked for needs a redirect page, and none was given. */
  | 'no-redirect-page'
  /** The address of the MCP server is not a URL. */
  | 'bad-server'
  /** The extension's manifest lacks something; the message says what to add to which file. */
  | 'manifest'
  /** The browser did not open a window. */
  | 'popup-blocked'
  /** The token of a built-in account is for another service than the server's; it was not sent. */
  | 'foreign-audience'
  /** The token can't be given to another program as a header. */
  | 'not-a-header'
  /** The other program sends every credential as `Bearer` (RFC 6750), and this one is of another kind. */
  | 'not-a-bearer-token'
  /** `mcp-auth-doctor/mcp-sdk`: the sign-in was needed and did not work. */
  | 'sign-in-failed'
  /** `mcp-auth-doctor/mcp-sdk`: signed in; send the request again. */
  | 'signed-in-again';

// The types of the place where the package runs, where it has them: no library of TypeScript is asked for.

/** The global `fetch`. */
export type Fetch = typeof globalThis extends { fetch: infer Own } ? Own : (input: string, init?: object) => Promise<unknown>;

/** An `AbortSignal`. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Own } }
  ? Own
  : { readonly aborted: boolean; readonly reason?: unknown; addEventListener(type: 'abort', listener: () => void): void };

/** A `CryptoKeyPair` for signing; the private key can't be exported. */
export interface SigningKeys {
  publicKey: SigningKey;
  privateKey: SigningKey;
}

/** A `CryptoKey`. */
export type SigningKey = typeof globalThis extends { CryptoKey: { prototype: infer Own } } ? Own : object;

/** An address: a text, which is sent as it is, or a `URL`. */
export type Address = string | { readonly href: string };

/**
 * What is kept between steps. Values are strings; all members are asynchronous.
 * `take` reads and deletes at once; `lock` runs `work` while nobody else holds the same key.
 */
export interface Store {
  get(key: string): Promise<string | undefined | null>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  take(key: string): Promise<string | undefined | null>;
  keys(prefix: string): Promise<string[]>;
  lock<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Keeps a signing key that can't be exported; without these three it is kept by `set`, as the text of a JWK. */
  putKey?(keyId: string, pair: SigningKeys): Promise<void>;
  getKey?(keyId: string): Promise<SigningKeys | undefined | null>;
  /** Called when nothing is bound to the key any more; without it the key stays. */
  deleteKey?(keyId: string): Promise<void>;
}

/** A `Store` that lives as long as the process. */
export function memoryStore(): Store;

/** One line of progress: a request goes out, or its answer came. */
export interface Progress {
  kind: 'request' | 'response';
  method: string;
  url: string;
  status?: number | undefined;
}

/** What everything that may use the network takes. */
export interface NetworkOptions {
  /** Instead of the global `fetch`. */
  fetch?: Fetch | undefined;
  /** Aborting rejects with code `aborted`; an exchange already sent is not cut. */
  signal?: Signal | undefined;
  /** For one request. */
  timeoutMs?: number | undefined;
  onProgress?: ((event: Progress) => void) | undefined;
}

/** The formats of `renderReport`. */
export type Format = 'text' | 'markdown' | 'json' | 'sarif';

/** How `text` is laid out: ANSI colours, the number of columns, and everything instead of what somebody needs first. */
export interface Layout {
  colour?: boolean | undefined;
  all?: boolean | undefined;
  width?: number | undefined;
  /** For each action of the report, in its order, the command line that carries it out; `null` where there is none. */
  commands?: (string | null)[] | undefined;
}

/** A credential that the person brings. */
export type Credential =
  | { kind: 'bearer'; token: string }
  | { kind: 'basic'; username: string; password: string }
  | { kind: 'header'; name: string; value: string };

/** Options of `diagnose`. */
export interface DiagnoseOptions extends NetworkOptions {
  revision?: Revision | undefined;
  /** `eager` by default. */
  probe?: 'polite' | 'eager' | undefined;
  /** The error message that a client showed; a log is read for its failures. */
  symptom?: string | undefined;
  /** Sent to the server only if given; tokens of a sign-in in the way of their kind (those bound to a key need the `store` that has it). */
  credential?: Credential | { kind: 'tokens'; tokens: Tokens } | undefined;
  store?: Store | undefined;
  /** Origin of a web page, to see whether a page of that origin may talk to the server (CORS). */
  origin?: string | undefined;
  /** For whom the actions are. */
  host?: HostInfo | undefined;
}

/** Options of `analyze`: what is known beside the evidence. */
export interface AnalyzeOptions {
  /** The MCP server's address, where the evidence does not say it. */
  server?: Address | undefined;
  /** The error message that a client showed; a log is read for its failures, and for its exchanges where the evidence has none. */
  symptom?: string | undefined;
  revision?: Revision | undefined;
  seenFrom?: 'process' | 'browser' | undefined;
  /** In ms since the epoch. */
  now?: number | undefined;
  /** For whom the actions are. */
  host?: HostInfo | undefined;
}

/** The exit status that a report stands for: 0 ok, 1 blocked (or a finding as bad as `failOn`), 3 undetermined or nothing, 4 needs. */
export function exitStatus(report: Report, failOn?: Severity): number;

/** Options of a sign-in. */
export interface SignInOptions extends NetworkOptions, SignInRequest {
  /** The MCP server's address. A text is sent as it is. */
  server: Address;
  /** Where what must survive is kept; without one the caller holds `Pending` and `Tokens`. */
  store?: Store | undefined;
  /** For whom the actions of a report are. */
  host?: HostInfo | undefined;
}

/** Options of what goes on from stored values. Those that the sign-in began with may be given whole. */
export interface ContinueOptions extends NetworkOptions {
  store?: Store | undefined;
  /** `refresh` and `revoke`: the client that the tokens were issued to, where the store does not have it. */
  client?: Client | undefined;
  /** `completeSignIn` by the id of a kept sign-in: the MCP server's address, for the report. */
  server?: Address | undefined;
  /** For whom the actions of a report are. */
  host?: HostInfo | undefined;
  revision?: Revision | undefined;
  allow?: Allowed[] | undefined;
  /** `proveCredential`: send a token that looks like another provider's; without it such a token is refused with code `confirm-foreign`. */
  confirmForeign?: boolean | undefined;
}

/** Options of `deleteClient`. */
export interface DeleteClientOptions extends ContinueOptions {
  store: Store;
  /** Which of the issuer's clients; without it the one that is kept for it. */
  clientId?: string | undefined;
}

/** Options of `authenticatedFetch`. */
export interface AuthenticatedFetchOptions extends SignInOptions {
  store: Store;
  /** Asks the person: gives the callback URL, or the tokens where it signed in itself. */
  interact?: ((outcome: Outcome) => Promise<string | Tokens | undefined>) | undefined;
}

/**
 * Loads the diagnosis. It loads itself when a sign-in needs a report and in `diagnose` and `gatherEvidence`; before any function of it
 * that returns at once (`analyze`, `readEvidence`, `rules`, ...) this has to be awaited, except in Node and in CommonJS, where it is at hand.
 */
export function loadDiagnosis(): Promise<void>;

/**
 * Takes the filled form of an action of a report and goes on. Rejects as `beginSignIn` does; with `invalid-argument` also for an action
 * that only a person can do.
 */
export function applyAction(report: Report, action: Action, values: Record<string, string>, options: SignInOptions): Promise<Outcome>;

/** Proves a credential that the person brought by an authenticated call, and keeps it if the server takes it. */
export function proveCredential(server: Address, credential: Credential, options?: ContinueOptions): Promise<Outcome>;

/**
 * Makes a `fetch` that brings the credential of the store, and answers 401 and 403 by the flow. `store` is needed; `interact(outcome)`
 * gives the callback URL, or the tokens where it signed in itself. A request that `interact` makes itself asks nobody and gets the
 * server's own answer; in a browser, if it is made before the first `await`.
 *
 * Throws `invalid-argument` where an option is missing or has another type than documented. Of a request: what `interact` throws,
 * `aborted`, `host-failed`, `asked-too-often` where the server refuses again and again what it gives.
 */
export function authenticatedFetch(options: AuthenticatedFetchOptions): typeof fetch;

/** Bytes of memory that the running modules hold. */
export function memoryBytes(): number;
