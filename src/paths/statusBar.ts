import * as vscode from 'vscode';
import type { Catalog } from '../core/catalog';
import { durationText, reasonText, suggestionTitle } from '../core/guidanceText';
import { commandIds, settingIds } from '../ids';
import type { Guidance } from '../state/guidance';

/** What to do next, in the status bar, unless the reader has switched that off. */
export class StatusBarEntry implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('next', vscode.StatusBarAlignment.Right, 10);
  private readonly listeners: vscode.Disposable;

  constructor(
    private readonly guidance: Guidance,
    private readonly catalog: Catalog,
  ) {
    this.item.name = vscode.l10n.t('Backend Skills');
    this.item.command = commandIds.whatNext;
    this.listeners = vscode.Disposable.from(
      guidance.onDidChangeAdvice(() => this.paint()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingIds.showStatusBar)) this.paint();
      }),
    );
    this.paint();
  }

  private paint(): void {
    const { l10n } = vscode;
    const { best } = this.guidance.advice;
    if (!best || !vscode.workspace.getConfiguration().get<boolean>(settingIds.showStatusBar, true)) {
      this.item.hide();
      return;
    }
    const title = suggestionTitle(best, this.catalog, l10n);
    const reason = [reasonText(best, this.catalog, l10n), this.guidance.whyNow(best)].filter(Boolean).join(' ');
    this.item.text = `$(mortar-board) ${l10n.t('Next: {0}', title)}`;
    this.item.tooltip = reason;
    this.item.accessibilityInformation = {
      label: l10n.t('Backend Skills, next: {0}, {1}. {2}', title, durationText(best.minutes, l10n), reason),
    };
    this.item.show();
  }

  dispose(): void {
    this.listeners.dispose();
    this.item.dispose();
  }
}
