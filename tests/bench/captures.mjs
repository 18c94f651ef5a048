// Captures that are judged in wasm: of few and of many requests, and of the largest file that is read. Each in a process of its own.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { fileName, median, out, ours } from './contenders.mjs';

const MB = 1_000_000;
const issuer = 'https://auth.example.com/tenant1';
const resource = 'https://mcp.example.com/mcp';
const challenge = 'Bearer realm="mcp", error="invalid_token", error_description="The access token expired", resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp", scope="mcp:read mcp:write"';
const resourceMetadata = JSON.stringify({ resource, authorization_servers: [issuer], scopes_supported: ['mcp:read', 'mcp:write'], bearer_methods_supported: ['header'] });
const serverMetadata = JSON.stringify({
  issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, registration_endpoint: `${issuer}/register`, jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'], grant_types_supported: ['authorization_code', 'refresh_token'], scopes_supported: ['openid', 'offline_access', 'mcp:read'],
  token_endpoint_auth_methods_supported: ['none', 'client_secret_post'], code_challenge_methods_supported: ['S256'], authorization_response_iss_parameter_supported: true,
});

const entry = (method, url, status, headers, text, mimeType = 'application/json') => ({
  startedDateTime: '2026-01-01T00:00:00.000Z', time: 1, request: { method, url, httpVersion: 'HTTP/1.1', headers: [], queryString: [], cookies: [], headersSize: -1, bodySize: 0 },
  response: { status, statusText: '', httpVersion: 'HTTP/1.1', headers, cookies: [], content: { size: text.length, mimeType, text }, redirectURL: '', headersSize: -1, bodySize: -1 },
  cache: {}, timings: { send: 0, wait: 1, receive: 0 },
});
const type = [{ name: 'content-type', value: 'application/json' }];
const flow = [
  entry('POST', resource, 401, [{ name: 'www-authenticate', value: challenge }], ''),
  entry('GET', 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp', 200, type, resourceMetadata),
  entry('GET', 'https://auth.example.com/.well-known/oauth-authorization-server/tenant1', 200, type, serverMetadata),
];
const archive = (entries) => JSON.stringify({ log: { version: '1.2', creator: { name: 'bench', version: '1' }, entries } });

/** A sign-in again and again. */
export const har = (count) => archive(Array.from({ length: count }, (_, at) => flow[at % flow.length]));

/** A sign-in now and then among the traffic of a web application, each request of which has an address of its own. */
function mixed(count) {
  return archive(Array.from({ length: count }, (_, at) => (at % 100 < flow.length ? flow[at % 100] : entry('GET', `https://app${at % 40}.example.com/api/items/${at}?page=${at}`, 200, type, `{"items":[${at}]}`))));
}

/** A sign-in and large pages around it, `bytes` in all. */
function large(bytes) {
  const page = entry('GET', 'https://app.example.com/page', 200, [{ name: 'content-type', value: 'text/html' }], '<p>one of many paragraphs "quoted"</p>\n'.repeat(25_000), 'text/html');
  const pages = Math.floor((bytes - archive(flow).length) / (JSON.stringify(page).length + 1));
  return archive([...flow, ...Array.from({ length: pages }, () => page)]);
}

const CAPTURES = {
  '100 entries': () => har(100),
  '1,000 entries': () => har(1_000),
  '10,000 entries': () => har(10_000),
  '10,000 entries, mostly other traffic': () => mixed(10_000),
  '50 MB': () => large(50 * MB),
  '64 MiB': () => large(64 * 1024 * 1024),
};

/** CPU and time of the first and of later analyses, and the most memory that the process had. */
export function captures(runs = 2) {
  return Object.entries(CAPTURES).map(([id, capture]) => {
    const file = join(out, `${fileName(id)}.har`);
    writeFileSync(file, capture());
    const results = Array.from({ length: runs }, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), file], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`${id}: ${stderr}`);
      return JSON.parse(stdout);
    });
    rmSync(file);
    const of = (name) => median(results.map((one) => one[name]));
    return { id, bytes: of('bytes'), first: of('first'), later: of('later'), memory: of('memory') };
  });
}

/** Bytes of the wasm memory after the first hundred analyses, and after all of them. */
export async function memory(analyses = 10_000) {
  const doctor = await import(pathToFileURL(join(ours, 'node.mjs')).href);
  const text = har(3);
  for (let count = 0; count < 100; count += 1) doctor.analyze(text);
  const before = doctor.memoryBytes();
  for (let count = 100; count < analyses; count += 1) doctor.analyze(text);
  return { analyses, before, after: doctor.memoryBytes() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { analyze } = await import(pathToFileURL(join(ours, 'node.mjs')).href);
  const text = readFileSync(process.argv[2], 'utf8');
  const timed = () => {
    const used = process.cpuUsage();
    if (!analyze(text).verdict) throw new Error('no verdict');
    const { user, system } = process.cpuUsage(used);
    return (user + system) / 1000;
  };
  const first = timed();
  const memory = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(JSON.stringify({ bytes: text.length, first, later: timed(), memory }));
}
