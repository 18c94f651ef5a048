// A report in the panel: the cause, what can be done now, and the rest.
import { loadDiagnosis, renderReport, type Action, type Field, type Finding, type Report } from 'mcp-auth-doctor';
import type { Choice } from 'mcp-auth-doctor/web-extension';
import { button, el, link, marked, quiet } from './dom.js';
import { openPage } from './page.js';

const PARTIES: Record<Finding['party'], string> = {
  server: 'the operator of the MCP server',
  'authorization-server': 'the operator of the authorization server',
  client: 'the author of the client',
  user: 'you',
};

/** Shows it; `choose` gets an action of a program with its form filled in. */
export function showReport(place: Element, report: Report, choose: (choice: Choice) => void, more: HTMLElement[] = []): void {
  const { cause, actions, candidates, findings, unseen } = report;
  const others = findings.filter(({ rule, title }, at) => rule !== cause?.rule && findings.findIndex((each) => each.rule === rule && each.title === title) === at);
  place.replaceChildren(
    el('h2', ...marked(cause?.title ?? HEADLINES[report.verdict])),
    ...(cause ? finding(cause) : []),
    ...more,
    ...part('What you can do now', actions.map((action, index) => (action.by === 'person' ? message(action) : form(action, index > 0, (values) => choose({ report, action, values }))))),
    ...part('Also possible', candidates.filter((each) => each.finding.rule !== cause?.rule).map((each) => el('div', el('h3', ...marked(each.finding.title)), el('p', ...marked(each.tellApart))))),
    ...part('Also found', others.map((each) => el('div', el('h3', ...marked(each.title)), ...finding(each)))),
    ...part('What could not be seen', unseen.map(({ what, why, how }) => el('p', el('strong', what), ` ${why} ${how}`))),
    el('p', button('Open the full report', () => openPage(report)), ' ', button('Copy as Markdown', () => copyAsMarkdown(report))),
  );
}

/** A report can come from another page of the extension, which judged it. */
async function copyAsMarkdown(report: Report): Promise<void> {
  await loadDiagnosis();
  await navigator.clipboard.writeText(renderReport(report, 'markdown'));
}

const HEADLINES: Record<Report['verdict'], string> = {
  ok: 'No problem found so far. Signing in should work.',
  needs: 'Signing in needs something from you',
  blocked: 'Signing in does not work',
  undetermined: 'The cause is not certain',
  nothing: 'Nothing about a sign-in was seen',
};

function part(title: string, parts: HTMLElement[]): HTMLElement[] {
  if (parts.length === 0) return [];
  return [Object.assign(el('div', el('h2', title), ...parts), { className: 'part' })];
}

function finding({ why, fix, party, expected, received, cites }: Finding): HTMLElement[] {
  const compared = [expected !== undefined && `Expected ${expected}.`, received !== undefined && `Received ${received}.`].filter((each) => each !== false);
  return [
    el('p', ...marked(why)),
    ...(compared.length > 0 ? [el('p', compared.join(' '))] : []),
    el('p', ...marked(`Fixed by ${PARTIES[party]}: ${fix}`)),
    ...(cites.length > 0 ? [quiet(...cites.flatMap(({ label, url }, index) => [index > 0 ? ' · ' : '', link(url, label)]))] : []),
  ];
}

/** What a person does elsewhere: a text, ready to copy. */
function message(action: Action): HTMLElement {
  const copy: HTMLButtonElement = button(action.submit, async () => {
    await navigator.clipboard.writeText(action.message ?? '');
    copy.textContent = 'Copied';
  });
  return el('div', ...heading(action), el('p', copy));
}

function form(action: Action, plain: boolean, send: (values: Record<string, string>) => void): HTMLElement {
  const made = el('form', ...heading(action), ...action.fields.map(field));
  const submit = el('button', action.submit);
  if (plain) submit.className = 'plain';
  made.append(el('p', submit));
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    const values = [...new FormData(made)].map(([name, value]) => [name, String(value)]).filter(([, value]) => value !== '');
    send(Object.fromEntries(values));
  });
  return made;
}

function heading({ title, why, steps }: Action): HTMLElement[] {
  return [el('h3', ...marked(title)), el('p', ...marked(why)), ...(steps.length > 0 ? [el('ol', ...steps.map((step) => el('li', ...marked(step))))] : [])];
}

function field({ name, label, type, required, secret, value = '', pattern, help }: Field): HTMLElement {
  const input = el('input');
  input.name = name;
  input.required = required;
  input.autocomplete = 'off';
  const text = el('label', label, required || type === 'checkbox' ? '' : ' (may be left empty)');
  if (type === 'checkbox') {
    Object.assign(input, { type, value: 'true' });
    text.className = 'check';
    text.prepend(input, ' ');
    return text;
  }
  Object.assign(input, { type: secret ? 'password' : 'text', value });
  if (pattern) input.pattern = pattern;
  text.append(input);
  return help ? el('div', text, quiet(help)) : text;
}
