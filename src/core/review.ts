/**
 * When a question is to be asked again. The schedule is FSRS 6 (Free Spaced Repetition Scheduler, by the package `ts-fsrs`): from the grades of
 * a card and the times between them it tells how long an answer will be remembered, and the card comes back when the chance of that has
 * fallen to {@link requestRetention}.
 *
 * Nothing of a schedule is stored. All reviews are kept, and a card's state is told by going through them from the first, so that reviews of
 * two machines become one schedule whatever the order in which they arrive. For that the same reviews must always give the same state:
 * intervals are not spread at random, and whole days between reviews are counted in UTC, as FSRS does, wherever the learner was.
 */
import { BasicLearningStepsStrategy, createEmptyCard, fsrs, State, type Card as FsrsCard } from 'ts-fsrs';
import { addDays, dayLength, weekOf } from './days';
import { momentOf, type Grade, type Review } from './progress';

/**
 * A card is due when the chance of remembering its answer is down to 9 in 10: the usual compromise. More means many more reviews for little;
 * much less means learning things anew.
 */
export const requestRetention = 0.9;

/** Cards of one sitting. */
export const sessionSize = 10;

const minuteLength = 60_000;

const scheduler = fsrs({ request_retention: requestRetention, enable_fuzz: false });

/** `learning` and `relearning`: asked again within minutes, until an answer came well. */
export type CardPhase = 'learning' | 'review' | 'relearning';

/** What the reviews of a card come to. Moments in milliseconds since 1970. */
export interface CardState {
  readonly phase: CardPhase;
  readonly due: number;
  /** Days until the chance of remembering has fallen to 9 in 10. */
  readonly stability: number;
  /** 1 (easy) to 10. */
  readonly difficulty: number;
  readonly reps: number;
  /** How often it was forgotten after it had been learnt. */
  readonly lapses: number;
  readonly first: number;
  readonly last: number;
}

/** An answer to a card that had been learnt: what tells how well things are remembered. */
export interface Recall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly remembered: boolean;
}

interface Replayed {
  readonly memory: Memory;
  readonly state: CardState;
  readonly recalls: readonly Recall[];
}

/** What one review makes of a card, as far as the next one needs it: plain numbers, because there are ten thousands of reviews. */
interface Memory {
  phase: State;
  stability: number;
  difficulty: number;
  /** How many of the short steps of learning, or learning again, have been taken. */
  step: number;
  reps: number;
  lapses: number;
  /** Milliseconds since 1970. */
  last: number;
}

const phases: Record<State, CardPhase> = {
  [State.New]: 'learning',
  [State.Learning]: 'learning',
  [State.Review]: 'review',
  [State.Relearning]: 'relearning',
};

/** Most cards have none. */
const noRecalls: readonly Recall[] = [];

function replayAll(reviews: readonly Review[]): Replayed | undefined {
  const [first] = reviews;
  if (!first) return undefined;
  const begin = momentOf(first);
  const memory: Memory = {
    phase: State.New,
    stability: 0,
    difficulty: 0,
    step: 0,
    reps: 0,
    lapses: 0,
    last: begin,
  };
  let recalls: Recall[] | undefined;
  let due = begin;
  for (let index = 0; index < reviews.length; index++) {
    const review = reviews[index]!;
    const at = momentOf(review);
    if (memory.phase === State.Review) (recalls ??= []).push({ at, remembered: review.grade !== 1 });
    // When it is due says nothing about what the next review makes of it.
    if (index === reviews.length - 1) due = at + answer(memory, at, review.grade, true);
    else answer(memory, at, review.grade, false);
  }
  const { phase, stability, difficulty, reps, lapses, last } = memory;
  const state = { phase: phases[phase], due, stability, difficulty, reps, lapses, first: begin, last };
  return { memory, recalls: recalls ?? noRecalls, state };
}

/**
 * What the package's `next` makes of a card, without the objects, dates and logs of all four grades that it makes for each review, which take
 * ten times as long. The formulas are the package's; that the result is the same is tested with histories of any kind.
 *
 * @returns how far away the card is then, in milliseconds, if that is `wanted`, and else 0.
 */
function answer(memory: Memory, at: number, grade: Grade, wanted: boolean): number {
  const { phase, stability: before, difficulty: hard } = memory;
  const isNew = phase === State.New;
  const learnt = phase === State.Review;
  const days = isNew ? 0 : utcDay(at) - utcDay(memory.last);
  const chance = isNew ? undefined : scheduler.forgetting_curve(days, before);
  const after = (given: Grade): { readonly stability: number; readonly difficulty: number } =>
    scheduler.next_state(isNew ? null : { stability: before, difficulty: hard }, days, given, chance);
  const { stability, difficulty } = after(grade);
  memory.stability = stability;
  memory.difficulty = difficulty;
  memory.last = at;
  memory.reps++;
  if (learnt && grade !== 1) {
    memory.step = 0;
    if (!wanted) return 0;
    // A better grade never brings the card back sooner, nor on the same day as a worse one.
    const span = (given: Grade): number =>
      scheduler.next_interval(given === grade ? stability : after(given).stability, days);
    const good = span(3);
    const least = Math.min(span(2), good);
    if (grade === 2) return least * dayLength;
    const middle = Math.max(good, least + 1);
    return (grade === 3 ? middle : Math.max(span(4), middle + 1)) * dayLength;
  }
  const minutes = stepsOf(phase, memory.step)[grade];
  if (learnt) memory.lapses++;
  if (!minutes) {
    memory.phase = State.Review;
    memory.step = 0;
    return wanted ? scheduler.next_interval(stability, days) * dayLength : 0;
  }
  memory.phase = learnt ? State.Relearning : isNew ? State.Learning : phase;
  memory.step = minutes.next_step;
  return Math.round(minutes.scheduled_minutes) * minuteLength;
}

/** Days are those of UTC, as in the package. */
function utcDay(moment: number): number {
  return Math.floor(moment / dayLength);
}

type Steps = ReturnType<typeof BasicLearningStepsStrategy>;
const knownSteps = new Map<number, Steps>();

/** The short steps that are open to a card, by grade; none for a grade after which it is learnt. */
function stepsOf(phase: State, step: number): Steps {
  const key = phase * 100 + step;
  let steps = knownSteps.get(key);
  if (!steps) knownSteps.set(key, (steps = BasicLearningStepsStrategy(scheduler.parameters, phase, step)));
  return steps;
}

/** The card as the package knows it. */
function cardOf({ memory, state }: Replayed): FsrsCard {
  const { phase, stability, difficulty, step, reps, lapses, last } = memory;
  return {
    ...createEmptyCard(last),
    ...{ due: new Date(state.due), last_review: new Date(last), state: phase, learning_steps: step },
    ...{ stability, difficulty, reps, lapses },
  };
}

/** The state of a card after its reviews, which must be sorted, oldest first; undefined for one that was never reviewed. */
export function replay(reviews: readonly Review[]): CardState | undefined {
  return replayAll(reviews)?.state;
}

/** The chance, 0 to 1, that the answer is remembered at a moment (milliseconds since 1970). Parts of days count. */
export function retrievability({ stability, last }: CardState, now: number): number {
  return scheduler.forgetting_curve(Math.max(0, now - last) / dayLength, stability);
}

/** When the card would be due next after each grade given now; milliseconds from now. */
export function intervals(reviews: readonly Review[], now: number): Readonly<Record<Grade, number>> {
  // A review of another machine may be dated ahead of this clock; time never goes back.
  const last = reviews.at(-1);
  const moment = Math.max(now, last ? momentOf(last) : 0);
  const replayed = replayAll(reviews);
  const items = [...scheduler.repeat(replayed ? cardOf(replayed) : createEmptyCard(moment), moment)];
  const [again, hard, good, easy] = items.map(({ card }) => card.due.getTime() - moment);
  return { 1: again ?? 0, 2: hard ?? 0, 3: good ?? 0, 4: easy ?? 0 };
}

/** The states of cards, each told once from its reviews and kept until these change. */
export class CardStates {
  private readonly known = new Map<
    string,
    { reviews: readonly Review[]; readonly mark: number; readonly replayed: Replayed | undefined }
  >();

  /** @param reviewsOf the reviews of a card, oldest first; a list that has been given is not changed any more. */
  constructor(private readonly reviewsOf: (id: string) => readonly Review[]) {}

  /** Undefined for a card that was never reviewed. */
  state(id: string): CardState | undefined {
    return this.replayed(id)?.state;
  }

  recalls(id: string): readonly Recall[] {
    return this.replayed(id)?.recalls ?? [];
  }

  private replayed(id: string): Replayed | undefined {
    const reviews = this.reviewsOf(id);
    const known = this.known.get(id);
    if (known?.reviews === reviews) return known.replayed;
    const mark = markOf(reviews);
    if (known?.mark === mark) {
      known.reviews = reviews;
      return known.replayed;
    }
    const replayed = replayAll(reviews);
    this.known.set(id, { reviews, mark, replayed });
    return replayed;
  }
}

/** Differs when the reviews do: the last stamp would not tell of one that was taken back, or that came late from another machine. */
function markOf(reviews: readonly Review[]): number {
  let mark = reviews.length;
  for (const { at, grade } of reviews) mark = (mark * 31 + at[0] * 5 + (at[1] % 1000) * 131 + grade) % markLimit;
  return mark;
}

/** The largest prime below 2^47: what comes of it times 31 is still a whole number to the computer. */
const markLimit = 140_737_488_355_213;

/** A skill, as far as reviews go. */
export interface CardedSkill {
  readonly id: string;
  readonly cards: readonly { readonly id: string }[];
  /** True when the learner has practised at least one of its items. */
  readonly begun: boolean;
}

/** A card that the learner has to do with, in the order of the skills and of their pages. */
export interface DeckCard {
  readonly id: string;
  readonly skill: string;
}

/** All cards of the skills that the learner has begun, and those that were reviewed before. */
export function deckOf(skills: readonly CardedSkill[], states: Pick<CardStates, 'state'>): DeckCard[] {
  return skills.flatMap(({ id: skill, cards, begun }) =>
    cards.flatMap(({ id }) => (begun || states.state(id) ? { id, skill } : [])),
  );
}

export interface QueueOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The reader's day of a moment. */
  readonly dayOf: (moment: number) => string;
  /** How many new cards a day are begun with. */
  readonly newPerDay: number;
  readonly size?: number;
  /** Also what is not due yet, the most forgotten first. */
  readonly ahead?: boolean;
  /** Also new cards past the limit of the day. */
  readonly moreNew?: boolean;
}

/** What could be asked now. */
export interface Queue {
  /** Ids of the cards to ask, in order, each once. */
  readonly cards: readonly string[];
  /** Cards of the deck that are due. */
  readonly due: number;
  /** New cards that may still be begun today. */
  readonly fresh: number;
  /** All new cards of the deck. */
  readonly unseen: number;
  /** Cards that were reviewed and are not due yet. */
  readonly later: number;
  /** When the next card that is not due yet will be; milliseconds since 1970. */
  readonly next: number | undefined;
}

/**
 * The cards of a sitting: those that are due, the most forgotten first; then new ones in the order of the deck, as many as the day still
 * allows.
 * @param all the whole deck, by which the new cards of the day are counted, when only a part of it is asked
 */
export function queueOf(
  deck: readonly DeckCard[],
  states: Pick<CardStates, 'state'>,
  { now, dayOf, newPerDay, size = sessionSize, ahead = false, moreNew = false }: QueueOptions,
  all: readonly DeckCard[] = deck,
): Queue {
  const due: Ranked[] = [];
  const later: Ranked[] = [];
  const unseen: string[] = [];
  let next: number | undefined;
  for (const { id } of deck) {
    const state = states.state(id);
    if (!state) unseen.push(id);
    else if (state.due <= now) due.push({ id, state, chance: retrievability(state, now) });
    else {
      if (ahead) later.push({ id, state, chance: retrievability(state, now) });
      else later.push({ id, state, chance: 1 });
      next = Math.min(next ?? Infinity, state.due);
    }
  }
  const fresh = Math.min(unseen.length, Math.max(0, newPerDay - begunOn(dayOf(now), all, states, { now, dayOf })));
  const cards = [
    ...due.sort(mostForgottenFirst).map(({ id }) => id),
    ...unseen.slice(0, moreNew ? undefined : fresh),
    ...(ahead ? later.sort(mostForgottenFirst).map(({ id }) => id) : []),
  ].slice(0, size);
  return { cards, due: due.length, fresh, unseen: unseen.length, later: later.length, next };
}

interface Ranked {
  readonly id: string;
  readonly state: CardState;
  readonly chance: number;
}

function mostForgottenFirst(a: Ranked, b: Ranked): number {
  return a.chance - b.chance || a.state.due - b.state.due || (a.id < b.id ? -1 : 1);
}

/** How many cards were asked for the first time on a day. */
function begunOn(
  day: string,
  deck: readonly DeckCard[],
  states: Pick<CardStates, 'state'>,
  { now, dayOf }: Pick<QueueOptions, 'now' | 'dayOf'>,
): number {
  let begun = 0;
  for (const { id } of deck) {
    const first = states.state(id)?.first;
    // No day is longer than two of the clock, wherever one travels: the calendar need not be asked about all of the past.
    if (first !== undefined && first > now - 2 * dayLength && dayOf(first) === day) begun++;
  }
  return begun;
}

/** How many cards of each skill are due at a moment; skills without any are left out. */
export function dueBySkill(
  deck: readonly DeckCard[],
  states: Pick<CardStates, 'state'>,
  now: number,
): ReadonlyMap<string, number> {
  const due = new Map<string, number>();
  for (const { id, skill } of deck) {
    const state = states.state(id);
    if (state && state.due <= now) due.set(skill, (due.get(skill) ?? 0) + 1);
  }
  return due;
}

/** The first moment after `now` at which a card that is not due yet becomes due; undefined when there is none. */
export function nextDue(deck: readonly DeckCard[], states: Pick<CardStates, 'state'>, now: number): number | undefined {
  let next: number | undefined;
  for (const { id } of deck) {
    const due = states.state(id)?.due;
    if (due !== undefined && due > now && (next === undefined || due < next)) next = due;
  }
  return next;
}

export interface ForecastDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly due: number;
}

/** How many cards become due on each of the next days, the reader's; what is due already counts for today. No review in between is assumed. */
export function forecast(
  deck: readonly DeckCard[],
  states: Pick<CardStates, 'state'>,
  { now, dayOf, days = 30 }: Pick<QueueOptions, 'now' | 'dayOf'> & { readonly days?: number },
): ForecastDay[] {
  const today = dayOf(now);
  const counts = new Map(Array.from({ length: days }, (_, at) => [addDays(today, at), 0]));
  const end = now + (days + 2) * dayLength;
  for (const { id } of deck) {
    const due = states.state(id)?.due;
    if (due === undefined || due > end) continue;
    const day = due <= now ? today : dayOf(due);
    const count = counts.get(day);
    if (count !== undefined) counts.set(day, count + 1);
  }
  return [...counts].map(([day, due]) => ({ day, due }));
}

/** Fewer answers than this say nothing of a week. */
export const enoughAnswers = 5;

export interface RetentionWeek {
  /** The Monday, `YYYY-MM-DD`. */
  readonly week: string;
  /** Answers to cards that had been learnt. */
  readonly answers: number;
  readonly remembered: number;
  /** Share of the answers that were not "again", 0 to 1; undefined where {@link enoughAnswers} were not given. */
  readonly share: number | undefined;
}

/** How much was remembered in each of the last weeks, the oldest first, from the first week with an answer on. Empty when there is none. */
export function retention(
  deck: readonly DeckCard[],
  states: Pick<CardStates, 'recalls'>,
  { now, dayOf, weeks = 12 }: Pick<QueueOptions, 'now' | 'dayOf'> & { readonly weeks?: number },
): RetentionWeek[] {
  const last = weekOf(dayOf(now));
  const found = new Map<string, { answers: number; remembered: number }>();
  for (let at = weeks - 1; at >= 0; at--) found.set(addDays(last, -7 * at), { answers: 0, remembered: 0 });
  const start = now - (7 * weeks + 2) * dayLength;
  for (const { id } of deck) {
    for (const { at, remembered } of states.recalls(id)) {
      const week = at < start ? undefined : found.get(weekOf(dayOf(at)));
      if (!week) continue;
      week.answers++;
      if (remembered) week.remembered++;
    }
  }
  const all = [...found].map(([week, { answers, remembered }]) => ({
    week,
    answers,
    remembered,
    share: answers < enoughAnswers ? undefined : remembered / answers,
  }));
  const begin = all.findIndex(({ answers }) => answers > 0);
  return begin < 0 ? [] : all.slice(begin);
}
