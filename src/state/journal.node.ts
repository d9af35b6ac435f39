import { mkdir, open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Uri } from 'vscode';
import { journalExtension, type Journals } from './journal';

/** Journals as files. A tick is acknowledged after fdatasync; `workspace.fs` would rewrite the whole file each time. */
export function openJournals(folder: Uri, writer: string): Journals {
  const directory = folder.fsPath;
  let own: Promise<FileHandle> | undefined;
  let torn = false;

  return {
    async readAll() {
      let names: string[];
      try {
        names = await readdir(directory);
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
      const journals = names.filter((name) => name.endsWith(journalExtension)).sort();
      return Promise.all(journals.map(async (name) => ({ name, text: await readFile(join(directory, name), 'utf8') })));
    },
    async append(lines) {
      own ??= mkdir(directory, { recursive: true }).then(() => open(join(directory, writer + journalExtension), 'a'));
      try {
        const file = await own;
        // After a failed write the last line may be half there; a line end keeps it apart from the next.
        await file.appendFile((torn ? '\n' : '') + lines, 'utf8');
        await file.datasync();
        torn = false;
      } catch (error) {
        torn = true;
        const broken = own;
        own = undefined;
        void broken.then((file) => file.close()).catch(() => undefined);
        throw error;
      }
    },
    dispose() {
      void own?.then((file) => file.close()).catch(() => undefined);
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
