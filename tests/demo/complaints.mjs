// The complaints of the demo: each sets up the servers that cause it, has the product judge it, and takes the first way of the report.
import assert from 'node:assert/strict';
import { analyze, memoryStore, readEvidence } from 'mcp-auth-doctor';
import { sdkFetch } from 'mcp-auth-doctor/mcp-sdk';
import { signIn } from 'mcp-auth-doctor/node';
import { begin, run } from '../e2e/command-line.mjs';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { browse, scriptedBrowser } from '../servers/browser.mjs';
import { callTool } from '../servers/call-tool.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { freePort } from '../servers/process.mjs';

const OWN_APP = { clientId: 'my-own-app', secret: 'a-secret-of-the-demo', redirectUri: `http://localhost:${await freePort()}/callback` };
const REDIRECT = ['--redirect-uri', OWN_APP.redirectUri];
const TOKEN = 'demo_pat_0123456789';
const PASSWORD = 'correct horse';
const ALICE = 'alice with mcp:read';

/** `play` gives the report, the cause that it names, its first action, and what the called tool answered. */
export const COMPLAINTS = [
  { says: 'Does it support OAuth 2.0 at all?', play: nothingWrong },
  { says: '401 Unauthorized after discovery', play: silentRefusal },
  { says: 'Protected resource ... does not match expected', play: resourceIsParent },
  { says: 'Dynamic Client Registration not supported', play: noRegistration },
  { says: 'No client id, and nowhere to register one', play: nowhereToRegister },
  { says: 'The authorization server says the client is invalid', play: invalidClient },
  { says: 'The token exchange failed', play: exchangeFailed },
  { says: 'The browser does not open', play: browserShut },
  { says: 'The browser never came back', play: neverCameBack },
  { says: 'Signed in, but still 401', play: scopeMissing },
  { says: 'No sign-in is offered (it takes tokens only)', play: tokensOnly },
  { says: 'It wants user name and password', play: basicOnly },
];

async function nothingWrong({ start, folder }) {
  const { authorizationServer, mcp } = await pair(start);
  const report = await doctor(folder, [mcp.url], 0);
  const documents = report.exchanges.filter(({ response }) => response?.status === 200).map(({ request }) => request.url);
  assert.ok(documents.some((url) => url.startsWith(authorizationServer.issuer)), 'the documents that were read are in the report');
  return { ...told(report, undefined, 'sign-in'), answer: await signedIn(folder, mcp.url) };
}

async function silentRefusal({ start, folder }) {
  const { mcp } = await pair(start, {}, { challenge: () => undefined });
  const refused = await fetch(mcp.url, { method: 'POST' });
  const pasted = `${mcp.url}\nHTTP/1.1 ${refused.status} ${refused.statusText}\n${[...refused.headers].map(([name, value]) => `${name}: ${value}\n`).join('')}\n`;
  assert.equal(analyze(readEvidence(pasted)).cause?.rule, 'challenge/missing', 'what the client saw has one cause');
  const report = await doctor(folder, [mcp.url], 0);
  return { ...told(report, undefined, 'sign-in'), answer: await signedIn(folder, mcp.url) };
}

async function resourceIsParent({ start, folder }) {
  const describe = (document) => ({ ...document, resource: new URL(document.resource).origin });
  const { authorizationServer, mcp } = await pair(start, {}, { describe, checkAudience: false });
  authorizationServer.trustResource(mcp.origin);
  told(await doctor(folder, [mcp.url], 4), 'resource/resource-ancestor', 'allow-deviation');
  const report = await doctor(folder, ['sign-in', mcp.url], 4);
  return { ...told(report, 'resource/resource-ancestor', 'allow-deviation'), answer: await signedIn(folder, mcp.url, ['--action', 'allow-deviation']) };
}

async function noRegistration({ start, folder }) {
  const { mcp } = await pair(start, withOwnApp());
  const report = await doctor(folder, ['sign-in', mcp.url], 4);
  return { ...told(report, 'registration/not-offered', 'own-app'), answer: await signedIn(folder, mcp.url, [...REDIRECT, ...OWN_APP_FORM], SECRET) };
}

async function nowhereToRegister({ start, folder }) {
  const url = 'https://demo.example/client.json';
  const form = ['--name', 'Demo', '--redirect-uri', OWN_APP.redirectUri];
  const { stdout: document } = await run(['client-metadata', 'create', '--client-id', url, ...form]);
  const fetch = async (asked) => (String(asked) === url ? Response.json(JSON.parse(document)) : new Response(null, { status: 404 }));
  const { mcp } = await pair(start, { registration: false, clientIdMetadataDocument: true, fetch });
  const report = await doctor(folder, ['sign-in', mcp.url], 4);
  const answer = await signedIn(folder, mcp.url, [...REDIRECT, '--action', 'client-metadata-document', '--set', `clientId=${url}`]);
  return { ...told(report, 'registration/document-needed', 'client-metadata-document'), answer };
}

async function invalidClient({ start, folder }) {
  const { authorizationServer, mcp } = await pair(start, withOwnApp());
  const wrong = ['--client-id', OWN_APP.clientId, '--client-secret-env', 'WRONG', '--issuer', authorizationServer.issuer, ...REDIRECT];
  const env = { ...SECRET, WRONG: 'a-secret-of-last-year' };
  const report = await doctor(folder, ['sign-in', mcp.url, ...wrong], 1, env);
  const answer = await signedIn(folder, mcp.url, [...wrong, ...OWN_APP_FORM], env);
  return { ...told(report, 'token/client-authentication', 'own-app'), answer };
}

async function exchangeFailed({ start, folder }) {
  const { authorizationServer, mcp } = await pair(start);
  const mend = authorizationServer.interpose((request, response) => {
    if (!request.url.startsWith('/token')) return false;
    response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    return true;
  });
  const report = await doctor(folder, ['sign-in', mcp.url], 1);
  mend();
  return { ...told(report, 'token/endpoint-failing', 'patch-authorization-server'), answer: await signedIn(folder, mcp.url) };
}

async function browserShut({ start, folder }) {
  const { mcp } = await pair(start);
  const report = analyze({ server: mcp.url, symptom: 'Failed to open browser: spawn xdg-open ENOENT', exchanges: [] });
  const tool = begin(['sign-in', mcp.url, '--print-token', '--format', 'json'], { env: { XDG_DATA_HOME: folder, BROWSER: '/nonexistent/browser' } });
  let asked = '';
  for await (const text of tool.child.stderr) {
    asked += text;
    const [url] = /http\S+\/auth\?\S+/.exec(asked) ?? [];
    if (url) {
      await browse(url);
      break;
    }
  }
  const { status, stdout } = await tool.ended;
  assert.equal(status, 0, asked);
  return { ...told(report, 'client/browser-not-opened', 'open-by-hand'), answer: await called(mcp.url, JSON.parse(stdout).accessToken) };
}

async function neverCameBack({ start }) {
  const { mcp } = await pair(start);
  const report = analyze({ server: mcp.url, symptom: 'Timed out waiting for OAuth callback', exchanges: [] });
  let show;
  const shown = new Promise((resolve) => (show = resolve));
  const paste = async () => (await browse((await shown).url, { stopAt: OWN_APP.redirectUri })).url;
  const ending = await signIn({
    server: mcp.url, clientMetadata: { client_name: 'Demo' }, store: memoryStore(), openBrowser: async () => {}, noCallbackAfterMs: 300,
    interact: { showUrl: show, paste },
  });
  assert.equal(ending.kind, 'signed-in');
  return { ...told(report, 'callback/never-came', 'open-by-hand'), answer: await called(mcp.url, ending.tokens.accessToken) };
}

async function scopeMissing({ start }) {
  const { mcp } = await pair(start, {}, { insufficientScopeStatus: 401 });
  const openBrowser = scriptedBrowser();
  const exchanges = [];
  const seen = async (input, init) => {
    const request = new Request(input, init);
    const response = await globalThis.fetch(request.clone());
    if (response.status === 401) exchanges.push(await exchangeOf(request, response));
    return response;
  };
  const fetch = sdkFetch({ server: mcp.url, store: memoryStore(), fetch: seen, signIn: (options, begun) => signIn({ ...options, openBrowser }, begun) });
  await callTool(mcp.url, 'whoami', { transport: { fetch } });
  const answer = await callTool(mcp.url, 'add_note', { transport: { fetch }, arguments: { note: 'from the demo' } });
  assert.deepEqual(mcp.notes, ['from the demo']);
  return { ...told(analyze({ server: mcp.url, exchanges: exchanges.slice(-1) }), 'access/insufficient-scope', 'add-scopes'), answer };
}

async function tokensOnly({ start, folder }) {
  const caller = { subject: 'bob', scopes: ['mcp:read'] };
  const mcp = await start(startMcpServer({ resourceMetadata: false, challenge: () => 'Bearer realm="notes"', personalAccessTokens: { [TOKEN]: caller } }));
  const report = await doctor(folder, [mcp.url], 1);
  await doctor(folder, ['sign-in', mcp.url, '--action', 'personal-access-token', '--set-env', 'token=TOKEN'], 0, { TOKEN });
  return { ...told(report, undefined, 'personal-access-token'), answer: await called(mcp.url, TOKEN) };
}

async function basicOnly({ start, folder }) {
  const basic = { carol: { password: PASSWORD, subject: 'carol', scopes: ['mcp:read'] } };
  const mcp = await start(startMcpServer({ resourceMetadata: false, challenge: () => 'Basic realm="notes"', basic }));
  const report = await doctor(folder, [mcp.url], 1);
  const form = ['--action', 'basic', '--set', 'username=carol', '--set-env', 'password=PASSWORD'];
  await doctor(folder, ['sign-in', mcp.url, ...form], 0, { PASSWORD });
  const authorization = `Basic ${Buffer.from(`carol:${PASSWORD}`).toString('base64')}`;
  return { ...told(report, undefined, 'basic'), answer: await callTool(mcp.url, 'whoami', { authorization }) };
}

const SECRET = { CLIENT_SECRET: OWN_APP.secret };
const OWN_APP_FORM = ['--action', 'own-app', '--set', `clientId=${OWN_APP.clientId}`, '--set-env', 'clientSecret=CLIENT_SECRET'];

/** An authorization server without registration that knows the app. */
function withOwnApp() {
  const client = {
    client_id: OWN_APP.clientId, client_secret: OWN_APP.secret, redirect_uris: [OWN_APP.redirectUri],
    token_endpoint_auth_method: 'client_secret_basic', application_type: 'native', grant_types: ['authorization_code', 'refresh_token'],
  };
  return { registration: false, clients: [client] };
}

async function pair(start, authorization = {}, resource = {}) {
  const authorizationServer = await start(startAuthorizationServer(authorization));
  return { authorizationServer, mcp: await start(startMcpServer({ authorizationServer, ...resource })) };
}

/** The product's command line, with JSON as its answer. */
async function doctor(folder, args, expected, env = {}) {
  const { status, stdout, stderr } = await run([...args, '--format', 'json'], { env: { XDG_DATA_HOME: folder, ...env } });
  assert.equal(status, expected, `mcp-auth-doctor ${args.join(' ')} ended with ${status}:\n${stderr}${stdout}`);
  return JSON.parse(stdout);
}

/** Signs in and calls a tool with the token. */
async function signedIn(folder, url, args = [], env = {}) {
  const { accessToken } = await doctor(folder, ['sign-in', url, '--print-token', ...args], 0, env);
  return called(url, accessToken);
}

async function called(url, token) {
  const answer = await callTool(url, 'whoami', { authorization: `Bearer ${token}` });
  assert.ok(token === TOKEN || answer === ALICE, answer);
  return answer;
}

/** What the report says, if it is what this complaint is about. */
function told(report, cause, action) {
  const [first] = report.actions;
  if (cause) assert.equal(report.cause?.rule, cause);
  assert.equal(first.kind, action, `${report.cause?.rule}: ${report.actions.map(({ kind }) => kind)}`);
  return { report, cause: report.cause?.rule, action: first.kind };
}

async function exchangeOf(request, response) {
  const { method, url, headers } = request;
  return {
    request: { method, url, headers: [...headers], body: await request.clone().text().catch(() => '') },
    response: { status: response.status, headers: [...response.headers], body: await response.clone().text() },
  };
}
