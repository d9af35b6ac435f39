import * as vscode from 'vscode';
import { dayOf, localZone } from '../core/days';
import { watchDay } from '../platform/newDay';

/** Calls back when the reader's day has become another one. */
export function onNewDay(listener: () => void): vscode.Disposable {
  const watch = watchDay(() => dayOf(Date.now(), localZone()), listener);
  return vscode.Disposable.from(
    new vscode.Disposable(() => watch.dispose()),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) watch.look();
    }),
  );
}
