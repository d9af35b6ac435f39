import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import { compact } from './compact.node';
import { isJournal, journalExtension, pollInterval, type JournalPart, type Journals } from './journal';

/**
 * Journals through `workspace.fs`, which can only write whole files: this window's own lines are kept in memory and written out, to two files
 * in turn, so that a write that is torn leaves everything before it in the other.
 */
export function openJournals(folder: Uri, writer: string): Journals {
  const own = [writer + journalExtension, `${writer}-2${journalExtension}`] as const;
  let turn: 0 | 1 = 1;
  let written = '';
  /** Whether the last write failed, so that what the file holds is not known. */
  let failed = false;
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

  /** What the file holds where that is more than is known to be stored. */
  const landed = async (known: string): Promise<string> => {
    try {
      const { text } = await read(own[turn]);
      if (!text.startsWith(known)) return known;
      return text.slice(0, text.lastIndexOf('\n') + 1) || known;
    } catch (error) {
      if (error instanceof FileSystemError && error.code === 'FileNotFound') return known;
      throw error;
    }
  };

  return {
    async readNew() {
      const found = new Map(
        await Promise.all(
          (await names())
            .filter((name) => !own.includes(name))
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
      // Lines that landed in spite of an error may have been seen, and built upon, by other windows; they must not vanish again.
      // After a failure the same file is written again: the other one is whole.
      if (failed) written = await landed(written);
      else turn = turn === 0 ? 1 : 0;
      const next = written + lines;
      failed = true;
      await workspace.fs.writeFile(Uri.joinPath(folder, own[turn]), new TextEncoder().encode(next));
      failed = false;
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
