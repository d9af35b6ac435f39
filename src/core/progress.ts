/**
 * What the learner did, as facts about item ids. A document is a join of facts: merging is commutative, associative and idempotent, so
 * neither the order in which files are read nor a fact read twice matters.
 *
 * An item is practised while it has a tick that no untick has seen and no reset outranks (an observed-remove set, see Shapiro et al.,
 * "A comprehensive study of Convergent and Commutative Replicated Data Types", 2011, section 3.3.5): a tick wins over an untick that did not
 * know of it, whatever the clocks say.
 */
import crc32 from 'crc-32';
import { isRecord } from './guards';

/** Hybrid logical clock: milliseconds since 1970, then a counter for acts within the same millisecond. */
export type Stamp = readonly [milliseconds: number, counter: number];

/** The newest tick of each writer that an untick knew of. */
export type Seen = Readonly<Record<string, Stamp>>;

interface Act {
  readonly at: Stamp;
  /** Writer id. */
  readonly by: string;
}
export interface TickFact extends Act {
  readonly kind: 'tick';
  /** Full item id. */
  readonly id: string;
}
export interface UntickFact extends Act {
  readonly kind: 'untick';
  readonly id: string;
  /** Undefined in files of version 0.2 and before: such an untick holds against all earlier ticks. */
  readonly seen: Seen | undefined;
}
/** A lab has seen the item done. Apart from ticks: taking a tick back leaves it, and it ticks nothing. */
export interface VerifyFact extends Act {
  readonly kind: 'verify';
  readonly id: string;
  /** Id of the lab. */
  readonly lab: string;
}
/** How well an answer came, from "not at all" to "at once". */
export type Grade = 1 | 2 | 3 | 4;

/** The learner has answered a card. Every review counts, so that a schedule can be told from all of them, whatever machine they were made on. */
export interface ReviewFact extends Act {
  readonly kind: 'review';
  /** Full id of the question. */
  readonly id: string;
  readonly grade: Grade;
}
/** Takes a review back, whether it is known here yet or not. */
export interface UnreviewFact extends Act {
  readonly kind: 'unreview';
  readonly id: string;
  /** Stamp of the review. */
  readonly of: Stamp;
}
/** From here on the learner lives in this time zone: what was done at a moment belongs to the day that it was there. */
export interface ZoneFact extends Act {
  readonly kind: 'zone';
  /** IANA name, such as `Europe/Berlin`. */
  readonly zone: string;
}
/** Clears everything that was done before it, also what only returns later from another machine. */
export interface ResetFact extends Act {
  readonly kind: 'reset';
}
export type Fact = TickFact | UntickFact | VerifyFact | ReviewFact | UnreviewFact | ZoneFact | ResetFact;

interface ItemState {
  /** Newest tick of each writer. */
  readonly ticks: Map<string, Stamp>;
  /** Newest tick of each writer that an untick has seen. */
  readonly seen: Map<string, Stamp>;
  /** Newest untick that does not say what it saw. */
  blind: Stamp | undefined;
  /** Newest proof by each lab; undefined while there is none, which most items stay. */
  verified: Map<string, Stamp> | undefined;
}

interface CardState {
  /** By {@link keyOf} of their stamps: two reviews of a card are never made in the same millisecond. */
  readonly reviews: Map<string, { readonly at: Stamp; readonly grade: Grade }>;
  /** Reviews that were taken back, known here or not. */
  readonly withdrawn: Map<string, Stamp>;
}

export interface ProgressDocument {
  readonly items: Map<string, ItemState>;
  readonly cards: Map<string, CardState>;
  /** By {@link keyOf} of their stamps. */
  readonly zones: Map<string, { readonly at: Stamp; readonly zone: string }>;
  reset: Stamp | undefined;
}

export function emptyProgress(): ProgressDocument {
  return { items: new Map(), cards: new Map(), zones: new Map(), reset: undefined };
}

/** Clocks more than this ahead of ours are not followed, so that one bad clock cannot carry ours along. Milliseconds. */
export const maxDrift = 24 * 60 * 60 * 1000;

export function isDone(document: ProgressDocument, id: string): boolean {
  const item = document.items.get(id);
  return item !== undefined && [...item.ticks].some(([by, at]) => counts(at, by, item, document.reset));
}

/** The ticks that make the item practised: the newest of each writer, unless it was taken back or cleared. */
export function countingTicks(document: ProgressDocument, id: string): [by: string, at: Stamp][] {
  const item = document.items.get(id);
  return item ? [...item.ticks].filter(([by, at]) => counts(at, by, item, document.reset)) : [];
}

export function doneItems(document: ProgressDocument): string[] {
  return [...document.items.keys()].filter((id) => isDone(document, id));
}

/** Later moments are no clock's, and no day of theirs could be written as others are. Milliseconds since 1970. */
const latestMoment = Date.UTC(9998, 0);

/** A moment as it may be shown, however far ahead its stamp is: dates end at 8.64e15 milliseconds, whole numbers do not. */
export function datable(moment: number): number {
  return Math.min(moment, latestMoment);
}

/** When the item was practised: the moment of the first tick that counts, in milliseconds since 1970; undefined when it is not. */
export function practisedAt(document: ProgressDocument, id: string): number | undefined {
  const moments = countingTicks(document, id).map(([, at]) => at[0]);
  return moments.length === 0 ? undefined : datable(Math.min(...moments));
}

/** The labs that have seen the item done, with the moment of the newest proof in milliseconds since 1970. */
export function verifiedBy(document: ProgressDocument, id: string): ReadonlyMap<string, number> {
  const proofs = document.items.get(id)?.verified;
  return new Map(
    [...(proofs ?? [])].flatMap(([lab, at]) => (outlives(at, document.reset) ? [[lab, datable(at[0])] as const] : [])),
  );
}

/** Ids of all items that a lab has seen done. */
export function verifiedItems(document: ProgressDocument): string[] {
  return [...document.items.keys()].filter((id) => isVerified(document, id));
}

export function isVerified(document: ProgressDocument, id: string): boolean {
  const proofs = document.items.get(id)?.verified;
  return proofs !== undefined && [...proofs.values()].some((at) => outlives(at, document.reset));
}

/** One answer to a card. */
export interface Review {
  readonly at: Stamp;
  readonly grade: Grade;
}

/** Larger counters are moments; nothing was reviewed as early as that. Milliseconds since 1970. */
const earliestMoment = 100_000_000_000;

/** When the answer was given, in milliseconds since 1970. */
export function momentOf({ at }: Pick<Review, 'at'>): number {
  return datable(at[1] < earliestMoment ? at[0] : at[1]);
}

/**
 * The stamp of a review that comes back from an export: its moment. After a reset, which it must outrank to count, it is the reset's, with the
 * moment as its counter: wherever it is brought back it is the same review, and counts once.
 */
export function broughtBack(moment: number, reset: Stamp | undefined): Stamp {
  if (!reset || moment > reset[0]) return [moment, 0];
  const at: Stamp = [reset[0], moment];
  return isLater(at, reset) ? at : [reset[0] + 1, moment];
}

/** What {@link reviewsOf} has found, until the card changes or is cleared: it is asked for again and again. */
const counting = new WeakMap<CardState, readonly Review[]>();
const noReviews: readonly Review[] = [];

/** The reviews of a card that count, oldest first. The same list until they may have changed. */
export function reviewsOf(document: ProgressDocument, id: string): readonly Review[] {
  const card = document.cards.get(id);
  if (!card) return noReviews;
  let found = counting.get(card);
  if (!found) {
    const reviews: Review[] = [];
    for (const [key, review] of card.reviews)
      if (!card.withdrawn.has(key) && outlives(review.at, document.reset)) reviews.push(review);
    counting.set(card, (found = reviews.sort(olderFirst)));
  }
  return found;
}

/** Orders reviews by the moments at which they were given. */
export function olderFirst(a: Review, b: Review): number {
  return momentOf(a) - momentOf(b) || (isLater(a.at, b.at) ? 1 : -1);
}

/** True when a review of the card bears this stamp, also one that was taken back. */
export function isReviewed(document: ProgressDocument, id: string, at: Stamp): boolean {
  const card = document.cards.get(id);
  return card !== undefined && (card.reviews.has(keyOf(at)) || card.withdrawn.has(keyOf(at)));
}

/** Ids of all cards that have a review that counts. */
export function reviewedCards(document: ProgressDocument): string[] {
  return [...document.cards.keys()].filter((id) => reviewsOf(document, id).length > 0);
}

/** Where the learner has lived, oldest first. Not cleared by a reset: it is about the clock on the wall. */
export function zonesOf(document: ProgressDocument): { readonly at: number; readonly zone: string }[] {
  return [...document.zones.values()]
    .sort((a, b) => (isLater(a.at, b.at) ? 1 : -1))
    .map(({ at, zone }) => ({ at: at[0], zone }));
}

function keyOf([milliseconds, counter]: Stamp): string {
  return `${milliseconds}.${counter}`;
}

/** The newest stamp of all: what a reset must outrank to clear everything. */
export function newestStamp(document: ProgressDocument): Stamp | undefined {
  let found = document.reset;
  for (const { ticks, verified } of document.items.values()) {
    for (const at of ticks.values()) found = newest(found, at);
    for (const at of verified?.values() ?? []) found = newest(found, at);
  }
  for (const { reviews } of document.cards.values()) for (const { at } of reviews.values()) found = newest(found, at);
  return found;
}

/** The fewest facts from which the same document comes. */
export function factsOf(document: ProgressDocument): Fact[] {
  const facts: Fact[] = document.reset ? [{ kind: 'reset', at: document.reset, by: '' }] : [];
  for (const [id, { ticks, seen, blind, verified }] of document.items) {
    for (const [by, at] of ticks) facts.push({ kind: 'tick', id, at, by });
    for (const [lab, at] of verified ?? []) facts.push({ kind: 'verify', id, lab, at, by: '' });
    if (blind) facts.push({ kind: 'untick', id, at: blind, by: '', seen: undefined });
    if (seen.size === 0) continue;
    // Older versions compare stamps, so the untick is dated like the newest tick it saw.
    const at = [...seen.values()].reduce((a, b) => (isLater(b, a) ? b : a));
    facts.push({ kind: 'untick', id, at: successor(at), by: '', seen: Object.fromEntries(seen) });
  }
  for (const [id, { reviews, withdrawn }] of document.cards) {
    for (const { at, grade } of reviews.values()) facts.push({ kind: 'review', id, grade, at, by: '' });
    for (const of of withdrawn.values()) facts.push({ kind: 'unreview', id, of, at: of, by: '' });
  }
  for (const { at, zone } of document.zones.values()) facts.push({ kind: 'zone', zone, at, by: '' });
  return facts;
}

/** What an untick made now would have seen: the newest tick of each writer. */
export function seenNow(document: ProgressDocument, id: string): Seen {
  return Object.fromEntries(document.items.get(id)?.ticks ?? []);
}

/** The stamp that a tick made now by this writer must outrank to count; undefined when any will do. */
export function mustOutrank(document: ProgressDocument, id: string, by: string): Stamp | undefined {
  const item = document.items.get(id);
  return newest(document.reset, newest(item?.blind, item?.seen.get(by)));
}

function counts(at: Stamp, by: string, item: ItemState, reset: Stamp | undefined): boolean {
  const seen = item.seen.get(by);
  if (seen && !isLater(at, seen)) return false;
  // Of two acts at the same moment the tick wins: nothing practised is lost by chance.
  if (item.blind && isLater(item.blind, at)) return false;
  return outlives(at, reset);
}

function outlives(at: Stamp, reset: Stamp | undefined): boolean {
  return !reset || isLater(at, reset);
}

/** What can be seen of an item or a card from outside. */
function stateOf(document: ProgressDocument, id: string): string {
  const reviews = reviewsOf(document, id).map(({ at, grade }) => `${keyOf(at)} ${grade}`);
  return [isDone(document, id), isVerified(document, id), ...reviews].join();
}

/** Joins facts into the document in place, and returns the ids whose state changed. Costs as much as there are facts, but for a reset. */
export function mergeInto(document: ProgressDocument, facts: Iterable<Fact>): string[] {
  const before = new Map<string, string>();
  const touchCard = (id: string): CardState => {
    if (!before.has(id)) before.set(id, stateOf(document, id));
    let card = document.cards.get(id);
    if (!card) document.cards.set(id, (card = { reviews: new Map(), withdrawn: new Map() }));
    counting.delete(card);
    return card;
  };
  const touch = (id: string): ItemState => {
    if (!before.has(id)) before.set(id, stateOf(document, id));
    let item = document.items.get(id);
    if (!item)
      document.items.set(id, (item = { ticks: new Map(), seen: new Map(), blind: undefined, verified: undefined }));
    return item;
  };
  for (const fact of facts) {
    if (fact.kind === 'reset') {
      if (document.reset && !isLater(fact.at, document.reset)) continue;
      for (const id of document.items.keys()) touch(id);
      for (const id of document.cards.keys()) touchCard(id);
      document.reset = fact.at;
    } else if (fact.kind === 'review') {
      const { reviews } = touchCard(fact.id);
      const known = reviews.get(keyOf(fact.at));
      // Of two with one stamp the worse counts: any rule will do that does not go by the order of reading.
      if (!known || fact.grade < known.grade) reviews.set(keyOf(fact.at), { at: fact.at, grade: fact.grade });
    } else if (fact.kind === 'unreview') touchCard(fact.id).withdrawn.set(keyOf(fact.of), fact.of);
    else if (fact.kind === 'zone') {
      const known = document.zones.get(keyOf(fact.at));
      if (!known || fact.zone < known.zone) document.zones.set(keyOf(fact.at), { at: fact.at, zone: fact.zone });
    } else if (fact.kind === 'tick') raise(touch(fact.id).ticks, fact.by, fact.at);
    else if (fact.kind === 'verify') raise((touch(fact.id).verified ??= new Map<string, Stamp>()), fact.lab, fact.at);
    else {
      const item = touch(fact.id);
      if (fact.seen) for (const [by, at] of Object.entries(fact.seen)) raise(item.seen, by, at);
      else item.blind = newest(item.blind, fact.at);
    }
  }
  return [...before].filter(([id, was]) => stateOf(document, id) !== was).map(([id]) => id);
}

/** True when the fact would change nothing, now or after any other fact. */
export function knows({ items, cards, zones, reset }: ProgressDocument, fact: Fact): boolean {
  const covers = (known: Stamp | undefined, at: Stamp): boolean => known !== undefined && !isLater(at, known);
  if (fact.kind === 'reset') return covers(reset, fact.at);
  if (fact.kind === 'zone') {
    const known = zones.get(keyOf(fact.at));
    return known !== undefined && known.zone <= fact.zone;
  }
  if (fact.kind === 'review') {
    const known = cards.get(fact.id)?.reviews.get(keyOf(fact.at));
    return known !== undefined && known.grade <= fact.grade;
  }
  if (fact.kind === 'unreview') return cards.get(fact.id)?.withdrawn.has(keyOf(fact.of)) ?? false;
  const item = items.get(fact.id);
  if (fact.kind === 'tick') return covers(item?.ticks.get(fact.by), fact.at);
  if (fact.kind === 'verify') return covers(item?.verified?.get(fact.lab), fact.at);
  if (!fact.seen) return covers(item?.blind, fact.at);
  return Object.entries(fact.seen).every(([by, at]) => covers(item?.seen.get(by), at));
}

function raise(stamps: Map<string, Stamp>, by: string, at: Stamp): void {
  const known = stamps.get(by);
  if (!known || isLater(at, known)) stamps.set(by, at);
}

/** A clock whose stamps always grow, also past stamps seen from other writers, within {@link maxDrift} of `now`. */
export class Clock {
  private last: Stamp = [0, 0];

  constructor(private readonly now: () => number) {}

  /** @param after the stamp that this act must outrank, even where a bad clock dated it far ahead. */
  next(after?: Stamp): Stamp {
    const time = this.now();
    const own: Stamp = time > this.last[0] ? [time, 0] : successor(this.last);
    const stamp = after && !isLater(own, after) ? successor(after) : own;
    // A stamp that had to outrank a bad clock is an exception; ours does not follow it, but never goes back on a writer's own acts.
    if (stamp === own || stamp[0] <= time + maxDrift) this.last = stamp;
    return stamp;
  }

  /** Takes note of another writer's stamp. */
  observe(at: Stamp): void {
    if (at[0] > this.now() + maxDrift) return;
    if (isLater(at, this.last)) this.last = at;
  }
}

export function isLater(a: Stamp, b: Stamp): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
}

export function isSameStamp(a: Stamp, b: Stamp): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** The later of two stamps, either of which may be missing. */
export function newest(a: Stamp | undefined, b: Stamp | undefined): Stamp | undefined {
  return a && b ? (isLater(b, a) ? b : a) : (a ?? b);
}

/** The next stamp that can be written, and is not taken for {@link broughtBack}: a counter at its end moves on to the next millisecond. */
function successor([milliseconds, counter]: Stamp): Stamp {
  return counter < earliestMoment - 1 ? [milliseconds, counter + 1] : [milliseconds + 1, 0];
}

// ---------- lines ----------

/**
 * One line of a journal, without its line end. Ticks and unticks keep the form of version 0.1, which older versions read; what they do not
 * know, they leave alone. The last field is a CRC-32 of the line without it, so that a flipped bit is never taken for another act.
 */
export function encodeFact(fact: Fact): string {
  const line = JSON.stringify(record(fact));
  return `${line.slice(0, -1)},"c":"${checksum(line)}"}`;
}

function record(fact: Fact): unknown {
  const { at, by } = fact;
  switch (fact.kind) {
    case 'reset':
      return { v: 2, kind: 'reset', at, by };
    case 'verify':
      return { v: 2, kind: 'verify', id: fact.id, lab: fact.lab, at, by };
    case 'review':
      return { v: 2, kind: 'review', id: fact.id, grade: fact.grade, at, by };
    case 'unreview':
      return { v: 2, kind: 'unreview', id: fact.id, of: fact.of, at, by };
    case 'zone':
      return { v: 2, kind: 'zone', zone: fact.zone, at, by };
    case 'tick':
      return { v: 1, id: fact.id, done: true, at, by };
    case 'untick':
      return { v: 1, id: fact.id, done: false, at, by, ...(fact.seen ? { seen: fact.seen } : {}) };
  }
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
    const whole = decodeFact(line);
    if (!whole) damaged.push(index + 1);
    for (const fact of whole ? [whole] : intactOn(line).map(decodeFact))
      if (fact && fact !== 'unknown-kind') facts.push(fact);
  }
  return { facts, damaged };
}

/**
 * What is intact on a line, as it stands there: the whole line; where that is damaged, whatever has a checksum of its own within it, since a
 * damaged line end joins two lines.
 */
export function intactOn(line: string): string[] {
  const text = line.trim();
  if (decodeFact(text) !== undefined) return [text];
  const parts = text.split(/(?=\{"v":)/).flatMap((part) => /^.*,"c":"[0-9a-f]{8}"\}/s.exec(part)?.[0] ?? []);
  return parts.filter((part) => decodeFact(part) !== undefined);
}

/** One line; `unknown-kind` for an intact one that a later version wrote. */
export function decodeFact(line: string): Fact | 'unknown-kind' | undefined {
  const text = withoutChecksum(line.trim());
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { v, kind, id, done, at, by, seen } = value;
  const known = v === 1 || (v === 2 && typeof kind === 'string' && kinds.has(kind));
  // A later version may write other kinds of facts; they are left alone in the file.
  if (typeof v === 'number' && !known) return 'unknown-kind';
  if (!known || !isStamp(at) || typeof by !== 'string') return undefined;
  if (v === 2) return decodeKind(value, at, by);
  if (typeof id !== 'string' || typeof done !== 'boolean') return undefined;
  if (done) return { kind: 'tick', id, at, by };
  if (seen === undefined) return { kind: 'untick', id, seen: undefined, at, by };
  if (!isRecord(seen)) return undefined;
  const entries = Object.entries(seen);
  if (!entries.every((entry): entry is [string, Stamp] => isStamp(entry[1]))) return undefined;
  return { kind: 'untick', id, seen: Object.fromEntries(entries), at, by };
}

const kinds: ReadonlySet<string> = new Set(['reset', 'verify', 'review', 'unreview', 'zone']);

function decodeKind(value: Readonly<Record<string, unknown>>, at: Stamp, by: string): Fact | undefined {
  const { kind, id, lab, grade, of, zone } = value;
  if (kind === 'reset') return { kind, at, by };
  if (kind === 'zone') return typeof zone === 'string' ? { kind, zone, at, by } : undefined;
  if (typeof id !== 'string') return undefined;
  if (kind === 'verify') return typeof lab === 'string' ? { kind, id, lab, at, by } : undefined;
  if (kind === 'review') return isGrade(grade) ? { kind, id, grade, at, by } : undefined;
  return isStamp(of) ? { kind: 'unreview', id, of, at, by } : undefined;
}

export function isGrade(value: unknown): value is Grade {
  return value === 1 || value === 2 || value === 3 || value === 4;
}

/** The line as it was before its checksum was added; undefined when the two do not agree. Lines of older versions have none. */
function withoutChecksum(line: string): string | undefined {
  const [end, sum] = /,"c":"([0-9a-f]{8})"\}$/.exec(line) ?? [];
  if (end === undefined) return line;
  const text = `${line.slice(0, -end.length)}}`;
  return checksum(text) === sum ? text : undefined;
}

function checksum(text: string): string {
  return (crc32.buf(new TextEncoder().encode(text)) >>> 0).toString(16).padStart(8, '0');
}

/** True for a stamp as it stands in a file. */
export function isStamp(value: unknown): value is Stamp {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((part) => Number.isSafeInteger(part) && (part as number) >= 0)
  );
}
