// A tool that needs more than was granted: the authenticated fetch signs in again with the scope that the server names, and repeats the call.
import { authenticatedFetch } from 'mcp-auth-doctor/mcp-sdk';
import { signIn } from 'mcp-auth-doctor/node';
import { scriptedBrowser } from '../servers/browser.mjs';
import { callTool } from '../servers/call-tool.mjs';

/**
 * Signs in with what the server asks for at first, then calls the tool that needs `mcp:write`.
 *
 * @param {string} url the MCP server
 */
export async function stepUp(url) {
  const openBrowser = scriptedBrowser();
  const fetch = authenticatedFetch({ server: url, signIn: (options, begin) => signIn({ ...options, openBrowser }, begin) });
  await callTool(url, 'whoami', { transport: { fetch } });
  return callTool(url, 'add_note', { transport: { fetch }, arguments: { note: 'from the demo' } });
}
