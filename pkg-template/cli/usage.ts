import { explainedOf, GENERAL, listedOf, SECRETS, SECTIONS, STATUSES, SUMMARY, type Entry } from './reference.js';

/** The command line was used in a way that it does not have: status 2, and the message says what to do instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const WIDTH = 100;
/** The column of the explanations. */
const COLUMN = 36;

/** What `--help` prints: of one command, or of all. */
export function help(command?: string): string {
  const own = SECTIONS.filter((section) => section.command.split(' ')[0] === command);
  const [sections, entriesOf] = own.length > 0 ? [own, explainedOf] : [SECTIONS, listedOf];
  return `mcp-auth-doctor ${SUMMARY}.

${sections.map((section) => [line(`mcp-auth-doctor ${section.use}`, section.what, 2), ...entriesOf(section).map(({ use, what }) => line(use, what, 6))].join('')).join('\n')}
General options:
${GENERAL.map(({ use, what }) => line(use, what, 2)).join('')}
Exit status:
${STATUSES.map(({ use, what }) => line(use, what, 2)).join('')}
${SECRETS}
`;
}

/** An entry with its explanation beside it, or below where it is too long for its column. */
function line(use: Entry['use'], what: string, indent: number): string {
  const head = `${' '.repeat(indent)}${use}`;
  const lines = wrapped(what, WIDTH - COLUMN);
  const [first = '', ...rest] = lines;
  const beside = head.length + 2 <= COLUMN;
  const below = beside ? rest : lines;
  return [beside ? `${head.padEnd(COLUMN)}${first}` : head, ...below.map((each) => ' '.repeat(COLUMN) + each)].map((each) => `${each}\n`).join('');
}

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}
