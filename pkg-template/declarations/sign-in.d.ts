// Who signs in, what it ends in, and the client metadata for it.

/** A client as an authorization server knows it. */
export interface Client {
  kind?: 'pre-registered' | 'metadata-document' | 'dynamic';
  clientId: string;
  issuer?: string;
  clientSecret?: string;
  clientSecretExpiresAt?: number;
  /** Since when this secret is in use here; set by the core. */
  inUseSince?: number;
  tokenEndpointAuthMethod?: string;
  redirectUris?: string[];
  keyId?: string;
  privateKeyPem?: string;
  signingAlgorithm?: string;
  registrationClientUri?: string;
  registrationAccessToken?: string;
}

/** A named opt-out. */
export type Allowed = 'unadvertisedPkce' | 'compatibleResource' | 'bareCode' | 'insecureLoopback';

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

/** An access token with what it is bound to. Secret. Times in ms since the epoch. */
export interface Tokens {
  v: 1;
  issuer: string;
  resource: string;
  /** The MCP server's address, raw: the token goes to its origin and nowhere else. */
  server: string;
  clientId: string;
  /** `Bearer`, `DPoP`, `Basic`, or `Header` for a credential in a header of its own. */
  tokenType: string;
  header?: string;
  /** The scopes granted, separated by spaces; empty where the server decided without a word. */
  scope: string;
  requestedScope: string;
  accessToken: string;
  refreshToken?: string;
  expiresAt: number | null;
  issuedAt: number;
  keyId?: string;
  /** Names the sign-in that these tokens go back to. */
  signIn?: string;
  /** How often they were renewed since. */
  renewals?: number;
  tokenEndpoint?: string;
  omitResource?: boolean;
}

/** What the host does next. */
export type Outcome =
  | {
      kind: 'open-browser';
      url: string;
      /** Shown before the browser opens. */
      authorizationHost: string;
      scopes: string[];
      redirectUri: string;
      pending: Pending;
      expiresAt: number;
    }
  | {
      kind: 'show-code';
      userCode: string;
      verificationUri: string;
      verificationUriComplete?: string;
      intervalSeconds: number;
      expiresAt: number;
      pending: Pending;
    }
  | { kind: 'choose'; report: Report; actions: Action[] }
  | {
      kind: 'signed-in';
      tokens: Tokens;
      /** What the store said, where it did not keep them: they are good, and only here. */
      notKept?: string;
    }
  | { kind: 'blocked'; report: Report };

/** The program that signs in, as far as advice depends on it. */
export interface HostInfo {
  kind?: 'vscode-desktop' | 'vscode-web' | 'chrome-extension' | 'firefox-extension' | 'desktop' | 'page';
  /** The redirect URI that it will use. */
  redirectUri?: string;
  /** Its loopback ports, in the order in which it tries them; 0 for a random one. */
  ports?: number[];
  /** `publisher.name` of VS Code, the 32 letters of Chrome, the host part of Firefox. */
  extensionId?: string;
  /** The https page where the browser comes back. */
  redirectPage?: string;
  /** Address of its client ID metadata document. */
  clientMetadataUrl?: string;
}

/** Which redirect URIs to register, and which can't work. */
export interface RedirectPlan {
  provider: string | null;
  /** `send`: what the sign-in sends, where the provider leaves the port free if none is registered. */
  register: { uri: string; why: string; send?: string }[];
  cannot: { uri: string; why: string }[];
  applicationType: 'native' | 'web';
  notes: string[];
}

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

/** What a client ID metadata document is to say. */
export interface ClientMetadataWanted {
  /** The https address where it will stand. */
  url: string;
  clientName: string;
  redirectUris: string[];
  clientUri?: string;
  scope?: string;
  /** For `private_key_jwt`; nothing for a public client. */
  jwksUri?: string;
}

/** A client ID metadata document and what to do with it. */
export interface ClientMetadataMade {
  document: string;
  steps: string[];
  warnings: string[];
}

/** What is wrong with a client ID metadata document. */
export interface ClientMetadataFlaw {
  member: string;
  what: string;
  fatal: boolean;
}
