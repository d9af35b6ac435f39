import { watch } from 'node:fs';
import { mkdir, open, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Uri } from 'vscode';
import { filesIn, syncFolder, unlessMissing } from './folder.node';
import { isJournal, journalExtension, pollInterval, type JournalPart, type Journals } from './journal';

/** How much of a journal has been read. */
interface Place {
  readonly inode: bigint;
  /** Bytes up to the last line end. */
  readonly offset: number;
  /** Lines up to there. */
  readonly lines: number;
  /** Bytes that were there, a torn last line included. */
  readonly size: bigint;
}

const lineEnd = 10;

/** Journals as files. A tick is acknowledged after fdatasync; `workspace.fs` would rewrite the whole file each time. */
export function openJournals(folder: Uri, writer: string): Journals {
  const directory = folder.fsPath;
  const ownFile = join(directory, writer + journalExtension);
  let places = new Map<string, Place>();
  let own: Promise<FileHandle> | undefined;
  let torn = false;
  /** The open file, once its name is known to be on the disk. */
  let named: FileHandle | undefined;

  const forget = (): void => {
    const broken = own;
    own = undefined;
    void broken?.then((file) => file.close()).catch(() => undefined);
  };
  /** True while the open file is the one that others find under its name: compaction may have put it aside. */
  const isInPlace = async (file: FileHandle): Promise<boolean> => {
    const [held, found] = await Promise.all([
      file.stat({ bigint: true }),
      stat(ownFile, { bigint: true }).catch(unlessMissing(undefined)),
    ]);
    return found?.ino === held.ino;
  };

  return {
    readNew: async () => {
      const read = await readParts(directory, places, writer + journalExtension);
      places = read.places;
      return read.parts;
    },
    readAll: async () => (await readParts(directory, new Map())).parts,
    async append(lines) {
      for (let attempt = 1; ; attempt++) {
        own ??= mkdir(directory, { recursive: true }).then(() => open(ownFile, 'a'));
        try {
          const file = await own;
          // After a failed write the last line may be half there; a line end keeps it apart from the next.
          await file.appendFile((torn ? '\n' : '') + lines, 'utf8');
          await file.datasync();
          // Of a file that is new, the name must be on the disk too.
          if (named !== file) await syncFolder(directory);
          named = file;
          torn = false;
          // A file that was just opened is too young to be put aside; where it seems so again, the file system cannot tell files apart.
          if ((await isInPlace(file)) || attempt === 3) return;
        } catch (error) {
          torn = true;
          forget();
          throw error;
        }
        // Put aside between two acts: what was just written may come too late to be taken over, so it is written again.
        forget();
      }
    },
    watch(listener) {
      // A watcher needs the folder; without one the polling alone must do.
      const watching = mkdir(directory, { recursive: true })
        .then(() => watch(directory, { persistent: false }, listener))
        .catch(() => undefined);
      void watching.then((watcher) => watcher?.on('error', () => watcher.close()));
      const timer = setInterval(listener, pollInterval);
      timer.unref();
      return {
        dispose() {
          clearInterval(timer);
          void watching.then((watcher) => watcher?.close());
        },
      };
    },
    compact: async () => (await import('./compact.node')).compact(directory, writer),
    dispose: forget,
  };
}

/**
 * Reads what the journals hold beyond the places. Compaction may move a file's lines while others are being read, but only to a file with a
 * name that is new; so the folder is listed again until it shows nothing new.
 */
async function readParts(
  directory: string,
  places: ReadonlyMap<string, Place>,
  without?: string,
): Promise<{ parts: JournalPart[]; places: Map<string, Place> }> {
  const read = new Map<string, { part: JournalPart | undefined; place: Place | undefined }>();
  // The end is for links that lead nowhere.
  for (let round = 1; round <= 20; round++) {
    const fresh = (await filesIn(directory)).filter((name) => isJournal(name) && name !== without && !read.has(name));
    if (fresh.length === 0) break;
    const found = await Promise.all(
      fresh.map((name) =>
        readPart(directory, name, places.get(name)).catch(unlessMissing(undefined)).catch(unreadable(name)),
      ),
    );
    for (const [at, name] of fresh.entries()) if (found[at]) read.set(name, found[at]);
  }
  return {
    parts: [...read.values()].flatMap(({ part }) => part ?? []),
    places: new Map([...read].flatMap(([name, { place }]) => (place ? [[name, place] as const] : []))),
  };
}

/** For `catch`: one file that cannot be read does not keep the others from being read. Its place is not known, so it is tried again. */
function unreadable(name: string): (error: unknown) => { part: JournalPart; place: undefined } {
  return (error) => ({
    part: { name, firstLine: 1, text: '', unreadable: error instanceof Error ? error.message : String(error) },
    place: undefined,
  });
}

async function readPart(
  directory: string,
  name: string,
  place: Place | undefined,
): Promise<{ part: JournalPart | undefined; place: Place }> {
  const file = await open(join(directory, name), 'r');
  try {
    const { ino, size } = await file.stat({ bigint: true });
    // Another file under the same name, or one that has lost something, is read from its beginning.
    const known = place?.inode === ino && size >= place.offset ? place : undefined;
    if (size === known?.size) return { part: undefined, place: known };
    const start = known?.offset ?? 0;
    const bytes = Buffer.alloc(Number(size) - start);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    const read = bytes.subarray(0, bytesRead);
    const end = read.lastIndexOf(lineEnd) + 1;
    let lines = 0;
    for (let at = read.indexOf(lineEnd); at >= 0; at = read.indexOf(lineEnd, at + 1)) lines++;
    return {
      part: { name, firstLine: (known?.lines ?? 0) + 1, text: read.toString('utf8') },
      place: {
        inode: ino,
        offset: start + end,
        lines: (known?.lines ?? 0) + lines,
        size: BigInt(start + bytesRead),
      },
    };
  } finally {
    await file.close();
  }
}
