// The client of the official TypeScript SDK, of version 1 or 2: typescript.mjs 1|2 URL. Ends with 0 where the tools were listed.
import { browse } from '../../servers/browser.mjs';

const [, , version, address] = process.argv;
const REDIRECT = 'http://localhost:47193/callback';
const { Client, Transport } = version === '1' ? await one() : await two();

class Provider {
  #kept = {};
  get redirectUrl() { return REDIRECT; }
  get clientMetadata() {
    return { client_name: 'Field', redirect_uris: [REDIRECT], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], token_endpoint_auth_method: 'none' };
  }
  state() { return 'state-of-the-field'; }
  clientInformation() { return this.#kept.client; }
  saveClientInformation(client) { this.#kept.client = client; }
  tokens() { return this.#kept.tokens; }
  saveTokens(tokens) { this.#kept.tokens = tokens; }
  saveCodeVerifier(verifier) { this.#kept.verifier = verifier; }
  codeVerifier() { return this.#kept.verifier; }
  discoveryState() { return this.#kept.discovery; }
  saveDiscoveryState(state) { this.#kept.discovery = state; }
  invalidateCredentials() {}
  async redirectToAuthorization(url) {
    const { url: end, text } = await browse(url.href, { stopAt: REDIRECT });
    if (!end.startsWith(REDIRECT)) throw new Error(`the browser stays at ${end}: ${text.replace(/<[^>]*>/g, ' ').trim().slice(0, 200)}`);
    this.callback = new URL(end);
    const error = this.callback.searchParams.get('error');
    if (error) throw new Error(`${error}: ${this.callback.searchParams.get('error_description') ?? ''}`);
  }
}

const provider = new Provider();
const connect = async () => {
  const transport = new Transport(new URL(address), { authProvider: provider });
  const client = new Client({ name: 'field', version: '1.0.0' });
  try {
    await client.connect(transport);
    return client;
  } catch (error) {
    if (!provider.callback || provider.finished) throw error;
    provider.finished = true;
    const { searchParams } = provider.callback;
    await (version === '1' ? transport.finishAuth(searchParams.get('code')) : transport.finishAuth(searchParams));
    return connect();
  }
};
try {
  const client = await connect();
  const { tools } = await client.listTools();
  console.log(JSON.stringify({ signedIn: Boolean(provider.finished), tools: tools.length }));
  process.exit(0);
} catch (error) {
  console.log(JSON.stringify({ signedIn: false, said: String(error.cause?.code ? `${error.message}: ${error.cause.code}` : error.message ?? error) }));
  process.exit(1);
}

async function one() {
  const [{ Client }, { StreamableHTTPClientTransport }] = await Promise.all([import('@modelcontextprotocol/sdk/client/index.js'), import('@modelcontextprotocol/sdk/client/streamableHttp.js')]);
  return { Client, Transport: StreamableHTTPClientTransport };
}

async function two() {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  return { Client, Transport: StreamableHTTPClientTransport };
}
