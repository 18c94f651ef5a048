// The store of the test: what it keeps can be copied and changed, so that a wrong value never reaches what the sign-in lives on.
import { memoryStore, type Store, type Tokens } from 'mcp-auth-doctor';
import { TOKENS } from '../../hosts/stored.js';

/** A copy in memory, with other members of the tokens. */
export async function copyOf(store: Store, changes: Partial<Tokens>): Promise<Store> {
  const copy = memoryStore();
  for (const key of await store.keys('')) {
    const value = await store.get(key);
    if (typeof value === 'string') await copy.set(key, key.startsWith(TOKENS) ? JSON.stringify({ ...(JSON.parse(value) as Tokens), ...changes }) : value);
  }
  return copy;
}

/** Sets the time of the tokens to an hour ago, as if the host had been asleep meanwhile. */
export async function expire(store: Store): Promise<void> {
  for (const key of await store.keys(TOKENS)) {
    const value = await store.get(key);
    if (typeof value === 'string') await store.set(key, JSON.stringify({ ...(JSON.parse(value) as Tokens), expiresAt: Date.now() - 3_600_000 }));
  }
}
