import { parseChallenges, type Tokens } from 'mcp-auth-doctor';
import { session, type AuthOptions } from './session.js';

/**
 * A `fetch` that signs in where the server asks for it: for the `fetch` option of the SDK's transports, 1.x and 2.x. It adds the token to
 * requests of the server's own origin only, renews it when it is refused, asks for more scopes when those are missing, and repeats the
 * request once.
 *
 * @throws {SignInFailed} from the request that needed the sign-in, with the report
 */
export function authenticatedFetch(options: AuthOptions): typeof fetch {
  const own = session(options);
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);
  const { origin } = new URL(options.server);

  return async (input, init) => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    if (new URL(url).origin !== origin) return send(input, init);
    const attempt = (tokens: Tokens | undefined) => send(input instanceof Request ? input.clone() : input, { ...init, headers: withToken(input, init, tokens) });
    const held = await own.tokens();
    const answer = await attempt(held);
    const challenge = answer.headers.get('www-authenticate') ?? undefined;
    if (answer.status === 401) {
      await answer.body?.cancel();
      return attempt(await own.renew(held, challenge));
    }
    if (answer.status === 403 && held && challenge && wantsScopes(challenge)) {
      await answer.body?.cancel();
      return attempt(await own.widen(held, challenge));
    }
    return answer;
  };
}

function withToken(input: RequestInfo | URL, init: RequestInit | undefined, tokens: Tokens | undefined): Headers {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  if (tokens) headers.set('Authorization', `Bearer ${tokens.accessToken}`);
  return headers;
}

function wantsScopes(challenge: string): boolean {
  return parseChallenges(challenge).some(({ params }) => params['error'] === 'insufficient_scope');
}
