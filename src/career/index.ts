import * as vscode from 'vscode';
import { commandIds, panelTypes } from '../ids';
import { registerCommand } from '../platform/commands';
import { SinglePanel } from '../platform/singlePanel';
import type { Services } from '../state/services';

/** The career guide. Registers only; its content is loaded when it opens. */
export function registerCareer(services: Services): vscode.Disposable {
  const panel = new SinglePanel(services, {
    type: panelTypes.career,
    title: vscode.l10n.t('Career Guide'),
    icon: 'career',
    load: async () => {
      const [{ CareerPanel }, stores] = await Promise.all([import('./careerPanel'), services.stores()]);
      return (webviewPanel) => new CareerPanel(webviewPanel, stores, services);
    },
  });
  return vscode.Disposable.from(
    panel,
    registerCommand(services.log, commandIds.openCareer, (argument) => panel.open(argument)),
    vscode.window.registerWebviewPanelSerializer(panelTypes.career, panel),
  );
}
