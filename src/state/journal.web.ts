import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import { compact } from './compact.node';
import { isJournal, journalExtension, pollInterval, type JournalPart, type Journals } from './journal';

/** Journals through `workspace.fs`, which can only write whole files: this window's own lines are kept in memory and written out. */
export function openJournals(folder: Uri, writer: string): Journals {
  const file = Uri.joinPath(folder, writer + journalExtension);
  let written = '';
  /** Size and time of what has been read, by name. */
  let known = new Map<string, string>();

  const names = async (): Promise<string[]> => {
    try {
      const entries = await workspace.fs.readDirectory(folder);
      return entries.flatMap(([name, type]) => (type === FileType.File && isJournal(name) ? [name] : [])).sort();
    } catch (error) {
      if (error instanceof FileSystemError && error.code === 'FileNotFound') return [];
      throw error;
    }
  };
  const read = async (name: string): Promise<JournalPart> => ({
    name,
    firstLine: 1,
    text: new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, name))),
  });

  return {
    async readNew() {
      const found = new Map(
        await Promise.all(
          (await names())
            .filter((name) => name !== writer + journalExtension)
            .map(async (name) => {
              const { size, mtime } = await workspace.fs.stat(Uri.joinPath(folder, name));
              return [name, `${size} ${mtime}`] as const;
            }),
        ),
      );
      // Facts read twice do no harm, so whole files will do.
      const parts = await Promise.all(
        [...found].flatMap(([name, mark]) => (known.get(name) === mark ? [] : [read(name)])),
      );
      known = found;
      return parts;
    },
    readAll: async () => Promise.all((await names()).map(read)),
    async append(lines) {
      const next = written + lines;
      await workspace.fs.writeFile(file, new TextEncoder().encode(next));
      written = next;
    },
    watch(listener) {
      const timer = setInterval(listener, pollInterval);
      return { dispose: () => clearInterval(timer) };
    },
    compact: () => compact(folder.path, writer),
    dispose() {
      // Nothing is held open.
    },
  };
}
