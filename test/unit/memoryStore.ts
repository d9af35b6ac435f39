import { build } from 'esbuild';
import type { JournalPart, Journals } from '../../src/state/journal';
import type { ProgressStore } from '../../src/state/progressStore';

/** All that the store takes from the editor. */
const editor = `export class EventEmitter {
  listeners = new Set();
  event = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };
  fire(value) {
    for (const listener of this.listeners) listener(value);
  }
  dispose() {
    this.listeners.clear();
  }
}`;

export type Store = typeof ProgressStore;

/** The store's module, with the stand-in where it names `vscode`: that module exists in the editor only. */
export async function loadStore(): Promise<Store> {
  const { outputFiles } = await build({
    entryPoints: ['src/state/progressStore.ts'],
    absWorkingDir: process.cwd(),
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins: [
      {
        name: 'editor',
        setup(setup) {
          setup.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'editor' }));
          setup.onLoad({ filter: /.*/, namespace: 'editor' }, () => ({ contents: editor, loader: 'js' }));
        },
      },
    ],
  });
  const code = Buffer.from(outputFiles[0]!.contents).toString('base64');
  const module = (await import(`data:text/javascript;base64,${code}`)) as { ProgressStore: Store };
  return module.ProgressStore;
}

export const now = 1_700_000_000_000;

/** A folder in memory, which several windows may share. */
export class MemoryFolder {
  readonly files = new Map<string, string>();
  readonly listeners = new Set<() => void>();

  constructor(earlier: readonly string[] = []) {
    for (const [index, text] of earlier.entries()) this.files.set(`${index}.jsonl`, text);
  }
}

/** Journals in memory whose writes can be held back and made to fail. */
export class MemoryJournals implements Journals {
  readonly writes: string[] = [];
  failing = false;
  /** Which of the next writes fail, the first one last. */
  readonly failures: boolean[] = [];
  unreadable = false;
  /** Whether a write that fails leaves its lines behind all the same, as one does of which only the end of the syncing failed. */
  leaving = false;
  private gate: Promise<void> = Promise.resolve();
  private readonly read = new Map<string, number>();

  constructor(
    private readonly folder: MemoryFolder,
    private readonly writer: string,
  ) {}

  hold(): () => void {
    let release = (): void => undefined;
    this.gate = new Promise((resolve) => (release = resolve));
    return () => void release();
  }

  async readNew(): Promise<readonly JournalPart[]> {
    if (this.unreadable) throw new Error('not readable');
    const parts: JournalPart[] = [];
    for (const [name, text] of this.folder.files) {
      const start = this.read.get(name) ?? 0;
      if (name === `${this.writer}.jsonl` || text.length === start) continue;
      this.read.set(name, text.length);
      parts.push({ name, firstLine: text.slice(0, start).split('\n').length, text: text.slice(start) });
    }
    return parts;
  }

  async readAll(): Promise<readonly JournalPart[]> {
    return [...this.folder.files].map(([name, text]) => ({ name, firstLine: 1, text }));
  }

  async append(lines: string): Promise<void> {
    await this.gate;
    const fails = this.failures.pop() ?? this.failing;
    if (!fails || this.leaving) {
      const name = `${this.writer}.jsonl`;
      this.folder.files.set(name, (this.folder.files.get(name) ?? '') + lines);
      for (const listener of this.folder.listeners) listener();
    }
    if (fails) throw new Error('disk full');
    this.writes.push(lines);
  }

  watch(listener: () => void): { dispose(): void } {
    this.folder.listeners.add(listener);
    return { dispose: () => void this.folder.listeners.delete(listener) };
  }

  compact(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  dispose(): void {
    // Nothing is held open.
  }
}
