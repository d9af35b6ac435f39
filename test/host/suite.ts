import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { BackendSkillsApi } from '../../src/api';
import { commandIds, viewIds } from '../../src/ids';

const extensionId = 'backend-skills.backend-skills';

async function api(): Promise<BackendSkillsApi> {
  const extension = vscode.extensions.getExtension<BackendSkillsApi>(extensionId);
  assert.ok(extension, 'the extension is not installed');
  return extension.activate();
}

/** Resolves with the next event; rejects after ten seconds, so that a missing event fails the test by name. */
function next<T>(event: vscode.Event<T>, accept: (value: T) => boolean = () => true): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      listener.dispose();
      reject(new Error('the event did not come'));
    }, 10_000);
    const listener = event((value) => {
      if (!accept(value)) return;
      clearTimeout(timer);
      listener.dispose();
      resolve(value);
    });
  });
}

function skillTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.includes('backendSkills.skill'));
}

/** The editor tells the host of its tabs a moment after the fact. */
async function expectTabs(labels: readonly string[], what = ''): Promise<void> {
  const shown = (): string =>
    JSON.stringify(
      skillTabs()
        .map((tab) => tab.label)
        .sort(),
    );
  await waitUntil(
    () => shown() === JSON.stringify(labels),
    `${what} tabs ${JSON.stringify(labels)}, last seen ${shown()},`,
  );
}

async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await expectTabs([]);
}

/** What every extension host must do, on the desktop, on a server and in a web worker. */
export function registerHostTests(): void {
  describe('extension', () => {
    it('returns the documented API', async () => {
      const { apiVersion, catalog, progress } = await api();
      assert.equal(apiVersion, 1);
      const areas = await catalog.areas();
      assert.ok(areas.length >= 8);
      const ids = areas.flatMap((area) => area.skills);
      assert.ok(ids.length >= 16, `only ${ids.length} skills`);
      for (const area of areas) assert.ok(area.id && area.title);
      const skill = await catalog.skill('git');
      assert.ok(skill);
      assert.equal(skill.title, 'Git');
      assert.equal(skill.kind, 'tool');
      assert.equal(skill.level, 'beginner');
      assert.ok(skill.items.length >= 5);
      for (const item of skill.items) assert.match(item.id, /^core\/git\/[a-z0-9-]+$/);
      assert.equal(await catalog.skill('no-such-skill'), undefined);
      assert.equal(typeof progress.onDidChange, 'function');
    });

    it('answers for every skill that an area lists', async () => {
      const { catalog } = await api();
      const ids = (await catalog.areas()).flatMap((area) => area.skills);
      const skills = await Promise.all(ids.map((id) => catalog.skill(id)));
      assert.ok(skills.every((skill) => skill && skill.items.length >= 5));
    });

    it('stores a tick, announces it, and takes it back', async () => {
      const { catalog, progress } = await api();
      const item = (await catalog.skill('python'))?.items[0]?.id ?? '';
      assert.equal(await progress.isDone(item), false);
      const announced = next(progress.onDidChange, ({ itemIds }) => itemIds.includes(item));
      await progress.setDone(item, true);
      assert.deepEqual((await announced).itemIds, [item]);
      assert.equal(await progress.isDone(item), true);
      await progress.setDone(item, false);
      assert.equal(await progress.isDone(item), false);
    });

    it('keeps the order of acts that follow each other at once', async () => {
      const { catalog, progress } = await api();
      const item = (await catalog.skill('python'))?.items[1]?.id ?? '';
      await Promise.all([progress.setDone(item, true), progress.setDone(item, false), progress.setDone(item, true)]);
      assert.equal(await progress.isDone(item), true);
      await Promise.all([progress.setDone(item, false), progress.setDone(item, true), progress.setDone(item, false)]);
      assert.equal(await progress.isDone(item), false);
    });

    it('keeps the checklist of the career guide like any other', async () => {
      const { catalog, progress } = await api();
      const item = 'core/career/code-public-on-github';
      await progress.setDone(item, true);
      assert.equal(await progress.isDone(item), true);
      await progress.setDone(item, false);
      assert.equal(await catalog.skill('career'), undefined);
    });

    it('announces nothing when nothing changes', async () => {
      const { catalog, progress } = await api();
      const item = (await catalog.skill('python'))?.items[2]?.id ?? '';
      let events = 0;
      const listener = progress.onDidChange(() => events++);
      await progress.setDone(item, false);
      listener.dispose();
      assert.equal(events, 0);
    });

    it('rejects what it does not know, with a message that helps', async () => {
      const { progress } = await api();
      await assert.rejects(
        progress.isDone('core/python/no-such-item'),
        /no checklist item "core\/python\/no-such-item".*Full item ids/,
      );
      await assert.rejects(progress.setDone('python', true), /no checklist item "python"/);
      await assert.rejects(progress.setDone('core/git/x', 'yes' as unknown as boolean), /true or false/);
    });

    it('has registered every command it declares', async () => {
      await api();
      const registered = new Set(await vscode.commands.getCommands(true));
      for (const id of Object.values(commandIds)) assert.ok(registered.has(id), `${id} is not registered`);
    });
  });

  describe('commands', () => {
    afterEach(closeAll);

    it('opens one panel and reuses it', async () => {
      await vscode.commands.executeCommand(commandIds.openSkill, 'python');
      await expectTabs(['Python']);
      await vscode.commands.executeCommand(commandIds.openSkill, 'git');
      await expectTabs(['Git']);
    });

    it('opens another one to the side', async () => {
      await vscode.commands.executeCommand(commandIds.openSkill, 'python');
      await vscode.commands.executeCommand(commandIds.openSkillToSide, 'git');
      await expectTabs(['Git', 'Python']);
      assert.equal(new Set(skillTabs().map((tab) => tab.group.viewColumn)).size, 2);
    });

    it('accepts a tree node, an object, a full id, a title and an alias', async () => {
      for (const argument of [
        { kind: 'skill', id: 'sql', area: 'languages' },
        { kind: 'item', id: 'core/sql/x', skill: 'sql' },
        { skill: 'sql', section: 'example' },
        'core/sql',
        'SQL',
        'structured query language',
      ]) {
        await vscode.commands.executeCommand(commandIds.openSkill, argument);
        await expectTabs(['SQL'], JSON.stringify(argument));
        await closeAll();
      }
    });

    it('opens the pay explorer and the career guide once each, whatever the argument', async () => {
      const pages = (): string[] =>
        vscode.window.tabGroups.all
          .flatMap((group) => group.tabs)
          .map((tab) => tab.label)
          .filter((label) => label === 'Pay Explorer' || label === 'Career Guide')
          .sort();
      for (const argument of [
        undefined,
        'by-place',
        { target: 'roles', role: 'python-developer' },
        'nowhere',
        42,
        [],
      ]) {
        await vscode.commands.executeCommand(commandIds.openPay, argument);
        await vscode.commands.executeCommand(commandIds.openCareer, argument);
        await waitUntil(
          () => pages().join() === 'Career Guide,Pay Explorer',
          `one of each after ${JSON.stringify(argument)}`,
        );
      }
    });

    it('does not throw for an unknown skill', async () => {
      await vscode.commands.executeCommand(commandIds.openSkill, 'no-such-skill');
      assert.equal(skillTabs().length, 0);
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    it('asks for a skill when it is given none', async () => {
      const asked = Promise.resolve(vscode.commands.executeCommand(commandIds.openSkill));
      // The picker is open until something ends it.
      await waitUntil(async () => {
        await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
        return Promise.race([asked.then(() => true), pause(50).then(() => false)]);
      });
      assert.equal(skillTabs().length, 0);
    });

    it('marks and clears a whole skill', async () => {
      const { catalog, progress } = await api();
      const items = (await catalog.skill('ruby'))?.items.map((item) => item.id) ?? [];
      await progress.setDone(items[0] ?? '', true);
      await vscode.commands.executeCommand(commandIds.markSkill, 'ruby');
      for (const id of items) assert.equal(await progress.isDone(id), true, id);
      await vscode.commands.executeCommand(commandIds.clearSkill, { kind: 'skill', id: 'ruby', area: 'languages' });
      for (const id of items) assert.equal(await progress.isDone(id), false, id);
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    it('reveals a skill in the tree, whatever the filter hides', async () => {
      await vscode.commands.executeCommand(`${viewIds.skills}.focus`);
      await vscode.commands.executeCommand(commandIds.filter, { states: ['done'], levels: ['advanced'] });
      await vscode.commands.executeCommand(commandIds.revealSkill, 'mongodb');
      await vscode.commands.executeCommand(commandIds.filter, 'all');
    });
  });
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export async function waitUntil(condition: () => Promise<boolean> | boolean, what = 'the condition'): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`${what} did not come true`);
    await pause(20);
  }
}
