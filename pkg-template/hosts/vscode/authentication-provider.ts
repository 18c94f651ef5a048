// The accounts in VS Code's Accounts menu: one for each issuer and resource.
import * as vscode from 'vscode';
import { AuthDoctorError } from 'mcp-auth-doctor';
import type { Tokens } from 'mcp-auth-doctor';
import type { Account, Accounts } from '../accounts.js';

/** What the provider is made from. */
export interface ProviderSettings {
  id: string;
  label: string;
  /** The servers that a person can be asked to sign in to. */
  servers: () => readonly string[];
  accounts: Accounts;
  signIn(server: string): Promise<Tokens | undefined>;
}

/**
 * Registers the provider.
 *
 * @throws {AuthDoctorError} `manifest`: package.json does not contribute this id
 */
export function registerAccounts(context: vscode.ExtensionContext, settings: ProviderSettings): vscode.Disposable {
  const contributed: { id?: string }[] = context.extension.packageJSON?.contributes?.authentication ?? [];
  if (!contributed.some(({ id }) => id === settings.id)) {
    throw new AuthDoctorError(
      'manifest',
      `package.json lacks "contributes": { "authentication": [{ "id": "${settings.id}", "label": "${settings.label}" }] }; VS Code shows no account without it.`,
    );
  }
  const changes = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  const announce = announcer(settings.accounts, changes);
  const watch = settings.accounts.onChange(announce);
  const registered = vscode.authentication.registerAuthenticationProvider(settings.id, settings.label, provider(settings, changes.event), {
    supportsMultipleAccounts: true,
  });
  announce();
  // Another window signs in and out too.
  return vscode.Disposable.from(registered, changes, { dispose: watch }, context.secrets.onDidChange(announce));
}

const { t } = vscode.l10n;

type Changes = vscode.AuthenticationProviderAuthenticationSessionsChangeEvent;

/** Says which sessions came, went and changed since it was last asked: VS Code's menu adds and removes no others. */
function announcer(accounts: Accounts, changes: vscode.EventEmitter<Changes>): () => void {
  let known = new Map<string, vscode.AuthenticationSession>();
  let queue = Promise.resolve();
  const announce = async () => {
    const now = new Map((await accounts.list()).map((account) => [account.id, session(account)]));
    const before = known;
    known = now;
    const added = [...now.values()].filter(({ id }) => !before.has(id));
    const removed = [...before.values()].filter(({ id }) => !now.has(id));
    const changed = [...now.values()].filter(({ id, accessToken }) => before.has(id) && before.get(id)?.accessToken !== accessToken);
    if (added.length + removed.length + changed.length > 0) changes.fire({ added, removed, changed });
  };
  return () => void (queue = queue.then(announce, announce));
}

function provider({ accounts, servers, signIn }: ProviderSettings, onDidChangeSessions: vscode.Event<Changes>): vscode.AuthenticationProvider {
  return {
    onDidChangeSessions,
    // Never opens a browser: VS Code asks often, and without the person.
    async getSessions(scopes, options) {
      const sessions = (await accounts.list()).map(session);
      return sessions.filter(
        (each) => (scopes ?? []).every((scope) => each.scopes.includes(scope)) && (!options.account || each.account.id === options.account.id),
      );
    },
    async createSession(scopes) {
      const server = await chooseServer(servers());
      const tokens = server && (await signIn(server));
      const account = tokens && (await accounts.list()).find((each) => each.tokens.accessToken === tokens.accessToken);
      if (!account) throw new vscode.CancellationError();
      const created = session(account);
      return { ...created, scopes: created.scopes.length > 0 ? created.scopes : scopes };
    },
    async removeSession(id) {
      if ((await accounts.list()).some((each) => each.id === id)) await accounts.forget({ id });
    },
  };
}

function session({ id, label, tokens }: Account): vscode.AuthenticationSession {
  return { id, accessToken: tokens.accessToken, account: { id, label }, scopes: tokens.scope.split(' ').filter(Boolean) };
}

async function chooseServer(servers: readonly string[]): Promise<string | undefined> {
  if (servers.length <= 1) return servers[0];
  return vscode.window.showQuickPick([...servers], { title: t('Sign in to which MCP server?') });
}
