// A whole report: the verdict first, then the picture, what else was found, what to do, what was not seen, and the rest folded.
import type { Action, Exchange, Report } from '../core.js';
import { el } from '../dom.js';
import { actions, buttonOf, serverOf, takenHere } from './actions.js';
import type { Offer } from './actions.js';
import { diagram } from './diagram.js';
import { exchanges, showExchange } from './exchanges.js';
import { candidates, findings } from './findings.js';
import type { Headline } from './headline.js';
import { unseen } from './unseen.js';
import { verdict } from './verdict.js';

/** How a report is shown. */
export interface View {
  headline: Headline;
  /** The page itself asked the server just now. */
  live: boolean;
  /** What a terminal could ask to see more. */
  next: Exchange['request'][];
  offer: Offer;
  /** Where the documentation is; nothing where there is none. */
  docs: string | undefined;
  /** What stands before the report, such as a warning that it is somebody else's. */
  notice?: HTMLElement | null;
  /** What stands directly under the verdict. */
  below?: (HTMLElement | null)[];
  /** Tables, sharing and whatever else comes at the end, folded. */
  more?: (HTMLElement | null)[];
}

/** Puts a report into `place`. */
export function showReport(place: HTMLElement, report: Report, { headline, live, offer, next, docs, notice = null, below = [], more = [] }: View): void {
  const [first] = report.actions;
  // What the page found out itself stands at the top; what the report could only guess is not repeated below.
  const guessed = headline.replaces ?? false;
  const parts = [
    notice,
    verdict(report, headline, first ? firstButton(first, offer) : null, docs),
    ...below,
    diagram(guessed ? { ...report, cause: null } : report),
    guessed ? null : candidates(report),
    guessed ? null : actions(report, offer),
    unseen(report, live, next),
    guessed ? null : findings(report, docs),
    ...more,
    exchanges(report),
  ].filter((part) => part !== null);
  place.replaceChildren(...parts);
  place.addEventListener('click', followExchange);
}

function firstButton(first: Action, { take, ask }: Offer): HTMLElement | null {
  const server = ask && serverOf(first);
  if (ask && server) return el('button', { type: 'button', class: 'primary', click: () => ask(server) }, 'Ask this server');
  const label = buttonOf(first);
  if (label === undefined) return null;
  if (take && takenHere(first)) return el('button', { type: 'button', class: 'primary', click: () => begin(first) }, label);
  return el('button', { type: 'button', class: 'secondary', click: () => goTo('action-1') }, takenHere(first) ? 'See the steps' : label);
}

/** Opens a folded part and puts the focus on its first field, or on the part itself. */
function goTo(id: string): void {
  const part = document.getElementById(id);
  if (!(part instanceof HTMLDetailsElement)) return;
  part.open = true;
  const target = part.querySelector<HTMLElement>('input, form button') ?? part.querySelector('summary');
  part.scrollIntoView({ block: 'center' });
  target?.focus({ preventScroll: true });
}

/** Takes the first action at once where there is nothing to fill in. */
function begin(action: Action): void {
  goTo('action-1');
  if (action.fields.length === 0) document.querySelector<HTMLFormElement>('#action-1 form')?.requestSubmit();
}

function followExchange(event: Event): void {
  const anchor = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-exchange]') : null;
  if (!anchor) return;
  event.preventDefault();
  showExchange(Number(anchor.dataset['exchange']));
}
