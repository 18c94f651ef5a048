// The rules as HTML, for the reference page.

const PARTY = { server: 'the MCP server’s operator', 'authorization-server': 'the authorization server’s operator', client: 'the client’s author', user: 'the person who signs in' };
const SEVERITY = { error: 'Error', warning: 'Warning', info: 'Note' };

/**
 * @param {import('mcp-auth-doctor').RuleText[]} rules
 * @returns {{ index: string, entries: string }} HTML: a list of links to the steps, and a section for each step
 */
export function rulesHtml(rules) {
  const steps = new Map();
  for (const rule of rules) steps.set(rule.step, [...(steps.get(rule.step) ?? []), rule]);
  const names = [...steps.keys()];
  return {
    index: names.map((step) => `<li><a href="#${escape(step)}">${escape(title(step))}</a></li>`).join('\n'),
    entries: names.map((step) => section(step, steps.get(step))).join('\n'),
  };
}

function section(step, rules) {
  return `<section aria-labelledby="${escape(step)}"><h2 id="${escape(step)}">${escape(title(step))}</h2>\n${rules.map(entry).join('\n')}\n</section>`;
}

function entry({ id, severity, party, title, why, fix, since, until, cites }) {
  const clauses = cites.map(({ label, url }) => `<a href="${escape(url)}" rel="noreferrer noopener">${escape(label)}</a>`).join(' · ');
  return `<article class="rule-entry" id="${escape(id)}">
<h3>${prose(title)}</h3>
<p class="rule-head"><span class="tag ${severity}">${SEVERITY[severity]}</span> <code>${escape(id)}</code> <span class="hint">MCP ${escape(since)} ${until ? `to ${escape(until)}` : 'and later'}</span></p>
<p>${prose(why)}</p>
<p><strong>To fix, by ${PARTY[party]}:</strong> ${prose(fix)}</p>
<p class="cites">${clauses}</p>
</article>`;
}

function title(step) {
  const words = step.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** With what stands between backticks as code. */
function prose(text) {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
