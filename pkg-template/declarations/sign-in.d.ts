// What `core.d.ts`, which is made from the Rust types, leaves to be said by hand.

/** A sign-in under way: opaque, secret, of one use. Goes to session storage and back into `completeSignIn`. */
export interface Pending {
  v: 1;
  /** `pendingId(callbackUrl)` finds it. */
  id: string;
  createdAt: number;
  expiresAt: number;
  returnTo?: string;
  [member: string]: unknown;
}

/** What the host does next; `deviations` says what was done for it that another client may not do. */
export type Outcome = { deviations: Deviation[] } & (
  | NextStep
  /** The person has to bring something: each of `actions` is a way. */
  | { kind: 'choose'; report: Report; actions: Action[] }
  /** Something is broken, or was refused. */
  | { kind: 'blocked'; report: Report }
);

/** The enterprise's identity provider and what proves the person to it. */
export interface IdentityProvider {
  issuer: string;
  tokenEndpoint: string;
  client: Client;
  /** The identity token or refresh token of the person. */
  subjectToken: string;
  /** An identity token where absent. */
  subjectTokenType?: string;
}
