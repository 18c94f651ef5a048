// The work itself, without network: CPU time of each in one process, the first call apart; and memory after many analyses.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median, ours } from './contenders.mjs';

const issuer = 'https://auth.example.com/tenant1';
const resource = 'https://mcp.example.com/mcp';
const redirectUri = 'http://127.0.0.1:33418/callback';
const resourceMetadata = JSON.stringify({ resource, authorization_servers: [issuer], scopes_supported: ['mcp:read', 'mcp:write'], bearer_methods_supported: ['header'] });
const serverMetadata = JSON.stringify({
  issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, registration_endpoint: `${issuer}/register`, jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'], grant_types_supported: ['authorization_code', 'refresh_token'], scopes_supported: ['openid', 'offline_access', 'mcp:read'],
  token_endpoint_auth_methods_supported: ['none', 'client_secret_post'], code_challenge_methods_supported: ['S256'], authorization_response_iss_parameter_supported: true,
});
const challenge = 'Bearer realm="mcp, \\"x\\"", error="invalid_token", error_description="The access token expired", resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp", scope="mcp:read mcp:write"';
const json = (text) => new Response(text, { status: 200, headers: { 'content-type': 'application/json' } });
const refused = () => new Response(null, { status: 401, headers: { 'www-authenticate': challenge } });

const entry = (method, url, status, headers, text) => ({
  startedDateTime: '2026-01-01T00:00:00.000Z', time: 1, request: { method, url, httpVersion: 'HTTP/1.1', headers: [], queryString: [], cookies: [], headersSize: -1, bodySize: 0 },
  response: { status, statusText: '', httpVersion: 'HTTP/1.1', headers, cookies: [], content: { size: text.length, mimeType: 'application/json', text }, redirectURL: '', headersSize: -1, bodySize: -1 },
  cache: {}, timings: { send: 0, wait: 1, receive: 0 },
});
const type = [{ name: 'content-type', value: 'application/json' }];
const flowEntries = [
  entry('POST', resource, 401, [{ name: 'www-authenticate', value: challenge }], ''),
  entry('GET', 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp', 200, type, resourceMetadata),
  entry('GET', 'https://auth.example.com/.well-known/oauth-authorization-server/tenant1', 200, type, serverMetadata),
];
export const har = (entries) => JSON.stringify({ log: { version: '1.2', creator: { name: 'bench', version: '1' }, entries: Array.from({ length: entries }, (_, at) => flowEntries[at % flowEntries.length]) } });

async function tasks() {
  const doctor = await import(pathToFileURL(join(ours, 'index.mjs')).href);
  const sdk = await import('@modelcontextprotocol/sdk/client/auth.js');
  const schemas = await import('@modelcontextprotocol/sdk/shared/auth.js');
  const oauth = await import('oauth4webapi');
  const metadata = JSON.parse(serverMetadata);
  const both = JSON.stringify({ server: resource, exchanges: flowEntries.map(({ request, response }) => ({ request: { method: request.method, url: request.url }, response: { status: response.status, headers: response.headers.map(({ name, value }) => [name, value]), body: response.content.text } })) });
  const evidence = JSON.parse(both);
  const [small, large] = [har(100), har(10_000)];
  return {
    'parse a challenge': {
      'mcp-auth-doctor': () => doctor.parseChallenges(challenge),
      'TypeScript SDK 1': () => sdk.extractWWWAuthenticateParams(refused()),
      oauth4webapi: async () => { try { await oauth.processResourceDiscoveryResponse(new URL(resource), refused()); } catch (error) { return error.cause; } },
    },
    'judge both documents': {
      'mcp-auth-doctor (all rules)': () => doctor.analyze(evidence),
      'TypeScript SDK 1 (schemas)': () => { schemas.OAuthProtectedResourceMetadataSchema.parse(JSON.parse(resourceMetadata)); schemas.OAuthMetadataSchema.parse(JSON.parse(serverMetadata)); },
      'oauth4webapi (from Response)': async () => { await oauth.processResourceDiscoveryResponse(new URL(resource), json(resourceMetadata)); await oauth.processDiscoveryResponse(new URL(issuer), json(serverMetadata)); },
    },
    'PKCE and authorization URL': {
      'mcp-auth-doctor': () => doctor.authorizationUrl(metadata.authorization_endpoint, { clientId: 'client', redirectUri, codeChallenge: doctor.createPkce().challenge, state: 'state', scopes: ['mcp:read'], resource }),
      'TypeScript SDK 1': () => sdk.startAuthorization(issuer, { metadata, clientInformation: { client_id: 'client' }, redirectUrl: redirectUri, scope: 'mcp:read', state: 'state', resource: new URL(resource) }),
      oauth4webapi: async () => {
        const url = new URL(metadata.authorization_endpoint);
        const codeChallenge = await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier());
        for (const pair of Object.entries({ response_type: 'code', client_id: 'client', code_challenge: codeChallenge, code_challenge_method: 'S256', redirect_uri: redirectUri, state: 'state', scope: 'mcp:read', resource })) url.searchParams.set(...pair);
        return url.href;
      },
    },
    'analyse a HAR of 100 entries': { 'mcp-auth-doctor': () => doctor.analyze(small) },
    'analyse a HAR of 10,000 entries': { 'mcp-auth-doctor': () => doctor.analyze(large) },
  };
}

export async function work({ samples = 5, span = 150 } = {}) {
  const rows = [];
  for (const [task, implementations] of Object.entries(await tasks())) {
    for (const [id, run] of Object.entries(implementations)) {
      const begin = process.cpuUsage();
      await run();
      const first = microsecondsSince(begin) / 1000;
      const costs = [];
      for (let sample = 0; sample < samples; sample += 1) {
        let count = 0;
        const [start, used] = [performance.now(), process.cpuUsage()];
        do { await run(); count += 1; } while (performance.now() - start < span);
        costs.push(microsecondsSince(used) / count);
      }
      rows.push({ task, id, microseconds: median(costs), firstMilliseconds: first });
    }
  }
  return rows;
}

/** CPU time, of which other work on the machine takes none. */
function microsecondsSince(begin) {
  const { user, system } = process.cpuUsage(begin);
  return user + system;
}

/** Bytes of the wasm memory after the first hundred analyses, and after all of them. */
export async function memory(analyses = 10_000) {
  const doctor = await import(pathToFileURL(join(ours, 'index.mjs')).href);
  const text = har(3);
  for (let count = 0; count < 100; count += 1) doctor.analyze(text);
  const before = doctor.memoryBytes();
  for (let count = 100; count < analyses; count += 1) doctor.analyze(text);
  return { analyses, before, after: doctor.memoryBytes() };
}
