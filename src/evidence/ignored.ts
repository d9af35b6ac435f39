import ignore, { type Ignore } from 'ignore';

/** What Git leaves out of a folder, by all of its `.gitignore` files. */
export class Ignored {
  private readonly files: readonly { readonly folder: string; readonly rules: Ignore }[];

  /** @param files path of a `.gitignore` in the folder (with `/`) → its text */
  constructor(files: ReadonlyMap<string, string>) {
    const depth = (path: string): number => path.split('/').length;
    this.files = [...files]
      .sort(([a], [b]) => depth(a) - depth(b))
      .map(([path, text]) => ({
        folder: path.slice(0, path.lastIndexOf('/') + 1),
        rules: ignore().add(text),
      }));
  }

  /** True when Git leaves the file out. @param path in the folder, with `/` */
  has(path: string): boolean {
    let ignored = false;
    for (const { folder, rules } of this.files) {
      if (!path.startsWith(folder)) continue;
      // In a folder that is left out Git reads no further rules.
      if (ignored && folder !== '' && this.leavesOut(folder)) return true;
      const { ignored: out, unignored: back } = rules.test(path.slice(folder.length));
      if (out) ignored = true;
      else if (back) ignored = false;
    }
    return ignored;
  }

  private leavesOut(folder: string): boolean {
    return this.files.some(
      (file) =>
        folder.startsWith(file.folder) &&
        folder.length > file.folder.length &&
        file.rules.test(folder.slice(file.folder.length)).ignored,
    );
  }
}

/** Names of folders that a `.gitignore` leaves out wherever they are, as far as they are plainly named; for a search that knows globs only. */
export function plainFolders(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.some((line) => line.startsWith('!'))) return [];
  return lines.flatMap((line) => /^([\w.-]+)\/\s*$/.exec(line)?.[1] ?? []);
}
