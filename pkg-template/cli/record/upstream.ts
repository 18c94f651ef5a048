// One request to a server itself.
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { resolve } from '../../serve/addresses.js';
import { pinned } from '../../serve/forward.js';
import { isNamed, type Named } from '../../serve/named.js';

export type Fields = [string, string][];

/** The longest body that is handed on as a whole. */
export const LONGEST = 16 * 1024 * 1024;

interface Sent {
  url: string;
  method: string;
  headers: Fields;
  body: Buffer | undefined;
}

/**
 * Sends it to an address that was checked; the answer is handed back when its head is there.
 *
 * @param command what the user started, for the message that says how to name a host
 * @throws the network's own error, with its `code`, or `Refused`
 */
export async function ask({ url, method, headers, body }: Sent, named: readonly Named[], command: string, signal: AbortSignal): Promise<IncomingMessage> {
  const { protocol, hostname } = new URL(url);
  const addresses = await resolve(hostname, isNamed(new URL(url), named), command);
  return new Promise((done, reject) => {
    const asked = (protocol === 'https:' ? https : http).request(url, { method, lookup: pinned(addresses), agent: false, maxHeaderSize: 64 * 1024, signal });
    const own: Fields = [...headers, ['Accept-Encoding', 'gzip, br'], ...(body ? [['Content-Length', String(body.length)] as [string, string]] : [])];
    for (const [name] of own) asked.setHeader(name, own.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value));
    asked.once('response', done).on('error', reject).end(body);
  });
}

/** The kind of a failure, by the code of its error. */
export function kindOf(code: string): 'dns' | 'tls' | 'connection' | 'timeout' | 'other' {
  if (/^(ENOTFOUND|EAI_)/.test(code)) return 'dns';
  if (/CERT|TLS|SSL/.test(code)) return 'tls';
  if (code === 'ETIMEDOUT') return 'timeout';
  return /^E(CONN|HOST|NET|PIPE)/.test(code) ? 'connection' : 'other';
}
