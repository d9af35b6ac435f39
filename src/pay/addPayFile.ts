import * as vscode from 'vscode';
import { settingIds } from '../ids';
import { saveAs } from '../platform/files';

/** Name by which the contributed schema finds the file; see `jsonValidation` in the manifest. */
const suggested = 'my.pay.json';

/** Makes a file for figures of the reader's own, names it in the setting, and opens it. */
export async function addPayFile(): Promise<void> {
  const uri = await saveAs(suggested, vscode.l10n.t('Pay figures'), 'json', starterText());
  if (!uri) return;
  const configuration = vscode.workspace.getConfiguration();
  const inspected = configuration.inspect<string[]>(settingIds.payFiles);
  // Lists of different scopes are not joined: the narrowest that is set counts alone.
  const [target, listed] =
    inspected?.workspaceValue === undefined
      ? [vscode.ConfigurationTarget.Global, inspected?.globalValue]
      : [vscode.ConfigurationTarget.Workspace, inspected.workspaceValue];
  const name = uri.scheme === 'file' ? uri.fsPath : uri.toString();
  const names = Array.isArray(listed) ? listed : [];
  if (!names.includes(name)) await configuration.update(settingIds.payFiles, [...names, name], target);
  await vscode.window.showTextDocument(uri);
}

/** What a new file begins with: one figure to be overwritten. */
function starterText(): string {
  const figure = {
    id: 'my-first-figure',
    role: 'back-end-developer',
    amount: 60000,
    currency: 'EUR',
    statistic: 'my offer',
    region: 'Germany',
    regionKind: 'country',
    source: 'My own',
    asOf: new Date().toISOString().slice(0, 7),
    note: vscode.l10n.t('Replace this with a figure of your own.'),
  };
  return `${JSON.stringify({ format: 1, figures: [figure] }, null, 2)}\n`;
}
