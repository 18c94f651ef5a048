// Wrong requests to the MCP server. It is asked to begin a session, and to do nothing.
import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { INITIALIZE, posted } from '../initialize.js';
import type { CheckId, Results } from './checks.js';
import type { Answer, Send } from './send.js';

export interface Server {
  url: string;
  /** What its tokens are for. */
  resource: string;
  issuer: string | undefined;
}

/** Tokens for the checks: our own, and what the user gave. */
export interface Tokens {
  own: string | undefined;
  otherAudience: string | undefined;
  expired: string | undefined;
}

const FOREIGN = 'https://mcp-auth-doctor.invalid';
const OWN: CheckId[] = ['token-tampered', 'token-in-query', 'session-alone', 'origin-foreign'];

/** Whether it lets in whoever comes: then there is nothing that it could refuse. */
export async function isOpen(server: Server, send: Send): Promise<boolean> {
  return isSuccess(await begin(server.url, send));
}

/** What needs no token of the server's. */
export async function forged(server: Server, send: Send, results: Results): Promise<void> {
  const { header, claims } = plausible(server);
  const tries: [CheckId, string][] = [
    ['header-malformed', 'mcp-auth-doctor'],
    ['token-garbage', `Bearer ${randomBytes(24).toString('hex')}`],
    ['token-unsigned', `Bearer ${part(header)}.${part(claims)}`],
    ['token-alg-none', `Bearer ${part({ ...header, alg: 'none' })}.${part(claims)}.`],
    ['token-self-signed', `Bearer ${signed(header, claims)}`],
  ];
  for (const [id, authorization] of tries) judge(results, id, await begin(server.url, send, { Authorization: authorization }));
}

/** What needs one. */
export async function owned(server: Server, tokens: Tokens, send: Send, results: Results): Promise<void> {
  const { own, otherAudience, expired } = tokens;
  for (const [id, token] of [['token-other-audience', otherAudience], ['token-expired', expired]] as const) {
    if (token !== undefined) judge(results, id, await begin(server.url, send, { Authorization: `Bearer ${token}` }));
  }
  if (own === undefined) return;
  const authorized = { Authorization: `Bearer ${own}` };
  const right = await begin(server.url, send, authorized);
  if (!isSuccess(right)) return results.notTried(OWN, `Our own token was refused too (${right.status}).`);
  judge(results, 'token-tampered', await begin(server.url, send, { Authorization: `Bearer ${tampered(own)}` }));
  const query = new URL(server.url);
  query.searchParams.set('access_token', own);
  judge(results, 'token-in-query', await begin(query.href, send));
  judge(results, 'origin-foreign', await begin(server.url, send, { ...authorized, Origin: FOREIGN }));
  const session = right.headers.get('mcp-session-id');
  if (session === null) return results.notTried(OWN, 'The server has no sessions.');
  const version = { 'MCP-Protocol-Version': '2025-11-25', 'Mcp-Session-Id': session };
  judge(results, 'session-alone', await post(server.url, send, { jsonrpc: '2.0', id: 2, method: 'tools/list', params: {} }, version));
  await send(server.url, { method: 'DELETE', headers: { ...authorized, ...version } });
}

function judge(results: Results, id: CheckId, answer: Answer): void {
  const { status } = answer;
  const refused = status >= 400 && status < 500;
  results.tell(id, isSuccess(answer) ? 'accepted' : refused ? 'refused' : 'unsure', String(status));
}

/** A 2xx with an error inside is no success: some servers refuse in the message. */
function isSuccess({ status, text }: Answer): boolean {
  return status >= 200 && status < 300 && /"result"\s*:/.test(text);
}

function begin(url: string, send: Send, headers: Record<string, string> = {}): Promise<Answer> {
  return post(url, send, INITIALIZE, headers);
}

function post(url: string, send: Send, message: object, headers: Record<string, string>): Promise<Answer> {
  return send(url, posted(message, headers));
}

function plausible({ resource, issuer }: Server) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer ?? resource, sub: 'mcp-auth-doctor', aud: resource, scope: 'mcp-auth-doctor', client_id: 'mcp-auth-doctor', iat: now, exp: now + 600 };
  return { header: { alg: 'RS256', typ: 'at+jwt', kid: 'mcp-auth-doctor' }, claims };
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signed(header: object, claims: object): string {
  const content = `${part(header)}.${part(claims)}`;
  return `${content}.${createSign('SHA256').update(content).sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey).toString('base64url')}`;
}

/** One letter of the signature changed; not the last, whose lowest bits may mean nothing. */
export function tampered(token: string): string {
  const start = token.lastIndexOf('.') + 1;
  const at = start + Math.floor((token.length - start) / 2);
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}
