import * as vscode from 'vscode';
import { settingIds } from '../ids';
import { messageOf } from '../platform/errors';
import type { Log } from '../platform/log';
import type { PortableFile, PortableStore } from './portableFile';

/** Keeps the learner's file in the workspace, from when a setting asks for one. Until then nothing of it is loaded. */
export function keepPortableFile(
  memory: vscode.Memento,
  store: PortableStore,
  log: Pick<Log, 'info' | 'warn'>,
): vscode.Disposable {
  let file: PortableFile | undefined;
  let state: 'waiting' | 'loading' | 'disposed' = 'waiting';
  const check = async (): Promise<void> => {
    if (file) {
      file.check();
      return;
    }
    if (state !== 'waiting' || !isWanted()) return;
    state = 'loading';
    try {
      const module = await import('./portableFile');
      // It may have been disposed of meanwhile.
      if ((state as string) === 'disposed') return;
      file = new module.PortableFile(store, memory, log);
      file.check();
    } catch (error) {
      state = 'waiting';
      log.warn(`The progress file could not be kept: ${messageOf(error)}`);
    }
  };
  const { workspace, window } = vscode;
  const listeners = vscode.Disposable.from(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settingIds.progressFile)) void check();
      else if (event.affectsConfiguration(settingIds.learnerName)) file?.check('renamed');
    }),
    workspace.onDidChangeWorkspaceFolders(() => void check()),
    workspace.onDidGrantWorkspaceTrust(() => void check()),
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) file?.look();
    }),
  );
  void check();
  return new vscode.Disposable(() => {
    state = 'disposed';
    listeners.dispose();
    file?.dispose();
  });
}

function isWanted(): boolean {
  const { isTrusted, workspaceFolders } = vscode.workspace;
  const setting = vscode.workspace.getConfiguration().get<unknown>(settingIds.progressFile);
  return isTrusted && workspaceFolders !== undefined && workspaceFolders.length > 0 && setting !== '';
}
