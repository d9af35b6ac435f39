import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Grade, Stamp } from '../../src/core/progress';
import {
  afterAnswer,
  afterUndo,
  afterUndoOutside,
  parseSession,
  placeOf,
  reviewedIn,
  startSession,
  withoutAnswered,
  type ReviewSession,
} from '../../src/core/reviewSession';
import { dueText, shortSpan } from '../../src/core/spans';

const stamp = (at: number): Stamp => [at, 0];
const never = (): undefined => undefined;
const ids = ['core/a#1', 'core/a#2', 'core/b#1'];
const session = startSession(ids, never);
const shown = (of: ReviewSession): ReviewSession => ({ ...of, shown: true });
const open = ({ cards }: ReviewSession): string[] => cards.map(({ id }) => id);

describe('a sitting', () => {
  it('goes from card to card, and asks again at the end what was not known', () => {
    let now = afterAnswer(shown(session), { at: stamp(1), grade: 1 });
    assert.deepEqual([open(now), now.shown], [['core/a#2', 'core/b#1', 'core/a#1'], false]);
    assert.deepEqual(placeOf(now), { position: 1, total: 3 });
    now = afterAnswer(now, { at: stamp(2), grade: 2 });
    assert.deepEqual(placeOf(now), { position: 2, total: 3 });
    now = afterAnswer(afterAnswer(now, { at: stamp(3), grade: 3 }), { at: stamp(4), grade: 4 });
    assert.deepEqual([open(now), placeOf(now)], [[], { position: 3, total: 3 }]);
    assert.deepEqual(
      reviewedIn(now).map(({ card, grade }) => [card, grade]),
      [
        ['core/a#1', 4],
        ['core/a#2', 2],
        ['core/b#1', 3],
      ],
    );
    assert.equal(afterAnswer(now, { at: stamp(5), grade: 3 }), now);
  });

  it('is as it was before each answer that is taken back, and shows its answer', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Grade>(1, 2, 3, 4), { maxLength: 12 }), (grades) => {
        const states = [session];
        for (const [index, grade] of grades.entries()) {
          const next = afterAnswer(states.at(-1)!, { at: stamp(index + 1), grade });
          if (next !== states.at(-1)) states.push(next);
        }
        let now = states.pop()!;
        while (states.length > 0) {
          const before = states.pop()!;
          // What a review that is taken back leaves as the newest one.
          now = afterUndo(now, (id) => before.cards.find((card) => card.id === id)?.last);
          assert.deepEqual(now, shown(before));
        }
        assert.equal(afterUndo(now, never), now);
      }),
    );
  });

  it('asks first, and once, a card whose answer was taken back outside of it', () => {
    const known = (id: string): Stamp | undefined => (id === 'core/c#1' ? stamp(5) : undefined);
    assert.deepEqual(open(afterUndoOutside(session, 'core/a#2', never)), ['core/a#2', 'core/a#1', 'core/b#1']);
    const other = afterUndoOutside(afterAnswer(session, { at: stamp(1), grade: 3 }), 'core/c#1', known);
    assert.deepEqual(other.cards[0], { id: 'core/c#1', last: stamp(5) });
    assert.deepEqual([open(other).length, other.shown, other.answers.length], [3, true, 1]);
    // Where there is no sitting, one begins.
    assert.deepEqual(open(afterUndoOutside(undefined, 'core/c#1', known)), ['core/c#1']);
    assert.deepEqual(parseSession(afterUndoOutside(undefined, 'core/c#1', known))?.answers, []);
  });

  it('drops what was answered elsewhere since, and what is no longer to be asked', () => {
    const known = (id: string): Stamp | undefined => (id === 'core/a#2' ? stamp(10) : undefined);
    const now = shown(startSession(ids, known));
    const always = (): boolean => true;
    assert.equal(withoutAnswered(now, known, always), now);
    // A review that comes late, but was given before, changes nothing here.
    assert.equal(
      withoutAnswered(now, (id) => (id === 'core/a#2' ? stamp(9) : undefined), always),
      now,
    );
    const second = withoutAnswered(now, (id) => (id === 'core/a#2' ? stamp(11) : undefined), always);
    assert.deepEqual([open(second), second.shown], [['core/a#1', 'core/b#1'], true]);
    const first = withoutAnswered(now, (id) => (id === 'core/a#1' ? stamp(1) : known(id)), always);
    assert.deepEqual([open(first), first.shown], [['core/a#2', 'core/b#1'], false]);
    assert.deepEqual(open(withoutAnswered(now, known, (id) => id !== 'core/b#1')), ['core/a#1', 'core/a#2']);
    // What was answered here and comes again is not taken for answered elsewhere.
    const again = afterAnswer(now, { at: stamp(20), grade: 1 });
    const mine = (id: string): Stamp | undefined => (id === 'core/a#1' ? stamp(20) : known(id));
    assert.equal(withoutAnswered(again, mine, always), again);
  });

  it('survives a reload as it is, and nothing else is taken for one', () => {
    const now = afterAnswer(shown(startSession(ids, () => stamp(3), 'git')), { at: stamp(5), grade: 1 });
    assert.deepEqual(parseSession(JSON.parse(JSON.stringify(now))), now);
    for (const bad of [
      undefined,
      null,
      [],
      'x',
      {},
      { ...now, version: 2 },
      { ...now, cards: [{ id: '' }] },
      { ...now, cards: [{ id: 'a' }, { id: 'a' }] },
      { ...now, cards: [{ id: 'a', last: [1] }] },
      { ...now, cards: new Array(3) },
      { ...now, answers: [{ card: 'a', grade: 5, at: [1, 0] }] },
      { ...now, shown: 'yes' },
      { ...now, skill: 7 },
    ])
      assert.equal(parseSession(bad), undefined, JSON.stringify(bad));
    fc.assert(fc.property(fc.anything(), (value) => parseSession(value) === undefined));
  });
});

describe('spans of time', () => {
  const minute = 60_000;
  const hour = 60 * minute;
  const day = 24 * hour;

  it('are short on a button', () => {
    const words = [1000, minute, 10 * minute, 5 * hour, day, 3 * day, 45 * day, 90 * day, 400 * day].map((span) =>
      shortSpan(span, 'en'),
    );
    assert.deepEqual(words, ['1 min', '1 min', '10 min', '5 hr', '1 day', '3 days', '45 days', '3 mths', '1.1 yrs']);
  });

  it('go by the clock today, and by the calendar after it', () => {
    assert.equal(dueText(10 * minute, 0, 'en'), 'in 10 minutes');
    assert.equal(dueText(5 * hour, 1, 'en'), 'tomorrow');
    assert.equal(dueText(9 * day, 9, 'en'), 'in 9 days');
    assert.equal(dueText(90 * day, 90, 'en'), 'in 3 months');
  });
});
