import { explain, rules } from 'mcp-auth-doctor';
import { plainFormatOf, only, type Options } from '../arguments.js';
import { STATUS } from '../report.js';
import { write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** `mcp-auth-doctor rules [ID]`: a whole ID explains the rule, a part of one lists those that have it. */
export async function rulesCommand(words: string[], options: Options, { stdout }: Terminal): Promise<number> {
  only('rules', options);
  const format = plainFormatOf('rules', options);
  const all = rules();
  const [id = '', second] = words;
  if (second) throw new UsageError(`One ID at a time; ${second} is a second one.`);
  if (!all.some((rule) => rule.id === id)) {
    const listed = all.filter((rule) => rule.id.includes(id));
    if (listed.length === 0) throw new UsageError(`There is no rule ${id}. "rules" lists them all.`);
    const width = Math.max(...listed.map((rule) => rule.id.length));
    const text = listed.map((rule) => (format === 'markdown' ? `- \`${rule.id}\`: ${rule.title}` : `${rule.id.padEnd(width)}  ${rule.title.replaceAll('`', '')}`)).join('\n');
    await write(stdout, `${format === 'json' ? JSON.stringify(listed, null, 2) : text}\n`);
    return STATUS.fine;
  }
  const rule = explain(id);
  await write(stdout, format === 'json' ? `${JSON.stringify(rule, null, 2)}\n` : ruleText(rule, format === 'markdown'));
  return STATUS.fine;
}

function ruleText(rule: ReturnType<typeof explain>, markdown: boolean): string {
  const heading = (text: string) => (markdown ? `## ${text}` : text);
  const parts = [
    `${markdown ? '# ' : ''}${rule.id}`,
    rule.title,
    `${rule.severity}; who fixes it: ${rule.party}`,
    `${heading('Why')}\n${rule.why}`,
    `${heading('Fix')}\n${rule.fix}`,
    `${heading('Sources')}\n${rule.cites.map(({ label, url }) => (markdown ? `- [${label}](${url})` : `  ${label}  ${url}`)).join('\n')}`,
    ...(rule.conformance.length > 0 ? [`${heading('Conformance suite')}\n${rule.conformance.map((check) => (markdown ? `- \`${check}\`` : `  ${check}`)).join('\n')}`] : []),
  ];
  const text = `${parts.join('\n\n')}\n`;
  return markdown ? text : text.replaceAll('`', '');
}
