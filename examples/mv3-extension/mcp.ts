// The smallest MCP client, for one call of a tool. Yours is probably `@modelcontextprotocol/client`.

/** Calls a tool without arguments and gives the text that it answers; `authenticated` brings the credential. */
export async function callTool(server: string, authenticated: typeof fetch, name: string): Promise<string> {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
  };
  const send = async (message: object) => {
    const response = await authenticated(server, { method: 'POST', headers, body: JSON.stringify({ jsonrpc: '2.0', ...message }) });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const session = response.headers.get('Mcp-Session-Id');
    if (session) headers['Mcp-Session-Id'] = session;
    return response;
  };
  const clientInfo = { name: 'mcp-sign-in-example', version: '0.0.1' };
  await send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
  await send({ method: 'notifications/initialized' });
  const answer = await (await send({ id: 2, method: 'tools/call', params: { name } })).text();
  // JSON, or an event stream whose last data is the answer.
  const { result, error } = JSON.parse(answer.startsWith('{') ? answer : (answer.split(/^data: ?/m).pop() ?? ''));
  if (error) throw new Error(error.message);
  return result.content[0]?.text ?? '';
}
