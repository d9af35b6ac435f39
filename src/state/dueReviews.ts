import * as vscode from 'vscode';
import type { Log } from '../platform/log';
import { afterFirstPaint, Soon } from '../platform/soon';
import type { Stores } from './stores';

/** What is due, for those who only suggest it. */
export interface DueReviews {
  /** Skill → how many. */
  due(): ReadonlyMap<string, number>;
  readonly onDidChange: vscode.Event<unknown>;
  dispose(): void;
}

/**
 * Nothing is due until the scheduler has been loaded. Loading and counting hold everything else up, so they begin when nothing has asked for
 * rows of the tree for a while.
 */
export function dueReviews(
  { deck }: Pick<Stores, 'deck'>,
  log: Pick<Log, 'error'>,
  treeSeen: vscode.Event<void>,
): DueReviews {
  const changed = new vscode.EventEmitter<unknown>();
  let due = (): ReadonlyMap<string, number> => new Map();
  let following: vscode.Disposable | undefined;
  let disposed = false;
  const load = async (): Promise<void> => {
    const made = await deck();
    if (disposed) return;
    due = () => made.due().bySkill;
    following = made.onDidChangeDue((skills) => changed.fire(skills));
    changed.fire(undefined);
  };
  const later = new Soon(() => {
    seen.dispose();
    load().catch((error: unknown) => log.error(error, 'Counting what is due'));
  }, afterFirstPaint);
  const seen = treeSeen(() => {
    later.cancel();
    later.ask();
  });
  later.ask();
  return {
    due: () => due(),
    onDidChange: changed.event,
    dispose() {
      disposed = true;
      later.cancel();
      vscode.Disposable.from(seen, changed, ...(following ? [following] : [])).dispose();
    },
  };
}
