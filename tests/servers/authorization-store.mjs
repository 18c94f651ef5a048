// What one authorization server remembers, in memory: the adapter that `oidc-provider` asks for.

/**
 * Makes an adapter class whose storage is its own, so that a client of one server is unknown to the next.
 *
 * @returns {{ Adapter: new (model: string) => object, forget(model: string): void }} `forget` drops all of a model, such as `Client`
 */
export function memoryAdapter() {
  const models = new Map();
  const entries = (model) => {
    if (!models.has(model)) models.set(model, new Map());
    return models.get(model);
  };
  const find = (model, matches) => [...entries(model).values()].find(matches);

  class Adapter {
    constructor(model) {
      this.model = model;
    }

    async upsert(id, payload) {
      entries(this.model).set(id, payload);
    }

    async find(id) {
      return entries(this.model).get(id);
    }

    async findByUserCode(userCode) {
      return find(this.model, (payload) => payload.userCode === userCode);
    }

    async findByUid(uid) {
      return find(this.model, (payload) => payload.uid === uid);
    }

    async consume(id) {
      entries(this.model).get(id).consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id) {
      entries(this.model).delete(id);
    }

    async revokeByGrantId(grantId) {
      for (const [id, payload] of entries(this.model)) if (payload.grantId === grantId) entries(this.model).delete(id);
    }
  }

  return { Adapter, forget: (model) => entries(model).clear() };
}
