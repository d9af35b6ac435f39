import assert from 'node:assert/strict';
import { build } from 'esbuild';
import type { Disposable, EventEmitter } from 'vscode';
import { encodeFact, maxDrift, type Fact } from '../../src/core/progress';
import type { Journals } from '../../src/state/journal';
import type { ProgressStore } from '../../src/state/progressStore';

/** All that the store takes from the editor. */
const editor = `export class EventEmitter {
  listeners = new Set();
  event = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };
  fire(value) {
    for (const listener of this.listeners) listener(value);
  }
  dispose() {
    this.listeners.clear();
  }
}`;

type Store = typeof ProgressStore;

/** The store's module, with the stand-in where it names `vscode`: that module exists in the editor only. */
async function loadStore(): Promise<Store> {
  const { outputFiles } = await build({
    entryPoints: ['src/state/progressStore.ts'],
    absWorkingDir: process.cwd(),
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins: [
      {
        name: 'editor',
        setup(setup) {
          setup.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'editor' }));
          setup.onLoad({ filter: /.*/, namespace: 'editor' }, () => ({ contents: editor, loader: 'js' }));
        },
      },
    ],
  });
  const code = Buffer.from(outputFiles[0]!.contents).toString('base64');
  const module = (await import(`data:text/javascript;base64,${code}`)) as { ProgressStore: Store };
  return module.ProgressStore;
}

const now = 1_700_000_000_000;

/** Journals in memory whose writes can be held back and made to fail. */
class MemoryJournals implements Journals {
  readonly writes: string[] = [];
  failing = false;
  private gate: Promise<void> = Promise.resolve();

  constructor(private readonly earlier: readonly string[] = []) {}

  hold(): () => void {
    let release = (): void => undefined;
    this.gate = new Promise((resolve) => (release = resolve));
    return () => void release();
  }

  readAll(): ReturnType<Journals['readAll']> {
    const files = [...this.earlier, this.writes.join('')];
    return Promise.resolve(files.map((text, index) => ({ name: `${index}.jsonl`, text })));
  }

  async append(lines: string): Promise<void> {
    await this.gate;
    if (this.failing) throw new Error('disk full');
    this.writes.push(lines);
  }

  dispose(): void {
    // Nothing is held open.
  }
}

describe('the progress store', () => {
  let Store: Store;
  before(async () => {
    Store = await loadStore();
  });

  interface Opened {
    readonly store: ProgressStore;
    readonly journals: MemoryJournals;
    readonly announced: (readonly string[])[];
    readonly warnings: string[];
    readonly listener: Disposable | undefined;
  }
  const open = async (journals = new MemoryJournals(), writer = 'me'): Promise<Opened> => {
    const announced: (readonly string[])[] = [];
    const warnings: string[] = [];
    const store = new Store(journals, writer, { warn: (text) => void warnings.push(text) }, () => now);
    await store.load();
    const emit: EventEmitter<readonly string[]>['event'] = store.onDidChange;
    return { store, journals, announced, warnings, listener: emit((ids) => void announced.push(ids)) };
  };
  const line = (fact: Partial<Fact>): string =>
    `${encodeFact({ id: 'core/git/a', done: true, at: [now - 1000, 0], by: 'other', ...fact })}\n`;

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
    const { store, journals } = await open();
    await store.set(['core/git/a', 'core/git/b'], true);
    await store.set(['core/git/a'], false);
    const again = await open(journals, 'next');
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
    const { store, journals } = await open();
    const release = journals.hold();
    const clicks = [true, false, true, false].map((done) => store.set(['core/git/a'], done));
    release();
    await Promise.all(clicks);
    assert.equal(store.isDone('core/git/a'), false);
    assert.deepEqual((await open(journals)).store.doneItems(), []);
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
    const { store, warnings } = await open(
      new MemoryJournals([`${line({})}{"v":1,"id":\n${line({ id: 'core/git/b' })}`]),
    );
    assert.deepEqual(store.doneItems(), ['core/git/a', 'core/git/b']);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /0\.jsonl, line 2/);
  });

  it('lets the reader take back a tick that a bad clock has dated days ahead', async () => {
    const journals = new MemoryJournals([line({ at: [now + 10 * maxDrift, 4] })]);
    const { store } = await open(journals);
    assert.equal(store.isDone('core/git/a'), true);
    assert.deepEqual(await store.set(['core/git/a'], false), ['core/git/a']);
    assert.deepEqual(await store.set(['core/git/a'], true), ['core/git/a']);
    assert.deepEqual(await store.set(['core/git/a'], false), ['core/git/a']);
    assert.deepEqual((await open(journals, 'next')).store.doneItems(), []);
    // The bad date stays with that item: other acts are dated by the time of day.
    await store.set(['core/git/b'], true);
    const { at } = JSON.parse(journals.writes.at(-1)!) as { at: [number, number] };
    assert.equal(at[0], now);
  });
});
