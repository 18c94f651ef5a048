// `better-auth` with its plugin for MCP: an authorization server below a path, with registration open to everyone.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { ACCOUNT } from '../../servers/account.mjs';
import { bodyOf, listen } from '../../servers/listen.mjs';
import { startMcpServer } from '../../servers/mcp-server.mjs';
import { freePort } from '../../servers/process.mjs';
import { fieldPackage } from '../tools.mjs';

const EMAIL = 'alice@example.com';

/** Starts it, with an MCP server that verifies its tokens. */
export function startBetterAuth() {
  return async (t) => {
    const [{ betterAuth }, { memoryAdapter }, { getAuthTables }, { jwt }, { toNodeHandler }, { mcp: plugin }] = await Promise.all(
      ['better-auth', 'better-auth/adapters/memory', 'better-auth/db', 'better-auth/plugins', 'better-auth/node', '@better-auth/mcp'].map(ofField),
    );
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const issuer = `${origin}/api/auth`;
    const mcp = await startMcpServer({
      authorizationServer: { issuer, trustResource: () => {} },
      scopes: ['openid'],
      writeScopes: ['openid'],
      verify: async (token) => {
        const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(`${issuer}/jwks`)), { issuer, audience: mcp.url }).catch(() => ({}));
        return payload && { subject: payload.sub, scopes: String(payload.scope).split(' '), token };
      },
    });
    t.after(mcp.close);
    const plugins = [jwt(), plugin({ resource: mcp.url, loginPage: '/login', consentPage: '/consent', allowDynamicClientRegistration: true, allowUnauthenticatedClientRegistration: true })];
    const tables = Object.fromEntries(Object.values(getAuthTables({ plugins })).map(({ modelName }) => [modelName, []]));
    const auth = betterAuth({
      baseURL: origin,
      secret: 'of this field alone, and long enough for it',
      database: memoryAdapter(tables),
      emailAndPassword: { enabled: true },
      telemetry: { enabled: false },
      logger: { disabled: true },
      plugins,
    });
    await auth.api.signUpEmail({ body: { email: EMAIL, password: ACCOUNT.password, name: 'Alice' } });
    const rest = toNodeHandler(auth);
    const server = await listen(async (request, response) => {
      const { pathname, search } = new URL(request.url, origin);
      if (pathname === '/login') return loggedIn(auth, issuer, request, response, search);
      if (pathname === '/consent') return allowed(issuer, request, response, search);
      // What the scripted browser opens is a navigation, whatever Node's fetch says of it.
      if (request.method === 'GET') request.headers['sec-fetch-mode'] = 'navigate';
      return rest(request, response);
    }, { port });
    t.after(server.close);
    return mcp.url;
  };
}

/** The application's own pages: who logged in goes on with the request for authorization, and so does who allowed access. */
async function loggedIn(auth, issuer, request, response, search) {
  if (request.method !== 'POST') return answerPage(response, '<input name="login"><input name="password" type="password"><button>Log in</button>');
  const { password } = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
  const session = await auth.api.signInEmail({ body: { email: EMAIL, password }, asResponse: true });
  response.writeHead(302, { Location: `${issuer}/oauth2/authorize${search}`, 'Set-Cookie': session.headers.getSetCookie() }).end();
}

async function allowed(issuer, request, response, search) {
  if (request.method !== 'POST') return answerPage(response, '<button name="answer" value="allow">Allow</button>');
  const asked = await fetch(`${issuer}/oauth2/consent`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: new URL(issuer).origin, Cookie: request.headers.cookie },
    body: JSON.stringify({ accept: true, oauth_query: search.slice(1) }),
  });
  const { url } = await asked.json();
  response.writeHead(302, { Location: url }).end();
}

function answerPage(response, inputs) {
  response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<form method="post">${inputs}</form>`);
}

function ofField(name) {
  return import(pathToFileURL(createRequire(fieldPackage).resolve(name)).href);
}
