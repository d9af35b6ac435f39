import * as vscode from 'vscode';
import { noFilter } from '../core/filter';
import { commandIds, contextKeys, viewIds, walkthroughId } from '../ids';
import { registerCommand } from '../platform/commands';
import { lazy } from '../platform/lazy';
import type { Services } from '../state/services';
import type { TreeNode } from './present';
import type { SkillTree } from './skillTree';

/** The sidebar tree and its commands. Registers only; everything else is loaded when the view is first seen or a command runs. */
export function registerSkills(services: Services): vscode.Disposable {
  const { log, stores, openedSkill, treeSeen } = services;
  const changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  let loaded: { dispose(): void } | undefined;
  const tree: () => Promise<SkillTree> = lazy(async () => {
    const [{ SkillTree }, ready, guidance] = await Promise.all([import('./skillTree'), stores(), services.guidance()]);
    const created = new SkillTree(ready, services, view, changed, guidance);
    loaded = created;
    return created;
  });
  const view: vscode.TreeView<TreeNode> = vscode.window.createTreeView<TreeNode>(viewIds.skills, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => {
        try {
          const children = (await tree()).children(node);
          if (!node) treeSeen.fire();
          return children;
        } catch (error) {
          // An empty tree then shows what to do.
          log.error(error, 'Reading the curriculum');
          void vscode.commands.executeCommand('setContext', contextKeys.loadFailed, true);
          return [];
        }
      },
      getParent: async (node) => (await tree()).parent(node),
      getTreeItem: async (node) => (await tree()).treeItem(node),
    },
    manageCheckboxStateManually: true,
    showCollapseAll: true,
  });
  const commands = lazy(() => import('./commands'));

  return vscode.Disposable.from(
    view,
    changed,
    view.onDidChangeCheckboxState(async (event) => (await tree()).tick(event.items)),
    openedSkill.event((id) => {
      // A tree that nobody looks at is not loaded for this.
      if (!view.visible) return;
      tree()
        .then((ready) => ready.reveal(id, true))
        .catch((error: unknown) => log.error(error, 'Revealing a skill'));
    }),
    registerCommand(log, commandIds.search, async (next) => {
      const title = vscode.l10n.t('Search Skills');
      const { pickSkill, pickTarget } = await commands();
      // Whoever opens to the side, writes a note, or reviews, means a skill.
      if (next === commandIds.openSkillToSide || next === commandIds.openNote || next === commandIds.reviewSkill) {
        const reference = await pickSkill(services, title);
        if (reference) await vscode.commands.executeCommand(next, reference);
        return;
      }
      const target = await pickTarget(services, title);
      if (!target) return;
      if ('reference' in target) await vscode.commands.executeCommand(commandIds.openSkill, target.reference);
      else await vscode.commands.executeCommand(target.command, target.argument);
    }),
    registerCommand(log, commandIds.filter, async (argument) => {
      const { askFilter, toFilter } = await commands();
      const filter = toFilter(argument);
      if (filter) (await tree()).setFilter(filter);
      else await askFilter(await tree());
    }),
    registerCommand(log, commandIds.clearFilter, async () => (await tree()).setFilter(noFilter)),
    registerCommand(log, commandIds.markSkill, async (argument) =>
      (await commands()).setWholeSkill(services, argument, true),
    ),
    registerCommand(log, commandIds.clearSkill, async (argument) =>
      (await commands()).setWholeSkill(services, argument, false),
    ),
    registerCommand(log, commandIds.revealSkill, async (argument) => {
      const skill = await (await commands()).askSkill(services, argument, vscode.l10n.t('Show in Skills View'));
      if (skill) await (await tree()).reveal(skill.id, false);
    }),
    registerCommand(log, commandIds.reload, async () => {
      await tree();
      await vscode.commands.executeCommand('setContext', contextKeys.loadFailed, false);
      changed.fire(undefined);
    }),
    registerCommand(log, commandIds.showLog, () => log.show()),
    registerCommand(log, commandIds.openWalkthrough, () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthroughId, false),
    ),
    new vscode.Disposable(() => void loaded?.dispose()),
  );
}
