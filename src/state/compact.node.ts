import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { decodeFact, intactOn } from '../core/progress';
import { filesIn, syncFolder } from './folder.node';
import { asideExtension, isJournal, journalExtension, snapshotPrefix } from './journal';

/** Fewer journals than this are left alone. */
const worthwhile = 24;

/** A journal that was written to so recently belongs to a window at work. Milliseconds. */
const rest = 60_000;

const temporaryExtension = '.tmp';

/**
 * Joins journals and earlier snapshots into a new snapshot: nothing is dropped but repetitions and lines that cannot be read, and files with
 * such lines are set aside in `damaged`, never deleted. A crash at any point leaves every line in a snapshot or in a journal, often in both.
 *
 * The lock only saves work. A window may sleep while it holds the lock, and find on waking that another has taken it over; so no file is ever
 * written over, and each is deleted only by who has seen all of it in a snapshot of its own. A snapshot can only be taken over by one that
 * was begun after it was complete, so no two can delete each other.
 *
 * @param writer this window's own, which is left alone.
 * @param least how many journals there must be; {@link worthwhile} unless a test says otherwise.
 * @param idle for how long they must not have been written to, in milliseconds.
 * @returns names of the files that were set aside.
 */
export async function compact(
  directory: string,
  writer: string,
  least = worthwhile,
  idle = rest,
): Promise<readonly string[]> {
  const candidates = async (): Promise<string[]> => {
    const names = (await filesIn(directory)).filter(isJournal);
    const others = names.filter((name) => !name.startsWith(snapshotPrefix) && name !== writer + journalExtension);
    const ages = await Promise.all(
      others.map((name) =>
        stat(join(directory, name)).then(
          ({ mtimeMs }) => Date.now() - mtimeMs,
          () => 0,
        ),
      ),
    );
    return others.filter((_, at) => ages[at]! >= idle).sort();
  };
  if ((await candidates()).length < least) return [];
  // One at a time among all windows. A window that died while it held the lock is outlived after ten seconds.
  const release = await lock(directory, {
    lockfilePath: join(directory, 'compact.lock'),
    stale: 10_000,
    retries: 0,
    onCompromised: () => undefined,
  });
  try {
    const all = await filesIn(directory);
    // Left by a crash. Whoever still writes one will miss it, and then gives up before anything is deleted.
    for (const name of all)
      if (name.startsWith(snapshotPrefix) && name.endsWith(temporaryExtension)) await unlink(join(directory, name));
    const names = [
      ...all.filter((name) => isJournal(name) && name.startsWith(snapshotPrefix)),
      ...(await candidates()),
    ];
    const lines = new Set<string>();
    for (const name of names) for (const line of await intactLines(join(directory, name))) lines.add(line);
    const snapshot = await writeSnapshot(directory, lines);
    const saved = await intactLines(join(directory, snapshot));
    const damaged: string[] = [];
    for (const name of names) if ((await takeOver(directory, name, saved)) === 'damaged') damaged.push(name);
    return damaged;
  } finally {
    // It may have been taken over meanwhile.
    await release().catch(() => undefined);
  }
}

/** Puts a journal out of its writer's reach, makes sure that the snapshot on disk holds every intact line of it, and only then lets it go. */
async function takeOver(directory: string, name: string, saved: ReadonlySet<string>): Promise<'damaged' | undefined> {
  const aside = name.endsWith(asideExtension) ? name : asideName(name);
  if (aside !== name) await rename(join(directory, name), join(directory, aside));
  const text = await readFile(join(directory, aside), 'utf8');
  const all = text.split('\n').filter((line) => line.trim() !== '');
  const intact = all.flatMap(intactOn);
  // Its writer was quicker; the next compaction will take it.
  if (!intact.every((line) => saved.has(line))) return undefined;
  if (all.every((line) => decodeFact(line) !== undefined)) {
    await unlink(join(directory, aside));
    return undefined;
  }
  await mkdir(join(directory, 'damaged'), { recursive: true });
  await rename(join(directory, aside), join(directory, 'damaged', aside));
  return 'damaged';
}

/** A name that no file has had: its writer may begin anew under the old one. */
function asideName(name: string): string {
  return `${name.slice(0, -journalExtension.length)}.${randomUUID()}${journalExtension}${asideExtension}`;
}

/** @returns the name of the file, which exists only when it is complete. */
async function writeSnapshot(directory: string, lines: ReadonlySet<string>): Promise<string> {
  const name = `${snapshotPrefix}${randomUUID()}${journalExtension}`;
  const temporary = join(directory, name + temporaryExtension);
  const file = await open(temporary, 'w');
  try {
    await file.writeFile([...lines].map((line) => `${line}\n`).join(''), 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(directory, name));
  // The new name must be on disk before anything under an old one goes.
  await syncFolder(directory);
  return name;
}

/** The lines of a file that are facts, of this version or a later one, as they stand there. */
async function intactLines(file: string): Promise<Set<string>> {
  return new Set((await readFile(file, 'utf8')).split('\n').flatMap(intactOn));
}
