// A whole report: the verdict first, then what to do, the picture, the findings, what was not seen, the exchanges.
import type { Action, Exchange, Report } from '../core.js';
import { el } from '../dom.js';
import { actions, takenHere } from './actions.js';
import type { Take } from './actions.js';
import { diagram } from './diagram.js';
import { exchanges, showExchange } from './exchanges.js';
import { candidates, findings } from './findings.js';
import { unseen } from './unseen.js';
import { verdict } from './verdict.js';

/** How a report is shown. */
export interface View {
  /** The page itself asked the server just now. */
  live: boolean;
  /** What a terminal could ask to see more. */
  next: Exchange['request'][];
  /** Carries out an action; without it the report is for reading only. */
  take: Take | null;
  /** What stands before the report, such as a warning that it is somebody else's. */
  notice?: HTMLElement | null;
  /** Sharing, tables and whatever else comes after the findings. */
  more?: (HTMLElement | null)[];
}

/** Puts a report into `place`. */
export function showReport(place: HTMLElement, report: Report, { live, take, next, notice = null, more = [] }: View): void {
  const [first] = report.actions;
  const button =
    take && takenHere(first)
      ? el('button', { type: 'button', class: 'primary', click: () => begin(first) }, first.fields.length > 0 ? 'Fill in' : first.submit)
      : first
        ? el('button', { type: 'button', class: 'secondary', click: () => goTo('action-1') }, 'Show me how')
        : null;
  const parts = [
    notice,
    verdict(report, button),
    diagram(report),
    candidates(report),
    findings(report),
    actions(report, take),
    unseen(report, live, next),
    ...more,
    exchanges(report.exchanges),
  ].filter((part) => part !== null);
  place.replaceChildren(...parts);
  place.addEventListener('click', followExchange);
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
