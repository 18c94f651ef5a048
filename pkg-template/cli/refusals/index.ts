// Wrong requests, sent on purpose, to see that they are refused. Only to hosts that the user named, and with nothing that is anybody's.
import type { Report } from 'mcp-auth-doctor';
import { isNamed, readNames } from '../../serve/named.js';
import { UsageError } from '../usage.js';
import { Results, type CheckId, type Result } from './checks.js';
import { atIssuer } from './issuer.js';
import type { Issuer } from './own-client.js';
import { sender, type Send } from './send.js';
import { forged, isOpen, owned, type Server } from './server.js';

export interface Wanted {
  /** Of a diagnosis of the same server, just now. */
  report: Report;
  server: string;
  hosts: readonly string[];
  timeoutMs: number;
  /** Lets the person sign in. */
  open: ((url: string) => Promise<void>) | undefined;
  /** Tokens that the user gave. */
  expired: string | undefined;
  otherAudience: string | undefined;
  /** What could not be taken back: told also where the test is stopped. */
  onLeft: (left: string[]) => void;
  signal: AbortSignal;
}

type Document = Record<string, unknown>;

const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'registration_endpoint', 'revocation_endpoint'] as const;

/**
 * Tries them all.
 *
 * @throws {UsageError} before the first one, with the hosts that have to be named
 */
export async function testRefusals({ report, server: url, hosts, timeoutMs, open, expired, otherAudience, onLeft, signal }: Wanted): Promise<Result[]> {
  const documents = documentsOf(report);
  const issuer = documents.find(isIssuer);
  const resource = documents.find(({ authorization_servers: servers }) => Array.isArray(servers));
  const named = readNames(hosts);
  const asked = [url, ...(issuer ? ENDPOINTS.flatMap((endpoint) => issuer[endpoint] ?? []) : [])];
  const missing = [...new Set(asked.map((address) => new URL(address)).filter((address) => !isNamed(address, named)).map(({ host }) => host))];
  if (missing.length > 0) throw new UsageError(`--test-refusals sends wrong requests on purpose, to servers that are yours. Name each host: ${missing.map((host) => `--test-host ${host}`).join(' ')}`);
  const [send, sendAtEnd] = [signal, undefined].map((stop) => sender(hosts, timeoutMs, stop)) as [Send, Send];
  const server: Server = { url, resource: typeof resource?.['resource'] === 'string' ? resource['resource'] : url, issuer: issuer?.issuer };
  const results = new Results();
  await all({ server, issuer, scopes: strings(resource?.['scopes_supported']), results, send, sendAtEnd, given: { expired, otherAudience }, open, onLeft, signal });
  return results.all();
}

interface Test {
  server: Server;
  issuer: Issuer | undefined;
  scopes: readonly string[];
  results: Results;
  send: Send;
  sendAtEnd: Send;
  given: { expired: string | undefined; otherAudience: string | undefined };
  open: Wanted['open'];
  onLeft: Wanted['onLeft'];
  signal: AbortSignal;
}

async function all({ server, issuer, scopes, results, send, sendAtEnd, given, open, onLeft, signal }: Test): Promise<void> {
  const isPublic = await isOpen(server, send);
  if (!isPublic) await forged(server, send, results);
  const under = issuer && (await atIssuer({ issuer, resource: server.resource, scopes, send, sendAtEnd, results, open, signal }));
  try {
    const otherAudience = under?.otherAudience ?? given.otherAudience;
    if (!isPublic) await owned(server, { own: under?.own, otherAudience, expired: given.expired }, send, results);
    await under?.replay();
  } finally {
    onLeft((await under?.end()) ?? []);
  }
  why(results, isPublic, issuer);
}

function why(results: Results, isPublic: boolean, issuer: Issuer | undefined): void {
  const rest = results.all().filter(({ saw }) => saw === '');
  const ids = (at: string) => rest.filter((result) => result.at === at).map(({ check }) => check as CheckId);
  results.notTried(ids('authorization-server'), issuer ? 'There was no grant to try it with.' : 'No metadata of an authorization server was found.');
  if (isPublic) return results.notTried(ids('mcp-server'), 'The server lets everybody in.');
  results.notTried(['token-other-audience'], 'The authorization server gives no token for another server; --foreign-env NAME takes one.');
  results.notTried(['token-expired'], 'There is none; --expired-env NAME takes one.');
  results.notTried(ids('mcp-server'), 'There was no token of our own to try it with.');
}

function documentsOf({ exchanges }: Report): Document[] {
  return exchanges.flatMap(({ response }) => {
    try {
      const value: unknown = JSON.parse(response?.body ?? '');
      return typeof value === 'object' && value !== null ? [value as Document] : [];
    } catch {
      return [];
    }
  });
}

function isIssuer(document: Document): document is Document & Issuer {
  const addresses = ['issuer', 'authorization_endpoint', 'token_endpoint'].every((name) => typeof document[name] === 'string');
  return addresses && ENDPOINTS.every((name) => document[name] === undefined || (typeof document[name] === 'string' && URL.canParse(document[name])));
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
