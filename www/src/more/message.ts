// What a person sends to somebody else: the whole message, shown before it is copied.
import type { Action, Core, Evidence, Report } from '../core.js';
import { copyButton, el } from '../dom.js';
import { linkTo } from '../share/link.js';

type How = ReturnType<Core['patches']>[number]['how'][number];

/** The message of an action, with a choice of the server's software where the fix differs by it, and one button that copies it. */
export function messageOf(core: Core, { kind, message = '', submit }: Action, report: Report, evidence: Evidence): HTMLElement[] {
  const patch = kind.startsWith('patch-') ? core.patches(evidence).find(({ rule }) => rule === report.cause?.rule) : undefined;
  const stacks = patch?.how ?? [];
  const id = `stack-of-${kind}`;
  const text = el('pre', { tabindex: 0, role: 'group', 'aria-label': 'The message' });
  const choice = el('select', { id }, el('option', { value: '-1' }, 'I don’t know'), ...stacks.map(({ stack }, index) => el('option', { value: index }, stack)));
  let link: string | undefined;
  const show = () => (text.textContent = whole(message, stacks[Number(choice.value)], link, report));
  choice.addEventListener('change', show);
  show();
  void linkFor(core, evidence).then((url) => {
    link = url;
    show();
  });
  return [
    el('p', {}, 'The message has everything that is needed to fix this. Tokens and secrets are removed; read it before you send it.'),
    ...(stacks.length > 0 ? [el('div', { class: 'field' }, el('label', { for: id }, 'What the server runs on'), choice)] : []),
    el('div', { class: 'command message-preview' }, text),
    el('div', { class: 'buttons' }, copyButton(() => text.textContent ?? '', submit, { class: 'primary' })),
  ];
}

/** A link to the report, where others can open this page too. */
async function linkFor(core: Core, evidence: Evidence): Promise<string | undefined> {
  if (/^(localhost|127\.|\[::1\])/.test(location.hostname)) return undefined;
  return linkTo(location.href, core.redactEvidence(evidence));
}

function whole(message: string, how: How | undefined, link: string | undefined, { tool }: Report): string {
  const parts = [
    message,
    how && `With ${how.stack}:\n\n\`\`\`\n${how.text.trimEnd()}\n\`\`\``,
    link && `The full report, with every request and response: ${link}`,
    `Found by ${tool.name} ${tool.version}.`,
  ];
  return parts.filter(Boolean).join('\n\n');
}
