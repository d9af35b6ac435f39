import { readFile, stat } from 'node:fs/promises';
import type { Uri } from 'vscode';
import { readIfChanged as readByEditor, type FileState, type ReadFile } from './read.web';

export type { FileState, ReadFile };

/**
 * Reads a text file of at most `max` bytes; `same` when it has not changed since it was `known`. Rejects when it is there but cannot be read.
 * Files of this machine are read without asking the editor's window, which would be asked twice for each of thousands.
 */
export async function readIfChanged(uri: Uri, max: number, known: FileState | undefined): Promise<ReadFile> {
  if (uri.scheme !== 'file') return readByEditor(uri, max, known);
  try {
    const {
      mtimeMs: mtime,
      size,
      ...file
    } = await stat(uri.fsPath).then((found) => ({
      mtimeMs: found.mtimeMs,
      size: found.size,
      isFile: found.isFile(),
    }));
    // A pipe or a device would keep us waiting.
    if (!file.isFile) return 'missing';
    if (known?.mtime === mtime && known.size === size) return 'same';
    if (size > max) return 'large';
    return { mtime, size, text: await readFile(uri.fsPath, 'utf8') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return 'missing';
    throw error;
  }
}
