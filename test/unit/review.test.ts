import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createEmptyCard, fsrs, Rating, State, type Grade as FsrsGrade } from 'ts-fsrs';
import { mergeInto, emptyProgress, reviewsOf, type Fact, type Grade, type Review } from '../../src/core/progress';
import { readersDays } from '../../src/core/days';
import {
  CardStates,
  deckOf,
  dueBySkill,
  enoughAnswers,
  forecast,
  intervals,
  nextDue,
  queueOf,
  replay,
  retention,
  retrievability,
  type DeckCard,
} from '../../src/core/review';
import { assertQuick, spent } from './spent';

const day = 24 * 60 * 60 * 1000;
const minute = 60_000;
/** A Saturday, noon. */
const now = Date.UTC(2026, 10, 21, 12);
const dayOf = readersDays([], 'UTC');

const at = (moment: number, grade: Grade, counter = 0): Review => ({ at: [moment, counter], grade });
const grade = fc.constantFrom<Grade>(1, 2, 3, 4);
/** Reviews, oldest first, some of them within minutes or at the same millisecond. */
const history = fc
  .array(fc.tuple(fc.oneof(fc.nat(20 * minute), fc.nat(60 * day)), grade), { minLength: 1, maxLength: 25 })
  .map((steps) => {
    let moment = now - 800 * day;
    return steps.map(([gap, each], counter) => at((moment += gap), each, counter));
  });

/** Of somebody who stays away for years, or answers at midnight, when days change. */
const longHistory = fc
  .array(fc.tuple(fc.oneof(fc.nat(4000 * day), fc.constantFrom(0, 1, day - 1, day, day + 1)), grade), {
    minLength: 1,
    maxLength: 40,
  })
  .map((steps) => {
    let moment = Date.UTC(2000, 0, 1);
    return steps.map(([gap, each], counter) => at((moment += gap), each, counter));
  });

describe('a schedule', () => {
  it('is that of ts-fsrs, review by review', () => {
    const scheduler = fsrs({ request_retention: 0.9, enable_fuzz: false });
    const ratings: Record<Grade, FsrsGrade> = { 1: Rating.Again, 2: Rating.Hard, 3: Rating.Good, 4: Rating.Easy };
    const states: Record<State, string> = {
      [State.New]: 'new',
      [State.Learning]: 'learning',
      [State.Review]: 'review',
      [State.Relearning]: 'relearning',
    };
    fc.assert(
      fc.property(fc.oneof(history, longHistory), (reviews) => {
        let card = createEmptyCard(reviews[0]!.at[0]);
        for (const [index, review] of reviews.entries()) {
          card = scheduler.next(card, review.at[0], ratings[review.grade]).card;
          assert.deepEqual(replay(reviews.slice(0, index + 1)), {
            phase: states[card.state],
            due: card.due.getTime(),
            stability: card.stability,
            difficulty: card.difficulty,
            reps: card.reps,
            lapses: card.lapses,
            first: reviews[0]!.at[0],
            last: review.at[0],
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is the same in whatever order the reviews of two machines arrive', () => {
    fc.assert(
      fc.property(history, fc.nat(), (reviews, seed) => {
        const facts = reviews.map((review): Fact => ({ kind: 'review', id: 'core/git#a', by: 'me', ...review }));
        const shuffled = [...facts, ...facts.slice(0, 3)]
          .map((fact, place) => ({ fact, key: ((place + 1) * (seed % 7919) * 31) % 101 }))
          .sort((a, b) => a.key - b.key);
        const [one, two] = [facts, shuffled.map(({ fact }) => fact)].map((list) => {
          const document = emptyProgress();
          for (const fact of list) mergeInto(document, [fact]);
          return replay(reviewsOf(document, 'core/git#a'));
        });
        assert.deepEqual(one, two);
      }),
    );
  });

  it('says before an answer when the card would come back after it', () => {
    fc.assert(
      fc.property(history, fc.nat(90 * day), grade, (reviews, gap, answer) => {
        const moment = reviews.at(-1)!.at[0] + gap;
        const said = intervals(reviews, moment)[answer];
        assert.equal(replay([...reviews, at(moment, answer, 99)])!.due, moment + said);
      }),
    );
    assert.deepEqual(
      [1, 2, 3, 4].map((each) => intervals([], now)[each as Grade] / minute),
      [1, 6, 10, 8 * 24 * 60],
    );
  });

  it('asks again when the chance of remembering is down to nine in ten', () => {
    const reviews = [at(now - 40 * day, 4), at(now - 32 * day, 3)];
    const state = replay(reviews)!;
    assert.equal(state.phase, 'review');
    assert.ok(Math.abs(retrievability(state, state.due) - 0.9) < 0.01);
    assert.equal(retrievability(state, state.last), 1);
    assert.equal(retrievability(state, state.last - day), 1);
  });

  it('does not go back in time when another machine is ahead of this clock', () => {
    const reviews = [at(now + day, 3)];
    assert.ok(intervals(reviews, now)[3] > 0);
    assert.ok(replay([...reviews, at(now + day, 3, 1)]));
  });

  it('is told once and again only when the reviews have changed, also by one that came late or was taken back', () => {
    let reviews = [at(now - 3 * day, 3), at(now - day, 3)];
    const states = new CardStates(() => reviews);
    const first = states.state('core/git#a');
    assert.equal(states.state('core/git#a'), first);
    reviews = [at(now - 3 * day, 3), at(now - 2 * day, 1), at(now - day, 3)];
    assert.equal(states.state('core/git#a')!.reps, 3);
    reviews = [at(now - 2 * day, 1), at(now - day, 3)];
    assert.equal(states.state('core/git#a')!.first, now - 2 * day);
    reviews = [];
    assert.equal(states.state('core/git#a'), undefined);
  });
});

describe('the cards of a sitting', () => {
  /** Cards of one skill by name, with their reviews. */
  const stateOf = (cards: Record<string, readonly Review[]>): { deck: DeckCard[]; states: CardStates } => ({
    deck: Object.keys(cards).map((id) => ({ id, skill: id.slice(0, id.indexOf('#')) })),
    states: new CardStates((id) => cards[id] ?? []),
  });
  const learnt = (ago: number): Review[] => [at(now - ago * day, 4)];
  const options = { now, dayOf, newPerDay: 5 };

  it('are those of skills that were begun, and those reviewed before', () => {
    const skills = [
      { id: 'git', begun: true, cards: [{ id: 'core/git#a' }, { id: 'core/git#b' }] },
      { id: 'sql', begun: false, cards: [{ id: 'core/sql#a' }, { id: 'core/sql#b' }] },
    ];
    const states = new CardStates((id) => (id === 'core/sql#b' ? learnt(3) : []));
    assert.deepEqual(deckOf(skills, states), [
      { id: 'core/git#a', skill: 'git' },
      { id: 'core/git#b', skill: 'git' },
      { id: 'core/sql#b', skill: 'sql' },
    ]);
  });

  it('are the most forgotten first, then new ones in the order of the deck', () => {
    const { deck, states } = stateOf({
      'x#new1': [],
      'x#old': learnt(60),
      'x#later': learnt(2),
      'x#older': learnt(200),
      'x#new2': [],
    });
    const queue = queueOf(deck, states, options);
    assert.deepEqual(queue.cards, ['x#older', 'x#old', 'x#new1', 'x#new2']);
    assert.deepEqual({ ...queue, cards: 0 }, { cards: 0, due: 2, fresh: 2, unseen: 2, later: 1, next: now + 6 * day });
    assert.equal(nextDue(deck, states, now), now + 6 * day);
  });

  it('are ten at most, each once', () => {
    const cards = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`x#${index}`, learnt(20 + index)]));
    const { deck, states } = stateOf(cards);
    const queue = queueOf(deck, states, options);
    assert.equal(new Set(queue.cards).size, 10);
    assert.equal(queue.due, 30);
    assert.equal(queue.cards[0], 'x#29');
  });

  it('hold as many new ones as the day still allows, counted over the whole deck by the reader’s day', () => {
    const cards = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`x#${index}`, [] as Review[]]));
    const { deck, states } = stateOf({
      ...cards,
      'y#today': [at(now - 2 * 60 * minute, 4)],
      // Yesterday in UTC, today in Auckland.
      'y#night': [at(now - 13 * 60 * minute, 4)],
    });
    assert.equal(queueOf(deck, states, options).cards.length, 4);
    assert.equal(queueOf(deck, states, { ...options, dayOf: readersDays([], 'Pacific/Auckland') }).cards.length, 5);
    assert.equal(
      queueOf(
        deck.filter(({ skill }) => skill === 'x'),
        states,
        options,
        deck,
      ).fresh,
      4,
    );
    assert.equal(queueOf(deck, states, { ...options, newPerDay: 0 }).cards.length, 0);
    assert.equal(queueOf(deck, states, { ...options, newPerDay: 0, moreNew: true }).cards.length, 10);
  });

  it('are asked ahead of time only when that is wished', () => {
    const { deck, states } = stateOf({ 'x#a': learnt(1), 'x#b': learnt(3) });
    assert.deepEqual(queueOf(deck, states, options).cards, []);
    assert.deepEqual(queueOf(deck, states, { ...options, ahead: true }).cards, ['x#b', 'x#a']);
  });

  it('are counted by skill', () => {
    const { deck, states } = stateOf({ 'x#a': learnt(60), 'x#b': learnt(60), 'y#a': learnt(1), 'z#a': [] });
    assert.deepEqual([...dueBySkill(deck, states, now)], [['x', 2]]);
  });

  describe('forecast', () => {
    it('counts each of the next thirty days, what is due already for today', () => {
      const { deck, states } = stateOf({
        'x#overdue': learnt(60),
        'x#soon': learnt(6),
        'x#today': [at(now - minute, 3)],
        'x#far': [at(now - 400 * day, 4), at(now - day, 4)],
        'x#new': [],
      });
      const days = forecast(deck, states, options);
      assert.equal(days.length, 30);
      assert.deepEqual(days[0], { day: '2026-11-21', due: 2 });
      assert.deepEqual(
        days.filter(({ due }) => due > 0).map(({ day: each }) => each),
        ['2026-11-21', '2026-11-23'],
      );
    });

    it('goes by the reader’s days', () => {
      const { deck, states } = stateOf({ 'x#a': [at(now - 8 * day + 13 * 60 * minute, 4)] });
      const first = (zone: string): string =>
        forecast(deck, states, { now, dayOf: readersDays([], zone) }).find(({ due }) => due > 0)!.day;
      assert.deepEqual([first('UTC'), first('Pacific/Honolulu')], ['2026-11-22', '2026-11-21']);
    });
  });

  describe('retention', () => {
    const answers = (count: number, ago: number, wrong = 0): Review[][] =>
      Array.from({ length: count }, (_, index) => [
        at(now - (ago + 20) * day, 4),
        at(now - ago * day, index < wrong ? 1 : 3),
      ]);

    it('is the share of answers to learnt cards that were not "again", week by week', () => {
      const all = [...answers(10, 0, 2), ...answers(enoughAnswers - 1, 14)];
      const { deck, states } = stateOf(Object.fromEntries(all.map((reviews, index) => [`x#${index}`, reviews])));
      assert.deepEqual(retention(deck, states, options), [
        { week: '2026-11-02', answers: 4, remembered: 4, share: undefined },
        { week: '2026-11-09', answers: 0, remembered: 0, share: undefined },
        { week: '2026-11-16', answers: 10, remembered: 8, share: 0.8 },
      ]);
    });

    it('knows nothing of answers to cards that are still being learnt', () => {
      const { deck, states } = stateOf({ 'x#a': [at(now - day, 1), at(now - day + minute, 3)] });
      assert.deepEqual(retention(deck, states, options), []);
    });
  });

  it('are found quickly among many', () => {
    const cards = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [
        `x#${index}`,
        Array.from({ length: 20 }, (__, turn) =>
          at(now - (400 - turn * 15 - (index % 7)) * day, (1 + ((index + turn) % 4)) as Grade),
        ),
      ]),
    );
    const { deck, states } = stateOf(cards);
    const told = states.state('x#0');
    const cold = spent(() => queueOf(deck, states, options));
    const queue = queueOf(deck, states, options);
    assert.equal(queue.cards.length, 10);
    assert.equal(states.state('x#0'), told);
    // 15 ms where it was written; far above that only if states were told anew.
    assertQuick(400, () => queueOf(deck, states, options));
    // 350 ms there for these 200,000 reviews; four times that when the package was left to make its objects for each of them.
    assert.ok(cold < 4000, `${cold} ms the first time`);
  });
});
