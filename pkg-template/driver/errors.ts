// What the package throws.
import { unknownOption } from './known.ts';
import { member } from './member.ts';

/** An error with a stable `code`. Its message is for people and never holds a secret. */
export class AuthDoctorError extends Error {
  override readonly name = 'AuthDoctorError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An error of a code, with its cause where there is one. */
export function coded(code: string, message: string, cause?: unknown): AuthDoctorError {
  return new AuthDoctorError(code, message, cause === undefined ? undefined : { cause });
}

/** A mistake of the caller, in the words of the core. */
export function misused(what: string, expected: string, received: string): AuthDoctorError {
  return coded('invalid-argument', `${what}: expected ${expected}, received ${received}`);
}

type Call<A extends unknown[], R> = (...args: A) => R;

/** Which argument is an options object, and the names that it may have. */
export type Options = [place: number, names: string];

/** Throws where an argument has a name that its options do not have. */
export function requireKnown(args: unknown[], options: Options[]): void {
  for (const [place, names] of options) {
    const wrong = unknownOption(args[place], names);
    if (wrong !== undefined) throw coded('invalid-argument', wrong);
  }
}

/**
 * A function as users call it: its errors are `AuthDoctorError`s that start where it was called. A function that it makes is another
 * such function.
 */
export function guarded<A extends unknown[], R>(call: Call<A, R>): Call<A, R> {
  const guardedCall = (...args: A): R => {
    let result: R;
    try {
      result = call(...(args.map(withText) as A));
    } catch (error) {
      throw own(error, args, placeOf(guardedCall));
    }
    if (typeof result === 'function') return guarded(result as Call<unknown[], unknown>) as R;
    if (!(result instanceof Promise)) return result;
    const place = placeOf(guardedCall);
    return result.catch((error: unknown) => {
      throw own(error, args, place);
    }) as R;
  };
  return guardedCall;
}

/** A `URL` as its text, and options with one likewise: the core reads texts. */
function withText(given: unknown): unknown {
  if (given instanceof URL) return given.href;
  const server = member(given, 'server');
  return server instanceof URL ? { ...(given as object), server: server.href } : given;
}

/** The stack of whoever called; read only where something goes wrong. */
function placeOf(called: (...args: never[]) => unknown): Error {
  const place = new Error();
  Error.captureStackTrace?.(place, called);
  return place;
}

/** Errors that a caller has seen already keep their place. */
const shown = new WeakSet<Error>();

/** What the core or the driver threw, as the error that users know; anything else, such as what a host's function threw, stays as it is. */
function own(error: unknown, args: unknown[], place: Error): unknown {
  if (!(error instanceof Error) || shown.has(error) || !(error.constructor === Error || error.constructor === AuthDoctorError)) return error;
  const { code, message, cause } = error as AuthDoctorError;
  if (typeof code !== 'string') return error;
  const signals = args.map((each) => member(each, 'signal') as AbortSignal | undefined);
  const reason = code === 'aborted' ? signals.find((each) => each?.aborted)?.reason : undefined;
  const made = coded(code, message, reason ?? cause);
  // V8 puts name and message above the frames, others only frames.
  if (place.stack !== undefined) made.stack = place.stack.replace(/^Error\b.*\n/, `${made}\n`);
  shown.add(made);
  return made;
}
