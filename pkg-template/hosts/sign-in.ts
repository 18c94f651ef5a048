// The loop that every host with a person in front of it runs: what the core asks for is shown, and the answer handed back.
import { abandonSignIn, applyAction, beginSignIn, completeSignIn, pendingId } from 'mcp-auth-doctor';
import type { Action, Deviation, Outcome, Proof, Report, SignInOptions, Tokens } from 'mcp-auth-doctor';

/** The step at which the person signs in with a browser. */
export type OpenBrowser = Extract<Outcome, { kind: 'open-browser' }>;
/** The step at which the person enters a code on another device (RFC 8628). */
export type ShowCode = Extract<Outcome, { kind: 'show-code' }>;

/** The browser came back. */
export interface Arrival {
  /** The redirect URI with the query that the authorization server added, unchanged. */
  url: string;
  /** Tells the person in the browser how it ended, where the host can. */
  readonly show?: (kind: 'signed-in' | 'failed') => void;
}

/** The browser did not come back, and this is why. */
export interface Stopped {
  report: Report;
}

/** What came and is not the answer: without a `state`, with another sign-in's, or no address of the redirect URI at all. */
export type SetAside = 'no-state' | 'other-state' | 'no-callback-url';

/**
 * Why a callback is not the answer of this sign-in, where it is not. Any page can send the browser to a redirect URI; only the answer
 * has the `state` that was sent (RFC 6749, section 10.12).
 */
export function whySetAside(step: OpenBrowser, callbackUrl: string): SetAside | undefined {
  if (!callbackUrl.startsWith(step.redirectUri) || callbackUrl === step.redirectUri) return 'no-callback-url';
  const id = pendingId(callbackUrl);
  if (id === step.pending.id) return undefined;
  return id === undefined || id === null ? 'no-state' : 'other-state';
}

/** The same for what the person brings: no page made it, so one without a `state` is taken, to be explained. */
export function whyPastedSetAside(step: OpenBrowser, pasted: string): SetAside | undefined {
  const why = whySetAside(step, pasted);
  return why === 'no-state' ? undefined : why;
}

/** Why a wait for the browser ended without an answer; it names what was ignored meanwhile. `translate` gets each sentence. */
export function noAnswer(setAside: ReadonlySet<SetAside>, translate = (text: string) => text): string {
  const nothing =
    'The browser did not come back with an answer. Either the page was never opened or finished, or the authorization server refused the sign-in on its own page (the address shown there may say why: a redirect URI or client that it does not know).';
  const without =
    'A callback without `state` came and was ignored, because any page could have sent it. If the authorization server sent it, it does not give back the `state` that it gets, as it must (RFC 6749, section 4.1.2).';
  const other = "A callback with another sign-in's `state` came and was ignored.";
  const parts = [nothing, setAside.has('no-state') && without, setAside.has('other-state') && other];
  return parts.filter((part) => part !== false).map(translate).join(' ');
}

/** A way out that the person chose, with its form filled in. */
export interface Choice {
  report: Report;
  action: Action;
  values: Record<string, string>;
}

/** How to start, where it is neither from nothing nor by a choice: such as a step-up. */
export type Begin = (options: SignInOptions) => Promise<Outcome>;

/** What a host does for the person. `undefined` as an answer means that the person gave up. */
export interface Person {
  /** Makes ready for a browser's return, before each try; what the request needs from it goes over the options. */
  prepare?(): Promise<Pick<SignInOptions, 'redirectUri' | 'handBackTo'>>;
  /** Opens `step.url` and waits for the browser to be sent back. */
  browse(step: OpenBrowser): Promise<Arrival | Stopped | undefined>;
  /** Shows the code; the sign-in goes on by itself when it was entered. */
  showCode(step: ShowCode): void;
  /** Shows a report with its actions. */
  choose(report: Report): Promise<Choice | undefined>;
}

/**
 * How a sign-in ended. `proof` says whether the server was seen to accept the tokens, `deviations` what was done that another client may not
 * do. `not-needed`: the server wants no credential. `abandoned`: the person gave up; `report` is the last one shown, if any.
 */
export type Ending =
  | { kind: 'signed-in'; tokens: Tokens; proof: Proof; deviations: Deviation[] }
  | { kind: 'not-needed'; server: string; deviations: Deviation[] }
  | { kind: 'abandoned'; report?: Report };

/**
 * Signs in, asking the person as often as needed. `start` is what came before: nothing, an action chosen in a report,
 * or another beginning.
 *
 * @throws `Error` with code `aborted` where `options.signal` fired
 */
export async function signIn(person: Person, options: SignInOptions, start?: Choice | Begin): Promise<Ending> {
  let prepared = options;
  let waiting: string | undefined;
  const giveUp = async () => {
    if (waiting !== undefined && options.store) await abandonSignIn(waiting, { store: options.store });
    waiting = undefined;
  };
  const attempt = async (choice?: Choice | Begin) => {
    await giveUp();
    prepared = { ...options, ...(await person.prepare?.()) };
    if (typeof choice === 'function') return choice(prepared);
    return choice ? applyAction(choice.report, choice.action, choice.values, prepared) : beginSignIn(prepared);
  };
  const goOn = async (outcome: Outcome): Promise<Outcome | Ending> => {
    switch (outcome.kind) {
      case 'signed-in':
      case 'not-needed':
        return outcome;
      case 'open-browser': {
        waiting = outcome.pending.id;
        const arrival = await person.browse(outcome);
        if (arrival && 'report' in arrival) return { kind: 'blocked', report: arrival.report, deviations: outcome.deviations };
        return arrival ? complete(outcome, arrival, prepared) : { kind: 'abandoned' };
      }
      case 'show-code':
        waiting = outcome.pending.id;
        person.showCode(outcome);
        return completeSignIn(outcome.pending, '', prepared);
      case 'choose':
      case 'blocked': {
        const choice = await person.choose(outcome.report);
        return choice ? attempt(choice) : { kind: 'abandoned', report: outcome.report };
      }
    }
  };
  try {
    let outcome: Outcome | Ending = await attempt(start);
    while (outcome.kind !== 'signed-in' && outcome.kind !== 'not-needed' && outcome.kind !== 'abandoned') outcome = await goOn(outcome);
    if (outcome.kind === 'signed-in') return { kind: 'signed-in', tokens: outcome.tokens, proof: outcome.proof, deviations: outcome.deviations };
    await giveUp();
    return outcome;
  } catch (error) {
    await giveUp().catch(() => {});
    throw error;
  }
}

async function complete(step: OpenBrowser, { url, show }: Arrival, options: SignInOptions): Promise<Outcome> {
  let ended: 'signed-in' | 'failed' = 'failed';
  try {
    const outcome = await completeSignIn(step.pending, url, options);
    if (outcome.kind === 'signed-in') ended = 'signed-in';
    return outcome;
  } finally {
    show?.(ended);
  }
}
