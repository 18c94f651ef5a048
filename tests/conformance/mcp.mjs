// Just enough of Streamable HTTP for the suite: stateful with `initialize` up to 2025-11-25, stateless from 2026-07-28 on.
const CLIENT = { name: 'mcp-auth-doctor-conformance', version: '1.0.0' };

/** Connects to a server; `send` is a `fetch` that signs in. */
export async function connect(server, version, send) {
  const stateless = version >= '2026-07-28';
  let id = 0;
  let session;
  const post = async (message) => {
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
    if (stateless) Object.assign(headers, { 'MCP-Protocol-Version': version, 'Mcp-Method': message.method });
    if (stateless && message.params?.name) headers['Mcp-Name'] = message.params.name;
    if (!stateless && message.method !== 'initialize') headers['MCP-Protocol-Version'] = version;
    if (session) headers['Mcp-Session-Id'] = session;
    const answer = await send(server, { method: 'POST', headers, body: JSON.stringify({ jsonrpc: '2.0', ...message }) });
    session = answer.headers.get('mcp-session-id') ?? session;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${message.method}: ${answer.status} ${text.slice(0, 200)}`);
    return text;
  };
  const request = async (method, params) => {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': version,
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/clientInfo': CLIENT,
    };
    id += 1;
    const text = await post({ id, method, params: stateless ? { ...params, _meta: meta } : params });
    const data = text.startsWith('{') ? text : text.match(/^data:(.*)$/m)?.[1];
    const message = JSON.parse(data ?? 'null');
    if (!message?.result) throw new Error(`${method}: ${text.slice(0, 200)}`);
    return message.result;
  };
  if (!stateless) {
    await request('initialize', { protocolVersion: version, capabilities: {}, clientInfo: CLIENT });
    await post({ method: 'notifications/initialized' });
  }
  return { request };
}
