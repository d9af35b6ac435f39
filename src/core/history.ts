/** Where a reader has been, like a browser's history. Immutable. */
export interface History {
  readonly entries: readonly string[];
  readonly position: number;
}

/** Goes to a new entry: what lay ahead is forgotten, and at most `max` entries are kept. The same place again is no step. */
export function visit(history: History | undefined, entry: string, max: number): History {
  if (!history) return { entries: [entry], position: 0 };
  if (history.entries[history.position] === entry) return history;
  const entries = [...history.entries.slice(0, history.position + 1), entry].slice(-max);
  return { entries, position: entries.length - 1 };
}

/** Goes back (-1) or forward (1); the same history at its end. */
export function step(history: History, by: -1 | 1): History {
  const position = history.position + by;
  return position < 0 || position >= history.entries.length ? history : { ...history, position };
}

export function current(history: History): string {
  return history.entries[history.position]!;
}
