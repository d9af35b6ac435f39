import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Services } from '../../src/state/services';
import { SkillTree } from '../../src/skills/skillTree';
import type { TreeNode } from '../../src/skills/present';
import { openJournals } from '../../src/state/journal.node';
import type { Journals } from '../../src/state/journal';
import { ProgressStore } from '../../src/state/progressStore';
import type { Stores } from '../../src/state/stores';
import { storesIn } from './stores';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The stores and the tree, built on a folder of their own inside the real host. */
export function registerStoreTests(): void {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backend-skills-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  describe('progress store', () => {
    const open = async (writer: string, warnings: string[] = []): Promise<ProgressStore> => {
      const store = new ProgressStore(openJournals(vscode.Uri.file(folder), writer), writer, {
        warn: (line) => warnings.push(line),
      });
      await store.load();
      return store;
    };

    /** The rest of journals that hold nothing yet. */
    const nothingRead: Omit<Journals, 'append'> = {
      readNew: () => Promise.resolve([]),
      readAll: () => Promise.resolve([]),
      watch: () => new vscode.Disposable(() => undefined),
      compact: () => Promise.resolve([]),
      dispose: () => undefined,
    };
    const until = async (what: string, holds: () => boolean, milliseconds: number): Promise<void> => {
      const end = Date.now() + milliseconds;
      while (!holds()) {
        assert.ok(Date.now() < end, what);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };

    it('finds again what another one stored, and merges several', async () => {
      const one = await open('one');
      await one.set(['core/git/a', 'core/git/b'], true);
      await one.set(['core/git/b'], false);
      one.dispose();
      const two = await open('two');
      assert.deepEqual(two.doneItems(), ['core/git/a']);
      await two.set(['core/git/c'], true);
      two.dispose();
      const three = await open('three');
      assert.deepEqual(three.doneItems().sort(), ['core/git/a', 'core/git/c']);
      three.dispose();
      assert.deepEqual((await readdir(folder)).sort(), ['one.jsonl', 'two.jsonl']);
    });

    it('writes one line per act, each readable on its own', async () => {
      const store = await open('one');
      await store.set(['core/git/a', 'core/git/b'], true);
      store.dispose();
      const lines = (await readFile(join(folder, 'one.jsonl'), 'utf8')).trimEnd().split('\n');
      assert.equal(lines.length, 2);
      for (const line of lines) assert.equal((JSON.parse(line) as { v: number }).v, 1);
    });

    it('keeps every intact line of a damaged journal and names the others', async () => {
      const store = await open('one');
      await store.set(['core/git/a'], true);
      await store.set(['core/git/b'], true);
      store.dispose();
      const file = join(folder, 'one.jsonl');
      const [first, second] = (await readFile(file, 'utf8')).split('\n');
      await writeFile(file, `${first!.slice(0, 20)}\n${second!}\n{"half`);
      const warnings: string[] = [];
      const again = await open('two', warnings);
      assert.deepEqual(again.doneItems(), ['core/git/b']);
      assert.equal(warnings.length, 2);
      assert.match(warnings[0]!, /one\.jsonl, line 1/);
      again.dispose();
    });

    it('reads the others where a journal cannot be read, says so once, and takes it over when it can', async () => {
      const one = await open('one');
      await one.set(['core/git/a'], true);
      await one.set(['core/git/b'], true);
      one.dispose();
      const text = await readFile(join(folder, 'one.jsonl'), 'utf8');
      await rm(join(folder, 'one.jsonl'));
      await writeFile(join(folder, 'good.jsonl'), `${text.split('\n')[0]!}\n`);
      // A link to itself: it is there, and cannot be opened.
      await symlink('bad.jsonl', join(folder, 'bad.jsonl'));
      const warnings: string[] = [];
      const two = await open('two', warnings);
      assert.deepEqual(two.doneItems(), ['core/git/a']);
      assert.deepEqual([...two.unreadable.keys()], ['bad.jsonl']);
      await two.load();
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]!, /bad\.jsonl cannot be read: ELOOP/);
      await rm(join(folder, 'bad.jsonl'));
      await writeFile(join(folder, 'bad.jsonl'), text);
      await two.load();
      assert.deepEqual(two.doneItems().sort(), ['core/git/a', 'core/git/b']);
      assert.equal(two.unreadable.size, 0);
      two.dispose();
    });

    it('changes nothing and says so when a tick cannot be stored, and works again after', async () => {
      let broken = true;
      const written: string[] = [];
      const journals: Journals = {
        ...nothingRead,
        append: (lines) =>
          broken ? Promise.reject(new Error('the disk is full')) : Promise.resolve(void written.push(lines)),
      };
      const store = new ProgressStore(journals, 'one', log);
      const events: string[][] = [];
      store.onDidChange((ids) => events.push([...ids]));
      await assert.rejects(store.set(['core/git/a'], true), /disk is full/);
      assert.equal(store.isDone('core/git/a'), false);
      assert.deepEqual(events, []);
      broken = false;
      assert.deepEqual(await store.set(['core/git/a'], true), ['core/git/a']);
      assert.equal(store.isDone('core/git/a'), true);
      assert.equal(written.length, 1);
      store.dispose();
    });

    it('sees the ticks of another one on the same folder when it looks again', async () => {
      const [one, two] = [await open('one'), await open('two')];
      const events: (readonly string[])[] = [];
      two.onDidChange((ids) => events.push(ids));
      await one.set(['core/git/a', 'core/git/b'], true);
      two.rescan();
      await until('the ticks are seen', () => two.doneItems().length === 2, 5000);
      await two.set(['core/git/a'], false);
      one.rescan();
      await until('the untick is seen', () => !one.isDone('core/git/a'), 5000);
      assert.deepEqual(one.doneItems(), ['core/git/b']);
      assert.deepEqual(events, [['core/git/a', 'core/git/b'], ['core/git/a']]);
      one.dispose();
      two.dispose();
    });

    it('follows another one on the same folder, also where it is not there yet', async () => {
      await rm(folder, { recursive: true });
      const [one, two] = [await open('one'), await open('two')];
      one.follow();
      two.follow();
      for (const [from, to, id] of [
        [one, two, 'core/git/a'],
        [two, one, 'core/git/b'],
        [one, two, 'core/git/c'],
      ] as const) {
        await from.set([id], true);
        // By the watcher or, where that misses it, by looking every three seconds.
        await until(`${id} is seen`, () => to.isDone(id), 8000);
      }
      one.dispose();
      two.dispose();
    });

    it('ends where the last click ended, also while ticks are in flight', async () => {
      const store = await open('one');
      await Promise.all([true, false, true].map((done) => store.set(['core/git/a'], done)));
      await Promise.all([true, false].map((done) => store.set(['core/git/b'], done)));
      assert.deepEqual(store.doneItems(), ['core/git/a']);
      store.dispose();
      const again = await open('two');
      assert.deepEqual(again.doneItems(), ['core/git/a']);
      again.dispose();
    });

    it('says that a tick is not stored where the folder cannot be written, and stores it when it can', async () => {
      const store = await open('one');
      await rm(folder, { recursive: true });
      // A file where the folder should be.
      await writeFile(folder, '');
      await assert.rejects(store.set(['core/git/a'], true), /EEXIST|ENOTDIR/);
      assert.equal(store.isDone('core/git/a'), false);
      await rm(folder);
      assert.deepEqual(await store.set(['core/git/a'], true), ['core/git/a']);
      store.dispose();
      const again = await open('two');
      assert.deepEqual(again.doneItems(), ['core/git/a']);
      again.dispose();
    });

    it('writes acts that come while the disk is busy together, in their order', async () => {
      const writes: string[] = [];
      let release: () => void = () => undefined;
      const journals: Journals = {
        ...nothingRead,
        append: (lines) => {
          writes.push(lines);
          return writes.length === 1 ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
        },
      };
      const store = new ProgressStore(journals, 'one', log);
      const first = store.set(['a'], true);
      await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      const rest = Promise.all([store.set(['b'], true), store.set(['a'], false), store.set(['c'], true)]);
      release();
      await first;
      await rest;
      assert.equal(writes.length, 2);
      assert.deepEqual(store.doneItems().sort(), ['b', 'c']);
      store.dispose();
    });
  });

  describe('tree', () => {
    let stores: Stores;
    let tree: SkillTree;
    let painted: (TreeNode[] | undefined)[];
    const view: Partial<vscode.TreeView<TreeNode>> = { visible: true };

    beforeEach(async () => {
      stores = await storesIn(folder, log);
      const changed = new vscode.EventEmitter<TreeNode[] | undefined>();
      painted = [];
      changed.event((nodes) => painted.push(nodes));
      tree = new SkillTree(stores, { log } as unknown as Services, view as vscode.TreeView<TreeNode>, changed);
    });
    afterEach(() => {
      tree.dispose();
      stores.dispose();
    });

    const names = (): (string[] | undefined)[] => painted.map((nodes) => nodes?.map(({ kind, id }) => `${kind} ${id}`));

    it('repaints the area, the skill and the item of a tick, and nothing else', async () => {
      const item = stores.catalog.skill('python')!.items[0]!;
      await stores.setDone([item.id], true);
      assert.deepEqual(names(), [['area languages', 'skill python', `item ${item.id}`]]);
    });

    it('repaints shared parents once for several ticks', async () => {
      const ids = stores.catalog.skill('python')!.items.map((item) => item.id);
      await stores.setDone(ids, true);
      assert.deepEqual(names(), [['area languages', 'skill python', ...ids.map((id) => `item ${id}`)]]);
    });

    it('stores what is ticked in the tree, both ways, and shows it again', async () => {
      const node = tree.children(tree.children(tree.children(undefined)[0])[0])[0]!;
      const state = (): vscode.TreeItemCheckboxState =>
        (tree.treeItem(node).checkboxState as { state: vscode.TreeItemCheckboxState }).state;
      await tree.tick([[node, vscode.TreeItemCheckboxState.Checked]]);
      assert.equal(stores.isDone(node.id), true);
      assert.equal(state(), vscode.TreeItemCheckboxState.Checked);
      await tree.tick([[node, vscode.TreeItemCheckboxState.Unchecked]]);
      assert.equal(stores.isDone(node.id), false);
      assert.equal(state(), vscode.TreeItemCheckboxState.Unchecked);
    });

    it('gives the same node for the same id, and parents for reveal', () => {
      const [area] = tree.children(undefined);
      const [skill] = tree.children(area);
      const [item] = tree.children(skill);
      assert.equal(tree.parent(item!), skill);
      assert.equal(tree.parent(skill!), area);
      assert.equal(tree.parent(area!), undefined);
      assert.equal(tree.children(area)[0], skill);
    });

    it('carries native checkboxes and accessible labels on items', () => {
      const item = tree.treeItem(tree.children(tree.children(tree.children(undefined)[0])[0])[0]!);
      const state = item.checkboxState as { state: vscode.TreeItemCheckboxState; tooltip?: string };
      assert.equal(state.state, vscode.TreeItemCheckboxState.Unchecked);
      assert.ok(state.tooltip);
      assert.match(item.accessibilityInformation?.label ?? '', /not practised yet/);
      assert.ok(item.tooltip);
    });

    it('keeps what is no longer in the curriculum in a place of its own', async () => {
      const roots = (): string[] => tree.children(undefined).map(({ id }) => id);
      assert.ok(!roots().includes('retired'));
      await stores.setDone(['core/git/gone', 'core/lost/two-words'], true);
      assert.deepEqual(names(), [undefined]);
      assert.equal(roots().at(-1), 'retired');
      const place = tree.children(undefined).at(-1)!;
      const items = tree.children(place);
      assert.deepEqual(
        items.map((node) => tree.treeItem(node)).map(({ label, description }) => [label, description]),
        [
          ['Gone', 'git'],
          ['Two words', 'lost'],
        ],
      );
      assert.equal(tree.treeItem(place).description, '2');
      assert.equal(tree.parent(items[0]!), place);
      assert.equal(tree.treeItem(items[0]!).command, undefined);
      painted.length = 0;
      await tree.tick([[items[0]!, vscode.TreeItemCheckboxState.Unchecked]]);
      assert.deepEqual(names(), [['retired retired']]);
      tree.setFilter({ states: [], levels: ['beginner'] });
      assert.ok(!roots().includes('retired'));
      tree.setFilter({ states: [], levels: [] });
      await stores.setDone(['core/lost/two-words'], false);
      assert.ok(!roots().includes('retired'));
    });

    it('shows a tick that cannot be saved as such, and as saved when it is', async () => {
      const item = stores.catalog.skill('git')!.items[0]!;
      const node: TreeNode = { kind: 'item', id: item.id, skill: 'git' };
      const shown = (): unknown[] => {
        const { checkboxState, description } = tree.treeItem(node);
        return [(checkboxState as { state: vscode.TreeItemCheckboxState }).state, description];
      };
      const progress = join(folder, 'progress');
      await rm(progress, { recursive: true, force: true });
      // A file where the folder should be.
      await writeFile(progress, '');
      await assert.rejects(stores.setDone([item.id], true), /Not saved yet/);
      assert.deepEqual(shown(), [vscode.TreeItemCheckboxState.Checked, 'not saved yet']);
      assert.equal(stores.rollup.skill('git').done, 0);
      assert.match(view.message ?? '', /1 tick is not saved yet/);
      assert.deepEqual(names(), [['area tools', 'skill git', `item ${item.id}`]]);
      await rm(progress);
      await stores.retry();
      assert.deepEqual(shown(), [vscode.TreeItemCheckboxState.Checked, '']);
      assert.equal(stores.rollup.skill('git').done, 1);
      assert.match(view.message ?? '', /^1 of/);
    });

    it('shows what a lab has verified', async () => {
      const item = stores.catalog.skill('git')!.items[0]!;
      assert.deepEqual(await stores.verify([item.id], 'branch-and-merge'), [item.id]);
      const painted = tree.treeItem({ kind: 'item', id: item.id, skill: 'git' });
      assert.equal(painted.description, 'verified');
      assert.equal((painted.iconPath as vscode.ThemeIcon).id, 'verified-filled');
      assert.ok(stores.verifiedAt(item.id)! > Date.now() - 60_000);
      assert.equal(stores.isDone(item.id), false);
    });

    it('announces a whole area only when a filter makes it come or go', async () => {
      const ids = stores.catalog.skill('git')!.items.map((item) => item.id);
      tree.setFilter({ states: ['in-progress'], levels: [] });
      painted.length = 0;
      await stores.setDone([ids[0]!], true);
      assert.deepEqual(names(), [undefined]);
      assert.equal(tree.children(undefined).length, 1);
      painted.length = 0;
      await stores.setDone([ids[1]!], true);
      assert.deepEqual(names(), [['area tools', 'skill git', `item ${ids[1]!}`]]);
      painted.length = 0;
      await stores.setDone(ids, true);
      assert.deepEqual(names(), [undefined]);
      assert.equal(tree.children(undefined).length, 0);
      assert.equal(view.message, undefined);
    });

    it('shows the total, the filter and the number of skills in progress on the view', async () => {
      const { items } = stores.catalog.skill('git')!;
      await stores.setDone([items[0]!.id], true);
      assert.equal(view.description, `1 of ${stores.catalog.itemCount} practised`);
      assert.equal(view.badge?.value, 1);
      tree.setFilter({ states: [], levels: ['beginner'] });
      assert.match(view.description ?? '', /Beginner$/);
      assert.equal(view.message, 'Showing: Beginner');
    });
  });
}
