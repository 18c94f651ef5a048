// Sends one request to an address that was checked, and hands back all of the answer, up to a size and within a time.
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import type { Checked } from './addresses.js';
import type { Order } from './order.js';
import { Refused } from './refused.js';

/** A whole answer. */
export interface Answer {
  status: number;
  headers: [string, string][];
  /** The bytes of the body as base64, after decompression. */
  body: string;
}

/** More than the diagnosis reads of one body, so that it still sees that there was more. */
const MOST_READ = 512 * 1024;
/** What one relayed request may take, from the connection to the last byte. */
export const TIME_MS = 30_000;
const MOST_HEADER_BYTES = 64 * 1024;

/**
 * Sends it. Redirects are answers like any other; cookies are neither sent nor handed back.
 *
 * @throws the network's own error, with its `code`; {@link Refused} `ETIMEDOUT` where it took too long
 */
export async function forward({ url, method, headers, body }: Order, addresses: Checked[], signal: AbortSignal): Promise<Answer> {
  const limit = AbortSignal.timeout(TIME_MS);
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method,
    headers: fields(headers, body),
    lookup: pinned(addresses),
    agent: false,
    maxHeaderSize: MOST_HEADER_BYTES,
    signal: AbortSignal.any([signal, limit]),
  });
  try {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.on('error', reject);
      request.end(body);
    });
    return { status: response.statusCode ?? 0, headers: visible(response.rawHeaders), body: (await read(response)).toString('base64') };
  } catch (error) {
    if (limit.aborted) throw new Refused('ETIMEDOUT', `No whole answer within ${TIME_MS / 1000} seconds.`, 504);
    throw error;
  } finally {
    request.destroy();
  }
}

/** Connects to the addresses that were checked, and asks no name server again: a second answer could be another one. */
export function pinned(addresses: Checked[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all || first === undefined) callback(null, addresses);
    else callback(null, first.address, first.family);
  };
}

function fields(headers: [string, string][], body: string | undefined): http.OutgoingHttpHeaders {
  return {
    'User-Agent': 'mcp-auth-doctor',
    ...Object.fromEntries(headers),
    'Accept-Encoding': 'gzip, br',
    ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
  };
}

function visible(raw: string[]): [string, string][] {
  const pairs = Array.from({ length: raw.length / 2 }, (_, index): [string, string] => [raw[2 * index] ?? '', raw[2 * index + 1] ?? '']);
  return pairs.filter(([name]) => !/^(set-cookie2?|content-encoding|content-length|transfer-encoding)$/i.test(name));
}

/** The body up to the limit. Of an event stream what comes up to the end of the first event with data: it may never end. */
async function read(response: http.IncomingMessage): Promise<Buffer> {
  const events = /^text\/event-stream\b/i.test(response.headers['content-type'] ?? '');
  const chunks: Buffer[] = [];
  let size = 0;
  let line = '';
  let data = false;
  /** Whether that event is complete with this part. A server may send one without data first (MCP 2025-11-25, Streamable HTTP). */
  const endsIn = (part: Buffer) => {
    const lines = (line + part.toString('latin1')).split(/\r?\n/);
    line = lines.pop() ?? '';
    return lines.some((one) => {
      data ||= /^data:\s*\S/.test(one);
      return one === '' && data;
    });
  };
  for await (const chunk of decoded(response)) {
    const part = (chunk as Buffer).subarray(0, MOST_READ - size);
    chunks.push(part);
    size += part.length;
    if (size >= MOST_READ || (events && endsIn(part))) break;
  }
  return Buffer.concat(chunks);
}

/** The body as it was before it was compressed. */
export function decoded(response: http.IncomingMessage): Readable {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase();
  const decoder = encoding === 'br' ? createBrotliDecompress() : encoding === 'gzip' || encoding === 'deflate' || encoding === 'x-gzip' ? createUnzip() : undefined;
  if (!decoder) return response;
  response.on('error', (error) => decoder.destroy(error));
  return response.pipe(decoder);
}
