// Round trips in a row from nothing to the authorization URL and to the token, against servers that hold each answer; and how often our
// sign-in waits for its store. The proof after the token, which ours makes and others do not, is left out.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ours } from './contenders.mjs';
import { mcpRemote } from './mcp-remote.mjs';
import { slowServer } from './slow-server.mjs';

const redirectUri = 'http://127.0.0.1:33418/callback';
const metadata = { client_name: 'bench', redirect_uris: [redirectUri], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], token_endpoint_auth_method: 'none' };

const doctor = ({ probe, known, warm }) => async (server, mark) => {
  const { beginSignIn, completeSignIn, memoryStore } = await import(pathToFileURL(join(ours, 'index.mjs')).href);
  const { store, waits } = counted(memoryStore());
  const options = {
    server: server.url, redirectUri, probe, store, prove: false, clientMetadata: { client_name: 'bench' },
    ...(known ? { client: { clientId: 'client', issuer: server.issuer } } : {}),
  };
  if (warm) {
    await beginSignIn(options);
    server.forget();
  }
  const before = waits();
  const outcome = await beginSignIn(options);
  if (outcome.kind !== 'open-browser') throw new Error(`${outcome.kind}: ${outcome.report?.cause?.title}`);
  mark();
  const toUrl = waits() - before;
  const callback = `${redirectUri}?code=code&state=${new URL(outcome.url).searchParams.get('state')}&iss=${encodeURIComponent(server.issuer)}`;
  const signedIn = await completeSignIn(outcome.pending, callback, { store });
  if (signedIn.kind !== 'signed-in') throw new Error(`${signedIn.kind}: ${signedIn.report?.cause?.title}`);
  return { storeToUrl: toUrl, storeToToken: waits() - before };
};

/** A store that counts how often it is waited for: what is asked at the same time is one wait. */
function counted(store) {
  let [count, open] = [0, 0];
  const call = (name) => async (...args) => {
    if (open === 0) count += 1;
    open += 1;
    try {
      await new Promise((done) => setTimeout(done, 1));
      return await store[name](...args);
    } finally {
      open -= 1;
    }
  };
  const methods = ['get', 'set', 'delete', 'take', 'keys'].filter((name) => store[name]);
  return { store: Object.fromEntries(methods.map((name) => [name, call(name)])), waits: () => count };
}

const sdk = (clientModule, transportModule) => async (server, mark) => {
  const [{ Client }, { StreamableHTTPClientTransport }] = [await import(clientModule), await import(transportModule)];
  const state = {};
  const provider = {
    redirectUrl: redirectUri, clientMetadata: metadata,
    clientInformation: () => state.client, saveClientInformation: (client) => { state.client = client; },
    tokens: () => state.tokens, saveTokens: (tokens) => { state.tokens = tokens; }, state: () => 'state',
    redirectToAuthorization: mark, saveCodeVerifier: (verifier) => { state.verifier = verifier; }, codeVerifier: () => state.verifier,
  };
  const transport = new StreamableHTTPClientTransport(new URL(server.url), { authProvider: provider });
  await new Client({ name: 'bench', version: '1' }).connect(transport).catch(() => {});
  const answer = new URLSearchParams({ code: 'code', state: 'state', iss: server.issuer });
  await transport.finishAuth('code', server.issuer).catch(() => transport.finishAuth(answer));
  if (!state.tokens) throw new Error('no tokens');
};

/** By hand, one step after the other, as the specification lists them: the library has no flow of its own. */
const oauth4webapi = async (server, mark) => {
  const oauth = await import('oauth4webapi');
  const options = { [oauth.allowInsecureRequests]: true };
  const resource = new URL(server.url);
  const refused = await fetch(resource, { method: 'POST', body: '{}' });
  await refused.arrayBuffer();
  const { authorization_servers: [issuer] } = await oauth.processResourceDiscoveryResponse(resource, await oauth.resourceDiscoveryRequest(resource, options));
  const authorizationServer = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), { ...options, algorithm: 'oauth2' }));
  const client = await oauth.processDynamicClientRegistrationResponse(await oauth.dynamicClientRegistrationRequest(authorizationServer, metadata, options));
  const verifier = oauth.generateRandomCodeVerifier();
  await oauth.calculatePKCECodeChallenge(verifier);
  mark();
  const callback = oauth.validateAuthResponse(authorizationServer, client, new URLSearchParams({ code: 'code', state: 'state', iss: server.issuer }), 'state');
  const answer = await oauth.authorizationCodeGrantRequest(authorizationServer, client, oauth.None(), callback, redirectUri, verifier, options);
  await oauth.processAuthorizationCodeResponse(authorizationServer, client, answer);
};

const contestants = {
  'mcp-auth-doctor, eager': doctor({ probe: 'eager' }),
  'mcp-auth-doctor, eager, known client': doctor({ probe: 'eager', known: true }),
  'mcp-auth-doctor, eager, warm': doctor({ probe: 'eager', known: true, warm: true }),
  'mcp-auth-doctor, polite': doctor({ probe: 'polite' }),
  'TypeScript SDK 1': sdk('@modelcontextprotocol/sdk/client/index.js', '@modelcontextprotocol/sdk/client/streamableHttp.js'),
  'TypeScript SDK 2': sdk('@modelcontextprotocol/client', '@modelcontextprotocol/client'),
  'oauth4webapi, by hand': oauth4webapi,
  'mcp-remote': mcpRemote,
};

export async function roundTrips(delay = 100) {
  const rows = [];
  for (const [id, signIn] of Object.entries(contestants)) {
    const server = await slowServer({ delay });
    let toUrl;
    try {
      const waits = await signIn(server, () => { toUrl ??= server.roundTrips(); });
      rows.push({ id, toUrl, toToken: server.roundTrips(), requests: server.requests.length, ...waits });
    } finally {
      server.close();
    }
  }
  return rows;
}
