import { EventEmitter, type Disposable, type Event } from 'vscode';
import { Clock, decodeJournal, encodeFact, mergeInto, type Fact } from '../core/progress';
import type { Log } from '../platform/log';
import type { Journals } from './journal';

/** The one place that knows and writes what the learner has practised. Views ask it and listen; none keeps a copy. */
export class ProgressStore implements Disposable {
  private readonly document = new Map<string, Fact>();
  private readonly clock: Clock;
  private readonly changed = new EventEmitter<readonly string[]>();
  /** Facts that wait for the write in progress; they then go out together. */
  private waiting: { facts: Fact[]; written: Promise<void> } | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** Where items are heading while their facts are being written, so that a quick second click is not taken for a repeat. */
  private readonly intended = new Map<string, { readonly fact: Fact; readonly written: Promise<void> }>();

  /** Fires with the item ids whose state changed, after they are safely stored. */
  readonly onDidChange: Event<readonly string[]> = this.changed.event;

  constructor(
    private readonly journals: Journals,
    private readonly writer: string,
    private readonly log: Pick<Log, 'warn'>,
    now: () => number = Date.now,
  ) {
    this.clock = new Clock(now);
  }

  /** Reads all journals and merges them in; announces what is new. */
  async load(): Promise<void> {
    const facts: Fact[] = [];
    for (const { name, text } of await this.journals.readAll()) {
      const journal = decodeJournal(text);
      facts.push(...journal.facts);
      for (const line of journal.damaged)
        this.log.warn(`Progress file ${name}, line ${line}: not readable, left as it is. The other lines count.`);
    }
    this.accept(facts);
  }

  isDone(itemId: string): boolean {
    return this.document.get(itemId)?.done ?? false;
  }

  doneItems(): string[] {
    return [...this.document.values()].filter((fact) => fact.done).map((fact) => fact.id);
  }

  /**
   * Stores that the items are practised, or not. Resolves, when that is safely on disk, with the ids that changed.
   * Rejects when it could not be stored; then nothing has changed.
   */
  async set(itemIds: readonly string[], done: boolean): Promise<readonly string[]> {
    const asked = [...new Set(itemIds)];
    const ids = asked.filter((id) => (this.intended.get(id)?.fact.done ?? this.isDone(id)) !== done);
    const chosen = new Set(ids);
    // The same act may still be on its way to the disk: "stored" is said only when it is.
    const underway = asked.flatMap((id) => (chosen.has(id) ? [] : (this.intended.get(id)?.written ?? [])));
    if (ids.length === 0) {
      await Promise.all(underway);
      return [];
    }
    const facts = ids.map((id): Fact => {
      const known = this.intended.get(id)?.fact ?? this.document.get(id);
      return { id, done, at: this.clock.next(known?.at), by: this.writer };
    });
    const written = this.write(facts);
    for (const fact of facts) this.intended.set(fact.id, { fact, written });
    try {
      await written;
    } finally {
      for (const fact of facts) if (this.intended.get(fact.id)?.fact === fact) this.intended.delete(fact.id);
    }
    const changed = this.accept(facts);
    await Promise.all(underway);
    return changed;
  }

  private write(facts: readonly Fact[]): Promise<void> {
    if (this.waiting) {
      this.waiting.facts.push(...facts);
      return this.waiting.written;
    }
    const batch: Fact[] = [...facts];
    const written = this.writing.then(() => {
      this.waiting = undefined;
      return this.journals.append(batch.map((fact) => `${encodeFact(fact)}\n`).join(''));
    });
    this.waiting = { facts: batch, written };
    // The next batch goes out whether or not this one could be stored.
    this.writing = written.catch(() => undefined);
    return written;
  }

  private accept(facts: readonly Fact[]): readonly string[] {
    for (const fact of facts) this.clock.observe(fact.at);
    const changed = mergeInto(this.document, facts);
    if (changed.length > 0) this.changed.fire(changed);
    return changed;
  }

  dispose(): void {
    this.changed.dispose();
    this.journals.dispose();
  }
}
