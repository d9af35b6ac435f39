import * as vscode from 'vscode';
import { ExpectedError, messageOf } from './errors';

/** The editor does not say from when on it watches a folder, and takes notice of one that comes later after five seconds. By then it does. Milliseconds. */
export const watchedBy = 6000;

/** True when what was asked for is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
}

/** Asks where to save, and saves; undefined when the reader changed their mind. */
export async function saveAs(
  name: string,
  type: string,
  extension: string,
  text: string,
): Promise<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const uri = await vscode.window.showSaveDialog({
    // Without a folder the editor proposes a place where the reader may write.
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder.uri, name) } : {}),
    filters: { [type]: [extension] },
  });
  if (!uri) return undefined;
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  } catch (error) {
    throw new ExpectedError(
      vscode.l10n.t('{0} could not be saved: {1}. Choose another folder.', name, messageOf(error)),
    );
  }
  return uri;
}

/**
 * Shows a page where it can be printed: webviews cannot print, so on this machine's desktop the page opens in the browser;
 * elsewhere the browser cannot reach our files, so the reader saves it.
 */
export async function openToPrint(storage: vscode.Uri, name: string, html: string): Promise<void> {
  const local = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (!local || !(await openHere(storage, name, html))) {
    const saved = await saveAs(name, 'HTML', 'html', html);
    if (saved)
      void vscode.window.showInformationMessage(vscode.l10n.t('Saved. Open the file in a browser to print it.'));
  }
}

/** True when the page is on show in the browser. */
async function openHere(storage: vscode.Uri, name: string, html: string): Promise<boolean> {
  const file = vscode.Uri.joinPath(storage, 'print', name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(html));
  return vscode.env.openExternal(file);
}
