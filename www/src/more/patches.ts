// What the server should have sent: the corrected header line or document, how to send it, and what the verdict would be with it.
import type { Core, Evidence, Report } from '../core.js';
import { copyButton, el, prose } from '../dom.js';
import { verdictName } from '../report/names.js';

type Patch = ReturnType<Core['patches']>[number];

/** A card for each correction. */
export function patches(core: Core, evidence: Evidence, report: Report, all: Patch[]): HTMLElement[] {
  return all.map((patch, index) => {
    const { rule, url, header, content, notes = [] } = patch;
    const title = report.findings.find((finding) => finding.rule === rule)?.title ?? rule;
    const text = header === undefined ? content : `${header}: ${content}`;
    return el(
      'article',
      { class: 'patch', 'aria-labelledby': `patch-${index + 1}` },
      el('h3', { id: `patch-${index + 1}` }, ...prose(title)),
      el('p', {}, header === undefined ? 'Return this from ' : 'Send this header with the 401 of ', el('code', {}, url), ':'),
      block(() => text, 'The corrected response'),
      ...notes.map((note) => el('p', { class: 'complaint' }, ...prose(note))),
      stacks(patch, index),
      el('p', { class: 'hint', role: 'note' }, again(core, evidence, report, patch)),
    );
  });
}

/** The same for each kind of server, one at a time. */
function stacks({ how }: Patch, index: number): HTMLElement {
  const id = `stack-${index + 1}`;
  const choice = el('select', { id }, ...how.map(({ stack }) => el('option', {}, stack)));
  const code = el('pre', { tabindex: 0, role: 'group', 'aria-label': 'Configuration' });
  const chosen = () => how[choice.selectedIndex]?.text ?? '';
  const show = () => (code.textContent = chosen());
  choice.addEventListener('change', show);
  show();
  return el('div', { class: 'field' }, el('label', { for: id }, 'What the server runs on'), choice, el('div', { class: 'command' }, code, copyButton(chosen)));
}

/** The evidence is judged once more with the correction in it. */
function again(core: Core, evidence: Evidence, { revision }: Report, patch: Patch): string {
  if (/<[a-z][^>]*>/.test(patch.content)) return 'Replace the part in angle brackets first.';
  const after = core.analyze(core.applyPatch(evidence, patch), { revision });
  const gone = !after.findings.some((finding) => finding.rule === patch.rule && (finding.where?.url ?? patch.url) === patch.url);
  const next = after.cause ? `Next problem: ${after.cause.title.replaceAll('`', '')}.` : `Result: ${verdictName(after.verdict)}.`;
  return gone ? `With this change, the problem is fixed. ${next}` : `With this change, the problem remains. ${next}`;
}

function block(text: () => string, label: string): HTMLElement {
  return el('div', { class: 'command' }, el('pre', { tabindex: 0, role: 'group', 'aria-label': label }, text()), copyButton(text));
}
