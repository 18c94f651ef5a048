import * as vscode from 'vscode';

/** A setting of this extension, as it stands now. */
export function setting<T>(name: string, otherwise: T): T {
  return vscode.workspace.getConfiguration('mcpAuthDoctor').get(name, otherwise);
}
