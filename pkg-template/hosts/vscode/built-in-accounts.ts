// Accounts that VS Code itself has (GitHub, Microsoft), for servers that are known to accept their tokens. A token of such an account goes
// to an origin that this package or the host's author names, never to one that only says of itself that it belongs to GitHub.
import * as vscode from 'vscode';
import { AuthDoctorError, memoryStore, proveCredential } from 'mcp-auth-doctor';
import type { NetworkOptions, Tokens } from 'mcp-auth-doctor';
import type { Accounts } from '../accounts.js';
import { unpack } from '../base64url.js';
import { host } from './person.js';

const { t } = vscode.l10n;

/** An account of VS Code for the servers of one origin. */
export interface BuiltInAccount {
  /** The exact origin of the servers, https. */
  origin: string;
  /** Whose account: the id of VS Code's own authentication provider. */
  provider: 'github' | 'microsoft';
  /** The scopes to ask for. */
  scopes: readonly string[];
  /** Needed for `microsoft`: the `aud` that the token must have. A token for another service is not sent. */
  audience?: string | undefined;
}

/** The origins that are known to accept an account of VS Code. */
export const KNOWN_BUILT_IN_ACCOUNTS: readonly (BuiltInAccount & { asOf: string; source: string })[] = [
  {
    origin: 'https://api.githubcopilot.com',
    provider: 'github',
    scopes: ['repo', 'read:org', 'read:user'],
    asOf: '2026-11-30',
    source: 'https://docs.github.com/en/copilot/how-tos/provide-context/use-mcp/set-up-the-github-mcp-server',
  },
];

const NAMES: Record<BuiltInAccount['provider'], string> = { github: 'GitHub', microsoft: 'Microsoft' };

/** What {@link builtInAccounts} works with. */
export interface BuiltInSettings {
  /** What the person agreed to and turned down, by origin. */
  decisions: vscode.Memento;
  accounts: Accounts;
  /** Those of the host's author, before the known ones; false: none is used. Asked each time. */
  pinned: () => readonly BuiltInAccount[] | false;
  /** What the host's author gave for requests. */
  network: Pick<NetworkOptions, 'fetch' | 'timeoutMs'>;
}

/** The tokens of VS Code's own accounts. */
export interface BuiltInAccounts extends vscode.Disposable {
  /**
   * The tokens for a server of a listed origin; nothing for any other server, or where the person wants another way.
   *
   * @param ask whether the person may be asked now; they are asked once for each origin
   */
  tokens(server: string, ask: boolean): Promise<Tokens | undefined>;
}

/**
 * Makes it.
 *
 * @throws {AuthDoctorError} `invalid-argument`: a pinned account without an https origin, or Microsoft without `audience`
 */
export function builtInAccounts({ decisions, accounts, pinned, network }: BuiltInSettings): BuiltInAccounts {
  const accountFor = (server: string): BuiltInAccount | undefined => {
    const given = pinned();
    if (given === false) return undefined;
    given.forEach(check);
    return [...given, ...KNOWN_BUILT_IN_ACCOUNTS].find(({ origin }) => URL.canParse(server) && new URL(server).origin === origin);
  };
  // Throws now what would be thrown later.
  accountFor('');
  let proven: { provider: string; server: string; tokens: Tokens } | undefined;
  // Signed out of the account itself: nothing that was made from it stays.
  const watch = vscode.authentication.onDidChangeSessions(({ provider }) => {
    if (proven?.provider === provider.id) proven = undefined;
  });

  async function session(account: BuiltInAccount, server: string, ask: boolean): Promise<vscode.AuthenticationSession | undefined> {
    const key = `mcp-auth-doctor/built-in/${account.origin}`;
    const decision = decisions.get<'yes' | 'no'>(key);
    if (decision === 'no') return undefined;
    if (decision === 'yes') return vscode.authentication.getSession(account.provider, account.scopes, ask ? { createIfNone: true } : { silent: true });
    if (!ask) return undefined;
    const wanted = await agree(account, server);
    if (wanted === undefined) return undefined;
    await decisions.update(key, wanted);
    return wanted === 'yes' ? vscode.authentication.getSession(account.provider, account.scopes, { createIfNone: true }) : undefined;
  }

  return {
    async tokens(server, ask) {
      const account = accountFor(server);
      const found = account && (await session(account, server, ask));
      if (!found) return undefined;
      if (proven?.server === server && proven.tokens.accessToken === found.accessToken) return proven.tokens;
      checkAudience(account, found.accessToken);
      // VS Code keeps the account: a second copy of its token would outlive it.
      const outcome = await proveCredential(server, { kind: 'bearer', token: found.accessToken }, { ...network, store: memoryStore(), confirmForeign: true });
      if (outcome.kind !== 'signed-in') return undefined;
      proven = { provider: account.provider, server, tokens: outcome.tokens };
      accounts.changed();
      return outcome.tokens;
    },
    dispose: () => watch.dispose(),
  };
}

function check({ origin, provider, audience }: BuiltInAccount): void {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin || !origin.startsWith('https://')) {
    throw new AuthDoctorError('invalid-argument', `builtInAccounts.origin: expected an https origin such as https://mcp.example.com, received ${origin}`);
  }
  if (provider === 'microsoft' && !audience) {
    throw new AuthDoctorError('invalid-argument', 'builtInAccounts.audience: expected the `aud` that the token of a Microsoft account must have, received nothing');
  }
}

/** Names server, account and scopes before anything is asked of the account. */
async function agree({ provider, scopes }: BuiltInAccount, server: string): Promise<'yes' | 'no' | undefined> {
  const name = NAMES[provider];
  const known = await Promise.resolve(vscode.authentication.getAccounts(provider)).catch(() => []);
  const account = known[0] ? t('your {0} account {1}', name, known[0].label) : t('your {0} account', name);
  const use = t('Use {0} Account', name);
  const otherwise = t('Sign In Another Way');
  const detail = t('{0} gets a token of {1}, with the permissions: {2}. You are asked once for this server.', host(server), account, scopes.join(', '));
  const answer = await vscode.window.showInformationMessage(t('Use {0} for {1}?', account, host(server)), { modal: true, detail }, use, otherwise);
  return answer === use ? 'yes' : answer === otherwise ? 'no' : undefined;
}

/** Entra gives tokens for many services: one for another service must not reach this server (RFC 9068, section 4). */
function checkAudience({ audience }: BuiltInAccount, accessToken: string): void {
  if (audience === undefined) return;
  const claims = unpack(accessToken.split('.')[1] ?? '');
  let audiences: unknown;
  try {
    audiences = JSON.parse(claims ?? '').aud;
  } catch {
    // Not a JWT: whom it is for can't be seen.
  }
  if ([audiences].flat().includes(audience)) return;
  throw new AuthDoctorError('foreign-audience', `The token of this account is not for ${audience}, so it is not sent. Check the scopes of this server's built-in account.`);
}
