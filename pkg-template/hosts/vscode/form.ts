// The form of an action, one box after the other: a secret is typed into a hidden box and goes nowhere else.
import * as vscode from 'vscode';
import type { Action, Field } from 'mcp-auth-doctor';

/** Asks for the fields of an action. `undefined` where the person pressed Escape. */
export async function fillIn(action: Action): Promise<Record<string, string> | undefined> {
  const values: Record<string, string> = {};
  for (const [index, field] of action.fields.entries()) {
    const title = action.fields.length > 1 ? `${action.title} (${index + 1} of ${action.fields.length})` : action.title;
    const value = await ask(title, field);
    if (value === undefined) return undefined;
    if (value !== '') values[field.name] = value;
  }
  return values;
}

function ask(title: string, field: Field): Thenable<string | undefined> {
  const help = [field.label, field.help, field.required ? undefined : 'May be left empty.'].filter(Boolean).join('. ');
  return vscode.window.showInputBox({
    title,
    prompt: help.replace(/\.\. /g, '. '),
    password: field.secret,
    ignoreFocusOut: true,
    ...(field.value !== undefined && { value: field.value }),
    validateInput: (text) => problem(field, text.trim()),
  }).then((text) => text?.trim());
}

function problem(field: Field, text: string): string | undefined {
  if (text === '') return field.required ? `${field.label} is needed.` : undefined;
  if (field.pattern && !new RegExp(`^(?:${field.pattern})$`).test(text)) return `${field.label}: expected ${field.pattern}.`;
  return undefined;
}
