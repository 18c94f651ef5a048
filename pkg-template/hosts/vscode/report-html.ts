// A report as a page for a webview. Every text of a report is foreign: it is escaped, and only our own script may run.
import type { Action, Finding, Report } from 'mcp-auth-doctor';

const PARTIES: Record<Finding['party'], string> = {
  server: 'the operator of the MCP server',
  'authorization-server': 'the operator of the authorization server',
  client: 'the author of this extension',
  user: 'you',
};

const VERDICTS: Record<Report['verdict'], string> = {
  ok: 'Sign-in can proceed',
  degraded: 'Sign-in works with limits',
  blocked: 'Sign-in does not work',
  undetermined: 'The cause is not certain',
};

const STYLE = `body{font:var(--vscode-font-size)/1.6 var(--vscode-font-family);max-width:44rem;padding:0 1rem 2rem}
button{font:inherit;color:var(--vscode-button-foreground);background:var(--vscode-button-background);border:0;border-radius:2px;padding:.3rem .9rem;cursor:pointer}
button.plain{color:var(--vscode-button-secondaryForeground);background:var(--vscode-button-secondaryBackground)}
button:focus-visible{outline:1px solid var(--vscode-focusBorder);outline-offset:2px}
code{font-family:var(--vscode-editor-font-family);overflow-wrap:anywhere}
section{border-top:1px solid var(--vscode-panel-border);margin-top:1.2rem}.quiet{color:var(--vscode-descriptionForeground)}`;

/** The page. Clicking the button of an action posts its index; `copy` asks for the report as Markdown. */
export function reportHtml(report: Report): string {
  const nonce = crypto.randomUUID();
  const others = report.findings.filter((finding) => finding.rule !== report.cause?.rule);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>${escape(VERDICTS[report.verdict])}</title><style nonce="${nonce}">${STYLE}</style></head><body>
<h1>${escape(report.cause?.title ?? VERDICTS[report.verdict])}</h1>
<p class="quiet">${escape(VERDICTS[report.verdict])} · <code>${escape(report.server ?? '')}</code> · MCP ${escape(report.revision ?? '')}</p>
${report.cause ? finding(report.cause, false) : ''}
${report.actions.length > 0 ? `<section><h2>What you can do now</h2>${report.actions.map(action).join('')}</section>` : ''}
${others.length > 0 ? `<section><h2>Also found</h2>${others.map((each) => finding(each, true)).join('')}</section>` : ''}
<section><p><button class="plain" data-message="copy">Copy the Report as Markdown</button></p></section>
<script nonce="${nonce}">const host=acquireVsCodeApi();
for(const button of document.querySelectorAll('button'))button.addEventListener('click',()=>host.postMessage(button.dataset.action===undefined?button.dataset.message:Number(button.dataset.action)))</script>
</body></html>`;
}

function finding(each: Finding, titled: boolean): string {
  const compared =
    each.expected === undefined && each.received === undefined
      ? ''
      : `<p>Expected <code>${shown(each.expected)}</code>, received <code>${shown(each.received)}</code>.</p>`;
  const cites = each.cites.map(({ label, url }) => `<a href="${escape(url)}">${escape(label)}</a>`).join(' · ');
  return `<div>${titled ? `<h3>${escape(each.title)}</h3>` : ''}<p>${escape(each.why)}</p>${compared}
<p>To be fixed by ${escape(PARTIES[each.party])}: ${escape(each.fix)}</p><p class="quiet">${cites}</p></div>`;
}

function action(each: Action, index: number): string {
  const steps = each.steps.length > 0 ? `<ol>${each.steps.map((step) => `<li>${escape(step)}</li>`).join('')}</ol>` : '';
  return `<div><h3>${escape(each.title)}</h3><p>${escape(each.why)}</p>${steps}
<p><button data-action="${index}"${index > 0 ? ' class="plain"' : ''}>${escape(each.title)}</button></p></div>`;
}

function shown(value: unknown): string {
  return escape(typeof value === 'string' ? value : value === undefined ? 'nothing' : JSON.stringify(value));
}

function escape(text: unknown): string {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
