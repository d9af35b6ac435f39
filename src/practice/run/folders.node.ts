import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A folder of ours for one run; the caller removes it. Its real path, since some systems keep temporary files behind a link. */
export async function temporaryFolder(): Promise<string> {
  return realpath(await mkdtemp(path.join(os.tmpdir(), 'backend-skills-')));
}

export async function removeFolder(folder: string): Promise<void> {
  // What has just been ended may hold a file for a moment longer.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
}

/** Names of the files in a folder and below, with `/`. Links are left out: they may lead anywhere. */
export async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** The text of a file of the folder, cut to `limit` characters; undefined when it is not there, no file, or reached by a link out of the folder. */
export async function readInside(folder: string, name: string, limit = 4_000_000): Promise<string | undefined> {
  try {
    const home = await realpath(folder);
    const file = await realpath(path.join(home, name));
    if (!file.startsWith(home + path.sep) || !(await lstat(file)).isFile()) return undefined;
    return (await readFile(file, 'utf8')).slice(0, limit);
  } catch {
    return undefined;
  }
}

/** Makes the folders above a file. */
export async function folderFor(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
}
