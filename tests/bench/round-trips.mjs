// Round trips in a row from nothing to the authorization URL and to the token, against servers that hold each answer.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { load, ours } from './contenders.mjs';
import { slowServer } from './slow-server.mjs';

const redirectUri = 'http://127.0.0.1:33418/callback';
const metadata = { client_name: 'bench', redirect_uris: [redirectUri], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], token_endpoint_auth_method: 'none' };

const doctor = (probe, known, warm) => async (server, mark) => {
  const { beginSignIn, completeSignIn, memoryStore } = await import(pathToFileURL(join(ours, 'index.mjs')).href);
  const store = memoryStore();
  const options = {
    server: server.url, redirectUri, probe, store, clientMetadata: { client_name: 'bench' }, allow: ['insecureLoopback'],
    ...(known ? { client: { clientId: 'client', issuer: server.issuer } } : {}),
  };
  if (warm) await beginSignIn(options);
  mark('start');
  const outcome = await beginSignIn(options);
  if (outcome.kind !== 'open-browser') throw new Error(`${outcome.kind}: ${outcome.report?.cause?.title}`);
  mark('url');
  const { searchParams } = new URL(outcome.url);
  const callback = `${redirectUri}?code=code&state=${searchParams.get('state')}&iss=${encodeURIComponent(server.issuer)}`;
  const signedIn = await completeSignIn(outcome.pending, callback, { store });
  if (signedIn.kind !== 'signed-in') throw new Error(`${signedIn.kind}: ${signedIn.report?.cause?.title}`);
};

const sdk = (clientModule, transportModule, known) => async (server, mark) => {
  const [{ Client }, { StreamableHTTPClientTransport }] = [await load(clientModule), await load(transportModule)];
  const state = {};
  const provider = {
    redirectUrl: redirectUri, clientMetadata: metadata,
    clientInformation: () => (known ? { client_id: 'client' } : state.client), saveClientInformation: (client) => { state.client = client; },
    tokens: () => state.tokens, saveTokens: (tokens) => { state.tokens = tokens; }, state: () => 'state',
    redirectToAuthorization: () => mark('url'), saveCodeVerifier: (verifier) => { state.verifier = verifier; }, codeVerifier: () => state.verifier,
  };
  const transport = new StreamableHTTPClientTransport(new URL(server.url), { authProvider: provider });
  mark('start');
  await new Client({ name: 'bench', version: '1' }).connect(transport).catch(() => {});
  const answer = new URLSearchParams({ code: 'code', state: 'state', iss: server.issuer });
  await transport.finishAuth('code', server.issuer).catch(() => transport.finishAuth(answer));
};

const contestants = {
  'mcp-auth-doctor, eager': { run: doctor('eager', false) },
  'mcp-auth-doctor, eager, known client': { run: doctor('eager', true) },
  'mcp-auth-doctor, eager, warm': { run: doctor('eager', true, true) },
  'mcp-auth-doctor, polite': { run: doctor('polite', false) },
  'TypeScript SDK 1': { run: sdk('@modelcontextprotocol/sdk/client/index.js', '@modelcontextprotocol/sdk/client/streamableHttp.js', false) },
  'TypeScript SDK 2': { run: sdk('@modelcontextprotocol/client', '@modelcontextprotocol/client', false) },
};

export async function roundTrips(delay = 100) {
  const rows = [];
  for (const [id, { run }] of Object.entries(contestants)) {
    const server = await slowServer({ delay });
    const times = {};
    try {
      await run(server, (what) => { times[what] ??= performance.now(); if (what === 'start') server.requests.length = 0; });
      const trips = (from, to) => Math.floor((to - from) / delay + 0.25);
      rows.push({ id, toUrl: trips(times.start, times.url), toToken: trips(times.start, performance.now()), requests: server.requests.length });
    } finally {
      server.close();
    }
  }
  return rows;
}
