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
}

/** A `Store` that lives as long as the process. */
export function memoryStore(): Store;

/** One line of progress: a request goes out, or its answer came. */
export interface Progress {
  kind: 'request' | 'response';
  method: string;
  url: string;
  status?: number;
}

/** What everything that may use the network takes. */
export interface NetworkOptions {
  /** Instead of the global `fetch`. */
  fetch?: typeof fetch;
  /** Aborting rejects with code `aborted`; an exchange already sent is not cut. */
  signal?: AbortSignal | undefined;
  /** For one request. */
  timeoutMs?: number;
  onProgress?: (event: Progress) => void;
}

/** A credential that the person brings. */
export type Credential =
  | { kind: 'bearer'; token: string }
  | { kind: 'basic'; user: string; password: string }
  | { kind: 'header'; name: string; value: string };

/** Options of `diagnose`. */
export interface DiagnoseOptions extends NetworkOptions {
  revision?: Revision;
  /** `eager` by default. */
  probe?: 'polite' | 'eager';
  /** The error message that a client showed. */
  symptom?: string;
  /** Sent to the server only if given. */
  credential?: Credential;
  /** Registers a client, if true. */
  register?: boolean;
  redirectUri?: string;
  client?: Client;
  allow?: Allowed[];
}

/** Asks the server as a client would, and judges. Sends no credential and registers nothing, unless told to. */
export function diagnose(server: string, options?: DiagnoseOptions): Promise<Report>;

/** Judges what was captured. Throws with code `invalid-argument` or `not-recognised`. */
export function analyze(evidence: Evidence | object | string, options?: { server?: string; symptom?: string; revision?: Revision }): Report;

/** Recognises what was pasted: HAR, a request log, headers, metadata, a configuration, an error message. Throws with code `not-recognised`. */
export function readEvidence(text: string): Evidence;

/** The report as text: what a person reads (`text`, `markdown`) or a program (`json`, `sarif`). */
export function renderReport(report: Report, format: 'text' | 'markdown' | 'json' | 'sarif', options?: { colour?: boolean; width?: number }): string;

/** Options of a sign-in. */
export interface SignInOptions extends NetworkOptions {
  /** The MCP server's address, sent as it is. */
  server: string;
  /** Where the callback comes, sent as it is; without one, a code is shown where the server offers that. */
  redirectUri?: string;
  client?: Client;
  /** With the names of RFC 7591 §2; a `client_id` among them is the address of a client ID metadata document. */
  clientMetadata?: Record<string, unknown>;
  scopes?: string[];
  offlineAccess?: boolean;
  /** Another `resource`, or `false` to send none. */
  resource?: string | boolean;
  revision?: Revision;
  /** `polite` by default. */
  probe?: 'polite' | 'eager';
  extraParams?: Record<string, string>;
  authorizationServer?: string;
  /** `WWW-Authenticate` of an answer that the host has got already. */
  challenge?: string;
  dpop?: boolean;
  returnTo?: string;
  handBackTo?: string;
  allow?: Allowed[];
  store?: Store;
}

/** Starts a sign-in. Rejects with code `invalid-argument` or `aborted`; what a server does wrong is an outcome. */
export function beginSignIn(options: SignInOptions): Promise<Outcome>;

/** Options of what goes on from stored values. */
export interface ContinueOptions extends NetworkOptions {
  store?: Store;
  revision?: Revision;
  allow?: Allowed[];
}

/** Checks the callback and exchanges the code. */
export function completeSignIn(pending: Pending | string, callbackUrl: string, options?: ContinueOptions): Promise<Outcome>;

/** Takes the filled form of an action and goes on. */
export function applyAction(report: Report, action: Action, values: Record<string, string>, options: SignInOptions): Promise<Outcome>;

/** Proves a credential that the person brought, by an authenticated call. */
export function proveCredential(server: string, credential: Credential, options?: ContinueOptions): Promise<Outcome>;

/** Renews the tokens. */
export function refresh(tokens: Tokens, options?: ContinueOptions): Promise<Outcome>;

/** Revokes the tokens where the authorization server offers that. */
export function revoke(tokens: Tokens, options?: ContinueOptions): Promise<void>;

/** Signs in again with the scopes that a challenge asks for besides. */
export function stepUp(tokens: Tokens, challenge: string, options: SignInOptions): Promise<Outcome>;

/** Gets tokens without a person (RFC 6749 §4.4). */
export function clientCredentials(options: SignInOptions): Promise<Outcome>;

/** A `fetch` that brings the token of the store, renews it, and asks `interact` to sign in where that is needed. */
export function authenticatedFetch(
  options: SignInOptions & { interact?: (outcome: Outcome) => Promise<string | Tokens | undefined> },
): typeof fetch;

/** The id of the `Pending` that a callback belongs to, from its `state`. */
export function pendingId(callbackUrl: string): string | undefined;

/** Every rule. */
export function rules(): RuleText[];

/** One rule. Throws with code `invalid-argument` for an id that does not exist. */
export function explain(ruleId: string): RuleText;

/** The version of this package. */
export function version(): string;

/** Reads `WWW-Authenticate`. */
export function parseChallenges(value: string): Challenge[];
