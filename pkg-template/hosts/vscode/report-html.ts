// A report as a page for a webview. Every text of a report is foreign: it is escaped, and only our own script may run.
import * as vscode from 'vscode';
import type { Action, Finding, Report, Unseen } from 'mcp-auth-doctor';

const { t } = vscode.l10n;

const STYLE = `body{font:var(--vscode-font-size)/1.6 var(--vscode-font-family);color:var(--vscode-editor-foreground);background:var(--vscode-editor-background);max-width:44rem;padding:0 1rem 2rem}
h1{font-size:1.5em;line-height:1.3}h2{font-size:1.2em}h3{font-size:1em}
button{font:inherit;color:var(--vscode-button-foreground);background:var(--vscode-button-background);border:1px solid var(--vscode-contrastBorder,var(--vscode-button-border,transparent));border-radius:2px;padding:.3rem .9rem;cursor:pointer}
button:hover{background:var(--vscode-button-hoverBackground)}
button.plain{color:inherit;background:var(--vscode-editor-background);border-color:var(--vscode-contrastBorder,var(--vscode-descriptionForeground))}
button.plain:hover{background:var(--vscode-toolbar-hoverBackground)}
button:focus-visible,a:focus-visible{outline:1px solid var(--vscode-focusBorder);outline-offset:2px}
a{color:var(--vscode-textLink-foreground);text-decoration:underline}
code,pre{font-family:var(--vscode-editor-font-family);overflow-wrap:anywhere;white-space:pre-wrap}
code{color:inherit;background:none}
section{border-top:1px solid var(--vscode-contrastBorder,var(--vscode-panel-border));margin-top:1.2rem}.quiet{color:var(--vscode-descriptionForeground)}
dt{font-weight:600}dd{margin:0 0 .4rem}`;

/** The page. Pressing the button of an action posts `{ action }`, its index; `{ copy: true }` asks for the report as Markdown. */
export function reportHtml(report: Report): string {
  const nonce = crypto.randomUUID();
  const { findings } = report;
  // Two documents of one server may have the same flaw: it is said once.
  const first = ({ rule, title }: Finding) => findings.find((each) => each.rule === rule && each.title === title);
  const others = findings.filter((each) => each.rule !== report.cause?.rule && first(each) === each);
  const status = [verdict(report.verdict), report.server && `<code>${escape(report.server)}</code>`, `MCP ${escape(report.revision)}`];
  const title = report.cause?.title ?? verdict(report.verdict);
  return `<!doctype html><html lang="${escape(vscode.env.language)}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>${escape(title)}</title><style nonce="${nonce}">${STYLE}</style></head><body><main>
<h1>${marked(title)}</h1>
<p class="quiet">${status.filter(Boolean).join(' · ')}</p>
${report.cause ? finding(report.cause) : ''}
${section(t('What you can do now'), report.actions.map(action))}
${section(t('Also possible'), report.candidates.filter((each) => each.finding.rule !== report.cause?.rule).map((each) => `<h3>${marked(each.finding.title)}</h3><p>${marked(each.tellApart)}</p>`))}
${section(t('Also found'), others.map((each) => `<h3>${marked(each.title)}</h3>${finding(each)}`))}
${section(t('What could not be seen'), report.unseen.length > 0 ? [`<dl>${report.unseen.map(unseen).join('')}</dl>`] : [])}
<section><p><button class="plain" data-copy>${escape(t('Copy the Report as Markdown'))}</button></p></section>
</main><script nonce="${nonce}">const host=acquireVsCodeApi();
for(const button of document.querySelectorAll('button'))button.addEventListener('click',()=>host.postMessage('copy' in button.dataset?{copy:true}:{action:Number(button.dataset.action)}))</script>
</body></html>`;
}

function verdict(answer: Report['verdict']): string {
  switch (answer) {
    case 'ok':
      return t('No problem found');
    case 'needs':
      return t('Signing in needs something from you');
    case 'blocked':
      return t('Signing in does not work');
    case 'undetermined':
      return t('The cause is not certain');
    case 'nothing':
      return t('Nothing about a sign-in was seen');
  }
}

function section(title: string, parts: string[]): string {
  return parts.length > 0 ? `<section><h2>${escape(title)}</h2>${parts.map((part) => `<div>${part}</div>`).join('')}</section>` : '';
}

function finding(each: Finding): string {
  const parts = [each.why, compared(each), `${t('Fixed by {0}:', party(each.party))} ${each.fix}`, certainty(each.certainty)];
  const cites = each.cites.map(({ label, url }) => link(url, label)).join(' · ');
  return `${parts.filter(Boolean).map((part) => `<p>${marked(part ?? '')}</p>`).join('')}${cites && `<p class="quiet">${cites}</p>`}`;
}

/** Only what is there: a rule may know what came without knowing the one thing that was right. */
function compared({ expected, received }: Finding): string | undefined {
  if (expected !== undefined && received !== undefined) return t('Expected {0}; received {1}.', expected, received);
  if (received !== undefined) return t('Received {0}.', received);
  return expected === undefined ? undefined : t('Expected {0}.', expected);
}

function certainty(known: Finding['certainty']): string | undefined {
  if (known === 'told') return t('Based on the message that was given, not on what was seen.');
  return known === 'inferred' ? t('Concluded from what was seen, not seen itself.') : undefined;
}

function party(who: Finding['party']): string {
  switch (who) {
    case 'server':
      return t('the operator of the MCP server');
    case 'authorization-server':
      return t('the operator of the authorization server');
    case 'client':
      return t('the author of this extension');
    case 'user':
      return t('you');
  }
}

/** A button goes on with a program's action, and copies a person's. */
function action(each: Action, index: number): string {
  const steps = each.steps.length > 0 ? `<ol>${each.steps.map((step) => `<li>${block(step)}</li>`).join('')}</ol>` : '';
  const plain = index > 0 || each.by === 'person' ? ' class="plain"' : '';
  return `<h3>${marked(each.title)}</h3><p>${marked(each.why)}</p>${steps}
<p><button data-action="${index}"${plain}>${escape(each.submit)}</button></p>`;
}

function unseen({ what, why, how }: Unseen): string {
  return `<dt>${marked(what)}</dt><dd>${marked(why)} ${marked(how)}</dd>`;
}

/** JSON keeps its lines. */
function block(text: string): string {
  return text.includes('\n') ? `<pre>${escape(text)}</pre>` : marked(text);
}

/** Foreign text with its `code` and its https addresses made readable. */
function marked(text: string): string {
  return text
    .split(/(`[^`]+`|https:\/\/[^\s<>"'`]+[^\s<>"'`.,;:)\]])/)
    .map((part, at) => (at % 2 === 0 ? escape(part) : part.startsWith('`') ? `<code>${escape(part.slice(1, -1))}</code>` : link(part, part)))
    .join('');
}

function link(url: string, label: string): string {
  return url.startsWith('https://') ? `<a href="${escape(url)}">${escape(label)}</a>` : escape(label);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
