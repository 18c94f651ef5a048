// The sign-ins of a host, in any `Store`: one entry for each issuer and resource.
import { refresh, tokensInUse } from 'mcp-auth-doctor';
import type { Store, Tokens } from 'mcp-auth-doctor';
import { forget, type ForgetOptions, type Forgotten } from './forget.js';
import { labelOf, readTokens, storedCredentials, TOKENS, type StoredCredential } from './stored.js';

/** A stored sign-in, with its secrets; for showing, see {@link Accounts.stored}. */
export interface Account {
  /** Stable: made from issuer and resource. */
  id: string;
  /** For people: the host of the resource, and of the issuer where it is another. */
  label: string;
  tokens: Tokens;
}

/** The stored sign-ins. */
export interface Accounts {
  list(): Promise<Account[]>;
  /** Everything that is stored, with its age and end and without its secrets: to show, for rotation. */
  stored(): Promise<StoredCredential[]>;
  /** The tokens in use for a server's address, renewed where they are past their time; `undefined` where a sign-in is needed. */
  tokens(server: string): Promise<Tokens | undefined>;
  /** Renews the tokens now; false where that needs the person. */
  renew(id: string): Promise<boolean>;
  /** Forgets one of {@link list} or {@link stored}; revokes its tokens (RFC 7009) unless told otherwise. */
  forget(one: { id: string }, options?: ForgetOptions): Promise<Forgotten>;
  /** Told of each sign-in and each deletion made here; the result stops it. */
  onChange(listener: () => void): () => void;
  /** To be called after a sign-in. */
  changed(): void;
}

/** The sign-ins that the core keeps in a store. */
export function accounts(store: Store): Accounts {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const account = async (id: string): Promise<Account | undefined> => {
    const tokens = readTokens((await store.get(id)) ?? '');
    return tokens && { id, label: labelOf(tokens), tokens };
  };
  const list = async () => {
    const found = await Promise.all((await store.keys(TOKENS)).map(account));
    return found.filter((each) => each !== undefined);
  };
  const renewed = async (tokens: Tokens) => {
    if (!tokens.refreshToken) return undefined;
    const outcome = await refresh(tokens, { store });
    return outcome.kind === 'signed-in' ? outcome.tokens : undefined;
  };

  return {
    list,
    stored: () => storedCredentials(store),
    changed,
    async tokens(server) {
      const tokens = await tokensInUse(server, { store });
      const isOver = typeof tokens?.expiresAt === 'number' && tokens.expiresAt <= Date.now();
      return isOver ? renewed(tokens) : tokens;
    },
    async renew(id) {
      const found = await account(id);
      return found !== undefined && (await renewed(found.tokens)) !== undefined;
    },
    async forget({ id }, options) {
      try {
        return await forget(store, id, options);
      } finally {
        changed();
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
