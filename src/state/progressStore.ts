import { EventEmitter, type Disposable, type Event } from 'vscode';
import {
  broughtBack,
  Clock,
  decodeJournal,
  doneItems,
  emptyProgress,
  encodeFact,
  isDone,
  mergeInto,
  mustOutrank,
  newest,
  seenNow,
  factsOf,
  isLater,
  isReviewed,
  isSameStamp,
  isVerified,
  momentOf,
  knows,
  newestStamp,
  reviewedCards,
  reviewsOf,
  zonesOf,
  practisedAt,
  type Fact,
  type Grade,
  type Review,
  type ReviewFact,
  type Stamp,
  type TickFact,
  type UnreviewFact,
  type UntickFact,
  verifiedBy,
  verifiedItems,
  type VerifyFact,
} from '../core/progress';
import type { Log } from '../platform/log';
import type { Journals } from './journal';
import type { GivenReview } from './reviews';

/** What the learner does, or a lab sees. */
type ActFact = TickFact | UntickFact | VerifyFact | ReviewFact | UnreviewFact;

/** An act that could not be stored, and why. */
interface Unsaved {
  readonly fact: ActFact;
  readonly reason: string;
}

/** Tries to store what could not be stored are at most this far apart. Milliseconds. */
const longestRetry = 60_000;

/** The one place that knows and writes what the learner has practised. Views ask it and listen; none keeps a copy. */
export class ProgressStore implements Disposable {
  private readonly document = emptyProgress();
  private readonly clock: Clock;
  private readonly changed = new EventEmitter<readonly string[]>();
  /** Facts that wait for the write in progress; they then go out together. */
  private waiting: { facts: Fact[]; written: Promise<void> } | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** Where items are heading while their facts are being written, so that a quick second click is not taken for a repeat. */
  private readonly intended = new Map<
    string,
    { readonly fact: TickFact | UntickFact; readonly written: Promise<void> }
  >();
  /** Acts that could not be stored, by what they are about. They may be on the disk all the same, so the next act is written in any case. */
  private readonly unsaved = new Map<string, Unsaved>();
  private readonly unsavedChanged = new EventEmitter<readonly string[]>();
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private retryDelay: number;
  /** The zone that is being written. */
  private zoneUnderway: string | undefined;
  /** Reviews of this window by card and stamp, oldest first: some may not be stored yet. */
  private readonly given = new Map<string, GivenReview>();
  /** The last reset from here, which may still be on its way. */
  private cleared: Stamp | undefined;
  /** The reading in progress, and whether another must follow it. */
  private reading: Promise<void> | undefined;
  private readAgain = false;
  /** Files that could not be read the last time, with the reason. */
  readonly unreadable = new Map<string, string>();
  private watcher: { dispose(): void } | undefined;

  /** Fires with the item ids whose state changed, after they are safely stored; also for what other windows have stored. */
  readonly onDidChange: Event<readonly string[]> = this.changed.event;
  /** Fires with the item ids that could not be stored, and again when they are. */
  readonly onDidChangeUnsaved: Event<readonly string[]> = this.unsavedChanged.event;

  constructor(
    private readonly journals: Journals,
    private readonly writer: string,
    private readonly log: Pick<Log, 'warn'>,
    now: () => number = Date.now,
    private readonly firstRetry = 2000,
    /** The time zone of the learner; undefined where days do not matter. */
    private readonly zone: () => string | undefined = () => undefined,
  ) {
    this.clock = new Clock(now);
    this.retryDelay = firstRetry;
  }

  /** Reads all journals and merges them in; announces what is new. */
  async load(): Promise<void> {
    await this.readNew('first');
  }

  /** Follows other windows from here on. */
  follow(): void {
    this.watcher ??= this.journals.watch(() => this.rescan());
  }

  /** Takes over what other windows have written, if they have. One reading at a time; failures are logged and tried again. */
  rescan(): void {
    if (this.reading) {
      this.readAgain = true;
      return;
    }
    this.reading = this.readNew()
      .catch((error: unknown) => this.log.warn(`Progress could not be read: ${String(error)}`))
      .finally(() => {
        this.reading = undefined;
        if (!this.readAgain) return;
        this.readAgain = false;
        this.rescan();
      });
  }

  private async readNew(first?: 'first'): Promise<void> {
    const facts: Fact[] = [];
    for (const { name, firstLine, text, unreadable } of await this.journals.readNew()) {
      if (unreadable === undefined) this.unreadable.delete(name);
      else if (this.unreadable.get(name) !== unreadable) {
        this.unreadable.set(name, unreadable);
        this.log.warn(`Progress file ${name} cannot be read: ${unreadable}. The others count; it is tried again.`);
      }
      const journal = decodeJournal(text);
      facts.push(...journal.facts);
      const last = text.split('\n').length;
      for (const line of journal.damaged) {
        // Another window may be at work on a line that does not end yet.
        if (!first && line === last) continue;
        this.log.warn(
          `Progress file ${name}, line ${firstLine + line - 1}: not readable, left as it is. The other lines count.`,
        );
      }
    }
    this.accept(facts);
  }

  isDone(itemId: string): boolean {
    return isDone(this.document, itemId);
  }

  doneItems(): string[] {
    return doneItems(this.document);
  }

  /** When the item was practised, in milliseconds since 1970; undefined when it is not. */
  practisedAt(itemId: string): number | undefined {
    return practisedAt(this.document, itemId);
  }

  isVerified(itemId: string): boolean {
    return isVerified(this.document, itemId);
  }

  /** The labs that have seen the item done; see {@link verifiedBy}. */
  verifiedBy(itemId: string): ReadonlyMap<string, number> {
    return verifiedBy(this.document, itemId);
  }

  verifiedItems(): string[] {
    return verifiedItems(this.document);
  }

  /**
   * Stores that a lab has seen the items done. Resolves, when that is safely on disk, with the ids that were not verified by it before.
   * Rejects when it could not be stored; then nothing has changed.
   */
  async verify(itemIds: readonly string[], lab: string): Promise<readonly string[]> {
    const ids = [...new Set(itemIds)].filter((id) => !this.verifiedBy(id).has(lab));
    if (ids.length === 0) return [];
    const facts = ids.map((id): VerifyFact => {
      const at = this.clock.next(newest(mustOutrank(this.document, id, this.writer), this.cleared));
      return { kind: 'verify', id, lab, at, by: this.writer };
    });
    await this.store(facts);
    this.accept(facts);
    return ids.filter((id) => this.verifiedBy(id).has(lab));
  }

  /** What the learner has done with the item and what could not be stored yet; undefined when all is. */
  notSaved(itemId: string): { readonly done: boolean; readonly reason: string } | undefined {
    const found = this.unsaved.get(itemId);
    return found && { done: found.fact.kind === 'tick', reason: found.reason };
  }

  /** Ids of the items whose last tick or untick could not be stored yet. */
  unsavedItems(): string[] {
    return [...this.unsaved].flatMap(([key, { fact }]) => (isTickAct(fact) ? key : []));
  }

  /** The reviews of a card that count, oldest first. */
  reviewsOf(cardId: string): readonly Review[] {
    return reviewsOf(this.document, cardId);
  }

  reviewedCards(): string[] {
    return reviewedCards(this.document);
  }

  /** Answers to a card that could not be stored yet, oldest first, each with the reason. They do not count until they are. */
  unsavedReviews(cardId: string): readonly (Review & { readonly reason: string })[] {
    return [...this.unsaved.values()].flatMap(({ fact, reason }) =>
      fact.kind === 'review' && fact.id === cardId ? { at: fact.at, grade: fact.grade, reason } : [],
    );
  }

  /** The newest review of this window that counts, or could not be stored yet; not one that was taken back or cleared, wherever that was. */
  lastGiven(): GivenReview | undefined {
    return [...this.given.values()].findLast(({ card, at }) =>
      [...this.reviewsOf(card), ...this.unsavedReviews(card)].some((review) => isSameStamp(review.at, at)),
    );
  }

  /** Where the learner has lived since when, oldest first. */
  zones(): readonly { readonly at: number; readonly zone: string }[] {
    return zonesOf(this.document);
  }

  /** Stores that the learner has answered a card. Resolves when that is safely on disk; rejects when it could not be stored yet. */
  async review(cardId: string, grade: Grade): Promise<Review> {
    const fact: ReviewFact = { kind: 'review', id: cardId, grade, at: this.reviewStamp(cardId), by: this.writer };
    await this.store([fact]);
    this.accept([fact]);
    return fact;
  }

  /** Takes a review back. Resolves when that is safely on disk; rejects when it could not be stored yet. */
  async withdraw(cardId: string, of: Stamp): Promise<void> {
    const fact: UnreviewFact = {
      kind: 'unreview',
      id: cardId,
      of,
      at: this.clock.next(this.outranked()),
      by: this.writer,
    };
    await this.store([fact]);
    this.accept([fact]);
    // A review that could not be stored yet need not be any more; should it be on the disk all the same, it is taken back there.
    const unsaved = [...this.unsaved].filter(
      ([, { fact: act }]) => act.kind === 'review' && act.id === cardId && isSameStamp(act.at, of),
    );
    for (const [key] of unsaved) this.unsaved.delete(key);
    if (unsaved.length > 0) this.unsavedChanged.fire([cardId]);
  }

  /**
   * The answers of an export that are not known here, to be stored with {@link absorb}; also those that a reset has cleared. One that was
   * taken back stays so.
   */
  unknownReviews(cardId: string, answers: readonly (readonly [moment: number, grade: Grade])[]): readonly ReviewFact[] {
    const known = new Set(this.reviewsOf(cardId).map(momentOf));
    return answers.flatMap(([moment, grade]): ReviewFact[] => {
      const at = broughtBack(moment, this.outranked());
      if (known.has(moment) || isReviewed(this.document, cardId, at)) return [];
      return [{ kind: 'review', id: cardId, grade, at, by: this.writer }];
    });
  }

  /** A review is told from others of its card by its stamp alone. Where that follows from a reset dated far ahead, it is no clock's. */
  private reviewStamp(cardId: string): Stamp {
    let at = this.clock.next(this.outranked());
    const key = (): string => `${cardId} ${at.join('.')}`;
    while (isReviewed(this.document, cardId, at) || this.given.has(key())) at = this.clock.next(at);
    this.given.set(key(), { card: cardId, at });
    return at;
  }

  /** What a review made now must outrank to count. */
  private outranked(): Stamp | undefined {
    return newest(this.document.reset, this.cleared);
  }

  /** Acts, after the fact that the learner has moved to another time zone, if so. */
  private withZone(facts: readonly ActFact[]): Fact[] {
    const zone = this.zone();
    const [first] = facts;
    if (zone === undefined || !first || zone === this.zones().at(-1)?.zone || zone === this.zoneUnderway)
      return [...facts];
    this.zoneUnderway = zone;
    return [{ kind: 'zone', zone, at: first.at, by: this.writer }, ...facts];
  }

  /** Tries again at once to store what could not be stored. Resolves when that has been tried; failures are logged. */
  async retry(): Promise<void> {
    clearTimeout(this.retryTimer);
    this.retryTimer = undefined;
    const facts = [...this.unsaved.values()].map(({ fact }) => fact);
    if (facts.length === 0) return;
    try {
      await this.write(facts);
      this.retryDelay = this.firstRetry;
      this.accept(facts);
    } catch (error) {
      this.log.warn(`Progress still cannot be saved: ${String(error)}. It is tried again in a while.`);
      this.retryDelay = Math.min(this.retryDelay * 2, longestRetry);
      this.retryLater();
    }
  }

  private retryLater(): void {
    if (this.unsaved.size > 0) this.retryTimer ??= setTimeout(() => void this.retry(), this.retryDelay);
  }

  /** Writes acts of the learner; those that cannot be stored are kept, to be tried again. */
  private async store(facts: readonly ActFact[]): Promise<void> {
    const all = this.withZone(facts);
    const [moved] = all;
    try {
      await this.write(all);
      if (moved?.kind === 'zone') mergeInto(this.document, [moved]);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      for (const fact of facts) this.unsaved.set(aboutWhat(fact), { fact, reason });
      this.unsavedChanged.fire(facts.map(({ id }) => id));
      this.retryLater();
      throw error;
    } finally {
      // Known from here on, or to be written with the next act. Another move may be on its way behind this one.
      if (moved?.kind === 'zone' && this.zoneUnderway === moved.zone) this.zoneUnderway = undefined;
    }
    // What could not be stored before is overtaken by what now is.
    const overtaken = facts.filter((fact) => this.unsaved.delete(aboutWhat(fact)));
    if (overtaken.length > 0) this.unsavedChanged.fire(overtaken.map(({ id }) => id));
    // The disk works again.
    if (this.unsaved.size > 0) void this.retry();
  }

  /** Every act on an item that any journal holds, oldest first. */
  async history(itemId: string): Promise<readonly Fact[]> {
    const parts = await this.journals.readAll();
    const acts = parts
      .flatMap(({ text }) => decodeJournal(text).facts)
      .filter((fact) => fact.kind === 'reset' || ('id' in fact && fact.id === itemId));
    // The same act may stand in a journal and in the snapshot.
    const distinct = new Map(acts.map((fact) => [encodeFact(fact), fact]));
    return [...distinct.values()].sort((a, b) => (isLater(a.at, b.at) ? 1 : -1));
  }

  /** Clears everything that has been practised, here and wherever it may return from. Resolves with the ids that changed. */
  async reset(): Promise<readonly string[]> {
    // What is being written is to be cleared too, and what could not be.
    const pending = [...this.intended.values(), ...this.unsaved.values()].map(({ fact }) => fact.at);
    await this.writing;
    const outrank = pending.reduce<Stamp | undefined>(newest, newestStamp(this.document));
    const fact: Fact = { kind: 'reset', at: this.clock.next(outrank), by: this.writer };
    this.cleared = fact.at;
    await this.write([fact]);
    // What could not be stored is cleared with the rest.
    const unsaved = this.unsavedItems();
    this.unsaved.clear();
    if (unsaved.length > 0) this.unsavedChanged.fire(unsaved);
    return this.accept([fact]);
  }

  /** The whole document as facts, for transport; with it what could not be stored here, which may thus find another way. */
  facts(): readonly Fact[] {
    return [...factsOf(this.document), ...[...this.unsaved.values()].map(({ fact }) => fact)];
  }

  /** Takes over facts from elsewhere; resolves, when what is new is on disk, with the ids that changed. */
  async absorb(facts: readonly Fact[]): Promise<readonly string[]> {
    const news = facts.filter((fact) => !knows(this.document, fact));
    if (news.length === 0) return [];
    await this.write(news);
    return this.accept(news);
  }

  /**
   * Stores that the items are practised, or not. Resolves, when that is safely on disk, with the ids that changed.
   * Rejects when it could not be stored; then nothing has changed.
   */
  async set(itemIds: readonly string[], done: boolean): Promise<readonly string[]> {
    const asked = [...new Set(itemIds)];
    const heading = (id: string): boolean | undefined => {
      const fact = this.intended.get(id)?.fact;
      if (fact) return fact.kind === 'tick';
      return this.unsaved.has(id) ? undefined : this.isDone(id);
    };
    const ids = asked.filter((id) => heading(id) !== done);
    const chosen = new Set(ids);
    // The same act may still be on its way to the disk: "stored" is said only when it is.
    const underway = asked.flatMap((id) => (chosen.has(id) ? [] : (this.intended.get(id)?.written ?? [])));
    if (ids.length === 0) {
      await Promise.all(underway);
      return [];
    }
    const facts = ids.map((id) => this.act(id, done));
    const written = this.store(facts);
    for (const fact of facts) this.intended.set(fact.id, { fact, written });
    try {
      await written;
    } finally {
      for (const fact of facts) if (this.intended.get(fact.id)?.fact === fact) this.intended.delete(fact.id);
    }
    this.accept(facts);
    await Promise.all(underway);
    // Asked of the document, not of this merge: a reading in between may have brought the same facts.
    return ids.filter((id) => this.isDone(id) === done);
  }

  private act(id: string, done: boolean): TickFact | UntickFact {
    const unsaved = this.unsaved.get(id)?.fact;
    const pending = this.intended.get(id)?.fact ?? (unsaved && isTickAct(unsaved) ? unsaved : undefined);
    const known = seenNow(this.document, id);
    // A tick that is still being written has been seen too: it is what the learner takes back.
    const mine = newest(known[this.writer], pending?.kind === 'tick' ? pending.at : pending?.seen?.[this.writer]);
    // All of them: a reset may have come in while the last act is still being written.
    // An untick is dated after every tick that it takes back: version 0.2 goes by dates alone.
    const taken = done ? [] : Object.values(known);
    const outrank = [pending?.at, mustOutrank(this.document, id, this.writer), this.cleared, ...taken].reduce(
      newest,
      mine,
    );
    const at = this.clock.next(outrank);
    if (done) return { kind: 'tick', id, at, by: this.writer };
    return { kind: 'untick', id, seen: { ...known, ...(mine ? { [this.writer]: mine } : {}) }, at, by: this.writer };
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
    // Stored after all: by another try, or on the way round through another file.
    const saved = [...this.unsaved].filter(([, { fact }]) => knows(this.document, fact));
    for (const [key] of saved) this.unsaved.delete(key);
    if (changed.length > 0) this.changed.fire(changed);
    if (saved.length > 0) this.unsavedChanged.fire(saved.map(([, { fact }]) => fact.id));
    return changed;
  }

  dispose(): void {
    clearTimeout(this.retryTimer);
    this.watcher?.dispose();
    this.changed.dispose();
    this.unsavedChanged.dispose();
    this.journals.dispose();
  }
}

/** Acts about the same thing overtake each other: ticks and unticks of an item, proofs of it by the same lab. No two reviews do. */
function aboutWhat(fact: ActFact): string {
  if (isTickAct(fact)) return fact.id;
  return fact.kind === 'verify' ? `${fact.lab} ${fact.id}` : `${fact.kind} ${fact.id} ${fact.at.join('.')}`;
}

function isTickAct(fact: ActFact): fact is TickFact | UntickFact {
  return fact.kind === 'tick' || fact.kind === 'untick';
}
