// What the page may ask the relay to send: listed methods and headers, an http or https URL, no credentials in it.
import { Refused } from './refused.js';

/** One request to relay, checked. */
export interface Order {
  url: URL;
  method: string;
  headers: [string, string][];
  body: string | undefined;
}

const METHODS = new Set(['GET', 'POST', 'DELETE', 'OPTIONS']);
/** What discovery, registration, token requests and calls to an MCP server need. No cookies, and nothing that addresses a proxy. */
const HEADERS = new Set([
  'accept',
  'access-control-request-headers',
  'access-control-request-method',
  'api-key',
  'authorization',
  'content-type',
  'dpop',
  'last-event-id',
  'mcp-method',
  'mcp-name',
  'mcp-protocol-version',
  'mcp-session-id',
  'user-agent',
  'x-api-key',
]);
const LONGEST_URL = 64 * 1024;
const MOST_HEADERS = 32;
/** RFC 9110, section 5.5: no line breaks, no other controls. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Reads what the page sent.
 *
 * @throws {Refused} that names what is not allowed
 */
export function readOrder(text: string): Order {
  const { url, method, headers, body } = parse(text);
  if (typeof url !== 'string' || url.length > LONGEST_URL || !URL.canParse(url)) throw new Refused('BAD_URL', 'The relay was given no URL that can be read.', 400);
  if (typeof method !== 'string' || !METHODS.has(method)) throw new Refused('BAD_METHOD', `The relay sends only ${[...METHODS].join(', ')}.`);
  if (body !== undefined && (typeof body !== 'string' || method !== 'POST')) throw new Refused('BAD_BODY', 'The relay sends a body only as text, and only with POST.', 400);
  const target = new URL(url);
  if (target.protocol !== 'http:' && target.protocol !== 'https:') throw new Refused('BAD_SCHEME', `The relay sends requests only to http and https, not ${target.protocol}`);
  if (target.username || target.password) throw new Refused('BAD_URL', 'The URL has a user name or password in it; the relay sends none.');
  return { url: target, method, headers: readHeaders(headers), body };
}

function readHeaders(headers: unknown): [string, string][] {
  if (!Array.isArray(headers) || headers.length > MOST_HEADERS) throw new Refused('BAD_HEADERS', `The relay accepts a list of at most ${MOST_HEADERS} headers.`, 400);
  return headers.map((pair: unknown): [string, string] => {
    const [name, value] = Array.isArray(pair) ? (pair as unknown[]) : [];
    if (typeof name !== 'string' || typeof value !== 'string' || !HEADER_VALUE.test(value)) throw new Refused('BAD_HEADERS', 'A header is not a name and a value.', 400);
    if (!HEADERS.has(name.toLowerCase())) throw new Refused('BAD_HEADERS', `The relay does not send the header ${name}.`);
    return [name, value];
  });
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, the same as for a JSON text that is not an object.
  }
  throw new Refused('BAD_REQUEST', 'The relay accepts a JSON object with url, method, headers and body.', 400);
}
