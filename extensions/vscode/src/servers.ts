// All servers that this extension knows of, and what was last found about each.
import type { Report } from 'mcp-auth-doctor';
import type { McpAuth, StoredCredential } from 'mcp-auth-doctor/vscode';
import * as vscode from 'vscode';
import { entries } from './configuration.js';
import { setting } from './settings.js';

const { t } = vscode.l10n;
const FILES = '{.vscode/mcp.json,.mcp.json,.cursor/mcp.json,**/mcp.json}';

/** Whether a document is a configuration of MCP servers. */
export function isConfiguration({ fileName }: vscode.TextDocument): boolean {
  return /(^|[\\/])(\.?mcp|mcp_config|claude_desktop_config)\.json$/i.test(fileName);
}

export class Servers {
  readonly #auth: McpAuth;
  readonly #reports = new Map<string, Report>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** A diagnosis was made, or a sign-in made or forgotten. */
  readonly onDidChange = this.#changed.event;

  constructor(auth: McpAuth) {
    this.#auth = auth;
    auth.accounts.onChange(() => this.#changed.fire());
  }

  /** Takes down what a diagnosis found. */
  found(server: string, report: Report): void {
    this.#reports.set(server, report);
    this.#changed.fire();
  }

  report(server: string): Report | undefined {
    return this.#reports.get(server);
  }

  /** What is stored for a server's address. */
  async stored(server: string): Promise<StoredCredential | undefined> {
    return (await this.#auth.accounts.stored()).find((each) => each.server === server);
  }

  /** The addresses in configurations of the workspace and in opened ones. */
  async configured(): Promise<string[]> {
    const files = await vscode.workspace.findFiles(FILES, '**/node_modules/**', 50);
    const opened = vscode.workspace.textDocuments.filter(isConfiguration);
    const unopened = files.filter((file) => !opened.some(({ uri }) => uri.toString() === file.toString()));
    const texts = await Promise.all(unopened.map(async (file) => new TextDecoder().decode(await vscode.workspace.fs.readFile(file))));
    const found = [...opened.map((document) => document.getText()), ...texts].flatMap(entries).map(({ url }) => url);
    return [...new Set(found.filter((url) => URL.canParse(url)))];
  }

  /** Every address: configured, of the settings, signed in to. */
  async all(): Promise<string[]> {
    const signedIn = (await this.#auth.accounts.list()).map(({ tokens }) => tokens.server);
    return [...new Set([...(await this.configured()), ...setting<string[]>('servers', []), ...signedIn])].filter((url) => URL.canParse(url));
  }

  /** Lets the person pick one, or type another. */
  async choose(title: string): Promise<string | undefined> {
    const all = await this.all();
    const other = t('Another address…');
    const picked = all.length > 0 ? await vscode.window.showQuickPick([...all, other], { title }) : other;
    if (picked !== other) return picked;
    const validateInput = (text: string) => (/^https?:\/\//i.test(text.trim()) && URL.canParse(text.trim()) ? undefined : t('Expected an address such as https://host/mcp.'));
    const typed = await vscode.window.showInputBox({ title, prompt: t('The address of the MCP server'), placeHolder: 'https://host/mcp', ignoreFocusOut: true, validateInput });
    return typed?.trim();
  }
}
