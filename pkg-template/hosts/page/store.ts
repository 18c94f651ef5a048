import type { Store } from 'mcp-auth-doctor';
import { exclusively } from '../lock.js';

const PREFIX = 'mcp-auth-doctor/';

/**
 * A {@link Store} in `sessionStorage`: this tab only, gone when it closes. Any script of the page can read it; keep tokens there only as
 * long as the page is open.
 */
export function pageStore(storage: Storage = sessionStorage): Store {
  const get = (key: string) => storage.getItem(PREFIX + key) ?? undefined;
  return {
    get: async (key: string) => get(key),
    set: async (key: string, value: string) => storage.setItem(PREFIX + key, value),
    delete: async (key: string) => storage.removeItem(PREFIX + key),
    take: async (key: string) => {
      const value = get(key);
      storage.removeItem(PREFIX + key);
      return value;
    },
    keys: async (prefix: string) =>
      Object.keys(storage)
        .filter((key) => key.startsWith(PREFIX + prefix))
        .map((key) => key.slice(PREFIX.length)),
    lock: exclusively,
  };
}
