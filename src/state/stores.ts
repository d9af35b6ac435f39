import * as vscode from 'vscode';
import { commandIds, contextKeys } from '../ids';
import type { Catalog } from '../core/catalog';
import type { Fact } from '../core/progress';
import { createRollup, type Rollup } from '../core/rollup';
import { ExpectedError, messageOf } from '../platform/errors';
import type { Log } from '../platform/log';
import { openJournals } from './journal.node';
import { PackLoader } from './packLoader';
import { ProgressStore } from './progressStore';
import { SyncMirror } from './syncMirror';

/** Items that were set together, and to what. */
export interface LastChange {
  readonly ids: readonly string[];
  readonly done: boolean;
}

/** Catalog and progress, read and joined. Created on first use, once per window. */
export interface Stores {
  readonly packs: PackLoader;
  readonly catalog: Catalog;
  readonly rollup: Rollup;
  /** Fires after {@link rollup} has taken the change over. */
  readonly onDidChangeProgress: vscode.Event<readonly string[]>;
  isDone(itemId: string): boolean;
  /** Everything practised, also items that the curriculum no longer has, with the moment in milliseconds since 1970. */
  practised(): ReadonlyMap<string, number>;
  /** See {@link ProgressStore.history}. */
  history(itemId: string): Promise<readonly Fact[]>;
  /** Clears all progress; see {@link ProgressStore.reset}. */
  reset(): Promise<readonly string[]>;
  /** The last change made in this window, to be taken back; undefined when there is none. */
  readonly lastChange: LastChange | undefined;
  /** Stores ticks; see {@link ProgressStore.set}. Rejects with an {@link ExpectedError} when they could not be saved. */
  setDone(itemIds: readonly string[], done: boolean): Promise<readonly string[]>;
  dispose(): void;
}

export async function createStores(context: vscode.ExtensionContext, log: Log): Promise<Stores> {
  const packs = new PackLoader(vscode.Uri.joinPath(context.extensionUri, 'dist', 'pack'));
  const writer = globalThis.crypto.randomUUID();
  const journals = openJournals(vscode.Uri.joinPath(context.globalStorageUri, 'progress'), writer);
  const progress = new ProgressStore(journals, writer, log);
  const [catalog] = await Promise.all([packs.catalog(), progress.load()]);
  const rollup = createRollup(catalog, progress.doneItems());

  let lastChange: LastChange | undefined;
  /** Tells the reader what to do when it could not be stored. */
  const saving = async <T>(store: () => Promise<T>): Promise<T> => {
    try {
      return await store();
    } catch (error) {
      log.error(error, 'Saving progress');
      throw new ExpectedError(
        vscode.l10n.t('Not saved: {0}. Free some space or check the permissions, then tick again.', messageOf(error)),
        { label: vscode.l10n.t('Show Log'), command: commandIds.showLog },
      );
    }
  };

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
  progress.follow();
  const mirror = new SyncMirror(context.globalState, progress, log);
  void mirror.receive();
  const focus = vscode.window.onDidChangeWindowState(({ focused }) => {
    if (!focused) return;
    progress.rescan();
    void mirror.receive();
  });
  // Nobody waits for it, and it can always be done another time.
  journals.compact().then(
    (damaged) => {
      for (const name of damaged)
        log.warn(
          `Progress file ${name} held lines that cannot be read. It was set aside in the folder "damaged"; the rest counts.`,
        );
    },
    (error: unknown) => log.info(`Journals were not joined: ${messageOf(error)}`),
  );
  return {
    packs,
    catalog,
    rollup,
    onDidChangeProgress: changed.event,
    isDone: (id) => progress.isDone(id),
    practised: () => new Map(progress.doneItems().map((id) => [id, progress.practisedAt(id) ?? 0])),
    history: (id) => progress.history(id),
    reset: () => saving(() => progress.reset()),
    get lastChange() {
      return lastChange;
    },
    async setDone(ids, done) {
      const set = await saving(() => progress.set(ids, done));
      if (set.length > 0) lastChange = { ids: set, done };
      return set;
    },
    dispose() {
      vscode.Disposable.from(focus, mirror, listener, progress, changed).dispose();
    },
  };
}
