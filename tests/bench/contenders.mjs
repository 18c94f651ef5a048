// Who is measured, and which functions make "the same job": discovery, registration, authorization URL with PKCE, callback check,
// code exchange, refresh; ours with every rule of the diagnosis on board as well.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = resolve(new URL('.', import.meta.url).pathname, '../..');
export const tests = join(root, 'tests');
export const ours = process.env.MCP_AUTH_DOCTOR_PACKAGE ?? join(root, 'target/npm/mcp-auth-doctor');
export const out = join(root, 'target/bench');
mkdirSync(out, { recursive: true });

const resolved = (specifier) => import.meta.resolve(specifier);
const sdk = 'auth, exchangeAuthorization, refreshAuthorization, extractWWWAuthenticateParams, discoverOAuthProtectedResourceMetadata, '
  + 'discoverAuthorizationServerMetadata, startAuthorization, registerClient';
const flow = 'diagnose, analyze, readEvidence, beginSignIn, completeSignIn, applyAction, proveCredential, refresh, revoke, stepUp, '
  + 'authenticatedFetch, parseChallenges, rules, explain, renderReport';

const oauth = 'discoveryRequest, processDiscoveryResponse, resourceDiscoveryRequest, processResourceDiscoveryResponse, '
  + 'dynamicClientRegistrationRequest, processDynamicClientRegistrationResponse, generateRandomCodeVerifier, calculatePKCECodeChallenge, '
  + 'generateRandomState, validateAuthResponse, authorizationCodeGrantRequest, processAuthorizationCodeResponse, refreshTokenGrantRequest, '
  + 'processRefreshTokenResponse, None, ClientSecretPost, ClientSecretBasic, WWWAuthenticateChallengeError, ResponseBodyError';
// Not a Response of Node's, whose first one costs more than the call.
const ofSdk = "m.extractWWWAuthenticateParams({ headers: { get: () => 'Bearer' } });";

const fromOurs = (names, file) => `export { ${names} } from ${JSON.stringify(join(ours, file))};`;

/** `source`, `inNode`: what is bundled, for a page and for Node; `entry`: what Node imports; `warm`, `judge`: the first call, on the module `m`. */
export const contenders = [
  {
    id: 'mcp-auth-doctor', package: null, source: fromOurs(flow, 'index.mjs'), inNode: fromOurs(flow, 'node.mjs'), entry: pathToFileURL(join(ours, 'node.mjs')).href,
    warm: "m.parseChallenges('Bearer');", judge: 'm.analyze(\'{"log":{"entries":[]}}\');',
  },
  { id: 'mcp-auth-doctor/slim', package: null, source: fromOurs(`init, ${flow}`, 'slim.mjs'), assets: [join(ours, 'core.wasm')] },
  { id: 'TypeScript SDK 1 auth()', package: '@modelcontextprotocol/sdk', source: `export { ${sdk} } from '@modelcontextprotocol/sdk/client/auth.js';`, entry: resolved('@modelcontextprotocol/sdk/client/auth.js'), warm: ofSdk },
  { id: 'TypeScript SDK 2 auth()', package: '@modelcontextprotocol/client', source: `export { ${sdk} } from '@modelcontextprotocol/client';`, entry: resolved('@modelcontextprotocol/client'), warm: ofSdk },
  { id: 'oauth4webapi', package: 'oauth4webapi', source: `export { ${oauth} } from 'oauth4webapi';`, entry: resolved('oauth4webapi'), warm: 'm.generateRandomCodeVerifier();' },
];

const require = createRequire(join(tests, 'package.json'));
export const esbuild = require('esbuild');

export function versionOf(contender) {
  const manifest = contender.package ? join(tests, 'node_modules', contender.package, 'package.json') : join(ours, 'package.json');
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}

/** The contender's bundle by esbuild, as a page or an extension (`browser`) or a program of Node (`node`) would ship it. */
export async function bundle(contender, platform = 'browser') {
  const built = await esbuild.build({
    stdin: { contents: platform === 'node' ? contender.inNode ?? contender.source : contender.source, resolveDir: tests, sourcefile: `${contender.id}.js` },
    bundle: true, minify: true, format: 'esm', platform, write: false, logLevel: 'silent',
  });
  return Buffer.from(built.outputFiles[0].contents);
}

export const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
export const fileName = (id) => id.replace(/\W+/g, '-');
