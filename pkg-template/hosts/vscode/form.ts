// The form of an action, one box after the other: a secret is typed into a hidden box and goes nowhere else.
import * as vscode from 'vscode';
import type { Action, Field } from 'mcp-auth-doctor';

const { t } = vscode.l10n;

/** Asks for the fields of an action. `undefined` where the person pressed Escape. */
export async function fillIn(action: Action): Promise<Record<string, string> | undefined> {
  const values: Record<string, string> = {};
  for (const [index, field] of action.fields.entries()) {
    const title = action.fields.length > 1 ? t('{0} ({1} of {2})', action.title, index + 1, action.fields.length) : action.title;
    const value = await ask(title, field);
    if (value === undefined) return undefined;
    if (value !== '') values[field.name] = value;
  }
  return values;
}

async function ask(title: string, field: Field): Promise<string | undefined> {
  if (field.type === 'checkbox') return confirm(title, field);
  const help = [field.label, field.help, field.required ? undefined : t('May be left empty.')].filter(Boolean).join('. ');
  const text = await vscode.window.showInputBox({
    title,
    prompt: help.replace(/\.\. /g, '. '),
    password: field.secret,
    ignoreFocusOut: true,
    ...(field.value !== undefined && { value: field.value }),
    validateInput: (text) => problem(field, text.trim()),
  });
  return text?.trim();
}

/** A box to tick: `true`, or empty where it may stay so. */
async function confirm(title: string, field: Field): Promise<string | undefined> {
  const [yes, no] = [t('Yes'), t('No')];
  const answers = field.required ? [yes] : [yes, no];
  const placeHolder = [field.label, field.help].filter(Boolean).join('. ');
  const answer = await vscode.window.showQuickPick(answers, { title, placeHolder, ignoreFocusOut: true });
  return answer && (answer === yes ? 'true' : '');
}

function problem(field: Field, text: string): string | undefined {
  if (text === '') return field.required ? t('{0} is needed.', field.label) : undefined;
  if (field.pattern && !new RegExp(`^(?:${field.pattern})$`).test(text)) return t('{0}: expected {1}.', field.label, field.pattern);
  return undefined;
}
