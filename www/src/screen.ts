// What is on the screen: one report at a time, with what belongs to it, and the card of a sign-in above it.
import type { Proof, Tokens } from 'mcp-auth-doctor/slim';
import { signInReady } from './core.js';
import type { Action, Core, Evidence, Report } from './core.js';
import { announce, byId, el, prose } from './dom.js';
import { canBeSeen, lookThrough, offerEyes } from './eyes.js';
import type { Rule } from './gallery.js';
import { enter } from './history.js';
import type { Import } from './input/evidence.js';
import { gatherLive } from './live.js';
import { fold } from './more/fold.js';
import { authorizationUrl, recognised } from './more/recognised.js';
import { reachOf } from './reach.js';
import type { Reach } from './reach.js';
import type { Take } from './report/actions.js';
import { unanswered } from './report/curl.js';
import { headlineOf } from './report/headline.js';
import { verdictName } from './report/names.js';
import { ruleLink } from './report/verdict.js';
import { showReport } from './report/view.js';
import { foreignNotice } from './share/foreign.js';
import type { SignIn } from './sign-in/flow.js';
import { redirectUri } from './sign-in/returned.js';

/** The places of the page that are filled. */
export interface Places {
  result: HTMLElement;
  progress: HTMLElement;
  notice: HTMLElement;
}

/** What the host of the page decides. */
export interface Setup {
  /** Instead of the browser's own: the relay's. */
  fetch?: typeof fetch | undefined;
  /** The Worker that may look at public servers. */
  eyes?: string | undefined;
  /** Where the documentation is. */
  docs?: string | undefined;
  /** Asks a server that the person chose in a report. */
  asking: (address: string) => void;
  /** Runs what a click begins, and tells the person what goes wrong. */
  guarded: (work: () => Promise<void>) => void;
}

/** Where a report comes from, which decides what may be done with it. */
interface Origin {
  live?: boolean;
  /** Somebody else's, or an example: for reading only. */
  readOnly?: boolean;
  notice?: HTMLElement;
  pieces?: Import['recognised'];
  reach?: Reach | undefined;
  /** What stands under the verdict besides. */
  below?: HTMLElement | null;
}

/** The causes that are a guess where the browser hides everything: what the page finds out itself is better. */
const GUESSED = new Set(['browser/blocked', 'contact/unreachable']);

/** Shows reports and carries out what the person chooses in them. */
export class Screen {
  readonly #places: Places;
  readonly #setup: Setup;
  /** The address itself: what a sign-in goes to. */
  #server = '';
  #signingIn: Promise<SignIn> | undefined;
  #shown: Report | undefined;

  constructor(places: Places, setup: Setup) {
    this.#places = places;
    this.#setup = setup;
  }

  /** Asks a server that the person named. `tokens`: proves them by a call. */
  async ask(core: Core, server: string, { symptom, tokens }: { symptom?: string | undefined; tokens?: Tokens } = {}): Promise<void> {
    const { fetch: ownFetch } = this.#setup;
    const proving = tokens && { credential: { kind: 'tokens', tokens } as const, store: (await this.#signIn(core)).kept };
    const gathered = await gatherLive(core, server, { ...(ownFetch && { fetch: ownFetch }), ...proving }, this.#places.progress);
    const evidence = { ...gathered, ...(symptom !== undefined && { symptom }) };
    if (!tokens) this.#places.notice.replaceChildren();
    const live = ownFetch === undefined;
    const report = judge(core, evidence);
    const reach = live && (!report.cause || GUESSED.has(report.cause.rule)) ? await reachOf(evidence) : undefined;
    this.#show(core, report, evidence, { live, reach, below: live ? this.#eyes(core, report, evidence) : null });
  }

  /** Judges what the person pasted or opened. `below`: what else can be done with it. */
  read(core: Core, { recognised: pieces, ...evidence }: Import, below: HTMLElement | null = null): void {
    this.#places.notice.replaceChildren();
    this.#show(core, judge(core, evidence), evidence, { pieces, below });
  }

  /** Shows what came by a link. */
  foreign(core: Core, evidence: Evidence): void {
    this.#places.notice.replaceChildren();
    this.#show(core, judge(core, evidence), evidence, { readOnly: true, notice: foreignNotice() });
  }

  /** Shows something else than a report. */
  panel(panel: HTMLElement): void {
    document.body.classList.add('answered');
    this.#places.notice.replaceChildren();
    this.#places.result.replaceChildren(panel);
    const first = panel.querySelector<HTMLElement>('input, button');
    first?.focus({ preventScroll: true });
    announce(panel.querySelector('h2')?.textContent ?? '');
  }

  /** Takes the report away, as on a page that was just opened. */
  clear(): void {
    document.body.classList.remove('answered');
    for (const place of [this.#places.notice, this.#places.result]) place.replaceChildren();
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
      el('p', {}, el('strong', {}, 'An example. '), ...prose(title), '. ', ruleLink(id, this.#setup.docs)),
      fails.length > 1 ? el('p', {}, ...others) : null,
    );
    this.#places.notice.replaceChildren();
    this.#show(core, judge(core, evidence), evidence, { readOnly: true, notice });
  }

  /** Goes on with a sign-in that left this page. */
  async comeBack(core: Core, url: string): Promise<void> {
    const signIn = await this.#signIn(core);
    if (!(await signIn.comeBack(url))) throw new Error('This sign-in was started in another tab, or it has expired. Start it again.');
  }

  #show(core: Core, report: Report, evidence: Evidence, origin: Origin): void {
    const { live = false, readOnly = false, notice, pieces = [], reach, below = null } = origin;
    document.body.classList.add('answered');
    byId('given').scrollTop = 0;
    const { result } = this.#places;
    // A report names the server only as far as that is public.
    const server = evidence.server ?? report.server;
    if (server) this.#server = server;
    const headline = headlineOf(core, report, reach);
    const draw = (next: ReturnType<typeof unanswered>) => showReport(result, report, {
      headline,
      live,
      docs: this.#setup.docs,
      next,
      notice: notice ?? null,
      offer: {
        take: readOnly || !server ? null : this.#taking(core, server, report),
        ask: readOnly ? null : this.#setup.asking,
        message: async (action) => (await import('./more/message.js')).messageOf(core, action, report, evidence),
      },
      below: [below, report.exchanges.length > 0 || report.cause ? yourClient(core, evidence) : null],
      more: [corrections(core, evidence, report), recognised(pieces), authorizationUrl(core, report, pieces), ...tables(core, evidence, report)],
    });
    draw([]);
    this.#shown = report;
    // What discovery would ask next comes with the part that signs in: the verdict does not wait for it.
    if (!readOnly) {
      void signInReady().then(() => {
        const next = unanswered(core, report);
        if (next.length > 0 && this.#shown === report) draw(next);
      }, () => undefined);
    }
    byId('version').textContent = `Version ${report.tool.version}.`;
    const title = `${verdictName(report.verdict)}: ${headline.title.replaceAll('`', '')}`;
    enter({ server: server && report.server === server ? server : undefined, title, show: () => this.#show(core, report, evidence, origin), own: readOnly });
    result.focus({ preventScroll: true });
    result.scrollIntoView({ block: 'start' });
    announce(title);
  }

  /** Offers the host's Worker where the browser hid something of a public server. */
  #eyes(core: Core, report: Report, { server, symptom }: Evidence): HTMLElement | null {
    const { eyes, guarded } = this.#setup;
    const hidden = report.exchanges.some(({ response, failure }) => failure?.kind === 'blocked' || response?.headersPartial);
    if (!eyes || !hidden || !canBeSeen(server)) return null;
    return offerEyes(eyes, server, () =>
      guarded(async () => {
        const seen = await lookThrough(eyes, server, symptom);
        this.#show(core, judge(core, seen), seen, { below: el('p', { class: 'hint' }, `Seen by ${new URL(eyes).host}, not by your browser.`) });
      }),
    );
  }

  #taking(core: Core, server: string, report: Report): Take {
    return {
      run: async (action: Action, values, way) => (await this.#signIn(core)).take(server, report, action, values, way),
      byCode: offersCode(report),
    };
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
        signedIn: (tokens, proof) => void this.#signedIn(core, tokens, proof),
        report: (report) => {
          this.#places.notice.replaceChildren();
          this.#show(core, report, { server: this.#server, exchanges: report.exchanges }, {});
        },
      },
      this.#setup.fetch,
    );
  }

  async #signedIn(core: Core, tokens: Tokens, proof: Proof): Promise<void> {
    const { fetch: ownFetch, guarded } = this.#setup;
    const [{ tokensCard }, { yourClient }] = await Promise.all([import('./sign-in/cards.js'), import('./more/your-client.js')]);
    const prove = () => guarded(() => this.ask(core, tokens.server, { tokens }));
    const forget = async () => {
      const revoked = await core.revoke(tokens, ownFetch ? { fetch: ownFetch } : undefined).then(
        () => 'The token is deleted here. If the authorization server supports revocation, it is revoked there too.',
        () => 'The token is deleted here. The authorization server did not revoke it.',
      );
      await (await this.#signIn(core)).forget();
      this.#card(el('section', { class: 'dialog', tabindex: -1, role: 'status' }, el('p', {}, revoked)));
    };
    const evidence = { server: tokens.server, exchanges: [] };
    this.#card(tokensCard(tokens, proof, { prove, forget: () => guarded(forget) }, yourClient(core, evidence, 'Your client')));
    announce('Signed in');
  }

  #card(card: HTMLElement): void {
    this.#places.notice.replaceChildren(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'center' });
  }
}

/** The question about the client: its data is in the core, its script comes with the first report. */
function yourClient(core: Core, evidence: Evidence): HTMLElement {
  const place = el('div', { class: 'client-place' });
  import('./more/your-client.js').then(
    ({ yourClient: question }) => place.replaceChildren(question(core, evidence)),
    // The report stands without the question.
    () => place.remove(),
  );
  return place;
}

/** Whether the metadata that was seen, if any was, offers a sign-in by a code. */
function offersCode({ exchanges, steps }: Report): boolean {
  const bodies = exchanges.filter((_, index) => steps[index] === 'server-metadata').flatMap(({ response }) => response?.body ?? []);
  return bodies.length === 0 || bodies.some((body) => body.includes('"device_authorization_endpoint"'));
}

/** What should have been sent; nothing where the evidence does not tell. */
function corrections(core: Core, evidence: Evidence, report: Report): HTMLElement | null {
  const all = core.patches(evidence);
  if (all.length === 0) return null;
  const content = async () => (await import('./more/patches.js')).patches(core, evidence, report, all);
  return fold({ name: 'patches', title: 'The corrected responses', content });
}

/** What most people did not come for, folded. */
function tables(core: Core, evidence: Evidence, report: Report): HTMLElement[] {
  const lens = async () => [(await import('./more/lens.js')).lens(core, evidence, report)];
  const clients = async () => [(await import('./more/clients.js')).clients(core, evidence)];
  const share = async () => (await import('./share/panel.js')).share(core, report, evidence);
  return [
    fold({ name: 'clients', title: 'All clients compared', content: clients }),
    fold({ name: 'lens', title: 'Result under other MCP versions', content: lens }),
    fold({ name: 'share', title: 'Share this report', content: share }),
  ];
}

/** With advice for this page: its own callback is what has to be registered. */
function judge(core: Core, evidence: Evidence): Report {
  return core.analyze(evidence, { host: { kind: 'page', redirectUri: redirectUri() } });
}
