// An authorization server and an MCP server that it protects, for one test.
import { startAuthorizationServer } from './authorization-server.mjs';
import { startMcpServer } from './mcp-server.mjs';

/**
 * Starts both; they are closed when the test ends.
 *
 * @param {import('node:test').TestContext} t
 * @param {Parameters<typeof startAuthorizationServer>[0]} [serverOptions]
 * @param {Omit<Parameters<typeof startMcpServer>[0], 'authorizationServer'>} [mcpOptions]
 */
export async function servers(t, serverOptions = {}, mcpOptions = {}) {
  const authorizationServer = await startAuthorizationServer(serverOptions);
  t.after(authorizationServer.close);
  const mcp = await startMcpServer({ authorizationServer, ...mcpOptions });
  t.after(mcp.close);
  return { authorizationServer, mcp };
}
