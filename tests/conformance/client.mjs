// The client under test of the official suite: the built package signs in, a plain fetch talks MCP.
// Called by the suite as `node client.mjs <server>`; see run.mjs. PROBE says how to ask: polite or eager.
import { authenticatedFetch, beginSignIn, clientCredentials, enterpriseManaged, memoryStore, workloadIdentity } from 'mcp-auth-doctor';
import { connect } from './mcp.mjs';

const server = process.argv.at(-1);
const scenario = process.env.MCP_CONFORMANCE_SCENARIO ?? '';
const version = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION ?? '2025-11-25';
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');

const options = {
  server,
  store: memoryStore(),
  probe: process.env.PROBE === 'eager' ? 'eager' : 'polite',
  redirectUri: 'http://localhost:3000/callback',
  clientMetadata: { client_name: 'mcp-auth-doctor conformance', client_id: 'https://conformance-test.local/client-metadata.json' },
  ...(scenario === 'auth/pre-registration' && { client: { clientId: context.client_id, clientSecret: context.client_secret } }),
  // The suite's authorization page redirects at once: a browser that follows no redirect shows where to.
  async interact(outcome) {
    if (outcome.kind !== 'open-browser') throw new Error(`stopped: ${outcome.report.cause?.title ?? outcome.kind}`);
    const page = await fetch(outcome.url, { redirect: 'manual' });
    return page.headers.get('location') ?? undefined;
  },
};

/** Runs it; where it asks whether a secret may go to an issuer that only the server has named, the person behind the suite says yes. */
async function confirmed(work) {
  const { interact, ...means } = options;
  const outcome = await work(means);
  const issuer = outcome.kind === 'choose' ? outcome.actions[0]?.issuer : undefined;
  if (!issuer) return outcome;
  options.issuer = issuer;
  return work({ ...means, issuer });
}

const unattended = {
  'auth/client-credentials-basic': (asked) => clientCredentials({ ...asked, client: { clientId: context.client_id, clientSecret: context.client_secret } }),
  'auth/client-credentials-jwt': (asked) =>
    clientCredentials({
      ...asked,
      client: { clientId: context.client_id, privateKeyPem: context.private_key_pem, signingAlgorithm: context.signing_algorithm },
    }),
  'auth/enterprise-managed-authorization': (asked) =>
    enterpriseManaged(
      {
        issuer: context.idp_issuer,
        tokenEndpoint: context.idp_token_endpoint,
        client: { clientId: context.idp_client_id },
        subjectToken: context.idp_id_token,
      },
      { ...asked, client: { clientId: context.client_id, clientSecret: context.client_secret } },
    ),
  'auth/wif-jwt-bearer': (asked) => workloadIdentity(context.valid_jwt, asked),
};

if (options.client) await confirmed(beginSignIn);
const signedIn = unattended[scenario] && (await confirmed(unattended[scenario]));
if (signedIn && signedIn.kind !== 'signed-in') throw new Error(`stopped: ${signedIn.report.cause?.title}`);

const client = await connect(server, version, authenticatedFetch(options));
await client.request('tools/list', {});
await client.request('tools/call', { name: 'test-tool', arguments: {} });
