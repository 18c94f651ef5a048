/**
 * Runs work while no other document, worker or caller of this origin runs any under the same key. `navigator.locks` reaches all
 * of them; where there is none (Node before 24) the queue reaches this process only.
 */
export async function exclusively<T>(key: string, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (locks) return locks.request(`mcp-auth-doctor ${key}`, work) as Promise<T>;
  const before = queues.get(key) ?? Promise.resolve();
  const ours = before.then(work, work);
  queues.set(key, ours);
  try {
    return await ours;
  } finally {
    if (queues.get(key) === ours) queues.delete(key);
  }
}

const queues = new Map<string, Promise<unknown>>();
