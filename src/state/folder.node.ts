import { open, readdir } from 'node:fs/promises';

/** Names of the files in a folder, sorted; none where there is no folder yet. A folder in it may have any name. */
export async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(unlessMissing([]));
  return entries.flatMap((entry) => (entry.isDirectory() ? [] : entry.name)).sort();
}

/** Makes sure that the names in a folder are on the disk. Some systems cannot open folders; they order changes to names themselves. */
export async function syncFolder(directory: string): Promise<void> {
  const folder = await open(directory, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** For `catch`: something else instead of a file or folder that does not exist. */
export function unlessMissing<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return instead;
    throw error;
  };
}
