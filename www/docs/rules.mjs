// A page for each rule, at the address that findings link to, and the list of all.
import { block, escape, prose, words } from './text.mjs';

const PARTY = { server: 'the server operator', 'authorization-server': 'the authorization server operator', client: 'the client developer', user: 'you' };
const SEVERITY = { error: 'Error', warning: 'Warning', info: 'Note' };

/** @returns {{ path: string, title: string, kind: string, body: string, text?: string }[]} */
export function rulePages({ rules, transcripts, messages, patchesOf }) {
  const steps = new Map();
  for (const rule of rules) steps.set(rule.step, [...(steps.get(rule.step) ?? []), rule]);
  return [list(steps), ...rules.map((rule) => page(rule, { transcripts, messages, patchesOf, siblings: steps.get(rule.step) }))];
}

function list(steps) {
  const entries = [...steps].map(([step, rules]) => {
    const items = rules.map(({ id, title, severity }) => `<li><a href="${id.slice(0)}/">${prose(title)}</a> <span class="tag ${severity}">${SEVERITY[severity]}</span></li>`);
    return `<section aria-labelledby="${step}"><h2 id="${step}">${escape(words(step))}</h2><ul class="list">${items.join('\n')}</ul></section>`;
  });
  return { path: 'rules/', title: 'Rules', kind: 'contents', body: `<p class="lead">What is checked, in the order of a sign-in.</p>\n${entries.join('\n')}` };
}

function page(rule, { transcripts, messages, patchesOf, siblings }) {
  const { id, title, severity, party, why, fix, since, until, cites, conformance } = rule;
  const [fails, passes] = transcripts[id] ?? [[], []];
  const said = messages.filter(({ causes }) => causes.includes(id));
  const parts = [
    `<p class="meta"><span class="tag ${severity}">${SEVERITY[severity]}</span> <code>${escape(id)}</code> <span class="hint">MCP ${escape(since)} ${until ? `to ${escape(until)}` : 'and later'} · fixed by ${PARTY[party]}</span></p>`,
    `<p class="lead">${prose(why)}</p>`,
    `<h2 id="fix">How to fix it</h2><p>${prose(fix)}</p>`,
    ...patchesOf(id).slice(0, 1).map(stacks),
    examples('Example that fails', 'fails', fails),
    examples('Example that passes', 'passes', passes),
    `<p><a href="../../../../#example=${encodeURIComponent(id)}">See the report of the failing example</a></p>`,
    `<h2 id="clauses">Specification</h2><ul>${cites.map(({ label, url }) => `<li><a href="${escape(url)}" rel="noreferrer noopener">${escape(label)}</a></li>`).join('')}</ul>`,
    conformance.length > 0 ? `<p>In the official conformance suite: ${conformance.map((check) => `<code>${escape(check)}</code>`).join(', ')}</p>` : '',
    said.length > 0 ? `<h2 id="messages">Error messages it can cause</h2><ul>${said.map((one) => `<li><a href="../../../messages/${one.slug}/">${escape(one.title)}</a></li>`).join('')}</ul>` : '',
    neighbours(id, siblings),
  ];
  return { path: `rules/${id}/`, title, kind: 'rule', description: why, text: `${id} ${fix}`.slice(0, 300), body: parts.filter(Boolean).join('\n') };
}

/** The rule's own correction, for its example, in each kind of server. */
function stacks({ header, url, content, how }) {
  const what = header === undefined ? `<p>In the example, <code>${escape(url)}</code> should return:</p>` : '<p>In the example, the 401 response should have this header:</p>';
  const tabs = how.map(({ stack, text }) => `<details class="stack"><summary>${escape(stack)}</summary>${block(text, `With ${stack}`)}</details>`);
  return `${what}${block(header === undefined ? content : `${header}: ${content}`, 'The corrected response')}\n${tabs.join('\n')}`;
}

function examples(title, id, texts) {
  if (texts.length === 0) return '';
  return `<h2 id="${id}">${title}</h2>${texts.slice(0, 2).map((text, index) => block(tidy(text), `${title} ${index + 1}`)).join('\n')}`;
}

/** Without the indentation of the source. */
function tidy(text) {
  return text.split('\n').map((line) => line.trim()).filter(Boolean).join('\n');
}

function neighbours(id, siblings) {
  const others = siblings.filter((rule) => rule.id !== id);
  if (others.length === 0) return '';
  return `<h2 id="more">Other rules of this step</h2><ul>${others.map((rule) => `<li><a href="../../${rule.id}/">${prose(rule.title)}</a></li>`).join('')}</ul>`;
}
