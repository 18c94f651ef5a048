import { AuthDoctorError } from 'mcp-auth-doctor';
import type { Tokens } from 'mcp-auth-doctor';
import { session, type AuthOptions } from './session.js';

/** What the SDK's 2.x transports take as `authProvider` (its `AuthProvider`). */
export interface TokenProvider {
  token(): Promise<string | undefined>;
  onUnauthorized(context: { response: Response }): Promise<void>;
}

/**
 * An `authProvider` for the transports of the SDK 2.x: our sign-in where the server answers with 401.
 *
 * @throws {SignInFailed} from the request that needed the sign-in, with the report
 * @throws {AuthDoctorError} `not-a-bearer-token`: the SDK sends `Bearer` whatever the kind; `sdkFetch` sends every kind
 */
export function authProviderForSdk2(options: AuthOptions): TokenProvider {
  const own = session(options);
  return {
    token: async () => {
      const tokens = await own.tokens();
      return tokens && bearerToken(tokens);
    },
    onUnauthorized: async ({ response }) => {
      await own.renew(await own.tokens(), response.headers.get('www-authenticate') ?? undefined);
    },
  };
}

/** The members of the SDK's `OAuthClientProvider` (1.x) that are called here. */
export interface ClientProvider {
  readonly redirectUrl: undefined;
  readonly clientMetadata: { redirect_uris: string[] };
  tokens(): Promise<{ access_token: string; token_type: string } | undefined>;
  discoveryState(): Promise<never>;
  clientInformation(): undefined;
  saveTokens(): void;
  redirectToAuthorization(): void;
  saveCodeVerifier(): void;
  codeVerifier(): string;
}

/** The sign-in is done; the request that needed it has to be sent again. */
export class SignedInAgain extends AuthDoctorError {
  override readonly name = 'SignedInAgain';

  constructor() {
    super('signed-in-again', 'Signed in again: the server had refused the token. Send the request again.');
  }
}

/**
 * An `OAuthClientProvider` for the transports of the SDK 1.x. The SDK asks it for tokens before each request, so the sign-in happens
 * before the first one. Where the server refuses a token later, the SDK would start its own discovery: our sign-in runs instead, and
 * the request ends with {@link SignedInAgain}, because 1.x sends it again only after its own exchange. `sdkFetch` has no such
 * limit; prefer it where the transport takes a `fetch`.
 *
 * @throws {SignInFailed} from the request that needed the sign-in, with the report
 * @throws {AuthDoctorError} `not-a-bearer-token`: the SDK sends `Bearer` whatever the kind; `sdkFetch` sends every kind
 */
export function authProviderForSdk1(options: AuthOptions): ClientProvider {
  const own = session(options);
  return {
    redirectUrl: undefined,
    clientMetadata: { redirect_uris: [] },
    tokens: async () => {
      const tokens = (await own.tokens()) ?? (await own.renew(undefined, undefined));
      return { access_token: bearerToken(tokens), token_type: 'Bearer' };
    },
    discoveryState: async () => {
      await own.renew(await own.tokens(), undefined);
      throw new SignedInAgain();
    },
    // The SDK's own flow, which is never reached.
    clientInformation: () => undefined,
    saveTokens: () => {},
    redirectToAuthorization: () => {},
    saveCodeVerifier: () => {},
    codeVerifier: () => '',
  };
}

/** The SDK asks for no kind: it writes `Bearer` before whatever it gets. */
function bearerToken({ tokenType, accessToken }: Tokens): string {
  if (tokenType.toLowerCase() === 'bearer') return accessToken;
  throw new AuthDoctorError('not-a-bearer-token', `The SDK would send this credential as Bearer, but it is of type ${tokenType}. Give the transport sdkFetch as its fetch instead: it sends every kind.`);
}
