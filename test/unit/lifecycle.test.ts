import assert from 'node:assert/strict';
import fc from 'fast-check';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Uri } from 'vscode';
import {
  Clock,
  doneItems,
  emptyProgress,
  factsOf,
  mergeInto,
  mustOutrank,
  newestStamp,
  seenNow,
  verifiedBy,
  type Fact,
  type ProgressDocument,
} from '../../src/core/progress';
import type { compact } from '../../src/state/compact.node';
import type { openJournals } from '../../src/state/journal.node';
import type { ProgressStore } from '../../src/state/progressStore';
import { SyncMirror } from '../../src/state/syncMirror';
import * as version02 from '../fixtures/versions/0.2.0.mjs';
import * as before03 from '../fixtures/versions/before-0.3.0.mjs';
import { loadStore } from '../torture/torture.mjs';

interface StoreModule {
  readonly compact: typeof compact;
  readonly openJournals: typeof openJournals;
  readonly ProgressStore: typeof ProgressStore;
}

const day = 24 * 60 * 60 * 1000;
const decade = 3650 * day;
/** No warning is expected: what one version writes, another never calls damaged. */
const log = { warn: (line: string) => assert.fail(line) };

/** What happens to a learner's progress over the years: other machines, other versions, bad clocks, a removed folder. */
describe('progress over its life', () => {
  let base: string;
  let now: StoreModule;
  let time = 1_700_000_000_000;

  before(async () => {
    base = await mkdtemp(path.join(tmpdir(), 'backend-skills-'));
    now = (await loadStore(path.join(base, 'store.cjs'))) as StoreModule;
  });
  after(() => rm(base, { recursive: true, force: true }));

  let folders = 0;
  const newFolder = (): string => path.join(base, `folder-${++folders}`);
  const uri = (folder: string): Uri => ({ fsPath: folder }) as unknown as Uri;
  let writers = 0;
  /** Each window has a name of its own; random ones would do as well, but would sort otherwise on each run. */
  const newWriter = (): string => `writer-${++writers}`;

  /** `globalState`, as one machine keeps it. */
  class Memory {
    value: unknown;
    /** What it was when the machine last synced; the base of the three-way merge. */
    base: unknown;
    get = (): never => this.value as never;
    update = (_: string, value: unknown): Promise<void> => {
      this.value = structuredClone(value);
      return Promise.resolve();
    };
  }

  /** Settings Sync: a key that only one side changed is taken over; where both changed it, the remote wins without a word. */
  class Cloud {
    value: unknown;

    sync(memory: Memory): void {
      const changed = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
      if (changed(this.value, memory.base)) memory.value = structuredClone(this.value);
      else if (changed(memory.value, memory.base)) this.value = structuredClone(memory.value);
      memory.base = structuredClone(this.value);
    }
  }

  /** A session of today's version: from the start of the editor to its end. */
  interface Session {
    readonly store: ProgressStore;
    readonly mirror: SyncMirror | undefined;
    done(): string[];
    verified(): string[];
    /** Sends the mirror, as is done two seconds after a change, and ends. */
    end(): Promise<void>;
  }
  const start = async (folder: string, memory?: Memory, skew = 0): Promise<Session> => {
    const writer = newWriter();
    const store = new now.ProgressStore(now.openJournals(uri(folder), writer), writer, log, () => (time += 7) + skew);
    await store.load();
    const mirror = memory && new SyncMirror(memory, store, log);
    await mirror?.receive();
    return {
      store,
      mirror,
      done: () => store.doneItems().sort(),
      verified: () => ids.filter((id) => store.isVerified(id)),
      async end() {
        await mirror?.send();
        mirror?.dispose();
        store.dispose();
      },
    };
  };
  const ids = ['a', 'b', 'c', 'd', 'e'].map((name) => `core/git/${name}`);
  const [a, b, c, d, e] = ids as [string, string, string, string, string];

  describe('a re-installation', () => {
    /** Ticks, a tick taken back, a proof, a proof without a tick, a reset of what was before. */
    const live = async (folder: string, memory: Memory): Promise<void> => {
      const first = await start(folder, memory);
      await first.store.set([e], true);
      await first.store.verify([e], 'lab-1');
      await first.store.reset();
      await first.store.set([a, b, c], true);
      await first.end();
      const second = await start(folder, memory);
      await second.store.set([b], false);
      await second.store.verify([a, d], 'lab-1');
      await second.end();
    };
    const expectAll = (session: Session): void => {
      assert.deepEqual(session.done(), [a, c]);
      assert.deepEqual(session.verified(), [a, d]);
      assert.deepEqual([...session.store.verifiedBy(a).keys()], ['lab-1']);
    };

    it('that removed the folder finds everything again, and has it on the disk', async () => {
      const [folder, memory, backup] = [newFolder(), new Memory(), newFolder()];
      await live(folder, memory);
      await cp(folder, backup, { recursive: true });
      await rm(folder, { recursive: true });
      const again = await start(folder, memory);
      expectAll(again);
      await again.end();
      // Without the mirror: it was stored, not only shown.
      const later = await start(folder);
      expectAll(later);
      await later.end();
      // The old files come back from a backup: what was taken back and cleared stays so.
      for (const name of await readdir(backup)) await cp(path.join(backup, name), path.join(folder, name));
      const restored = await start(folder, memory);
      expectAll(restored);
      await restored.store.set([b], true);
      assert.deepEqual(restored.done(), [a, b, c]);
      await restored.end();
    });

    it('would be noticed without the mirror: all is lost', async () => {
      const [folder, memory] = [newFolder(), new Memory()];
      await live(folder, memory);
      await rm(folder, { recursive: true });
      const again = await start(folder);
      assert.deepEqual([again.done(), again.verified()], [[], []]);
      await again.end();
    });

    it('that lost the mirror too gets everything back from another machine', async () => {
      const [folder, other, memory, away, cloud] = [newFolder(), newFolder(), new Memory(), new Memory(), new Cloud()];
      await live(folder, memory);
      cloud.sync(memory);
      cloud.sync(away);
      const there = await start(other, away);
      expectAll(there);
      await there.end();
      // Here everything is gone, and in the cloud as well.
      await rm(folder, { recursive: true });
      cloud.value = undefined;
      away.base = undefined;
      const fresh = new Memory();
      const empty = await start(folder, fresh);
      assert.deepEqual(empty.done(), []);
      await empty.end();
      cloud.sync(away);
      cloud.sync(fresh);
      const again = await start(folder, fresh);
      expectAll(again);
      await again.end();
    });

    it('is outlived by what a machine had sent that is gone for good, also past one that acts before it has looked', async () => {
      const [folder, gone, memory, cloud] = [newFolder(), new Memory(), new Memory(), new Cloud()];
      await live(newFolder(), gone);
      cloud.sync(gone);
      const here = await start(folder, memory);
      // The synced value comes in while the window is open.
      cloud.sync(memory);
      await here.store.set([d], true);
      await here.end();
      cloud.sync(memory);
      const again = await start(folder, memory);
      assert.deepEqual(
        [again.done(), again.verified()],
        [
          [a, c, d],
          [a, d],
        ],
      );
      await again.end();
    });

    it('keeps both what was ticked before it and what was ticked before the mirror came', async () => {
      const [folder, memory, cloud] = [newFolder(), new Memory(), new Cloud()];
      await live(folder, memory);
      cloud.sync(memory);
      await rm(folder, { recursive: true });
      // Sync is switched on late: this machine has a state of its own by then, which the remote one replaces.
      const fresh = new Memory();
      const early = await start(folder, fresh);
      await early.store.set([d], true);
      await early.end();
      cloud.sync(fresh);
      const synced = await start(folder, fresh);
      assert.deepEqual(synced.done(), [a, c, d]);
      assert.deepEqual(synced.verified(), [a, d]);
      await synced.end();
    });
  });

  describe('an older version and a newer one again', () => {
    /** What today's version does not know, as a later one may write it. */
    const unknown =
      '{"v":3,"kind":"note","id":"core/git/a","text":"what a later version keeps","at":[5,0],"by":"later"}';
    const linesOf = async (folder: string): Promise<string[]> => {
      const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
      const texts = await Promise.all(names.map(({ name }) => readFile(path.join(folder, name), 'utf8')));
      return texts.flatMap((text) => text.split('\n'));
    };
    interface OldStore {
      doneItems(): string[];
      set(itemIds: readonly string[], done: boolean): Promise<unknown>;
      dispose(): void;
    }
    const old = {
      '0.2.0': async (folder: string, skew = 0): Promise<OldStore> => {
        const writer = newWriter();
        const journals = version02.openJournals(uri(folder), writer);
        const store = new version02.ProgressStore(journals, writer, log, () => (time += 7) + skew);
        await store.load();
        return store;
      },
      'before 0.3.0': async (folder: string, skew = 0): Promise<OldStore> => {
        const writer = newWriter();
        const journals = before03.openJournals(uri(folder), writer);
        const store = new before03.ProgressStore(journals, writer, log, () => (time += 7) + skew);
        await store.load();
        return store;
      },
    };
    const compactions = {
      'no compaction': () => Promise.resolve<readonly string[]>([]),
      'its compaction': (folder: string) => before03.compact(folder, 'none', 1, 0),
      "today's compaction": (folder: string) => now.compact(folder, 'none', 1, 0),
    };

    for (const version of ['0.2.0', 'before 0.3.0'] as const)
      for (const [name, join] of Object.entries(compactions))
        it(`${version}, ${name}: nothing is lost, nothing returns, and what it does not know stays`, async () => {
          const folder = newFolder();
          const first = await start(folder);
          await first.store.set([a, b, c], true);
          await first.store.set([b], false);
          await first.store.verify([a, c], 'lab-1');
          await first.end();
          await appendFile(path.join(folder, 'later.jsonl'), `${unknown}\n`);
          const proofs = (await linesOf(folder)).filter((line) => line.includes('"verify"'));
          assert.equal(proofs.length, 2);

          const older = await old[version](folder);
          assert.deepEqual(older.doneItems().sort(), [a, c]);
          await older.set([d], true);
          await older.set([c], false);
          await older.set([b], true);
          older.dispose();
          assert.deepEqual(await join(folder), []);
          const olderAgain = await old[version](folder);
          assert.deepEqual(olderAgain.doneItems().sort(), [a, b, d]);
          await olderAgain.set([e], true);
          olderAgain.dispose();
          assert.deepEqual(await join(folder), []);

          const again = await start(folder);
          assert.deepEqual(again.done(), [a, b, d, e]);
          // Taking a tick back leaves the proof.
          assert.deepEqual(again.verified(), [a, c]);
          await again.store.set([e], false);
          assert.deepEqual(await again.store.verify([d], 'lab-2'), [d]);
          await again.end();
          const lines = new Set(await linesOf(folder));
          for (const line of [unknown, ...proofs]) assert.ok(lines.has(line), line);
          const last = await start(folder);
          assert.deepEqual(
            [last.done(), last.verified()],
            [
              [a, b, d],
              [a, c, d],
            ],
          );
          await last.end();
        });

    it('would be noticed: a file rewritten by a version that keeps only what it knows loses the proofs', async () => {
      const folder = newFolder();
      const first = await start(folder);
      await first.store.set([a], true);
      await first.store.verify([a], 'lab-1');
      await first.end();
      const known = (await linesOf(folder)).filter((line) => line.includes('"done"'));
      for (const name of await readdir(folder)) await rm(path.join(folder, name));
      await writeFile(path.join(folder, 'rewritten.jsonl'), `${known.join('\n')}\n`);
      const again = await start(folder);
      assert.deepEqual([again.done(), again.verified()], [[a], []]);
      await again.end();
    });

    it('0.2.0 does not know a reset: it shows what was cleared, and brings none of it back', async () => {
      const folder = newFolder();
      const first = await start(folder);
      await first.store.set([a, b], true);
      await first.store.reset();
      await first.store.set([c], true);
      await first.end();
      const older = await old['0.2.0'](folder);
      assert.deepEqual(older.doneItems().sort(), [a, b, c]);
      await older.set([d], true);
      // Cleared, but shown as ticked there: to tick it, its learner first takes it back.
      await older.set([b], false);
      await older.set([b], true);
      older.dispose();
      const again = await start(folder);
      assert.deepEqual(again.done(), [b, c, d]);
      await again.end();
    });

    type Version = 'now' | keyof typeof old;
    interface Stay {
      readonly version: Version;
      readonly skew: number;
      readonly acts: readonly (readonly [item: number, act: 'tick' | 'untick' | 'verify'])[];
      readonly joins: boolean;
    }
    const stays = (versions: readonly Version[], skews: readonly number[]): fc.Arbitrary<Stay[]> =>
      fc.array(
        fc.record({
          version: fc.constantFrom(...versions),
          skew: fc.constantFrom(...skews),
          acts: fc.array(fc.tuple(fc.nat(2), fc.constantFrom('tick' as const, 'untick' as const, 'verify' as const)), {
            maxLength: 4,
          }),
          joins: fc.boolean(),
        }),
        { minLength: 2, maxLength: 6 },
      );
    /** One machine whose versions and clocks change from session to session: each shows what the last one left. */
    const live = async (sessions: readonly Stay[]): Promise<void> => {
      const folder = newFolder();
      await mkdir(folder);
      const [done, verified] = [new Set<string>(), new Set<string>()];
      for (const { version, skew, acts, joins } of [...sessions, { version: 'now', skew: 0, acts: [], joins: false }]) {
        const session = version === 'now' ? await start(folder, undefined, skew) : undefined;
        const store = session?.store ?? (await old[version as keyof typeof old](folder, skew));
        assert.deepEqual(store.doneItems().sort(), [...done].sort(), version);
        if (session) assert.deepEqual(session.verified(), [...verified].sort(), version);
        for (const [item, act] of acts) {
          const id = ids[item]!;
          if (act === 'verify') {
            await session?.store.verify([id], 'lab-1');
            if (session) verified.add(id);
          } else {
            await store.set([id], act === 'tick');
            if (act === 'tick') done.add(id);
            else done.delete(id);
          }
        }
        assert.deepEqual(store.doneItems().sort(), [...done].sort(), version);
        store.dispose();
        if (joins) await now.compact(folder, 'none', 1, 0);
      }
      await rm(folder, { recursive: true, force: true });
    };

    it('in any order, with any acts between: each version shows what the last one left', async () => {
      const schedules = stays(['now', '0.2.0', 'before 0.3.0'], [0, 60_000, -60_000]);
      await fc.assert(fc.asyncProperty(schedules, live), { numRuns: 40 });
    });

    it('and so with a clock that is a decade off', async () => {
      // Version 0.2.0 goes by dates alone, see below.
      const schedules = stays(['now', 'before 0.3.0'], [0, decade, -decade]);
      await fc.assert(fc.asyncProperty(schedules, live), { numRuns: 40 });
    });

    it('0.2.0 with a clock that is a decade off loses nothing either, whatever it shows meanwhile', async () => {
      for (const skew of [decade, -decade])
        for (const oldSkew of [0, skew]) {
          const folder = newFolder();
          const first = await start(folder);
          await first.store.set([a, b], true);
          await first.end();
          const second = await start(folder, undefined, skew);
          await second.store.set([a], false);
          await second.store.set([c], true);
          await second.end();
          const older = await old['0.2.0'](folder, oldSkew);
          await older.set([b], false);
          await older.set([d], true);
          await older.set([b], true);
          older.dispose();
          const again = await start(folder);
          assert.deepEqual(again.done(), [b, c, d]);
          await again.end();
        }
    });
  });

  describe('machines of mixed versions under Settings Sync', () => {
    const today = { Clock, doneItems, emptyProgress, factsOf, mergeInto, mustOutrank, newestStamp, seenNow };
    const items = ids.slice(0, 3);
    const labs = ['lab-1', 'lab-2'];

    /** A machine: what it knows, its mirror and its clock; of today's version, or of one that drops proofs from the mirror. */
    class Machine {
      readonly document: ProgressDocument;
      readonly memory = new Memory();
      private readonly clock: Clock;
      private readonly mirror: SyncMirror;

      constructor(
        readonly name: string,
        readonly isOld: boolean,
        skew: number,
        /** Told of every act. */
        private readonly all: ProgressDocument,
      ) {
        this.document = this.version.emptyProgress();
        this.clock = new this.version.Clock(() => (time += 7) + skew);
        const store = {
          facts: () => this.version.factsOf(this.document),
          absorb: (facts: readonly Fact[]) => Promise.resolve(this.take(facts)),
          onDidChange: () => ({ dispose: () => undefined }),
        };
        this.mirror = new (isOld ? before03.SyncMirror : SyncMirror)(this.memory, store, log);
      }

      private get version(): typeof today {
        return this.isOld ? before03.progress : today;
      }

      private take(facts: readonly Fact[]): string[] {
        for (const fact of facts) this.clock.observe(fact.at);
        return this.version.mergeInto(this.document, facts);
      }

      async act(fact: Fact): Promise<void> {
        mergeInto(this.all, [fact]);
        this.take([fact]);
        await this.mirror.send();
      }
      tick(id: string): Fact {
        return { kind: 'tick', id, at: this.after(id), by: this.name };
      }
      untick(id: string): Fact {
        return { kind: 'untick', id, at: this.after(id), by: this.name, seen: this.version.seenNow(this.document, id) };
      }
      verify(id: string, lab: string): Fact {
        return { kind: 'verify', id, lab, at: this.after(id), by: this.name };
      }
      reset(): Fact {
        return { kind: 'reset', at: this.clock.next(this.version.newestStamp(this.document)), by: this.name };
      }
      private after(id: string): Fact['at'] {
        return this.clock.next(this.version.mustOutrank(this.document, id, this.name));
      }

      receive(): Promise<void> {
        return this.mirror.receive();
      }
      /** The control: proofs are taken from the synced value alone. */
      believe(): void {
        for (const item of this.document.items.values()) item.verified = undefined;
      }
      done(): string[] {
        return this.version.doneItems(this.document).sort();
      }
      verified(): string[] {
        return proofsIn(this.document);
      }
    }
    const proofsIn = (document: ProgressDocument): string[] =>
      items.flatMap((id) => [...verifiedBy(document, id).keys()].map((lab) => `${id} ${lab}`)).sort();

    type Step =
      | { readonly kind: 'tick' | 'untick' | 'verify'; readonly machine: number; readonly item: number }
      | { readonly kind: 'sync' | 'start' | 'reset' | 'replaced' | 'reinstall'; readonly machine: number };
    const step: fc.Arbitrary<Step> = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          kind: fc.constantFrom('tick' as const, 'untick' as const, 'verify' as const),
          machine: fc.nat(2),
          item: fc.nat(2),
        }),
      },
      {
        weight: 6,
        arbitrary: fc.record({ kind: fc.constantFrom('sync' as const, 'start' as const), machine: fc.nat(2) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constantFrom('reset' as const, 'replaced' as const, 'reinstall' as const),
          machine: fc.nat(2),
        }),
      },
    );
    const meet = async (cloud: Cloud, machine: Machine, merges = true): Promise<void> => {
      for (let turn = 0; turn < 2; turn++) {
        if (!merges) machine.believe();
        await machine.receive();
        cloud.sync(machine.memory);
      }
    };

    /** Three machines, one of them old, on a schedule; then each meets each. */
    const run = async (steps: readonly Step[], old: number, skews: readonly number[], merges = true): Promise<void> => {
      const [cloud, all] = [new Cloud(), emptyProgress()];
      const machines = skews.map((skew, at) => new Machine(`m${at}`, at === old, skew, all));
      for (const one of steps) {
        const machine = machines[one.machine]!;
        if (one.kind === 'tick') await machine.act(machine.tick(items[one.item]!));
        else if (one.kind === 'untick') await machine.act(machine.untick(items[one.item]!));
        else if (one.kind === 'verify') {
          if (!machine.isOld) await machine.act(machine.verify(items[one.item]!, labs[one.item % 2]!));
        } else if (one.kind === 'reset') await machine.act(machine.reset());
        else if (one.kind === 'sync') cloud.sync(machine.memory);
        else if (one.kind === 'start') {
          if (!merges) machine.believe();
          await machine.receive();
        } else if (one.kind === 'replaced') machine.memory.value = machine.memory.base = structuredClone(cloud.value);
        else machine.memory.base = undefined;
      }
      // In every order, since an old machine drops the proofs that another has just sent.
      for (const order of [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
        [0, 1, 2],
      ])
        // prettier-ignore
        for (const at of order) await meet(cloud, machines[at]!, merges);
      for (const machine of machines) {
        assert.deepEqual(machine.done(), doneItems(all).sort());
        if (!machine.isOld) assert.deepEqual(machine.verified(), proofsIn(all));
      }
    };
    const skew = fc.constantFrom(0, 1000, -1000, decade, -decade);
    const schedule = fc.array(step, { maxLength: 30 });

    it('come together under any schedule: same ticks on all, same proofs on all that know proofs', async () => {
      await fc.assert(
        fc.asyncProperty(schedule, fc.nat(2), fc.tuple(skew, skew, skew), (steps, old, skews) =>
          run(steps, old, skews),
        ),
        { numRuns: 1000 },
      );
    }).timeout(60_000);

    it('would be noticed: proofs that are taken from the synced value alone are lost', async () => {
      const lost = await fc.check(
        fc.asyncProperty(schedule, fc.nat(2), (steps, old) => run(steps, old, [0, 0, 0], false)),
        { numRuns: 300 },
      );
      assert.ok(lost.failed);
    }).timeout(60_000);

    it('an old machine that always syncs in between holds proofs up, and loses none', async () => {
      const [cloud, all] = [new Cloud(), emptyProgress()];
      const [one, old, two] = [false, true, false].map((isOld, at) => new Machine(`m${at}`, isOld, 0, all));
      assert.ok(one && old && two);
      await one.act(one.verify(a, 'lab-1'));
      await one.act(one.tick(a));
      for (let day = 0; day < 5; day++) for (const machine of [one, old, two, old]) await meet(cloud, machine);
      assert.deepEqual([two.done(), two.verified()], [[a], []]);
      assert.deepEqual(one.verified(), [`${a} lab-1`]);
      // As soon as it stays away once.
      await meet(cloud, one);
      await meet(cloud, two);
      assert.deepEqual(two.verified(), [`${a} lab-1`]);
    });
  });

  describe('a stale machine that returns after a reset', () => {
    interface Home {
      readonly folder: string;
      readonly memory: Memory;
    }
    const home = (): Home => ({ folder: newFolder(), memory: new Memory() });
    /** A session on a machine, with Settings Sync before and after it. */
    const at = async (
      { folder, memory }: Home,
      cloud: Cloud | undefined,
      skew: number,
      live: (session: Session) => Promise<unknown>,
    ): Promise<void> => {
      cloud?.sync(memory);
      const session = await start(folder, memory, skew);
      await live(session);
      await session.end();
      cloud?.sync(memory);
    };
    const shows = (done: readonly string[], verified: readonly string[]) => async (session: Session) =>
      assert.deepEqual([session.done(), session.verified()], [done, verified]);

    it('brings nothing back, by its files or by its mirror', async () => {
      const [cloud, here, stale] = [new Cloud(), home(), home()];
      await at(here, cloud, 0, ({ store }) => store.set([a, b], true));
      await at(stale, cloud, 0, async ({ store }) => {
        await store.set([c, d], true);
        await store.set([d], false);
        await store.verify([c], 'lab-1');
      });
      await at(here, cloud, 0, async (session) => {
        await shows([a, b, c], [c])(session);
        await session.store.reset();
        await session.store.set([b], true);
      });
      // Its files, copied beside ours.
      for (const name of await readdir(stale.folder))
        await cp(path.join(stale.folder, name), path.join(here.folder, name));
      await at(here, cloud, 0, shows([b], []));
      // Its mirror, over ours and over the one in the cloud.
      here.memory.value = structuredClone(stale.memory.value);
      cloud.value = structuredClone(stale.memory.value);
      await at(here, cloud, 0, shows([b], []));
      await at(stale, cloud, 0, shows([b], []));
      await at(here, cloud, 0, shows([b], []));
    });

    // A reset goes by dates: it has to clear what it has not seen. So it does not matter who knew what, but what the clocks said.
    for (const { what, staleSkew, resetSkew, before: early, survives } of [
      { what: 'before it is cleared', staleSkew: 0, resetSkew: 0, before: true, survives: false },
      { what: 'after it stays', staleSkew: 0, resetSkew: 0, before: false, survives: true },
      {
        what: 'after it, by a clock a decade behind, is cleared',
        staleSkew: -decade,
        resetSkew: 0,
        before: false,
        survives: false,
      },
      {
        what: 'before it, by a clock a decade ahead, stays',
        staleSkew: decade,
        resetSkew: 0,
        before: true,
        survives: true,
      },
      {
        what: 'after one whose clock is a decade ahead is cleared',
        staleSkew: 0,
        resetSkew: decade,
        before: false,
        survives: false,
      },
      {
        what: 'before one whose clock is a decade behind stays',
        staleSkew: 0,
        resetSkew: -decade,
        before: true,
        survives: true,
      },
    ])
      // prettier-ignore
      it(`and did not know of it: what was done there ${what}; what is done once it is known stays`, async () => {
        const [cloud, here, stale] = [new Cloud(), home(), home()];
        const clear = (): Promise<void> => at(here, cloud, resetSkew, ({ store }) => store.reset());
        if (!early) await clear();
        await at(stale, undefined, staleSkew, async ({ store }) => {
          await store.set([a], true);
          await store.verify([a], 'lab-1');
        });
        if (early) await clear();
        for (const machine of [stale, here, stale]) await at(machine, cloud, 0, async () => undefined);
        const left = survives ? [a] : [];
        for (const machine of [stale, here]) await at(machine, cloud, 0, shows(left, left));
        // From here on all know of the reset, and every act counts, whatever the clocks.
        await at(stale, cloud, staleSkew, async ({ store }) => {
          await store.set([b, c], true);
          await store.verify([b], 'lab-1');
        });
        await at(here, cloud, resetSkew, ({ store }) => store.set([c], false));
        for (const machine of [stale, here]) await at(machine, cloud, 0, shows([...left, b], [...left, b]));
        await at(here, cloud, 0, ({ store }) => store.reset());
        for (const machine of [stale, here, stale]) await at(machine, cloud, 0, shows([], []));
      });
  });

  describe('a clock that is a decade off', () => {
    type Act = 'tick' | 'untick' | 'verify' | 'reset';
    const perform = async (act: Act, { store }: Session): Promise<void> => {
      if (act === 'reset') await store.reset();
      else if (act === 'verify') await store.verify([a], 'lab-1');
      else await store.set([a], act === 'tick');
    };
    /** What the acts come to when each was made with all earlier ones known. */
    const outcome = (acts: readonly Act[]): { done: string[]; verified: string[] } => {
      let [done, verified] = [false, false];
      for (const act of acts) {
        if (act === 'reset') done = verified = false;
        else if (act === 'verify') verified = true;
        else done = act === 'tick';
      }
      return { done: done ? [a] : [], verified: verified ? [a] : [] };
    };
    const kinds = ['tick', 'untick', 'verify', 'reset'] as const;
    const threes = kinds.flatMap((one) => kinds.flatMap((two) => kinds.map((three) => [one, two, three] as const)));

    for (const [name, skews] of [
      ['ahead, then right', [decade, 0, decade]],
      ['right, then ahead', [0, decade, 0]],
      ['behind, then right', [-decade, 0, -decade]],
      ['right, then behind', [0, -decade, 0]],
      ['ahead, then behind', [decade, -decade, 0]],
    ] as const)
      it(`${name}: every act counts that knew of those before it, on one machine and over two`, async () => {
        for (const acts of threes)
          for (const machines of [1, 2]) {
            const cloud = new Cloud();
            const homes = Array.from({ length: machines }, () => ({ folder: newFolder(), memory: new Memory() }));
            for (const [index, act] of acts.entries()) {
              const { folder, memory } = homes[index % machines]!;
              cloud.sync(memory);
              const session = await start(folder, memory, skews[index]);
              await perform(act, session);
              await session.end();
              cloud.sync(memory);
              const expected = outcome(acts.slice(0, index + 1));
              assert.deepEqual({ done: session.done(), verified: session.verified() }, expected, acts.join());
            }
            for (const { folder, memory } of homes) {
              cloud.sync(memory);
              const session = await start(folder, memory);
              assert.deepEqual({ done: session.done(), verified: session.verified() }, outcome(acts), acts.join());
              await session.end();
              cloud.sync(memory);
            }
          }
      }).timeout(60_000);
  });
});
