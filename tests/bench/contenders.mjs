// Who is measured: what each does from nothing to the authorization URL, as a host would write it, and its bundles.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(new URL('.', import.meta.url).pathname, '../..');
export const tests = join(root, 'tests');
export const ours = process.env.MCP_AUTH_DOCTOR_PACKAGE ?? join(root, 'target/npm/mcp-auth-doctor');
export const out = join(root, 'target/bench');
mkdirSync(out, { recursive: true });

export const OWN = 'mcp-auth-doctor';
export const SDK1 = 'TypeScript SDK 1';
const server = 'https://mcp.example.com/mcp';
const redirectUri = 'http://127.0.0.1:33418/callback';
const metadata = `{ client_name: 'bench', redirect_uris: ['${redirectUri}'], token_endpoint_auth_method: 'none' }`;

/** `auth()` of either SDK with the least provider that it accepts; it has been told of the challenge, which costs others a request. */
const sdk = (specifier) => `import { auth } from '${specifier}';
const metadata = ${metadata};
export default async () => {
  const kept = {};
  await auth({
    redirectUrl: '${redirectUri}', clientMetadata: metadata, state: () => 'state',
    clientInformation: () => kept.client, saveClientInformation: (client) => { kept.client = client; }, tokens: () => undefined, saveTokens() {},
    redirectToAuthorization: (url) => { kept.url = String(url); }, saveCodeVerifier() {}, codeVerifier: () => 'verifier',
  }, { serverUrl: '${server}', resourceMetadataUrl: new URL('https://mcp.example.com/.well-known/oauth-protected-resource/mcp') });
  if (!kept.url) throw new Error('no URL');
};`;

/** By hand, as its documentation shows it: the library has no flow of its own. */
const oauth4webapi = `import * as oauth from 'oauth4webapi';
const metadata = ${metadata};
export default async () => {
  const resource = new URL('${server}');
  const { authorization_servers: [issuer] } = await oauth.processResourceDiscoveryResponse(resource, await oauth.resourceDiscoveryRequest(resource));
  const authorizationServer = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), { algorithm: 'oauth2' }));
  const client = await oauth.processDynamicClientRegistrationResponse(await oauth.dynamicClientRegistrationRequest(authorizationServer, metadata));
  const challenge = await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier());
  const url = new URL(authorizationServer.authorization_endpoint);
  for (const [name, value] of Object.entries({ response_type: 'code', client_id: client.client_id, code_challenge: challenge, code_challenge_method: 'S256', redirect_uri: '${redirectUri}', state: oauth.generateRandomState(), resource: resource.href })) url.searchParams.set(name, value);
};`;

const own = (body) => `${body.replace('SERVER', server).replace('REDIRECT', redirectUri)}`;

/** `start`: a module whose default export goes from nothing to the authorization URL. */
export const contenders = [
  {
    id: OWN, package: null,
    start: own(`import { beginSignIn } from 'mcp-auth-doctor';
export default async () => {
  const outcome = await beginSignIn({ server: 'SERVER', redirectUri: 'REDIRECT', clientMetadata: { client_name: 'bench' } });
  if (outcome.kind !== 'open-browser') throw new Error(outcome.kind);
};`),
  },
  { id: SDK1, package: '@modelcontextprotocol/sdk', start: sdk('@modelcontextprotocol/sdk/client/auth.js') },
  { id: 'TypeScript SDK 2', package: '@modelcontextprotocol/client', start: sdk('@modelcontextprotocol/client') },
  { id: 'oauth4webapi', package: 'oauth4webapi', start: oauth4webapi },
];

/** The first diagnosis, which loads the second module. */
export const diagnosis = {
  id: `${OWN}: first diagnosis`, package: null,
  start: own(`import { diagnose } from 'mcp-auth-doctor';
export default async () => {
  const report = await diagnose('SERVER');
  if (!report.verdict) throw new Error('no verdict');
};`),
};

const require = createRequire(join(tests, 'package.json'));
export const esbuild = require('esbuild');

export function versionOf(contender) {
  const manifest = contender.package ? join(tests, 'node_modules', contender.package, 'package.json') : join(ours, 'package.json');
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}

/**
 * Bundled and minified by esbuild, as a page (`browser`) or a program of Node would ship it: the files, the one to start first. With
 * `splitting`, what is imported later is a file of its own.
 */
export async function bundle(source, { platform = 'browser', splitting = false } = {}) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: source, resolveDir: tests, sourcefile: 'start.js' }, nodePaths: [join(ours, '..')], outdir: out,
    outExtension: { '.js': '.mjs' }, bundle: true, minify: true, format: 'esm', platform, splitting, write: false, logLevel: 'silent',
  });
  return outputFiles.map(({ path, contents }) => ({ name: path.slice(out.length + 1), bytes: Buffer.from(contents) }));
}

export const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
export const fileName = (id) => id.replace(/\W+/g, '-');
