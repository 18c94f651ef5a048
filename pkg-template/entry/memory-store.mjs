/** A store that lives as long as the process: for tests, scripts and pages that keep nothing. */
export function memoryStore() {
  const values = new Map();
  const locks = new Map();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    delete: async (key) => void values.delete(key),
    take: async (key) => {
      const value = values.get(key);
      values.delete(key);
      return value;
    },
    keys: async (prefix = '') => [...values.keys()].filter((key) => key.startsWith(prefix)),
    lock: async (key, work) => {
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
