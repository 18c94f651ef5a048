import { authenticatedFetch as coreFetch, beginSignIn, memoryStore } from 'mcp-auth-doctor';
import type { Outcome, SignInOptions, Tokens } from 'mcp-auth-doctor';
import { textOf } from '../address.js';
import { CALLBACK_PORTS } from '../callback-ports.js';
import { SignInFailed, type AuthOptions } from './session.js';
import { AUTH_OPTIONS } from '../../driver/options.js';
import { requireKnown } from '../known.js';

/**
 * A `fetch` that signs in where the server asks for it: for the `fetch` option of the SDK's transports, 1.x and 2.x. It adds the
 * credential to requests of the server's own origin only, renews it when it is refused, asks for more scopes when those are missing, and
 * sends the request again.
 *
 * @throws {SignInFailed} from the request that needed the sign-in, with the report
 */
export function sdkFetch(options: AuthOptions): typeof fetch {
  requireKnown(options, AUTH_OPTIONS);
  const { signIn, store = memoryStore(), ...rest } = options;
  const redirectUri = rest.redirectUri ?? `http://localhost:${CALLBACK_PORTS[0]}/callback`;
  const interact = async (outcome: Outcome): Promise<Tokens> => {
    if (!signIn) throw new SignInFailed(textOf(options.server), 'report' in outcome ? outcome.report : undefined);
    const ending = await signIn({ ...rest, store }, async (prepared) => resumed(outcome, prepared));
    if (ending.kind !== 'signed-in') throw new SignInFailed(textOf(options.server), 'report' in ending ? ending.report : undefined);
    return ending.tokens;
  };
  const own = coreFetch({ ...rest, redirectUri, store, interact });
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);
  const { origin } = new URL(textOf(options.server));
  // What another origin refuses is not ours to answer.
  return (input, init) => (originOf(input) === origin ? own : send)(input, init);
}

function originOf(input: RequestInfo | URL): string {
  return new URL(input instanceof Request ? input.url : input).origin;
}

/** What the core began, unless the host listens elsewhere than was expected: then the same from the beginning. */
function resumed(outcome: Outcome, prepared: SignInOptions): Outcome | Promise<Outcome> {
  if (outcome.kind !== 'open-browser' || outcome.redirectUri === prepared.redirectUri) return outcome;
  return beginSignIn({ ...prepared, scopes: outcome.scopes });
}
