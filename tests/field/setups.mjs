// The field: servers and proxies of others, each configured in one way, and what is expected of a sign-in there.
//
// `cause`: the rule that the diagnosis names, `null` where nothing stops a client. `finds`: a rule among its findings. `signIn`: `proven`, `not-enforced`, `not-needed`, or the
// rule that explains the stop. `skips`: where clients get in that leave out a check that the specification demands, which check that is.
// `unseen`, `unseenBy`: what stops clients, or these of them, shows in a sign-in only, so that no profile can tell it from a diagnosis.
import { fileURLToPath } from 'node:url';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';

import { startMcpServer } from '../servers/mcp-server.mjs';
import { freePort, start } from '../servers/process.mjs';
import { startBetterAuth } from './servers/better-auth.mjs';
import { startBehindNginx, startLosing } from './servers/nginx.mjs';
import { startNodeOauth } from './servers/node-oauth.mjs';
import { startRedirecting } from './servers/redirecting.mjs';
import { startWorker } from './servers/worker.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** An MCP server of the TypeScript SDK with an `oidc-provider`, each in one mode. */
function provider(serverOptions = {}, mcpOptions = {}) {
  return async (t) => {
    const authorizationServer = await startAuthorizationServer(serverOptions);
    t.after(authorizationServer.close);
    const mcp = await startMcpServer({ authorizationServer, ...mcpOptions });
    t.after(mcp.close);
    return mcp.url;
  };
}

/** A mode of `oidc-provider` in its own configuration. */
const strict = (features, rest = {}) => ({
  configure: (configuration) => ({ ...configuration, ...rest, features: { ...configuration.features, ...features } }),
});

/** A server of the Python world, in a process of its own. */
function python(kind, { upstream } = {}) {
  return async (t, tools) => {
    const port = await freePort();
    const url = `http://localhost:${port}/mcp`;
    const above = upstream ? [await upstream(t, port)] : [];
    await start(t, tools.python, [here('servers/python_servers.py'), kind, String(port), ...above], {}, url);
    return url;
  };
}

const BY_CLIENTS = 'registers no clients';

/** Which redirects keep the method of a POST, and which make a GET of it (RFC 9110, section 15.4). */
const METHOD_KEPT = [307, 308];
const AS_GET = [301, 302];
const ANY = [...AS_GET, ...METHOD_KEPT];
const ELSEWHERE = { elsewhere: true };
const GETS_IN = { cause: null, signIn: 'proven' };
const GETS_IN_ELSEWHERE = { ...GETS_IN, deviations: ['redirected'] };

/** Every set-up. `quick`: in the short run too; `needs`: what must be there beside Node. */
export const SETUPS = [
  // The official Python SDK and fastmcp.
  { name: 'Python SDK', configured: 'authorization server and resource in one', needs: 'python', start: python('sdk'), cause: null, signIn: 'proven' },
  {
    name: 'Python SDK, 2025-03-26',
    configured: 'no resource metadata; the issuer ends in a slash',
    needs: 'python',
    start: python('sdk-legacy'),
    cause: null,
    signIn: 'proven',
    deviations: ['issuer-slash', 'without-resource-metadata'],
  },
  { name: 'fastmcp in memory', configured: 'as it comes', needs: 'python', start: python('fastmcp-in-memory'), cause: null, signIn: 'proven' },
  { name: 'fastmcp without registration', configured: BY_CLIENTS, needs: 'python', start: python('fastmcp-no-registration'), cause: [null, 'registration/not-offered'], finds: 'registration/not-offered', signIn: 'registration/not-offered' },
  { name: 'fastmcp, JWT only', configured: 'takes tokens of an issuer that it does not name', needs: 'python', start: python('fastmcp-jwt-only'), cause: 'resource/metadata-missing', signIn: 'resource/metadata-missing' },
  { name: 'fastmcp without sign-in', configured: 'public', needs: 'python', start: python('fastmcp-public'), cause: null, signIn: 'not-needed' },
  {
    name: 'fastmcp OIDC proxy',
    configured: 'requires a scope that its upstream does not grant',
    needs: 'python',
    start: python('fastmcp-oidc-proxy', { upstream: proxied }),
    cause: null,
    signIn: 'authorization/denied',
  },
  // django-oauth-toolkit.
  { name: 'django-oauth-toolkit', configured: 'open registration, at the root', needs: 'python', start: django('dot'), cause: null, signIn: 'proven' },
  { name: 'django-oauth-toolkit, mounted', configured: 'under /o/, its metadata there too, without registration', needs: 'python', start: django('dot-mounted'), cause: 'server/metadata-misplaced', signIn: 'server/metadata-misplaced' },
  // Authlib, which issues a secret to every client, those with `none` too.
  { name: 'Authlib', configured: 'open registration', needs: 'python', start: authlib, cause: null, signIn: 'proven' },
  // oidc-provider, strict and less so.
  { name: 'oidc-provider', configured: 'as it comes', quick: true, start: provider(), cause: null, signIn: 'proven' },
  { name: 'oidc-provider, pushed', configured: 'pushed authorization requests required', quick: true, start: provider(strict({ pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true } })), cause: null, signIn: 'proven' },
  { name: 'oidc-provider, DPoP', unseen: true, configured: 'each client is registered for tokens bound to a key', quick: true, start: provider(strict({ dPoP: { enabled: true } }, { clientDefaults: { token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'], dpop_bound_access_tokens: true } })), cause: null, signIn: 'proven' },
  { name: 'oidc-provider, DPoP with nonces', unseen: true, configured: 'the same, and proofs carry a nonce', start: provider(strict({ dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true } }, { clientDefaults: { token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'], dpop_bound_access_tokens: true } })), cause: null, signIn: 'proven' },
  { name: 'oidc-provider, signed requests', configured: 'request objects required', quick: true, start: provider({ ...strict({ requestObjects: { enabled: true, requireSignedRequestObject: true } }), advertise: (document) => ({ ...document, require_signed_request_object: true }) }), cause: [null, 'server/signed-requests-only'], finds: 'server/signed-requests-only', signIn: 'proven' },
  { name: 'oidc-provider, keys only', configured: 'private_key_jwt is the only method', quick: true, start: provider(strict({}, { clientAuthMethods: ['private_key_jwt'], clientDefaults: { token_endpoint_auth_method: 'private_key_jwt', grant_types: ['authorization_code', 'refresh_token'] } })), cause: [null, 'server/client-authentication'], finds: 'server/client-authentication', signIn: 'proven' },
  { name: 'oidc-provider, documents only', configured: 'client ID metadata documents, no registration', start: provider({ registration: false, clientIdMetadataDocument: true }), cause: null, signIn: 'registration/document-needed' },
  { name: 'oidc-provider without registration', configured: BY_CLIENTS, quick: true, start: provider({ registration: false }), cause: [null, 'registration/not-offered'], finds: 'registration/not-offered', signIn: 'registration/not-offered' },
  { name: 'oidc-provider, registration refused', configured: 'only approved clients register', start: provider({ registration: 'refused' }), cause: null, signIn: /^registration\// },
  // Servers of npm.
  { name: '@node-oauth/oauth2-server', configured: 'with a registration of its own', quick: true, needs: 'npm', start: startNodeOauth(), cause: null, signIn: 'proven' },
  { name: 'better-auth', unseenBy: ['TypeScript SDK 1'], configured: 'its plugin for MCP, open registration', needs: 'npm', start: startBetterAuth(), cause: null, signIn: 'proven' },
  { name: '@cloudflare/workers-oauth-provider', unseenBy: ['Python SDK'], configured: 'in workerd, open registration', needs: 'npm', start: startWorker({ registration: true }), cause: null, signIn: 'proven' },
  { name: '@cloudflare/workers-oauth-provider, documents only', configured: 'in workerd', needs: 'npm', start: startWorker({ registration: false }), cause: null, signIn: 'registration/document-needed' },
  // What the MCP server says.
  { name: 'a challenge that points to nothing', configured: 'resource_metadata is 404, the well-known one answers', quick: true, start: challenging((origin) => `${origin}/nowhere`), cause: 'resource/metadata-unreachable', signIn: 'proven', deviations: ['challenge-metadata-passed-over'] },
  { name: 'a relative challenge', configured: 'resource_metadata is a path', quick: true, start: challenging(() => '/.well-known/oauth-protected-resource/mcp'), cause: null, signIn: 'proven', deviations: ['relative-metadata-url'] },
  { name: 'an issuer with a slash too many', configured: 'the resource metadata and the issuer differ by the slash', quick: true, start: provider({}, { describe: (document) => ({ ...document, authorization_servers: document.authorization_servers.map((issuer) => `${issuer}/`) }) }), cause: 'server/issuer-slash', signIn: /^server\/issuer-/, skips: 'the issuer is the same text (RFC 8414, section 3.3)' },
  { name: 'a resource of another server', configured: 'resource names another path', quick: true, start: provider({}, { describe: (document) => ({ ...document, resource: document.resource.replace(/mcp$/, 'other') }) }), cause: 'resource/resource-mismatch', signIn: 'resource/resource-mismatch', skips: 'resource is the one that was asked for (RFC 9728, section 3.3)' },
  { name: 'the authorization page is gone', configured: 'the authorization endpoint answers 404', start: provider({ advertise: (document) => ({ ...document, authorization_endpoint: `${document.issuer}/gone` }) }), cause: null, signIn: 'authorization/refused', peers: false },
  { name: 'the token endpoint is a page', configured: 'it answers 405', start: provider({ advertise: (document) => ({ ...document, token_endpoint: `${document.issuer}/nothing` }) }), cause: null, signIn: /^token\// },
  { name: 'the host of the authorization server has no address', configured: 'a name of a container network', quick: true, start: provider({}, { describe: (document) => ({ ...document, authorization_servers: ['https://keycloak.invalid/realms/a'] }) }), cause: /^(server|contact|resource)\//, signIn: /^(server|contact|resource)\// },
  // nginx in front, with the usual mistakes.
  { name: 'nginx', configured: 'hands everything on', needs: 'nginx', start: startBehindNginx('plain'), cause: null, signIn: 'proven' },
  { name: 'nginx strips the path', configured: '/app/mcp becomes /mcp', needs: 'nginx', start: startBehindNginx('path-stripped'), cause: 'resource/resource-mismatch', signIn: 'resource/resource-mismatch', skips: 'resource is the one that was asked for (RFC 9728, section 3.3)' },
  { name: 'nginx drops WWW-Authenticate', configured: 'proxy_hide_header', needs: 'nginx', start: startBehindNginx('challenge-dropped'), cause: /^challenge\/missing$|^$/, signIn: 'proven' },
  { name: 'nginx drops Authorization', configured: 'proxy_set_header Authorization ""', needs: 'nginx', start: startBehindNginx('authorization-dropped'), cause: null, signIn: 'access/token-not-seen' },
  { name: 'nginx redirects to the slash', configured: '301 from /mcp to /mcp/', needs: 'nginx', start: startBehindNginx('slash-redirect'), cause: 'contact/redirect', signIn: 'contact/redirect' },
  { name: 'nginx redirects to the slash, method kept', configured: '307 from /mcp to /mcp/', needs: 'nginx', start: startBehindNginx('slash-redirect-kept'), cause: null, signIn: 'proven' },
  { name: 'nginx serves an app for everything', configured: 'the well-known places answer with a page, no challenge', needs: 'nginx', start: startBehindNginx('spa'), cause: /^(challenge|resource)\//, signIn: /^(challenge|resource|registration)\// },
  { name: 'nginx denies dotfiles', configured: '403 for /.well-known/', needs: 'nginx python', start: startBehindNginx('dotfiles-denied'), cause: /^(edge|resource)\//, signIn: 'proven', deviations: ['challenge-metadata-passed-over', 'default-endpoints'] },
  { name: 'nginx compresses', configured: 'gzip of every answer', needs: 'nginx', start: startBehindNginx('gzip'), cause: null, signIn: 'proven' },
  { name: 'nginx asks for a password', configured: 'auth_basic in front', needs: 'nginx', start: startBehindNginx('basic'), cause: 'challenge/other-scheme', signIn: 'challenge/other-scheme' },
  { name: 'nginx limits', configured: '429 with Retry-After', needs: 'nginx', start: startBehindNginx('limited'), cause: 'edge/rate-limited', signIn: 'edge/rate-limited' },
  { name: 'nginx without its upstream', configured: '502', needs: 'nginx', start: startBehindNginx('upstream-gone'), cause: 'contact/upstream-down', signIn: 'contact/upstream-down' },
  { name: 'nginx with a certificate of its own', configured: 'self-signed', needs: 'nginx', start: startBehindNginx('self-signed'), cause: 'contact/private-authority', signIn: 'contact/private-authority' },
  { name: 'nginx loses host and scheme', configured: 'TLS in front of django-oauth-toolkit, proxy_pass alone', needs: 'nginx python', start: djangoLosing, cause: 'server/issuer-mismatch', signIn: 'server/issuer-mismatch', peers: false },
  { name: 'nginx lets one wait', configured: 'each answer 3 s late', needs: 'nginx', start: startBehindNginx('slow'), cause: null, signIn: 'proven', peers: false },
  // An address that redirects. From http to https none can on loopback, where TLS is another port and so another origin.
  ...redirecting('resource metadata', ANY, {}, GETS_IN),
  ...redirecting('resource metadata', ANY, ELSEWHERE, { ...GETS_IN_ELSEWHERE, cause: 'resource/metadata-redirected' }),
  ...redirecting('server metadata', ANY, {}, GETS_IN),
  ...redirecting('server metadata', ANY, ELSEWHERE, { ...GETS_IN_ELSEWHERE, cause: 'server/metadata-failing' }),
  ...redirecting('registration', AS_GET, {}, { cause: null, signIn: /^registration\// }),
  ...redirecting('registration', METHOD_KEPT, {}, GETS_IN),
  ...redirecting('registration', AS_GET, ELSEWHERE, { cause: null, signIn: /^registration\// }),
  ...redirecting('registration', METHOD_KEPT, ELSEWHERE, GETS_IN_ELSEWHERE),
  ...redirecting('token', AS_GET, {}, { cause: null, signIn: 'token/endpoint-failing' }),
  ...redirecting('token', METHOD_KEPT, {}, GETS_IN),
  ...redirecting('token', AS_GET, ELSEWHERE, { cause: null, signIn: 'token/endpoint-failing' }),
  ...redirecting('token', METHOD_KEPT, ELSEWHERE, { cause: null, signIn: 'token/endpoint-failing', skips: 'a code and its verifier go to no other origin than the token endpoint of the metadata (RFC 9700, section 4.4)' }),
  ...redirecting('authorization', [302, 307], {}, GETS_IN),
  ...redirecting('authorization', [302], ELSEWHERE, GETS_IN),
  ...redirecting('endpoint', METHOD_KEPT, ELSEWHERE, { cause: 'contact/redirect', signIn: 'contact/redirect' }),
  ...redirecting('endpoint with a token', AS_GET, {}, { cause: null, signIn: 'contact/redirect' }),
  ...redirecting('endpoint with a token', METHOD_KEPT, {}, GETS_IN),
  ...redirecting('endpoint with a token', METHOD_KEPT, ELSEWHERE, { cause: null, signIn: 'contact/redirect' }),
  ...inChains('resource metadata', { cause: 'resource/metadata-redirected', signIn: 'resource/metadata-redirected' }),
  ...inChains('server metadata', { cause: 'server/metadata-failing', signIn: 'server/metadata-failing' }),
  ...inChains('registration', { cause: null, signIn: /^registration\// }),
  ...inChains('token', { cause: null, signIn: 'token/endpoint-failing' }),
  ...inChains('endpoint', { cause: 'contact/redirect', signIn: 'contact/redirect' }),
  ...inChains('endpoint with a token', { cause: null, signIn: 'contact/redirect' }),
];

/** The set-ups of one address that redirects: how, where to, and what is expected there. */
function redirecting(place, statuses, options, expected) {
  const { elsewhere = false, hops = 1 } = options;
  const times = hops === Infinity ? ', for ever' : hops > 1 ? `, ${hops} times` : '';
  return statuses.map((status) => ({
    name: `a redirect of the ${place}`,
    // What a client does at a redirect is in no profile.
    unseen: true,
    configured: `${status} ${elsewhere ? 'to another origin' : 'within the origin'}${times}`,
    start: startRedirecting(place, status, options),
    ...expected,
  }));
}

/** Redirects one behind the other: as many as are followed, six, and without an end. */
function inChains(place, expected) {
  const skips = 'no more than five redirects are followed (RFC 9728, section 7.7, recommends a limit)';
  return [
    ...redirecting(place, [307], { hops: 3 }, GETS_IN),
    ...redirecting(place, [307], { hops: 6 }, { ...expected, skips }),
    ...redirecting(place, [307], { hops: Infinity }, expected),
  ];
}

/** The upstream of the OIDC proxy, which listens on this port: an `oidc-provider` with the proxy's client. */
async function proxied(t, port) {
  const client = { client_id: 'proxy', client_secret: 'the secret of the proxy', token_endpoint_auth_method: 'client_secret_basic', grant_types: ['authorization_code', 'refresh_token'] };
  const upstream = await startAuthorizationServer({
    registration: false,
    configure: (configuration) => ({
      ...configuration,
      clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
      clients: [{ ...client, redirect_uris: [`http://localhost:${port}/auth/callback`] }],
    }),
  });
  t.after(upstream.close);
  // The proxy hands on the `resource` that a client asks for.
  upstream.trustResource(`http://localhost:${port}/mcp`);
  return upstream.issuer;
}

/** An MCP server whose challenge names another place for its metadata. */
function challenging(place) {
  return async (t) => {
    const authorizationServer = await startAuthorizationServer();
    t.after(authorizationServer.close);
    let origin;
    const mcp = await startMcpServer({ authorizationServer, challenge: (parameters) => `Bearer ${parameters.replace(/resource_metadata="[^"]*"/, `resource_metadata="${place(origin)}"`)}` });
    t.after(mcp.close);
    ({ origin } = mcp);
    return mcp.url;
  };
}

/** Authlib, with an MCP server that asks it about each token. */
async function authlib(t, tools) {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const mcp = await asking(t, issuer, issuer);
  await start(t, tools.python, [here('servers/authlib_server.py'), String(port)], {}, `${issuer}/whoami`);
  return mcp.url;
}

/** An MCP server that asks the authorization server's own program about each token. */
async function asking(t, issuer, origin) {
  const mcp = await startMcpServer({
    authorizationServer: { issuer, trustResource: () => {} },
    scopes: ['read'],
    writeScopes: ['read'],
    verify: async (token) => {
      const answer = await fetch(`${origin}/whoami`, { headers: { Authorization: `Bearer ${token}` } });
      return answer.ok ? { subject: 'alice', scopes: ['read'], token } : undefined;
    },
  });
  t.after(mcp.close);
  return mcp;
}

/** django-oauth-toolkit behind nginx; the issuer that it says is where nginx reaches it. */
async function djangoLosing(t, tools) {
  const port = await freePort();
  const { origin, fetch } = await startLosing(t, tools.nginx, port);
  const mcp = await asking(t, origin, `http://localhost:${port}`);
  await start(t, tools.python, [here('servers/django_server.py'), 'dot', String(port), mcp.url], {}, `http://localhost:${port}/whoami`);
  return { url: mcp.url, fetch };
}

/** django-oauth-toolkit, with an MCP server that asks it about each token. */
function django(kind) {
  return async (t, tools) => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const issuer = kind === 'dot' ? origin : `${origin}/o`;
    const mcp = await asking(t, issuer, origin);
    await start(t, tools.python, [here('servers/django_server.py'), kind, String(port), mcp.url], {}, `${origin}/whoami`);
    return mcp.url;
  };
}

