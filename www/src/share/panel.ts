// Sharing: what will be shared is shown first, and it leaves the page only by the person's own hand.
import type { Core, Evidence, Report } from '../core.js';
import { announce, copyButton, download, el } from '../dom.js';
import { MOST_SHARED, linkTo } from './link.js';

/** What will be shared, and the ways to share it. */
export function share(core: Core, report: Report, evidence: Evidence): HTMLElement[] {
  const redacted = core.redactEvidence(evidence);
  const text = JSON.stringify(redacted, null, 2);
  const said = el('p', { class: 'hint', role: 'status' });
  const link = el('button', { type: 'button', class: 'secondary' }, 'Copy link');
  link.addEventListener('click', async () => {
    const url = await linkTo(location.href, redacted);
    if (url === undefined) {
      said.textContent = `This is more than the ${MOST_SHARED / 1024} KB that fit in a link. Download the JSON instead.`;
      return;
    }
    await navigator.clipboard.writeText(url).then(
      () => (said.textContent = 'Link copied. It contains what is shown above; nothing was uploaded.'),
      () => (said.textContent = url),
    );
    announce('Link copied');
  });
  return [
    el('p', {}, 'Addresses, client IDs, scopes and metadata stay in; of everything else only the shape is kept, never the text. Read it before you share it.'),
    el('pre', { tabindex: 0, role: 'group', 'aria-label': 'What will be shared' }, text),
    el(
      'div',
      { class: 'buttons' },
      copyButton(() => core.renderReport(report, 'markdown', undefined), 'Copy as Markdown', { class: 'secondary' }),
      link,
      el('button', { type: 'button', class: 'secondary', click: () => download('mcp-auth-evidence.json', 'application/json', text) }, 'Download JSON'),
      el('button', { type: 'button', class: 'secondary', click: () => download('mcp-auth.har', 'application/json', core.toHar(redacted)) }, 'Download HAR'),
    ),
    said,
  ];
}
