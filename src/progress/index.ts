import * as vscode from 'vscode';
import { commandIds } from '../ids';
import { registerCommand } from '../platform/commands';
import { lazy } from '../platform/lazy';
import type { Services } from '../state/services';

/** Commands on the learner's progress as a whole. Registers only; the code is loaded when one of them runs. */
export function registerProgress(services: Services): vscode.Disposable {
  const { log, stores, notes, storageUri } = services;
  const commands = lazy(() => import('./commands'));
  return vscode.Disposable.from(
    registerCommand(log, commandIds.exportProgress, async () =>
      (await commands()).exportProgress(await stores(), await notes()),
    ),
    registerCommand(log, commandIds.exportReport, async () =>
      (await commands()).openReport(await stores(), await notes()),
    ),
    registerCommand(log, commandIds.importProgress, async (argument) =>
      (await commands()).importProgress(await stores(), await notes(), argument),
    ),
    registerCommand(log, commandIds.progressHistory, async (argument) =>
      (await commands()).showHistory(await stores(), argument),
    ),
    registerCommand(log, commandIds.undo, async () => (await commands()).undo(await stores())),
    registerCommand(log, commandIds.resetProgress, async () =>
      (await commands()).resetProgress(await stores(), storageUri),
    ),
  );
}
