/** A store that lives as long as the process: for tests, scripts and pages that keep nothing. */
export function memoryStore() {
  const values = new Map<string, string>();
  const locks = new Map<string, Promise<unknown>>();
  return {
    get: async (key: string): Promise<string | undefined> => values.get(key),
    set: async (key: string, value: string): Promise<void> => void values.set(key, value),
    delete: async (key: string): Promise<void> => void values.delete(key),
    take: async (key: string): Promise<string | undefined> => {
      const value = values.get(key);
      values.delete(key);
      return value;
    },
    keys: async (prefix = ''): Promise<string[]> => [...values.keys()].filter((key) => key.startsWith(prefix)),
    lock: async <T>(key: string, work: () => Promise<T>): Promise<T> => {
      const before = locks.get(key);
      const mine = Promise.resolve(before).catch(() => {}).then(() => work());
      locks.set(key, mine);
      try {
        return await mine;
      } finally {
        if (locks.get(key) === mine) locks.delete(key);
      }
    },
  };
}
