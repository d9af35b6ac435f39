import { readFile, stat } from 'node:fs/promises';
import type { Uri } from 'vscode';
import { readText as readByEditor, type ReadText } from './readText.web';

export type { ReadText };

/**
 * Reads a text file of at most `max` bytes. Rejects when it is there but cannot be read.
 * Files of this machine are read without asking the editor's window, which would be asked twice for each of hundreds.
 */
export async function readText(uri: Uri, max: number): Promise<ReadText> {
  if (uri.scheme !== 'file') return readByEditor(uri, max);
  try {
    const { size } = await stat(uri.fsPath);
    if (size > max) return 'large';
    return { text: (await readFile(uri.fsPath, 'utf8')).replace(/^\uFEFF/, '') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return 'missing';
    throw error;
  }
}
