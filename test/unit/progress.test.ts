import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  Clock,
  compareFacts,
  decodeJournal,
  emptyProgress,
  encodeFact,
  maxDrift,
  merge,
  type Fact,
  type ProgressDocument,
  type Stamp,
} from '../../src/core/progress';

// Few ids, moments and writers, so that facts meet.
const fact: fc.Arbitrary<Fact> = fc.record(
  {
    id: fc.constantFrom('core/git/a', 'core/git/b', 'core/php/a'),
    done: fc.boolean(),
    at: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2 })),
    by: fc.constantFrom('w1', 'w2', 'w10'),
  },
  { noNullPrototype: true },
);
const facts = fc.array(fact, { maxLength: 12 });
/** Facts as they may stand in a file: any text as id and writer, any stamp that counts exactly. */
const anyFact: fc.Arbitrary<Fact> = fc.record(
  {
    id: fc.string({ unit: 'binary' }),
    done: fc.boolean(),
    at: fc.tuple(fc.maxSafeNat(), fc.maxSafeNat()),
    by: fc.string({ unit: 'binary' }),
  },
  { noNullPrototype: true },
);
const many = { numRuns: 1500 };

const documentOf = (list: readonly Fact[]): ProgressDocument => merge(emptyProgress, list).document;
const entries = (document: ProgressDocument): (readonly [string, Fact])[] =>
  [...document].sort(([a], [b]) => (a < b ? -1 : 1));
const same = (a: ProgressDocument, b: ProgressDocument): void => assert.deepEqual(entries(a), entries(b));
const join = (a: ProgressDocument, b: ProgressDocument): ProgressDocument => merge(a, b.values()).document;
const doneIn = (document: ProgressDocument, id: string): boolean => document.get(id)?.done ?? false;

const later = (a: Stamp, b: Stamp): boolean => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);

describe('progress', () => {
  describe('merging', () => {
    it('is commutative', () => {
      fc.assert(
        fc.property(facts, facts, (a, b) => {
          const [x, y] = [documentOf(a), documentOf(b)];
          same(join(x, y), join(y, x));
        }),
        many,
      );
    });

    it('is associative', () => {
      fc.assert(
        fc.property(facts, facts, facts, (a, b, c) => {
          const [x, y, z] = [documentOf(a), documentOf(b), documentOf(c)];
          same(join(join(x, y), z), join(x, join(y, z)));
        }),
        many,
      );
    });

    it('is idempotent, and says so by returning the same document', () => {
      fc.assert(
        fc.property(facts, (a) => {
          const document = documentOf(a);
          const again = merge(document, document.values());
          assert.equal(again.document, document);
          assert.deepEqual(again.changed, []);
          const repeated = merge(document, a);
          assert.equal(repeated.document, document);
        }),
        many,
      );
    });

    it('does not depend on the order of the facts, nor on how they are cut into files', () => {
      fc.assert(
        fc.property(
          facts.chain((list) =>
            fc.tuple(
              fc.constant(list),
              fc.shuffledSubarray(list, { minLength: list.length }),
              fc.integer({ min: 0, max: list.length }),
            ),
          ),
          ([list, shuffled, cut]) => {
            const inTwo = merge(documentOf(shuffled.slice(0, cut)), shuffled.slice(cut)).document;
            same(inTwo, documentOf(list));
          },
        ),
        many,
      );
    });

    it('keeps the newest fact of each item, names what changed, and leaves the old document alone', () => {
      fc.assert(
        fc.property(facts, facts, (a, b) => {
          const before = documentOf(a);
          const kept = entries(before);
          const { document, changed } = merge(before, b);
          assert.deepEqual(entries(before), kept);
          for (const [id, winner] of document)
            for (const other of [...a, ...b]) if (other.id === id) assert.ok(compareFacts(other, winner) <= 0);
          assert.deepEqual(new Set(document.keys()), new Set([...a, ...b].map(({ id }) => id)));
          assert.deepEqual(
            [...changed].sort(),
            [...document.keys()].filter((id) => doneIn(document, id) !== doneIn(before, id)).sort(),
          );
        }),
        many,
      );
    });

    it('lets a tick win over an untick of the same moment, whoever made them', () => {
      const tick: Fact = { id: 'core/git/a', done: true, at: [5, 1], by: 'a' };
      for (const by of ['a', 'b', 'A', '']) {
        const untick: Fact = { ...tick, done: false, by };
        for (const order of [
          [tick, untick],
          [untick, tick],
        ])
          assert.equal(documentOf(order).get(tick.id)?.done, true);
      }
    });

    it('lets the later act win, by the counter too', () => {
      const untick = (at: Stamp): Fact => ({ id: 'i', done: false, at, by: 'b' });
      const tick: Fact = { id: 'i', done: true, at: [5, 1], by: 'a' };
      assert.equal(doneIn(documentOf([untick([5, 2]), tick]), 'i'), false);
      assert.equal(doneIn(documentOf([untick([6, 0]), tick]), 'i'), false);
      assert.equal(doneIn(documentOf([untick([4, 9]), tick]), 'i'), true);
    });

    it('orders all facts: two compare as equal only if they say the same', () => {
      fc.assert(
        fc.property(fact, fact, fact, (a, b, c) => {
          assert.equal(Math.sign(compareFacts(a, b)), 0 - Math.sign(compareFacts(b, a)));
          if (compareFacts(a, b) <= 0 && compareFacts(b, c) <= 0) assert.ok(compareFacts(a, c) <= 0);
          if (compareFacts(a, b) === 0) assert.deepEqual({ ...a, id: '' }, { ...b, id: '' });
        }),
        many,
      );
    });

    it('copes with ids that every object has', () => {
      for (const id of ['__proto__', 'constructor', 'toString', '']) {
        const { document, changed } = merge(emptyProgress, [{ id, done: true, at: [1, 0], by: 'w' }]);
        assert.deepEqual(changed, [id]);
        assert.equal(doneIn(document, id), true);
      }
      assert.equal(emptyProgress.size, 0);
    });
  });

  describe('the clock', () => {
    const base = 1_700_000_000_000;

    it('never goes back, whatever the machine and the other writers say', () => {
      type Step = readonly ['time', number] | readonly ['observe', Stamp] | readonly ['next'];
      const step: fc.Arbitrary<Step> = fc.oneof(
        fc.tuple(fc.constant('time' as const), fc.integer({ min: base - 2 * maxDrift, max: base + 2 * maxDrift })),
        fc.tuple(
          fc.constant('observe' as const),
          fc.tuple(
            fc.oneof(
              fc.integer({ min: base - 2 * maxDrift, max: base + 3 * maxDrift }),
              fc.constant(Number.MAX_SAFE_INTEGER),
            ),
            fc.oneof(fc.nat(3), fc.constant(Number.MAX_SAFE_INTEGER)),
          ),
        ),
        fc.constant(['next'] as const),
      );
      fc.assert(
        fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
          let time = base;
          const clock = new Clock(() => time);
          let greatest: Stamp = [0, 0];
          for (const [what, value] of [...steps, ['next'] as const]) {
            if (what === 'time') time = value;
            else if (what === 'observe') {
              clock.observe(value);
              if (value[0] <= time + maxDrift && later(value, greatest)) greatest = value;
            } else {
              const stamp = clock.next();
              assert.ok(later(stamp, greatest), `${stamp.join()} after ${greatest.join()}`);
              assert.ok(
                stamp.every((part) => Number.isSafeInteger(part) && part >= 0),
                stamp.join(),
              );
              greatest = stamp;
            }
          }
        }),
        many,
      );
    });

    it('shows the time of day while that moves on', () => {
      let time = base;
      const clock = new Clock(() => time);
      assert.deepEqual(clock.next(), [base, 0]);
      assert.deepEqual(clock.next(), [base, 1]);
      time += 5;
      assert.deepEqual(clock.next(), [base + 5, 0]);
      time -= 100;
      assert.deepEqual(clock.next(), [base + 5, 1]);
    });

    it('follows other writers up to the limit, and ignores those beyond', () => {
      const clock = new Clock(() => base);
      clock.observe([base + maxDrift + 1, 0]);
      assert.deepEqual(clock.next(), [base, 0]);
      clock.observe([base + maxDrift, 7]);
      assert.deepEqual(clock.next(), [base + maxDrift, 8]);
      clock.observe([base, 50]);
      assert.deepEqual(clock.next(), [base + maxDrift, 9]);
    });

    it('goes beyond what an act changes, however far ahead that is, and stays where it was', () => {
      const clock = new Clock(() => base);
      const ahead: Stamp = [base + 10 * maxDrift, 3];
      assert.deepEqual(clock.next(ahead), [base + 10 * maxDrift, 4]);
      assert.deepEqual(clock.next(), [base, 1]);
      assert.deepEqual(clock.next([base, 0]), [base, 2]);
    });

    it('writes stamps that can be read again even after a counter at its end', () => {
      const clock = new Clock(() => base);
      clock.observe([base, Number.MAX_SAFE_INTEGER]);
      const written: Fact = { id: 'i', done: true, at: clock.next(), by: 'w' };
      assert.ok(later(written.at, [base, Number.MAX_SAFE_INTEGER]));
      assert.deepEqual(decodeJournal(encodeFact(written)), { facts: [written], damaged: [] });
    });
  });

  describe('a journal', () => {
    const linesOf = (list: readonly Fact[]): string => list.map((entry) => `${encodeFact(entry)}\n`).join('');

    it('is read as it was written', () => {
      fc.assert(
        fc.property(fc.array(fc.oneof(fact, anyFact), { maxLength: 8 }), (list) => {
          assert.deepEqual(decodeJournal(linesOf(list)), { facts: list, damaged: [] });
        }),
        many,
      );
    });

    it('has one fact on each line', () => {
      fc.assert(
        fc.property(anyFact, (entry) => {
          assert.doesNotMatch(encodeFact(entry), /[\r\n]/);
        }),
        many,
      );
    });

    it('cut off anywhere keeps every whole line, and names the line that is not', () => {
      fc.assert(
        fc.property(fc.array(fact, { minLength: 1, maxLength: 4 }), (list) => {
          const text = linesOf(list);
          const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
          for (let length = 0; length <= text.length; length++) {
            // A line whose end alone is missing is whole.
            const whole = ends.filter((end) => end <= length).length;
            const rest = length - (whole === 0 ? 0 : ends[whole - 1]! + 1);
            const { facts: read, damaged } = decodeJournal(text.slice(0, length));
            assert.deepEqual(read, list.slice(0, whole), `cut at ${length}`);
            assert.deepEqual(damaged, rest > 0 ? [whole + 1] : [], `cut at ${length}`);
          }
        }),
        { numRuns: 60 },
      );
    });

    it('with any one byte changed keeps all other lines', () => {
      const list: Fact[] = [
        { id: 'core/git/a', done: true, at: [1, 0], by: 'w1' },
        { id: 'core/é/b', done: false, at: [2, 3], by: 'w2' },
        { id: 'core/php/c', done: true, at: [3, 0], by: 'w1' },
      ];
      const bytes = new TextEncoder().encode(linesOf(list));
      const decoder = new TextDecoder();
      let line = 0;
      let flips = 0;
      for (let at = 0; at < bytes.length; at++) {
        const isEnd = bytes[at] === 10;
        // A changed line end joins two lines.
        const hit = isEnd ? [line, line + 1] : [line];
        for (let bit = 0; bit < 8; bit++) {
          const changed = bytes.slice();
          changed[at]! ^= 1 << bit;
          const { facts: read, damaged } = decodeJournal(decoder.decode(changed));
          for (const [index, entry] of list.entries())
            if (!hit.includes(index))
              assert.ok(
                read.some((other) => JSON.stringify(other) === JSON.stringify(entry)),
                `byte ${at}, bit ${bit} lost line ${index + 1}`,
              );
          assert.ok(damaged.every((number) => number - 1 >= line && number - 1 <= line + 1));
          flips++;
        }
        if (isEnd) line++;
      }
      assert.ok(flips > 1000, `${flips} flips`);
    });

    it('never throws, and reads no fact that the store could not hold', () => {
      const scraps = fc.array(
        fc.oneof(
          fc.constantFrom(
            '{',
            '}',
            '"v":1',
            '"id":"x"',
            '"done":true',
            '"at":[1,2]',
            '"by":"w"',
            ',',
            '\n',
            'null',
            '[]',
          ),
          fc.jsonValue().map((value) => JSON.stringify(value)),
          fc.string({ unit: 'binary' }),
        ),
      );
      fc.assert(
        fc.property(
          scraps.map((parts) => parts.join('')),
          (text) => {
            const { facts: read, damaged } = decodeJournal(text);
            for (const entry of read) assert.deepEqual(decodeJournal(encodeFact(entry)).facts, [entry]);
            const lines = text.split('\n');
            for (const number of damaged) assert.notEqual(lines[number - 1]?.trim() ?? '', '');
          },
        ),
        many,
      );
    });

    it('passes over empty lines, and over facts of a later version', () => {
      const entry: Fact = { id: 'i', done: true, at: [1, 0], by: 'w' };
      const line = encodeFact(entry);
      for (const stranger of [
        '{"v":2}',
        '{"v":2,"id":7}',
        '{"v":0,"kind":"verified"}',
        line.replace('"v":1', '"v":2'),
        '',
        '   ',
        '\r',
      ])
        assert.deepEqual(decodeJournal(`${line}\n${stranger}\n${line}\n`), { facts: [entry, entry], damaged: [] });
    });

    it('names each damaged line by its number', () => {
      const line = encodeFact({ id: 'i', done: true, at: [1, 0], by: 'w' });
      for (const broken of [
        'x',
        '{}',
        'null',
        '[]',
        '1',
        '"text"',
        line.slice(1),
        line + line,
        line.replace('true', '1'),
        line.replace('"i"', '7'),
        line.replace('"w"', 'null'),
        line.replace('[1,0]', '[1]'),
        line.replace('[1,0]', '[1,0,0]'),
        line.replace('[1,0]', '[-1,0]'),
        line.replace('[1,0]', '[1.5,0]'),
        line.replace('[1,0]', '["1",0]'),
        line.replace('[1,0]', '[1e300,0]'),
        line.replace('[1,0]', '{"0":1,"1":0,"length":2}'),
        '{"__proto__":{"v":1}}',
        '['.repeat(100_000),
      ])
        assert.deepEqual(decodeJournal(`\n${line}\n${broken}\n${line}`).damaged, [3], broken.slice(0, 80));
    });

    it('reads lines that end as on Windows', () => {
      const entry: Fact = { id: 'i', done: true, at: [1, 0], by: 'w' };
      assert.deepEqual(decodeJournal(`${encodeFact(entry)}\r\n${encodeFact(entry)}\r\n`), {
        facts: [entry, entry],
        damaged: [],
      });
    });
  });
});
