import * as vscode from 'vscode';

/** A text, or why there is none. */
export type ReadText = { readonly text: string } | 'missing' | 'large';

/** Reads a text file of at most `max` bytes. Rejects when it is there but cannot be read. */
export async function readText(uri: vscode.Uri, max: number): Promise<ReadText> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > max) return 'large';
    return { text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return 'missing';
    throw error;
  }
}
