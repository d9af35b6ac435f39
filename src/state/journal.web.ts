import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import { journalExtension, type Journals } from './journal';

/** Journals through `workspace.fs`, which can only write whole files: this window's own lines are kept in memory and written out. */
export function openJournals(folder: Uri, writer: string): Journals {
  const file = Uri.joinPath(folder, writer + journalExtension);
  let written = '';

  return {
    async readAll() {
      let entries: [string, FileType][];
      try {
        entries = await workspace.fs.readDirectory(folder);
      } catch (error) {
        if (error instanceof FileSystemError && error.code === 'FileNotFound') return [];
        throw error;
      }
      const names = entries.flatMap(([name, type]) =>
        type === FileType.File && name.endsWith(journalExtension) ? [name] : [],
      );
      const decoder = new TextDecoder();
      return Promise.all(
        names.sort().map(async (name) => ({
          name,
          text: decoder.decode(await workspace.fs.readFile(Uri.joinPath(folder, name))),
        })),
      );
    },
    async append(lines) {
      const next = written + lines;
      await workspace.fs.writeFile(file, new TextEncoder().encode(next));
      written = next;
    },
    dispose() {
      // Nothing is held open.
    },
  };
}
