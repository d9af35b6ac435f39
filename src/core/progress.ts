/**
 * What the learner did, as facts about item ids. A document is a last-writer-wins map of facts;
 * merging is commutative, associative and idempotent, so the order in which files are read never matters.
 */

/** Hybrid logical clock: milliseconds since 1970, then a counter for acts within the same millisecond. */
export type Stamp = readonly [milliseconds: number, counter: number];

export interface Fact {
  /** Full item id. */
  readonly id: string;
  readonly done: boolean;
  readonly at: Stamp;
  /** Writer id; breaks ties, so that all readers agree. */
  readonly by: string;
}

export type ProgressDocument = ReadonlyMap<string, Fact>;

export const emptyProgress: ProgressDocument = new Map();

/** Clocks more than this ahead of ours are not followed, so that one bad clock cannot outrank every later act. Milliseconds. */
export const maxDrift = 24 * 60 * 60 * 1000;

/** Negative when `a` is older than `b`. A tick wins over an untick of the same moment: nothing practised is lost by chance. */
export function compareFacts(a: Fact, b: Fact): number {
  return (
    a.at[0] - b.at[0] ||
    a.at[1] - b.at[1] ||
    Number(a.done) - Number(b.done) ||
    (a.by < b.by ? -1 : a.by > b.by ? 1 : 0)
  );
}

/** The document with the facts merged in, and the ids whose `done` changed. The same document when nothing is new. */
export function merge(
  document: ProgressDocument,
  facts: Iterable<Fact>,
): { document: ProgressDocument; changed: string[] } {
  const list = [...facts];
  const news = list.some((fact) => {
    const known = document.get(fact.id);
    return !known || compareFacts(fact, known) > 0;
  });
  if (!news) return { document, changed: [] };
  const next = new Map(document);
  const changed = mergeInto(next, list);
  return { document: next, changed };
}

/** Merges facts into a document in place, and returns the ids whose `done` changed. Costs as much as there are facts, however large the document. */
export function mergeInto(document: Map<string, Fact>, facts: Iterable<Fact>): string[] {
  const before = new Map<string, boolean>();
  for (const fact of facts) {
    const known = document.get(fact.id);
    if (known && compareFacts(fact, known) <= 0) continue;
    if (!before.has(fact.id)) before.set(fact.id, known?.done ?? false);
    document.set(fact.id, fact);
  }
  return [...before].filter(([id, was]) => document.get(id)!.done !== was).map(([id]) => id);
}

/** A clock whose stamps always grow, also past stamps seen from other writers, within {@link maxDrift} of `now`. */
export class Clock {
  private last: Stamp = [0, 0];

  constructor(private readonly now: () => number) {}

  /** @param after the stamp of what this act changes: it must outrank that, even where a bad clock dated it far ahead. */
  next(after?: Stamp): Stamp {
    const time = this.now();
    this.last = time > this.last[0] ? [time, 0] : successor(this.last);
    return after && !isLater(this.last, after) ? successor(after) : this.last;
  }

  /** Takes note of another writer's stamp. */
  observe(at: Stamp): void {
    if (at[0] > this.now() + maxDrift) return;
    if (isLater(at, this.last)) this.last = at;
  }
}

function isLater(a: Stamp, b: Stamp): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
}

/** The next stamp that can be written and read again: a counter at its end moves on to the next millisecond. */
function successor([milliseconds, counter]: Stamp): Stamp {
  return counter < Number.MAX_SAFE_INTEGER ? [milliseconds, counter + 1] : [milliseconds + 1, 0];
}

/** One line of a journal, without its line end. */
export function encodeFact(fact: Fact): string {
  return JSON.stringify({ v: 1, id: fact.id, done: fact.done, at: fact.at, by: fact.by });
}

export interface DecodedJournal {
  readonly facts: readonly Fact[];
  /** One-based numbers of the lines that are not facts. A last line without a line end may be half written. */
  readonly damaged: readonly number[];
}

/** Reads a journal. Every intact line counts, whatever stands around it. Never throws. */
export function decodeJournal(text: string): DecodedJournal {
  const facts: Fact[] = [];
  const damaged: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const fact = decodeFact(line);
    if (fact === 'unknown-kind') continue;
    if (fact) facts.push(fact);
    else damaged.push(index + 1);
  }
  return { facts, damaged };
}

function decodeFact(line: string): Fact | 'unknown-kind' | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { v, id, done, at, by } = value as Record<string, unknown>;
  // A later version may write other kinds of facts; they are left alone in the file.
  if (typeof v === 'number' && v !== 1) return 'unknown-kind';
  if (typeof id !== 'string' || typeof done !== 'boolean' || typeof by !== 'string') return undefined;
  if (!Array.isArray(at) || at.length !== 2 || !at.every((part) => Number.isSafeInteger(part) && part >= 0))
    return undefined;
  return { id, done, at: [at[0] as number, at[1] as number], by };
}
