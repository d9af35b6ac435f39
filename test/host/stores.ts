import * as vscode from 'vscode';
import type { Services } from '../../src/state/services';
import { createStores, type Stores } from '../../src/state/stores';

/** Stores of a test's own in a folder, with nothing that other windows or machines would carry. */
export function storesIn(folder: string, log: object): Promise<Stores> {
  const { extensionUri } = vscode.extensions.getExtension('backend-skills.backend-skills')!;
  const globalState = { get: () => undefined, update: () => Promise.resolve(), setKeysForSync: () => undefined };
  const context = { extensionUri, globalStorageUri: vscode.Uri.file(folder), globalState };
  return createStores(context as unknown as vscode.ExtensionContext, log as Services['log']);
}
