// A real authorization server on loopback: npm `oidc-provider`, with a login and a consent page.
import { exportJWK, generateKeyPair } from 'jose';
import { ACCOUNT } from './account.mjs';
import { consentPage, devicePages, loginPage, page } from './authorization-pages.mjs';
import { memoryAdapter } from './authorization-store.mjs';
import { answerJson, bodyOf, hideFromBrowsers, listen } from './listen.mjs';

const { Provider, errors } = await withoutAdvice(() => import('oidc-provider'));

const DEFAULTS = {
  port: 0,
  // The host of the issuer: `localhost`, `127.0.0.1` or `[::1]`.
  host: 'localhost',
  // The path of the issuer, such as `/tenant1`; empty for none.
  path: '',
  // true: open registration (RFC 7591); false: not offered; 'refused': advertised, and answered with 403.
  registration: true,
  // Where the metadata is served: the three forms of MCP's discovery.
  wellKnown: ['oauth', 'openid-inserted', 'openid-appended'],
  // `code_challenge_methods_supported`; null leaves the member out, as if PKCE were not known.
  codeChallengeMethods: ['S256'],
  // RFC 9207: advertised and sent.
  iss: true,
  scopes: ['mcp:read', 'mcp:write'],
  // What a request without `scope` gets (RFC 6749, section 3.3); null refuses it.
  defaultScope: 'mcp:read',
  accessTokenSeconds: 600,
  refreshTokens: true,
  revocation: true,
  deviceFlow: false,
  clientCredentials: false,
  // Client ID metadata documents; `fetch` fetches them (a test's own trusts its own certificate).
  clientIdMetadataDocument: false,
  fetch: undefined,
  // CORS on every endpoint.
  cors: true,
  // Pre-registered clients, as RFC 7591 metadata with `client_id` and, if confidential, `client_secret`.
  clients: [],
  // Changes the metadata document before it is served.
  advertise: (document) => document,
  // Changes what the token endpoint gives.
  grant: (answer) => answer,
  // Changes the provider's own configuration: its strict modes.
  configure: (configuration) => configuration,
};

/**
 * Starts the server.
 *
 * `interpose(handler)` puts a handler before the server: it answers and returns true, or returns false; the value is a
 * function that takes it away again. `requests` lists `{ method, url }` of what came.
 *
 * @param {Partial<typeof DEFAULTS>} [options]
 */
export async function startAuthorizationServer(options = {}) {
  const settings = { ...DEFAULTS, ...options };
  const requests = [];
  const interposed = [];
  const resources = new Map();
  let handle = (_request, response) => answerJson(response, 503, { error: 'temporarily_unavailable' });
  const { port, close } = await listen(
    async (request, response) => {
      requests.push({ method: request.method, url: request.url });
      if (!settings.cors) hideFromBrowsers(response);
      else if (openRegistration(request, response)) return;
      for (const handler of [...interposed]) if (await handler(request, response)) return;
      await handle(request, response);
    },
    { port: settings.port, address: settings.host === '[::1]' ? '::1' : '127.0.0.1' },
  );
  const origin = `http://${settings.host}:${port}`;
  const issuer = `${origin}${settings.path}`;
  const store = memoryAdapter();
  const jwks = { keys: [{ ...(await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey)), kid: 'one', alg: 'RS256', use: 'sig' }] };
  const provider = new Provider(issuer, { ...settings.configure(configuration(settings, resources)), adapter: store.Adapter, jwks });
  provider.use((context, next) => rewrite(context, next, settings));
  const serve = provider.callback();
  handle = (request, response) => route(request, response, { provider, serve, settings });

  return {
    issuer,
    origin,
    port,
    requests,
    account: ACCOUNT,
    /** Issues JWT access tokens for this resource from now on (RFC 8707). */
    trustResource: (resource, scopes = settings.scopes) => void resources.set(resource, scopes),
    /** Forgets every registered client, as a server does that lost its database. */
    forgetClients: () => store.forget('Client'),
    interpose(handler) {
      interposed.push(handler);
      return () => void interposed.splice(interposed.indexOf(handler), 1);
    },
    close,
  };
}

function configuration(settings, resources) {
  const scope = settings.scopes.join(' ');
  return {
    scopes: ['openid', 'offline_access', ...settings.scopes],
    clients: settings.clients,
    clientBasedCORS: () => settings.cors,
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => settings.codeChallengeMethods !== null },
    rotateRefreshToken: true,
    issueRefreshToken: (_context, client) => settings.refreshTokens && client.grantTypeAllowed('refresh_token'),
    clientDefaults: { token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'] },
    // The provider pins a client to the scope that it registered with; most others don't, and a step-up would end here.
    extraClientMetadata: { properties: ['unpinned'], validator: (_context, _key, _value, metadata) => void delete metadata.scope },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (_context, interaction) => `${settings.path}/interaction/${interaction.uid}` },
    ttl: {
      AccessToken: (_context, token) => token.resourceServer?.accessTokenTTL ?? settings.accessTokenSeconds,
      ClientCredentials: (_context, token) => token.resourceServer?.accessTokenTTL ?? settings.accessTokenSeconds,
      ...Object.fromEntries(['DeviceCode', 'Grant', 'IdToken', 'Interaction', 'RefreshToken', 'Session'].map((model) => [model, 3600])),
    },
    renderError: (context, out) => {
      context.type = 'html';
      context.body = page('Error', `<h1>${out.error}</h1><p>${out.error_description ?? ''}</p>`);
    },
    ...(settings.fetch && { fetch: settings.fetch }),
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: settings.registration === true },
      registrationManagement: { enabled: settings.registration === true },
      revocation: { enabled: settings.revocation },
      introspection: { enabled: true },
      clientCredentials: { enabled: settings.clientCredentials },
      deviceFlow: { enabled: settings.deviceFlow, ...devicePages },
      ...(settings.clientIdMetadataDocument && { clientIdMetadataDocument: { enabled: true, ack: 'draft-02' } }),
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => {
          if (!resources.has(resource)) throw new errors.InvalidTarget(`unknown resource ${resource}`);
          return {
            scope: resources.get(resource).join(' ') || scope,
            audience: resource,
            accessTokenFormat: 'jwt',
            accessTokenTTL: settings.accessTokenSeconds,
          };
        },
      },
    },
  };
}

/** The provider leaves CORS out at registration alone, where no client is known yet; a page would end there. */
function openRegistration(request, response) {
  if (!/\/reg(\/|$)/.test(request.url ?? '')) return false;
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type');
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE');
  if (request.method !== 'OPTIONS') return false;
  response.writeHead(204).end();
  return true;
}

/** Changes what the provider says where the options ask for it. */
async function rewrite(context, next, settings) {
  await next();
  if (context.path === '/.well-known/openid-configuration' && context.body) {
    const document = { ...context.body };
    if (settings.registration === 'refused') document.registration_endpoint = `${document.issuer}/reg`;
    if (settings.codeChallengeMethods === null) delete document.code_challenge_methods_supported;
    else document.code_challenge_methods_supported = settings.codeChallengeMethods;
    if (!settings.iss) delete document.authorization_response_iss_parameter_supported;
    context.body = settings.advertise(document);
  }
  if (context.path === '/token' && context.status === 200) context.body = settings.grant(context.body);
  const location = context.response.get('location');
  if (!settings.iss && location?.includes('iss=')) {
    const target = new URL(location);
    target.searchParams.delete('iss');
    context.set('Location', target.href);
  }
}

async function route(request, response, { provider, serve, settings }) {
  const url = new URL(request.url, 'http://host');
  if (url.pathname.includes('/.well-known/')) {
    if (!wellKnownPaths(settings).includes(url.pathname)) return answerJson(response, 404, { error: 'not_found' });
    return mounted(request, response, serve, '/.well-known/openid-configuration', settings);
  }
  if (!url.pathname.startsWith(`${settings.path}/`)) return answerJson(response, 404, { error: 'not_found' });
  const path = url.pathname.slice(settings.path.length);
  const interaction = /^\/interaction\/([\w-]+)(?:\/(login|consent))?$/.exec(path);
  if (interaction) return interact(request, response, { provider, base: `${settings.path}/interaction/${interaction[1]}`, step: interaction[2] });
  if (path === '/reg' && settings.registration === 'refused') {
    return answerJson(response, 403, { error: 'access_denied', error_description: 'Only approved clients may register.' });
  }
  if (path === '/auth' && settings.defaultScope && !url.searchParams.has('scope')) url.searchParams.set('scope', settings.defaultScope);
  return mounted(request, response, serve, path + url.search, settings);
}

/** Hands over to the provider as Express does it: `originalUrl` has the issuer's path, `url` has not. */
function mounted(request, response, serve, url, settings) {
  request.originalUrl = `${settings.path}${url}`;
  request.url = url;
  return serve(request, response);
}

function wellKnownPaths({ path, wellKnown }) {
  const forms = {
    oauth: `/.well-known/oauth-authorization-server${path}`,
    'openid-inserted': `/.well-known/openid-configuration${path}`,
    'openid-appended': `${path}/.well-known/openid-configuration`,
  };
  return wellKnown.map((form) => forms[form]);
}

async function interact(request, response, { provider, base, step }) {
  const html = (status, text) => response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(text);
  let details;
  try {
    details = await provider.interactionDetails(request, response);
  } catch {
    return html(400, page('Expired', '<h1>This sign-in has expired</h1><p>Start again.</p>'));
  }
  const { prompt, params, session, grantId } = details;
  const form = request.method === 'POST' ? new URLSearchParams(await bodyOf(request)) : undefined;

  if (prompt.name === 'login') {
    if (step !== 'login' || !form) return html(200, loginPage({ action: `${base}/login`, account: params.login_hint }));
    if (form.get('login') !== ACCOUNT.login || form.get('password') !== ACCOUNT.password) {
      return html(401, loginPage({ action: `${base}/login`, account: form.get('login') ?? '', failed: true }));
    }
    return provider.interactionFinished(request, response, { login: { accountId: ACCOUNT.login } });
  }

  if (step !== 'consent' || !form) {
    const client = await provider.Client.find(params.client_id);
    const scopes = [...(prompt.details.missingOIDCScope ?? []), ...Object.values(prompt.details.missingResourceScopes ?? {}).flat()];
    const name = client?.clientName ?? params.client_id;
    return html(200, consentPage({ action: `${base}/consent`, client: name, scopes, redirectUri: params.redirect_uri }));
  }
  if (form.get('answer') !== 'allow') {
    const refusal = { error: 'access_denied', error_description: 'The person said no.' };
    return provider.interactionFinished(request, response, refusal);
  }
  const grant =
    (grantId && (await provider.Grant.find(grantId))) ||
    new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (prompt.details.missingOIDCScope) grant.addOIDCScope(prompt.details.missingOIDCScope.join(' '));
  for (const [resource, scopes] of Object.entries(prompt.details.missingResourceScopes ?? {})) {
    grant.addResourceScope(resource, scopes.join(' '));
  }
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

/** Runs without the provider's advice for production on the console, which says nothing about the tests. */
async function withoutAdvice(work) {
  const { warn } = console;
  console.warn = (text, ...rest) => String(text).includes('oidc-provider') || warn.call(console, text, ...rest);
  try {
    return await work();
  } finally {
    console.warn = warn;
  }
}
