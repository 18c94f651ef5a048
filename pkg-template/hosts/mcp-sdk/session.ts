import { AuthDoctorError, memoryStore, refresh } from 'mcp-auth-doctor';
import type { Outcome, Report, SignInOptions, Store, Tokens } from 'mcp-auth-doctor';
import { accounts } from '../accounts.js';
import { textOf } from '../address.js';
import type { Begin, Ending } from '../sign-in.js';
import { AUTH_OPTIONS } from '../../driver/options.js';
import { requireKnown } from '../known.js';

/** Signs in with a person: `signIn` of `mcp-auth-doctor/node`, or a host's own. `begin` is how to start, where not from nothing. */
export type SignIn = (options: SignInOptions & { store: Store }, begin?: Begin) => Promise<Ending>;

/** What the adapters for the MCP SDK take: all of `beginSignIn`, and how to sign in. */
export interface AuthOptions extends Omit<SignInOptions, 'store'> {
  /** How to sign in with the person; without it only what is stored is used and renewed. */
  signIn?: SignIn | undefined;
  /** Where sign-ins are kept; default: in memory. */
  store?: Store | undefined;
}

/** The sign-in was needed and did not work. `report` says why, and what to do. */
export class SignInFailed extends AuthDoctorError {
  override readonly name = 'SignInFailed';
  readonly report: Report | undefined;

  constructor(server: string, report: Report | undefined) {
    const cause = report?.cause;
    const action = report?.actions[0];
    super('sign-in-failed', `Signing in to ${server} did not work${cause ? `: ${cause.title}` : ''}.${action ? ` ${action.title}.` : ''}`);
    this.report = report;
  }
}

/** The tokens of one server, for as long as a client runs. */
export interface Session {
  /** What is stored for the server, refreshed where it is past its time. */
  tokens(): Promise<Tokens | undefined>;
  /** New tokens after a 401: `refused` are those that were sent, `challenge` is the answer's `WWW-Authenticate`. */
  renew(refused: Tokens | undefined, challenge: string | undefined): Promise<Tokens>;
}

/** One session for each adapter. However many requests need it at once, one sign-in runs. */
export function session(options: AuthOptions): Session {
  requireKnown(options, AUTH_OPTIONS);
  const { signIn, store = memoryStore(), ...rest } = options;
  const server = textOf(options.server);
  const kept = accounts(store);
  let underWay: Promise<Tokens> | undefined;
  const once = (work: () => Promise<Tokens>) => (underWay ??= work().finally(() => (underWay = undefined)));

  const ask = async (challenge?: string): Promise<Tokens> => {
    if (!signIn) throw new SignInFailed(server, undefined);
    const ending = await signIn({ ...rest, ...(challenge && { challenge }), store });
    if (ending.kind !== 'signed-in') throw new SignInFailed(server, 'report' in ending ? ending.report : undefined);
    return ending.tokens;
  };

  return {
    tokens: () => kept.tokens(server),
    renew: (refused, challenge) =>
      once(async () => {
        const current = await kept.tokens(server);
        // Another request renewed them meanwhile.
        if (current && current.accessToken !== refused?.accessToken) return current;
        return (await refreshed(refused, store)) ?? ask(challenge);
      }),
  };
}

async function refreshed(refused: Tokens | undefined, store: Store): Promise<Tokens | undefined> {
  if (!refused?.refreshToken) return undefined;
  const outcome: Outcome = await refresh(refused, { store });
  return outcome.kind === 'signed-in' ? outcome.tokens : undefined;
}
