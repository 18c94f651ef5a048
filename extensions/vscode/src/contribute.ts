// The servers that the person is signed in to, for VS Code's own MCP client.
import type { McpAuth } from 'mcp-auth-doctor/vscode';
import * as vscode from 'vscode';
import type { Servers } from './servers.js';
import { setting } from './settings.js';

export function contribute(context: vscode.ExtensionContext, auth: McpAuth, servers: Servers): void {
  const provider: vscode.McpServerDefinitionProvider<vscode.McpHttpServerDefinition> = {
    onDidChangeMcpServerDefinitions: servers.onDidChange,
    async provideMcpServerDefinitions() {
      if (!setting('contributeServers', true)) return [];
      const configured = new Set(await servers.configured());
      const signedIn = [...new Set((await auth.accounts.list()).map(({ tokens }) => tokens.server))];
      return signedIn
        .filter((server) => !configured.has(server))
        .map((server) => new vscode.McpHttpServerDefinition(new URL(server).host, vscode.Uri.parse(server)));
    },
    resolveMcpServerDefinition: (definition, token) => auth.resolveMcpServerDefinition(definition, token),
  };
  context.subscriptions.push(vscode.lm.registerMcpServerDefinitionProvider('mcp-auth-doctor', provider));
}
