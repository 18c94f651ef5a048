/** The revision of the MCP specification. */
export type Revision = '2025-03-26' | '2025-06-18' | '2025-11-25' | '2026-07-28' | (string & {});

/** The whole answer. Unknown members may appear; rule ids and kinds never change meaning. */
export interface Report {
  schema: number;
  tool: { name: string; version: string };
  /** In ms since the epoch. */
  at: number | null;
  /** The MCP server's address, raw. */
  server: string | null;
  /** The revision that was judged. */
  revision: string;
  verdict: 'ok' | 'degraded' | 'blocked' | 'undetermined';
  /** The finding that, once removed, lets the flow get further; one of `findings`. */
  cause: Finding | null;
  /** Where the evidence fits several causes: each, and what would tell it apart. */
  candidates: Candidate[];
  /** In the order of the flow. */
  findings: Finding[];
  /** What to do now, the best first; none where nothing is wrong and nobody has to sign in. */
  actions: Action[];
  /** Ways that somebody would think of and that the evidence rules out. */
  ruledOut?: { kind: Action['kind']; why: string }[];
  unseen: Unseen[];
  /** What was sent and received, without secrets. */
  exchanges: Exchange[];
  /** What each of `exchanges` is, in the same order. */
  steps: Step[];
}

/** What an exchange is. */
export type Step =
  | 'preflight'
  | 'mcp'
  | 'resource-metadata'
  | 'server-metadata'
  | 'registration'
  | 'client-metadata-document'
  | 'pushed-authorization'
  | 'device-authorization'
  | 'authorization'
  | 'callback'
  | 'token'
  | 'revocation'
  | 'other';

export type Severity = 'info' | 'warning' | 'error';
export type Party = 'server' | 'authorization-server' | 'client' | 'user';

/** One thing that was found. */
export interface Finding {
  /** The rule's id. */
  rule: string;
  /** The step of the flow. */
  step: string;
  severity: Severity;
  /** Who must fix it. */
  party: Party;
  title: string;
  why: string;
  fix: string;
  expected?: string;
  received?: string;
  where?: Place;
  certainty: 'observed' | 'inferred';
  cites: { label: string; url: string }[];
}

/** Where something was found. */
export interface Place {
  /** Index into the report's `exchanges`. */
  exchange?: number;
  url?: string;
  /** Header, member or parameter. */
  member?: string;
}

/** One of several causes that fit. */
export interface Candidate {
  finding: Finding;
  /** The one observation that decides. */
  tellApart: string;
}

/** What could not be seen; never reported as missing and never as fine. */
export interface Unseen {
  what: string;
  why: string;
  how: string;
}

/** What a host renders as a button or a form. */
export interface Action {
  kind:
    | 'sign-in'
    | 'client-metadata-document'
    | 'own-app'
    | 'personal-access-token'
    | 'basic'
    | 'api-key-header'
    | 'add-scopes'
    | 'register-again'
    | 'patch-server'
    | 'patch-authorization-server'
    | 'report-to-client'
    | 'allow-at-edge'
    | 'use-other-address'
    | 'allow-deviation'
    | 'retry-later'
    | 'free-port'
    | 'change-setting'
    | 'open-by-hand'
    | 'capture-more';
  title: string;
  why: string;
  steps: string[];
  fields: Field[];
  /** The issuer that what is filled in is meant for; `applyAction` shows it to no other one. */
  issuer?: string;
}

/** One field of a form. */
export interface Field {
  /** Its name, for `applyAction`. */
  name: string;
  label: string;
  /** `text`, `password`, `url`, `select` or `checkbox`. */
  type: string;
  required: boolean;
  /** Hidden; never has a `value`. */
  secret: boolean;
  /** A regular expression that the value must match. */
  pattern?: string;
  help?: string;
  value?: string;
}

/** Header fields in the order of the wire: name and value. */
export type Headers = [name: string, value: string][];

/** One request and what became of it. */
export interface Exchange {
  request: { method: string; url: string; headers?: Headers; body?: string };
  response?: {
    /** 0 where it is not known. */
    status: number;
    headers?: Headers;
    headersPartial?: boolean;
    body?: string;
    bodyPartial?: boolean;
    finalUrl?: string;
  };
  failure?: {
    kind: 'dns' | 'tls' | 'connection' | 'timeout' | 'aborted' | 'blocked' | 'too-large' | 'redirect-refused' | 'other';
    message: string;
  };
  /** In ms since the epoch. */
  startedAt?: number;
  /** In ms. */
  duration?: number;
}

/** Everything that is known about one attempt to sign in. */
export interface Evidence {
  /** The MCP server's address, raw. */
  server?: string;
  /** The error message that a client showed. */
  symptom?: string;
  exchanges: Exchange[];
  revision?: Revision;
  seenFrom?: 'process' | 'browser';
  /** The clock of the machine that saw it, in ms since the epoch. */
  now?: number;
}

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

/** One challenge of `WWW-Authenticate`: names in lower case, values as meant. */
export interface Challenge {
  scheme: string;
  params: Record<string, string>;
  token68?: string;
}

/** What a rule is, for reading. */
export interface RuleText {
  id: string;
  step: string;
  severity: Severity;
  party: Party;
  title: string;
  why: string;
  fix: string;
  since: string;
  until?: string;
  cites: { label: string; url: string }[];
}

/** What `readEvidence` read: evidence, with what it was recognised from. */
export interface Import extends Evidence {
  recognised: Recognised[];
}

/** One piece of what was pasted. */
export interface Recognised {
  kind:
    | 'har' | 'evidence' | 'http' | 'headers' | 'resource-metadata' | 'server-metadata' | 'client' | 'token-answer' | 'callback'
    | 'authorization-url' | 'address' | 'jwt' | 'secret' | 'message' | 'log' | 'configuration' | 'text';
  /** In one sentence; without secrets. */
  what: string;
  notes?: string[];
  /** Its parts, explained one by one; a part without a value is missing. */
  parts?: { name: string; value?: string; meaning: string }[];
}

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

/** A request as plain data. */
export interface HttpRequest {
  method: string;
  url: string;
  headers?: Headers;
  body?: string;
}

/** What `authorizationUrl` puts into the URL; S256 is the only method. */
export interface AuthorizationRequest {
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  state: string;
  scopes?: string[];
  resource?: string;
  /** More parameters; those of the flow itself are reserved. */
  extra?: Record<string, string>;
}

/** A callback URL, each value decoded once. */
export interface CallbackParameters {
  mode: 'query' | 'fragment' | 'form-post';
  code?: string;
  state?: string;
  iss?: string;
  error?: string;
  errorDescription?: string;
  errorUri?: string;
  /** Names that occur more than once. */
  duplicates: string[];
}

/** What a token request is for, and the client that sends it. */
export type TokenRequestOptions = (
  | { grant: 'authorization_code'; code: string; verifier: string; redirectUri: string }
  | { grant: 'refresh_token'; refreshToken: string }
  | { grant: 'client_credentials'; scopes?: string[] }
) & {
  client: Client;
  resource?: string;
  /** `token_endpoint_auth_methods_supported`. */
  methods?: string[];
};

/** A token endpoint's answer, judged. */
export type TokenResponse =
  | { ok: true; accessToken: string; tokenType: string; expiresIn: number | null; refreshToken: string | null; scopes: string[] | null }
  | { ok: false; refusal: { kind: string; [fact: string]: unknown } };

/** Where scopes are named. */
export interface ScopeSources {
  /** `WWW-Authenticate`'s `scope`. */
  challenge?: string;
  /** `scopes_supported` of the resource metadata. */
  resourceScopes?: string[];
  /** `scopes_supported` of the authorization server's metadata. */
  serverScopes?: string[];
  wantsRefresh?: boolean;
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

/** The same evidence under every revision, oldest first. */
export interface RevisionLens {
  revisions: { revision: Revision; verdict: Report['verdict']; first?: { rule: string; title: string }; stops: string[] }[];
  /** The first revision under which something stops a client, after one without. */
  breaksFrom?: Revision;
  worksFrom?: Revision;
}

/** One well-known client with this evidence. */
export interface ClientRow {
  client: string;
  name: string;
  asOf: string;
  sources: string[];
  steps: { step: string; does: 'goes-on' | 'stops' | 'asks' | 'not-modelled' | 'not-seen'; why: string }[];
  stopsAt?: string;
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

/** A corrected header line or document. */
export interface Patch {
  rule: string;
  url: string;
  /** The name of a header of the 401 at `url`; nothing for a document. */
  header?: string;
  content: string;
  notes?: string[];
  how: { stack: string; text: string }[];
}

/** What `Discovery.next()` asks for, or how it ended. */
export type DiscoveryStep =
  | { kind: 'send'; requests: HttpRequest[] }
  | { kind: 'found'; [member: string]: unknown }
  | { kind: 'blocked'; report: Report };
