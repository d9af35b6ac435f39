import * as vscode from 'vscode';
import { commandIds, panelTypes } from '../ids';
import { registerCommand } from '../platform/commands';
import { lazy } from '../platform/lazy';
import type { Services } from '../state/services';

/** The page of a skill. Registers only; the panel's code is loaded when the first page opens. */
export function registerSkillPanel(services: Services): vscode.Disposable {
  const { log, stores } = services;
  let loaded: { dispose(): void } | undefined;
  const manager = lazy(async () => {
    const [{ PanelManager }, ready] = await Promise.all([import('./panelManager'), stores()]);
    const created = new PanelManager(ready, services);
    loaded = created;
    return created;
  });
  return vscode.Disposable.from(
    registerCommand(log, commandIds.openSkill, async (argument) => (await manager()).open(argument, false)),
    registerCommand(log, commandIds.openSkillToSide, async (argument) => (await manager()).open(argument, true)),
    vscode.window.registerWebviewPanelSerializer(panelTypes.skill, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await manager()).restore(panel, state),
    }),
    new vscode.Disposable(() => void loaded?.dispose()),
  );
}
