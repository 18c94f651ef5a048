import type * as vscode from 'vscode';
import type { Store } from 'mcp-auth-doctor';

const PREFIX = 'mcp-auth-doctor/';

/**
 * A {@link Store} in the extension's `SecretStorage`: the system's key ring on the desktop, the browser's own storage in the web.
 * Needs VS Code 1.104 (`SecretStorage.keys`).
 *
 * @param exclude runs work while nobody else runs any under the same key; `SecretStorage` itself has no lock
 */
export function secretStore(secrets: vscode.SecretStorage, exclude: Store['lock']): Store {
  return {
    get: async (key: string) => secrets.get(PREFIX + key),
    set: async (key: string, value: string) => secrets.store(PREFIX + key, value),
    delete: async (key: string) => secrets.delete(PREFIX + key),
    take: (key: string) =>
      exclude(`take ${key}`, async () => {
        const value = await secrets.get(PREFIX + key);
        if (value !== undefined) await secrets.delete(PREFIX + key);
        return value;
      }),
    keys: async (prefix: string) => {
      const all = await secrets.keys();
      return all.filter((key) => key.startsWith(PREFIX + prefix)).map((key) => key.slice(PREFIX.length));
    },
    lock: exclude,
  };
}
