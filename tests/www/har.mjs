// A capture of a server whose metadata names another resource than the one that was asked.

export const SERVER = 'https://mcp.example.com/mcp';
export const METADATA = 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp';

/**
 * The capture as a HAR.
 *
 * @param {string} [token] what the first request brings along
 * @param {string} [name] what the server calls itself
 */
export function har(token, name = 'Example') {
  const entry = (method, url, status, headers, text, request = []) => ({
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 12,
    request: { method, url, httpVersion: 'HTTP/2', headers: request, queryString: [], cookies: [], headersSize: -1, bodySize: 0 },
    response: { status, statusText: '', httpVersion: 'HTTP/2', headers, cookies: [], content: { size: text.length, mimeType: 'application/json', text }, redirectURL: '', headersSize: -1, bodySize: text.length },
    cache: {},
    timings: { send: 0, wait: 12, receive: 0 },
  });
  const json = [{ name: 'Content-Type', value: 'application/json' }];
  const challenge = [{ name: 'WWW-Authenticate', value: `Bearer resource_metadata="${METADATA}"` }];
  const authorization = token ? [{ name: 'Authorization', value: `Bearer ${token}` }] : [];
  return JSON.stringify({
    log: {
      version: '1.2',
      creator: { name: 'test', version: '1' },
      entries: [
        entry('POST', SERVER, 401, [...challenge, ...json], '{"error":"unauthorized"}', authorization),
        entry('GET', METADATA, 200, json, JSON.stringify({ resource: 'https://mcp.example.com/MCP/', resource_name: name, authorization_servers: ['https://auth.example.com'] })),
      ],
    },
  });
}
