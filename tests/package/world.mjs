// An MCP server and its authorization server, as a `fetch` of plain data.

export const SERVER = 'https://mcp.example.com/mcp';
export const ISSUER = 'https://as.example.com';

const ANSWERS = {
  '/.well-known/oauth-protected-resource/mcp': { resource: SERVER, authorization_servers: [ISSUER] },
  '/.well-known/oauth-authorization-server': {
    issuer: ISSUER, authorization_endpoint: `${ISSUER}/authorize`, token_endpoint: `${ISSUER}/token`, registration_endpoint: `${ISSUER}/register`,
    response_types_supported: ['code'], code_challenge_methods_supported: ['S256'],
  },
  '/register': { client_id: 'c', redirect_uris: ['http://127.0.0.1:3000/callback'] },
};

/** Answers these paths too; the server takes `token`, and without one nothing. */
export function world(more, token) {
  const answers = { ...ANSWERS, ...more };
  return async (url, init) => {
    const { pathname } = new URL(url);
    if (pathname === '/mcp') {
      const taken = token !== undefined && new Headers(init?.headers).get('authorization') === `Bearer ${token}`;
      return new Response('', taken ? {} : { status: 401, headers: { 'www-authenticate': 'Bearer' } });
    }
    const answer = answers[pathname];
    return answer ? Response.json(answer, { status: pathname === '/register' ? 201 : 200 }) : new Response('', { status: 404 });
  };
}
