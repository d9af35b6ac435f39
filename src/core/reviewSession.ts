/** A sitting: which cards are still to be answered, and what was answered. Plain values, so that it survives a reload of the window. */
import { isName, isRecord } from './guards';
import { isGrade, isLater, isStamp, type Grade, type Review, type Stamp } from './progress';

export interface SessionCard {
  /** Full card id. */
  readonly id: string;
  /** The newest review of it that was known when it was put here. */
  readonly last?: Stamp;
}

export interface SessionAnswer {
  readonly card: string;
  readonly grade: Grade;
  /** Stamp of the review. */
  readonly at: Stamp;
}

export interface ReviewSession {
  readonly version: 1;
  /** Id of the skill, when only that one is reviewed. */
  readonly skill?: string;
  /** Still to be answered; the first is on show. */
  readonly cards: readonly SessionCard[];
  /** Oldest first. */
  readonly answers: readonly SessionAnswer[];
  /** True when the answer of the first card is on show too. */
  readonly shown: boolean;
}

/** Tells the newest review of a card. */
export type NewestOf = (cardId: string) => Stamp | undefined;

export function startSession(cards: readonly string[], newestOf: NewestOf, skill?: string): ReviewSession {
  return {
    version: 1,
    ...(skill === undefined ? {} : { skill }),
    cards: cards.map((id) => queued(id, newestOf(id))),
    answers: [],
    shown: false,
  };
}

function queued(id: string, last: Stamp | undefined): SessionCard {
  return { id, ...(last ? { last } : {}) };
}

/** The first card was answered: what was forgotten comes again at the end. */
export function afterAnswer(session: ReviewSession, { at, grade }: Review): ReviewSession {
  const [first, ...rest] = session.cards;
  if (!first) return session;
  return {
    ...session,
    cards: grade === 1 ? [...rest, queued(first.id, at)] : rest,
    answers: [...session.answers, { card: first.id, grade, at }],
    shown: false,
  };
}

/** The last answer was taken back: its card is on show again, with its answer, to be graded anew. */
export function afterUndo(session: ReviewSession, newestOf: NewestOf): ReviewSession {
  const last = session.answers.at(-1);
  if (!last) return session;
  return {
    ...session,
    cards: [queued(last.card, newestOf(last.card)), ...session.cards.filter(({ id }) => id !== last.card)],
    answers: session.answers.slice(0, -1),
    shown: true,
  };
}

/** An answer that was given outside of this sitting was taken back: its card comes first, with its answer, to be graded anew. */
export function afterUndoOutside(session: ReviewSession | undefined, card: string, newestOf: NewestOf): ReviewSession {
  const { cards, ...rest } = session ?? startSession([], newestOf);
  return { ...rest, cards: [queued(card, newestOf(card)), ...cards.filter(({ id }) => id !== card)], shown: true };
}

/** Without the cards that were answered elsewhere since they were put here, or that are no longer to be asked. */
export function withoutAnswered(
  session: ReviewSession,
  newestOf: NewestOf,
  isCard: (cardId: string) => boolean,
): ReviewSession {
  const cards = session.cards.filter(({ id, last }) => {
    const newest = newestOf(id);
    return isCard(id) && !(newest && (!last || isLater(newest, last)));
  });
  if (cards.length === session.cards.length) return session;
  return { ...session, cards, shown: session.shown && cards[0]?.id === session.cards[0]?.id };
}

/** Which card of how many is on show. One that comes again is the same card, not a further one. */
export function placeOf({ cards, answers }: ReviewSession): { readonly position: number; readonly total: number } {
  const open = new Set(cards.map(({ id }) => id));
  const finished = new Set(answers.flatMap(({ card }) => (open.has(card) ? [] : card))).size;
  const total = finished + open.size;
  return { position: Math.min(finished + 1, total), total };
}

/** The cards that were answered, each with its last grade, in the order in which they were first asked. */
export function reviewedIn({ answers }: ReviewSession): SessionAnswer[] {
  const last = new Map<string, SessionAnswer>();
  for (const answer of answers) last.set(answer.card, answer);
  return [...last.values()];
}

/** More than anybody answers in one sitting; longer lists are not ours. */
const longest = 2000;

/** Reads a session that was kept across a reload; undefined for what is none. */
export function parseSession(value: unknown): ReviewSession | undefined {
  if (!isRecord(value) || value['version'] !== 1) return undefined;
  const { skill, cards, answers, shown } = value;
  if (skill !== undefined && !isName(skill)) return undefined;
  if (!isListOf(cards, isSessionCard) || !isListOf(answers, isAnswer) || typeof shown !== 'boolean') return undefined;
  if (new Set(cards.map(({ id }) => id)).size < cards.length) return undefined;
  return {
    version: 1,
    ...(skill === undefined ? {} : { skill }),
    cards: cards.map(({ id, last }) => queued(id, last)),
    answers: answers.map(({ card, grade, at }) => ({ card, grade, at })),
    shown,
  };
}

function isListOf<T>(value: unknown, is: (one: unknown) => one is T): value is readonly T[] {
  return Array.isArray(value) && value.length <= longest && [...(value as unknown[])].every(is);
}

function isSessionCard(value: unknown): value is SessionCard {
  return isRecord(value) && isName(value['id']) && (value['last'] === undefined || isStamp(value['last']));
}

function isAnswer(value: unknown): value is SessionAnswer {
  return isRecord(value) && isName(value['card']) && isGrade(value['grade']) && isStamp(value['at']);
}
