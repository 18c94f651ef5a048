// The accounts in VS Code's Accounts menu: one for each issuer and resource.
import * as vscode from 'vscode';
import type { Tokens } from 'mcp-auth-doctor';
import { HostError } from '../node/error.js';
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
 * @throws {HostError} `manifest`: package.json does not contribute this id
 */
export function registerAccounts(context: vscode.ExtensionContext, settings: ProviderSettings): vscode.Disposable {
  const contributed: { id?: string }[] = context.extension.packageJSON?.contributes?.authentication ?? [];
  if (!contributed.some(({ id }) => id === settings.id)) {
    throw new HostError(
      'manifest',
      `package.json lacks "contributes": { "authentication": [{ "id": "${settings.id}", "label": "${settings.label}" }] }; VS Code shows no account without it.`,
    );
  }
  const changes = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  const watch = settings.accounts.onChange(() => changes.fire({ added: [], removed: [], changed: [] }));
  const registered = vscode.authentication.registerAuthenticationProvider(settings.id, settings.label, provider(settings, changes), {
    supportsMultipleAccounts: true,
  });
  return vscode.Disposable.from(registered, changes, { dispose: watch });
}

function provider(
  { accounts, servers, signIn }: ProviderSettings,
  changes: vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>,
): vscode.AuthenticationProvider {
  return {
    onDidChangeSessions: changes.event,
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
      changes.fire({ added: [created], removed: [], changed: [] });
      return { ...created, scopes: created.scopes.length > 0 ? created.scopes : scopes };
    },
    async removeSession(id) {
      const account = (await accounts.list()).find((each) => each.id === id);
      if (!account) return;
      await accounts.forget(account);
      changes.fire({ added: [], removed: [session(account)], changed: [] });
    },
  };
}

function session({ id, label, tokens }: Account): vscode.AuthenticationSession {
  return { id, accessToken: tokens.accessToken, account: { id, label }, scopes: tokens.scope.split(' ').filter(Boolean) };
}

async function chooseServer(servers: readonly string[]): Promise<string | undefined> {
  if (servers.length <= 1) return servers[0];
  return vscode.window.showQuickPick([...servers], { title: 'Sign in to which MCP server?' });
}
