// What the pure pieces take and give, for hosts with a flow of their own.

/** One challenge of `WWW-Authenticate`: names in lower case, values as meant. */
export interface Challenge {
  scheme: string;
  params: Record<string, string>;
  token68?: string;
  /** Names that occur more than once; `params` has the first value. */
  duplicate?: string[];
  /** Names whose values are neither a token nor a quoted-string, and were read anyway. */
  lenient?: string[];
  /** Names after whose values the comma is missing. */
  unseparated?: string[];
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

/** What `Discovery.next()` asks for, or how it ended. */
export type DiscoveryStep =
  | { kind: 'send'; requests: HttpRequest[] }
  | { kind: 'found'; [member: string]: unknown }
  | { kind: 'blocked'; report: Report };
