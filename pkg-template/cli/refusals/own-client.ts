// A client of the test's own, and its tokens: made for it, deleted after it.
import type { Answer, Send } from './send.js';

/** What the authorization server's metadata says. */
export interface Issuer {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  registration_endpoint?: string;
  revocation_endpoint?: string;
}

/** What a grant gave. */
export interface Granted {
  token: string;
  refreshToken: string | undefined;
}

export interface OwnClient {
  id: string;
  hasSecret: boolean;
  redirectUri: string;
  token(parameters: Record<string, string>): Promise<{ answer: Answer; granted: Granted | undefined }>;
  /** Revokes the tokens and deletes the client; what is left is told. */
  clean(): Promise<string[]>;
}

interface Registered {
  id: string;
  secret: string | undefined;
  inHeader: boolean;
  /** Where it can be deleted (RFC 7592), and by what. */
  management: { uri: string; token: string } | undefined;
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };

/**
 * Registers it.
 *
 * @returns the client, or why there is none
 */
export async function ownClient(issuer: Issuer, redirectUri: string, scopes: readonly string[], send: Send, sendAtEnd: Send): Promise<OwnClient | string> {
  if (issuer.registration_endpoint === undefined) return 'The authorization server does not register a client for the test.';
  const registered = await register(issuer.registration_endpoint, redirectUri, scopes, send);
  if (typeof registered === 'string') return registered;
  const { id, secret, inHeader, management } = registered;
  const tokens: string[] = [];
  const basic = `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret ?? '')}`).toString('base64')}`;
  const headers = { ...FORM, ...(secret !== undefined && inHeader && { Authorization: basic }) };
  const own = { client_id: id, ...(secret !== undefined && !inHeader && { client_secret: secret }) };
  const post = (by: Send, url: string, parameters: Record<string, string>) => by(url, { method: 'POST', headers, body: new URLSearchParams({ ...own, ...parameters }).toString() });
  return {
    id,
    hasSecret: secret !== undefined,
    redirectUri,
    async token(parameters) {
      const answer = await post(send, issuer.token_endpoint, parameters);
      const { access_token: token, refresh_token: refresh } = object(answer.text);
      if (typeof token !== 'string') return { answer, granted: undefined };
      const refreshToken = typeof refresh === 'string' ? refresh : undefined;
      tokens.push(token, ...(refreshToken ? [refreshToken] : []));
      return { answer, granted: { token, refreshToken } };
    },
    async clean() {
      const left: string[] = [];
      const { revocation_endpoint: revocation } = issuer;
      if (revocation !== undefined) for (const token of tokens) await post(sendAtEnd, revocation, { token }).catch(() => undefined);
      else if (tokens.length > 0) left.push(`${tokens.length} tokens of the test until they expire: there is no revocation endpoint`);
      const deleted = management && (await sendAtEnd(management.uri, { method: 'DELETE', headers: { Authorization: `Bearer ${management.token}` } }).catch(() => undefined));
      if (deleted?.status !== 204) left.push(`the client ${id} at ${issuer.issuer}: ${management ? `deleting it was answered with ${deleted?.status ?? 'nothing'}` : 'there is no way to delete it (RFC 7592)'}`);
      return left;
    },
  };
}

async function register(endpoint: string, redirectUri: string, scopes: readonly string[], send: Send): Promise<Registered | string> {
  const body = {
    client_name: 'mcp-auth-doctor, a test that deletes itself', redirect_uris: [redirectUri], token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  };
  const { status, text } = await send(endpoint, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify(body) });
  const { client_id: id, client_secret: secret, token_endpoint_auth_method: method, registration_client_uri: uri, registration_access_token: token } = object(text);
  if (typeof id !== 'string') return `The registration of a client for the test was refused (${status}).`;
  const management = typeof uri === 'string' && typeof token === 'string' ? { uri, token } : undefined;
  return { id, secret: typeof secret === 'string' ? secret : undefined, inHeader: method !== 'client_secret_post', management };
}

function object(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
