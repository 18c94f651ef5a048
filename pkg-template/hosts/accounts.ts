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
  /** The tokens for a server's address, renewed where they are past their time; `undefined` where a sign-in is needed. */
  tokens(server: string): Promise<Tokens | undefined>;
  /** Keeps the tokens of a sign-in. */
  save(tokens: Tokens): Promise<void>;
  /** Revokes the tokens where the issuer offers that (RFC 7009), and deletes them here in any case. */
  forget(account: Account): Promise<void>;
  /** Told of each change made here; the result stops it. */
  onChange(listener: () => void): () => void;
}

/** The sign-ins in a store. */
export function accounts(store: Store): Accounts {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const read = async (key: string): Promise<Account | undefined> => {
    const text = await store.get(key);
    return text === undefined || text === null ? undefined : parse(key, text);
  };
  const list = async () => {
    const found = await Promise.all((await store.keys(PREFIX)).map(read));
    return found.filter((account) => account !== undefined);
  };
  const save = async (tokens: Tokens) => {
    await store.set(keyOf(tokens), JSON.stringify(tokens));
    changed();
  };

  return {
    list,
    save,
    async tokens(server) {
      const account = (await list()).find(({ tokens }) => tokens.server === server);
      if (!account?.expired) return account?.tokens;
      if (!account.tokens.refreshToken) return undefined;
      // One at a time: a second use of a rotated refresh token ends the grant (RFC 9700, section 4.14).
      return store.lock(account.id, async () => {
        const current = await read(account.id);
        if (!current?.expired) return current?.tokens;
        const outcome = await refresh(current.tokens, { store });
        if (outcome.kind !== 'signed-in') return undefined;
        await save(outcome.tokens);
        return outcome.tokens;
      });
    },
    async forget(account) {
      try {
        await revoke(account.tokens, {});
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

function keyOf(tokens: Tokens): string {
  return `${PREFIX}${tokens.issuer} ${tokens.resource}`;
}

function parse(id: string, text: string): Account | undefined {
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
