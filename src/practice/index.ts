import * as vscode from 'vscode';
import { markerFile } from '../core/scaffold';
import { commandIds, panelTypes } from '../ids';
import { registerCommand } from '../platform/commands';
import { lazy } from '../platform/lazy';
import { SinglePanel } from '../platform/singlePanel';
import type { Services } from '../state/services';
import type { Labs } from './labs';
import { solutionScheme, solutionText } from './solution';

/** Labs. Registers only; everything is loaded with the first command, or when the workspace holds a lab that was started before. */
export function registerPractice(services: Services): vscode.Disposable {
  const { log } = services;
  let loaded: { dispose(): void } | undefined;
  let disposed = false;
  const labs: () => Promise<Labs> = lazy(async () => {
    const [{ Labs, realSurroundings }, { createEngine }, stores] = await Promise.all([
      import('./labs'),
      import('./engine.node'),
      services.stores(),
    ]);
    const engine = createEngine(services.extensionUri);
    const created = new Labs(
      stores,
      services,
      realSurroundings({ engine: () => Promise.resolve(engine), openPage: (lab) => panel.open(lab) }),
    );
    loaded = vscode.Disposable.from(created, { dispose: () => engine.end() });
    if (disposed) loaded.dispose();
    return created;
  });
  const panel = new SinglePanel(services, {
    type: panelTypes.lab,
    title: vscode.l10n.t('Lab'),
    icon: 'lab',
    column: vscode.ViewColumn.Beside,
    load: async () => {
      const [{ LabPanel }, ready] = await Promise.all([import('./labPanel'), labs()]);
      return (webviewPanel) => new LabPanel(webviewPanel, ready, services);
    },
  });
  const started = async (): Promise<void> => {
    if (!vscode.workspace.workspaceFolders) return;
    const [marker] = await vscode.workspace.findFiles(`**/${markerFile}`, '**/node_modules/**', 1);
    if (!marker || disposed) return;
    const ready = await labs();
    await ready.folders.find();
    await ready.resume();
  };
  // The search is the editor's; nothing waits for it, and activation is over before it begins.
  const looking = setTimeout(() => {
    started().catch((error: unknown) => log.error(error, 'Looking for labs'));
  });

  return vscode.Disposable.from(
    panel,
    registerCommand(log, commandIds.startLab, async (argument) => {
      await (await labs()).start(argument);
    }),
    registerCommand(log, commandIds.openLab, async (argument) => {
      const lab = await (await labs()).askAnyLab(argument);
      if (lab) await panel.open(lab.id);
    }),
    registerCommand(log, commandIds.runLab, async (argument) => (await labs()).run(argument)),
    registerCommand(log, commandIds.showHint, async (argument) => (await labs()).showHint(argument)),
    registerCommand(log, commandIds.showSolution, async (argument) => (await labs()).showSolution(argument)),
    registerCommand(log, commandIds.resetLab, async (argument) => (await labs()).reset(argument)),
    registerCommand(log, commandIds.runLabInTerminal, async (argument) => (await labs()).runInTerminal(argument)),
    vscode.window.registerWebviewPanelSerializer(panelTypes.lab, panel),
    vscode.workspace.registerTextDocumentContentProvider(solutionScheme, {
      provideTextDocumentContent: async (uri) => solutionText(await services.stores(), uri),
    }),
    new vscode.Disposable(() => {
      disposed = true;
      clearTimeout(looking);
      loaded?.dispose();
    }),
  );
}
