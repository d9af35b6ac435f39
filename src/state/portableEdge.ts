import * as vscode from 'vscode';
import type { PathFault } from '../core/portablePath';
import { problemText, type Problem } from '../core/problems';
import { settingIds } from '../ids';

/** What is asked of the editor and of the learner. */
export interface PortableEdge {
  /** The folder that paths start from; undefined where there is none, or where it may not be written to. */
  folder(): vscode.Uri | undefined;
  /** The setting, whatever stands there. */
  path(): unknown;
  /** The learner's name; '' while there is none. */
  name(): string;
  keepName(name: string): PromiseLike<void>;
  isFocused(): boolean;
  askName(file: string, cancel: vscode.CancellationToken): PromiseLike<string | undefined>;
  inform(message: string, ...answers: readonly string[]): PromiseLike<string | undefined>;
  warn(message: string, ...answers: readonly string[]): PromiseLike<string | undefined>;
  openSettings(): void;
  open(file: vscode.Uri, line: number): void;
}

/** Names are read by others and stand in files. */
const maxName = 80;

/** The editor itself. */
export const portableEdge: PortableEdge = {
  // A workspace that is not trusted may neither be written to, nor tell what has been practised.
  folder: () => (vscode.workspace.isTrusted ? vscode.workspace.workspaceFolders?.[0]?.uri : undefined),
  path: () => vscode.workspace.getConfiguration().get<unknown>(settingIds.progressFile),
  name: () => {
    const name = vscode.workspace.getConfiguration().get<unknown>(settingIds.learnerName);
    return typeof name === 'string' ? tidyName(name) : '';
  },
  keepName: (name) =>
    vscode.workspace.getConfiguration().update(settingIds.learnerName, name, vscode.ConfigurationTarget.Global),
  isFocused: () => vscode.window.state.focused,
  askName: async (file, cancel) => {
    const name = await vscode.window.showInputBox(
      {
        title: vscode.l10n.t('Your Name'),
        prompt: vscode.l10n.t('Your progress is to be kept in {0}. By which name shall others know it?', file),
        placeHolder: vscode.l10n.t('For example Ada'),
        ignoreFocusOut: true,
        validateInput: (text) =>
          text !== '' && tidyName(text) === '' ? vscode.l10n.t('Give a name that can be read.') : undefined,
      },
      cancel,
    );
    return name === undefined || tidyName(name) === '' ? undefined : tidyName(name);
  },
  inform: (message, ...answers) => vscode.window.showInformationMessage(message, ...answers),
  warn: (message, ...answers) => vscode.window.showWarningMessage(message, ...answers),
  openSettings: () => void vscode.commands.executeCommand('workbench.action.openSettings', settingIds.progressFile),
  open: (file, line) =>
    void vscode.window.showTextDocument(file, { selection: new vscode.Range(line - 1, 0, line - 1, 0) }),
};

function tidyName(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, maxName)
    .trim();
}

/** Which setting, what is wrong with it, and what to write. */
export function describeFault(fault: PathFault): string {
  const example = 'progress/${name}.progress.json';
  const setting = settingIds.progressFile;
  switch (fault) {
    case 'not-text':
      return vscode.l10n.t('The setting {0} must be a text, such as "{1}".', setting, example);
    case 'absolute':
    case 'outside':
      return vscode.l10n.t(
        'The setting {0} leads out of the folder. Write a path within the first folder of the workspace, such as "{1}".',
        setting,
        example,
      );
    case 'backslash':
      return vscode.l10n.t(
        'The setting {0} holds a backslash. Put "/" between folders on every system, such as "{1}".',
        setting,
        example,
      );
    case 'characters':
      return vscode.l10n.t(
        'The setting {0} is not a file name on every system. Leave out characters such as : * ? " < > |, and dots and spaces at the end of a name: "{1}".',
        setting,
        example,
      );
    case 'device':
      return vscode.l10n.t(
        'The setting {0} holds a name that Windows keeps for a device, such as CON or NUL. Choose another: "{1}".',
        setting,
        example,
      );
    case 'git':
      return vscode.l10n.t('The setting {0} leads into the folder of Git. Choose another: "{1}".', setting, example);
    case 'placeholder':
      return vscode.l10n.t(
        'The setting {0} knows no other place-holder than "{1}": "{2}".',
        setting,
        '${name}',
        example,
      );
    case 'extension':
      return vscode.l10n.t('The setting {0} must name a file that ends in .json, such as "{1}".', setting, example);
    case 'length':
      return vscode.l10n.t('The setting {0} is too long. Choose a shorter path, such as "{1}".', setting, example);
  }
}

/** A problem as the Problems view shows it. */
export function toDiagnostic(problem: Problem, text: string): vscode.Diagnostic {
  const at = problem.line - 1;
  const line = text.split(/\r\n|\r|\n/)[at] ?? '';
  const start = line.length - line.trimStart().length;
  const range = new vscode.Range(at, start, at, Math.max(1, line.trimEnd().length));
  const diagnostic = new vscode.Diagnostic(range, problemText(problem), vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'Backend Skills';
  diagnostic.code = problem.code;
  return diagnostic;
}
