// The same evidence judged under each revision of MCP, side by side.
import type { Core, Evidence, Finding, Report } from '../core.js';
import { el, prose } from '../dom.js';
import { SEVERITY, verdictName } from '../report/names.js';

const REVISIONS = ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'];

/** The table: a line for each finding, a column for each revision. */
export function lens(core: Core, evidence: Evidence, shown: Report): HTMLElement {
  const reports = REVISIONS.map((revision) => core.analyze(evidence, { revision }));
  const titles = new Map(reports.flatMap((report) => report.findings.map((finding): [string, string] => [finding.rule, finding.title])));
  const rows = [...titles].map(([rule, title]) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, ...prose(title), el('code', { class: 'rule-id' }, rule)),
      ...reports.map((report) => cell(report.findings.filter((finding) => finding.rule === rule), report.cause?.rule === rule)),
    ),
  );
  const head = REVISIONS.map((revision) => el('th', { scope: 'col' }, revision, revision === shown.revision ? el('span', { class: 'hint' }, ' shown above') : null));
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Result by MCP version' },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Finding'), ...head)),
      el(
        'tbody',
        {},
        el('tr', { class: 'verdicts' }, el('th', { scope: 'row' }, 'Result'), ...reports.map((report) => el('td', {}, el('span', { class: `badge ${report.verdict}` }, verdictName(report.verdict))))),
        ...rows,
      ),
    ),
  );
}

function cell(findings: Finding[], cause: boolean): HTMLElement {
  const [finding] = findings;
  if (!finding) return el('td', { class: 'none' }, '–');
  return el('td', {}, el('span', { class: `tag ${finding.severity}` }, cause ? 'Cause' : SEVERITY[finding.severity]));
}
