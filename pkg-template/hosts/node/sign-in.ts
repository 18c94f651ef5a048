import { createHash } from 'node:crypto';
import { analyze, AuthDoctorError, loadDiagnosis, readEvidence, type Report, type SignInOptions, type Store } from 'mcp-auth-doctor';
import { textOf } from '../address.js';
import { noAnswer, signIn as signInWith, whyPastedSetAside, whySetAside } from '../sign-in.js';
import type { Begin, Choice, Ending, OpenBrowser, SetAside, ShowCode, Stopped } from '../sign-in.js';
import { openBrowser } from './browser.js';
import { nodeHost } from './host.js';
import { fileStore } from './file-store.js';
import { CALLBACK_PORTS, listenForCallback, type Callback, type CallbackListener } from './listener.js';
import { lookAhead } from './look-ahead.js';
import { NODE_SIGN_IN_OPTIONS } from '../../driver/options.js';
import { requireKnown } from '../known.js';

/** Why a person is shown the URL. */
export type ShowUrlReason = 'asked' | 'browser-failed' | 'no-callback';

/** How the host talks with the person. Every member may be left out. */
export interface Interaction {
  /** Before the browser opens: which authorization server the person will see there. Return false to stop. */
  confirm?(step: OpenBrowser): boolean | Promise<boolean>;
  /** The URL to open by hand: no browser could be started, or none came back for a while, or it was asked for. */
  showUrl?(step: OpenBrowser, reason: ShowUrlReason, message?: string): void;
  /**
   * Waits for what the person pastes: the callback URL, or the words that the browser shows, which end the wait where they say what is
   * wrong; asked again for anything else. Stops when the signal fires.
   */
  paste?(signal: AbortSignal): Promise<string>;
  /** What a look at the authorization endpoint showed while the browser is open: it may be wrong, and the sign-in still waits. */
  sawAhead?(report: Report): void;
  /** Something came, or was pasted, that is not the answer of this sign-in; it goes on waiting. */
  foreignCallback?(what: SetAside): void;
  /** The device flow (RFC 8628): the code to type, and where. */
  showCode?(step: ShowCode): void;
  /** A report with its actions: the one that the person takes, with its form filled in; nothing to stop here. */
  choose?(report: Report): Promise<Choice | undefined>;
}

/** What `signIn` takes: all of `beginSignIn`, and how this host opens, listens and asks. */
export interface NodeSignInOptions extends Omit<SignInOptions, 'redirectUri'> {
  /** The exact loopback redirect URI, where the app was registered with one. */
  redirectUri?: string | undefined;
  /** The ports to try where there is no `redirectUri`. */
  ports?: readonly number[] | undefined;
  /** Shows a code to enter on another device (RFC 8628) instead of opening a browser here; the authorization server must offer that. */
  deviceFlow?: boolean | undefined;
  /** Opens the URL; default: the system's browser. False: only {@link Interaction.showUrl}. */
  openBrowser?: ((url: string) => Promise<unknown>) | false | undefined;
  /**
   * Looks at the authorization endpoint while the browser is open: once, without cookies, following nothing. What would stop the person there
   * goes to {@link Interaction.sawAhead}, and is the report if no callback comes. Not with pushed or signed requests, which a look would spend.
   */
  lookAhead?: boolean | undefined;
  /** Default: {@link fileStore}. */
  store?: Store | undefined;
  /** How to talk with the person. */
  interact?: Interaction | undefined;
  /** After how long without a callback the person is shown the URL, in ms; default 20 s. */
  noCallbackAfterMs?: number | undefined;
  /** How long to wait for the callback in all, in ms; default: until the sign-in expires. */
  callbackTimeoutMs?: number | undefined;
}

/**
 * Signs in to an MCP server from Node: listens on loopback, opens the system's browser, takes the callback (or what the person pastes)
 * and completes the sign-in; or, with `deviceFlow`, shows a code and waits. `start` is an action chosen in a report, or another beginning,
 * such as a step-up.
 *
 * @throws {AuthDoctorError} `port-taken`, `redirect-not-loopback`, `callback-timeout`, `browser-failed` (and nobody to show the URL to), `aborted`
 */
export async function signIn(options: NodeSignInOptions, start?: Choice | Begin): Promise<Ending> {
  requireKnown(options, NODE_SIGN_IN_OPTIONS);
  const { interact = {}, store = fileStore(), deviceFlow, redirectUri: given, openBrowser: _open, lookAhead: _look, ports, noCallbackAfterMs: _notice, callbackTimeoutMs: _timeout, ...core } = options;
  // An own app has its redirect URI registered: another port, taken in silence because the first is in use, would not be it.
  const tried = ports ?? (core.client ? CALLBACK_PORTS.slice(0, 1) : CALLBACK_PORTS);
  const path = core.authorizationServer === undefined ? '/callback' : `/callback/${redirectSegment(core.authorizationServer)}`;
  let waitingFor: OpenBrowser | undefined;
  const setAside = new Set<SetAside>();
  const listen = (redirectUri: string | undefined) =>
    listenForCallback({
      redirectUri,
      ports: tried,
      path,
      accepts: (url) => {
        const why = waitingFor ? whySetAside(waitingFor, url) : 'other-state';
        if (why === undefined) return true;
        setAside.add(why);
        interact.foreignCallback?.(why);
        return false;
      },
    });
  // It listens before anything is sent: what is registered must be a redirect URI that works.
  let listener = deviceFlow ? undefined : await listen(given);
  const browse = async (step: OpenBrowser): Promise<Callback | Stopped | undefined> => {
    if (interact.confirm && !(await interact.confirm(step))) return undefined;
    if (!listener || listener.received || listener.redirectUri !== step.redirectUri) {
      await listener?.close();
      listener = await listen(step.redirectUri);
    }
    waitingFor = step;
    setAside.clear();
    return throughBrowser(step, listener, options, setAside);
  };
  try {
    return await signInWith(
      {
        browse,
        showCode: (step) => interact.showCode?.(step),
        choose: async (report) => interact.choose?.(report),
      },
      { host: nodeHost({ redirectUri: listener?.redirectUri ?? given, ports }), ...core, store, ...(listener && { redirectUri: listener.redirectUri }) },
      start,
    );
  } finally {
    await listener?.close();
  }
}

/** What tells the answers of a named authorization server from those of others, where it sends no `iss` (RFC 9700, section 4.4.2). */
function redirectSegment(issuer: string): string {
  return createHash('sha256').update(issuer).digest('base64url').slice(0, 16);
}

async function throughBrowser(step: OpenBrowser, listener: CallbackListener, options: NodeSignInOptions, setAside: ReadonlySet<SetAside>): Promise<Callback | Stopped> {
  const { interact = {} } = options;
  const stop = new AbortController();
  let ahead: Report | undefined;
  if (options.lookAhead) {
    void lookAhead(step, textOf(options.server), stop.signal, options.fetch).then((report) => {
      ahead = report;
      if (report) interact.sawAhead?.(report);
    }, () => {});
  }
  const showUrl = (reason: ShowUrlReason, message?: string) => interact.showUrl?.(step, reason, message);
  const notice = setTimeout(() => showUrl('no-callback'), options.noCallbackAfterMs ?? 20_000);
  try {
    const waiting: Promise<Callback | Stopped>[] = [
      listener.callback,
      expiry(step.expiresAt, options, stop.signal).then(() => {
        if (ahead) return { report: ahead };
        throw new AuthDoctorError('callback-timeout', noAnswer(setAside));
      }),
      aborted(options.signal, stop.signal),
    ];
    if (interact.paste) waiting.push(pasted(step, textOf(options.server), interact, interact.paste.bind(interact), stop.signal));
    // Not awaited: a browser that is open may end long after the answer came. Only its failure is news.
    const failure = openOrShow(step.url, listener, options, interact, showUrl).then(() => new Promise<never>(() => {}));
    waiting.push(failure);
    // What nobody waits for now must not end the process.
    for (const each of waiting) each.catch(() => {});
    return await Promise.race(waiting);
  } finally {
    clearTimeout(notice);
    stop.abort();
  }
}

async function openOrShow(
  url: string,
  listener: CallbackListener,
  options: NodeSignInOptions,
  interact: Interaction,
  showUrl: (reason: ShowUrlReason, message?: string) => void,
): Promise<void> {
  if (options.openBrowser === false) return showUrl('asked');
  try {
    await (options.openBrowser ? options.openBrowser(url) : openBrowser(listener.leadTo(url)));
  } catch (error) {
    if (!interact.showUrl) throw error;
    showUrl('browser-failed', (error as Error).message);
  }
}

async function pasted(step: OpenBrowser, server: string, interact: Interaction, paste: (signal: AbortSignal) => Promise<string>, signal: AbortSignal): Promise<Callback | Stopped> {
  for (;;) {
    const url = (await paste(signal)).trim();
    const why = whyPastedSetAside(step, url);
    if (why === undefined) return { url, show: () => {} };
    const report = why === 'no-callback-url' ? await explained(url, server) : undefined;
    if (report) return { report };
    // Without a turn of the event loop, a prompt that answers at once would keep the timeout from coming.
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    interact.foreignCallback?.(why);
  }
}

/** What the words on the browser's page say is wrong, where they say it. */
async function explained(words: string, server: string): Promise<Report | undefined> {
  // An address without an error in it is one of another page.
  if (!words || (/^\S+$/.test(words) && URL.canParse(words) && !/[?&#]error=/.test(words))) return undefined;
  await loadDiagnosis();
  const report = analyze(readEvidence(words, server), { server });
  return report.cause ? report : undefined;
}

/** Comes when nobody waits any more. */
function expiry(expiresAt: number, options: NodeSignInOptions, signal: AbortSignal): Promise<void> {
  const wait = Math.min(expiresAt - Date.now(), options.callbackTimeoutMs ?? Number.POSITIVE_INFINITY);
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(wait, 0));
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}

function aborted(signal: AbortSignal | undefined, stop: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(new AuthDoctorError('aborted', 'The sign-in was stopped.', { cause: signal?.reason }));
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { signal: stop });
  });
}
