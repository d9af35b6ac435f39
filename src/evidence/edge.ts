import * as vscode from 'vscode';
import { settingIds } from '../ids';

/** What the learner says when asked whether their workspace may be looked through. */
export type Consent = 'yes' | 'later' | 'never';

/** What is asked of the editor and of the learner. */
export interface EvidenceEdge {
  readonly folders: readonly vscode.WorkspaceFolder[];
  /** Programs may be run for the workspace. */
  readonly trusted: boolean;
  /** The setting, whatever stands there. */
  readonly setting: unknown;
  ask(): PromiseLike<Consent>;
  /** After *Never Here*. */
  askAgain(): PromiseLike<boolean>;
  inform(message: string): void;
  /** Shows that something is going on; the work is told when the learner stops it. */
  progress<T>(
    kind: 'asked' | 'quiet',
    work: (tell: (message: string) => void, token: vscode.CancellationToken) => Promise<T>,
  ): PromiseLike<T>;
  /** The learner's choice of several; undefined when they changed their mind. */
  choose<T extends vscode.QuickPickItem>(
    items: readonly T[],
    title: string,
    placeHolder: string,
  ): PromiseLike<readonly T[] | undefined>;
  showView(): PromiseLike<unknown>;
}

/** The editor itself. */
export const evidenceEdge: EvidenceEdge = {
  get folders() {
    return vscode.workspace.workspaceFolders ?? [];
  },
  get trusted() {
    return vscode.workspace.isTrusted;
  },
  get setting() {
    return vscode.workspace.getConfiguration().get<unknown>(settingIds.evidence);
  },
  async ask() {
    const { t } = vscode.l10n;
    const look: vscode.MessageItem = { title: t('Look') };
    const later: vscode.MessageItem = { title: t('Not Now'), isCloseAffordance: true };
    const never: vscode.MessageItem = { title: t('Never Here') };
    const answer = await vscode.window.showInformationMessage(
      t('Look through this workspace for what you have practised?'),
      {
        modal: true,
        detail: t(
          'Its manifests, configurations, tests, migrations and sources are read on this machine and, if you trust the workspace, the history of its Git repository. What speaks for something to practise is suggested with its file and line; nothing is ticked before you say so. Nothing leaves this machine. Files that .gitignore, files.exclude or search.exclude leave out are left out here too.',
        ),
      },
      look,
      later,
      never,
    );
    return answer === look ? 'yes' : answer === never ? 'never' : 'later';
  },
  async askAgain() {
    const { t } = vscode.l10n;
    const look = t('Look After All');
    const answer = await vscode.window.showInformationMessage(
      t('You have chosen that this workspace is never looked through.'),
      look,
    );
    return answer === look;
  },
  inform: (message) => void vscode.window.showInformationMessage(message),
  progress: (kind, work) =>
    vscode.window.withProgress(
      kind === 'asked'
        ? {
            location: vscode.ProgressLocation.Notification,
            title: vscode.l10n.t('Looking for what you have practised'),
            cancellable: true,
          }
        : { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for what you have practised') },
      (progress, token) => work((message) => progress.report({ message }), token),
    ),
  choose: (items, title, placeHolder) =>
    vscode.window.showQuickPick([...items], {
      title,
      placeHolder,
      canPickMany: true,
      matchOnDescription: true,
      matchOnDetail: true,
    }),
  showView: () => vscode.commands.executeCommand('backendSkills.suggestions.focus'),
};
