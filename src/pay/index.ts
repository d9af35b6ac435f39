import * as vscode from 'vscode';
import { commandIds, panelTypes } from '../ids';
import { registerCommand } from '../platform/commands';
import { SinglePanel } from '../platform/singlePanel';
import type { Services } from '../state/services';

/** The pay explorer. Registers only; figures and charts are loaded when it opens. */
export function registerPay(services: Services): vscode.Disposable {
  const panel = new SinglePanel(services, {
    type: panelTypes.pay,
    title: vscode.l10n.t('Pay Explorer'),
    icon: 'pay',
    create: async (webviewPanel) => {
      const [{ PayPanel }, stores] = await Promise.all([import('./payPanel'), services.stores()]);
      return new PayPanel(webviewPanel, stores, services);
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
  );
}
