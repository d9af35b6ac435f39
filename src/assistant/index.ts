import * as vscode from 'vscode';
import type { Services } from '../state/services';

export function registerAssistant(_services: Services): vscode.Disposable {
  return new vscode.Disposable(() => undefined);
}
