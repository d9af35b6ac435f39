/** Lines that a journal holds, or has gained. */
export interface JournalPart {
  readonly name: string;
  /** One-based number of the first line in {@link text}. */
  readonly firstLine: number;
  readonly text: string;
  /** Why the file could not be read now, though it is there; the text is then empty. */
  readonly unreadable?: string;
}

/** Where progress is kept: a folder of append-only journals, one writer per file, and a snapshot that holds older ones. */
export interface Journals {
  /**
   * What other windows and earlier sessions have written since the last call; at first everything. This writer's own lines are left out: what
   * is on its way to the disk must not be taken for stored. A missing folder is an empty one.
   */
  readNew(): Promise<readonly JournalPart[]>;
  /** Everything, this writer's own lines included, whatever has been read before. */
  readAll(): Promise<readonly JournalPart[]>;
  /** Appends lines to this writer's own journal; resolves when they are stored, rejects when they are not. */
  append(lines: string): Promise<void>;
  /** Calls the listener when another window may have written. It may be called for nothing. */
  watch(listener: () => void): { dispose(): void };
  /**
   * Joins old journals into the snapshot when there are many. Resolves with the names of files that held unreadable lines and were set
   * aside. Rejects without harm when it cannot be done now.
   */
  compact(): Promise<readonly string[]>;
  dispose(): void;
}

export const journalExtension = '.jsonl';

/** A journal that compaction has put aside but not yet taken over. It is read like any other. */
export const asideExtension = '.old';

/** Each snapshot has a name of its own: nothing is ever written over, so two compactions at a time do no harm. */
export const snapshotPrefix = 'snapshot-';

export function isJournal(name: string): boolean {
  return name.endsWith(journalExtension) || name.endsWith(journalExtension + asideExtension);
}

/** How often other windows' files are looked at, since watchers miss things. Milliseconds. */
export const pollInterval = 3000;
