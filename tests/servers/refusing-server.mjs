// An MCP server and its authorization server on one port that refuse every wrong request, but for the faults that are planted.
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { answerJson, bodyOf, listen } from './listen.mjs';

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const read = (text) => JSON.parse(Buffer.from(text, 'base64url').toString());

/**
 * Starts it. Whoever asks is signed in at once.
 *
 * @param {string[]} faults ids of checks of `--test-refusals`: what is accepted though it is wrong; or `client-stays`: it has no way
 *   to delete a client
 */
export async function startRefusingServer(faults = []) {
  const has = (fault) => faults.includes(fault);
  const [clients, codes, refreshTokens, sessions] = [new Map(), new Map(), new Map(), new Set()];
  const deleted = [];
  const { port, close } = await listen((request, response) => handle(request, response).catch((error) => answerJson(response, 500, { error: error.message })));
  const origin = `http://localhost:${port}`;
  const mac = (text) => createHmac('sha256', origin).update(text).digest('base64url');
  const issue = (audience, seconds = 600) => {
    const content = `${part({ alg: 'HS256' })}.${part({ iss: origin, aud: audience, exp: Math.floor(Date.now() / 1000) + seconds })}`;
    return `${content}.${mac(content)}`;
  };

  function isAccepted(request, url) {
    if (has('session-alone') && sessions.has(request.headers['mcp-session-id'])) return true;
    const header = request.headers.authorization;
    const query = url.searchParams.get('access_token');
    if (header === undefined && !(query && has('token-in-query'))) return false;
    const token = header === undefined ? query : /^Bearer (\S+)$/.exec(header)?.[1];
    if (token === undefined) return has('header-malformed');
    const parts = token.split('.');
    if (parts.length === 1) return has('token-garbage');
    if (parts.length === 2) return has('token-unsigned');
    const [{ alg }, { aud, exp }] = parts.slice(0, 2).map(read);
    if (alg === 'none') return has('token-alg-none');
    if (alg !== 'HS256') return has('token-self-signed');
    if (mac(parts.slice(0, 2).join('.')) !== parts[2]) return has('token-tampered');
    if (aud !== `${origin}/mcp` && !has('token-other-audience')) return false;
    return exp > Date.now() / 1000 || has('token-expired');
  }

  async function mcp(request, response, url) {
    if (request.headers.origin && request.headers.origin !== origin && !has('origin-foreign')) return void response.writeHead(403).end();
    if (!isAccepted(request, url)) return answerJson(response, 401, {}, { 'WWW-Authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"` });
    if (request.method === 'DELETE') return void response.writeHead(204).end();
    const { id, method } = JSON.parse(await bodyOf(request));
    if (method !== 'initialize') return answerJson(response, 200, { jsonrpc: '2.0', id, result: { tools: [] } });
    const session = randomUUID();
    sessions.add(session);
    answerJson(response, 200, { jsonrpc: '2.0', id, result: { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'refusing', version: '1' } } }, { 'Mcp-Session-Id': session });
  }

  function authorize(response, query) {
    const [redirect, challenge, method] = ['redirect_uri', 'code_challenge', 'code_challenge_method'].map((name) => query.get(name));
    const registered = clients.get(query.get('client_id'))?.redirect_uris.includes(redirect);
    const refused = (registered || has('redirect-unregistered') ? '' : 'redirect_uri') || (challenge || has('challenge-missing') ? '' : 'code_challenge') || (method !== 'plain' || has('challenge-plain') ? '' : 'plain');
    if (refused) return answerJson(response, 400, { error: 'invalid_request', error_description: refused });
    const code = randomUUID();
    codes.set(code, { challenge, method, resource: query.get('resource'), used: false });
    response.writeHead(302, { Location: `${redirect}?code=${code}&state=${query.get('state')}&iss=${encodeURIComponent(origin)}` }).end();
  }

  async function token(request, response) {
    const form = new URLSearchParams(await bodyOf(request));
    const refused = () => answerJson(response, 400, { error: 'invalid_grant' });
    const give = (resource) => {
      const refresh = randomUUID();
      refreshTokens.set(refresh, { used: false });
      answerJson(response, 200, { access_token: issue(resource), token_type: 'Bearer', expires_in: 600, refresh_token: refresh }, { 'Cache-Control': 'no-store' });
    };
    if (form.get('grant_type') === 'refresh_token') {
      const known = refreshTokens.get(form.get('refresh_token'));
      if (!known || (known.used && !has('refresh-twice'))) return refused();
      known.used = true;
      return give(form.get('resource'));
    }
    const known = codes.get(form.get('code'));
    if (!known || (known.used && !has('code-twice'))) return refused();
    const proof = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    if (known.challenge && known.method !== 'plain' && proof !== known.challenge && !has('verifier-wrong')) return refused();
    known.used = true;
    give(known.resource);
  }

  async function handle(request, response) {
    const url = new URL(request.url, origin);
    if (url.pathname === '/mcp') return mcp(request, response, url);
    if (url.pathname === '/.well-known/oauth-protected-resource/mcp') return answerJson(response, 200, { resource: `${origin}/mcp`, authorization_servers: [origin] });
    if (url.pathname === '/authorize') return authorize(response, url.searchParams);
    if (url.pathname === '/token') return token(request, response);
    if (url.pathname === '/revoke') return void response.writeHead(200).end();
    if (url.pathname === '/register' && request.method === 'POST') {
      const management = has('client-stays') ? {} : { registration_client_uri: `${origin}/register`, registration_access_token: 'its own' };
      const client = { ...JSON.parse(await bodyOf(request)), client_id: randomUUID(), ...management };
      clients.set(client.client_id, client);
      return answerJson(response, 201, client);
    }
    if (url.pathname === '/register' && request.method === 'DELETE') {
      deleted.push(...clients.keys());
      clients.clear();
      return void response.writeHead(204).end();
    }
    if (url.pathname !== '/.well-known/oauth-authorization-server') return answerJson(response, 404, {});
    const [authorization_endpoint, token_endpoint, registration_endpoint, revocation_endpoint] = ['authorize', 'token', 'register', 'revoke'].map((name) => `${origin}/${name}`);
    const methods = { code_challenge_methods_supported: ['S256'], token_endpoint_auth_methods_supported: ['none'], response_types_supported: ['code'], grant_types_supported: ['authorization_code', 'refresh_token'] };
    answerJson(response, 200, { issuer: origin, authorization_endpoint, token_endpoint, registration_endpoint, revocation_endpoint, authorization_response_iss_parameter_supported: true, ...methods });
  }

  return { url: `${origin}/mcp`, host: `localhost:${port}`, clients, deleted, close, expired: issue(`${origin}/mcp`, -600) };
}
