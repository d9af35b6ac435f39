import * as vscode from 'vscode';

/** The extension's log channel, created when the first line is written. */
export class Log implements vscode.Disposable {
  private channel: vscode.LogOutputChannel | undefined;

  private get open(): vscode.LogOutputChannel {
    return (this.channel ??= vscode.window.createOutputChannel('Backend Skills', { log: true }));
  }

  info(message: string): void {
    this.open.info(message);
  }

  warn(message: string): void {
    this.open.warn(message);
  }

  error(error: unknown, context: string): void {
    this.open.error(`${context}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  show(): void {
    this.open.show();
  }

  dispose(): void {
    this.channel?.dispose();
  }
}
