import type { Action, Report } from 'mcp-auth-doctor';
import type { Choice } from '../hosts/node/index.js';
import { pairs, type Options } from './arguments.js';
import { rendered } from './report.js';
import { variable } from './secrets.js';
import { ask, askSecret, isInteractive, say, writeColoured, type Terminal } from './terminal.js';
import { UsageError } from './usage.js';

type Field = Action['fields'][number];
type Kind = Extract<Action, { by: 'program' }>['kind'];

/** The actions that `--action` can name. */
const KINDS = {
  'sign-in': true,
  'client-metadata-document': true,
  'own-app': true,
  'personal-access-token': true,
  basic: true,
  'api-key-header': true,
  'add-scopes': true,
  'register-again': true,
  'use-other-address': true,
  'allow-deviation': true,
  'retry-later': true,
  'free-port': true,
} satisfies Record<Kind, true>;

/** Their names. */
export const actionKinds = (): string[] => Object.keys(KINDS);

/**
 * Refuses an action that there is not, and a form without one, before anything is sent.
 *
 * @throws {UsageError} with the actions that there are
 */
export function requireAction({ action, set, 'set-env': setEnv }: Options): void {
  if (action === undefined && (set ?? setEnv)) throw new UsageError(`--${set ? 'set' : 'set-env'} fills in the form of an action: name it by --action KIND.`);
  if (action !== undefined && !Object.hasOwn(KINDS, action)) throw new UsageError(`--action ${action}: use ${actionKinds().join(', ')}.`);
}

/** The way out that `--action` names or that the person at the terminal picks; nothing where there is neither. */
export async function chooseAction(report: Report, options: Options, terminal: Terminal): Promise<Choice | undefined> {
  if (options.action) return { report, action: named(report, options.action), values: given(named(report, options.action), options, terminal) };
  const usable = report.actions.filter(({ by }) => by === 'program');
  if (!isInteractive(terminal) || usable.length === 0) return undefined;
  await writeColoured(terminal.stderr, `${rendered(report, { ...options, format: 'text' }, terminal, terminal.stderr, undefined, true)}\n`);
  usable.forEach(({ title }, index) => say(terminal, `  ${index + 1}  ${title}`));
  const answer = await ask(terminal, `Choose 1 to ${usable.length}, or press Enter to stop: `);
  const action = usable[Number(answer) - 1];
  if (!action) return undefined;
  for (const step of action.steps) say(terminal, `  - ${step}`);
  const values: Record<string, string> = {};
  for (const field of action.fields) values[field.name] = await filled(field, terminal);
  return { report, action, values };
}

function named(report: Report, kind: string): Action {
  const usable = report.actions.filter(({ by }) => by === 'program');
  const action = usable.find((each) => each.kind === kind);
  if (action) return action;
  const why = report.actions.some((each) => each.kind === kind) ? 'is for a person to do elsewhere' : 'is not offered here';
  const offered = [...new Set(usable.map((each) => each.kind))].join(', ');
  throw new UsageError(`--action ${kind} ${why}.${offered ? ` Offered: ${offered}.` : ' No action is.'}`);
}

function given(action: Action, options: Options, terminal: Terminal): Record<string, string> {
  const values = Object.fromEntries(action.fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  const known = (name: string): Field => {
    const field = action.fields.find((each) => each.name === name);
    if (!field) throw new UsageError(`${action.kind} has no field ${name}; it has ${action.fields.map((each) => each.name).join(', ') || 'none'}.`);
    return field;
  };
  for (const [name, value] of pairs('set', options.set)) {
    if (known(name).secret) throw new UsageError(`${name} is a secret: give it by --set-env ${name}=VARIABLE.`);
    values[name] = value;
  }
  for (const [name, from] of pairs('set-env', options['set-env'])) values[known(name).name] = variable('set-env', from, terminal);
  const missing = action.fields.filter((field) => field.required && !values[field.name]).map(({ name }) => name);
  if (missing.length) throw new UsageError(`${action.kind} needs ${missing.join(', ')}: give ${missing.length > 1 ? 'them' : 'it'} by --set or --set-env.`);
  return values;
}

async function filled(field: Field, terminal: Terminal): Promise<string> {
  for (;;) {
    if (field.help) say(terminal, `    ${field.help}`);
    const label = `${field.label}${field.value ? ` [${field.value}]` : field.required ? '' : ' (optional)'}: `;
    const answer = (field.secret ? await askSecret(terminal, label) : await ask(terminal, label)) || field.value || '';
    if (!answer && field.required) say(terminal, '    This is required.');
    else if (answer && field.pattern && !new RegExp(`^(?:${field.pattern})$`, 'u').test(answer)) say(terminal, '    This value is not valid.');
    else return answer;
  }
}
