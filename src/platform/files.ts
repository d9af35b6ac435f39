import * as vscode from 'vscode';

/** Asks where to save, and saves; undefined when the reader changed their mind. */
export async function saveAs(
  name: string,
  type: string,
  extension: string,
  text: string,
): Promise<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const uri = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder.uri, name) } : { defaultUri: vscode.Uri.file(`/${name}`) }),
    filters: { [type]: [extension] },
  });
  if (uri) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/**
 * Shows a page where it can be printed: webviews cannot print, so on this machine's desktop the page opens in the browser;
 * elsewhere the browser cannot reach our files, so the reader saves it.
 */
export async function openToPrint(storage: vscode.Uri, name: string, html: string): Promise<void> {
  const local = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (!local) {
    const saved = await saveAs(name, 'HTML', 'html', html);
    if (saved)
      void vscode.window.showInformationMessage(vscode.l10n.t('Saved. Open the file in a browser to print it.'));
    return;
  }
  const file = vscode.Uri.joinPath(storage, 'print', name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(html));
  await vscode.env.openExternal(file);
}
