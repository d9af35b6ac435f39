import assert from 'node:assert/strict';
import * as files from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { Uri } from 'vscode';
import type { compact } from '../../src/state/compact.node';
import type { openJournals } from '../../src/state/journal.node';
import type { ProgressStore } from '../../src/state/progressStore';
import { loadStore, torture } from '../torture/torture.mjs';

interface StoreModule {
  readonly compact: typeof compact;
  readonly openJournals: typeof openJournals;
  readonly ProgressStore: typeof ProgressStore;
}

// The long run is `npm run torture`.
describe('progress under torture', () => {
  it('loses nothing with several writers, kills and compactions', async function () {
    this.timeout(60_000);
    const result = await torture({
      ...{ kind: 'journals', writers: 4, acts: 500, kills: 30, between: 110 },
      ...{ joined: 1, compacting: 400, seconds: 50 },
    });
    assert.deepEqual(result.problems, []);
    const { lost, unseenAtStart, crashes, failures } = result;
    assert.deepEqual(
      { lost, unseenAtStart, crashes, failures },
      { lost: 0, unseenAtStart: 0, crashes: 0, failures: 0 },
    );
    assert.ok(result.kills >= 30, `only ${result.kills} kills`);
    assert.ok(result.acts >= 500, `only ${result.acts} acts`);
    assert.ok(result.takenOver > 0, 'no compaction ran');
  });

  it('would notice a loss: a file rewritten and renamed loses acts', async () => {
    let lost = 0;
    // Whether two writers meet is up to the machine.
    for (let turn = 0; turn < 5 && lost === 0; turn++)
      ({ lost } = await torture({ kind: 'rename', writers: 3, acts: 300, kills: 0, between: 50, seconds: 15 }));
    assert.ok(lost > 0);
  });
});

describe('compaction that sleeps while another takes its lock over', () => {
  type Call = (...args: unknown[]) => Promise<unknown>;
  /** The very object that the bundled store calls. */
  const calls = createRequire(import.meta.url)('node:fs/promises') as Record<string, Call>;
  const watched = ['readdir', 'stat', 'readFile', 'open', 'rename', 'unlink'] as const;
  let base: string;
  let modules: StoreModule;

  before(async () => {
    base = await files.mkdtemp(path.join(os.tmpdir(), 'backend-skills-'));
    modules = (await loadStore(path.join(base, 'store.cjs'))) as StoreModule;
  });
  after(() => files.rm(base, { recursive: true, force: true }));

  const open = async (folder: string, writer: string): Promise<ProgressStore> => {
    const journals = modules.openJournals({ fsPath: folder } as unknown as Uri, writer);
    const store = new modules.ProgressStore(journals, writer, { warn: (text) => assert.equal(text, '') });
    await store.load();
    return store;
  };

  /** Lets the first compaction sleep before its call of this number; false when it has fewer. */
  async function sleepBefore(number: number): Promise<boolean> {
    const folder = path.join(base, `at-${number}`);
    const [one, two] = [await open(folder, 'one'), await open(folder, 'two')];
    await one.set(['a', 'b'], true);
    await two.set(['c'], true);
    await modules.compact(folder, 'none', 1, 0);
    await one.set(['d'], true);
    await two.set(['c'], false);

    let count = 0;
    let wake = (): void => undefined;
    const slept = new Promise<void>((resolve) => {
      const awake = new Promise<void>((go) => (wake = go));
      for (const name of watched) {
        const real = calls[name]!;
        calls[name] = async (...args) => {
          if (++count === number) {
            resolve();
            await awake;
          }
          return real(...args);
        };
        restore.push(() => (calls[name] = real));
      }
    });
    try {
      const ended = { first: false };
      // It may give up when it finds that its files have gone.
      const first = modules.compact(folder, 'first', 1, 0).then(
        () => (ended.first = true),
        () => (ended.first = true),
      );
      await Promise.race([slept, first]);
      if (ended.first) return false;
      const three = await open(folder, 'three');
      await three.set(['e'], true);
      await one.set(['f'], true);
      // As whoever finds it too old does.
      await files.rm(path.join(folder, 'compact.lock'), { recursive: true, force: true });
      await modules.compact(folder, 'second', 1, 0);
      await three.set(['g'], true);
      await one.set(['b'], false);
      wake();
      await first;
      const done = (await open(folder, 'reader')).doneItems().sort();
      assert.deepEqual(done, ['a', 'd', 'e', 'f', 'g'], `asleep before call ${number}`);
      await modules.compact(folder, 'third', 1, 0);
      assert.deepEqual((await open(folder, 'reader')).doneItems().sort(), done, `asleep before call ${number}`);
      for (const store of [one, two, three]) store.dispose();
      return true;
    } finally {
      for (const put of restore.splice(0)) put();
    }
  }
  const restore: (() => void)[] = [];

  it('loses nothing, wherever it sleeps', async () => {
    let number = 1;
    while (await sleepBefore(number)) number++;
    assert.ok(number > 20, `only ${number - 1} calls`);
  });
});
