// Drives a flow of the core: performs each thing that it asks for with what the host gave, and hands back the result.
import type { Module, Running, Settled, StoreTurn, Turn } from './core.ts';
import { coded } from './errors.ts';
import { perform } from './keys.ts';
import { Locks } from './locks.ts';
import { member } from './member.ts';
import type { Means } from './means.ts';
import { send } from './send.ts';
import { stopIfAborted, wait } from './waiting.ts';

/** What a flow comes to. Whatever it locked is let go, however it ends. Rejects with `aborted` where the caller's signal fired. */
export function drive(module: Module, running: Running, means: Means): Promise<unknown> {
  return new Promise((resolve, reject) => {
    module.open.add(reject);
    toTheEnd(running, means).then(resolve, reject).finally(() => module.open.delete(reject));
  });
}

async function toTheEnd(running: Running, means: Means): Promise<unknown> {
  const locks = new Locks();
  let cause: unknown;
  try {
    let turn = running.proceed();
    while (turn.kind !== 'done') {
      const { answer, failed } = await performed(turn, means, locks);
      if (failed) cause = answer;
      if (turn.kind === 'together') cause = (answer as Settled[]).find((each) => each.failed)?.answer ?? cause;
      turn = running.proceed(answer, failed);
    }
    return turn.value;
  } catch (error) {
    // The core knows a failure of the host by its words only.
    if (cause !== undefined && error instanceof Error && member(error, 'code') === 'host-failed') throw coded('host-failed', error.message, cause);
    throw error;
  } finally {
    locks.releaseAll();
    running.free();
  }
}

/** What came of it. An error of our own, such as `aborted`, ends the flow instead. */
async function performed(turn: Exclude<Turn, { kind: 'done' }>, means: Means, locks: Locks): Promise<Settled> {
  const { signal, store } = means;
  switch (turn.kind) {
    case 'fetch': {
      stopIfAborted(signal);
      const own = turn.commits ? undefined : signal;
      const answers = await Promise.all(turn.requests.map((request) => send(request, means, turn.limits, own)));
      if (!turn.commits) stopIfAborted(signal);
      return done(answers);
    }
    case 'lock':
      await locks.hold(turn.name, store, signal ? [signal] : []);
      return done();
    case 'unlock':
      locks.release(turn.name);
      return done();
    case 'wait':
      await wait(turn.time, signal);
      return done();
    case 'store':
      return settled(callStore(turn, means));
    case 'together':
      return done(await Promise.all(turn.turns.map((each) => settled(callStore(each, means)))));
    default:
      return settled(perform(turn, store));
  }
}

const done = (answer?: unknown): Settled => ({ answer, failed: false });

async function settled(work: Promise<unknown>): Promise<Settled> {
  return work.then(done, (answer: unknown) => ({ answer, failed: true }));
}

/** Without a store nothing is kept: the caller holds `Pending` and `Tokens` itself. A store that can't list has none to name. */
async function callStore({ method, arguments: args }: StoreTurn, { store }: Means): Promise<unknown> {
  if (store === undefined || store === null) return method === 'keys' ? [] : undefined;
  const call = member(store, method);
  if (typeof call !== 'function') {
    if (method === 'keys') return [];
    throw coded('invalid-argument', `store.${method}: expected a function, received none`);
  }
  const value: unknown = await call.apply(store, args);
  if (method === 'keys' && !Array.isArray(value)) throw new Error('its `keys` gives no list');
  return value;
}
