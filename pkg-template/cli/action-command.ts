// The command line that carries out an action of a report: what a report in the terminal shows below the action.
import type { Action, Report } from 'mcp-auth-doctor';

/** As the README calls it. */
const PROGRAM = 'npx mcp-auth-doctor';

/** For each action of a report, in its order; `null` where a person carries it out elsewhere, or where the server isn't known. */
export function actionCommands({ server, actions }: Report): (string | null)[] {
  return actions.map((action) => commandOf(action, server));
}

function commandOf(action: Action, server: string | null): string | null {
  // A URL in which something is withheld reaches nothing.
  if (action.by !== 'program' || server === null || !URL.canParse(server) || server.includes('[withheld-')) return null;
  return [PROGRAM, ...['sign-in', server, ...optionsOf(action)].map(quoted)].join(' ');
}

/** The action and its form: what the form needs and the report does not know, as names in capitals to be replaced. */
function optionsOf({ kind, fields }: Action): string[] {
  if (kind === 'sign-in' || kind === 'retry-later') return [];
  const needed = fields.filter(({ required, value }) => required && value === undefined);
  return ['--action', kind, ...needed.flatMap(({ name, secret }) => [secret ? '--set-env' : '--set', `${name}=${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`])];
}

/** A word as a shell passes it on. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
