import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  Clock,
  decodeFact,
  decodeJournal,
  doneItems,
  emptyProgress,
  encodeFact,
  factsOf,
  isDone,
  isLater,
  isVerified,
  knows,
  maxDrift,
  mergeInto,
  mustOutrank,
  newestStamp,
  seenNow,
  type Fact,
  type ProgressDocument,
  type ResetFact,
  type Seen,
  type Stamp,
  type TickFact,
  type UntickFact,
  verifiedBy,
  zonesOf,
  reviewsOf,
  type VerifyFact,
} from '../../src/core/progress';

// Few ids, moments and writers, so that facts meet.
const ids = ['core/git/a', 'core/git/b'];
const id = fc.constantFrom(...ids);
const writer = fc.constantFrom('w1', 'w2', 'w10');
const at = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2 }));
const tick: fc.Arbitrary<TickFact> = fc.record(
  { kind: fc.constant('tick'), id, at, by: writer },
  { noNullPrototype: true },
);
const untickOf = (seen: fc.Arbitrary<Seen | undefined>): fc.Arbitrary<UntickFact> =>
  fc.record({ kind: fc.constant('untick'), id, seen, at, by: writer }, { noNullPrototype: true });
const reset: fc.Arbitrary<ResetFact> = fc.record(
  { kind: fc.constant('reset'), at, by: writer },
  { noNullPrototype: true },
);
const lab = fc.constantFrom('hello', 'routes');
const verify: fc.Arbitrary<VerifyFact> = fc.record(
  { kind: fc.constant('verify'), id, lab, at, by: writer },
  { noNullPrototype: true },
);
const cards = ['core/git#a', 'core/git#b'];
const card = fc.constantFrom(...cards);
const grade = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const);
const review: fc.Arbitrary<Fact> = fc.record(
  { kind: fc.constant('review'), id: card, grade, at, by: writer },
  { noNullPrototype: true },
);
const unreview: fc.Arbitrary<Fact> = fc.record(
  { kind: fc.constant('unreview'), id: card, of: at, at, by: writer },
  { noNullPrototype: true },
);
const zone: fc.Arbitrary<Fact> = fc.record(
  { kind: fc.constant('zone'), zone: fc.constantFrom('Asia/Tokyo', 'Europe/Berlin'), at, by: writer },
  { noNullPrototype: true },
);
const sight: fc.Arbitrary<Seen> = fc.dictionary(writer, at, { maxKeys: 3, noNullPrototype: true });
const fact: fc.Arbitrary<Fact> = fc.oneof(
  { weight: 6, arbitrary: tick },
  { weight: 3, arbitrary: untickOf(sight) },
  { weight: 2, arbitrary: untickOf(fc.constant(undefined)) },
  { weight: 1, arbitrary: reset },
  { weight: 2, arbitrary: verify },
  { weight: 3, arbitrary: review },
  { weight: 1, arbitrary: unreview },
  { weight: 1, arbitrary: zone },
);
const facts = fc.array(fact, { maxLength: 10 });

/** Facts as they may stand in a file: any text as id and writer, any stamp that counts exactly. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('__proto__', 'constructor', '0', '', '\ud800', '"c":"', ',"c":"00000000"}', '\n', '\u2028'),
);
const anyStamp = fc.tuple(fc.maxSafeNat(), fc.maxSafeNat());
const anySight: fc.Arbitrary<Seen> = fc
  .array(fc.tuple(anyText, anyStamp), { maxLength: 3 })
  .map((entries) => Object.fromEntries(entries));
const anyFact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ kind: fc.constant('tick'), id: anyText, at: anyStamp, by: anyText }, { noNullPrototype: true }),
  fc.record(
    {
      kind: fc.constant('untick'),
      id: anyText,
      seen: fc.oneof(anySight, fc.constant(undefined)),
      at: anyStamp,
      by: anyText,
    },
    { noNullPrototype: true },
  ),
  fc.record({ kind: fc.constant('reset'), at: anyStamp, by: anyText }, { noNullPrototype: true }),
  fc.record(
    { kind: fc.constant('verify'), id: anyText, lab: anyText, at: anyStamp, by: anyText },
    { noNullPrototype: true },
  ),
  fc.record({ kind: fc.constant('review'), id: anyText, grade, at: anyStamp, by: anyText }, { noNullPrototype: true }),
  fc.record(
    { kind: fc.constant('unreview'), id: anyText, of: anyStamp, at: anyStamp, by: anyText },
    { noNullPrototype: true },
  ),
  fc.record({ kind: fc.constant('zone'), zone: anyText, at: anyStamp, by: anyText }, { noNullPrototype: true }),
);

let cases = 0;
/** Checks a property that many times, and counts along. */
function check<T>(runs: number, property: fc.IProperty<T> & fc.IRawProperty<T>): void {
  fc.assert(property, { numRuns: runs });
  cases += runs;
}

const documentOf = (...lists: readonly (readonly Fact[])[]): ProgressDocument => {
  const document = emptyProgress();
  for (const list of lists) mergeInto(document, list);
  return document;
};
const state = (document: ProgressDocument): Record<string, unknown> => ({
  ...Object.fromEntries(
    ids.map((each) => [each, [isDone(document, each), [...verifiedBy(document, each)].map(String).sort()]]),
  ),
  ...Object.fromEntries(cards.map((each) => [each, reviewsOf(document, each)])),
  zones: zonesOf(document),
});

/** Two documents are the same if they say the same, now and after any further facts. They are used up by it. */
function same(a: ProgressDocument, b: ProgressDocument, further: readonly Fact[]): void {
  assert.deepEqual(state(a), state(b));
  for (const each of further) {
    assert.deepEqual(mergeInto(a, [each]).sort(), mergeInto(b, [each]).sort());
    assert.deepEqual(state(a), state(b), `after ${JSON.stringify(each)}`);
  }
}

describe('the reviews of a card', () => {
  it('are those of all facts, also when they were asked for in between, and the same list while nothing changes', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 6 }), (parts) => {
        const document = emptyProgress();
        for (const part of parts) {
          mergeInto(document, part);
          for (const each of cards) assert.equal(reviewsOf(document, each), reviewsOf(document, each));
        }
        const afresh = emptyProgress();
        mergeInto(afresh, parts.flat());
        for (const each of cards) assert.deepEqual(reviewsOf(document, each), reviewsOf(afresh, each));
      }),
    );
  });
});

describe('progress', () => {
  describe('merging', () => {
    it('is commutative', () => {
      check(
        4000,
        fc.property(facts, facts, facts, (a, b, further) => same(documentOf(a, b), documentOf(b, a), further)),
      );
    });

    it('is associative', () => {
      check(
        4000,
        fc.property(facts, facts, facts, facts, (a, b, c, further) => {
          // Documents are joined as the facts that they come from.
          const left = documentOf(factsOf(documentOf(a, b)), c);
          const right = documentOf(a, factsOf(documentOf(b, c)));
          same(left, right, further);
        }),
      );
    });

    it('is idempotent: old facts, in any part and order, change nothing and are known', () => {
      check(
        4000,
        fc.property(
          facts.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list))),
          facts,
          ([list, old], further) => {
            const document = documentOf(list);
            const before = state(document);
            assert.deepEqual(mergeInto(document, old), []);
            assert.deepEqual(state(document), before);
            for (const each of list) assert.ok(knows(document, each), JSON.stringify(each));
            same(document, documentOf(list), further);
          },
        ),
      );
    });

    it('does not depend on order, repetition, nor on how the facts are cut into files', () => {
      check(
        4000,
        fc.property(
          facts.chain((list) =>
            fc.tuple(
              fc.constant(list),
              fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
              fc.array(fc.nat(20), { maxLength: 4 }),
            ),
          ),
          facts,
          ([list, shuffled, cuts], further) => {
            const ends = [0, ...cuts, shuffled.length].sort((a, b) => a - b);
            const files = ends.slice(1).map((end, index) => shuffled.slice(ends[index], end));
            same(documentOf(list), documentOf(...files), further);
          },
        ),
      );
    });

    it('names exactly the ids whose state changed, once', () => {
      check(
        4000,
        fc.property(facts, facts, (a, b) => {
          const document = documentOf(a);
          const before = state(document);
          const changed = mergeInto(document, b);
          const after = state(document);
          // Ids are told when something of them shows: done, or verified by some lab.
          const shown = (states: Record<string, unknown>, each: string): string => {
            if (cards.includes(each)) return JSON.stringify(states[each]);
            const [done, labs] = states[each] as [boolean, string[]];
            return `${done} ${labs.length > 0}`;
          };
          assert.deepEqual(
            changed.sort(),
            [...cards, ...ids].filter((each) => shown(before, each) !== shown(after, each)),
          );
          assert.deepEqual(
            doneItems(document).sort(),
            ids.filter((each) => isDone(document, each)),
          );
        }),
      );
    });

    it('agrees with the definition: a tick counts unless an untick saw it, or an old untick or a reset outranks it', () => {
      check(
        4000,
        fc.property(facts, (list) => {
          const document = documentOf(list);
          for (const each of ids) {
            const counting = list.filter(
              (one) =>
                one.kind === 'tick' &&
                one.id === each &&
                list.every((other) => {
                  if (other.kind === 'reset') return isLater(one.at, other.at);
                  if (other.kind !== 'untick' || other.id !== each) return true;
                  if (!other.seen) return !isLater(other.at, one.at);
                  const seen = other.seen[one.by];
                  return !seen || isLater(one.at, seen);
                }),
            );
            assert.equal(isDone(document, each), counting.length > 0);
            const proofs = list.filter(
              (one): one is VerifyFact =>
                one.kind === 'verify' &&
                one.id === each &&
                list.every((other) => other.kind !== 'reset' || isLater(one.at, other.at)),
            );
            assert.deepEqual(
              [...verifiedBy(document, each).keys()].sort(),
              [...new Set(proofs.map((one) => one.lab))].sort(),
            );
            assert.equal(isVerified(document, each), proofs.length > 0);
          }
          for (const each of cards) {
            const made = list.flatMap((one) => {
              if (one.kind !== 'review' || one.id !== each) return [];
              const stands = list.every((other) => {
                if (other.kind === 'reset') return isLater(one.at, other.at);
                if (other.kind === 'unreview') return other.id !== each || String(other.of) !== String(one.at);
                // Of two at one moment the worse.
                return (
                  other.kind !== 'review' ||
                  other.id !== each ||
                  String(other.at) !== String(one.at) ||
                  other.grade >= one.grade
                );
              });
              return stands ? `${one.at.join('.')} ${one.grade}` : [];
            });
            assert.deepEqual(
              reviewsOf(document, each)
                .map((one) => `${one.at.join('.')} ${one.grade}`)
                .sort(),
              [...new Set(made)].sort(),
            );
          }
        }),
      );
    });

    it('treats old unticks as version 0.2 did: the last act wins, a tick at equal stamps', () => {
      check(
        4000,
        fc.property(
          fc.array(fc.oneof(tick, untickOf(fc.constant(undefined))), { maxLength: 8 }),
          (list: readonly (TickFact | UntickFact)[]) => {
            const document = documentOf(list);
            for (const each of ids) {
              const mine = list.filter((one) => one.id === each);
              const last = mine.reduce<Fact | undefined>((best, one) => {
                if (!best || isLater(one.at, best.at)) return one;
                return isLater(best.at, one.at) || best.kind === 'tick' ? best : one;
              }, undefined);
              assert.equal(isDone(document, each), last?.kind === 'tick', JSON.stringify(mine));
            }
          },
        ),
      );
    });

    it('can be taken apart into facts and put together again', () => {
      check(
        3000,
        fc.property(facts, facts, (list, further) => {
          const document = documentOf(list);
          const parts = factsOf(document);
          assert.ok(parts.every((part) => knows(document, part)));
          const read = decodeJournal(parts.map((part) => `${encodeFact(part)}\n`).join(''));
          assert.deepEqual(read.damaged, []);
          same(document, documentOf(read.facts), further);
        }),
      );
    });

    it('says that it knows a fact only if that can never change anything', () => {
      check(
        3000,
        fc.property(facts, fact, facts, (list, one, further) => {
          if (!knows(documentOf(list), one)) return;
          same(documentOf(list), documentOf(list, [one]), further);
        }),
      );
    });

    it('lets a tick survive an untick that did not see it, whatever the clocks say', () => {
      const early: Fact = { kind: 'tick', id: 'i', at: [1, 0], by: 'a' };
      const late: Fact = { kind: 'untick', id: 'i', seen: { b: [9, 9] }, at: [99, 0], by: 'b' };
      assert.ok(isDone(documentOf([early, late]), 'i'));
      assert.ok(isDone(documentOf([late, early]), 'i'));
      const seeing: Fact = { ...late, seen: { a: [1, 0] }, at: [0, 0] };
      assert.ok(!isDone(documentOf([early, seeing]), 'i'));
      assert.ok(!isDone(documentOf([seeing, early]), 'i'));
    });

    it('lets a reset win over a tick of the same moment, and over all before', () => {
      const one: Fact = { kind: 'tick', id: 'i', at: [5, 1], by: 'a' };
      for (const [stamp, done] of [
        [[5, 0], true],
        [[5, 1], false],
        [[6, 0], false],
      ] as const) {
        const all: Fact = { kind: 'reset', at: stamp, by: 'b' };
        assert.equal(isDone(documentOf([one, all]), 'i'), done);
        assert.equal(isDone(documentOf([all, one]), 'i'), done);
      }
    });

    it('copes with ids and writers that every object has', () => {
      for (const name of ['__proto__', 'constructor', 'toString', '']) {
        const document = emptyProgress();
        const one: Fact = { kind: 'tick', id: name, at: [1, 0], by: name };
        assert.deepEqual(mergeInto(document, [one]), [name]);
        assert.ok(isDone(document, name));
        const seen = seenNow(document, name);
        assert.deepEqual(Object.entries(seen), [[name, [1, 0]]]);
        const back: Fact = { kind: 'untick', id: name, seen, at: [2, 0], by: name };
        assert.deepEqual(mergeInto(document, decodeJournal(encodeFact(back)).facts), [name]);
        assert.ok(!isDone(document, name));
      }
      assert.deepEqual(doneItems(emptyProgress()), []);
    });
  });

  describe('several machines', () => {
    const year = 365.25 * 24 * 60 * 60 * 1000;
    const start = 1_700_000_000_000;

    /** An act, and what its maker knew of when it was made. */
    interface Act {
      readonly fact: Fact;
      readonly knew: ReadonlySet<Act>;
    }
    class Machine {
      readonly document = emptyProgress();
      readonly known = new Set<Act>();
      skew: number;
      private readonly clock: Clock;

      constructor(
        private readonly name: string,
        skew: number,
        private readonly time: () => number,
      ) {
        this.skew = skew;
        this.clock = new Clock(() => this.time() + this.skew);
      }

      /** What the store does; undefined when that would change nothing. */
      act(kind: 'tick' | 'untick' | 'reset', item: string): Act | undefined {
        const by = this.name;
        if (kind === 'reset') return this.note({ kind, at: this.clock.next(newestStamp(this.document)), by });
        if (isDone(this.document, item) === (kind === 'tick')) return undefined;
        const stamp = this.clock.next(mustOutrank(this.document, item, by));
        if (kind === 'tick') return this.note({ kind, id: item, at: stamp, by });
        return this.note({ kind, id: item, seen: seenNow(this.document, item), at: stamp, by });
      }

      private note(made: Fact): Act {
        const act = { fact: made, knew: new Set(this.known) };
        this.receive([act]);
        return act;
      }

      receive(acts: readonly Act[]): void {
        for (const { fact: made } of acts) this.clock.observe(made.at);
        mergeInto(
          this.document,
          acts.map((act) => act.fact),
        );
        for (const act of acts) this.known.add(act);
      }
    }

    /** What must be so, from who knew what; stamps decide only between a tick and a reset that did not know of each other. */
    const shouldBeDone = (acts: readonly Act[], item: string): boolean =>
      acts.some(
        (one) =>
          one.fact.kind === 'tick' &&
          one.fact.id === item &&
          acts.every((other) => {
            if (other.fact.kind === 'tick') return true;
            if (other.fact.kind === 'untick') return other.fact.id !== item || !other.knew.has(one);
            if (other.knew.has(one)) return false;
            return one.knew.has(other) || isLater(one.fact.at, other.fact.at);
          }),
      );

    type Step =
      | { readonly what: 'tick' | 'untick' | 'reset'; readonly who: number; readonly item: number }
      | { readonly what: 'send'; readonly who: number; readonly to: number; readonly seed: number }
      | { readonly what: 'wait'; readonly for: number }
      | { readonly what: 'skew'; readonly who: number; readonly by: number };
    const who = fc.nat(3);
    const skew = fc.oneof(
      fc.constantFrom(0, 10 * year, -10 * year, maxDrift, -maxDrift, maxDrift - 1),
      fc.integer({ min: -10 * year, max: 10 * year }),
    );
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 6, arbitrary: fc.record({ what: fc.constantFrom('tick', 'untick'), who, item: fc.nat(1) }) },
      { weight: 1, arbitrary: fc.record({ what: fc.constant('reset'), who, item: fc.constant(0) }) },
      { weight: 6, arbitrary: fc.record({ what: fc.constant('send'), who, to: who, seed: fc.nat() }) },
      {
        weight: 1,
        arbitrary: fc.record({ what: fc.constant('wait'), for: fc.constantFrom(0, 1, 1000, maxDrift, year) }),
      },
      { weight: 1, arbitrary: fc.record({ what: fc.constant('skew'), who, by: skew }) },
    );

    /** A part of the list, or all of it, in an order that depends on the seed. */
    const mixed = <T>(list: Iterable<T>, seed: number, all: boolean): T[] => {
      let random = seed | 1;
      const next = (): number => {
        random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
        return random / 2 ** 32;
      };
      const part = [...list].filter(() => next() < 0.6 || all);
      for (let index = part.length - 1; index > 0; index--) {
        const other = Math.floor(next() * (index + 1));
        [part[index], part[other]] = [part[other]!, part[index]!];
      }
      return part;
    };

    const run = (skews: readonly number[], steps: readonly Step[]): { machines: Machine[]; acts: Act[] } => {
      let now = start;
      const machines = skews.map((by, index) => new Machine(`m${index}`, by, () => now));
      const acts: Act[] = [];
      for (const each of steps) {
        if (each.what === 'wait') {
          now += each.for;
          continue;
        }
        const machine = machines[each.who % machines.length]!;
        if (each.what === 'skew') machine.skew = each.by;
        else if (each.what === 'send')
          machines[each.to % machines.length]!.receive(mixed(machine.known, each.seed, false));
        else acts.push(...[machine.act(each.what, ids[each.item]!) ?? []].flat());
      }
      return { machines, acts };
    };
    const shareAll = (machines: readonly Machine[], acts: readonly Act[], seed: number): void => {
      for (const [index, machine] of machines.entries()) machine.receive(mixed(acts, seed + index * 7919, true));
    };
    const skews = fc.array(skew, { minLength: 2, maxLength: 4 });

    it('come to agree on what follows from who knew what: no tick goes but by an untick that saw it, or a reset', () => {
      let unticked = 0;
      let kept = 0;
      check(
        30_000,
        fc.property(skews, fc.array(step, { maxLength: 30, size: 'max' }), fc.nat(), (by, steps, seed) => {
          const { machines, acts } = run(by, steps);
          shareAll(machines, acts, seed);
          for (const item of ids) {
            const expected = shouldBeDone(acts, item);
            for (const machine of machines) assert.equal(isDone(machine.document, item), expected);
            if (expected && acts.some(({ fact: made }) => made.kind === 'untick' && made.id === item)) kept++;
            else if (!expected && acts.some(({ fact: made }) => made.kind === 'tick' && made.id === item)) unticked++;
          }
        }),
      );
      // Otherwise the property would hold for want of cases.
      assert.ok(unticked > 1000 && kept > 1000, `${unticked} unticked, ${kept} kept`);
    });

    it('see every later act of each other, whatever their clocks', () => {
      check(
        8000,
        fc.property(
          skews,
          fc.array(step, { maxLength: 20, size: 'max' }),
          fc.nat(),
          fc.array(
            fc.record({ who, what: fc.constantFrom('tick' as const, 'untick' as const, 'reset' as const), item: id }),
            { minLength: 1, maxLength: 6 },
          ),
          (by, steps, seed, later) => {
            const { machines, acts } = run(by, steps);
            shareAll(machines, acts, seed);
            for (const each of later) {
              const act = machines[each.who % machines.length]!.act(each.what, each.item);
              if (act) for (const machine of machines) machine.receive([act]);
              for (const { document } of machines)
                if (each.what === 'reset') assert.deepEqual(doneItems(document), []);
                else assert.equal(isDone(document, each.item), each.what === 'tick');
            }
          },
        ),
      );
    });
  });

  describe('the clock', () => {
    const base = 1_700_000_000_000;

    it('never goes back and never stands still, whatever the machine and the other writers say', () => {
      type Step = readonly ['time', number] | readonly ['observe', Stamp] | readonly ['next'];
      const step: fc.Arbitrary<Step> = fc.oneof(
        fc.tuple(fc.constant('time' as const), fc.integer({ min: base - 3 * maxDrift, max: base + 3 * maxDrift })),
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
      check(
        1500,
        fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
          let time = base;
          const clock = new Clock(() => time);
          let greatest: Stamp = [0, 0];
          for (const [what, value] of [...steps, ['next'] as const, ['next'] as const]) {
            if (what === 'time') time = value;
            else if (what === 'observe') {
              clock.observe(value);
              if (value[0] <= time + maxDrift && isLater(value, greatest)) greatest = value;
            } else {
              const stamp = clock.next();
              assert.ok(isLater(stamp, greatest), `${stamp.join()} after ${greatest.join()}`);
              assert.ok(
                stamp.every((part) => Number.isSafeInteger(part) && part >= 0),
                stamp.join(),
              );
              greatest = stamp;
            }
          }
        }),
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

    it('grows on when the time of day was put right after it had been far ahead', () => {
      let time = base + 10 * maxDrift;
      const clock = new Clock(() => time);
      assert.deepEqual(clock.next(), [time, 0]);
      time = base;
      assert.deepEqual(clock.next(), [base + 10 * maxDrift, 1]);
      assert.deepEqual(clock.next(), [base + 10 * maxDrift, 2]);
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

    it('outranks what an act must outrank, however far ahead that is, and stays where it was', () => {
      const clock = new Clock(() => base);
      const ahead: Stamp = [base + 10 * maxDrift, 3];
      assert.deepEqual(clock.next(ahead), [base + 10 * maxDrift, 4]);
      assert.deepEqual(clock.next(), [base, 0]);
      assert.deepEqual(clock.next([base, 0]), [base, 1]);
      assert.deepEqual(clock.next([base + 5, 0]), [base + 5, 1]);
      assert.deepEqual(clock.next(), [base + 5, 2]);
    });

    it('writes stamps that can be read again even after a counter at its end', () => {
      const clock = new Clock(() => base);
      clock.observe([base, Number.MAX_SAFE_INTEGER]);
      const written: Fact = { kind: 'tick', id: 'i', at: clock.next(), by: 'w' };
      assert.ok(isLater(written.at, [base, Number.MAX_SAFE_INTEGER]));
      assert.deepEqual(decodeJournal(encodeFact(written)), { facts: [written], damaged: [] });
    });
  });

  describe('a journal', () => {
    const linesOf = (list: readonly Fact[]): string => list.map((entry) => `${encodeFact(entry)}\n`).join('');
    /** As versions 0.1 and 0.2 wrote them. */
    const oldLine = (one: Omit<TickFact, 'kind'> & { readonly done: boolean }): string =>
      JSON.stringify({ v: 1, id: one.id, done: one.done, at: one.at, by: one.by });
    const one: TickFact = { kind: 'tick', id: 'i', at: [1, 0], by: 'w' };
    const samples: readonly Fact[] = [
      { kind: 'tick', id: 'core/git/a', at: [1_700_000_000_000, 0], by: '6f1c0b9e-0e9f-4c52-9b57-0f7d4a1d8c11' },
      { kind: 'untick', id: 'core/é/b', seen: { w1: [1, 2], 'w😀': [3, 0] }, at: [2, 3], by: 'w2' },
      { kind: 'untick', id: 'core/php/c', seen: {}, at: [3, 0], by: 'w1' },
      { kind: 'untick', id: 'core/php/c', seen: undefined, at: [3, 0], by: 'w1' },
      { kind: 'tick', id: 'a","c":"00000000"}', at: [0, 7], by: '' },
      { kind: 'reset', at: [4, 1], by: 'w10' },
    ];

    it('is read as it was written', () => {
      check(
        3000,
        fc.property(fc.array(fc.oneof(fact, anyFact), { maxLength: 6 }), (list) => {
          assert.deepEqual(decodeJournal(linesOf(list)), { facts: list, damaged: [] });
          // Also when it has been through a file.
          const bytes = new TextEncoder().encode(linesOf(list));
          assert.deepEqual(decodeJournal(new TextDecoder().decode(bytes)).facts, list);
        }),
      );
    });

    it('has one fact on each line, which older versions can read too', () => {
      check(
        1500,
        fc.property(anyFact, (entry) => {
          const line = encodeFact(entry);
          assert.doesNotMatch(line, /[\r\n]/);
          const { v, done } = JSON.parse(line) as Record<string, unknown>;
          // Version 0.2 passes over facts with another number, and reads these fields of the others.
          if (entry.kind !== 'tick' && entry.kind !== 'untick') assert.equal(v, 2);
          else assert.deepEqual([v, done], [1, entry.kind === 'tick']);
        }),
      );
    });

    it('of version 0.1 or 0.2 is read', () => {
      check(
        1500,
        fc.property(anyText, fc.boolean(), anyStamp, anyText, (name, done, stamp, by) => {
          assert.deepEqual(decodeFact(oldLine({ id: name, done, at: stamp, by })), {
            ...(done ? { kind: 'tick', id: name } : { kind: 'untick', id: name, seen: undefined }),
            at: stamp,
            by,
          });
        }),
      );
    });

    it('cut off anywhere keeps every whole line, and names the line that is not', () => {
      check(
        100,
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
      );
    });

    /** Every text that one flipped bit makes of the line. */
    function* flips(line: string): Generator<string> {
      const bytes = Buffer.from(line, 'utf8');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        yield bytes.toString('utf8');
        bytes[bit >> 3]! ^= 1 << (bit & 7);
      }
    }

    it('with any one bit of a line flipped gives the same fact or none, never another', () => {
      let refused = 0;
      let unharmed = 0;
      for (const sample of samples)
        for (const text of flips(encodeFact(sample))) {
          const { facts: read, damaged } = decodeJournal(text);
          for (const each of read) assert.deepEqual(each, sample, text);
          assert.ok(read.length > 0 || damaged.length > 0, `passed over in silence: ${text}`);
          if (read.length > 0) unharmed++;
          else refused++;
        }
      // A flip in the name of the checksum leaves the fact as it is.
      assert.ok(refused > 3000 && unharmed > 0 && unharmed < 300, `${refused} refused, ${unharmed} unharmed`);
    });

    it('without checksums, as versions 0.1 and 0.2 wrote it, cannot promise that', () => {
      // Nothing can: such a line is read as it stands, or older progress would be lost.
      const old = oldLine({ id: 'core/git/a', done: true, at: [1, 0], by: 'w' });
      const others = [...flips(old)].filter((text) =>
        decodeJournal(text).facts.some((read) => read.kind === 'tick' && read.id !== 'core/git/a'),
      );
      assert.ok(others.length > 0);
    });

    it('never throws, and reads no fact that the store could not hold', () => {
      const scraps = fc.array(
        fc.oneof(
          fc.constantFrom(
            ...['{', '}', '"v":1', '"v":2', '"kind":"reset"', '"id":"x"', '"done":true', '"done":false'],
            ...[
              '"at":[1,2]',
              '"by":"w"',
              '"seen":{"w":[1,1]}',
              '"seen":[]',
              ',',
              ',"c":"00000000"}',
              '\n',
              'null',
              '[]',
            ],
          ),
          fc.jsonValue().map((value) => JSON.stringify(value)),
          fc.string({ unit: 'binary' }),
        ),
      );
      check(
        1500,
        fc.property(
          scraps.map((parts) => parts.join('')),
          (text) => {
            const { facts: read, damaged } = decodeJournal(text);
            for (const entry of read) assert.deepEqual(decodeJournal(encodeFact(entry)).facts, [entry]);
            const lines = text.split('\n');
            for (const number of damaged) assert.notEqual(lines[number - 1]?.trim() ?? '', '');
          },
        ),
      );
    });

    it('passes over empty lines and facts of a later version, and over fields it does not know', () => {
      const line = encodeFact(one);
      for (const stranger of [
        '{"v":2}',
        '{"v":2,"id":7}',
        '{"v":2,"kind":"verified","id":"i","lab":"x"}',
        '{"v":0,"kind":"verified"}',
        '{"v":17,"c":"not one of ours"}',
        '',
        '   ',
        '\r',
      ]) {
        assert.deepEqual(
          decodeJournal(`${line}\n${stranger}\n${line}\n`),
          { facts: [one, one], damaged: [] },
          stranger,
        );
        if (stranger.startsWith('{')) assert.equal(decodeFact(stranger), 'unknown-kind');
      }
      for (const more of [
        '{"v":1,"id":"i","done":true,"at":[1,0],"by":"w","lab":{"c":1},"note":null}',
        '{"lab":1,"by":"w","at":[1,0],"done":true,"id":"i","v":1}',
        '{"v":1,"id":"i","done":true,"at":[1,0],"by":"w","seen":"of a tick"}',
      ])
        assert.deepEqual(decodeFact(more), one);
    });

    it('names each damaged line by its number', () => {
      const line = oldLine({ ...one, done: true });
      const untick = encodeFact({ kind: 'untick', id: 'i', seen: { w: [1, 0] }, at: [1, 0], by: 'w' }).replace(
        /,"c":"[0-9a-f]*"/,
        '',
      );
      assert.deepEqual(decodeJournal(`${line}\n${untick}`).damaged, []);
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
        untick.replace('{"w":[1,0]}', '[]'),
        untick.replace('{"w":[1,0]}', 'null'),
        untick.replace('{"w":[1,0]}', '{"w":7}'),
        untick.replace('{"w":[1,0]}', '{"w":[1,0],"x":[-1,0]}'),
        '{"v":2,"kind":"reset","at":[1],"by":"w"}',
        '{"v":2,"kind":"reset","at":[1,0]}',
        encodeFact(one).replace('"i"', '"j"'),
        encodeFact({ kind: 'reset', at: [1, 0], by: 'w' }).replace('[1,0]', '[2,0]'),
        '{"__proto__":{"v":1}}',
        '['.repeat(100_000),
        '\0'.repeat(4096),
      ])
        assert.deepEqual(decodeJournal(`\n${line}\n${broken}\n${line}`).damaged, [3], broken.slice(0, 80));
    });

    it('reads lines that end as on Windows', () => {
      const text = samples.map((sample) => `${encodeFact(sample)}\r\n`).join('');
      assert.deepEqual(decodeJournal(text), { facts: samples, damaged: [] });
    });
  });

  // In a suite of its own: a suite's own tests run before those of the suites in it.
  describe('all in all', () => {
    it('was tried in at least 50,000 cases', () => {
      assert.ok(cases >= 50_000, `${cases} cases`);
    });
  });
});
