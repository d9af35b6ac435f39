import * as vscode from 'vscode';
import { commandIds, settingIds, viewIds } from '../ids';
import { registerCommand } from '../platform/commands';
import { lazy } from '../platform/lazy';
import type { Services } from '../state/services';
import { consentKey } from './consent';
import type { Evidence } from './evidence';
import type { SuggestionNode } from './present';

/** Ticks that the workspace speaks for. Registers only; nothing is looked at before the learner has agreed, nor at activation. */
export function registerEvidence(services: Services): vscode.Disposable {
  const { log, stores, treeSeen, workspaceMemento } = services;
  const changed = new vscode.EventEmitter<SuggestionNode | undefined>();
  let loaded: Evidence | undefined;
  const view = vscode.window.createTreeView<SuggestionNode>(viewIds.suggestions, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (node) => loaded?.children(node) ?? [],
      getParent: (node) => loaded?.parent(node),
      getTreeItem: (node) => loaded?.treeItem(node) ?? new vscode.TreeItem(''),
    },
    canSelectMany: true,
    manageCheckboxStateManually: true,
  });
  let disposed = false;
  const evidence: () => Promise<Evidence> = lazy(async () => {
    const [{ Evidence }, { evidenceEdge }, ready] = await Promise.all([
      import('./evidence'),
      import('./edge'),
      stores(),
    ]);
    const created = new Evidence(ready, services, evidenceEdge, view, changed);
    if (disposed) created.dispose();
    loaded = created;
    return created;
  });

  // Once in a window, and only where the learner wants it and has agreed.
  const seen = treeSeen.event(() => {
    seen.dispose();
    const wanted = vscode.workspace.getConfiguration().get<unknown>(settingIds.evidence) === 'on';
    if (!wanted || !vscode.workspace.workspaceFolders || workspaceMemento.get<unknown>(consentKey) !== 'yes') return;
    evidence()
      .then((ready) => ready.lookQuietly())
      .catch((error: unknown) => log.error(error, 'Looking for practice'));
  });

  return vscode.Disposable.from(
    view,
    changed,
    seen,
    view.onDidChangeCheckboxState(async ({ items }) => (await evidence()).tick(items.map(([node]) => node))),
    registerCommand(log, commandIds.findEvidence, async () => (await evidence()).find()),
    registerCommand(log, commandIds.acceptEvidence, async (...args) => (await evidence()).accept(args)),
    registerCommand(log, commandIds.postponeEvidence, async (...args) => (await evidence()).postpone(args)),
    registerCommand(log, commandIds.rejectEvidence, async (...args) => (await evidence()).reject(args)),
    registerCommand(log, commandIds.forgetRejectedEvidence, async () => (await evidence()).forgetRejected()),
    new vscode.Disposable(() => {
      disposed = true;
      loaded?.dispose();
    }),
  );
}
