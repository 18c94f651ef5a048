#!/usr/bin/env node
// `cargo xtask demo`: signs in to real servers on loopback, by every way that the product knows, through its own command line. A scripted
// browser goes through login and consent. Each line names a way and has the tool's answer; the status is 0 only if all of it happened.
//   --serve  leaves the servers and the diagnostic page running
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../e2e/command-line.mjs';
import { callTool } from '../servers/call-tool.mjs';
import { startAuthorizationServer } from '../servers/authorization-server.mjs';
import { startMcpServer } from '../servers/mcp-server.mjs';
import { servePage } from './serve.mjs';
import { stepUp } from './step-up.mjs';

const OWN_APP = { client_id: 'my-own-app', client_secret: 'a-secret-of-the-demo', redirect: 'http://localhost:41937/callback' };
const PERSONAL_ACCESS_TOKEN = 'demo_pat_0123456789';
const PASSWORD = 'correct horse';

const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-demo-'));
const started = [];
const said = (way, answer) => console.log(`${way.padEnd(34)} ${answer}`);
/** Starts a server that ends with the demo. */
const start = async (server) => {
  started.push(await server);
  return started.at(-1);
};

/** The product's command line, with JSON as its answer. */
async function doctor(args, expected, env = {}) {
  const { status, stdout, stderr } = await run([...args, '--format', 'json'], { env: { XDG_DATA_HOME: folder, ...env } });
  assert.equal(status, expected, `mcp-auth-doctor ${args.join(' ')} ended with ${status}:\n${stderr}${stdout}`);
  return JSON.parse(stdout);
}

/** Signs in and calls a tool with the token. */
async function signInAndCall(url, args = [], env = {}) {
  const { accessToken } = await doctor(['sign-in', url, '--print-token', ...args], 0, env);
  return callTool(url, 'whoami', { authorization: `Bearer ${accessToken}` });
}

async function dynamicRegistration() {
  const authorizationServer = await start(startAuthorizationServer());
  const mcp = await start(startMcpServer({ authorizationServer }));
  const report = await doctor([mcp.url], 0);
  said('diagnosis', `${report.verdict}: sign-in is possible at ${authorizationServer.issuer}`);
  const answer = await signInAndCall(mcp.url);
  assert.equal(answer, 'alice with mcp:read');
  said('dynamic registration', answer);
  const kept = await stepUp(mcp.url);
  assert.deepEqual(mcp.notes, ['from the demo']);
  said('step-up after a refused scope', kept);
}

async function ownApp() {
  const clients = [{
    client_id: OWN_APP.client_id, client_secret: OWN_APP.client_secret, redirect_uris: [OWN_APP.redirect],
    token_endpoint_auth_method: 'client_secret_basic', application_type: 'native', grant_types: ['authorization_code', 'refresh_token'],
  }];
  const authorizationServer = await start(startAuthorizationServer({ registration: false, clients }));
  const mcp = await start(startMcpServer({ authorizationServer }));
  const report = await doctor(['sign-in', mcp.url], 1);
  assert.ok(report.cause, 'a sign-in that is blocked has a cause');
  const way = report.actions.find(({ kind }) => kind === 'own-app');
  assert.ok(way, 'an own OAuth app is offered where there is no registration');
  said('diagnosis, no registration', `${report.cause.title} → ${way.title}`);
  const fill = ['--action', 'own-app', '--set', `clientId=${OWN_APP.client_id}`, '--set-env', 'clientSecret=CLIENT_SECRET'];
  const answer = await signInAndCall(mcp.url, ['--redirect-uri', OWN_APP.redirect, ...fill], { CLIENT_SECRET: OWN_APP.client_secret });
  assert.equal(answer, 'alice with mcp:read');
  said('own OAuth app', answer);
}

async function staticCredentials() {
  const caller = { subject: 'bob', scopes: ['mcp:read'] };
  const tokens = await start(startMcpServer({ resourceMetadata: false, personalAccessTokens: { [PERSONAL_ACCESS_TOKEN]: caller } }));
  const report = await doctor([tokens.url], 1);
  assert.ok(report.actions.some(({ kind }) => kind === 'personal-access-token'), 'a personal access token is offered where there is no OAuth');
  await doctor([tokens.url, '--token-env', 'TOKEN'], 0, { TOKEN: PERSONAL_ACCESS_TOKEN });
  said('personal access token', await callTool(tokens.url, 'whoami', { authorization: `Bearer ${PERSONAL_ACCESS_TOKEN}` }));

  const basic = { carol: { password: PASSWORD, subject: 'carol', scopes: ['mcp:read'] } };
  const basics = await start(startMcpServer({ resourceMetadata: false, challenge: () => 'Basic realm="notes"', basic }));
  await doctor([basics.url, '--basic-env', 'LOGIN'], 0, { LOGIN: `carol:${PASSWORD}` });
  const authorization = `Basic ${Buffer.from(`carol:${PASSWORD}`).toString('base64')}`;
  said('Basic', await callTool(basics.url, 'whoami', { authorization }));
}

try {
  await dynamicRegistration();
  await ownApp();
  await staticCredentials();
  if (process.argv.includes('--serve')) await servePage(started);
} finally {
  await Promise.all(started.map(({ close }) => close()));
  await rm(folder, { recursive: true, force: true });
}
