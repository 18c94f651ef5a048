// `@node-oauth/oauth2-server` as an authorization server for MCP: the package has the grants; metadata and registration are the application's.
import { createHash, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { answerJson, bodyOf, listen } from '../../servers/listen.mjs';
import { startMcpServer } from '../../servers/mcp-server.mjs';
import { fieldPackage } from '../tools.mjs';

/** Starts it, with an MCP server that asks it about each token. */
export function startNodeOauth() {
  return async (t) => {
    const OAuth2Server = createRequire(fieldPackage)('@node-oauth/oauth2-server');
    const kept = { clients: new Map(), codes: new Map(), tokens: new Map() };
    const oauth = new OAuth2Server({ model: model(kept), requireClientAuthentication: { authorization_code: false, refresh_token: false } });
    let origin;
    const server = await listen(async (request, response) => {
      const url = new URL(request.url, origin);
      if (url.pathname === '/.well-known/oauth-authorization-server') return answerJson(response, 200, metadata(origin));
      const body = request.method === 'POST' ? await bodyOf(request) : '';
      if (url.pathname === '/register') return answerJson(response, 201, register(kept, JSON.parse(body)));
      const form = Object.fromEntries(new URLSearchParams(body));
      const asked = new OAuth2Server.Request({ method: request.method, headers: request.headers, query: Object.fromEntries(url.searchParams), body: form });
      const answer = new OAuth2Server.Response({ headers: {} });
      try {
        if (url.pathname === '/authorize') await oauth.authorize(asked, answer, { authenticateHandler: { handle: () => ({ id: 'alice' }) } });
        else if (url.pathname === '/token') await oauth.token(asked, answer);
        else answer.status = 404;
      } catch (error) {
        answer.status = answer.headers.location ? 302 : (error.code ?? 500);
        answer.body = { error: error.name, error_description: error.message };
      }
      response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers }).end(answer.body ? JSON.stringify(answer.body) : '');
    });
    t.after(server.close);
    origin = `http://localhost:${server.port}`;
    const mcp = await startMcpServer({
      authorizationServer: { issuer: origin, trustResource: () => {} },
      scopes: ['read'],
      writeScopes: ['read'],
      verify: async (token) => (kept.tokens.has(token) ? { subject: 'alice', scopes: ['read'], token } : undefined),
    });
    t.after(mcp.close);
    return mcp.url;
  };
}

const metadata = (origin) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  registration_endpoint: `${origin}/register`,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none'],
});

function register({ clients }, wanted) {
  const client = { ...wanted, client_id: randomUUID(), token_endpoint_auth_method: 'none' };
  clients.set(client.client_id, { id: client.client_id, redirectUris: client.redirect_uris, grants: ['authorization_code', 'refresh_token'] });
  return client;
}

function model({ clients, codes, tokens }) {
  return {
    generateAccessToken: () => `access-${randomUUID()}`,
    generateRefreshToken: () => `refresh-${randomUUID()}`,
    generateAuthorizationCode: () => createHash('sha256').update(randomUUID()).digest('hex'),
    getClient: (id) => clients.get(id),
    validateScope: (_user, _client, scope) => scope ?? ['read'],
    saveAuthorizationCode: (code, client, user) => {
      const saved = { ...code, client, user };
      codes.set(code.authorizationCode, saved);
      return saved;
    },
    getAuthorizationCode: (code) => codes.get(code),
    revokeAuthorizationCode: ({ authorizationCode }) => codes.delete(authorizationCode),
    saveToken: (token, client, user) => {
      const saved = { ...token, client, user };
      tokens.set(token.accessToken, saved);
      return saved;
    },
    getAccessToken: (token) => tokens.get(token),
    getRefreshToken: (token) => [...tokens.values()].find(({ refreshToken }) => refreshToken === token),
    revokeToken: ({ accessToken }) => tokens.delete(accessToken),
  };
}
