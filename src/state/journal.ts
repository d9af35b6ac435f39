/** Where progress is kept: a folder of append-only journals, one writer per file. */
export interface Journals {
  /** All journals, also those of other windows and earlier sessions. A missing folder is an empty one. */
  readAll(): Promise<readonly { readonly name: string; readonly text: string }[]>;
  /** Appends lines to this writer's own journal; resolves when they are stored, rejects when they are not. */
  append(lines: string): Promise<void>;
  dispose(): void;
}

export const journalExtension = '.jsonl';
