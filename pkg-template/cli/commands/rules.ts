import { explain, rules } from 'mcp-auth-doctor';
import { formatWithoutSarif, only, type Options } from '../arguments.js';
import { STATUS } from '../report.js';
import { write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** `mcp-auth-doctor rules [ID]` */
export async function rulesCommand(words: string[], options: Options, { stdout }: Terminal): Promise<number> {
  only('rules', options, ['format']);
  const format = formatWithoutSarif('rules', options);
  const all = rules();
  const [id] = words;
  if (id === undefined) {
    const width = Math.max(...all.map((rule) => rule.id.length));
    const text = all.map((rule) => (format === 'markdown' ? `- \`${rule.id}\`: ${rule.title}` : `${rule.id.padEnd(width)}  ${rule.title}`)).join('\n');
    await write(stdout, `${format === 'json' ? JSON.stringify(all, null, 2) : text}\n`);
    return STATUS.fine;
  }
  if (!all.some((rule) => rule.id === id)) {
    const near = all.map((rule) => rule.id).filter((each) => each.includes(id) || id.includes(each));
    throw new UsageError(`There is no rule ${id}.${near.length ? ` Did you mean ${near.slice(0, 3).join(' or ')}?` : ' "rules" lists them.'}`);
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
    `${rule.severity}, to be fixed by: ${rule.party}`,
    `${heading('Why')}\n${rule.why}`,
    `${heading('Fix')}\n${rule.fix}`,
    `${heading('Sources')}\n${rule.cites.map(({ label, url }) => (markdown ? `- [${label}](${url})` : `  ${label}  ${url}`)).join('\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}
