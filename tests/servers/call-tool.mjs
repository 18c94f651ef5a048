// An MCP client of the official SDK that calls one tool.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/**
 * Connects, calls the tool, and gives the text of its answer.
 *
 * @param {string} url the MCP server
 * @param {string} name the tool
 * @param {{ authorization?: string, arguments?: object, transport?: object }} [options] the `Authorization` header, or options of the SDK's transport
 */
export async function callTool(url, name, { authorization, arguments: values = {}, transport = {} } = {}) {
  const client = new Client({ name: 'test', version: '1.0.0' });
  const headers = authorization ? { Authorization: authorization } : {};
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers }, ...transport }));
  try {
    const { content } = await client.callTool({ name, arguments: values });
    return content.map(({ text }) => text).join('\n');
  } finally {
    await client.close();
  }
}
