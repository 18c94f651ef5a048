// Forgetting one stored credential, and only that one.
import { deleteClient, forgetTokens, revoke } from 'mcp-auth-doctor';
import type { Store } from 'mcp-auth-doctor';
import { CLIENT, readTokens, storedCredentials, TOKENS } from './stored.js';
import { FORGET_OPTIONS } from '../driver/options.js';
import { requireKnown } from './known.js';

/** What else to do when something is forgotten. */
export interface ForgetOptions {
  /** Tells the authorization server to take the tokens back, where it offers that (RFC 7009); true by default. */
  revoke?: boolean | undefined;
  /** Asks the authorization server to delete the dynamically registered client (RFC 7592), where no other sign-in uses it. */
  deleteClient?: boolean | undefined;
}

/** What became of it at the authorization server; here it is gone in any case. */
export interface Forgotten {
  /** Whether every token was taken back. Many servers can't do that to an access token that is a JWT: it is good until it ends. */
  revoked: boolean;
  clientDeleted: boolean;
}

/** Forgets what `storedCredentials` lists under this id. A server that can't be reached does not keep it from being forgotten here. */
export async function forget(store: Store, id: string, options: ForgetOptions = {}): Promise<Forgotten> {
  requireKnown(options, FORGET_OPTIONS);
  const forgotten: Forgotten = { revoked: false, clientDeleted: false };
  const stored = (await storedCredentials(store)).find((each) => each.id === id);
  try {
    const tokens = id.startsWith(TOKENS) ? readTokens((await store.get(id)) ?? '') : undefined;
    if (tokens && options.revoke !== false) forgotten.revoked = await revoke(tokens, { store });
    if (options.deleteClient && stored?.canDeleteClient) {
      forgotten.clientDeleted = await deleteClient(stored.issuer, { store, clientId: stored.clientId });
    }
  } finally {
    // Only a credential: other names of the store are not for forgetting one by one.
    if (id.startsWith(TOKENS)) await forgetTokens(id, { store });
    else if (id.startsWith(CLIENT)) await store.delete(id);
  }
  return forgotten;
}
