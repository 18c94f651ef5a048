// Signs in to an MCP server, in the system's browser, and lists its tools: node index.mjs https://example.com/mcp
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { sdkFetch } from 'mcp-auth-doctor/mcp-sdk';
import { fileStore, signIn } from 'mcp-auth-doctor/node';

const [server] = process.argv.slice(2);
const client = new Client({ name: 'example', version: '1.0.0' });
const fetch = sdkFetch({ server, signIn, store: fileStore() });
await client.connect(new StreamableHTTPClientTransport(new URL(server), { fetch }));
const { tools } = await client.listTools();
for (const { name, description } of tools) console.log(`${name}: ${description}`);
await client.close();
