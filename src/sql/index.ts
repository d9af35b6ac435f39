import * as vscode from 'vscode';
import { commandIds, settingIds, viewIds } from '../ids';
import { registerCommand } from '../platform/commands';
import { lazy } from '../platform/lazy';
import type { Services } from '../state/services';
import type { SqlWorkbench } from './workbench';

/** The SQL workbench. Registers only; code, page and PostgreSQL are loaded on first use. */
export function registerSql(services: Services): vscode.Disposable {
  let opened: SqlWorkbench | undefined;
  const workbench = lazy(async () => {
    const { SqlWorkbench } = await import('./workbench');
    return (opened = new SqlWorkbench(services, lensesChanged));
  });
  const { log } = services;
  const lensesChanged = new vscode.EventEmitter<void>();
  const lenses: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: lensesChanged.event,
    provideCodeLenses: async (document) => {
      const always = vscode.workspace.getConfiguration().get<string>(settingIds.sqlCodeLens) === 'always';
      return opened || always ? (await workbench()).lenses(document) : [];
    },
  };
  const results: vscode.WebviewViewProvider = {
    resolveWebviewView: async (view) => (await workbench()).adopt(view),
  };
  return vscode.Disposable.from(
    lensesChanged,
    registerCommand(log, commandIds.openSqlWorkbench, async () => (await workbench()).open()),
    registerCommand(log, commandIds.attachSql, async () => (await workbench()).attachActive()),
    registerCommand(log, commandIds.runSql, async (...place) => (await workbench()).runStatement(place, false)),
    registerCommand(log, commandIds.explainSql, async (...place) => (await workbench()).runStatement(place, true)),
    registerCommand(log, commandIds.runAllSql, async () => (await workbench()).runAll()),
    registerCommand(log, commandIds.cancelSql, () => opened?.cancel()),
    registerCommand(log, commandIds.loadSampleDatabase, async (name) => (await workbench()).loadSample(name)),
    registerCommand(log, commandIds.showTables, async () => (await workbench()).showTables()),
    registerCommand(log, commandIds.resetDatabase, async () => (await workbench()).reset()),
    vscode.languages.registerCodeLensProvider({ language: 'sql' }, lenses),
    vscode.window.registerWebviewViewProvider(viewIds.sqlResults, results),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settingIds.sqlCodeLens)) lensesChanged.fire();
    }),
    new vscode.Disposable(() => opened?.dispose()),
  );
}
