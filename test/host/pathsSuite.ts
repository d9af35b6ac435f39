import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createRollup } from '../../src/core/rollup';
import { commandIds, settingIds } from '../../src/ids';
import type { Timers } from '../../src/platform/soon';
import { stopFollowing } from '../../src/paths/commands';
import type { TreeNode } from '../../src/skills/present';
import { SkillTree } from '../../src/skills/skillTree';
import { Guidance, postponement, type GuidanceEdge, type Reviews } from '../../src/state/guidance';
import { PackLoader } from '../../src/state/packLoader';
import type { Services } from '../../src/state/services';
import type { Stores } from '../../src/state/stores';
import { Told } from './answers';
import { pause, waitUntil } from './suite';

const setting = (): string | undefined => vscode.workspace.getConfiguration().get<string>(settingIds.path);

/** Runs a command that asks, and closes what it asks with until the command is over. */
async function closed(command: string): Promise<void> {
  const asked = Promise.resolve(vscode.commands.executeCommand(command));
  await waitUntil(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return Promise.race([asked.then(() => true), pause(50).then(() => false)]);
  });
}

/** Paths and what next, on the desktop and in the web host alike. */
export function registerPathTests(): void {
  describe('path commands', () => {
    after(async () => {
      await vscode.commands.executeCommand(commandIds.stopFollowingPath);
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    it('keep the path in the settings of the reader, and take it out again', async () => {
      await vscode.commands.executeCommand(commandIds.followPath, 'python-django');
      assert.equal(setting(), 'python-django');
      assert.equal(vscode.workspace.getConfiguration().inspect(settingIds.path)?.workspaceValue, undefined);
      await vscode.commands.executeCommand(commandIds.followPath, 'databases');
      assert.equal(setting(), 'databases');
      await vscode.commands.executeCommand(commandIds.stopFollowingPath);
      assert.equal(setting(), '');
    });

    it('change nothing for a path that there is not, and when nothing is followed', async () => {
      await vscode.commands.executeCommand(commandIds.followPath, 'apis');
      await vscode.commands.executeCommand(commandIds.followPath, 'no-such-path');
      assert.equal(setting(), 'apis');
      await vscode.commands.executeCommand(commandIds.stopFollowingPath);
      await vscode.commands.executeCommand(commandIds.stopFollowingPath);
      assert.equal(setting(), '');
    });

    it('ask when they are told nothing, and change nothing when the answer is none', async () => {
      await closed(commandIds.followPath);
      await closed(commandIds.whatNext);
      assert.equal(setting(), '');
    });
  });

  describe('guidance', () => {
    const { extensionUri } = vscode.extensions.getExtension('backend-skills.backend-skills')!;
    const packs = new PackLoader(vscode.Uri.joinPath(extensionUri, 'dist', 'pack'));
    let stores: Stores;
    let done: Map<string, number>;
    let verified: Set<string>;
    let set: (ids: readonly string[]) => void;
    let waiting: (() => void)[];
    let edge: GuidanceEdge & { chosen: unknown; moment: number };
    let pathChanged: vscode.EventEmitter<void>;
    let focused: vscode.EventEmitter<void>;
    let follows: boolean[];
    let warnings: string[];
    let memory: vscode.Memento;
    let guidance: Guidance;
    let tree: SkillTree;
    let painted: (TreeNode[] | undefined)[];

    const settle = (): void => {
      for (const work of waiting.splice(0)) work();
    };
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const open = async (reviews?: Reviews): Promise<void> => {
      guidance = new Guidance(stores, memory, log, reviews, edge);
      await guidance.readSetting();
      const changed = new vscode.EventEmitter<TreeNode[] | undefined>();
      painted = [];
      changed.event((nodes) => painted.push(nodes));
      const view: Partial<vscode.TreeView<TreeNode>> = { visible: true, selection: [] };
      tree = new SkillTree(
        stores,
        { log } as unknown as Services,
        view as vscode.TreeView<TreeNode>,
        changed,
        guidance,
      );
    };

    beforeEach(async () => {
      const catalog = await packs.catalog();
      done = new Map();
      verified = new Set();
      const rollup = createRollup(catalog, []);
      const changed = new vscode.EventEmitter<readonly string[]>();
      set = (ids) => {
        for (const id of ids) {
          done.set(id, done.size + 1);
          rollup.set(id, true);
        }
        changed.fire(ids);
      };
      stores = {
        packs,
        catalog,
        rollup,
        onDidChangeProgress: changed.event,
        onDidChangeUnsaved: new vscode.EventEmitter<readonly string[]>().event,
        isDone: (id: string) => done.has(id),
        verifiedAt: (id: string) => (verified.has(id) ? 1 : undefined),
        practised: () => done,
        retired: () => [],
        notSaved: () => undefined,
        unsavedCount: 0,
        setDone: (ids: readonly string[]) => {
          set(ids);
          return Promise.resolve(ids);
        },
      } as unknown as Stores;
      waiting = [];
      const timers: Timers = { start: (work) => waiting.push(work), stop: () => (waiting.length = 0) };
      follows = [];
      warnings = [];
      pathChanged = new vscode.EventEmitter<void>();
      focused = new vscode.EventEmitter<void>();
      edge = {
        chosen: '',
        moment: 1000,
        path: () => edge.chosen,
        setPath: (id) => {
          edge.chosen = id ?? '';
          pathChanged.fire();
          return Promise.resolve();
        },
        onDidChangePath: pathChanged.event,
        onDidFocus: focused.event,
        setFollows: (now) => follows.push(now),
        warn: (message) => warnings.push(message),
        canRun: () => true,
        now: () => edge.moment,
        timers,
      };
      const kept = new Map<string, unknown>();
      memory = {
        keys: () => [...kept.keys()],
        get: (key: string) => kept.get(key),
        update: (key: string, value: unknown) => {
          kept.set(key, value);
          return Promise.resolve();
        },
      };
      await open();
    });
    afterEach(() => {
      tree.dispose();
      guidance.dispose();
    });

    const items = (skill: string): string[] => stores.catalog.skill(skill)!.items.map(({ id }) => id);
    const roots = (): string[] => tree.children(undefined).map(({ kind, id }) => `${kind} ${id}`);
    const root = (kind: TreeNode['kind']): TreeNode => tree.children(undefined).find((node) => node.kind === kind)!;
    const item = (node: TreeNode): vscode.TreeItem => tree.treeItem(node);
    const labelOf = (node: TreeNode): string => {
      const { label } = item(node);
      return typeof label === 'string' ? label : (label?.label ?? '');
    };
    const names = (): (string | undefined)[] =>
      painted.map((nodes) => nodes?.map(({ kind, id }) => `${kind} ${id}`).join(', '));

    it('begins the tree with what is next, and opens it', () => {
      assert.deepEqual(roots().slice(0, 2), ['next next', 'area foundations']);
      const shown = item(root('next'));
      assert.equal(shown.label, 'Next: Back-end development');
      assert.equal(shown.description, '3 h');
      assert.equal(shown.contextValue, 'next');
      assert.match((shown.tooltip as vscode.MarkdownString).value, /A good place to begin/);
      assert.match(shown.accessibilityInformation?.label ?? '', /^Next: Back-end development, 3 h\. A good place/);
      assert.deepEqual(
        [shown.command?.command, shown.command?.arguments],
        [commandIds.openSkill, [{ skill: 'back-end-development' }]],
      );
      assert.equal(tree.parent(root('next')), undefined);
    });

    it('puts a path that is followed below that, with its steps, their items and their labs', async () => {
      await guidance.follow('databases');
      assert.equal(edge.chosen, 'databases');
      assert.deepEqual(follows, [false, true]);
      assert.deepEqual(names(), [undefined, undefined]);
      assert.deepEqual(roots().slice(0, 3), ['next next', 'path databases', 'area foundations']);
      const path = root('path');
      assert.match(String(item(path).description), /^0\/24 · \d+ h left$/);
      assert.match(item(path).accessibilityInformation?.label ?? '', /^Databases, your path, 0 of 24 steps done/);
      const steps = tree.children(path);
      assert.equal(steps.length, 24);
      const [first, , third] = steps as [TreeNode, TreeNode, TreeNode];
      assert.equal(item(first).label, '1. Database management systems');
      assert.match(String(item(first).description), /^3 h · See a file lose data on purpose/);
      assert.equal((item(first).iconPath as vscode.ThemeIcon).id, 'circle-large-outline');
      assert.deepEqual(item(first).command?.arguments, [{ skill: 'dbms' }]);
      assert.equal(tree.parent(first), path);
      const inside = tree.children(first);
      assert.deepEqual(
        inside.map(({ id }) => id),
        items('dbms'),
      );
      assert.equal(tree.parent(inside[0]!), first);
      // The same item stands at its skill as well, so it needs another id here.
      const home = tree.children({ kind: 'skill', id: 'dbms', area: 'databases' })[0]!;
      assert.equal(home.id, inside[0]!.id);
      assert.ok(item(home).id !== item(inside[0]!).id);
      const [lab] = tree.children(third);
      assert.equal(lab?.kind, 'lab');
      assert.equal(item(third).command?.command, commandIds.openLab);
      assert.deepEqual(item(third).command?.arguments, ['sql-joins']);
      assert.ok(item(lab).id !== 'lab:sql-joins');
    });

    it('repaints the step, the path and both places of an item at once, and what is next once, a moment later', async () => {
      await guidance.follow('databases');
      painted.length = 0;
      const [one = '', ...others] = items('dbms');
      await tree.tick([
        [{ kind: 'item', id: one, skill: 'dbms', step: 'databases/dbms' }, vscode.TreeItemCheckboxState.Checked],
      ]);
      assert.deepEqual(names(), [`area databases, skill dbms, item ${one}, path databases, step dbms, item ${one}`]);
      set(others);
      set(['core/git/two-commits']);
      assert.equal(names().length, 3);
      assert.equal(waiting.length, 1);
      assert.equal(item(root('next')).label, 'Next: Database management systems');
      settle();
      assert.equal(names().at(-1), 'next next');
      assert.equal(item(root('next')).label, 'Next: SQL');
      assert.match(String(item(root('path')).description), /^1\/24 · /);
      const [first] = tree.children(root('path'));
      assert.equal((item(first!).iconPath as vscode.ThemeIcon).id, 'pass-filled');
      assert.ok(!/\d h/.test(String(item(first!).description)));
    });

    it('counts a step with a lab when the lab has passed, not before', async () => {
      await guidance.follow('databases');
      const third = (): string => String(item(tree.children(root('path'))[2]!).accessibilityInformation?.label);
      const { verifies } = stores.catalog.lab('sql-joins')!;
      set(verifies);
      assert.match(third(), /Not started, 0 of 1 practised/);
      for (const id of verifies) verified.add(id);
      set(verifies);
      assert.match(third(), /Done, 1 of 1 practised/);
    });

    it('shows headings with counts of their own', async () => {
      await guidance.follow('interview-in-four-weeks');
      const weeks = tree.children(root('path'));
      assert.deepEqual(
        weeks.map((week) => labelOf(week).slice(0, 6)),
        ['Week 1', 'Week 2', 'Week 3', 'Week 4'],
      );
      const [first] = tree.children(weeks[0]);
      assert.equal(tree.parent(first!), weeks[0]);
      assert.equal(tree.parent(weeks[0]!), root('path'));
      painted.length = 0;
      set(['core/interview-preparation/recorded-task']);
      assert.ok(names()[0]?.includes('group interview-preparation-start, step interview-preparation-start'));
      assert.match(String(item(weeks[0]!).description), /^1\/7 · /);
    });

    it('keeps the path whatever the filter hides, and makes way for the words of a filter that finds nothing', async () => {
      tree.setFilter({ states: ['done'], levels: [] });
      assert.deepEqual(roots(), []);
      await guidance.follow('apis');
      assert.deepEqual(roots(), ['path apis']);
      tree.setFilter({ states: ['not-started'], levels: ['beginner'] });
      assert.deepEqual(roots().slice(0, 2), ['next next', 'path apis']);
    });

    it('suggests something else for a week, in this window and the next', async () => {
      const { best } = guidance.advice;
      assert.equal(best?.skill, 'back-end-development');
      await guidance.putOff(best);
      assert.equal(item(root('next')).label, 'Next: Programming');
      assert.equal(guidance.putOffCount, 1);
      tree.dispose();
      guidance.dispose();
      await open();
      assert.equal(guidance.advice.best?.skill, 'coding');
      edge.moment += postponement;
      set(['core/git/two-commits']);
      settle();
      assert.equal(guidance.putOffCount, 0);
      await guidance.putOff(guidance.advice.best);
      await guidance.bringBack();
      assert.equal(guidance.putOffCount, 0);
    });

    it('heeds what another window has put off, and what comes back after its week, when the reader comes back', async () => {
      const other = new Guidance(stores, memory, log, undefined, edge);
      const next = (): unknown => item(root('next')).label;
      assert.equal(next(), 'Next: Back-end development');
      await other.putOff(other.advice.best!);
      painted.length = 0;
      focused.fire();
      assert.deepEqual(names(), ['next next']);
      assert.equal(next(), 'Next: Programming');
      // Nothing has changed since.
      focused.fire();
      assert.equal(painted.length, 1);
      edge.moment += postponement;
      focused.fire();
      assert.equal(next(), 'Next: Back-end development');
      await guidance.putOff(guidance.advice.best!);
      assert.equal(next(), 'Next: Programming');
      await other.bringBack();
      focused.fire();
      assert.equal(next(), 'Next: Back-end development');
      other.dispose();
    });

    it('paints nothing anew for what is next while that is not shown', async () => {
      const show = (value: unknown): Thenable<void> =>
        vscode.workspace.getConfiguration().update(settingIds.showNext, value, vscode.ConfigurationTarget.Global);
      try {
        await show(false);
        assert.deepEqual(roots()[0], 'area foundations');
        painted.length = 0;
        set(['core/git/two-commits']);
        settle();
        assert.deepEqual(names(), ['area tools, skill git, item core/git/two-commits']);
        await show(true);
        assert.deepEqual(roots()[0], 'next next');
      } finally {
        await show(undefined);
      }
    });

    it('says when a path cannot be followed again', async () => {
      await guidance.follow('databases');
      const told = new Told((undo) => {
        edge.setPath = () => Promise.reject(new Error('The file is open elsewhere'));
        return undo;
      });
      try {
        await stopFollowing(guidance, log as unknown as Services['log']);
        await waitUntil(() => told.texts.length === 2, 'the warning');
      } finally {
        told.end();
      }
      assert.match(told.texts[1]!, /^Your settings could not be changed: The file is open elsewhere\. Mend them/);
    });

    it('takes what was kept by others for nothing, if it is', async () => {
      for (const strange of [7, 'x', [], { coding: 'soon' }, null]) {
        await memory.update('backendSkills.notNow', strange);
        assert.equal(guidance.putOffCount, 0);
      }
    });

    it('asks for reviews, and heeds when they change', async () => {
      tree.dispose();
      guidance.dispose();
      const due = new Map<string, number>();
      const changed = new vscode.EventEmitter<void>();
      await open({ due: () => due, onDidChange: changed.event });
      due.set('git', 4);
      changed.fire();
      settle();
      const shown = item(root('next'));
      assert.equal(shown.label, 'Next: Git');
      assert.deepEqual(shown.command?.arguments, [{ skill: 'git' }]);
    });

    it('tells once of a setting that names no path, and says what to do', async () => {
      edge.chosen = 'no-such-path';
      await guidance.readSetting();
      await guidance.readSetting();
      pathChanged.fire();
      await guidance.readSetting();
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', /no path "no-such-path".*backendSkills\.path/);
      assert.deepEqual(roots().slice(0, 2), ['next next', 'area foundations']);
      for (const strange of [7, ['apis'], { id: 'apis' }, null]) {
        edge.chosen = strange;
        await guidance.readSetting();
        assert.equal(guidance.followed, undefined);
      }
      assert.equal(warnings.length, 4);
      await assert.rejects(guidance.follow('nowhere'), /There is no path "nowhere"/);
      assert.equal(edge.chosen, null);
    });

    it('follows the last of several choices, however long their reading takes', async () => {
      await Promise.all([guidance.follow('apis'), guidance.follow('security'), guidance.follow('databases')]);
      assert.equal(guidance.followed?.id, 'databases');
      assert.deepEqual(roots().slice(0, 2), ['next next', 'path databases']);
    });
  });
}
