// A tool that needs more than was granted: the authenticated fetch signs in again with the scope that the server names, and repeats the call.
import { memoryStore } from 'mcp-auth-doctor';
import { authenticatedFetch } from 'mcp-auth-doctor/mcp-sdk';
import { scriptedBrowser } from '../servers/browser.mjs';
import { callTool } from '../servers/call-tool.mjs';

/**
 * Signs in with what the server asks for at first, then calls the tool that needs `mcp:write`.
 *
 * @param {string} url the MCP server
 */
export async function stepUp(url) {
  const fetch = authenticatedFetch({ server: url, store: memoryStore(), openBrowser: scriptedBrowser() });
  await callTool(url, 'whoami', { transport: { fetch } });
  return callTool(url, 'add_note', { transport: { fetch }, arguments: { note: 'from the demo' } });
}
