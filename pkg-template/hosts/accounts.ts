// What a host keeps of its sign-ins, in any `Store`: one entry for each issuer and resource.
import { refresh, revoke } from 'mcp-auth-doctor';
import type { Store, Tokens } from 'mcp-auth-doctor';

const PREFIX = 'tokens/';

/** A stored sign-in. */
export interface Account {
  /** Stable: made from issuer and resource. */
  id: string;
  /** For people: the host of the resource, and of the issuer where it is another. */
  label: string;
  tokens: Tokens;
  /** How long ago the token was issued, in ms: to show when it should be rotated. */
  ageMs: number;
  /** Whether the access token is past its time. */
  expired: boolean;
}

/** The stored sign-ins. */
export interface Accounts {
  list(): Promise<Account[]>;
  /** The tokens in use for a server's address, renewed where they are past their time; `undefined` where a sign-in is needed. */
  tokens(server: string): Promise<Tokens | undefined>;
  /** Revokes the tokens where the issuer offers that (RFC 7009), and deletes them here in any case. */
  forget(account: Account): Promise<void>;
  /** Told of each sign-in and each deletion made here; the result stops it. */
  onChange(listener: () => void): () => void;
  /** To be called after a sign-in. */
  changed(): void;
}

/** The sign-ins that the core keeps in a store, under `tokens/<issuer> <resource>`. */
export function accounts(store: Store): Accounts {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const list = async () => {
    const keys = await store.keys(PREFIX);
    const found = await Promise.all(keys.map(async (key) => parse(key, await store.get(key))));
    return found.filter((account) => account !== undefined);
  };

  return {
    list,
    changed,
    async tokens(server) {
      const account = (await list()).find(({ tokens }) => tokens.server === server);
      if (!account?.expired) return account?.tokens;
      if (!account.tokens.refreshToken) return undefined;
      const outcome = await refresh(account.tokens, { store });
      return outcome.kind === 'signed-in' ? outcome.tokens : undefined;
    },
    async forget(account) {
      try {
        await revoke(account.tokens, { store });
      } finally {
        await store.delete(account.id);
        changed();
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function parse(id: string, text: string | undefined | null): Account | undefined {
  if (!text) return undefined;
  let tokens: Tokens;
  try {
    tokens = JSON.parse(text) as Tokens;
  } catch {
    // Not written by us: as good as none.
    return undefined;
  }
  if (tokens?.v !== 1 || typeof tokens.accessToken !== 'string') return undefined;
  const [resource, issuer] = [hostOf(tokens.resource), hostOf(tokens.issuer)];
  return {
    id,
    label: issuer && issuer !== resource ? `${resource} (${issuer})` : resource,
    tokens,
    ageMs: Date.now() - tokens.issuedAt,
    expired: typeof tokens.expiresAt === 'number' && tokens.expiresAt <= Date.now(),
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
