// A report in a tab of VS Code, with its actions as buttons.
import * as vscode from 'vscode';
import { loadDiagnosis, renderReport } from 'mcp-auth-doctor';
import type { Report } from 'mcp-auth-doctor';
import type { Choice } from '../sign-in.js';
import { fillIn } from './form.js';
import { reportHtml } from './report-html.js';

const { t } = vscode.l10n;

/** The tabs that are open; closed with the extension. */
export class ReportPanels implements vscode.Disposable {
  readonly #open = new Set<vscode.WebviewPanel>();

  /** Shows a report and waits for one of its actions, filled in; `undefined` when the tab is closed. */
  async choose(report: Report, signal?: AbortSignal): Promise<Choice | undefined> {
    const panel = vscode.window.createWebviewPanel('mcp-auth-doctor.report', report.server ? t('Sign-in: {0}', report.server) : t('Sign-in'), vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [],
    });
    this.#open.add(panel);
    const close = () => panel.dispose();
    signal?.addEventListener('abort', close, { once: true });
    try {
      return await new Promise<Choice | undefined>((resolve) => {
        panel.onDidDispose(() => resolve(undefined));
        panel.webview.onDidReceiveMessage(async (message: { copy?: true; action?: number }) => {
          if (message.copy) {
            // A report may come from elsewhere, where it was judged.
            await loadDiagnosis();
            return copy(renderReport(report, 'markdown'));
          }
          const action = report.actions[message.action ?? -1];
          if (!action) return;
          if (action.by === 'person') return copy(action.message ?? '');
          const values = await fillIn(action);
          if (values) resolve({ report, action, values });
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

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(t('Copied'), 3000);
}

