import { abandonSignIn, applyAction, beginSignIn, completeSignIn, pendingId } from 'mcp-auth-doctor';
import type { ContinueOptions, Outcome, SignInOptions } from 'mcp-auth-doctor';
import type { Choice, OpenBrowser } from '../sign-in.js';
import { waitingKey } from '../waiting.js';
import { pageStore } from './store.js';
import { REDIRECT_OPTIONS, RETURN_OPTIONS } from '../../driver/options.js';
import { requireKnown } from '../known.js';

/** What {@link beginByRedirect} takes. */
export interface RedirectOptions extends SignInOptions {
  /** A page of this origin that calls {@link completeByRedirect}. */
  redirectUri: string;
  /** Before the page is left: which authorization server the person will see. Return false to stop. */
  confirm?(step: OpenBrowser): boolean | Promise<boolean>;
}

/**
 * Begins a sign-in, or goes on from an action that the person took, and leaves this page for the authorization server. What comes back is
 * an outcome that needs the person first (`choose`, `blocked`, `show-code`), or `open-browser` while the browser leaves.
 */
export async function beginByRedirect(options: RedirectOptions, start?: Choice): Promise<Outcome> {
  requireKnown(options, REDIRECT_OPTIONS);
  const { confirm, ...core } = options;
  const store = core.store ?? pageStore();
  const withReturn = { returnTo: location.href, ...core, store };
  const outcome = await (start ? applyAction(start.report, start.action, start.values, withReturn) : beginSignIn(withReturn));
  if (outcome.kind !== 'open-browser') return outcome;
  if (confirm && !(await confirm(outcome))) {
    await abandonSignIn(outcome.pending.id, { store });
    return outcome;
  }
  location.assign(outcome.url);
  return outcome;
}

/** What the page at the redirect URI gets. */
export interface Completed {
  outcome: Outcome;
  /** Where the person was when the sign-in began. */
  returnTo: string | undefined;
}

/** What {@link completeByRedirect} takes. */
export interface ReturnOptions extends ContinueOptions {
  /** The address that the browser came back to, where the page has already taken it out of the address bar. */
  url?: string | undefined;
}

/**
 * Completes the sign-in that the browser comes back from, and takes the code out of the address bar.
 *
 * @returns nothing where this page was not opened by a redirect, or the sign-in was completed before (a reload)
 */
export async function completeByRedirect(given: ReturnOptions = {}): Promise<Completed | undefined> {
  requireKnown(given, RETURN_OPTIONS);
  const { url = location.href, ...options } = given;
  const id = pendingId(url);
  const store = options.store ?? pageStore();
  // The core keeps what is pending in the store until it is completed.
  const text = id && (await store.get(waitingKey(id)));
  if (!id || !text) return undefined;
  history.replaceState(null, '', location.pathname);
  const { returnTo } = JSON.parse(text) as { returnTo?: string };
  return { outcome: await completeSignIn(id, url, { ...options, store }), returnTo };
}
