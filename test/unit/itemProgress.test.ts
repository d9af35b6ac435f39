import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCatalog } from '../../src/core/catalog';
import { ItemProgress } from '../../src/state/itemProgress';
import type { ProgressStore } from '../../src/state/progressStore';
import { loadStore, MemoryFolder, MemoryJournals, now, type Store } from './memoryStore';
import { makeIndex, makeSkill } from './packs';

/** `a` was renamed, `b` split in two, `c` and `d` joined in one, one has come from another skill, `git` was once `vcs`. */
const [first, left, right, joined, moved, plain] = ['first', 'left', 'right', 'joined', 'moved', 'plain'].map(
  (item) => `core/git/${item}`,
) as [string, string, string, string, string, string];
const catalog = createCatalog(
  makeIndex(
    { tools: { git: 0, shell: 1 } },
    {
      git: {
        aliases: ['vcs', 'Version Control'],
        items: [
          { id: first, text: 'x', aliases: ['core/git/a'] },
          { id: left, text: 'x', aliases: ['core/git/b'] },
          { id: right, text: 'x', aliases: ['core/git/b'] },
          { id: joined, text: 'x', aliases: ['core/git/c', 'core/git/d'] },
          { id: moved, text: 'x', aliases: ['core/shell/old'] },
          { id: plain, text: 'x' },
        ],
      },
    },
  ),
);

describe('ids of items', () => {
  it('lead from former ones to those of today', () => {
    for (const [id, today] of [
      [plain, [plain]],
      ['core/git/a', [first]],
      ['core/git/b', [left, right]],
      ['core/git/c', [joined]],
      ['core/git/d', [joined]],
      ['core/shell/old', [moved]],
      ['core/vcs/plain', [plain]],
      ['core/vcs/first', [first]],
      ['core/shell/item-0', ['core/shell/item-0']],
      ['core/git/gone', []],
      ['core/vcs/gone', []],
      ['other/vcs/plain', []],
      ['core/Version Control/plain', []],
      ['__proto__', []],
      ['', []],
    ] as const)
      assert.deepEqual(catalog.successors(id), today, id);
  });

  it('lead back', () => {
    assert.deepEqual(catalog.formers(left), ['core/git/b', 'core/vcs/left']);
    assert.deepEqual(catalog.formers(joined), ['core/git/c', 'core/git/d', 'core/vcs/joined']);
    assert.deepEqual(catalog.formers('core/shell/item-0'), []);
    assert.deepEqual(catalog.formers('core/git/a'), []);
  });

  it('are not taken for former ones where they are in use', () => {
    const clash = createCatalog(
      makeIndex({ tools: { git: 1, vcs: 1 } }, { git: makeSkill('git', 'tools', 1, { aliases: ['vcs'] }) }),
    );
    assert.deepEqual(clash.successors('core/vcs/item-0'), ['core/vcs/item-0']);
    assert.deepEqual(clash.formers('core/git/item-0'), []);
  });
});

describe('progress on items of today', () => {
  let Store: Store;
  before(async () => {
    Store = await loadStore();
  });
  const open = async (): Promise<{ store: ProgressStore; items: ItemProgress }> => {
    const store = new Store(new MemoryJournals(new MemoryFolder(), 'me'), 'me', { warn: () => undefined }, () => now);
    await store.load();
    return { store, items: new ItemProgress(catalog, store) };
  };

  it('counts what was ticked under a former id', async () => {
    const { store, items } = await open();
    await store.set(['core/git/a', 'core/git/b', 'core/git/d', 'core/vcs/plain', 'core/git/gone'], true);
    assert.deepEqual(items.done(), [first, left, right, joined, plain, 'core/git/gone']);
    for (const id of [first, left, right, joined, plain]) assert.equal(items.isDone(id), true, id);
    assert.equal(items.isDone(moved), false);
    assert.deepEqual(items.retired(), ['core/git/gone']);
    assert.deepEqual(items.practised().get(left), now);
    // Nothing is rewritten: an older version finds its ticks.
    assert.equal(store.isDone('core/git/a'), true);
  });

  it('takes back one half of a split item, and leaves the other', async () => {
    const { store, items } = await open();
    await store.set(['core/git/b'], true);
    assert.deepEqual(await items.set([left], false), [left]);
    assert.deepEqual([items.isDone(left), items.isDone(right)], [false, true]);
    // Taking that back again.
    assert.deepEqual(await items.set([left], true), [left]);
    assert.deepEqual(items.done(), [right, left]);
  });

  it('takes back an item that was joined from two', async () => {
    const { store, items } = await open();
    await store.set(['core/git/c', 'core/git/d'], true);
    assert.deepEqual(await items.set([joined], false), [joined]);
    assert.deepEqual(items.done(), []);
  });

  it('takes an old id for all that it has become', async () => {
    const { items } = await open();
    assert.deepEqual(await items.set(['core/git/b', left], true), [left, right]);
    assert.equal(items.isDone('core/git/b'), true);
    await items.set([right], false);
    assert.equal(items.isDone('core/git/b'), false);
  });

  it('ticks nothing that counts already, and says so', async () => {
    const { store, items } = await open();
    await store.set(['core/git/a'], true);
    assert.deepEqual(await items.set([first], true), []);
    assert.equal(store.isDone(first), false);
  });

  it('counts what a lab has verified under a former id', async () => {
    const { store, items } = await open();
    await store.verify(['core/git/b'], 'lab');
    assert.equal(items.verifiedAt(left), now);
    assert.equal(items.verifiedAt(right), now);
    assert.equal(items.verifiedAt(plain), undefined);
  });

  it('takes the newest proof of a lab, under whichever id', async () => {
    let moment = now;
    const store = new Store(
      new MemoryJournals(new MemoryFolder(), 'me'),
      'me',
      { warn: () => undefined },
      () => moment,
    );
    await store.load();
    const items = new ItemProgress(catalog, store);
    await store.verify(['core/git/d'], 'lab');
    await store.verify(['core/git/c'], 'other');
    moment += 5000;
    await store.verify([joined], 'lab');
    assert.deepEqual([...items.verified().get(joined)!].sort(), [
      ['lab', moment],
      ['other', now],
    ]);
    assert.equal(items.verifiedAt(joined), moment);
  });

  it('tells acts under former ids in the history', async () => {
    const { store, items } = await open();
    await store.set(['core/git/a'], true);
    await items.set([first], false);
    await items.set([first], true);
    assert.deepEqual(
      (await items.history(first)).map(({ kind }) => kind),
      ['tick', 'untick', 'tick'],
    );
  });

  it('is what was last asked for, whatever was ticked under which id before', async () => {
    const all = [first, left, right, joined, moved, plain];
    const old = [
      'core/git/a',
      'core/git/b',
      'core/git/c',
      'core/git/d',
      'core/shell/old',
      'core/vcs/plain',
      'core/git/gone',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(old),
        fc.array(fc.tuple(fc.subarray(all, { minLength: 1 }), fc.boolean()), { maxLength: 6 }),
        async (before, acts) => {
          const { store, items } = await open();
          await store.set(before, true);
          const expected = new Set(all.filter((id) => items.isDone(id)));
          for (const [ids, done] of acts) {
            const changed = await items.set(ids, done);
            assert.deepEqual([...changed].sort(), ids.filter((id) => expected.has(id) !== done).sort());
            for (const id of ids)
              if (done) expected.add(id);
              else expected.delete(id);
            assert.deepEqual(
              all.filter((id) => items.isDone(id)),
              all.filter((id) => expected.has(id)),
            );
          }
          assert.deepEqual(
            items.retired(),
            before.filter((id) => id === 'core/git/gone'),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
