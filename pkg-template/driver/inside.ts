// Whether a request is made inside of a host's `interact`, which is waited for: it must not wait for that in turn.
import { member } from './member.ts';

interface Storage {
  getStore(): readonly string[] | undefined;
  run<T>(inside: readonly string[], work: () => T): T;
}

/** `AsyncLocalStorage`, where the runtime has it: it reaches what comes after an `await` too. */
let storage: Storage | undefined | null;
/** Elsewhere: the servers whose `interact` is on the stack. */
let onStack: readonly string[] = [];

/** The servers for whose sake somebody is being asked, around the call that is on the stack now. */
export function inside(): readonly string[] {
  return found()?.getStore() ?? onStack;
}

/** Calls `interact` for the sake of a server. */
export function within<T>(around: readonly string[], server: string, interact: () => T): T {
  const inner = [...around, server];
  const runtime = found();
  if (runtime) return runtime.run(inner, interact);
  const before = onStack;
  onStack = inner;
  try {
    return interact();
  } finally {
    onStack = before;
  }
}

/** Node, Deno, Bun and Workers have it. */
function found(): Storage | undefined {
  if (storage === undefined) {
    try {
      const get = member(member(globalThis, 'process'), 'getBuiltinModule') as ((name: string) => { AsyncLocalStorage: new () => Storage }) | undefined;
      storage = get ? new (get('node:async_hooks').AsyncLocalStorage)() : null;
    } catch {
      storage = null;
    }
  }
  return storage ?? undefined;
}
