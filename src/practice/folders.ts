import * as vscode from 'vscode';
import type { Catalog } from '../core/catalog';
import type { LabLanguage, LabSummary } from '../core/lab';
import { decodeMarker, markerFile } from '../core/scaffold';
import { Soon } from '../platform/soon';

/** A lab that was started, where it stands. */
export interface LabFolder {
  readonly uri: vscode.Uri;
  readonly lab: LabSummary;
  readonly language: LabLanguage;
}

/** So many are more than anybody has; a search that finds more has found copies. */
const mostFolders = 300;

/** From the first sign of a deletion to looking, so that many are one. Milliseconds. */
const patience = 200;

export const keyOf = (uri: vscode.Uri): string => uri.toString();

/** The labs that stand in the workspace, found by their markers. */
export class LabFolders implements vscode.Disposable {
  private readonly folders = new Map<string, LabFolder>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly disposables: readonly { dispose(): void }[];
  private searching = 0;
  /** Labs of which a part was deleted that they cannot be without. */
  private readonly suspects = new Set<LabFolder>();
  private readonly checking = new Soon(() => void this.check(), patience);

  constructor(private readonly catalog: Pick<Catalog, 'lab'>) {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${markerFile}`, false, true, true);
    // Of a folder that is deleted, the editor tells no more than that.
    const deletions = vscode.workspace.createFileSystemWatcher('**/*', true, true, false);
    this.disposables = [
      this.changed,
      watcher,
      deletions,
      { dispose: () => this.checking.cancel() },
      watcher.onDidCreate((uri) => void this.read(uri)),
      deletions.onDidDelete((uri) => this.deleted(uri)),
      // Of what is not watched, what is done in the editor is told nevertheless.
      vscode.workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) this.deleted(uri);
      }),
      // Of a folder that is moved, too, no more is told than that.
      vscode.workspace.onDidRenameFiles(({ files }) => {
        if (files.some(({ oldUri }) => this.all.some((folder) => isPartOf(oldUri, folder)))) void this.find();
      }),
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
    for (const folder of found) this.put(folder);
    this.changed.fire();
  }

  add(folder: LabFolder): void {
    this.put(folder);
    this.changed.fire();
  }

  /** One that is known keeps its identity, by which others remember it. */
  private put(folder: LabFolder): void {
    const known = this.at(folder.uri);
    if (known?.lab !== folder.lab || known.language !== folder.language) this.folders.set(keyOf(folder.uri), folder);
  }

  remove(uri: vscode.Uri): void {
    if (this.folders.delete(keyOf(uri))) this.changed.fire();
  }

  private async read(marker: vscode.Uri): Promise<void> {
    const folder = await this.decode(marker);
    if (folder && !this.at(folder.uri)) this.add(folder);
  }

  private deleted(uri: vscode.Uri): void {
    for (const folder of this.all) if (isPartOf(uri, folder)) this.suspects.add(folder);
    if (this.suspects.size > 0) this.checking.ask();
  }

  /** News of a deletion may come late, when a lab that was reset stands there again. */
  private async check(): Promise<void> {
    const suspects = [...this.suspects];
    this.suspects.clear();
    const markers = await Promise.all(suspects.map(({ uri }) => this.decode(vscode.Uri.joinPath(uri, markerFile))));
    for (const [index, { uri }] of suspects.entries()) if (!markers[index]) this.remove(uri);
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

/** True when a lab is gone, or no lab any longer, without what stood there. */
function isPartOf(uri: vscode.Uri, { uri: folder }: LabFolder): boolean {
  return (
    keyOf(uri) === keyOf(folder) ||
    isInside(uri, folder) ||
    keyOf(uri) === keyOf(vscode.Uri.joinPath(folder, markerFile))
  );
}

export function isInside(folder: vscode.Uri, file: vscode.Uri): boolean {
  return (
    file.scheme === folder.scheme && file.authority === folder.authority && file.path.startsWith(`${folder.path}/`)
  );
}
