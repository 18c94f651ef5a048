// The ways out of a report: each a card with its steps and, where something is to be filled in, a form.
import type { Action, Field, Report } from '../core.js';
import { announce, copyButton, el, prose } from '../dom.js';
import { whenOpened } from '../more/fold.js';

/** How a sign-in reaches the person: a window of its own, this tab, or a code for another device (RFC 8628). */
export type Way = 'window' | 'tab' | 'code';

/** Carries out actions. */
export interface Take {
  /** Takes an action with the filled form. Rejects with a message for the person. */
  run(action: Action, values: Record<string, string>, way: Way): Promise<void>;
  /** Whether the authorization server offers to sign in by a code (RFC 8628). */
  byCode: boolean;
}

/** How the actions of a report are shown. */
export interface Offer {
  /** Carries one out; without it they are for reading only. */
  take: Take | null;
  /** What a person sends to somebody else, whole and ready to copy. */
  message: (action: Action) => Promise<HTMLElement[]>;
  /** Asks a server that a configuration names; without it that is for the command line. */
  ask: ((address: string) => void) | null;
}

/** All actions of a report, the best first. */
export function actions(report: Report, offer: Offer): HTMLElement | null {
  // What has no steps stands at the top, with the fix.
  const cards = report.actions.flatMap((action, index) => (buttonOf(action) === undefined ? [] : [card(action, index, offer)]));
  if (cards.length === 0) return null;
  return el(
    'section',
    { class: 'actions', 'aria-labelledby': 'actions-title' },
    el('h2', { id: 'actions-title' }, 'What you can do'),
    el('div', { class: 'cards' }, ...cards),
  );
}

/** Whether the page itself can carry it out. */
export function takenHere(action: Action | undefined): action is Action {
  return action?.by === 'program';
}

/** The server that an action asks, whose address ends its message; nothing where a part of it is hidden. */
export function serverOf({ kind, message }: Action): string | undefined {
  const address = kind === 'ask-server' ? message?.split(' ').at(-1) : undefined;
  return address?.includes('[withheld-') ? undefined : address;
}

/** What the button at the top says; no button leads to a card without steps. */
export function buttonOf(action: Action): string | undefined {
  if (action.sends) return 'Show the message';
  if (action.by === 'person') return action.steps.length > 0 ? 'See the steps' : undefined;
  return action.fields.length > 0 ? 'Fill in the form' : action.submit;
}

function card(action: Action, index: number, { take, message, ask }: Offer): HTMLElement {
  const details = el('details', { class: 'card', id: `action-${index + 1}`, open: index === 0 }, el('summary', {}, el('span', {}, ...prose(action.title))));
  const why = el('p', { class: 'why' }, ...prose(action.why));
  if (action.sends) {
    const holder = el('div', { class: 'card-body' }, why);
    details.append(holder);
    whenOpened(details, holder, async () => [why, ...(await message(action))]);
    return details;
  }
  const server = ask && serverOf(action);
  if (ask && server) {
    details.append(el('div', { class: 'card-body' }, why, el('div', { class: 'buttons' }, el('button', { type: 'button', class: index === 0 ? 'primary' : 'secondary', click: () => ask(server) }, 'Ask it'))));
    return details;
  }
  details.append(
    el(
      'div',
      { class: 'card-body' },
      why,
      action.steps.length > 0 ? el('ol', { class: 'steps' }, ...action.steps.map(step)) : null,
      takenHere(action) ? (take ? form(action, index, take) : el('p', { class: 'hint' }, 'To do this here, enter the server’s address in the box above.')) : copySteps(action),
    ),
  );
  return details;
}

/** Steps to keep for where they are carried out. */
function copySteps({ message, submit, steps }: Action): HTMLElement | null {
  return message === undefined || steps.length === 0 ? null : copyButton(() => message, submit);
}

/** A step that is a text to copy (it has several lines, after a colon) gets a button for that. */
function step(text: string): HTMLElement {
  const [, head, block] = /^([^\n]*?:)\s(.*\n.*)$/s.exec(text) ?? [];
  if (head === undefined || block === undefined) return el('li', {}, ...prose(text));
  return el('li', {}, head, el('div', { class: 'command' }, el('pre', { tabindex: 0, role: 'group', 'aria-label': head }, block), copyButton(() => block)));
}

function form(action: Action, index: number, take: Take): HTMLElement {
  const error = el('p', { class: 'complaint', role: 'alert', hidden: true });
  const button = el('button', { class: index === 0 ? 'primary' : 'secondary', type: 'submit' }, action.submit);
  const fields = [...action.fields.map((field) => input(field, index)), action.login ? ways(index, take.byCode) : null];
  const element = el('form', { class: 'fields', autocomplete: 'off' }, ...fields, error, button);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const values = Object.fromEntries(action.fields.map((field) => [field.name, valueOf(element, field)]));
    button.disabled = true;
    error.hidden = true;
    take.run(action, values, wayOf(element))
      .catch((reason: unknown) => {
        if ((reason as { code?: unknown }).code === 'aborted') return announce('Stopped');
        error.textContent = reason instanceof Error ? reason.message : String(reason);
        error.hidden = false;
      })
      .finally(() => (button.disabled = false));
  });
  return element;
}

const WAYS: Record<Way, { label: string; hint: string }> = {
  window: { label: 'In a new window', hint: '' },
  tab: { label: 'In this tab', hint: 'You’ll come back to this tab.' },
  code: { label: 'With a code, on any device', hint: '' },
};

function ways(index: number, byCode: boolean): HTMLElement {
  const choices = (Object.keys(WAYS) as Way[]).filter((way) => way !== 'code' || byCode).map((way) => {
    const id = `way-${index + 1}-${way}`;
    const { label, hint } = WAYS[way];
    const help = hint ? el('span', { class: 'hint' }, hint) : null;
    return el('div', { class: 'field check' }, el('input', { type: 'radio', name: 'way', value: way, id, checked: way === 'window' }), el('label', { for: id }, label, help));
  });
  return el('fieldset', { class: 'choice' }, el('legend', {}, 'Where to log in'), ...choices);
}

function wayOf(element: HTMLFormElement): Way {
  const way = new FormData(element).get('way');
  return way === 'tab' || way === 'code' ? way : 'window';
}

function input(field: Field, index: number): HTMLElement {
  const id = `field-${index + 1}-${field.name}`;
  const help = field.help ? el('p', { class: 'hint', id: `${id}-help` }, field.help) : null;
  const common = {
    id,
    name: field.name,
    required: field.required,
    'aria-describedby': field.help ? `${id}-help` : undefined,
    autocomplete: 'off',
    spellcheck: 'false',
  };
  if (field.type === 'checkbox') {
    return el('div', { class: 'field check' }, el('input', { ...common, type: 'checkbox', checked: field.value === 'true' }), el('label', { for: id }, field.label), help);
  }
  const type = field.secret ? 'password' : field.type === 'url' ? 'url' : 'text';
  return el(
    'div',
    { class: 'field' },
    el('label', { for: id }, field.label, field.required ? null : el('span', { class: 'hint' }, ' (optional)')),
    checked(el('input', { ...common, type, value: field.value }), field),
    help,
  );
}

/** With the check of the field's pattern. By hand: the attribute `pattern` is read with other rules (the flag `v`), and ignored where it breaks them. */
function checked(control: HTMLInputElement, { pattern, label }: Field): HTMLInputElement {
  if (!pattern) return control;
  const whole = new RegExp(`^(?:${pattern.replace(/^\^|\$$/g, '')})$`, 'u');
  const check = () => control.setCustomValidity(control.value === '' || whole.test(control.value) ? '' : `This is not a valid value for “${label}”.`);
  control.addEventListener('input', check);
  check();
  return control;
}

function valueOf(element: HTMLFormElement, field: Field): string {
  const control = element.elements.namedItem(field.name);
  if (!(control instanceof HTMLInputElement)) return '';
  return control.type === 'checkbox' ? String(control.checked) : control.value;
}
