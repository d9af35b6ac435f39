import * as vscode from 'vscode';
import { commandIds, settingIds } from '../ids';
import { registerCommand, showError } from '../platform/commands';
import { lazy } from '../platform/lazy';
import type { Services } from '../state/services';

/** The reader's notes. Registers only; files are looked at when a command runs or the folder changes. */
export function registerNotes(services: Services): vscode.Disposable {
  const { log } = services;
  const commands = lazy(() => import('./commands'));
  const setting = (): unknown => vscode.workspace.getConfiguration().get(settingIds.notesFolder);
  let before = setting();
  return vscode.Disposable.from(
    registerCommand(log, commandIds.openNote, async (argument) => (await commands()).openNote(services, argument)),
    registerCommand(log, commandIds.listNotes, async () => (await commands()).listNotes(services)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(settingIds.notesFolder)) return;
      const former = before;
      before = setting();
      // Another value of the same meaning, or one that this window never saw.
      if (former === before) return;
      commands()
        .then(({ offerCopy }) => offerCopy(services, former))
        .catch((error: unknown) => showError(log, error, 'Copying notes'));
    }),
  );
}
