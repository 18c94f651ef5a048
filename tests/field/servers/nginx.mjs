// Debian's nginx in front of an MCP server, with one of the usual mistakes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { Agent, fetch as undiciFetch } from 'undici';
import { startAuthorizationServer } from '../../servers/authorization-server.mjs';
import { startMcpServer } from '../../servers/mcp-server.mjs';
import { freePort, start } from '../../servers/process.mjs';

const HANDED_ON = 'proxy_pass http://127.0.0.1:$UP; proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_buffering off;';

/** What stands in the `server` block, by mistake; `UP` is the port of the server behind. */
const MISTAKES = {
  plain: (up) => `location / { ${up} }`,
  'path-stripped': (up) => `location /app/ { ${up.replace('$UP;', '$UP/;')} } location / { ${up} }`,
  'challenge-dropped': (up) => `location / { ${up} proxy_hide_header WWW-Authenticate; }`,
  'authorization-dropped': (up) => `location / { ${up} proxy_set_header Authorization ""; }`,
  'slash-redirect': (up) => toSlash(301, up),
  'slash-redirect-kept': (up) => toSlash(307, up),
  spa: (up) => `location /.well-known/ { default_type text/html; return 200 "<!doctype html><title>My App</title><div id=root></div>"; } location / { ${up} proxy_hide_header WWW-Authenticate; }`,
  'dotfiles-denied': (up) => `location ~ /\\. { deny all; } location / { ${up} }`,
  gzip: (up) => `gzip on; gzip_min_length 1; gzip_proxied any; gzip_types *; location / { ${up} }`,
  basic: (up) => `auth_basic "Staff"; auth_basic_user_file passwords; location / { ${up} }`,
  limited: () => 'location / { add_header Retry-After 30 always; return 429; }',
  'upstream-gone': () => 'location / { proxy_pass http://127.0.0.1:9; }',
  'self-signed': (up) => `location / { ${up} }`,
  slow: (up) => `location / { ${up} }`,
};

/** What frameworks do with a route that was declared with a slash. */
function toSlash(status, up) {
  return `location = /mcp { return ${status} http://$http_host/mcp/; } location = /mcp/ { ${up.replace('$UP;', '$UP/mcp;')} } location / { ${up} }`;
}

/** Starts both; what it gives is the address behind nginx. */
export function startBehindNginx(mistake) {
  return async (t, tools) => {
    const port = await freePort();
    const secure = mistake === 'self-signed';
    const origin = `${secure ? 'https' : 'http'}://localhost:${port}`;
    const url = `${origin}${mistake === 'path-stripped' ? '/app/mcp' : '/mcp'}`;
    const behind = mistake === 'dotfiles-denied' ? await legacy(t, tools, origin) : await modern(t, url, origin, mistake);
    await serve(t, tools.nginx, { port, secure, block: MISTAKES[mistake](HANDED_ON).replaceAll('$UP', String(behind)) });
    return url;
  };
}

/**
 * TLS in front of a server that takes its own address from the request, by a bare `proxy_pass`: host and scheme are lost.
 *
 * @returns {Promise<{ origin: string, fetch: typeof fetch }>} `fetch` trusts its certificate, as every client does that of a real host
 */
export async function startLosing(t, nginx, behind) {
  const port = await freePort();
  const block = `location / { ${HANDED_ON.replace('proxy_set_header Host $http_host;', '').replaceAll('$UP', String(behind))} }`;
  const ca = await serve(t, nginx, { port, secure: true, block });
  const dispatcher = new Agent({ connect: { ca } });
  return { origin: `https://localhost:${port}`, fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }) };
}

/** The TypeScript SDK's server, which knows the address that it is reached by; without the path that nginx takes off. */
async function modern(t, url, origin, mistake) {
  const authorizationServer = await startAuthorizationServer();
  t.after(authorizationServer.close);
  const known = mistake === 'path-stripped' ? `${origin}/mcp` : url;
  authorizationServer.trustResource(known);
  const mcp = await startMcpServer({
    authorizationServer,
    checkAudience: false,
    describe: (document) => ({ ...document, resource: known }),
    challenge: (parameters) => `Bearer ${parameters.replace(/resource_metadata="[^"]*"/, `resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`)}`,
  });
  t.after(mcp.close);
  if (mistake === 'slow') {
    mcp.interpose(async () => {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return false;
    });
  }
  return mcp.port;
}

/** The Python SDK's: its authorization server is at the root, where 2025-03-26 has the default endpoints. */
async function legacy(t, { python }, origin) {
  const port = await freePort();
  const script = fileURLToPath(new URL('python_servers.py', import.meta.url));
  await start(t, python, [script, 'sdk-behind', String(port), origin], {}, `http://localhost:${port}/mcp`);
  return port;
}

/** Gives the certificate, where there is one. */
async function serve(t, nginx, { port, secure, block }) {
  const folder = await mkdtemp(join(tmpdir(), 'field-nginx-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  let certificate;
  if (secure) {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], { days: 1 });
    certificate = cert;
    await Promise.all([writeFile(join(folder, 'cert.pem'), cert), writeFile(join(folder, 'key.pem'), key)]);
  }
  await writeFile(join(folder, 'passwords'), 'staff:{PLAIN}secret\n');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
  const tls = secure ? `ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;` : '';
  await writeFile(join(folder, 'nginx.conf'), `
    daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1;
    events {}
    http { access_log off; ${paths}
      server { listen 127.0.0.1:${port}${secure ? ' ssl' : ''}; ${tls} ${block.replace('auth_basic_user_file passwords', `auth_basic_user_file ${folder}/passwords`)} }
    }`);
  await start(t, nginx, ['-p', folder, '-c', join(folder, 'nginx.conf')], {}, `http://127.0.0.1:${port}/`);
  return certificate;
}
