import * as vscode from 'vscode';
import { commandIds, panelTypes } from '../ids';
import { registerCommand } from '../platform/commands';
import { SinglePanel } from '../platform/singlePanel';
import type { Services } from '../state/services';

/** The journal. Registers only; what was done is gathered when it opens. */
export function registerJournal(services: Services): vscode.Disposable {
  const panel = new SinglePanel(services, {
    type: panelTypes.journal,
    title: vscode.l10n.t('Journal'),
    icon: 'journal',
    load: async () => {
      const [{ JournalPanel }, stores] = await Promise.all([import('./journalPanel'), services.stores()]);
      return (webviewPanel) => new JournalPanel(webviewPanel, stores, services);
    },
  });
  return vscode.Disposable.from(
    panel,
    registerCommand(services.log, commandIds.openJournal, (argument) => panel.open(argument)),
    vscode.window.registerWebviewPanelSerializer(panelTypes.journal, panel),
  );
}
