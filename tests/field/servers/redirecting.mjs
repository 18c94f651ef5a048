// `oidc-provider` and the TypeScript SDK's MCP server, one of whose addresses redirects: within its origin, or to another one.
import http from 'node:http';
import { startAuthorizationServer } from '../../servers/authorization-server.mjs';
import { listen } from '../../servers/listen.mjs';
import { startMcpServer } from '../../servers/mcp-server.mjs';

/** Of which server an address is, and which requests redirect. */
const PLACES = {
  'resource metadata': { of: 'mcp', is: ({ pathname }) => pathname.includes('/oauth-protected-resource') },
  'server metadata': { of: 'authorizationServer', is: ({ pathname }) => pathname.includes('/.well-known/') },
  registration: { of: 'authorizationServer', is: ({ pathname }) => pathname === '/reg' },
  token: { of: 'authorizationServer', is: ({ pathname }) => pathname === '/token' },
  authorization: { of: 'authorizationServer', is: ({ pathname }) => pathname === '/auth' },
  endpoint: { of: 'mcp', is: ({ pathname }) => pathname === '/mcp' },
  'endpoint with a token': { of: 'mcp', is: ({ pathname }, { headers }) => pathname === '/mcp' && Boolean(headers.authorization) },
};

/**
 * @param {keyof typeof PLACES} place
 * @param {number} status
 * @param {{ elsewhere?: boolean, hops?: number }} [options] `elsewhere`: to another origin; `hops`: how often, before it answers
 */
export function startRedirecting(place, status, { elsewhere = false, hops = 1 } = {}) {
  const { of, is } = PLACES[place];
  return async (t) => {
    const authorizationServer = await startAuthorizationServer();
    t.after(authorizationServer.close);
    const mcp = await startMcpServer({ authorizationServer });
    t.after(mcp.close);
    const server = { mcp, authorizationServer }[of];
    const { port } = server;
    const other = elsewhere ? await startDoor(t, port) : port;
    server.interpose((request, response) => {
      const url = new URL(request.url, `http://localhost:${port}`);
      const [, hop = '0', path = url.pathname] = /^\/moved-(\d+)(\/.*)$/.exec(url.pathname) ?? [];
      const asked = { pathname: path };
      if (!is(asked, request) || request.method === 'OPTIONS') return false;
      if (Number(hop) >= hops) {
        request.url = path + url.search;
        return false;
      }
      request.resume();
      response.writeHead(status, { Location: `http://localhost:${other}/moved-${Number(hop) + 1}${path}${url.search}` }).end();
      return true;
    });
    return mcp.url;
  };
}

/** Another origin, behind which is the same server. */
async function startDoor(t, port) {
  const { port: own, close } = await listen((request, response) => {
    const behind = http.request({ port, host: '127.0.0.1', method: request.method, path: request.url, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    behind.on('error', () => response.destroy());
    request.pipe(behind);
  });
  t.after(close);
  return own;
}
