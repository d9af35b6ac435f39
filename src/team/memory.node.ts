import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Uri } from 'vscode';
import { isRecord } from '../core/guards';
import type { LearnerMarks } from '../core/teamBoard';
import type { FileStamp, TeamMemory } from './memory';

/** Raised whenever reading a file comes to something else than before. */
const format = 1;

/**
 * A file that was written to so short a time ago may be written to again within the same tick of the file system's clock. Milliseconds;
 * FAT counts in twos of seconds.
 */
const tooFresh = 4000;

type Kept = FileStamp & { readonly marks: LearnerMarks };

/**
 * @param storage folder of the workspace's own files that may be made again
 * @param extension where the curriculum lies: numbers of items mean nothing with another one
 * @param items how many items the curriculum has
 */
export async function openMemory(
  storage: Uri | undefined,
  extension: Uri,
  items: number,
): Promise<TeamMemory | undefined> {
  if (storage?.scheme !== 'file' || extension.scheme !== 'file') return undefined;
  const index = await stampOf(join(extension.fsPath, 'dist', 'pack', 'index.json'));
  if (!index) return undefined;
  const head = { format, size: index.size, time: index.time };
  const file = join(storage.fsPath, 'team-board.bin');
  const kept = await readFile(file).then(
    (bytes) => readKept(bytes, head, items),
    () => new Map<string, Kept>(),
  );
  let isChanged = false;
  let saving = Promise.resolve();

  const write = async (paths: ReadonlySet<string>): Promise<void> => {
    for (const path of kept.keys()) if (!paths.has(path)) isChanged = kept.delete(path) || isChanged;
    if (!isChanged) return;
    isChanged = false;
    const temporary = `${file}.${globalThis.crypto.randomUUID()}`;
    try {
      await mkdir(storage.fsPath, { recursive: true });
      const body = serialize({ ...head, files: kept });
      await writeFile(temporary, [digestOf(body), body]);
      // Renamed, so that another window never reads half of it.
      await rename(temporary, file);
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  };

  return {
    look: async ({ scheme, fsPath }) => {
      const stamp = scheme === 'file' ? await stampOf(fsPath) : undefined;
      if (!stamp) return undefined;
      const known = kept.get(fsPath);
      return { stamp, marks: known?.size === stamp.size && known.time === stamp.time ? known.marks : undefined };
    },
    keep: ({ fsPath }, stamp, marks) => {
      isChanged = true;
      if (stamp.time < Date.now() - tooFresh) kept.set(fsPath, { ...stamp, marks });
      else kept.delete(fsPath);
    },
    save: (uris) => (saving = saving.then(() => write(new Set(uris.map(({ fsPath }) => fsPath))))),
  };
}

function stampOf(path: string): Promise<FileStamp | undefined> {
  return stat(path).then(
    ({ size, mtimeMs }) => ({ size, time: mtimeMs }),
    () => undefined,
  );
}

/** Stands before the rest, so that what the disk has spoilt is noticed. */
function digestOf(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest();
}
const digestBytes = 32;

/** What a window has left, if it is whole and of this curriculum. */
function readKept(bytes: Uint8Array, head: FileStamp & { readonly format: number }, items: number): Map<string, Kept> {
  const kept = new Map<string, Kept>();
  try {
    const body = bytes.subarray(digestBytes);
    if (!digestOf(body).equals(bytes.subarray(0, digestBytes))) return kept;
    const value: unknown = deserialize(body);
    if (!isRecord(value) || value['format'] !== format) return kept;
    if (value['size'] !== head.size || value['time'] !== head.time || !(value['files'] instanceof Map)) return kept;
    for (const [path, entry] of value['files'] as Map<unknown, unknown>)
      if (typeof path === 'string' && isKept(entry, items)) kept.set(path, entry);
  } catch {
    // Written by another version of the engine, or not by us: the files are read again.
  }
  return kept;
}

function isKept(value: unknown, items: number): value is Kept {
  if (!isRecord(value) || typeof value['size'] !== 'number' || typeof value['time'] !== 'number') return false;
  const marks = value['marks'];
  if (!isRecord(marks) || !isRecord(marks['learner']) || typeof marks['unknown'] !== 'number') return false;
  const { learner, slots, practised, verified } = marks;
  return (
    typeof learner['id'] === 'string' &&
    typeof learner['name'] === 'string' &&
    slots instanceof Uint32Array &&
    practised instanceof Float64Array &&
    verified instanceof Float64Array &&
    practised.length === slots.length &&
    verified.length === slots.length &&
    slots.every((slot, at) => slot < items && (at === 0 || slot > slots[at - 1]!))
  );
}
