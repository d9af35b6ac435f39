import * as vscode from 'vscode';
import { lazy } from '../platform/lazy';
import { Log } from '../platform/log';
import type { Stores } from './stores';

/** What every feature is given. Nothing in it has been read or loaded until it is asked for. */
export interface Services {
  readonly extensionUri: vscode.Uri;
  /** What the reader has chosen, and what is not worth a setting. */
  readonly memento: vscode.Memento;
  /** A folder of our own for files that may be made again. */
  readonly storageUri: vscode.Uri;
  readonly log: Log;
  /** Catalog and progress; the first call reads them. */
  readonly stores: () => Promise<Stores>;
  /** The skill whose page was opened last, so that the tree can follow. */
  readonly openedSkill: vscode.EventEmitter<string>;
}

export function createServices(context: vscode.ExtensionContext): Services {
  const log = new Log();
  const openedSkill = new vscode.EventEmitter<string>();
  context.subscriptions.push(log, openedSkill);
  const stores = lazy(async () => {
    const { createStores } = await import('./stores');
    const created = await createStores(context, log);
    context.subscriptions.push(created);
    return created;
  });
  return {
    extensionUri: context.extensionUri,
    memento: context.globalState,
    storageUri: context.globalStorageUri,
    log,
    stores,
    openedSkill,
  };
}
