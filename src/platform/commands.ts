import * as vscode from 'vscode';
import { commandIds } from '../ids';
import { isExpected } from './errors';
import type { Log } from './log';

/**
 * Registers a command whose failures reach the user as a message with a next step, never as an exception.
 * Arguments are `unknown` until the handler has narrowed them: a keybinding calls with none.
 */
export function registerCommand(
  log: Log,
  id: string,
  handler: (...args: readonly unknown[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      return await handler(...args);
    } catch (error) {
      void showError(log, error, id);
      return undefined;
    }
  });
}

/** Tells the user what failed and what to do; the stack of an unexpected error goes to the log. */
export async function showError(log: Log, error: unknown, context: string): Promise<void> {
  if (isExpected(error)) {
    const { action } = error;
    const choice = await vscode.window.showWarningMessage(error.message, ...(action ? [action.label] : []));
    if (choice !== undefined && action) await vscode.commands.executeCommand(action.command, ...(action.args ?? []));
    return;
  }
  log.error(error, context);
  const showLog = vscode.l10n.t('Show Log');
  const choice = await vscode.window.showErrorMessage(
    vscode.l10n.t('Something went wrong in Backend Skills. The log says what; nothing you have ticked is lost.'),
    showLog,
  );
  if (choice === showLog) await vscode.commands.executeCommand(commandIds.showLog);
}
