// The glue of the sign-in module, as wasm-bindgen writes it and `entry/instance.mjs` completes it.
declare module 'core:sign-in' {
  type Running = import('./core.ts').Running;

  export const open: Set<(error: unknown) => void>;
  export function memoryBytes(): number;
  /** Starts an instance, unless one runs already. */
  export function ready(): Promise<void>;

  export function abandonSignIn(id: unknown, options: unknown): Running;
  export function beginSignIn(options: unknown): Running;
  export function clientCredentials(options: unknown): Running;
  export function completeSignIn(pending: unknown, callbackUrl: unknown, options: unknown): Running;
  export function deleteClient(issuer: unknown, options: unknown): Running;
  export function enterpriseManaged(identityProvider: unknown, options: unknown): Running;
  export function forgetTokens(id: unknown, options: unknown): Running;
  export function refresh(tokens: unknown, options: unknown): Running;
  export function revoke(tokens: unknown, options: unknown): Running;
  export function stepUp(tokens: unknown, challenge: unknown, options: unknown): Running;
  export function tokensInUse(server: unknown, options: unknown): Running;
  export function workloadIdentity(assertion: unknown, options: unknown): Running;
  export function __goOn(chosen: unknown, options: unknown): Running;
  export function __prove(server: unknown, credential: unknown, options: unknown): Running;

  export function authorizationServerMetadataUrls(issuer: unknown, revision: unknown): string[];
  export function authorizationUrl(endpoint: unknown, request: unknown): string;
  export function canonicalResource(server: unknown): string;
  export function createPkce(): unknown;
  export function parseChallenges(value: unknown): unknown;
  export function pendingId(callbackUrl: unknown): string | undefined;
  export function readCallback(url: unknown): unknown;
  export function readTokenResponse(status: unknown, body: unknown, requestedScopes: unknown): unknown;
  export function resourceMetadataUrls(server: unknown): string[];
  export function selectScopes(sources: unknown): string[];
  export function tokenRequest(endpoint: unknown, options: unknown): unknown;
  export function version(): string;

  export class Access {
    constructor(options: unknown);
    readonly server: string;
    isOwn(url: string): boolean;
    keep(tokens: unknown): Running;
    attempt(method: string, url: string): Attempt;
  }

  export class Attempt {
    carried(): Running;
    judge(carried: unknown, answer: unknown, canAsk: boolean): Running;
    free(): void;
  }

  export class Discovery {
    constructor(options: unknown);
    next(): unknown;
    receive(exchanges: unknown): void;
    free(): void;
  }
}
