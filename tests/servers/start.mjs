#!/usr/bin/env node
// Starts an authorization server and an MCP server that trusts it, prints where they are as one line of JSON, and runs until it is stopped.
//   node tests/servers/start.mjs [--authorization-server JSON] [--mcp-server JSON]
// The JSON values are the options of `startAuthorizationServer` and `startMcpServer`, such as '{"registration":false}'.
import { parseArgs } from 'node:util';
import { startAuthorizationServer } from './authorization-server.mjs';
import { startMcpServer } from './mcp-server.mjs';

const { values } = parseArgs({
  options: { 'authorization-server': { type: 'string', default: '{}' }, 'mcp-server': { type: 'string', default: '{}' } },
});
const authorizationServer = await startAuthorizationServer(JSON.parse(values['authorization-server']));
const mcp = await startMcpServer({ authorizationServer, ...JSON.parse(values['mcp-server']) });
console.log(JSON.stringify({ issuer: authorizationServer.issuer, mcp: mcp.url, account: authorizationServer.account }));
