// Carries out the actions of a report: proves a credential, or signs in through a window or by leaving the page.
import { applyAction, completeSignIn, memoryStore } from 'mcp-auth-doctor/slim';
import type { Outcome, Proof, SignInOptions, Store, Tokens } from 'mcp-auth-doctor/slim';
import { beginByRedirect, completeByRedirect, openWindow, pageStore, signInByPopup } from 'mcp-auth-doctor/page';
import type { OpenBrowser } from 'mcp-auth-doctor/page';
import { signInReady } from '../core.js';
import type { Action, Report } from '../core.js';
import type { Way } from '../report/actions.js';
import { redirectUri } from './returned.js';
import { codeCard, leaveCard, waitCard } from './cards.js';

interface Choice {
  report: Report;
  action: Action;
  values: Record<string, string>;
}

/** What the page shows of a sign-in. */
export interface Stage {
  /** Something that the person has to do first. */
  card(card: HTMLElement): void;
  /** How it ended. */
  signedIn(tokens: Tokens, proof: Proof): void;
  report(report: Report): void;
  /** Nothing has to be done any more. */
  clear(): void;
}

/** Why this page does not sign in, where it doesn't: inside a frame, a click can be somebody else's. */
function refusedHere(): string | undefined {
  return window.top === window.self ? undefined : 'This page doesn’t sign in while it is shown inside another page. Open it in its own tab.';
}

const NOT_NEEDED = 'This server does not ask for a sign-in: use it without one.';

/** One sign-in at a time; a new one stops the one before. */
export class SignIn {
  readonly #stage: Stage;
  readonly #fetch: Pick<SignInOptions, 'fetch'>;
  readonly #store = memoryStore();
  /** Where the last sign-in keeps the key that its tokens may be bound to. */
  kept: Store = this.#store;
  #running = new AbortController();

  constructor(stage: Stage, ownFetch: typeof fetch | undefined) {
    this.#stage = stage;
    this.#fetch = ownFetch ? { fetch: ownFetch } : {};
  }

  /** Takes an action; where it needs a login, in the way that the person chose. */
  async take(server: string, report: Report, action: Action, values: Record<string, string>, way: Way): Promise<void> {
    const refused = refusedHere();
    if (refused) throw new Error(refused);
    this.#running.abort();
    const running = new AbortController();
    this.#running = running;
    try {
      await signInReady();
      await this.#go(server, { report, action, values }, way);
    } catch (error) {
      if (this.#running === running) this.#stage.clear();
      throw error;
    }
  }

  async #go(server: string, start: Choice, way: Way): Promise<void> {
    const common = { server, clientMetadata: { client_name: 'mcp-auth-doctor' }, signal: this.#running.signal, ...this.#fetch };
    this.kept = this.#store;
    if (way === 'code') return this.#byCode(start, { ...common, store: this.#store });
    const options = { ...common, redirectUri: redirectUri() };
    if (way === 'tab') return this.#show(await beginByRedirect({ ...options, store: pageStore(), confirm: (step) => this.#confirm(step) }, start));
    const ending = await signInByPopup(
      {
        ...options,
        store: this.#store,
        window: false,
        interact: { popupBlocked: (step) => this.#open(step), showCode: (step) => this.#stage.card(codeCard(step, this.#stop)) },
      },
      start,
    );
    if (ending.kind === 'signed-in') this.#stage.signedIn(ending.tokens, ending.proof);
    else if (ending.kind === 'not-needed') throw new Error(NOT_NEEDED);
    else if (ending.report) this.#stage.report(ending.report);
    else throw new Error('The authorization server did not send you back in time. Start again.');
  }

  /** Goes on after the browser came back to this tab. Tells whether this address belongs to a sign-in that was begun here. */
  async comeBack(url: string): Promise<boolean> {
    await signInReady();
    const completed = await completeByRedirect({ url, store: pageStore(), ...this.#fetch });
    if (completed) {
      this.kept = pageStore();
      this.#show(completed.outcome);
    }
    return completed !== undefined;
  }

  /** Drops all that sign-ins left in this page and in this tab. */
  async forget(): Promise<void> {
    this.#running.abort();
    for (const key of await this.#store.keys('')) await this.#store.delete(key);
    for (const key of Object.keys(sessionStorage)) if (key.startsWith('mcp-auth-doctor')) sessionStorage.removeItem(key);
  }

  /** Without an address to come back to, the core asks for a code (RFC 8628): the form's own field for it is left out. */
  async #byCode({ report, action, values: { redirectUri: _, ...values } }: Choice, options: SignInOptions): Promise<void> {
    const withoutAddress = { ...action, fields: action.fields.filter(({ name }) => name !== 'redirectUri') };
    let outcome = await applyAction(report, withoutAddress, values, options).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 'invalid-argument') throw error;
      throw new Error('This authorization server doesn’t support signing in with a code. Choose a window or this tab.');
    });
    this.#show(outcome);
    // A client that the server has forgotten meanwhile gets a new code.
    while (outcome.kind === 'show-code') {
      outcome = await completeSignIn(outcome.pending, '', options);
      this.#show(outcome);
    }
  }

  readonly #stop = (): void => this.#running.abort();

  #show(outcome: Outcome): void {
    if (outcome.kind === 'signed-in') this.#stage.signedIn(outcome.tokens, outcome.proof);
    else if (outcome.kind === 'blocked' || outcome.kind === 'choose') this.#stage.report(outcome.report);
    else if (outcome.kind === 'show-code') this.#stage.card(codeCard(outcome, this.#stop));
    else if (outcome.kind === 'not-needed') throw new Error(NOT_NEEDED);
  }

  #open(step: OpenBrowser): void {
    const open = () => {
      openWindow(step.url);
      this.#stage.card(waitCard(step, open, this.#stop));
    };
    this.#stage.card(leaveCard(step, `Open ${step.authorizationHost}`, open, this.#stop));
  }

  async #confirm(step: OpenBrowser): Promise<boolean> {
    const go = await new Promise<boolean>((resolve) => {
      this.#stage.card(leaveCard(step, `Go to ${step.authorizationHost}`, () => resolve(true), () => resolve(false)));
    });
    if (!go) this.#stage.clear();
    return go;
  }
}
