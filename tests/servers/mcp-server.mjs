// A real MCP server on loopback: the official SDK's, over streamable HTTP, which trusts an authorization server.
import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';
import { answerJson, bodyOf, listen } from './listen.mjs';
import { gate } from './mcp-gate.mjs';

const DEFAULTS = {
  port: 0,
  host: 'localhost',
  path: '/mcp',
  /** The server that issues the tokens: what `startAuthorizationServer` gave; none for a server of static tokens. */
  authorizationServer: undefined,
  // false: nobody has to sign in.
  protected: true,
  // What every request needs, and what the tool `add_note` needs on top.
  scopes: ['mcp:read'],
  writeScopes: ['mcp:read', 'mcp:write'],
  // The status of a call without the tool's scope: 403 (RFC 6750, section 3.1), or 401 as some servers have it.
  insufficientScopeStatus: 403,
  // The `WWW-Authenticate` of a refusal: `(parameters) => string | undefined`, given the correct one's parameters.
  challenge: (parameters) => `Bearer ${parameters}`,
  // Protected resource metadata (RFC 9728): served or not, and the last word on its content.
  resourceMetadata: true,
  describe: (document) => document,
  checkAudience: true,
  // Asks whoever issued the token about it: `(token) => Promise<caller | undefined>`; none: tokens are JWTs of the authorization server.
  verify: undefined,
  // token -> { subject, scopes }
  personalAccessTokens: {},
  // name -> { password, subject, scopes }
  basic: {},
  cors: true,
};

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Accept, Mcp-Session-Id, MCP-Protocol-Version, Last-Event-ID',
  'Access-Control-Expose-Headers': 'WWW-Authenticate, Mcp-Session-Id',
};

/**
 * Starts the server. Its tools: `whoami` says who calls and with which scopes, `add_note` keeps a note and wants `mcp:write`.
 *
 * @param {Partial<typeof DEFAULTS>} [options]
 */
export async function startMcpServer(options = {}) {
  const settings = { ...DEFAULTS, ...options };
  const requests = [];
  const notes = [];
  const interposed = [];
  let handle = (_request, response) => answerJson(response, 503, { error: 'starting' });
  const { port, close } = await listen(
    async (request, response) => {
      requests.push({ method: request.method, url: request.url, authorization: request.headers.authorization });
      if (settings.cors) for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
      for (const handler of [...interposed]) if (await handler(request, response)) return;
      await handle(request, response);
    },
    { port: settings.port },
  );
  const origin = `http://${settings.host}:${port}`;
  const url = `${origin}${settings.path}`;
  settings.authorizationServer?.trustResource(url);
  handle = router({ ...settings, url, origin, notes });

  return {
    url,
    origin,
    port,
    requests,
    notes,
    /** See `startAuthorizationServer`. */
    interpose(handler) {
      interposed.push(handler);
      return () => void interposed.splice(interposed.indexOf(handler), 1);
    },
    close,
  };
}

function router(settings) {
  const { authorizationServer, url, origin, path } = settings;
  const metadataPath = `/.well-known/oauth-protected-resource${path}`;
  const admit = gate({ issuer: authorizationServer?.issuer, resource: url, ...settings });
  const sessions = new Map();

  return async (request, response) => {
    const { pathname } = new URL(request.url, origin);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    if (settings.resourceMetadata && pathname === metadataPath) {
      return answerJson(response, 200, settings.describe({
        resource: url,
        authorization_servers: authorizationServer ? [authorizationServer.issuer] : [],
        scopes_supported: settings.scopes,
        bearer_methods_supported: ['header'],
        resource_name: 'Notes',
      }));
    }
    if (pathname !== path) return answerJson(response, 404, { error: 'not_found' });

    const refuse = (status, error, scopes, description) => {
      const challenge = settings.challenge(parameters({ error, scopes, description, metadata: settings.resourceMetadata && origin + metadataPath }));
      if (challenge) response.setHeader('WWW-Authenticate', challenge);
      answerJson(response, status, { error: error ?? 'unauthorized', ...(description && { error_description: description }) });
    };
    const caller = settings.protected ? await admit(request.headers.authorization) : { subject: 'anyone', scopes: settings.writeScopes, token: '' };
    if ('refused' in caller) return refuse(401, caller.refused === null ? undefined : 'invalid_token', settings.scopes, caller.refused);
    const text = request.method === 'POST' ? await bodyOf(request) : undefined;
    const message = parse(text);
    const needed = message?.method === 'tools/call' && message.params?.name === 'add_note' ? settings.writeScopes : settings.scopes;
    if (!needed.every((scope) => caller.scopes.includes(scope))) {
      return refuse(settings.insufficientScopeStatus, 'insufficient_scope', needed, `needs ${needed.join(' ')}`);
    }

    request.auth = { token: caller.token, clientId: 'test', scopes: caller.scopes, extra: { subject: caller.subject } };
    const transport = await session(request, message, sessions, settings);
    if (!transport) return answerJson(response, 404, { jsonrpc: '2.0', error: { code: -32001, message: 'Session not found' }, id: null });
    await transport.handleRequest(request, response, message);
  };
}

/** The session that the request names, or a new one for `initialize`. */
async function session(request, message, sessions, { notes }) {
  const id = request.headers['mcp-session-id'];
  if (id) return sessions.get(id);
  if (message?.method !== 'initialize') return undefined;
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    enableJsonResponse: true,
    onsessioninitialized: (newId) => void sessions.set(newId, transport),
    onsessionclosed: (oldId) => void sessions.delete(oldId),
  });
  await tools(notes).connect(transport);
  return transport;
}

function tools(notes) {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  const text = (value) => ({ content: [{ type: 'text', text: value }] });
  server.registerTool('whoami', { description: 'Says who calls' }, ({ authInfo }) =>
    text(`${authInfo.extra.subject} with ${authInfo.scopes.join(' ')}`),
  );
  server.registerTool('add_note', { description: 'Keeps a note', inputSchema: { note: z.string() } }, ({ note }) => {
    notes.push(note);
    return text(`kept: ${note}`);
  });
  return server;
}

function parameters({ error, scopes, description, metadata }) {
  const quoted = { error, error_description: description, scope: scopes.join(' '), resource_metadata: metadata || undefined };
  return Object.entries(quoted)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}="${value.replace(/["\\]/g, "'")}"`)
    .join(', ');
}

function parse(text) {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
