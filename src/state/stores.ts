import * as vscode from 'vscode';
import { commandIds, contextKeys } from '../ids';
import type { Catalog } from '../core/catalog';
import { createRollup, type Rollup } from '../core/rollup';
import { ExpectedError, messageOf } from '../platform/errors';
import type { Log } from '../platform/log';
import { openJournals } from './journal.node';
import { PackLoader } from './packLoader';
import { ProgressStore } from './progressStore';

/** Catalog and progress, read and joined. Created on first use, once per window. */
export interface Stores {
  readonly packs: PackLoader;
  readonly catalog: Catalog;
  readonly rollup: Rollup;
  /** Fires after {@link rollup} has taken the change over. */
  readonly onDidChangeProgress: vscode.Event<readonly string[]>;
  isDone(itemId: string): boolean;
  /** Stores ticks; see {@link ProgressStore.set}. Rejects with an {@link ExpectedError} when they could not be saved. */
  setDone(itemIds: readonly string[], done: boolean): Promise<readonly string[]>;
  dispose(): void;
}

export async function createStores(context: vscode.ExtensionContext, log: Log): Promise<Stores> {
  const packs = new PackLoader(vscode.Uri.joinPath(context.extensionUri, 'dist', 'pack'));
  const writer = globalThis.crypto.randomUUID();
  const progress = new ProgressStore(
    openJournals(vscode.Uri.joinPath(context.globalStorageUri, 'progress'), writer),
    writer,
    log,
  );
  const [catalog] = await Promise.all([packs.catalog(), progress.load()]);
  const rollup = createRollup(catalog, progress.doneItems());

  let practised: boolean | undefined;
  const announcePractice = (): void => {
    if (practised === rollup.total.done > 0) return;
    practised = rollup.total.done > 0;
    void vscode.commands.executeCommand('setContext', contextKeys.hasPractised, practised);
  };
  announcePractice();

  const changed = new vscode.EventEmitter<readonly string[]>();
  const listener = progress.onDidChange((ids) => {
    for (const id of ids) rollup.set(id, progress.isDone(id));
    announcePractice();
    changed.fire(ids);
  });
  return {
    packs,
    catalog,
    rollup,
    onDidChangeProgress: changed.event,
    isDone: (id) => progress.isDone(id),
    async setDone(ids, done) {
      try {
        return await progress.set(ids, done);
      } catch (error) {
        log.error(error, 'Saving progress');
        throw new ExpectedError(
          vscode.l10n.t('Not saved: {0}. Free some space or check the permissions, then tick again.', messageOf(error)),
          {
            label: vscode.l10n.t('Show Log'),
            command: commandIds.showLog,
          },
        );
      }
    },
    dispose() {
      vscode.Disposable.from(listener, progress, changed).dispose();
    },
  };
}
