import * as vscode from 'vscode';
import { commandIds, panelTypes } from '../ids';
import { registerCommand } from '../platform/commands';
import { SinglePanel } from '../platform/singlePanel';
import type { Services } from '../state/services';

/** The team board. Registers only; the learners' files are looked for when it opens. */
export function registerTeam(services: Services): vscode.Disposable {
  const panel = new SinglePanel(services, {
    type: panelTypes.team,
    title: vscode.l10n.t('Team Board'),
    icon: 'team',
    load: async () => {
      const { TeamPanel } = await import('./teamPanel');
      return (webviewPanel) => new TeamPanel(webviewPanel, services);
    },
  });
  return vscode.Disposable.from(
    panel,
    registerCommand(services.log, commandIds.openTeamBoard, (argument) => panel.open(argument)),
    vscode.window.registerWebviewPanelSerializer(panelTypes.team, panel),
  );
}
