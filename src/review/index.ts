import * as vscode from 'vscode';
import { toSkillReference } from '../core/reference';
import { commandIds, panelTypes, settingIds } from '../ids';
import { registerCommand } from '../platform/commands';
import { SinglePanel } from '../platform/singlePanel';
import type { Services } from '../state/services';
import type { ReviewPanel } from './reviewPanel';

/** The review of questions. Registers only; the scheduler is loaded when it opens. */
export function registerReview(services: Services): vscode.Disposable {
  let shown: ReviewPanel | undefined;
  const panel = new SinglePanel(services, {
    type: panelTypes.review,
    title: vscode.l10n.t('Review'),
    icon: 'review',
    load: async () => {
      const [{ ReviewPanel }, stores] = await Promise.all([import('./reviewPanel'), services.stores()]);
      const deck = await stores.deck();
      return (webviewPanel) => {
        const page = new ReviewPanel(webviewPanel, stores, deck, services);
        shown = page;
        webviewPanel.onDidDispose(() => {
          if (shown === page) shown = undefined;
        });
        return page;
      };
    },
  });
  const open = async (argument: unknown): Promise<void> => {
    if (vscode.workspace.getConfiguration().get<boolean>(settingIds.review, true)) await panel.open(argument);
    // Not awaited: the command is done, the offer stays open.
    else void sayHowToSwitchOn();
  };
  return vscode.Disposable.from(
    panel,
    registerCommand(services.log, commandIds.review, open),
    registerCommand(services.log, commandIds.reviewSkill, async (argument) => {
      if (toSkillReference(argument)) await open(argument);
      else await vscode.commands.executeCommand(commandIds.search, commandIds.reviewSkill);
    }),
    registerCommand(services.log, commandIds.undoReview, async () => {
      // The page shows the question again.
      if (shown) {
        if (await shown.undo()) return;
        sayNothingToUndo();
      } else {
        const [{ undoGiven }, stores] = await Promise.all([import('./undo'), services.stores()]);
        if (!(await undoGiven(stores))) sayNothingToUndo();
      }
    }),
    vscode.window.registerWebviewPanelSerializer(panelTypes.review, panel),
  );
}

function sayNothingToUndo(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('No answer has been given in this window that could be undone.'),
  );
}

async function sayHowToSwitchOn(): Promise<void> {
  const show = vscode.l10n.t('Open Setting');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('Review is switched off. The setting “{0}” switches it on.', settingIds.review),
    show,
  );
  if (choice === show) await vscode.commands.executeCommand('workbench.action.openSettings', settingIds.review);
}
