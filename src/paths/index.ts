import * as vscode from 'vscode';
import { commandIds } from '../ids';
import { registerCommand } from '../platform/commands';
import { lazy } from '../platform/lazy';
import type { Services } from '../state/services';

/** Paths and what next: their commands, and the entry in the status bar. Registers only. */
export function registerPaths(services: Services): vscode.Disposable {
  const { log, stores, guidance, onDidOpenStores } = services;
  const commands = lazy(() => import('./commands'));
  let entry: { dispose(): void } | undefined;
  let disposed = false;
  const showEntry = async (): Promise<void> => {
    const [{ StatusBarEntry }, ready, opened] = await Promise.all([import('./statusBar'), guidance(), stores()]);
    if (disposed || entry) return;
    entry = new StatusBarEntry(ready, opened.catalog);
  };

  return vscode.Disposable.from(
    // Not before the extension has been used in this window: the entry alone is no reason to read the curriculum.
    onDidOpenStores(() => {
      showEntry().catch((error: unknown) => log.error(error, 'Showing what to do next'));
    }),
    registerCommand(log, commandIds.followPath, async (argument) =>
      (await commands()).followPath(await guidance(), argument),
    ),
    registerCommand(log, commandIds.stopFollowingPath, async () =>
      (await commands()).stopFollowing(await guidance(), log),
    ),
    registerCommand(log, commandIds.whatNext, async () =>
      (await commands()).whatNext(await guidance(), (await stores()).catalog),
    ),
    registerCommand(log, commandIds.notNow, async () =>
      (await commands()).notNow(await guidance(), (await stores()).catalog),
    ),
    new vscode.Disposable(() => {
      disposed = true;
      entry?.dispose();
    }),
  );
}
