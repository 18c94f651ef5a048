// What stands at each entry of an opened `mcp.json`: its status, what can be done, and what is wrong with it.
import { describeAge, type McpAuth } from 'mcp-auth-doctor/vscode';
import * as vscode from 'vscode';
import { entries, type Entry, type Place } from './configuration.js';
import { flaws, type Flaw } from './flaws.js';
import { isConfiguration, type Servers } from './servers.js';

const { t } = vscode.l10n;
const DOCUMENTS: vscode.DocumentSelector = [{ pattern: '**/{mcp,.mcp,mcp_config,claude_desktop_config}.json' }];

export function annotate(context: vscode.ExtensionContext, auth: McpAuth, servers: Servers): void {
  const problems = vscode.languages.createDiagnosticCollection('mcp-auth-doctor');
  const check = (document: vscode.TextDocument) => {
    if (isConfiguration(document)) problems.set(document.uri, flaws(document.getText()).map((flaw) => diagnostic(document, flaw)));
  };
  vscode.workspace.textDocuments.forEach(check);
  context.subscriptions.push(
    problems,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidChangeTextDocument(({ document }) => check(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => problems.delete(uri)),
    vscode.languages.registerCodeLensProvider(DOCUMENTS, {
      onDidChangeCodeLenses: servers.onDidChange,
      provideCodeLenses: async (document) => (await Promise.all(entries(document.getText()).map((entry) => lenses(document, entry, servers)))).flat(),
    }),
    vscode.languages.registerCodeActionsProvider(DOCUMENTS, { provideCodeActions: actions }, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.Empty] }),
  );
}

async function lenses(document: vscode.TextDocument, { at, url }: Entry, servers: Servers): Promise<vscode.CodeLens[]> {
  if (!URL.canParse(url)) return [];
  const range = rangeOf(document, at);
  const lens = (title: string, command: string) => new vscode.CodeLens(range, { title, command: `mcpAuthDoctor.${command}`, arguments: [url] });
  return [lens(await status(url, servers), 'diagnose'), lens(t('Diagnose'), 'diagnose'), lens(t('Sign In'), 'signIn')];
}

/** What is known of a server, in a few words. */
async function status(url: string, servers: Servers): Promise<string> {
  const stored = await servers.stored(url);
  const report = servers.report(url);
  if (report && (report.verdict === 'blocked' || report.verdict === 'undetermined')) return `$(error) ${report.cause?.title ?? t('Signing in does not work')}`;
  if (stored) return `$(pass) ${t('Signed in: {0}', describeAge(stored, Date.now(), { locale: vscode.env.language, translate: t }))}`;
  if (report?.cause) return `$(info) ${report.cause.title}`;
  return report ? `$(pass) ${t('No problem found')}` : `$(circle-outline) ${t('Not signed in')}`;
}

function actions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
  const text = document.getText();
  const touches = (place: Place) => rangeOf(document, place).intersection(range) !== undefined;
  const here = entries(text).filter(({ whole, url }) => touches(whole) && URL.canParse(url));
  const offered = here.flatMap(({ name, url }) => [
    run(t('Diagnose {0}', name), 'diagnose', url),
    run(t('Sign in to {0}', name), 'signIn', url),
  ]);
  return [...flaws(text).filter(({ at }) => touches(at)).flatMap((flaw) => correct(document, flaw)), ...offered];
}

function run(title: string, command: string, url: string): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.Empty);
  action.command = { title, command: `mcpAuthDoctor.${command}`, arguments: [url] };
  return action;
}

function correct(document: vscode.TextDocument, flaw: Flaw): vscode.CodeAction[] {
  if (!flaw.fix) return [];
  const action = new vscode.CodeAction(flaw.fix.title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const { at, text } of flaw.fix.edits) action.edit.replace(document.uri, rangeOf(document, at), text);
  action.diagnostics = [diagnostic(document, flaw)];
  action.isPreferred = true;
  return [action];
}

function diagnostic(document: vscode.TextDocument, { at, message, severity, code }: Flaw): vscode.Diagnostic {
  const made = new vscode.Diagnostic(rangeOf(document, at), message, severity);
  made.source = 'MCP Auth Doctor';
  made.code = code;
  return made;
}

function rangeOf(document: vscode.TextDocument, { offset, length }: Place): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}
