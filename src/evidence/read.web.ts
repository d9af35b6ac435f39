import * as vscode from 'vscode';

/** A file as it stood when it was read. */
export interface FileState {
  /** Milliseconds since 1970. */
  readonly mtime: number;
  readonly size: number;
}

export type ReadFile = (FileState & { readonly text: string }) | 'same' | 'missing' | 'large';

/**
 * Reads a text file of at most `max` bytes; `same` when it has not changed since it was `known`. Rejects when it is there but cannot be read.
 */
export async function readIfChanged(uri: vscode.Uri, max: number, known: FileState | undefined): Promise<ReadFile> {
  try {
    const { mtime, size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0) return 'missing';
    if (known?.mtime === mtime && known.size === size) return 'same';
    if (size > max) return 'large';
    return { mtime, size, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return 'missing';
    throw error;
  }
}
