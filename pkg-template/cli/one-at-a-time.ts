// One request at a time for each host, over many diagnoses: a list of servers must not look like an attack on the one that they share.

/**
 * A `fetch` that lets a request go out when the host's last answer has been read to its end.
 *
 * The time of a request starts when it goes out, not when it begins to wait: `timeoutMs` in place of the one that `diagnose` would count.
 */
export function oneAtATime(timeoutMs: number): typeof fetch {
  const last = new Map<string, Promise<void>>();
  return async (input, init = {}) => {
    const { hostname } = new URL(String(input));
    const before = last.get(hostname);
    const { promise: over, resolve: done } = withResolvers();
    last.set(hostname, over);
    try {
      await before;
      init.signal?.throwIfAborted();
      const limit = AbortSignal.timeout(timeoutMs);
      const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
      signal.addEventListener('abort', done);
      return whenRead(await fetch(input, { ...init, signal }), done);
    } catch (error) {
      done();
      throw error;
    }
  };
}

/** The same response, whose body calls `done` at its end, however it ends. */
function whenRead(response: Response, done: () => void): Response {
  const reader = response.body?.getReader();
  if (!reader) {
    done();
    return response;
  }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done: ended, value } = await reader.read();
        if (!ended) return controller.enqueue(value);
        done();
        controller.close();
      } catch (error) {
        done();
        controller.error(error);
      }
    },
    async cancel(reason) {
      await reader.cancel(reason).finally(done);
    },
  });
  // Not a new Response: that one would have lost its address and refuse some statuses.
  return Object.defineProperty(response, 'body', { value: body });
}

/** `Promise.withResolvers` of newer Nodes. */
function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
