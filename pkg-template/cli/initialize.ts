// The request that begins an MCP session: it does nothing at the server, and shows whether it lets somebody in.

export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'mcp-auth-doctor', version: '1' } },
};

/** A message as it is sent. */
export function posted(message: object, headers: Record<string, string> = {}) {
  return { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...headers }, body: JSON.stringify(message) };
}
