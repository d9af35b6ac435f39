import * as vscode from 'vscode';

/** Stands in for what the editor asks and tells, until {@link end}. */
export class Told {
  readonly texts: string[] = [];
  private readonly restore: (() => void)[] = [];

  /** @param choose gets what was offered, and returns the choice. */
  constructor(choose: (...offered: readonly unknown[]) => unknown = () => undefined) {
    const window = vscode.window as unknown as Record<string, unknown>;
    for (const name of ['showInformationMessage', 'showWarningMessage', 'showErrorMessage']) {
      const original = window[name];
      window[name] = (text: string, ...offered: unknown[]): Promise<unknown> => {
        this.texts.push(text);
        return Promise.resolve(choose(...offered));
      };
      this.restore.push(() => (window[name] = original));
    }
    const { showQuickPick } = window;
    window['showQuickPick'] = (
      picks: readonly unknown[],
      { title = '', placeHolder = '', canPickMany = false }: vscode.QuickPickOptions,
    ): Promise<unknown> => {
      this.texts.push(`${title}: ${placeHolder}`);
      return Promise.resolve(canPickMany ? picks : undefined);
    };
    this.restore.push(() => (window['showQuickPick'] = showQuickPick));
  }

  end(): void {
    for (const undo of this.restore) undo();
  }
}
