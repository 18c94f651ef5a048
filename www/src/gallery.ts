// Broken servers to look at: the rules' own examples, each judged when it is opened.
import type { Core } from './core.js';
import { el, prose } from './dom.js';
import { stepName } from './report/names.js';

/** What the package says about a rule. */
export type Rule = ReturnType<Core['rules']>[number];

/** The list, by step; a click opens the rule's first example. */
export function gallery(core: Core, open: (rule: Rule) => void): HTMLElement {
  const steps = new Map<string, Rule[]>();
  for (const rule of core.rules()) steps.set(rule.step, [...(steps.get(rule.step) ?? []), rule]);
  return el(
    'div',
    { class: 'gallery-steps' },
    ...[...steps].map(([step, rules]) =>
      el('div', { class: 'gallery-step' }, el('h3', {}, stepName(step)), el('ul', { class: 'cases' }, ...rules.map((rule) => el('li', {}, entry(rule, open))))),
    ),
  );
}

function entry(rule: Rule, open: (rule: Rule) => void): HTMLElement {
  return el(
    'button',
    { type: 'button', class: 'case', 'data-rule': rule.id, click: () => open(rule) },
    el('span', {}, ...prose(rule.title)),
    el('span', { class: `tag ${rule.severity}`, 'aria-hidden': 'true' }, rule.severity === 'info' ? 'note' : rule.severity),
  );
}
