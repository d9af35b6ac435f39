import * as vscode from 'vscode';
import { lazy } from '../platform/lazy';
import { Log } from '../platform/log';
import type { Guidance } from './guidance';
import type { Notes } from './notes';
import type { Stores } from './stores';

/** What every feature is given. Nothing in it has been read or loaded until it is asked for. */
export interface Services {
  readonly extensionUri: vscode.Uri;
  /** What the reader has chosen, and what is not worth a setting. */
  readonly memento: vscode.Memento;
  /** What the reader has chosen for the workspace that is open. */
  readonly workspaceMemento: vscode.Memento;
  /** A folder of our own for files that may be made again. */
  readonly storageUri: vscode.Uri;
  /** The same for the workspace that is open; there is none without a folder. */
  readonly workspaceStorageUri: vscode.Uri | undefined;
  readonly log: Log;
  /** Catalog and progress; the first call reads them. */
  readonly stores: () => Promise<Stores>;
  /** Fires when {@link stores} has been read: the extension is used in this window from then on. */
  readonly onDidOpenStores: vscode.Event<void>;
  /** The path that is followed, and what is worth doing next; the first call reads the stores too. */
  readonly guidance: () => Promise<Guidance>;
  /** The reader's notes; nothing is read before one is asked for. */
  readonly notes: () => Promise<Notes>;
  /** The skill whose page was opened last, so that the tree can follow. */
  readonly openedSkill: vscode.EventEmitter<string>;
  /** Fires when the Skills view asks for its first row: somebody looks at it. */
  readonly treeSeen: vscode.EventEmitter<void>;
}

export function createServices(context: vscode.ExtensionContext): Services {
  const log = new Log();
  const openedSkill = new vscode.EventEmitter<string>();
  const opened = new vscode.EventEmitter<void>();
  const treeSeen = new vscode.EventEmitter<void>();
  context.subscriptions.push(log, openedSkill, opened, treeSeen);
  const stores = lazy(async () => {
    const { createStores } = await import('./stores');
    const created = await createStores(context, log);
    context.subscriptions.push(created);
    opened.fire();
    return created;
  });
  const guidance = lazy(async () => {
    const [{ dueReviews, openGuidance }, ready] = await Promise.all([import('./guidance'), stores()]);
    const due = dueReviews(ready, log, treeSeen.event);
    const created = await openGuidance(ready, context.globalState, log, due);
    context.subscriptions.push(due, created);
    return created;
  });
  const notes = lazy(async () => {
    const [{ Notes }, { catalog }] = await Promise.all([import('./notes'), stores()]);
    const created = new Notes(context.globalStorageUri, catalog, log);
    context.subscriptions.push(created);
    return created;
  });
  return {
    extensionUri: context.extensionUri,
    memento: context.globalState,
    workspaceMemento: context.workspaceState,
    storageUri: context.globalStorageUri,
    workspaceStorageUri: context.storageUri,
    log,
    stores,
    onDidOpenStores: opened.event,
    guidance,
    notes,
    openedSkill,
    treeSeen,
  };
}
