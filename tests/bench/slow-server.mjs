// An MCP server and its authorization server that hold each answer back, so that what is asked at once comes before the first answer: a
// request is one round trip further than the furthest that was answered before it came, however busy the machine is.
import { createServer } from 'node:http';

export async function slowServer({ delay, registration = true }) {
  const requests = [];
  let answered = 0;
  let server; let issuer;
  const answers = (request, body) => {
    const [path] = request.url.split('?');
    if (path === '/.well-known/oauth-protected-resource/mcp') return { resource: `${server}/mcp`, authorization_servers: [issuer], scopes_supported: ['mcp:read'] };
    if (path === '/.well-known/oauth-authorization-server') {
      return {
        issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, response_types_supported: ['code'],
        ...(registration ? { registration_endpoint: `${issuer}/register` } : {}), grant_types_supported: ['authorization_code', 'refresh_token'],
        code_challenge_methods_supported: ['S256'], token_endpoint_auth_methods_supported: ['none', 'client_secret_post'], authorization_response_iss_parameter_supported: true,
      };
    }
    if (path === '/register' && registration) return { ...JSON.parse(body), client_id: 'client' };
    if (path === '/token') return { access_token: 'access', token_type: 'Bearer', expires_in: 3600, refresh_token: 'refresh' };
    return undefined;
  };
  const handle = (who) => (request, response) => {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
      requests.push(`${request.method} ${who}${request.url.split('?')[0]}`);
      const trip = answered + 1;
      setTimeout(() => {
        answered = Math.max(answered, trip);
        const isMcp = who === 'server' && request.url === '/mcp';
        const answer = isMcp ? undefined : answers(request, body);
        if (isMcp && request.headers.authorization) {
          const { id, method, params } = JSON.parse(body || '{}');
          const result = method === 'initialize' ? { protocolVersion: params.protocolVersion, capabilities: {}, serverInfo: { name: 'slow', version: '1' } } : {};
          response.writeHead(id === undefined ? 202 : 200, { 'content-type': 'application/json' }).end(id === undefined ? '' : JSON.stringify({ jsonrpc: '2.0', id, result }));
        } else if (isMcp) {
          response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${server}/.well-known/oauth-protected-resource/mcp", scope="mcp:read"` }).end();
        } else {
          response.writeHead(answer ? (request.url === '/register' ? 201 : 200) : 404, { 'content-type': 'application/json' }).end(answer ? JSON.stringify(answer) : '{}');
        }
      }, delay);
    });
  };
  const listen = (who) => new Promise((resolve) => {
    const listening = createServer(handle(who)).listen(0, '127.0.0.1', () => resolve(listening));
  });
  const [resourceServer, authorizationServer] = [await listen('server'), await listen('issuer')];
  server = `http://127.0.0.1:${resourceServer.address().port}`;
  issuer = `http://127.0.0.1:${authorizationServer.address().port}`;
  return {
    url: `${server}/mcp`, issuer, requests,
    /** Round trips in a row since the last `forget`. */
    roundTrips: () => answered,
    forget() { [requests.length, answered] = [0, 0]; },
    close() { for (const one of [resourceServer, authorizationServer]) { one.closeAllConnections(); one.close(); } },
  };
}
