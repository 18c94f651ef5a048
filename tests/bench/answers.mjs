// Answers from memory: `fetch` of a server that asks for a sign-in and of its authorization server. Runs in Node and in a page.
const server = 'https://mcp.example.com';
const issuer = 'https://auth.example.com';
const metadata = {
  issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, registration_endpoint: `${issuer}/register`,
  response_types_supported: ['code'], grant_types_supported: ['authorization_code', 'refresh_token'], code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none'],
};
const documents = {
  [`${server}/.well-known/oauth-protected-resource/mcp`]: [200, { resource: `${server}/mcp`, authorization_servers: [issuer] }],
  [`${issuer}/.well-known/oauth-authorization-server`]: [200, metadata],
  [`${issuer}/register`]: [201, { client_id: 'client', redirect_uris: ['http://127.0.0.1:33418/callback'], token_endpoint_auth_method: 'none' }],
};

const json = (status, body, headers = {}) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

globalThis.fetch = async (input) => {
  const url = String(input.url ?? input);
  if (url === `${server}/mcp`) return json(401, {}, { 'www-authenticate': `Bearer resource_metadata="${server}/.well-known/oauth-protected-resource/mcp"` });
  return json(...(documents[url] ?? [404, {}]));
};

// What every contender uses costs the first of them something in Node, which loads its `fetch` late: that is not theirs.
new Request('https://a.example', { signal: AbortSignal.any([new AbortController().signal]) });
await new Response('{"a":1}').body.getReader().read();
