import * as vscode from 'vscode';
import type { Catalog } from '../core/catalog';
import type { LabLanguage, LabSummary } from '../core/lab';
import { decodeMarker, markerFile } from '../core/scaffold';

/** A lab that was started, where it stands. */
export interface LabFolder {
  readonly uri: vscode.Uri;
  readonly lab: LabSummary;
  readonly language: LabLanguage;
}

/** So many are more than anybody has; a search that finds more has found copies. */
const mostFolders = 300;

export const keyOf = (uri: vscode.Uri): string => uri.toString();

/** The labs that stand in the workspace, found by their markers. */
export class LabFolders implements vscode.Disposable {
  private readonly folders = new Map<string, LabFolder>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly disposables: readonly { dispose(): void }[];
  private searching = 0;

  constructor(private readonly catalog: Pick<Catalog, 'lab'>) {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${markerFile}`, false, true, false);
    this.disposables = [
      this.changed,
      watcher,
      watcher.onDidCreate((uri) => void this.read(uri)),
      watcher.onDidDelete((uri) => void this.deleted(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.find()),
    ];
  }

  get all(): readonly LabFolder[] {
    return [...this.folders.values()];
  }

  /** The lab that a file belongs to, if any. */
  of(uri: vscode.Uri): LabFolder | undefined {
    return this.all.find((folder) => isInside(folder.uri, uri));
  }

  at(uri: vscode.Uri): LabFolder | undefined {
    return this.folders.get(keyOf(uri));
  }

  /** Looks for all of them anew. */
  async find(): Promise<void> {
    const mine = ++this.searching;
    const markers = await vscode.workspace.findFiles(`**/${markerFile}`, '**/node_modules/**', mostFolders);
    const found = (await Promise.all(markers.map((marker) => this.decode(marker)))).flatMap((folder) => folder ?? []);
    if (mine !== this.searching) return;
    const keys = new Set(found.map(({ uri }) => keyOf(uri)));
    // A folder outside the workspace was added by hand; the search cannot know it.
    for (const [key, { uri }] of [...this.folders])
      if (!keys.has(key) && vscode.workspace.getWorkspaceFolder(uri)) this.folders.delete(key);
    for (const folder of found) this.folders.set(keyOf(folder.uri), folder);
    this.changed.fire();
  }

  add(folder: LabFolder): void {
    this.folders.set(keyOf(folder.uri), folder);
    this.changed.fire();
  }

  remove(uri: vscode.Uri): void {
    if (this.folders.delete(keyOf(uri))) this.changed.fire();
  }

  private async read(marker: vscode.Uri): Promise<void> {
    const folder = await this.decode(marker);
    if (folder && !this.at(folder.uri)) this.add(folder);
  }

  /** News of a deletion may come late, when a lab that was reset stands there again. */
  private async deleted(marker: vscode.Uri): Promise<void> {
    if (!(await this.decode(marker))) this.remove(parentOf(marker));
  }

  private async decode(marker: vscode.Uri): Promise<LabFolder | undefined> {
    let text: string;
    try {
      text = new TextDecoder().decode(await vscode.workspace.fs.readFile(marker));
    } catch {
      // Deleted since it was found.
      return undefined;
    }
    const known = decodeMarker(text);
    const lab = known && this.catalog.lab(known.lab);
    if (!lab?.languages.includes(known!.language)) return undefined;
    return { uri: parentOf(marker), lab, language: known!.language };
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

function parentOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}

function isInside(folder: vscode.Uri, file: vscode.Uri): boolean {
  return (
    file.scheme === folder.scheme && file.authority === folder.authority && file.path.startsWith(`${folder.path}/`)
  );
}
