import assert from 'node:assert/strict';
import { createCatalog } from '../../src/core/catalog';
import { parsePack } from '../../src/core/pack';
import { replay, type CardState } from '../../src/core/review';
import { ItemProgress } from '../../src/state/itemProgress';
import type { ProgressStore } from '../../src/state/progressStore';
import { loadStore, MemoryFolder, MemoryJournals, now } from './memoryStore';
import { files } from './shipped';

const page = 'skills/tools/git.md';
const card = 'core/git#merge-rebase';

describe('the schedule of a question that ships', () => {
  let store: ProgressStore;
  before(async () => {
    const Store = await loadStore();
    store = new Store(new MemoryJournals(new MemoryFolder(), 'me'), 'me', { warn: () => undefined }, () => now);
    await store.load();
    await store.review(card, 4);
  });
  after(() => store.dispose());

  /** The state of a card in the curriculum with its page of Git changed. */
  const stateAfter = (id: string, change: (text: string) => string): CardState | undefined => {
    const text = files.get(page)!;
    const changed = change(text);
    const { pack } = parsePack(new Map([...files, [page, changed]]));
    const catalog = createCatalog(pack!.index);
    assert.equal(catalog.skillOfCard(id)?.id, 'git', 'the page is still read');
    return replay(new ItemProgress(catalog, store).reviews(id));
  };

  it('stays when its text and its answer are written anew', () => {
    const before = stateAfter(card, (text) => text);
    assert.equal(before?.reps, 1);
    const edited = stateAfter(card, (text) =>
      text.replace('**Merge or rebase?**', '**Which joins two lines, and how?**').replace('A merge keeps', 'One keeps'),
    );
    assert.deepEqual(edited, before);
  });

  it('goes when its id is changed without an alias, and stays with one', () => {
    const renamed = (aliases: string) => (text: string) =>
      text.replace('{#merge-rebase}', `{#joining-lines${aliases}}`);
    assert.equal(stateAfter('core/git#joining-lines', renamed('')), undefined);
    assert.equal(stateAfter('core/git#joining-lines', renamed(' aliases=merge-rebase'))?.reps, 1);
  });
});
