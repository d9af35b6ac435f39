import assert from 'node:assert/strict';
import { encodeFact, maxDrift, momentOf, type Fact, type Grade, type TickFact } from '../../src/core/progress';
import type { ProgressStore } from '../../src/state/progressStore';
import { loadStore, MemoryFolder, MemoryJournals, now, type Store } from './memoryStore';

describe('the progress store', () => {
  let Store: Store;
  before(async () => {
    Store = await loadStore();
  });

  // A store that could not save something goes on trying.
  const opened: ProgressStore[] = [];
  afterEach(() => {
    for (const store of opened.splice(0)) store.dispose();
  });

  interface Opened {
    readonly store: ProgressStore;
    readonly folder: MemoryFolder;
    readonly journals: MemoryJournals;
    readonly announced: (readonly string[])[];
    readonly warnings: string[];
  }
  const open = async (
    folder = new MemoryFolder(),
    writer = 'me',
    time = (): number => now,
    retry?: number,
    zone?: () => string,
  ): Promise<Opened> => {
    const announced: (readonly string[])[] = [];
    const warnings: string[] = [];
    const journals = new MemoryJournals(folder, writer);
    const store = new Store(journals, writer, { warn: (text) => void warnings.push(text) }, time, retry, zone);
    opened.push(store);
    await store.load();
    store.onDidChange((ids) => void announced.push(ids));
    return { store, folder, journals, announced, warnings };
  };
  const line = (fact: Partial<TickFact> = {}): string =>
    `${encodeFact({ kind: 'tick', id: 'core/git/a', at: [now - 1000, 0], by: 'other', ...fact })}\n`;
  /** Until all that is on its way in memory has arrived. */
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
  const settledSoon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  /** What a window that is opened now would show. */
  const stored = async (folder: MemoryFolder): Promise<string[]> =>
    (await open(folder, 'late')).store.doneItems().sort();

  it('stores first, then tells', async () => {
    const { store, journals, announced } = await open();
    const release = journals.hold();
    const stored = store.set(['core/git/a', 'core/git/b', 'core/git/a'], true);
    await Promise.resolve();
    assert.equal(store.isDone('core/git/a'), false);
    assert.deepEqual(announced, []);
    release();
    assert.deepEqual(await stored, ['core/git/a', 'core/git/b']);
    assert.deepEqual(announced, [['core/git/a', 'core/git/b']]);
    assert.deepEqual(store.doneItems(), ['core/git/a', 'core/git/b']);
    assert.equal(journals.writes.length, 1);
  });

  it('reads back what it has written', async () => {
    const { store, folder } = await open();
    await store.set(['core/git/a', 'core/git/b'], true);
    await store.set(['core/git/a'], false);
    const again = await open(folder, 'next');
    assert.deepEqual(again.store.doneItems(), ['core/git/b']);
    assert.deepEqual(again.warnings, []);
  });

  it('writes nothing when nothing would change', async () => {
    const { store, journals, announced } = await open();
    assert.deepEqual(await store.set(['core/git/a'], false), []);
    assert.deepEqual(await store.set([], true), []);
    await store.set(['core/git/a'], true);
    assert.deepEqual(await store.set(['core/git/a'], true), []);
    assert.equal(journals.writes.length, 1);
    assert.equal(announced.length, 1);
  });

  it('changes nothing when the write fails, and can be asked again', async () => {
    const { store, journals, announced } = await open();
    journals.failing = true;
    await assert.rejects(store.set(['core/git/a'], true), /disk full/);
    assert.equal(store.isDone('core/git/a'), false);
    assert.deepEqual(announced, []);
    journals.failing = false;
    assert.deepEqual(await store.set(['core/git/a'], true), ['core/git/a']);
  });

  it('ends where the last click ended, however quick the clicks', async () => {
    const { store, folder, journals } = await open();
    const release = journals.hold();
    const clicks = [true, false, true, false].map((done) => store.set(['core/git/a'], done));
    release();
    await Promise.all(clicks);
    assert.equal(store.isDone('core/git/a'), false);
    assert.deepEqual(await stored(folder), []);
  });

  it('does not call a repeated act stored when the first one fails', async () => {
    const { store, journals } = await open();
    journals.failing = true;
    const outcomes = await Promise.allSettled([
      store.set(['core/git/a'], true),
      store.set(['core/git/a'], true),
      store.set(['core/git/a', 'core/git/b'], true),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
    assert.equal(store.isDone('core/git/a'), false);
  });

  it('calls a repeated act stored only when the first one is', async () => {
    const { store, journals } = await open();
    const release = journals.hold();
    void store.set(['core/git/a'], true);
    let said = false;
    const repeated = store.set(['core/git/a'], true).then((changed) => {
      said = true;
      return changed;
    });
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(said, false);
    release();
    assert.deepEqual(await repeated, []);
    assert.equal(journals.writes.length, 1);
  });

  it('joins what waits into one write', async () => {
    const { store, journals } = await open();
    const release = journals.hold();
    const first = store.set(['core/git/first'], true);
    await new Promise((resolve) => setTimeout(resolve));
    const rest = Array.from({ length: 50 }, (_, index) => store.set([`core/git/${index}`], true));
    release();
    await Promise.all([first, ...rest]);
    assert.equal(journals.writes.length, 2);
    assert.equal(store.doneItems().length, 51);
  });

  it('names a damaged line, and keeps the others', async () => {
    const { store, warnings } = await open(new MemoryFolder([`${line()}{"v":1,"id":\n${line({ id: 'core/git/b' })}`]));
    assert.deepEqual(store.doneItems(), ['core/git/a', 'core/git/b']);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /0\.jsonl, line 2/);
  });

  it('lets the reader take back a tick that a bad clock has dated days ahead', async () => {
    const { store, folder, journals } = await open(new MemoryFolder([line({ at: [now + 10 * maxDrift, 4] })]));
    assert.equal(store.isDone('core/git/a'), true);
    assert.deepEqual(await store.set(['core/git/a'], false), ['core/git/a']);
    assert.deepEqual(await store.set(['core/git/a'], true), ['core/git/a']);
    assert.deepEqual(await store.set(['core/git/a'], false), ['core/git/a']);
    assert.deepEqual(await stored(folder), []);
    // The bad date stays with that item: other acts are dated by the time of day.
    await store.set(['core/git/b'], true);
    const { at } = JSON.parse(journals.writes.at(-1)!) as { at: [number, number] };
    assert.equal(at[0], now);
  });

  describe('and other windows', () => {
    it('sees what they have stored when it looks again, and tells of it once', async () => {
      const one = await open();
      const two = await open(one.folder, 'you');
      await one.store.set(['core/git/a', 'core/git/b'], true);
      assert.equal(two.store.isDone('core/git/a'), false);
      two.store.rescan();
      await settled();
      assert.deepEqual(two.store.doneItems().sort(), ['core/git/a', 'core/git/b']);
      assert.deepEqual(two.announced, [['core/git/a', 'core/git/b']]);
      two.store.rescan();
      await settled();
      assert.equal(two.announced.length, 1);
      await two.store.set(['core/git/a'], false);
      one.store.rescan();
      await settled();
      assert.deepEqual(one.store.doneItems(), ['core/git/b']);
      assert.deepEqual(one.announced, [['core/git/a', 'core/git/b'], ['core/git/a']]);
      assert.deepEqual([one.warnings, two.warnings], [[], []]);
    });

    it('follows them once it was asked to, until it is closed', async () => {
      const one = await open();
      const two = await open(one.folder, 'you');
      one.store.follow();
      two.store.follow();
      two.store.follow();
      assert.equal(one.folder.listeners.size, 2);
      for (let round = 0; round < 20; round++) {
        const [from, to] = round % 2 === 0 ? [one, two] : [two, one];
        await from.store.set(['core/git/a'], round % 3 !== 0 || !from.store.isDone('core/git/a'));
        await settled();
        assert.equal(to.store.isDone('core/git/a'), from.store.isDone('core/git/a'), `round ${round}`);
      }
      one.store.dispose();
      two.store.dispose();
      assert.equal(one.folder.listeners.size, 0);
    });

    it('looks again after a look that came while it was looking, and after one that failed', async () => {
      const one = await open();
      const two = await open(one.folder, 'you');
      two.journals.unreadable = true;
      two.store.rescan();
      two.store.rescan();
      await settled();
      assert.equal(two.warnings.length, 2);
      assert.match(two.warnings[0]!, /not readable/);
      await one.store.set(['core/git/a'], true);
      two.journals.unreadable = false;
      two.store.rescan();
      await settled();
      assert.ok(two.store.isDone('core/git/a'));
      await one.store.set(['core/git/b'], true);
      two.store.rescan();
      await one.store.set(['core/git/c'], true);
      two.store.rescan();
      await settled();
      assert.deepEqual(two.store.doneItems().sort(), ['core/git/a', 'core/git/b', 'core/git/c']);
    });

    it('refuses to start from journals that cannot be read', async () => {
      const journals = new MemoryJournals(new MemoryFolder([line()]), 'me');
      journals.unreadable = true;
      const store = new Store(journals, 'me', { warn: () => undefined });
      await assert.rejects(store.load(), /not readable/);
      journals.unreadable = false;
      await store.load();
      assert.deepEqual(store.doneItems(), ['core/git/a']);
    });

    it('keeps a tick of theirs that an untick here did not know of', async () => {
      const one = await open();
      await one.store.set(['core/git/a'], true);
      // This clock runs ten years behind: its tick is older than all else by its date.
      const two = await open(new MemoryFolder(), 'you', () => now - 3650 * maxDrift);
      await two.store.set(['core/git/a'], true);
      one.folder.files.set('you.jsonl', two.folder.files.get('you.jsonl')!);
      await one.store.set(['core/git/a'], false);
      assert.equal(one.store.isDone('core/git/a'), false);
      one.store.rescan();
      await settled();
      assert.equal(one.store.isDone('core/git/a'), true);
      assert.deepEqual(await stored(one.folder), ['core/git/a']);
      // Now it is known.
      await one.store.set(['core/git/a'], false);
      assert.deepEqual(await stored(one.folder), []);
    });
  });

  describe('while acts are on their way', () => {
    it('takes back a tick that is still being written', async () => {
      const { store, folder, journals, announced } = await open();
      const release = journals.hold();
      const ticked = store.set(['core/git/a'], true);
      await settled();
      const unticked = store.set(['core/git/a'], false);
      release();
      await Promise.all([ticked, unticked]);
      assert.equal(store.isDone('core/git/a'), false);
      assert.deepEqual(await stored(folder), []);
      assert.deepEqual(announced, [['core/git/a'], ['core/git/a']]);
      assert.equal(journals.writes.length, 2);
    });

    it('ends ticked after a quick tick, untick and tick, here and for others', async () => {
      for (const bad of [-3650, 0, 3650]) {
        const { store, folder, journals } = await open(new MemoryFolder(), 'me', () => now + bad * maxDrift);
        const release = journals.hold();
        const acts = [store.set(['core/git/a'], true)];
        await settled();
        acts.push(store.set(['core/git/a'], false), store.set(['core/git/a'], true));
        release();
        await Promise.all(acts);
        assert.equal(store.isDone('core/git/a'), true);
        assert.deepEqual(await stored(folder), ['core/git/a']);
        await store.set(['core/git/a'], false);
        assert.deepEqual(await stored(folder), []);
      }
    });

    it('ends where the last click ended if that was stored, whichever writes failed before', async () => {
      let ends = 0;
      // Clicks at leisure or in a hurry; writes that fail leave nothing behind, or all.
      for (const hurry of [false, true])
        for (const leaving of [false, true])
          for (const clicks of [
            [true, false, true],
            [true, true, false, false],
            [true, false, false, true],
            [true, false, true, false],
          ])
            for (let failing = 0; failing < 1 << clicks.length; failing++)
              for (const bad of [0, 3650]) {
                const opened = await open(new MemoryFolder([line({ at: [now + bad * maxDrift, 4] })]));
                const { store, folder, journals } = opened;
                journals.leaving = leaving;
                const failures = clicks.map((_, click) => ((failing >> click) & 1) === 1);
                const acts: Promise<boolean>[] = [];
                const release = hurry ? journals.hold() : undefined;
                if (hurry) journals.failures.push(...failures.toReversed());
                for (const [click, done] of clicks.entries()) {
                  if (!hurry) journals.failures.splice(0, 1, failures[click]!);
                  acts.push(
                    store.set(['core/git/a'], done).then(
                      () => true,
                      () => false,
                    ),
                  );
                  await (hurry ? settledSoon() : acts.at(-1));
                }
                release?.();
                const saved = await Promise.all(acts);
                journals.failures.length = 0;
                const what = JSON.stringify({ hurry, leaving, clicks, failures, bad, saved });
                if (!saved.at(-1)) continue;
                ends++;
                assert.equal(store.isDone('core/git/a'), clicks.at(-1), what);
                assert.deepEqual(await stored(folder), clicks.at(-1) ? ['core/git/a'] : [], what);
              }
      assert.ok(ends > 100, `${ends} ends`);
    });

    it('stores an untick whose tick could not be stored', async () => {
      const { store, folder, journals, announced } = await open();
      const release = journals.hold();
      journals.failures.push(false, true);
      journals.leaving = true;
      const ticked = store.set(['core/git/a'], true);
      await settled();
      const unticked = store.set(['core/git/a'], false);
      release();
      await assert.rejects(ticked, /disk full/);
      await unticked;
      // The tick was on the disk in spite of its error; it has been taken back all the same.
      assert.equal(store.isDone('core/git/a'), false);
      assert.deepEqual(await stored(folder), []);
      assert.deepEqual(announced, []);
    });

    it('lets a tick count that is made after a reset from elsewhere has come in meanwhile', async () => {
      const { store, folder, journals } = await open();
      const release = journals.hold();
      const acts = [store.set(['core/git/a'], true)];
      await settled();
      acts.push(store.set(['core/git/a'], false));
      const reset: Fact = { kind: 'reset', at: [now + 10 * maxDrift, 0], by: 'other' };
      folder.files.set('other.jsonl', `${encodeFact(reset)}\n`);
      store.rescan();
      await settled();
      acts.push(store.set(['core/git/a'], true));
      release();
      await Promise.all(acts);
      assert.equal(store.isDone('core/git/a'), true);
      assert.deepEqual(await stored(folder), ['core/git/a']);
    });

    it('lets a tick count that is made while a reset is being written', async () => {
      const { store, folder, journals } = await open(new MemoryFolder([line({ at: [now + 10 * maxDrift, 4] })]));
      const release = journals.hold();
      const reset = store.reset();
      await settled();
      const ticked = store.set(['core/git/b'], true);
      release();
      assert.deepEqual(await reset, ['core/git/a']);
      assert.deepEqual(await ticked, ['core/git/b']);
      assert.deepEqual(store.doneItems(), ['core/git/b']);
      assert.deepEqual(await stored(folder), ['core/git/b']);
    });
  });

  describe('a reset', () => {
    it('clears all, also what is still being written and what only returns later', async () => {
      const old = new MemoryFolder();
      const away = await open(old, 'away', () => now - 5000);
      await away.store.set(['core/git/b'], true);
      const { store, folder, journals, announced } = await open(new MemoryFolder([line()]));
      const release = journals.hold();
      const ticked = store.set(['core/git/c'], true);
      const reset = store.reset();
      release();
      await ticked;
      assert.deepEqual([...(await reset)].sort(), ['core/git/a', 'core/git/c']);
      assert.deepEqual(store.doneItems(), []);
      folder.files.set('away.jsonl', old.files.get('away.jsonl')!);
      store.rescan();
      await settled();
      assert.deepEqual(store.doneItems(), []);
      assert.equal(announced.length, 2);
      // What is done after it counts, whatever the clock.
      const late = await open(folder, 'you', () => now - 3650 * maxDrift);
      await late.store.set(['core/git/b'], true);
      assert.deepEqual(await stored(folder), ['core/git/b']);
    });

    it('clears what is still being written, however far ahead that is dated', async () => {
      const ahead: Fact = { kind: 'reset', at: [now + 10 * maxDrift, 0], by: 'other' };
      const { store, folder, journals } = await open(new MemoryFolder([`${encodeFact(ahead)}\n`]));
      const release = journals.hold();
      const acts = [true, false, true].map((done) => store.set(['core/git/a'], done));
      const reset = store.reset();
      release();
      await Promise.all([...acts, reset]);
      assert.deepEqual(store.doneItems(), []);
      assert.deepEqual(await stored(folder), []);
    });

    it('that cannot be stored changes nothing', async () => {
      const { store, journals } = await open(new MemoryFolder([line()]));
      journals.failing = true;
      await assert.rejects(store.reset(), /disk full/);
      assert.deepEqual(store.doneItems(), ['core/git/a']);
    });
  });

  describe('what could not be stored', () => {
    const id = 'core/git/a';

    it('is kept with its reason, told, and stored when the disk works again', async () => {
      const { store, folder, journals, announced } = await open();
      const told: (readonly string[])[] = [];
      store.onDidChangeUnsaved((ids) => void told.push(ids));
      journals.failing = true;
      await assert.rejects(store.set([id, 'core/git/b'], true), /disk full/);
      assert.deepEqual(store.notSaved(id), { done: true, reason: 'disk full' });
      assert.deepEqual(store.unsavedItems(), [id, 'core/git/b']);
      assert.equal(store.isDone(id), false);
      await store.retry();
      assert.deepEqual(store.unsavedItems(), [id, 'core/git/b']);
      journals.failing = false;
      await store.retry();
      assert.deepEqual([store.notSaved(id), store.unsavedItems(), store.isDone(id)], [undefined, [], true]);
      assert.deepEqual(announced, [[id, 'core/git/b']]);
      assert.deepEqual(told, [
        [id, 'core/git/b'],
        [id, 'core/git/b'],
      ]);
      assert.deepEqual(await stored(folder), [id, 'core/git/b']);
    });

    it('is tried again by itself', async () => {
      const { store, folder, journals } = await open(new MemoryFolder(), 'me', () => now, 1);
      // The act itself, and the first two tries.
      journals.failures.push(false, true, true, true);
      const saved = new Promise<void>((resolve) => {
        store.onDidChange(() => resolve());
      });
      await assert.rejects(store.set([id], true), /disk full/);
      await saved;
      assert.deepEqual(journals.failures, []);
      assert.deepEqual(await stored(folder), [id]);
      store.dispose();
    });

    it('is tried again as soon as something else can be stored', async () => {
      const { store, folder, journals } = await open();
      journals.failures.push(false, true);
      await assert.rejects(store.set([id], true), /disk full/);
      await store.set(['core/git/b'], true);
      await settled();
      assert.deepEqual(await stored(folder), [id, 'core/git/b']);
      assert.deepEqual(store.unsavedItems(), []);
    });

    it('is overtaken by the next act on the same item', async () => {
      const { store, folder, journals } = await open();
      journals.failures.push(false, true);
      await assert.rejects(store.set([id], true), /disk full/);
      await store.set([id], false);
      await store.retry();
      assert.deepEqual([store.unsavedItems(), store.isDone(id)], [[], false]);
      assert.deepEqual(await stored(folder), []);
    });

    it('goes with the facts for transport, and is saved when it comes back that way', async () => {
      const { store, folder, journals } = await open();
      journals.failing = true;
      await assert.rejects(store.set([id], true), /disk full/);
      const other = await open(new MemoryFolder(), 'other');
      await other.store.absorb(store.facts());
      assert.equal(other.store.isDone(id), true);
      journals.failing = false;
      await store.absorb(other.store.facts());
      assert.deepEqual(store.unsavedItems(), []);
      assert.deepEqual(await stored(folder), [id]);
    });

    it('is cleared by a reset', async () => {
      const { store, folder, journals } = await open();
      journals.failures.push(false, true);
      await assert.rejects(store.set([id], true), /disk full/);
      await store.reset();
      await store.retry();
      assert.deepEqual([store.unsavedItems(), store.isDone(id)], [[], false]);
      assert.deepEqual(await stored(folder), []);
    });

    it('is a proof by a lab like a tick', async () => {
      const { store, folder, journals } = await open();
      journals.failures.push(false, true);
      await assert.rejects(store.verify([id], 'hello'), /disk full/);
      assert.deepEqual(store.unsavedItems(), []);
      await store.retry();
      assert.equal(store.isVerified(id), true);
      assert.equal((await open(folder, 'late')).store.isVerified(id), true);
    });
  });

  describe('what a lab has verified', () => {
    const id = 'core/git/a';

    it('is stored once per lab, and is no tick', async () => {
      const { store, folder, journals, announced } = await open();
      assert.deepEqual(await store.verify([id, id], 'hello'), [id]);
      assert.deepEqual(await store.verify([id], 'hello'), []);
      assert.deepEqual(await store.verify([id], 'routes'), [id]);
      assert.equal(journals.writes.length, 2);
      assert.deepEqual(announced, [[id]]);
      assert.equal(store.isDone(id), false);
      const late = (await open(folder, 'late')).store;
      assert.deepEqual(
        [...late.verifiedBy(id)],
        [
          ['hello', now],
          ['routes', now],
        ],
      );
    });

    it('stays when the tick is taken back, and goes with a reset', async () => {
      const { store, folder } = await open();
      await store.set([id], true);
      await store.verify([id], 'hello');
      await store.set([id], false);
      assert.deepEqual([store.isDone(id), store.isVerified(id)], [false, true]);
      await store.reset();
      assert.deepEqual([store.isDone(id), store.isVerified(id)], [false, false]);
      assert.deepEqual(await store.verify([id], 'hello'), [id]);
      assert.equal((await open(folder, 'late')).store.isVerified(id), true);
    });
  });

  describe('answers to cards', () => {
    const card = 'core/git#a';
    const grades = (store: ProgressStore): number[] => store.reviewsOf(card).map(({ grade }) => grade);

    it('are stored first, then told, and all are kept, also of one moment', async () => {
      const { store, folder, journals, announced } = await open();
      const release = journals.hold();
      const answers = [store.review(card, 1), store.review(card, 3), store.review(card, 3)];
      await settled();
      assert.deepEqual([grades(store), announced], [[], []]);
      release();
      const reviews = await Promise.all(answers);
      assert.deepEqual(grades(store), [1, 3, 3]);
      assert.deepEqual(
        store.reviewsOf(card).map(({ at }) => at),
        reviews.map(({ at }) => at),
      );
      assert.deepEqual(announced, [[card], [card], [card]]);
      assert.deepEqual(store.reviewedCards(), [card]);
      assert.deepEqual([store.doneItems(), store.isDone(card)], [[], false]);
      const late = (await open(folder, 'late')).store;
      assert.deepEqual(late.reviewsOf(card), store.reviewsOf(card));
    });

    it('are joined with those of other windows in the order of their moments', async () => {
      let time = now;
      const one = await open(new MemoryFolder(), 'me', () => time);
      const two = await open(one.folder, 'you', () => time);
      await one.store.review(card, 1);
      time += 1000;
      await two.store.review(card, 2);
      time += 1000;
      await one.store.review(card, 3);
      one.store.rescan();
      two.store.rescan();
      await settled();
      assert.deepEqual(
        [grades(one.store), grades(two.store)],
        [
          [1, 2, 3],
          [1, 2, 3],
        ],
      );
      assert.deepEqual(one.announced, [[card], [card], [card]]);
    });

    it('can be taken back one by one, wherever they were given', async () => {
      const one = await open();
      const { at } = await one.store.review(card, 1);
      await one.store.review(card, 4);
      const two = await open(one.folder, 'you');
      await two.store.withdraw(card, at);
      assert.deepEqual(grades(two.store), [4]);
      one.store.rescan();
      await settled();
      assert.deepEqual(grades(one.store), [4]);
      assert.deepEqual(one.announced.at(-1), [card]);
    });

    it('stay taken back when they arrive after that', async () => {
      const away = await open();
      const { at } = await away.store.review(card, 1);
      const { store, folder } = await open();
      await store.withdraw(card, at);
      folder.files.set('away.jsonl', [...away.folder.files.values()].join(''));
      store.rescan();
      await settled();
      assert.deepEqual([grades(store), store.reviewedCards()], [[], []]);
    });

    it('that could not be stored are kept with the reason, do not count, and are stored when the disk works again', async () => {
      const { store, folder, journals } = await open();
      journals.failing = true;
      await assert.rejects(store.review(card, 2), /disk full/);
      await assert.rejects(store.review(card, 3), /disk full/);
      assert.deepEqual(grades(store), []);
      assert.deepEqual(
        store.unsavedReviews(card).map(({ grade, reason }) => [grade, reason]),
        [
          [2, 'disk full'],
          [3, 'disk full'],
        ],
      );
      // They are no ticks that are missing.
      assert.deepEqual([store.unsavedItems(), store.unsavedReviews('core/git#b')], [[], []]);
      journals.failing = false;
      await store.retry();
      assert.deepEqual([grades(store), store.unsavedReviews(card)], [[2, 3], []]);
      assert.deepEqual(grades((await open(folder, 'late')).store), [2, 3]);
    });

    it('can be taken back before they could be stored', async () => {
      for (const leaving of [false, true]) {
        const { store, folder, journals } = await open();
        journals.leaving = leaving;
        journals.failures.push(false, true);
        await assert.rejects(store.review(card, 2), /disk full/);
        await store.withdraw(card, store.unsavedReviews(card)[0]!.at);
        assert.deepEqual(store.unsavedReviews(card), []);
        await store.retry();
        assert.deepEqual(grades(store), []);
        assert.deepEqual(grades((await open(folder, 'late')).store), []);
      }
    });

    it('are told newest first to whoever takes the last one back, as long as they count or wait to be stored', async () => {
      const { store, folder, journals } = await open();
      assert.equal(store.lastGiven(), undefined);
      const first = await store.review(card, 1);
      const second = await store.review('core/git#b', 3);
      assert.deepEqual(store.lastGiven(), { card: 'core/git#b', at: second.at });
      journals.failures.push(false, true);
      await assert.rejects(store.review(card, 2), /disk full/);
      const [waits] = store.unsavedReviews(card);
      assert.deepEqual(store.lastGiven(), { card, at: waits!.at });
      await store.withdraw(card, waits!.at);
      // Also when it is taken back elsewhere; and another window has given none.
      const other = await open(folder, 'you');
      assert.equal(other.store.lastGiven(), undefined);
      await other.store.withdraw('core/git#b', second.at);
      store.rescan();
      await settled();
      assert.deepEqual(store.lastGiven(), { card, at: first.at });
      await store.reset();
      assert.equal(store.lastGiven(), undefined);
    });

    it('are taken back in the end when that could not be stored at first', async () => {
      const { store, folder, journals } = await open();
      const { at } = await store.review(card, 2);
      journals.failures.push(false, true);
      await assert.rejects(store.withdraw(card, at), /disk full/);
      assert.deepEqual(grades(store), [2]);
      await store.retry();
      assert.deepEqual(grades(store), []);
      assert.deepEqual(grades((await open(folder, 'late')).store), []);
    });

    it('are cleared by a reset, also those not stored yet, and count again when they are given after it', async () => {
      const { store, folder, journals } = await open();
      await store.review(card, 1);
      journals.failures.push(false, true);
      await assert.rejects(store.review(card, 2), /disk full/);
      assert.deepEqual(await store.reset(), [card]);
      await store.retry();
      assert.deepEqual([grades(store), store.unsavedReviews(card)], [[], []]);
      await store.review(card, 3);
      assert.deepEqual(grades((await open(folder, 'late')).store), [3]);
      // Behind a clock that runs ten years late, too.
      const slow = await open(folder, 'slow', () => now - 3650 * maxDrift);
      await Promise.all([slow.store.review(card, 4), slow.store.review(card, 4)]);
      await slow.store.review(card, 4);
      assert.deepEqual(grades(slow.store), [3, 4, 4, 4]);
      assert.deepEqual(grades((await open(folder, 'later')).store), [3, 4, 4, 4]);
    });
  });

  describe('answers of an export', () => {
    const card = 'core/git#a';
    const hour = 60 * 60 * 1000;
    const answers: [number, Grade][] = [
      [now - 3 * hour, 3],
      [now - 2 * hour, 1],
    ];
    const given = (store: ProgressStore): [number, number][] =>
      store.reviewsOf(card).map((review) => [momentOf(review), review.grade]);

    it('are taken over once, at their own moments, whatever is known here', async () => {
      const { store, folder } = await open();
      await store.absorb(store.unknownReviews(card, answers.slice(1)));
      assert.equal(store.unknownReviews(card, answers).length, 1);
      await store.absorb(store.unknownReviews(card, answers));
      assert.deepEqual(store.unknownReviews(card, answers), []);
      assert.deepEqual(given(store), answers);
      assert.deepEqual(given((await open(folder, 'late')).store), answers);
    });

    it('come back after a reset, once, on however many machines they are brought back', async () => {
      const one = await open();
      await one.store.absorb(one.store.unknownReviews(card, answers));
      await one.store.reset();
      const two = await open(one.folder, 'you');
      for (const { store } of [one, two]) await store.absorb(store.unknownReviews(card, answers));
      await one.store.review(card, 4);
      one.store.rescan();
      await settled();
      const all = given(one.store);
      assert.deepEqual(all.slice(0, 2), answers);
      // The clock has not followed the stamps of those.
      assert.ok(all.length === 3 && all[2]![0] - now < 10);
      assert.deepEqual(given((await open(one.folder, 'late')).store), all);
      // A second reset clears them too, and they can come back once more.
      await one.store.reset();
      assert.deepEqual(given(one.store), []);
      await one.store.absorb(one.store.unknownReviews(card, answers));
      assert.deepEqual(given(one.store), answers);
      await one.store.review(card, 2);
      assert.ok(given(one.store).at(-1)![0] - now < 10);
    });

    it('stay taken back', async () => {
      const { store } = await open();
      await store.absorb(store.unknownReviews(card, answers));
      await store.withdraw(card, store.reviewsOf(card)[0]!.at);
      assert.deepEqual(store.unknownReviews(card, answers), []);
    });
  });

  describe('the zone of the learner', () => {
    it('is written with the first act, once, and again after a move', async () => {
      let zone = 'Europe/Berlin';
      let time = now;
      const first = await open(
        new MemoryFolder(),
        'me',
        () => time,
        undefined,
        () => zone,
      );
      assert.deepEqual(first.store.zones(), []);
      await Promise.all([first.store.set(['core/git/a'], true), first.store.review('core/git#a', 3)]);
      await first.store.verify(['core/git/a'], 'hello');
      assert.deepEqual(first.store.zones(), [{ at: now, zone }]);
      time += 1000;
      const next = await open(
        first.folder,
        'next',
        () => time,
        undefined,
        () => zone,
      );
      await next.store.review('core/git#a', 3);
      assert.equal(next.store.zones().length, 1);
      assert.doesNotMatch(next.journals.writes.join(''), /"zone"/);
      time += 1000;
      zone = 'Asia/Tokyo';
      await next.store.review('core/git#a', 3);
      await next.store.set(['core/git/a'], false);
      const both = [
        { at: now, zone: 'Europe/Berlin' },
        { at: now + 2000, zone },
      ];
      assert.deepEqual(next.store.zones(), both);
      // A reset is about what was practised, not about the clock on the wall.
      await next.store.reset();
      assert.deepEqual((await open(first.folder, 'late')).store.zones(), both);
    });

    it('is written again after another machine in another zone was in between', async () => {
      let time = now;
      const zoned = (folder: MemoryFolder, writer: string, zone: string): ReturnType<typeof open> =>
        open(
          folder,
          writer,
          () => time,
          undefined,
          () => zone,
        );
      const here = await zoned(new MemoryFolder(), 'me', 'Europe/Berlin');
      const away = await zoned(here.folder, 'you', 'Asia/Tokyo');
      await here.store.review('core/git#a', 3);
      away.store.rescan();
      await settled();
      time += 1000;
      await away.store.review('core/git#a', 3);
      here.store.rescan();
      await settled();
      time += 1000;
      await here.store.review('core/git#a', 3);
      assert.deepEqual(
        here.store.zones().map(({ zone }) => zone),
        ['Europe/Berlin', 'Asia/Tokyo', 'Europe/Berlin'],
      );
    });

    it('is written once by acts that are on their way together', async () => {
      let zone = 'Europe/Berlin';
      const { store, journals } = await open(
        new MemoryFolder(),
        'me',
        () => now,
        undefined,
        () => zone,
      );
      const release = journals.hold();
      const acts = [store.review('core/git#a', 3)];
      await settled();
      zone = 'Asia/Tokyo';
      acts.push(store.review('core/git#a', 3));
      release();
      await acts[0];
      acts.push(store.review('core/git#a', 3));
      await Promise.all(acts);
      assert.equal(journals.writes.join('').match(/"zone":/g)?.length, 2);
    });

    it('is written with the next act when it could not be', async () => {
      const { store, journals } = await open(
        new MemoryFolder(),
        'me',
        () => now,
        undefined,
        () => 'UTC',
      );
      journals.failures.push(false, true);
      await assert.rejects(store.review('core/git#a', 3), /disk full/);
      assert.deepEqual(store.zones(), []);
      await store.review('core/git#b', 3);
      assert.equal(store.zones().length, 1);
    });
  });

  it('takes over facts from elsewhere once, stores them first, and gives them on', async () => {
    const one = await open();
    await one.store.set(['core/git/a', 'core/git/b'], true);
    await one.store.set(['core/git/b'], false);
    const two = await open(new MemoryFolder(), 'you');
    two.journals.failing = true;
    await assert.rejects(two.store.absorb(one.store.facts()), /disk full/);
    assert.deepEqual(two.store.doneItems(), []);
    two.journals.failing = false;
    assert.deepEqual(await two.store.absorb(one.store.facts()), ['core/git/a']);
    assert.deepEqual(await stored(two.folder), ['core/git/a']);
    assert.deepEqual(await two.store.absorb(one.store.facts()), []);
    assert.equal(two.journals.writes.length, 1);
    assert.deepEqual(await one.store.absorb(two.store.facts()), []);
    assert.equal(one.journals.writes.length, 2);
  });

  it('tells the history of an item, each act once', async () => {
    const { store, folder } = await open();
    await store.set(['core/git/a', 'core/git/b'], true);
    await store.set(['core/git/a'], false);
    folder.files.set('copy.jsonl', [...folder.files.values()].join(''));
    const history = await store.history('core/git/a');
    assert.deepEqual(
      history.map(({ kind }) => kind),
      ['tick', 'untick'],
    );
  });
});
