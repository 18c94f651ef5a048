// Locks that a flow holds: by the store's `lock(key, work)` where it has one, so that several processes may share it, and always within
// this module.
import { member } from './member.ts';
import type { GivenStore } from './means.ts';
import { unlessAborted } from './waiting.ts';

/** Who waits for what; a name that is here is held. */
const queues = new Map<string, (() => void)[]>();

/** The locks of one flow. */
export class Locks {
  readonly #held = new Map<string, () => void>();

  /** Waits until the lock is free and holds it. A wait that a signal ends leaves the queue. */
  async hold(name: string, store: GivenStore, signals: AbortSignal[]): Promise<void> {
    await turn(name, signals);
    let letGo = (): void => {};
    const over = new Promise<void>((done) => {
      letGo = done;
    });
    this.#held.set(name, letGo);
    const lock = member(store, 'lock');
    if (typeof lock !== 'function') return;
    const entered = new Promise<void>((enter) => {
      const work = (): Promise<void> => {
        enter();
        return over;
      };
      // A store whose lock fails must not stop the flow: whichever comes first.
      Promise.resolve()
        .then(() => (lock as (key: string, work: () => Promise<void>) => unknown).call(store, name, work))
        .catch(() => {})
        .finally(enter);
    });
    await unlessAborted(signals, entered);
  }

  /** Lets a lock go; one that is not held is left alone. */
  release(name: string): void {
    const letGo = this.#held.get(name);
    if (!letGo) return;
    this.#held.delete(name);
    letGo();
    next(name);
  }

  releaseAll(): void {
    for (const name of [...this.#held.keys()]) this.release(name);
  }
}

async function turn(name: string, signals: AbortSignal[]): Promise<void> {
  const waiting = queues.get(name);
  if (!waiting) {
    queues.set(name, []);
    return;
  }
  let come = (): void => {};
  const mine = new Promise<void>((done) => {
    come = done;
  });
  waiting.push(come);
  await unlessAborted(signals, mine, () => {
    const place = waiting.indexOf(come);
    // Its turn may have come already, and nobody is left to use it.
    if (place >= 0) waiting.splice(place, 1);
    else next(name);
  });
}

function next(name: string): void {
  const come = queues.get(name)?.shift();
  if (come) come();
  else queues.delete(name);
}
