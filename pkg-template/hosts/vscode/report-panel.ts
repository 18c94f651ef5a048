// A report in a tab of VS Code, with its actions as buttons.
import * as vscode from 'vscode';
import { renderReport } from 'mcp-auth-doctor';
import type { Report } from 'mcp-auth-doctor';
import type { Choice } from '../sign-in.js';
import { fillIn } from './form.js';
import { reportHtml } from './report-html.js';

/** The tabs that are open; closed with the extension. */
export class ReportPanels implements vscode.Disposable {
  readonly #open = new Set<vscode.WebviewPanel>();

  /** Shows a report and waits for one of its actions, filled in; `undefined` when the tab is closed. */
  async choose(report: Report, signal?: AbortSignal): Promise<Choice | undefined> {
    const panel = vscode.window.createWebviewPanel('mcp-auth-doctor.report', `Sign-in: ${report.server}`, vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [],
    });
    this.#open.add(panel);
    const close = () => panel.dispose();
    signal?.addEventListener('abort', close, { once: true });
    try {
      return await new Promise<Choice | undefined>((resolve) => {
        panel.onDidDispose(() => resolve(undefined));
        panel.webview.onDidReceiveMessage(async (message: unknown) => {
          if (message === 'copy') return void vscode.env.clipboard.writeText(renderReport(report, 'markdown'));
          const action = typeof message === 'number' ? report.actions[message] : undefined;
          const values = action && (await fillIn(action));
          if (action && values) resolve({ report, action, values });
        });
        panel.webview.html = reportHtml(report);
      });
    } finally {
      signal?.removeEventListener('abort', close);
      this.#open.delete(panel);
      close();
    }
  }

  dispose(): void {
    for (const panel of this.#open) panel.dispose();
  }
}

