// What is on the screen: one report at a time, with what belongs to it, and the card of a sign-in above it.
import type { Tokens } from 'mcp-auth-doctor/slim';
import type { Action, Core, Evidence, Report } from './core.js';
import { announce, byId, el, prose } from './dom.js';
import type { Rule } from './gallery.js';
import type { Import } from './input/evidence.js';
import { gatherLive } from './live.js';
import { fold } from './more/fold.js';
import { authorizationUrl, recognised } from './more/recognised.js';
import { unanswered } from './report/curl.js';
import { sentence } from './report/verdict.js';
import { showReport } from './report/view.js';
import { foreignNotice } from './share/foreign.js';
import type { Way } from './report/actions.js';
import type { SignIn } from './sign-in/flow.js';
import { redirectUri } from './sign-in/returned.js';

/** The places of the page that are filled. */
export interface Places {
  result: HTMLElement;
  progress: HTMLElement;
  notice: HTMLElement;
}

/** Where a report comes from, which decides what may be done with it. */
interface Origin {
  live?: boolean;
  /** Somebody else's, or an example: for reading only. */
  readOnly?: boolean;
  notice?: HTMLElement;
  pieces?: Import['recognised'];
}

/** Shows reports and carries out what the person chooses in them. */
export class Screen {
  readonly #places: Places;
  readonly #fetch: typeof fetch | undefined;
  readonly #guarded: (work: () => Promise<void>) => void;
  /** The address itself: what a sign-in goes to. */
  #server = '';
  #signingIn: Promise<SignIn> | undefined;

  /** `guarded` runs what a click begins, and tells the person what goes wrong. */
  constructor(places: Places, ownFetch: typeof fetch | undefined, guarded: (work: () => Promise<void>) => void) {
    this.#places = places;
    this.#fetch = ownFetch;
    this.#guarded = guarded;
  }

  /** Asks a server that the person named. `tokens`: proves them by a call. */
  async ask(core: Core, server: string, tokens?: Tokens): Promise<void> {
    const proving = tokens && { credential: { kind: 'tokens', tokens } as const, store: (await this.#signIn(core)).kept };
    const asking = { ...(this.#fetch && { fetch: this.#fetch }), ...proving };
    const evidence = await gatherLive(core, server, asking, this.#places.progress);
    if (!tokens) this.#places.notice.replaceChildren();
    this.#show(core, judge(core, evidence), evidence, { live: this.#fetch === undefined });
  }

  /** Judges what the person pasted or opened. */
  read(core: Core, { recognised: pieces, ...evidence }: Import): void {
    this.#places.notice.replaceChildren();
    this.#show(core, judge(core, evidence), evidence, { pieces });
  }

  /** Shows what came by a link. */
  foreign(core: Core, evidence: Evidence): void {
    this.#places.notice.replaceChildren();
    this.#show(core, judge(core, evidence), evidence, { readOnly: true, notice: foreignNotice() });
  }

  /** Shows an example of a rule; the others of the same rule are a click away. */
  example(core: Core, { id, title }: Pick<Rule, 'id' | 'title'>, fails: Evidence[], index = 0): void {
    const evidence = fails[index];
    if (!evidence) return;
    const others = fails.map((_, other) =>
      el('button', { type: 'button', class: 'quiet', 'aria-current': other === index ? 'true' : null, click: () => this.example(core, { id, title }, fails, other) }, `Case ${other + 1}`),
    );
    const notice = el(
      'div',
      { class: 'notice example', role: 'note' },
      el('p', {}, el('strong', {}, 'An example. '), ...prose(title), ' ', el('a', { href: `rules.html#${id}` }, 'The rule')),
      fails.length > 1 ? el('p', {}, ...others) : null,
    );
    this.#places.notice.replaceChildren();
    this.#show(core, judge(core, evidence), evidence, { readOnly: true, notice });
  }

  /** Goes on with a sign-in that left this page. */
  async comeBack(core: Core, url: string): Promise<void> {
    const signIn = await this.#signIn(core);
    if (!(await signIn.comeBack(url))) throw new Error('This sign-in was begun in another tab, or it is over. Begin it again.');
  }

  #show(core: Core, report: Report, evidence: Evidence, { live = false, readOnly = false, notice, pieces = [] }: Origin): void {
    document.body.classList.add('answered');
    byId('given').scrollTop = 0;
    const { result } = this.#places;
    // A report names the server only as far as that is public.
    const server = evidence.server ?? report.server;
    if (server) this.#server = server;
    showReport(result, report, {
      live,
      next: readOnly ? [] : unanswered(core, report),
      notice: notice ?? null,
      take: readOnly || !server ? null : (action, values, way) => this.#take(core, server, report, action, values, way),
      more: [corrections(core, evidence, report), recognised(pieces), authorizationUrl(core, report, pieces), ...tables(core, evidence, report)],
    });
    byId('version').textContent = `Version ${report.tool.version}.`;
    result.focus({ preventScroll: true });
    result.scrollIntoView({ block: 'start' });
    announce(sentence(report));
  }

  async #take(core: Core, server: string, report: Report, action: Action, values: Record<string, string>, way: Way): Promise<void> {
    const signIn = await this.#signIn(core);
    await signIn.take(server, report, action, values, way);
  }

  /** The part of the page that signs in is loaded when it is first needed. */
  #signIn(core: Core): Promise<SignIn> {
    this.#signingIn ??= this.#load(core).catch((error: unknown) => {
      this.#signingIn = undefined;
      throw error;
    });
    return this.#signingIn;
  }

  async #load(core: Core): Promise<SignIn> {
    const { SignIn } = await import('./sign-in/flow.js');
    return new SignIn(
      {
        card: (card) => this.#card(card),
        clear: () => this.#places.notice.replaceChildren(),
        signedIn: (tokens) => void this.#signedIn(core, tokens),
        report: (report) => {
          this.#places.notice.replaceChildren();
          this.#show(core, report, { server: this.#server, exchanges: report.exchanges }, {});
        },
      },
      this.#fetch,
    );
  }

  async #signedIn(core: Core, tokens: Tokens): Promise<void> {
    const { tokensCard } = await import('./sign-in/cards.js');
    const prove = () => this.#guarded(() => this.ask(core, tokens.server, tokens));
    const forget = async () => {
      const revoked = await core.revoke(tokens, this.#fetch ? { fetch: this.#fetch } : undefined).then(
        () => 'Forgotten. Where the authorization server takes tokens back, it was told to.',
        () => 'Forgotten here. The authorization server did not take the token back.',
      );
      await (await this.#signIn(core)).forget();
      this.#card(el('section', { class: 'dialog', tabindex: -1, role: 'status' }, el('p', {}, revoked)));
    };
    this.#card(tokensCard(tokens, { prove, forget: () => this.#guarded(forget) }));
    announce('Signed in');
  }

  #card(card: HTMLElement): void {
    this.#places.notice.replaceChildren(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'center' });
  }
}

/** What should have been sent; nothing where the evidence does not tell. */
function corrections(core: Core, evidence: Evidence, report: Report): HTMLElement | null {
  const all = core.patches(evidence);
  if (all.length === 0) return null;
  const content = async () => (await import('./more/patches.js')).patches(core, evidence, report, all);
  return fold({ name: 'patches', title: 'The corrected answers', summary: 'Show what should be sent instead', content });
}

/** What most people did not come for, folded. */
function tables(core: Core, evidence: Evidence, report: Report): HTMLElement[] {
  const lens = async () => [(await import('./more/lens.js')).lens(core, evidence, report)];
  const clients = async () => [(await import('./more/clients.js')).clients(core, evidence)];
  const share = async () => (await import('./share/panel.js')).share(core, report, evidence);
  return [
    fold({ name: 'lens', title: 'Revision lens', summary: 'Judged under each revision of MCP', content: lens }),
    fold({ name: 'clients', title: 'Clients compared', summary: 'What each client would do here', content: clients }),
    fold({ name: 'share', title: 'Share', summary: 'Show what would be shared', content: share }),
  ];
}

/** With advice for this page: its own callback is what has to be registered. */
function judge(core: Core, evidence: Evidence): Report {
  return core.analyze(evidence, { host: { kind: 'page', redirectUri: redirectUri() } });
}
