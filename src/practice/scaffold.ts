import * as vscode from 'vscode';
import type { Lab, LabLanguage } from '../core/lab';
import { decodeMarker, encodeMarker, markerFile, safePath, type PathProblem } from '../core/scaffold';
import { ExpectedError, messageOf } from '../platform/errors';
import type { Engine } from './engine';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function reasonOf(problem: PathProblem): string {
  const reasons: Record<PathProblem, string> = {
    empty: vscode.l10n.t('it is empty'),
    absolute: vscode.l10n.t('it must be relative to the folder of the workspace'),
    parent: vscode.l10n.t('".." would leave the folder'),
    device: vscode.l10n.t('Windows keeps this name for a device'),
    character: vscode.l10n.t('it has a character that a file name cannot have everywhere'),
    ending: vscode.l10n.t('a name must not begin with a space, or end with a space or a dot'),
    long: vscode.l10n.t('it is too long'),
  };
  return reasons[problem];
}

/**
 * A place below a folder. Rejects with an {@link ExpectedError} when the path is not a safe one, or when something on the way is a link or a
 * file: then what is written would land elsewhere.
 */
export async function placeIn(root: vscode.Uri, ...paths: readonly string[]): Promise<vscode.Uri> {
  let at = root;
  for (const path of paths) {
    const safe = safePath(path);
    if ('problem' in safe)
      throw new ExpectedError(
        vscode.l10n.t('The path "{0}" cannot be used: {1} ("{2}").', path, reasonOf(safe.problem), safe.part),
      );
    for (const segment of safe.segments) {
      at = vscode.Uri.joinPath(at, segment);
      const stat = await statOf(at);
      if (!stat) continue;
      const shown = vscode.workspace.asRelativePath(at);
      if (stat.type & vscode.FileType.SymbolicLink)
        throw new ExpectedError(
          vscode.l10n.t('{0} is a link, and what is written there would land elsewhere. Choose another folder.', shown),
        );
      if (!(stat.type & vscode.FileType.Directory))
        throw new ExpectedError(vscode.l10n.t('{0} is a file. Rename it, or choose another folder.', shown));
    }
  }
  return at;
}

/** Undefined when there is nothing. */
async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

/** What stands where a lab would be made. */
export type Occupied = 'free' | 'lab' | 'other';

export async function occupied(folder: vscode.Uri, lab: string, language: LabLanguage): Promise<Occupied> {
  if (!(await statOf(folder))) return 'free';
  if ((await vscode.workspace.fs.readDirectory(folder)).length === 0) return 'free';
  try {
    const marker = decodeMarker(
      new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, markerFile))),
    );
    return marker?.lab === lab && marker.language === language ? 'lab' : 'other';
  } catch {
    return 'other';
  }
}

/** Makes the folder of a lab: the starter and the marker. What was begun is taken away again when it cannot be finished. */
export async function makeFolder(
  folder: vscode.Uri,
  lab: Lab,
  language: LabLanguage,
  files: ReadonlyMap<string, string>,
  engine: () => Promise<Engine>,
): Promise<void> {
  const { fs } = vscode.workspace;
  try {
    await fs.createDirectory(folder);
    await writeFiles(files, folder);
    if (lab.kind === 'git') {
      await (await engine()).makeRepository(folder, lab.repository);
      // The learner's repository must not show a file of ours.
      const exclude = vscode.Uri.joinPath(folder, '.git', 'info', 'exclude');
      const before = await fs.readFile(exclude).then(
        (bytes) => new TextDecoder().decode(bytes),
        () => '',
      );
      await fs.writeFile(
        exclude,
        encode(`${before}${before === '' || before.endsWith('\n') ? '' : '\n'}/${markerFile}\n`),
      );
    }
    await fs.writeFile(vscode.Uri.joinPath(folder, markerFile), encode(encodeMarker({ lab: lab.id, language })));
  } catch (error) {
    await fs.delete(folder, { recursive: true }).then(undefined, () => undefined);
    throw new ExpectedError(
      vscode.l10n.t('The lab could not be made in {0}: {1}', vscode.workspace.asRelativePath(folder), messageOf(error)),
    );
  }
}

/** The files of a lab's starter or solution in a language: text by path, with `/`, sorted. A lab may have none for a language. */
export function filesIn(
  files: ReadonlyMap<string, string>,
  part: 'starter' | 'solution',
  language: string,
): ReadonlyMap<string, string> {
  const prefix = `${part}/${language}/`;
  const found = [...files].filter(([name]) => name.startsWith(prefix));
  return new Map(
    found.map(([name, text]) => [name.slice(prefix.length), text] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

async function writeFiles(files: ReadonlyMap<string, string>, to: vscode.Uri): Promise<void> {
  for (const [file, text] of files) {
    const safe = safePath(file);
    if ('problem' in safe) throw new Error(`${file}: ${reasonOf(safe.problem)}`);
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(to, ...safe.segments), encode(text));
  }
}

/** Windows lets no folder go in which a program stands, and one that was ended a moment ago may still do so. */
async function patiently(work: () => Thenable<void>): Promise<void> {
  for (let left = 8; ; left--)
    try {
      await work();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
}

/**
 * Makes a lab anew in its folder. What stood there is put beside it, and goes into the trash only when something else is in its place; it
 * is put back when that cannot be made. Returns where it is kept where the system has no trash. Rejects with an {@link ExpectedError}.
 */
export async function replaceFolder(folder: vscode.Uri, make: () => Promise<void>): Promise<vscode.Uri | undefined> {
  const { fs } = vscode.workspace;
  // What is typed and not saved belongs to what is kept.
  for (const document of vscode.workspace.textDocuments)
    if (document.isDirty && document.uri.toString().startsWith(`${folder.toString()}/`)) await document.save();
  const moment = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  const kept = vscode.Uri.joinPath(folder, '..', `${folder.path.split('/').at(-1) ?? 'lab'}-before-${moment}`);
  let marker: Uint8Array;
  try {
    marker = await fs.readFile(vscode.Uri.joinPath(folder, markerFile));
    await patiently(() => fs.rename(folder, kept));
  } catch (error) {
    throw new ExpectedError(
      vscode.l10n.t(
        '{0} could not be put away: {1}. End what uses it, and try again.',
        vscode.workspace.asRelativePath(folder),
        messageOf(error),
      ),
    );
  }
  // It is a lab no longer, or it would stand in the Testing view a second time.
  await fs.delete(vscode.Uri.joinPath(kept, markerFile)).then(undefined, () => undefined);
  try {
    await make();
  } catch (error) {
    try {
      await patiently(() => fs.rename(kept, folder));
    } catch {
      const where = vscode.l10n.t('What you had is kept in {0}.', vscode.workspace.asRelativePath(kept));
      throw new ExpectedError(`${messageOf(error)} ${where}`);
    }
    await fs.writeFile(vscode.Uri.joinPath(folder, markerFile), marker);
    throw error;
  }
  try {
    await fs.delete(kept, { recursive: true, useTrash: true });
    return undefined;
  } catch {
    return kept;
  }
}
