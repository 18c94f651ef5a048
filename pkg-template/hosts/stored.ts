// What a host has stored, for the person who looks after it: whose it is, how old, until when. Never a secret.
import type { Client, Store, Tokens } from 'mcp-auth-doctor';

/** Where the core keeps tokens (`tokens/<issuer> <resource>`) and clients (`client/<issuer>`, earlier ones `client/<issuer> <client id>`). */
export const [TOKENS, CLIENT] = ['tokens/', 'client/'] as const;

/** One stored credential, without its secrets. Times in ms since the epoch. */
export interface StoredCredential {
  /** Stable; what `forget` takes. */
  id: string;
  /** A sign-in; what the person brought instead; or a client: their own OAuth app, or one that was registered dynamically. */
  kind: 'sign-in' | 'personal-access-token' | 'basic' | 'api-key-header' | 'own-app' | 'registered-client';
  /** For people: the host of the resource, and of the issuer where it is another. */
  label: string;
  /** Empty for what no authorization server issued. */
  issuer: string;
  /** The protected resource; empty for a client, which serves all resources of its issuer. */
  resource: string;
  /** The MCP server's address; empty for a client. */
  server: string;
  clientId: string;
  /** When a token was issued or last renewed, or brought; for a client, since when it is in use here. */
  issuedAt?: number | undefined;
  /** When the access token or the client's secret ends; nothing where nobody said. */
  expiresAt?: number | undefined;
  /** Whether it is renewed without the person. */
  hasRefreshToken: boolean;
  /** Whether the authorization server can be asked to delete the registered client (RFC 7592) without ending another sign-in. */
  canDeleteClient: boolean;
}

/** Everything that is stored under a name of the core, the oldest first: what to rotate comes on top. */
export async function storedCredentials(store: Store): Promise<StoredCredential[]> {
  const signIns = await readAll(store, TOKENS, readTokens);
  const clients = await readAll(store, CLIENT, readClient);
  const sharing = (issuer: string, clientId: string) => signIns.filter(([, each]) => each.issuer === issuer && each.clientId === clientId).length;
  const isDeletable = (issuer: string, clientId: string, users: number) =>
    clients.some(([, each]) => each.issuer === issuer && each.clientId === clientId && isManaged(each)) && sharing(issuer, clientId) <= users;
  const found = [
    ...signIns.map(([id, tokens]) => ofTokens(id, tokens, isDeletable(tokens.issuer, tokens.clientId, 1))),
    ...clients.map(([id, client]) => ofClient(id, client, isDeletable(client.issuer, client.clientId, 0))),
  ];
  return found.sort((one, other) => (one.issuedAt ?? Infinity) - (other.issuedAt ?? Infinity));
}

/** In which language: a tag of BCP 47, and what translates a sentence with `{0}` in it. */
export interface Language {
  locale: string;
  translate(text: string, ...values: string[]): string;
}

const ENGLISH: Language = { locale: 'en', translate: (text, value = '') => text.replace('{0}', value) };

/** How old, until when, in words: `issued 3 days ago, expires in 40 minutes, renewed without you`. */
export function describeAge({ kind, issuedAt, expiresAt, hasRefreshToken }: StoredCredential, now = Date.now(), { locale, translate }: Language = ENGLISH): string {
  const isClient = kind === 'own-app' || kind === 'registered-client';
  const when = (time: number) => distance(time - now, locale);
  const parts = [
    issuedAt !== undefined && (isClient ? translate('first used {0}', when(issuedAt)) : translate('issued {0}', when(issuedAt))),
    expiresAt !== undefined && (expiresAt > now ? translate('expires {0}', when(expiresAt)) : translate('expired {0}', when(expiresAt))),
    hasRefreshToken && translate('renewed without you'),
  ];
  return parts.filter(Boolean).join(', ') || translate('age and expiry not known');
}

/** The tokens of a stored text; nothing where it was not written by us, or by a version that we can't read. */
export function readTokens(text: string): Tokens | undefined {
  const tokens = parse(text) as Tokens | undefined;
  return tokens?.v === 1 && typeof tokens.accessToken === 'string' ? tokens : undefined;
}

/** For people: the host of the resource, and of the issuer where it is another. */
export function labelOf({ issuer, resource }: { issuer: string; resource: string }): string {
  const [at, by] = [hostOf(resource), hostOf(issuer)];
  return at && by && at !== by ? `${at} (${by})` : at || by;
}

type StoredClient = Client & { issuer: string };

function readClient(text: string): StoredClient | undefined {
  const client = parse(text) as Client | undefined;
  // The address of a metadata document is nobody's secret and has no age.
  if (typeof client?.clientId !== 'string' || client.kind === 'metadata-document') return undefined;
  return { ...client, issuer: client.issuer ?? '' };
}

function isManaged({ kind, registrationClientUri, registrationAccessToken }: Client): boolean {
  return kind === 'dynamic' && registrationClientUri !== undefined && registrationAccessToken !== undefined;
}

function ofTokens(id: string, tokens: Tokens, canDeleteClient: boolean): StoredCredential {
  const { issuer, resource, server, clientId, issuedAt, expiresAt, refreshToken } = tokens;
  return {
    ...{ id, kind: kindOf(tokens), label: labelOf(tokens), issuer, resource, server, clientId, issuedAt },
    ...(typeof expiresAt === 'number' && { expiresAt }),
    hasRefreshToken: refreshToken !== undefined,
    canDeleteClient,
  };
}

function ofClient(id: string, { kind, issuer, clientId, inUseSince, clientSecretExpiresAt }: StoredClient, canDeleteClient: boolean): StoredCredential {
  return {
    ...{ id, kind: kind === 'dynamic' ? 'registered-client' : 'own-app', label: hostOf(issuer), issuer, resource: '', server: '', clientId },
    ...(inUseSince !== undefined && { issuedAt: inUseSince }),
    ...(clientSecretExpiresAt !== undefined && { expiresAt: clientSecretExpiresAt }),
    hasRefreshToken: false,
    canDeleteClient,
  };
}

function kindOf({ issuer, tokenType }: Tokens): StoredCredential['kind'] {
  if (issuer !== '') return 'sign-in';
  if (tokenType === 'Basic') return 'basic';
  return tokenType === 'Header' ? 'api-key-header' : 'personal-access-token';
}

async function readAll<T>(store: Store, prefix: string, read: (text: string) => T | undefined): Promise<[id: string, value: T][]> {
  const ids = await store.keys(prefix);
  const found = await Promise.all(ids.map(async (id) => [id, read((await store.get(id)) ?? '')] as const));
  return found.filter((each): each is [string, T & {}] => each[1] !== undefined);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    // Not written by us: as good as none.
    return undefined;
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

function distance(ms: number, locale: string): string {
  const [unit, length] = UNITS.find(([, each]) => Math.abs(ms) >= each) ?? ['second', 1000];
  return new Intl.RelativeTimeFormat(locale).format(Math.trunc(ms / length), unit);
}
