// Waiting that a signal ends, and that leaves neither a timer nor a listener behind.
import { coded } from './errors.ts';

/** Throws `aborted` where one of the signals has fired. */
export function stopIfAborted(...signals: (AbortSignal | undefined)[]): void {
  if (signals.some((signal) => signal?.aborted)) throw coded('aborted', 'the caller gave up');
}

/** What the work comes to, unless one of the signals fires first: `given up` is then told, so that the work leaves nothing behind. */
export async function unlessAborted<T>(signals: AbortSignal[], work: Promise<T>, givenUp = (): void => {}): Promise<T> {
  let fired = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    fired = () => reject(coded('aborted', 'the caller gave up'));
  });
  aborted.catch(() => {});
  for (const signal of signals) signal.addEventListener('abort', fired);
  if (signals.some((signal) => signal.aborted)) fired();
  try {
    return await Promise.race([aborted, work]);
  } catch (error) {
    if (signals.some((signal) => signal.aborted)) givenUp();
    throw error;
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', fired);
  }
}

/** Waits this many ms. */
export async function wait(time: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await unlessAborted(signal ? [signal] : [], new Promise<void>((done) => {
      timer = setTimeout(done, time);
    }));
  } finally {
    clearTimeout(timer);
  }
}
