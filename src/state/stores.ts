import * as vscode from 'vscode';
import { commandIds, contextKeys } from '../ids';
import type { Catalog } from '../core/catalog';
import { localZone } from '../core/days';
import { isCardId } from '../core/model';
import type { Fact } from '../core/progress';
import { createRollup, type Rollup } from '../core/rollup';
import { ExpectedError, messageOf } from '../platform/errors';
import { lazy } from '../platform/lazy';
import type { Log } from '../platform/log';
import { ItemProgress } from './itemProgress';
import { openJournals } from './journal.node';
import { PackLoader } from './packLoader';
import { keepPortableFile } from './portable';
import { ProgressStore } from './progressStore';
import type { ReviewDeck } from './reviewDeck';
import type { Reviews } from './reviews';
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
  /** True when the item is practised, under its id of today or a former one. Of an old id: when all that it has become is. */
  isDone(itemId: string): boolean;
  /** When a lab last saw the item done, in milliseconds since 1970; undefined when none has. */
  verifiedAt(itemId: string): number | undefined;
  /** Stores that a lab has seen the items done; see {@link ProgressStore.verify}. */
  verify(itemIds: readonly string[], lab: string): Promise<readonly string[]>;
  /** Everything practised under its id of today, also what the curriculum no longer has; moments in milliseconds since 1970. */
  practised(): ReadonlyMap<string, number>;
  /** All that labs have verified; see {@link ItemProgress.verified}. */
  verified(): ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Practised items that the curriculum no longer has, sorted. */
  retired(): readonly string[];
  /** See {@link ProgressStore.notSaved}; the reason is in the reader's words. */
  notSaved(itemId: string): { readonly done: boolean; readonly reason: string } | undefined;
  /** How many ticks and unticks could not be stored yet. */
  readonly unsavedCount: number;
  /** Fires with the items whose tick could not be stored, and again when it is. */
  readonly onDidChangeUnsaved: vscode.Event<readonly string[]>;
  /** See {@link ProgressStore.retry}. */
  retry(): Promise<void>;
  /** See {@link ProgressStore.history}; acts under former ids are among them. */
  history(itemId: string): Promise<readonly Fact[]>;
  /** Clears all progress; see {@link ProgressStore.reset}. */
  reset(): Promise<readonly string[]>;
  /** The last change made in this window, to be taken back; undefined when there is none. */
  readonly lastChange: LastChange | undefined;
  /** Stores ticks; see {@link ProgressStore.set}. Rejects with an {@link ExpectedError} when they could not be saved yet. */
  setDone(itemIds: readonly string[], done: boolean): Promise<readonly string[]>;
  readonly reviews: Reviews;
  /** The cards and when they are due; loaded when it is first asked for. */
  readonly deck: () => Promise<ReviewDeck>;
  /** Where the learner has lived since when (milliseconds since 1970), oldest first: what was done belongs to the day that it was there. */
  zones(): readonly { readonly at: number; readonly zone: string }[];
  dispose(): void;
}

export async function createStores(context: vscode.ExtensionContext, log: Log): Promise<Stores> {
  const packs = new PackLoader(vscode.Uri.joinPath(context.extensionUri, 'dist', 'pack'));
  const writer = globalThis.crypto.randomUUID();
  const journals = openJournals(vscode.Uri.joinPath(context.globalStorageUri, 'progress'), writer);
  const progress = new ProgressStore(journals, writer, log, Date.now, undefined, localZone);
  let unreadable: string | undefined;
  const loaded = progress.load().then(
    () => (unreadable = [...progress.unreadable.values()][0]),
    (error: unknown) => {
      log.error(error, 'Reading progress');
      unreadable = messageOf(error);
    },
  );
  const [catalog] = await Promise.all([packs.catalog(), loaded]);
  // The curriculum shows all the same, and what can be read later is then taken over.
  if (unreadable !== undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Some of your progress cannot be read now: {0}. Nothing of it is lost or changed; it is tried again every few seconds.',
        whyNot(unreadable),
      ),
    );
  }
  const items = new ItemProgress(catalog, progress);
  const rollup = createRollup(catalog, items.done());

  let lastChange: LastChange | undefined;
  /** Tells the reader what to do when it could not be stored. */
  const saving = async <T>(store: () => Promise<T>): Promise<T> => {
    try {
      return await store();
    } catch (error) {
      log.error(error, 'Saving progress');
      throw new ExpectedError(
        vscode.l10n.t('Not saved yet: {0}. It is tried again until it is saved.', whyNot(messageOf(error))),
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
  const reviewed = new vscode.EventEmitter<readonly string[]>();
  const listener = progress.onDidChange((all) => {
    const cards = all.filter(isCardId);
    if (cards.length > 0) reviewed.fire(cards);
    if (cards.length === all.length) return;
    const today = items.today(all.filter((id) => !isCardId(id)));
    for (const id of today) rollup.set(id, items.isDone(id));
    announcePractice();
    changed.fire(today);
  });
  const reviews: Reviews = {
    of: (id) => items.reviews(id),
    all: () => items.allReviews(catalog.skills.flatMap(({ cards }) => cards.map(({ id }) => id))),
    unknown: (answers) => [...answers].flatMap(([id, list]) => progress.unknownReviews(id, list)),
    bring: async (answers) => void (await saving(() => progress.absorb(answers))),
    add: (id, grade) => saving(() => progress.review(id, grade)),
    withdraw: (id, of) => saving(() => items.withdraw(id, of)),
    lastGiven: () => progress.lastGiven(),
    notSaved: (id) => items.unsavedReviews(id).map((review) => ({ ...review, reason: whyNot(review.reason) })),
    onDidChange: reviewed.event,
  };
  let deckMade: ReviewDeck | undefined;
  const deck = lazy(async () => {
    const { ReviewDeck } = await import('./reviewDeck');
    return (deckMade = new ReviewDeck({ catalog, rollup, reviews, zones: () => progress.zones() }));
  });
  progress.follow();
  const mirror = new SyncMirror(context.globalState, progress, log);
  let missing = 0;
  const unsavedChanged = new vscode.EventEmitter<readonly string[]>();
  const unsaved = progress.onDidChangeUnsaved((ids) => {
    mirror.sendSoon();
    const ticked = ids.filter((id) => !isCardId(id));
    if (ticked.length > 0) unsavedChanged.fire(ticked);
    const now = progress.unsavedItems().length;
    if (now === 0 && missing > 0) void vscode.window.showInformationMessage(vscode.l10n.t('All ticks are saved now.'));
    missing = now;
  });
  void mirror.receive().then(() => mirror.follow());
  const portable = keepPortableFile(context.globalState, progress, log);
  const focus = vscode.window.onDidChangeWindowState(({ focused }) => {
    if (!focused) return;
    progress.rescan();
    void progress.retry();
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
    isDone: (id) => items.isDone(id),
    verifiedAt: (id) => items.verifiedAt(id),
    verify: (ids, lab) => saving(() => progress.verify(items.today(ids), lab)),
    practised: () => items.practised(),
    verified: () => items.verified(),
    retired: () => items.retired(),
    notSaved: (id) => {
      const found = progress.notSaved(id);
      return found && { done: found.done, reason: whyNot(found.reason) };
    },
    get unsavedCount() {
      return progress.unsavedItems().length;
    },
    onDidChangeUnsaved: unsavedChanged.event,
    retry: () => progress.retry(),
    history: (id) => items.history(id),
    reset: () => saving(() => progress.reset()),
    get lastChange() {
      return lastChange;
    },
    async setDone(ids, done) {
      const set = await saving(() => items.set(ids, done));
      if (set.length > 0) lastChange = { ids: set, done };
      return set;
    },
    reviews,
    deck,
    zones: () => progress.zones(),
    dispose() {
      deckMade?.dispose();
      vscode.Disposable.from(
        focus,
        mirror,
        portable,
        listener,
        unsaved,
        progress,
        changed,
        reviewed,
        unsavedChanged,
      ).dispose();
    },
  };
}

/** What keeps a file from being written, and what to do, from the system's message; as it is where we have no better words. */
function whyNot(message: string): string {
  switch (/^E[A-Z]+\b/.exec(message)?.[0] ?? '') {
    case 'ENOSPC':
    case 'EDQUOT':
      return vscode.l10n.t('the disk is full; free some space');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return vscode.l10n.t('the folder of the extension cannot be written to; check its permissions');
    case 'EBUSY':
      return vscode.l10n.t('another program holds the file');
    case 'EIO':
      return vscode.l10n.t('the disk reports a fault');
    default:
      return message;
  }
}
