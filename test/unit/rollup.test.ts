import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCatalog, type Catalog } from '../../src/core/catalog';
import { createRollup, progressState, type Rollup } from '../../src/core/rollup';
import { makeIndex } from './packs';

const small = createCatalog(
  makeIndex({
    basics: { one: 1, three: 3, none: 0 },
    more: { two: 2, seven: 7 },
    void: {},
    empty: { nothing: 0 },
  }),
);
const known = small.skills.flatMap((skill) => skill.items.map((item) => item.id));
const unknown = ['', 'core/one', 'core/one/item-9', 'other/one/item-0', '__proto__', 'constructor'];

/** Counts everything again from the set of items that are done. */
function recount(catalog: Catalog, done: ReadonlySet<string>): unknown {
  const tally = (ids: readonly string[]): unknown => ({
    done: ids.filter((id) => done.has(id)).length,
    total: ids.length,
  });
  const itemsOf = (skill: string): string[] => (catalog.skill(skill)?.items ?? []).map((item) => item.id);
  const shares = catalog.skills.map((skill) => {
    const items = itemsOf(skill.id);
    return { some: items.some((id) => done.has(id)), all: items.length > 0 && items.every((id) => done.has(id)) };
  });
  return {
    skills: catalog.skills.map((skill) => tally(itemsOf(skill.id))),
    areas: catalog.areas.map((area) => tally(area.skills.flatMap(itemsOf))),
    total: tally(catalog.skills.flatMap((skill) => itemsOf(skill.id))),
    inProgress: shares.filter(({ some, all }) => some && !all).length,
    completed: shares.filter(({ all }) => all).length,
  };
}

const counted = (catalog: Catalog, rollup: Rollup): unknown => ({
  skills: catalog.skills.map((skill) => ({ ...rollup.skill(skill.id) })),
  areas: catalog.areas.map((area) => ({ ...rollup.area(area.id) })),
  total: { ...rollup.total },
  inProgress: rollup.inProgress,
  completed: rollup.completed,
});

describe('the roll-up', () => {
  it('agrees with a naive recount after every tick', () => {
    const act = fc.tuple(fc.constantFrom(...known, ...unknown), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...known, ...unknown)), fc.array(act, { maxLength: 40 }), (start, acts) => {
        const rollup = createRollup(small, start);
        const done = new Set(start.filter((id) => known.includes(id)));
        assert.deepEqual(counted(small, rollup), recount(small, done));
        for (const [id, to] of acts) {
          const changes = known.includes(id) && done.has(id) !== to;
          assert.equal(rollup.set(id, to), changes, id);
          if (changes && to) done.add(id);
          else if (changes) done.delete(id);
          assert.deepEqual(counted(small, rollup), recount(small, done));
          assert.equal(rollup.isDone(id), done.has(id));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('ignores items that the catalog does not have', () => {
    const rollup = createRollup(small, unknown);
    assert.deepEqual(counted(small, rollup), recount(small, new Set()));
    for (const id of unknown) {
      assert.equal(rollup.set(id, true), false);
      assert.equal(rollup.isDone(id), false);
      assert.deepEqual(rollup.skill(id), { done: 0, total: 0 });
      assert.deepEqual(rollup.area(id), { done: 0, total: 0 });
    }
  });

  it('counts an item once, however often it is named', () => {
    const rollup = createRollup(small, ['core/two/item-0', 'core/two/item-0']);
    assert.deepEqual(rollup.total, { done: 1, total: 13 });
    assert.equal(rollup.set('core/two/item-0', true), false);
    assert.equal(rollup.inProgress, 1);
  });

  it('moves a skill from not started over in progress to done, and back', () => {
    const rollup = createRollup(small, []);
    const states = (): unknown => [progressState(rollup.skill('two')), rollup.inProgress, rollup.completed];
    assert.deepEqual(states(), ['not-started', 0, 0]);
    rollup.set('core/two/item-1', true);
    assert.deepEqual(states(), ['in-progress', 1, 0]);
    rollup.set('core/two/item-0', true);
    assert.deepEqual(states(), ['done', 0, 1]);
    rollup.set('core/two/item-1', false);
    assert.deepEqual(states(), ['in-progress', 1, 0]);
    rollup.set('core/two/item-0', false);
    assert.deepEqual(states(), ['not-started', 0, 0]);
  });

  it('calls a skill without items not started', () => {
    assert.equal(progressState({ done: 0, total: 0 }), 'not-started');
  });

  it('touches as much of a pack of 10,000 skills as of one of 100', () => {
    /** The catalog, with every property read anywhere in it counted. */
    const watched = (catalog: Catalog): { catalog: Catalog; reads: () => number } => {
      let reads = 0;
      const watch = <T>(value: T): T => {
        if (typeof value === 'function')
          return ((...args: unknown[]) => {
            reads++;
            return watch((value as unknown as (...args: unknown[]) => unknown)(...args));
          }) as T;
        if (typeof value !== 'object' || value === null) return value;
        return new Proxy(value, {
          get: (object, key) => {
            reads++;
            const inner: unknown = Reflect.get(object, key);
            // An array's own methods must run on the proxy, so that they are counted step by step.
            return typeof inner === 'function' && Array.isArray(object) ? inner : watch(inner);
          },
        });
      };
      return { catalog: watch(catalog), reads: () => reads };
    };
    const readsOfTicks = (count: number): number[] => {
      const names = Array.from({ length: count }, (_, index) => [`skill-${index}`, 5] as const);
      const areas: Record<string, Record<string, number>> = {};
      for (const [index, [name, items]] of names.entries()) (areas[`area-${index % 10}`] ??= {})[name] = items;
      const { catalog, reads } = watched(createCatalog(makeIndex(areas)));
      const rollup = createRollup(catalog, []);
      assert.ok(reads() > count, 'the count works: building reads every skill');
      return Array.from({ length: 200 }, (_, index) => {
        const before = reads();
        assert.equal(rollup.set(`core/skill-${(index * 37) % 100}/item-${index % 5}`, index < 100), true);
        rollup.skill('skill-1');
        rollup.area('area-1');
        assert.ok(rollup.inProgress + rollup.completed <= rollup.total.done);
        return reads() - before;
      });
    };
    const [few, more] = [readsOfTicks(100), readsOfTicks(10_000)];
    assert.deepEqual(more, few);
    assert.ok(Math.max(...more) < 20, `${Math.max(...more)} reads for one tick`);
    assert.ok(Math.max(...more) > 0);
  });
});
