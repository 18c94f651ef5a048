import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { authenticatedFetch } from 'mcp-auth-doctor';
import { createMcpAuth } from 'mcp-auth-doctor/vscode';
import * as vscode from 'vscode';

export function activate(context: vscode.ExtensionContext): void {
  const settings = () => vscode.workspace.getConfiguration('mcpExample');
  const server = () => settings().get('server', 'http://localhost:3000/mcp');
  const auth = createMcpAuth(context, {
    clientName: 'MCP Example',
    // Read when it is needed: in the web the settings may come after the extension has started.
    get redirectPage() {
      return settings().get<string>('redirectPage');
    },
  });

  const command = (name: string, run: () => Promise<string | undefined>) =>
    context.subscriptions.push(
      vscode.commands.registerCommand(`mcpExample.${name}`, async () => {
        const said = await run().catch((error: Error) => `It did not work: ${error.message}`);
        if (said) void vscode.window.showInformationMessage(said);
      }),
    );

  command('signIn', async () => {
    const tokens = await auth.signIn(server());
    return tokens && `Signed in to ${tokens.resource}`;
  });

  // Shows the report; what the person presses there is carried out.
  command('diagnose', async () => void (await auth.diagnose(server())));

  command('whoami', async () => {
    if (!(await auth.tokens(server()))) return undefined;
    const client = new Client({ name: 'mcp-example', version: '0.0.1' });
    // Sends each kind of credential in its own way: Bearer, DPoP, Basic, a key in a header.
    const fetch = authenticatedFetch({ server: server(), store: auth.store });
    await client.connect(new StreamableHTTPClientTransport(new URL(server()), { fetch }));
    try {
      const { content } = (await client.callTool({ name: 'whoami' })) as { content: { text?: string }[] };
      return `The server says: ${content[0]?.text}`;
    } finally {
      await client.close();
    }
  });

  // What is stored, how old it is, until when: to renew, to sign out.
  command('manage', async () => void (await auth.manage()));

  // The sign-ins appear in VS Code's Accounts menu.
  context.subscriptions.push(auth.registerAuthenticationProvider('mcp-example', 'MCP Example', () => [server()]));

  // VS Code's own MCP client gets the server with our sign-in.
  context.subscriptions.push(
    vscode.lm.registerMcpServerDefinitionProvider('mcp-example', {
      provideMcpServerDefinitions: () => [new vscode.McpHttpServerDefinition('Example', vscode.Uri.parse(server()))],
      resolveMcpServerDefinition: (definition, token) => auth.resolveMcpServerDefinition(definition, token),
    }),
  );
}
