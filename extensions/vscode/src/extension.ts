import { createMcpAuth, type McpAuth } from 'mcp-auth-doctor/vscode';
import * as vscode from 'vscode';
import { annotate } from './annotate.js';
import { contribute } from './contribute.js';
import { explainOutput } from './explain.js';
import { Servers } from './servers.js';
import { setting } from './settings.js';

const { t } = vscode.l10n;

export function activate(context: vscode.ExtensionContext): void {
  const auth = createMcpAuth(context, {
    clientName: 'MCP Auth Doctor',
    // In a window in the web the settings may come after the extension has started.
    get redirectPage() {
      return setting('redirectPage', '') || undefined;
    },
    get builtInAccounts() {
      return setting('useVsCodeAccounts', true) ? [] : false;
    },
  });
  const servers = new Servers(auth);

  command(context, 'diagnose', async (server?: string) => {
    const chosen = server ?? (await servers.choose(t('Diagnose which MCP server?')));
    const report = chosen && (await auth.diagnose(chosen));
    if (chosen && report) servers.found(chosen, report);
  });
  command(context, 'signIn', async (server?: string) => {
    const chosen = server ?? (await servers.choose(t('Sign in to which MCP server?')));
    const tokens = chosen && (await auth.signIn(chosen));
    if (tokens) void vscode.window.showInformationMessage(t('Signed in to {0}.', new URL(tokens.server).host));
  });
  command(context, 'manage', () => auth.manage());
  command(context, 'explain', () => explainOutput(auth, servers));

  annotate(context, auth, servers);
  contribute(context, auth, servers);
  accounts(context, auth, servers);
}

/** The sign-ins in VS Code's Accounts menu. */
function accounts(context: vscode.ExtensionContext, auth: McpAuth, servers: Servers): void {
  let known: readonly string[] = [];
  const refresh = async () => void (known = await servers.all());
  void refresh();
  context.subscriptions.push(
    servers.onDidChange(refresh),
    auth.registerAuthenticationProvider('mcp-auth-doctor', 'MCP Auth Doctor', () => known),
  );
}

function command(context: vscode.ExtensionContext, name: string, run: (server?: string) => Promise<void>): void {
  const guarded = (server?: unknown) =>
    run(typeof server === 'string' ? server : undefined).catch((error: Error) => {
      void vscode.window.showErrorMessage(error.message);
    });
  context.subscriptions.push(vscode.commands.registerCommand(`mcpAuthDoctor.${name}`, guarded));
}
