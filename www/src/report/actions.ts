// The ways out of a report: each a card with its steps and, where something is to be filled in, a form.
import type { Action, Field, Report } from '../core.js';
import { announce, copyButton, el, prose } from '../dom.js';

/** How a sign-in reaches the person: a window of its own, this tab, or a code for another device (RFC 8628). */
export type Way = 'window' | 'tab' | 'code';

/** Takes an action with the filled form. Rejects with a message for the person. */
export type Take = (action: Action, values: Record<string, string>, way: Way) => Promise<void>;

/** All actions of a report, the best first. Without `take` they are for reading only. */
export function actions(report: Report, take: Take | null): HTMLElement | null {
  if (report.actions.length === 0) return null;
  return el(
    'section',
    { class: 'actions', 'aria-labelledby': 'actions-title' },
    el('h2', { id: 'actions-title' }, 'What you can do'),
    el('div', { class: 'cards' }, ...report.actions.map((action, index) => card(action, index, take))),
  );
}

/** Whether the page itself can carry it out. */
export function takenHere(action: Action | undefined): action is Action {
  return action?.by === 'program';
}

function card(action: Action, index: number, take: Take | null): HTMLElement {
  return el(
    'details',
    { class: 'card', id: `action-${index + 1}`, open: index === 0 },
    el('summary', {}, el('span', {}, ...prose(action.title))),
    el(
      'div',
      { class: 'card-body' },
      el('p', { class: 'why' }, ...prose(action.why)),
      action.steps.length > 0 ? el('ol', { class: 'steps' }, ...action.steps.map(step)) : null,
      takenHere(action) ? (take ? form(action, index, take) : el('p', { class: 'hint' }, 'To do it here, type the server’s address into the box above.')) : message(action),
    ),
  );
}

/** What a person sends or keeps, folded, with a button that copies it. */
function message({ message: text, submit }: Action): HTMLElement | null {
  if (text === undefined) return null;
  return el(
    'div',
    {},
    copyButton(() => text, submit),
    el('details', { class: 'fold' }, el('summary', {}, 'Read it first'), el('div', { class: 'command' }, el('pre', { tabindex: 0, 'aria-label': 'Message' }, text))),
  );
}

/** A step that is a text to copy (it has several lines, after a colon) gets a button for that. */
function step(text: string): HTMLElement {
  const [, head, block] = /^([^\n]*?:)\s(.*\n.*)$/s.exec(text) ?? [];
  if (head === undefined || block === undefined) return el('li', {}, ...prose(text));
  return el('li', {}, head, el('div', { class: 'command' }, el('pre', { tabindex: 0, 'aria-label': head }, block), copyButton(() => block)));
}

function form(action: Action, index: number, take: Take): HTMLElement {
  const error = el('p', { class: 'complaint', role: 'alert', hidden: true });
  const button = el('button', { class: index === 0 ? 'primary' : 'secondary', type: 'submit' }, action.submit);
  const fields = [...action.fields.map((field) => input(field, index)), action.login ? ways(index) : null];
  const element = el('form', { class: 'fields', autocomplete: 'off' }, ...fields, error, button);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const values = Object.fromEntries(action.fields.map((field) => [field.name, valueOf(element, field)]));
    button.disabled = true;
    error.hidden = true;
    take(action, values, wayOf(element))
      .catch((reason: unknown) => {
        if ((reason as { code?: unknown }).code === 'aborted') return announce('Stopped.');
        error.textContent = reason instanceof Error ? reason.message : String(reason);
        error.hidden = false;
      })
      .finally(() => (button.disabled = false));
  });
  return element;
}

const WAYS: Record<Way, { label: string; hint: string }> = {
  window: { label: 'In a window of its own', hint: '' },
  tab: { label: 'In this tab', hint: 'What is needed to go on is kept in this tab until you are back.' },
  code: { label: 'With a code, on any device', hint: 'Where the authorization server offers it.' },
};

function ways(index: number): HTMLElement {
  const choices = (Object.keys(WAYS) as Way[]).map((way) => {
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
  const pattern = field.pattern?.replace(/^\^|\$$/g, '');
  return el(
    'div',
    { class: 'field' },
    el('label', { for: id }, field.label, field.required ? null : el('span', { class: 'hint' }, ' (optional)')),
    el('input', { ...common, type, pattern, value: field.value }),
    help,
  );
}

function valueOf(element: HTMLFormElement, field: Field): string {
  const control = element.elements.namedItem(field.name);
  if (!(control instanceof HTMLInputElement)) return '';
  return control.type === 'checkbox' ? String(control.checked) : control.value;
}
