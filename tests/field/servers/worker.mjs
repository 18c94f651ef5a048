// `@cloudflare/workers-oauth-provider` in real workerd: one Worker that is authorization server and MCP server, with a KV namespace in memory.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { freePort, start } from '../../servers/process.mjs';
import { fieldPackage } from '../tools.mjs';

const workerOf = ({ origin, registration }) => `
import { OAuthProvider } from '@cloudflare/workers-oauth-provider';
const answer = (id, result) => Response.json({ jsonrpc: '2.0', id, result });
const mcp = {
  async fetch(request) {
    if (request.method !== 'POST') return new Response(null, { status: 405 });
    const { id, method } = await request.json();
    if (method === 'initialize') return answer(id, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'field', version: '1' } });
    if (method === 'tools/list') return answer(id, { tools: [{ name: 'add', description: 'Adds.', inputSchema: { type: 'object' } }] });
    return new Response(null, { status: 202 });
  },
};
const pages = {
  async fetch(request, env) {
    if (new URL(request.url).pathname !== '/authorize') return new Response('nothing here', { status: 404 });
    const asked = await env.OAUTH_PROVIDER.parseAuthRequest(request);
    const { redirectTo } = await env.OAUTH_PROVIDER.completeAuthorization({ request: asked, userId: 'alice', metadata: {}, scope: asked.scope, props: {} });
    return Response.redirect(redirectTo, 302);
  },
};
export default new OAuthProvider({
  apiRoute: '/mcp', apiHandler: mcp, defaultHandler: pages, authorizeEndpoint: '/authorize', tokenEndpoint: '/token',
  ${registration ? "clientRegistrationEndpoint: '/register'," : 'clientIdMetadataDocumentEnabled: true,'}
  scopesSupported: ['mcp:read'], requiredScopes: ['mcp:read'],
  resourceMetadata: { resource: '${origin}/mcp', authorization_servers: ['${origin}'] },
});`;

/** A namespace as workerd asks for it: the key is the path. */
const KV = `
const kept = new Map();
export default {
  async fetch(request) {
    const url = new URL(request.url);
    const key = decodeURIComponent(url.pathname.slice(1));
    if (request.method === 'PUT') { kept.set(key, await request.text()); return new Response(null); }
    if (request.method === 'DELETE') { kept.delete(key); return new Response(null); }
    if (key === '') {
      const prefix = url.searchParams.get('prefix') ?? '';
      return Response.json({ keys: [...kept.keys()].filter((name) => name.startsWith(prefix)).map((name) => ({ name })), list_complete: true });
    }
    return kept.has(key) ? new Response(kept.get(key)) : new Response(null, { status: 404 });
  },
};`;

/** Starts it; what it gives is the address of the MCP server. */
export function startWorker({ registration }) {
  return async (t) => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const folder = await mkdtemp(join(tmpdir(), 'field-worker-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await build({
      stdin: { contents: workerOf({ origin, registration }), resolveDir: join(fieldPackage, '..'), loader: 'js' },
      bundle: true, format: 'esm', conditions: ['workerd'], external: ['cloudflare:*', 'node:*'], outfile: join(folder, 'worker.mjs'), logLevel: 'error',
    });
    await writeFile(join(folder, 'kv.mjs'), KV);
    await writeFile(join(folder, 'config.capnp'), `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "kv", worker = .kv)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]);
const main :Workerd.Worker = (compatibilityDate = "2026-01-01", compatibilityFlags = ["nodejs_compat", "global_fetch_strictly_public"],
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs")], bindings = [(name = "OAUTH_KV", kvNamespace = "kv")]);
const kv :Workerd.Worker = (compatibilityDate = "2026-01-01", modules = [(name = "kv.mjs", esModule = embed "kv.mjs")]);`);
    const workerd = join(createRequire(fieldPackage).resolve('@cloudflare/workerd-linux-64/package.json'), '../bin/workerd');
    await start(t, workerd, ['serve', join(folder, 'config.capnp')], { cwd: folder }, `${origin}/mcp`);
    return `${origin}/mcp`;
  };
}

