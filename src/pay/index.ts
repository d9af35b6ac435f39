import * as vscode from 'vscode';
import { commandIds, panelTypes } from '../ids';
import { registerCommand } from '../platform/commands';
import { lazy } from '../platform/lazy';
import { SinglePanel } from '../platform/singlePanel';
import type { Services } from '../state/services';

/** The pay explorer. Registers only; figures and charts are loaded when it opens. */
export function registerPay(services: Services): vscode.Disposable {
  let own: { dispose(): void } | undefined;
  // Once the reader's files have been read, they are followed whether or not the page is open: what is wrong with them stays said.
  const ownFiles = lazy(async () => {
    const { OwnPayFiles } = await import('./ownFiles');
    const created = new OwnPayFiles(services.log);
    own = created;
    return created;
  });
  const panel = new SinglePanel(services, {
    type: panelTypes.pay,
    title: vscode.l10n.t('Pay Explorer'),
    icon: 'pay',
    load: async () => {
      const [{ PayPanel }, stores, files] = await Promise.all([import('./payPanel'), services.stores(), ownFiles()]);
      return (webviewPanel) => new PayPanel(webviewPanel, stores, files, services);
    },
  });
  return vscode.Disposable.from(
    panel,
    registerCommand(services.log, commandIds.openPay, (argument) => panel.open(argument)),
    registerCommand(services.log, commandIds.addPayFile, async () => {
      const { addPayFile } = await import('./addPayFile');
      await addPayFile();
    }),
    vscode.window.registerWebviewPanelSerializer(panelTypes.pay, panel),
    new vscode.Disposable(() => void own?.dispose()),
  );
}
