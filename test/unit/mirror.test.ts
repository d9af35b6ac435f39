import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromMirror, toMirror } from '../../src/core/mirror';
import {
  Clock,
  doneItems,
  emptyProgress,
  factsOf,
  isDone,
  mergeInto,
  mustOutrank,
  newestStamp,
  reviewsOf,
  zonesOf,
  seenNow,
  type Fact,
  type ProgressDocument,
} from '../../src/core/progress';
import { SyncMirror } from '../../src/state/syncMirror';

const items = ['core/git/a', 'core/git/b', 'core/php/a'];
const log = { warn: (line: string) => assert.fail(line) };

/** A machine: its own files, its own copy of the synced key, and what Settings Sync last saw of it. */
class Machine {
  readonly document: ProgressDocument = emptyProgress();
  readonly clock: Clock;
  held: unknown;
  /** The synced value when this machine last synced; the base of the three-way merge. */
  base: unknown;
  readonly mirror: SyncMirror;
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly name: string,
    skew: number,
    now: () => number,
  ) {
    this.clock = new Clock(() => now() + skew);
    this.mirror = new SyncMirror(
      {
        get: () => this.held as never,
        update: (_: string, value: unknown) => {
          this.held = structuredClone(value);
          return Promise.resolve();
        },
      },
      {
        facts: () => factsOf(this.document),
        absorb: (facts) => Promise.resolve(this.take(facts)),
        onDidChange: (listener) => {
          const call = (): void => listener();
          this.listeners.add(call);
          return { dispose: () => this.listeners.delete(call) };
        },
      },
      log,
      0,
    );
  }

  take(facts: readonly Fact[]): string[] {
    for (const fact of facts) this.clock.observe(fact.at);
    return mergeInto(this.document, facts);
  }

  act(id: string, done: boolean): void {
    const at = this.clock.next(mustOutrank(this.document, id, this.name));
    this.take([
      done
        ? { kind: 'tick', id, at, by: this.name }
        : { kind: 'untick', id, at, by: this.name, seen: seenNow(this.document, id) },
    ]);
  }

  reset(): void {
    this.take([{ kind: 'reset', at: this.clock.next(newestStamp(this.document)), by: this.name }]);
  }
}

type Step =
  | { readonly kind: 'act'; readonly machine: number; readonly item: number; readonly done: boolean }
  | { readonly kind: 'sync' | 'start' | 'reset' | 'replaced' | 'reinstall'; readonly machine: number };

const reset: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('reset' as const), machine: fc.nat(2) });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      machine: fc.nat(2),
      item: fc.nat(2),
      done: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('sync' as const, 'start' as const), machine: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('replaced' as const, 'reinstall' as const), machine: fc.nat(2) }),
  },
);

/** Settings Sync as the editor does it: a key that only one side changed is taken over; where both changed it, the remote wins without a word. */
class Cloud {
  value: unknown;

  sync(machine: Machine): void {
    const changed = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
    if (changed(this.value, machine.base)) machine.held = structuredClone(this.value);
    else if (changed(machine.held, machine.base)) this.value = structuredClone(machine.held);
    machine.base = structuredClone(this.value);
  }
}

async function run(steps: readonly Step[], skews: readonly number[], merges = true): Promise<Machine[]> {
  let time = 1_700_000_000_000;
  const cloud = new Cloud();
  const machines = skews.map((skew, at) => new Machine(`m${at}`, skew, () => (time += 7)));
  const receive = async (machine: Machine): Promise<void> => {
    if (merges) await machine.mirror.receive();
    else {
      // The control: the synced value is taken for the truth, as with plain globalState.
      machine.document.items.clear();
      mergeInto(machine.document, fromMirror(machine.held));
    }
  };
  for (const one of steps) {
    const machine = machines[one.machine]!;
    if (one.kind === 'act') {
      machine.act(items[one.item]!, one.done);
      if (!merges) machine.held = toMirror(machine.document);
      else await machine.mirror.send();
    } else if (one.kind === 'sync') cloud.sync(machine);
    else if (one.kind === 'start') await receive(machine);
    else if (one.kind === 'reset') machine.reset();
    else if (one.kind === 'replaced') {
      // A newer version of the extension elsewhere: its whole state replaces ours.
      machine.held = structuredClone(cloud.value);
      machine.base = structuredClone(cloud.value);
    } else machine.base = undefined;
  }
  for (let round = 0; round < 4; round++)
    for (const machine of machines) {
      await receive(machine);
      cloud.sync(machine);
      await receive(machine);
      cloud.sync(machine);
    }
  for (const machine of machines) machine.mirror.dispose();
  return machines;
}

describe('the mirror for Settings Sync', () => {
  const stamp = fc.tuple(fc.nat(50), fc.nat(3));
  const writer = fc.constantFrom('w1', 'w2', 'w10');
  const cards = ['core/git#a', 'core/git#b'];
  const card = fc.constantFrom(...cards);
  const grade = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const);
  const fact: fc.Arbitrary<Fact> = fc.oneof(
    fc.record({ kind: fc.constant('tick' as const), id: fc.constantFrom(...items), at: stamp, by: writer }),
    fc.record({
      kind: fc.constant('untick' as const),
      id: fc.constantFrom(...items),
      at: stamp,
      by: writer,
      seen: fc.option(fc.dictionary(writer, stamp), { nil: undefined }),
    }),
    fc.record({ kind: fc.constant('reset' as const), at: stamp, by: writer }),
    fc.record({ kind: fc.constant('review' as const), id: card, grade, at: stamp, by: writer }),
    fc.record({ kind: fc.constant('unreview' as const), id: card, of: stamp, at: stamp, by: writer }),
    fc.record({
      kind: fc.constant('zone' as const),
      zone: fc.constantFrom('Asia/Tokyo', 'UTC'),
      at: stamp,
      by: writer,
    }),
  );

  it('carries the whole document there and back, and behaves like it under any further facts', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 12 }), fc.array(fact, { maxLength: 6 }), (facts, more) => {
        const one = emptyProgress();
        mergeInto(one, facts);
        const other = emptyProgress();
        mergeInto(other, fromMirror(JSON.parse(JSON.stringify(toMirror(one)))));
        assert.deepEqual(doneItems(other).sort(), doneItems(one).sort());
        mergeInto(one, more);
        mergeInto(other, more);
        for (const id of items) assert.equal(isDone(other, id), isDone(one, id));
        for (const id of cards) assert.deepEqual(reviewsOf(other, id), reviewsOf(one, id));
        assert.deepEqual(zonesOf(other), zonesOf(one));
      }),
      { numRuns: 3000 },
    );
  });

  it('is the same text for the same document, however that came about', () => {
    fc.assert(
      fc.property(
        fc
          .array(fact, { maxLength: 10 })
          .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([a, b]) => {
          const [x, y] = [emptyProgress(), emptyProgress()];
          mergeInto(x, a);
          mergeInto(y, b);
          assert.equal(JSON.stringify(toMirror(x)), JSON.stringify(toMirror(y)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('takes nothing from damage, and never throws', () => {
    for (const value of [
      undefined,
      null,
      1,
      'x',
      [],
      {},
      { v: 2, writers: [], items: {} },
      { v: 1, writers: ['a'], items: { x: [[0, 1]] } },
      { v: 1, writers: ['a'], items: { x: [[7, 1, 1]], y: 'z' } },
    ])
      assert.deepEqual(fromMirror(value), []);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void fromMirror(value)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        (entry, other) =>
          void fromMirror({
            v: 1,
            writers: ['a', other],
            reset: other,
            items: { x: entry },
            reviews: { y: entry, z: [entry, other] },
            zones: [entry, other],
          }),
      ),
      { numRuns: 500 },
    );
  });

  it('stays small: under 100 kB for 1,146 items ticked in forty windows', () => {
    const document = emptyProgress();
    for (let at = 0; at < 1146; at++)
      mergeInto(document, [
        {
          kind: 'tick',
          id: `core/some-longer-skill-${at % 180}/some-item-${at}`,
          at: [1_700_000_000_000 + at, 0],
          by: `${at % 40}-0d9f7c1e-4d0c-4f39-8f0e-6d1c7b1a2f3e`,
        },
      ]);
    const { length } = JSON.stringify(toMirror(document));
    assert.ok(length < 100_000, `${length} bytes`);
  });

  const skew = fc.constantFrom(0, 1000, -1000, 3.2e11, -3.2e11);

  it('brings three machines together under any schedule, whatever Settings Sync overwrites', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 12, arbitrary: step }, { weight: 1, arbitrary: reset }), { maxLength: 30 }),
        fc.tuple(skew, skew, skew),
        async (steps, skews) => {
          const machines = await run(steps, skews);
          const [first, ...others] = machines.map(({ document }) => doneItems(document).sort());
          for (const other of others) assert.deepEqual(other, first);
          // What is ticked anywhere and unticked by nobody who saw it is ticked everywhere.
          const all = emptyProgress();
          for (const { document } of machines) mergeInto(all, factsOf(document));
          assert.deepEqual(doneItems(all).sort(), first);
        },
      ),
      { numRuns: 1000 },
    );
  }).timeout(60_000);

  it('loses no tick that nobody took back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const ticks = steps.filter((one) => one.kind !== 'act' || one.done);
        const machines = await run(ticks, [0, 0, 0]);
        const ticked = [...new Set(ticks.flatMap((one) => (one.kind === 'act' ? items[one.item]! : [])))].sort();
        for (const { document } of machines) assert.deepEqual(doneItems(document).sort(), ticked);
      }),
      { numRuns: 1000 },
    );
  }).timeout(60_000);

  it('would notice: the synced value taken for the truth loses ticks', async () => {
    const lost = await fc.check(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const ticks = steps.filter((one) => one.kind !== 'act' || one.done);
        const machines = await run(ticks, [0, 0, 0], false);
        const ticked = [...new Set(ticks.flatMap((one) => (one.kind === 'act' ? items[one.item]! : [])))].sort();
        for (const { document } of machines) assert.deepEqual(doneItems(document).sort(), ticked);
      }),
      { numRuns: 300 },
    );
    assert.ok(lost.failed);
  }).timeout(60_000);

  it('clears on a stale machine that returns after a reset what it had, and keeps what it did since', async () => {
    const act = (machine: number, item: number): Step => ({ kind: 'act', machine, item, done: true });
    const sync = (machine: number): Step[] => [
      { kind: 'sync', machine },
      { kind: 'start', machine },
      { kind: 'sync', machine },
    ];
    const machines = await run(
      [act(0, 0), ...sync(0), ...sync(1), act(1, 1), { kind: 'reset', machine: 0 }, ...sync(0), act(1, 2)],
      [0, 0, 0],
    );
    // Ticked before the reset, here and on the stale machine: cleared. Ticked there afterwards: kept.
    for (const { document } of machines) assert.deepEqual(doneItems(document), [items[2]]);
  });
});
