// What a person copied from an output channel, a log, a browser: read and judged, without asking any server.
import { analyze, loadDiagnosis, readEvidence } from 'mcp-auth-doctor';
import type { McpAuth } from 'mcp-auth-doctor/vscode';
import * as vscode from 'vscode';
import type { Servers } from './servers.js';

const { t } = vscode.l10n;

export async function explainOutput(auth: McpAuth, servers: Servers): Promise<void> {
  const text = selected() || (await vscode.env.clipboard.readText());
  await loadDiagnosis();
  const evidence = text.trim() ? readEvidence(text) : undefined;
  const said = evidence?.recognised.filter(({ kind }) => kind !== 'text') ?? [];
  if (!evidence || said.length === 0) {
    void vscode.window.showInformationMessage(
      t('Nothing about MCP is in the clipboard. Run "MCP: List Servers", pick the server, choose "Show Output", copy everything, and run this again.'),
    );
    return;
  }
  const report = analyze(evidence);
  if (report.server) servers.found(report.server, report);
  const tokens = await auth.showReport(report);
  if (tokens) void vscode.window.showInformationMessage(t('Signed in to {0}.', new URL(tokens.server).host));
}

function selected(): string {
  const editor = vscode.window.activeTextEditor;
  return editor ? editor.document.getText(editor.selection) : '';
}
