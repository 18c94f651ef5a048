// Signing in in a tab, with a redirect page. What must survive is stored: the service worker may be stopped between any two steps.
import { abandonSignIn, applyAction, beginSignIn, completeSignIn, pendingId } from 'mcp-auth-doctor';
import type { Outcome, SignInOptions, Store } from 'mcp-auth-doctor';
import type { Choice, OpenBrowser } from '../sign-in.js';
import { exclusively } from '../lock.js';
import { waitingKey } from '../waiting.js';
import { browser } from './browser.js';
import { explainMissingPolicy } from './policy.js';
import { sessionStore } from './store.js';
import { TAB_LISTENER, TAB_OPTIONS } from '../../driver/options.js';
import { requireKnown } from '../known.js';

/** What {@link beginInTab} takes: all of `beginSignIn`; `redirectUri` is the redirect page. */
export interface TabOptions extends SignInOptions {
  redirectUri: string;
  /** Before the tab opens: which authorization server the person will see there. Return false to stop. */
  confirm?(step: OpenBrowser): boolean | Promise<boolean>;
}

/**
 * Begins a sign-in, or goes on from an action that the person took, and opens the tab. It ends in {@link listenForTabs}' `onOutcome`,
 * perhaps in another run of the service worker; what comes back here is the outcome so far (`choose` and `blocked` have a report).
 */
export async function beginInTab(options: TabOptions, start?: Choice): Promise<Outcome> {
  requireKnown(options, TAB_OPTIONS);
  const { confirm, ...core } = options;
  const store = core.store ?? sessionStore();
  const outcome = await explainMissingPolicy(() =>
    start ? applyAction(start.report, start.action, start.values, { ...core, store }) : beginSignIn({ ...core, store }),
  );
  if (outcome.kind !== 'open-browser') return outcome;
  if (confirm && !(await confirm(outcome))) {
    await abandonSignIn(outcome.pending.id, { store });
    return outcome;
  }
  await browser.tabs.create({ url: outcome.url });
  return outcome;
}

/** What {@link listenForTabs} needs. */
export interface TabListener {
  /** The redirect page, or where to find out; the manifest's `host_permissions` must cover it, else its address is hidden. */
  redirectUri: string | (() => Promise<string | undefined>);
  store?: Store | undefined;
  /** Told how a sign-in ended, in the background; a document hears of it by `storage.onChanged` or a message. */
  onOutcome(outcome: Outcome): void | Promise<void>;
  onError?(error: unknown): void;
}

/**
 * Waits for tabs that come back to the redirect page. Call it in the background script, at its top level and before any `await`: only then
 * does the browser wake a stopped service worker (or event page) for it.
 */
export function listenForTabs(options: TabListener): void {
  requireKnown(options, TAB_LISTENER);
  browser.tabs.onUpdated.addListener((tabId, { url }) => {
    if (url === undefined) return;
    arrive(url, tabId, options).catch((error: unknown) => options.onError?.(error));
  });
}

async function arrive(url: string, tabId: number, { redirectUri, store = sessionStore(), onOutcome }: TabListener): Promise<void> {
  const expected = typeof redirectUri === 'string' ? redirectUri : await redirectUri();
  if (!expected || !comesBackTo(url, expected)) return;
  const id = pendingId(url);
  if (!id) return;
  // The core keeps what is pending in the store until it is completed; the tab reports its address several times, and a reload does so again.
  const outcome = await exclusively(`arrive ${id}`, async () => {
    if (!(await store.get(waitingKey(id)))) return undefined;
    return explainMissingPolicy(() => completeSignIn(id, url, { store }));
  });
  if (!outcome) return;
  await browser.tabs.remove(tabId).catch(() => {});
  await onOutcome(outcome);
}

/** Compared as text: what was sent is what must come back. */
function comesBackTo(url: string, redirectUri: string): boolean {
  return url.startsWith(`${redirectUri}?`) || url.startsWith(`${redirectUri}&`);
}
