// One server, one account: a diagnosis, a sign-in that ends in a report, and the capture of either name the same cause.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze, beginSignIn, completeSignIn, diagnose, memoryStore, readEvidence, renderReport, toHar } from 'mcp-auth-doctor';
import { startRedirecting } from '../field/servers/redirecting.mjs';
import { browse } from '../servers/browser.mjs';
import { answerJson, bodyOf, listen } from '../servers/listen.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { BEHAVIOURS, PLACES, startMisbehavingServer } from '../servers/misbehaving-server.mjs';
import { servers } from '../servers/pair.mjs';
import { freePort } from '../servers/process.mjs';
import { startRefusingServer } from '../servers/refusing-server.mjs';

const REDIRECT = 'http://localhost:41937/callback';
/** Of those that never come to an end nothing is waited for; the others may take their time to make what they send. */
const timeoutMs = (name) => (/never answers|one byte|single bytes/.test(name) ? 700 : 10_000);
const LATER = ['registration', 'authorization', 'callback', 'token', 'access'];

/** What answers the first request otherwise than a server of MCP: status, body, and what no report may leave out. */
const NO_SERVER = {
  'an empty object': [200, '{}'],
  'null': [200, 'null'],
  'a list of nothing': [200, '[]'],
  'an empty answer': [200, ''],
  'an answer that was cut': [200, '{"jsonrpc":"2.0","id":1,"resu'],
  'no content': [204, ''],
  'accepted, and no more': [202, ''],
  'a JSON-RPC error': [200, '{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error: database is locked"}}', 'database is locked'],
  'no session': [400, '{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Bad Request: No valid session ID provided"}}', 'No valid session ID'],
  'another Host header': [421, 'Invalid Host header', 'Invalid Host header'],
  'payment required': [402, '{"error":"Your trial has expired"}', 'trial has expired'],
};

const FAILED = { code: -32603, message: 'Database unavailable' };

/** Each server of the tests: a name, and what starts it and gives its address. */
const SERVERS = { ...misbehaving(), ...refusing(), ...pairs(), ...redirecting(), ...alone() };

function misbehaving() {
  const start = (options) => async (t) => {
    const server = await startMisbehavingServer(options);
    t.after(server.close);
    return server.url;
  };
  const each = Object.keys(PLACES).flatMap((place) =>
    Object.keys(BEHAVIOURS).map((behaviour) => [`${place}: ${behaviour}`, start({ place, behaviour })]));
  return { ...Object.fromEntries(each), 'behaves everywhere': start({}), 'dear at each step': start({ dear: true }), 'a certificate that nobody signed': start({ badCertificate: true }) };
}

function refusing() {
  return {
    'refuses everything wrong': async (t) => {
      const server = await startRefusingServer();
      t.after(server.close);
      return server.url;
    },
  };
}

function pairs() {
  const start = (serverOptions, mcpOptions, change) => async (t) => {
    const { mcp, authorizationServer } = await servers(t, serverOptions, mcpOptions);
    change?.({ mcp, authorizationServer });
    return mcp.url;
  };
  const advertising = (members) => start({ advertise: (document) => ({ ...document, ...(typeof members === 'function' ? members(document) : members) }) });
  const describing = (members) => start({}, { describe: (document) => ({ ...document, ...(typeof members === 'function' ? members(document) : members) }) });
  const answering = (path, status, body, type = 'application/json') => start({}, {}, ({ authorizationServer }) => {
    authorizationServer.interpose(async (request, response) => {
      if (request.url !== path || request.method === 'OPTIONS') return false;
      await bodyOf(request);
      response.writeHead(status, { 'Content-Type': type }).end(body);
      return true;
    });
  });
  const withoutToken = (status, headers) => start({}, {}, ({ mcp }) => {
    mcp.interpose((request, response) => request.url === '/mcp' && !request.headers.authorization && (response.writeHead(status, headers).end('no'), true));
  });
  const withToken = (status, headers, body) => start({}, {}, ({ mcp }) => {
    mcp.interpose((request, response) => Boolean(request.headers.authorization) && (response.writeHead(status, headers).end(body), true));
  });
  return {
    'a real pair': start(),
    'an issuer with a path': start({ path: '/tenant1' }),
    'an issuer with a path, the metadata inserted': start({ path: '/tenant1', wellKnown: ['openid-inserted'] }),
    'an issuer with a path, the metadata appended': start({ path: '/tenant1', wellKnown: ['openid-appended'] }),
    'no metadata of the authorization server': start({ wellKnown: [] }),
    'no registration': start({ registration: false }),
    'a registration that is refused': start({ registration: 'refused' }),
    'client ID metadata documents only': start({ registration: false, clientIdMetadataDocument: true }),
    'PKCE that is not advertised': start({ codeChallengeMethods: null }),
    'PKCE without S256': start({ codeChallengeMethods: ['plain'] }),
    'no refresh tokens': start({ refreshTokens: false }),
    'no RFC 9207': start({ iss: false }),
    'a device flow': start({ deviceFlow: true }),
    'no scope by default': start({ defaultScope: null }),
    'no CORS': start({ cors: false }, { cors: false }),
    'an issuer that is another one': advertising((document) => ({ issuer: `${document.issuer}/somebody-else` })),
    'an issuer with a slash': advertising((document) => ({ issuer: `${document.issuer}/` })),
    'no authorization endpoint': advertising({ authorization_endpoint: undefined }),
    'an authorization endpoint that is gone': advertising((document) => ({ authorization_endpoint: `${document.issuer}/gone` })),
    'no token endpoint': advertising({ token_endpoint: undefined }),
    'a token endpoint that nobody listens at': async (t) => advertising({ token_endpoint: `http://localhost:${await freePort()}/token` })(t),
    'a registration endpoint that nobody listens at': async (t) => advertising({ registration_endpoint: `http://localhost:${await freePort()}/reg` })(t),
    'private_key_jwt only': advertising({ token_endpoint_auth_methods_supported: ['private_key_jwt'] }),
    'signed requests only': start({
      advertise: (document) => ({ ...document, require_signed_request_object: true }),
      configure: (configuration) => ({ ...configuration, features: { ...configuration.features, requestObjects: { enabled: true, requireSignedRequestObject: true } } }),
    }),
    'signed requests only, and no registration': start({ registration: false, advertise: (document) => ({ ...document, require_signed_request_object: true }) }),
    'signed requests only, and client ID metadata documents': start({ registration: false, clientIdMetadataDocument: true, advertise: (document) => ({ ...document, require_signed_request_object: true }) }),
    'no response type code': advertising({ response_types_supported: ['token'] }),
    'no grant of a code': advertising({ grant_types_supported: ['client_credentials'] }),
    'a registration answered with 200': answering('/reg', 200, '{"client_id":"x"}'),
    'a registration answered with 404': answering('/reg', 404, '{"error":"not_found"}'),
    'a registration answered with 500': answering('/reg', 500, 'oops', 'text/plain'),
    'a registration that refuses the redirect URI': answering('/reg', 400, '{"error":"invalid_redirect_uri","error_description":"loopback is not allowed"}'),
    'a registration that wants a token': answering('/reg', 401, '{"error":"invalid_token","error_description":"initial access token required"}'),
    'a registration without an id': answering('/reg', 201, '{}'),
    'a registration that limits': answering('/reg', 429, '{"error":"too_many_requests"}'),
    'a code that is refused': answering('/token', 400, '{"error":"invalid_grant","error_description":"code expired"}'),
    'a verifier that is refused': answering('/token', 400, '{"error":"invalid_grant","error_description":"PKCE verification failed"}'),
    'a client that is unknown at the token endpoint': answering('/token', 401, '{"error":"invalid_client","error_description":"unknown client"}'),
    'a secret that is wrong': answering('/token', 401, '{"error":"invalid_client","error_description":"client authentication failed"}'),
    'a token request refused for its resource': answering('/token', 400, '{"error":"invalid_target","error_description":"unknown resource"}'),
    'a token answer without a token': answering('/token', 200, '{"token_type":"Bearer"}'),
    'a token answer of form fields': answering('/token', 200, 'access_token=a&token_type=bearer', 'application/x-www-form-urlencoded'),
    'a token answer that is a page': answering('/token', 200, '<html>gateway</html>', 'text/html'),
    'an error with status 200': answering('/token', 200, '{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired."}'),
    'a token endpoint behind a dead gateway': answering('/token', 502, '<h1>Bad gateway</h1>', 'text/html'),
    'a lifetime that is a text': answering('/token', 200, '{"access_token":"a","token_type":"Bearer","expires_in":"soon"}'),
    'a resource that is another one': describing({ resource: 'https://another.example/mcp' }),
    'a resource that is the parent': describing((document) => ({ resource: new URL(document.resource).origin })),
    'a resource with a slash': describing((document) => ({ resource: `${document.resource}/` })),
    'no resource': describing({ resource: undefined }),
    'a resource that is not a URL': describing({ resource: 'notes' }),
    'no authorization servers': describing({ authorization_servers: [] }),
    'authorization servers that are null': describing({ authorization_servers: null }),
    'an authorization server that nobody listens at': async (t) => describing({ authorization_servers: [`http://localhost:${await freePort()}`] })(t),
    'an authorization server that is unknown': describing({ authorization_servers: ['https://nowhere.invalid'] }),
    'an authorization server by plain http': describing({ authorization_servers: ['http://auth.example.com'] }),
    'two authorization servers, the first one gone': async (t) => {
      const port = await freePort();
      return describing((document) => ({ authorization_servers: [`http://localhost:${port}`, ...document.authorization_servers] }))(t);
    },
    'no challenge': start({}, { challenge: () => undefined }),
    'a challenge that names no metadata': start({}, { challenge: () => 'Bearer' }),
    'a challenge that names metadata of nobody': start({}, { challenge: () => 'Bearer resource_metadata="http://localhost:1/none"' }),
    'a challenge that is malformed': start({}, { challenge: () => 'Bearer resource_metadata=http://localhost/, "' }),
    'no resource metadata': start({}, { resourceMetadata: false }),
    'no resource metadata and no challenge': start({}, { resourceMetadata: false, challenge: () => undefined }),
    'a token that never arrives': start({}, {}, ({ mcp }) => mcp.interpose((request) => void delete request.headers.authorization)),
    ...Object.fromEntries([403, 400, 406, 500].map((status) => [`${status} where a token is missing`, withoutToken(status, {})])),
    'a challenge with status 403': withoutToken(403, { 'WWW-Authenticate': 'Bearer' }),
    'a token that is refused': withToken(401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' }, '{"error":"invalid_token"}'),
    'a token that is refused for its audience': withToken(401, { 'WWW-Authenticate': 'Bearer error="invalid_token", error_description="audience mismatch"' }, '{"error":"invalid_token"}'),
    'a token with too few scopes': withToken(403, { 'WWW-Authenticate': 'Bearer error="insufficient_scope", scope="mcp:admin"' }, '{}'),
    'a server that fails behind the sign-in': withToken(500, {}, 'oops'),
    'a server that wants DPoP': withToken(401, { 'WWW-Authenticate': 'DPoP error="invalid_dpop_proof"' }, '{}'),
  };
}

/** Each address redirects: within its origin, to another one, and without an end. */
function redirecting() {
  const places = ['resource metadata', 'server metadata', 'registration', 'token', 'endpoint', 'endpoint with a token'];
  return Object.fromEntries(places.flatMap((place) => [
    [`${place}: 308 within the origin`, startRedirecting(place, 308)],
    [`${place}: 301 within the origin`, startRedirecting(place, 301)],
    [`${place}: 307 to another origin`, startRedirecting(place, 307, { elsewhere: true })],
    [`${place}: 307 for ever`, startRedirecting(place, 307, { hops: Infinity })],
  ]));
}

function alone() {
  const mcp = (options) => async (t) => {
    const server = await startMcpServer(options);
    t.after(server.close);
    return server.url;
  };
  const web = (handler) => async (t) => {
    const { port, close } = await listen(handler);
    t.after(close);
    return `http://localhost:${port}/mcp`;
  };
  /** A server of MCP that nobody has to sign in to; `instead` gives status and body of an answer that is another one. */
  const calls = (instead) => web(async (request, response) => {
    if (request.url !== '/mcp' || request.method !== 'POST') return void response.writeHead(request.url === '/mcp' ? 405 : 404).end();
    const { id, method } = JSON.parse(await bodyOf(request));
    const other = instead({ id, method });
    if (other) return answerJson(response, ...other);
    if (id === undefined) return void response.writeHead(202).end();
    const known = { initialize: { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 's', version: '1' } }, 'tools/list': { tools: [] } }[method];
    answerJson(response, 200, { jsonrpc: '2.0', id, ...(known ? { result: known } : { error: { code: -32601, message: 'Method not found' } }) });
  });
  const page = (status, text) => web((_request, response) => response.writeHead(status, { 'Content-Type': 'text/html' }).end(text));
  return {
    'needs no sign-in': mcp({ protected: false, resourceMetadata: false }),
    'needs no sign-in and has metadata': mcp({ protected: false }),
    'static tokens, a bare challenge': mcp({ resourceMetadata: false, challenge: () => 'Bearer realm="notes"', personalAccessTokens: { t: { subject: 'bob', scopes: ['mcp:read'] } } }),
    'static tokens, no challenge': mcp({ resourceMetadata: false, challenge: () => undefined }),
    'static tokens, metadata without servers': mcp({}),
    'name and password': mcp({ resourceMetadata: false, challenge: () => 'Basic realm="notes"' }),
    'nobody listens': async () => `http://localhost:${await freePort()}/mcp`,
    'a name that nobody has': async () => 'https://nowhere.invalid/mcp',
    'a web site': page(200, '<!doctype html><title>Shop</title>'),
    'a login page': page(200, '<!doctype html><title>Sign in</title><form method="post" action="/login"><input type="password" name="password"></form>'),
    'not found': page(404, '<!doctype html><title>Not found</title>'),
    'forbidden': page(403, '<!doctype html><title>Forbidden</title>'),
    'broken': page(500, 'oops'),
    'a bad gateway': page(502, '<h1>Bad gateway</h1>'),
    'too many requests': web((_request, response) => answerJson(response, 429, { error: 'slow down' }, { 'Retry-After': '60' })),
    'redirects to a login page': web((request, response) => (request.url.startsWith('/login') ? response.writeHead(200, { 'Content-Type': 'text/html' }).end('<form>') : response.writeHead(302, { Location: '/login' }).end())),
    ...Object.fromEntries(Object.entries(NO_SERVER).map(([name, [status, body]]) => [
      name,
      web((request, response) => (request.url === '/mcp' ? response.writeHead(status, body && { 'Content-Type': 'application/json' }).end(body || undefined) : response.writeHead(404).end())),
    ])),
    'a list of tools that fails, without a sign-in': calls(({ method }) => method === 'tools/list' && [500, { error: 'down' }]),
    'a list of tools that is an error, without a sign-in': calls(({ id, method }) => method === 'tools/list' && [200, { jsonrpc: '2.0', id, error: FAILED }]),
    'a first request that fails where others are answered': calls(({ id, method }) => method === 'initialize' && [200, { jsonrpc: '2.0', id, error: FAILED }]),
    'an API key, and no OAuth': web((request, response) => answerJson(response, request.url === '/mcp' ? 401 : 404, { error: 'Send your API key as X-Acme-Key' })),
    'a stream of the older transport, without a sign-in': web((request, response) => {
      if (request.url !== '/mcp') return void response.writeHead(404).end();
      if (request.method !== 'GET') return void response.writeHead(405, { Allow: 'GET' }).end();
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('event: endpoint\ndata: /messages?sessionId=1\n\n');
    }),
    'JSON-RPC says unauthorized with status 200': web((_request, response) => answerJson(response, 200, { jsonrpc: '2.0', id: 1, error: { code: -32001, message: 'Unauthorized' } })),
  };
}

/** A sign-in until it ends: by its own outcome, or `undefined` where the browser never came back. */
async function signsIn(server, options) {
  const means = { ...options, store: memoryStore() };
  const begun = await beginSignIn({ server, redirectUri: REDIRECT, clientMetadata: { client_name: 'Test' }, ...means });
  if (begun.kind !== 'open-browser') return begun;
  const page = await browse(begun.url, { stopAt: REDIRECT }).catch(() => undefined);
  const isScripted = page?.status === 404 && page.text.includes('not_found') && page.url.includes('/authorize');
  const state = new URL(begun.url).searchParams.get('state');
  const callback = isScripted ? `${REDIRECT}?code=canary-code&state=${state}` : page?.url;
  if (!callback?.startsWith(REDIRECT)) return undefined;
  return completeSignIn(begun.pending, callback, means);
}

/** What a report has as its answer. */
const account = ({ verdict, cause }) => `${verdict}${cause ? ` ${cause.rule}` : ''}`;

/** What a report says, and what the captures of it say. */
function accounts(whose, report) {
  const { server } = report;
  const again = (text) => account(analyze(readEvidence(text), { server }));
  return { [whose]: account(report), [`${whose}, its JSON`]: again(renderReport(report, 'json')), [`${whose}, its HAR`]: again(toHar(report)) };
}

/** Whether a sign-in met what a diagnosis does not try: registration, login, token. */
const isBeyond = (report) => (LATER.includes(report.cause?.step) && report.steps.some((step) => LATER.includes(step))) || isWithToken(report);

/** Whether it is a request with a token that shows the cause, which a diagnosis does not have. */
function isWithToken({ cause, exchanges }) {
  const shown = exchanges[cause?.where?.exchange]?.request.headers;
  return JSON.stringify(shown ?? '').toLowerCase().includes('"authorization"');
}

const isOne = (said) => assert.equal(new Set(Object.values(said)).size, 1, JSON.stringify(said, null, 2));

for (const [name, start] of Object.entries(SERVERS)) {
  test(name, async (t) => {
    const server = await start(t);
    const means = { timeoutMs: timeoutMs(name) };
    const diagnosis = await diagnose(server, means);
    const diagnosed = accounts('diagnosis', diagnosis);
    const outcome = await signsIn(server, means);
    const isIn = outcome?.kind === 'not-needed' || outcome?.proof?.status === 'proven';
    // Who gets in by a deviation passes what stops other clients.
    if (isIn && outcome.deviations?.length > 0) return isOne(diagnosed);
    if (isIn) return isOne({ ...diagnosed, 'sign-in': 'ok' });
    // Without a report there is one account: a token came whose use nobody saw, or the browser never came back.
    if (!outcome?.report) return isOne(diagnosed);
    const signedIn = accounts('sign-in', outcome.report);
    // A diagnosis that has nothing to object says nothing of what only a sign-in tries.
    if (isBeyond(outcome.report) && diagnosis.verdict === 'ok') return [diagnosed, signedIn].forEach(isOne);
    // What the person has to bring depends on the client, which no capture shows.
    if (outcome.kind === 'choose' && diagnosis.verdict === 'ok') delete signedIn['sign-in'];
    isOne({ ...diagnosed, ...signedIn });
  });
}

for (const [name, [, , said]] of Object.entries(NO_SERVER)) {
  test(`${name}: is not let in, and what the server said is shown`, async (t) => {
    const report = await diagnose(await SERVERS[name](t));
    assert.notEqual(report.verdict, 'ok');
    assert.doesNotMatch(report.cause?.rule ?? '', /metadata/);
    if (said) assert.ok(report.cause.received.includes(said), report.cause.received);
  });
}
