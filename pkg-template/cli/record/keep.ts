// What a recording keeps of a request and its answer. Of a message to the MCP server only what says something about signing in.
import type { Exchange } from 'mcp-auth-doctor';
import { parsed } from './learn.js';

type Fields = [string, string][];

/** Messages whose content is the protocol's and not the person's. */
const WHOLE = new Set(['initialize', 'notifications/initialized', 'server/discover', 'ping', 'tools/list']);
/** A tool's answer that asks to sign in. */
const ASKS = 'mcp/www_authenticate';

/** The request; of a call only its method. */
export function keptRequest({ method, url, headers, body, mcp }: { method: string; url: string; headers: Fields; body: string | undefined; mcp: boolean }): Exchange['request'] {
  const text = body !== undefined && mcp ? withoutContent(body) : body;
  return { method, url, headers, ...(text !== undefined && { body: text }) };
}

/** The answer; of the MCP server's a refusal, a message of the protocol, or a call to sign in. */
export function keptResponse({
  status, headers, body, partial, mcp, sent,
}: { status: number; headers: Fields; body: string; partial: boolean; mcp: boolean; sent: string | undefined }): NonNullable<Exchange['response']> {
  const shown = !mcp || status >= 400 || WHOLE.has(methodOf(sent)) || body.includes(ASKS);
  return { status, headers, ...(shown ? { body, ...(partial && { bodyPartial: true }) } : {}) };
}

function withoutContent(body: string): string {
  const message = parsed(body);
  if (message === undefined || WHOLE.has(methodOf(body))) return body;
  const { jsonrpc, id, method } = message;
  return JSON.stringify({ jsonrpc, id, method });
}

/** The method of a message; empty where there is none. */
export function methodOf(body: string | undefined): string {
  const method = body === undefined ? undefined : parsed(body)?.['method'];
  return typeof method === 'string' ? method : '';
}
