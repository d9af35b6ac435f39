import assert from 'node:assert/strict';
import { build } from 'esbuild';
import fc from 'fast-check';
import path from 'node:path';
import type { Uri } from 'vscode';
import { decodeJournal, emptyProgress, knows, mergeInto } from '../../src/core/progress';
import { pollInterval, type Journals } from '../../src/state/journal';
import type { openJournals } from '../../src/state/journal.web';
import type { ProgressStore } from '../../src/state/progressStore';

/** All that the store and its journals take from the editor. `workspace.fs` is put in by the test. */
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
}
export class FileSystemError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };
export const Uri = { joinPath: (base, ...parts) => ({ path: [base.path, ...parts].join('/') }) };
export const workspace = {};`;

interface FileSystem {
  readDirectory(uri: Uri): Promise<[string, number][]>;
  stat(uri: Uri): Promise<{ type: number; ctime: number; mtime: number; size: number }>;
  readFile(uri: Uri): Promise<Uint8Array>;
  writeFile(uri: Uri, content: Uint8Array): Promise<void>;
}
interface Host {
  readonly openJournals: typeof openJournals;
  readonly ProgressStore: typeof ProgressStore;
  readonly FileSystemError: new (code: string) => Error;
  readonly workspace: { fs?: FileSystem };
}

let code: Promise<string> | undefined;
const hosts = new Map<string, Promise<Host>>();
/** The modules as the web bundle has them, loaded once for each name: windows of one name are never open at once. */
function loadHost(writer: string): Promise<Host> {
  const load = async (): Promise<Host> => {
    code ??= bundle();
    return (await import(`data:text/javascript;base64,${await code}#${writer}`)) as Host;
  };
  if (!hosts.has(writer)) hosts.set(writer, load());
  return hosts.get(writer)!;
}
async function bundle(): Promise<string> {
  const contents = [
    "export { openJournals } from './src/state/journal.node';",
    "export { ProgressStore } from './src/state/progressStore';",
    "export { FileSystemError, workspace } from 'vscode';",
  ].join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
    absWorkingDir: process.cwd(),
    bundle: true,
    write: false,
    format: 'esm',
    // Like the web bundle, which fails to build where something needs Node.
    platform: 'browser',
    plugins: [
      {
        name: 'editor',
        setup(setup) {
          setup.onResolve({ filter: /^\..*\.node$/ }, (args) => ({
            path: path.resolve(args.resolveDir, args.path.replace(/\.node$/, '.web.ts')),
          }));
          setup.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'editor' }));
          setup.onLoad({ filter: /.*/, namespace: 'editor' }, () => ({ contents: editor, loader: 'js' }));
        },
      },
    ],
  });
  return Buffer.from(outputFiles[0]!.contents).toString('base64');
}

const root = '/User/globalStorage/backend-skills.backend-skills/progress';

/** What all windows share. */
class Disk {
  readonly files = new Map<string, { bytes: Uint8Array; mtime: number }>();
  now = 1_700_000_000_000;

  text(name: string): string | undefined {
    const file = this.files.get(`${root}/${name}`);
    return file && Buffer.from(file.bytes).toString('utf8');
  }
  put(name: string, text: string): void {
    this.files.set(`${root}/${name}`, { bytes: Buffer.from(text), mtime: this.now });
  }
}

/** How a write ends: well, with an error that leaves what was there, half of the new file, or all of it. */
type Ending = 'well' | 'nothing' | 'torn' | 'landed';

/** `workspace.fs` of one window. Where a file system of a remote host is asked each time, a browser's storage keeps a list of its own. */
class WindowFs implements FileSystem {
  readonly endings: Ending[] = [];
  unreadable = '';
  reads = 0;
  private list: Map<string, { size: number | undefined; mtime: number }> | undefined;

  constructor(
    private readonly disk: Disk,
    private readonly host: Host,
    /** As the editor's provider on IndexedDB is: names are listed once; sizes and times are those that this window has seen. */
    private readonly cached: boolean,
  ) {}

  private fail(name: string): Error {
    return new this.host.FileSystemError(name);
  }
  private async tree(): Promise<Map<string, { size: number | undefined; mtime: number }>> {
    if (!this.cached)
      return new Map([...this.disk.files].map(([name, { bytes, mtime }]) => [name, { size: bytes.length, mtime }]));
    this.list ??= new Map([...this.disk.files.keys()].map((name) => [name, { size: undefined, mtime: 0 }]));
    return this.list;
  }

  async readDirectory({ path: folder }: Uri): Promise<[string, number][]> {
    if (this.unreadable) throw this.fail(this.unreadable);
    const names = [...(await this.tree()).keys()].filter((name) => name.startsWith(`${folder}/`));
    if (names.length === 0) throw this.fail('FileNotFound');
    const children = names.map((name) => name.slice(folder.length + 1).split('/'));
    return [...new Map(children.map(([child, ...rest]) => [child!, rest.length === 0 ? 1 : 2]))];
  }
  async stat(uri: Uri): Promise<{ type: number; ctime: number; mtime: number; size: number }> {
    const entry = (await this.tree()).get(uri.path);
    if (!entry) throw this.fail('FileNotFound');
    const size = entry.size ?? (await this.readFile(uri)).length;
    return { type: 1, ctime: 0, mtime: entry.mtime, size };
  }
  async readFile(uri: Uri): Promise<Uint8Array> {
    const file = this.disk.files.get(uri.path);
    if (!file) throw this.fail('FileNotFound');
    this.reads++;
    const entry = this.list?.get(uri.path);
    if (this.list) this.list.set(uri.path, { size: file.bytes.length, mtime: entry?.mtime ?? 0 });
    return file.bytes;
  }
  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    await Promise.resolve();
    const ending = this.endings.shift() ?? 'well';
    const bytes = ending === 'torn' ? content.slice(0, content.length >> 1) : content.slice();
    if (ending !== 'nothing') {
      this.disk.files.set(uri.path, { bytes, mtime: this.disk.now });
      this.list?.set(uri.path, { size: bytes.length, mtime: this.disk.now });
    }
    if (ending !== 'well') throw this.fail('Unavailable');
  }
}

describe('journals in the web', () => {
  interface Window {
    readonly fs: WindowFs;
    readonly journals: Journals;
    readonly store: ProgressStore;
  }
  const folder = { path: root } as unknown as Uri;
  const open = async (disk: Disk, writer: string, cached = false): Promise<Window> => {
    const host = await loadHost(writer);
    const fs = new WindowFs(disk, host, cached);
    host.workspace.fs = fs;
    const journals = host.openJournals(folder, writer);
    const store = new host.ProgressStore(journals, writer, { warn: () => undefined }, () => (disk.now += 1));
    return { fs, journals, store };
  };
  const news = async ({ journals }: Window): Promise<[string, string][]> =>
    (await journals.readNew()).map(({ name, text }) => [name, text]);
  /** What a window that starts now would show. */
  const stored = async (disk: Disk): Promise<string[]> => {
    const { store } = await open(disk, 'late');
    await store.load();
    return store.doneItems().sort();
  };
  /** Until a look at the folder that was asked for has ended. */
  const looked = async (window: Window): Promise<void> => {
    window.store.rescan();
    await new Promise((resolve) => setImmediate(resolve));
  };

  it('are empty where there is no folder, and reject where it cannot be read', async () => {
    const window = await open(new Disk(), 'me');
    assert.deepEqual(await window.journals.readNew(), []);
    assert.deepEqual(await window.journals.readAll(), []);
    window.fs.unreadable = 'NoPermissions';
    await assert.rejects(window.journals.readNew(), /NoPermissions/);
    await assert.rejects(window.journals.readAll(), /NoPermissions/);
    await assert.rejects(window.store.load(), /NoPermissions/);
  });

  it('read others once, again when they have changed, and their own only when asked for everything', async () => {
    const disk = new Disk();
    disk.put('you.jsonl', 'a\n');
    disk.put('old.jsonl.old', 'b\n');
    disk.put('notes.txt', 'no journal\n');
    disk.put('damaged/them.jsonl', 'set aside\n');
    const window = await open(disk, 'me');
    await window.journals.append('mine\n');
    assert.deepEqual(await news(window), [['old.jsonl.old', 'b\n'], ['you.jsonl', 'a\n']]); // prettier-ignore
    const { reads } = window.fs;
    assert.deepEqual(await news(window), []);
    assert.equal(window.fs.reads, reads, 'nothing was read for nothing');
    disk.put('you.jsonl', 'a\nc\n');
    disk.put('new.jsonl', 'd\n');
    assert.deepEqual(await news(window), [['new.jsonl', 'd\n'], ['you.jsonl', 'a\nc\n']]); // prettier-ignore
    // The same size at another time.
    disk.now += 1;
    disk.put('you.jsonl', 'a\ne\n');
    assert.deepEqual(await news(window), [['you.jsonl', 'a\ne\n']]);
    const names = (await window.journals.readAll()).map(({ name, firstLine }) => `${name} ${firstLine}`);
    assert.deepEqual(names, ['me.jsonl 1', 'new.jsonl 1', 'old.jsonl.old 1', 'you.jsonl 1']);
    assert.deepEqual(await window.journals.compact(), []);
  });

  it('read again what could not be read', async () => {
    const disk = new Disk();
    const window = await open(disk, 'me');
    disk.put('you.jsonl', 'a\n');
    const readFile = window.fs.readFile.bind(window.fs);
    window.fs.readFile = () => Promise.reject(new Error('gone for a moment'));
    await assert.rejects(window.journals.readNew(), /gone for a moment/);
    window.fs.readFile = readFile;
    assert.deepEqual(await news(window), [['you.jsonl', 'a\n']]);
  });

  it('hold all that was acknowledged after any failures, as soon as a write ends well, and nothing else but what landed', async () => {
    const endings = fc.constantFrom<Ending>('well', 'nothing', 'torn', 'landed');
    await fc.assert(
      fc.asyncProperty(fc.array(endings, { maxLength: 12 }), async (list) => {
        const disk = new Disk();
        const { fs, journals } = await open(disk, 'me');
        fs.endings.push(...list);
        const acknowledged: string[] = [];
        const landed = new Set<string>();
        for (const [at, ending] of [...list, 'well'].entries()) {
          const line = `line ${at} ü\n`;
          const ended = journals.append(line);
          if (ending === 'well') {
            await ended;
            acknowledged.push(line);
          } else await assert.rejects(ended, /Unavailable/);
          if (ending === 'landed') landed.add(line);
          // Whatever the last write did: one of the two files is whole.
          const whole = ['me.jsonl', 'me-2.jsonl'].map((name) =>
            (disk.text(name) ?? '').split(/(?<=\n)/).filter((one) => one.endsWith('\n') && !landed.has(one)),
          );
          assert.ok(
            whole.some((lines) => lines.join('') === acknowledged.join('')),
            JSON.stringify({ whole, acknowledged }),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lose nothing by a torn write, not even should the window end then', async () => {
    const disk = new Disk();
    const window = await open(disk, 'me');
    const all = ['a', 'b', 'c', 'd'].map((name) => `core/git/${name}`);
    for (const id of all.slice(0, 3)) await window.store.set([id], true);
    window.fs.endings.push('torn');
    await assert.rejects(window.store.set([all[3]!], true), /Unavailable/);
    // Should the window end now, nothing of what was acknowledged is lost: the other file is whole.
    assert.deepEqual(await stored(disk), all.slice(0, 3));
    assert.deepEqual(window.store.doneItems(), all.slice(0, 3));
    assert.deepEqual(await window.store.set([all[3]!], true), [all[3]]);
    assert.deepEqual(await stored(disk), all);
  });

  it('show what was written in the same millisecond', async () => {
    const disk = new Disk();
    const [one, two] = [await open(disk, 'one'), await open(disk, 'two')];
    for (let at = 0; at < 20; at++) {
      // A window only ever adds to its file, so another size tells.
      await one.journals.append(`${at % 10}\n`);
      const text = [...Array(at + 1).keys()].map((line) => `${line % 10}\n`).join('');
      assert.deepEqual(await news(two), [[at % 2 === 0 ? 'one.jsonl' : 'one-2.jsonl', text]]);
    }
  });

  it('show what took the place of a line that failed, landed and was as long, at the latest with the next act', async () => {
    const disk = new Disk();
    const [one, two] = [await open(disk, 'one'), await open(disk, 'two')];
    one.fs.endings.push('landed');
    await assert.rejects(one.journals.append('failed\n'), /Unavailable/);
    assert.deepEqual(await news(two), [['one.jsonl', 'failed\n']]);
    await one.journals.append('stored\n');
    // Within the same millisecond, this looks like the same file. A window that starts sees it.
    await news(two);
    const [[, started] = []] = await news(await open(disk, 'three'));
    assert.match(started ?? '', /^stored\n$/m);
    await one.journals.append('more\n');
    const [[, seen] = []] = await news(two);
    assert.match(seen ?? '', /stored\nmore\n$/);
  });

  it('are looked at regularly until the watching ends', async () => {
    const { journals } = await open(new Disk(), 'me');
    const timers = new Map<object, () => void>();
    const { setInterval: real, clearInterval: realClear } = globalThis;
    globalThis.setInterval = ((listener: () => void, milliseconds: number) => {
      assert.equal(milliseconds, pollInterval);
      const timer = {};
      timers.set(timer, listener);
      return timer;
    }) as unknown as typeof setInterval;
    globalThis.clearInterval = ((timer: object) => timers.delete(timer)) as unknown as typeof clearInterval;
    try {
      let calls = 0;
      const watching = journals.watch(() => calls++);
      for (let turn = 1; turn <= 3; turn++) {
        for (const listener of timers.values()) listener();
        assert.equal(calls, turn);
      }
      watching.dispose();
      assert.equal(timers.size, 0);
    } finally {
      globalThis.setInterval = real;
      globalThis.clearInterval = realClear;
    }
  });

  it('lose nothing that was acknowledged, with three windows and any failures', async () => {
    const ids = ['a', 'b', 'c'].map((name) => `core/git/${name}`);
    const step = fc.record({
      window: fc.nat(2),
      item: fc.nat(2),
      done: fc.boolean(),
      ending: fc.constantFrom<Ending>('well', 'well', 'nothing', 'torn', 'landed'),
      looks: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const disk = new Disk();
        const windows = await Promise.all(['one', 'two', 'three'].map((writer) => open(disk, writer)));
        const acknowledged: string[] = [];
        for (const { journals } of windows) {
          const append = journals.append.bind(journals);
          journals.append = async (lines) => {
            await append(lines);
            acknowledged.push(lines);
          };
        }
        for (const { window: at, item, done, ending, looks } of steps) {
          const window = windows[at]!;
          if (looks) await looked(window);
          window.fs.endings.push(ending);
          const changed = await window.store.set([ids[item]!], done).catch(() => undefined);
          window.fs.endings.length = 0;
          if (changed) assert.equal(window.store.isDone(ids[item]!), done);
        }
        // A last act of each heals what was torn.
        for (const [at, { store }] of windows.entries()) await store.set([`core/php/${at}`], true);
        const { facts } = decodeJournal(acknowledged.join(''));
        const late = await open(disk, 'late');
        for (const window of [...windows, late]) {
          await looked(window);
          // It may also have seen lines that failed and landed.
          const shown = emptyProgress();
          mergeInto(shown, window.store.facts());
          for (const fact of facts) assert.ok(knows(shown, fact), JSON.stringify(fact));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keep what landed in spite of an error: another window may have built upon it', async () => {
    for (const done of [true, false]) {
      const disk = new Disk();
      const [one, two] = [await open(disk, 'one'), await open(disk, 'two')];
      if (!done) await one.store.set(['core/git/a'], true);
      one.fs.endings.push('landed');
      await assert.rejects(one.store.set(['core/git/a'], done), /Unavailable/);
      await looked(two);
      // Nothing to do there: it is so already.
      assert.deepEqual(await two.store.set(['core/git/a'], done), []);
      await one.store.set(['core/git/b'], true);
      assert.deepEqual(await stored(disk), done ? ['core/git/a', 'core/git/b'] : ['core/git/b']);
    }
  });

  it("on the browser's own storage, which lists files once: each window keeps its own, and the next to start has all", async () => {
    const disk = new Disk();
    const [one, two] = [await open(disk, 'one', true), await open(disk, 'two', true)];
    for (const { store } of [one, two]) await store.load();
    for (let round = 0; round < 3; round++)
      for (const [at, { store }] of [one, two].entries()) await store.set([`core/git/${at}-${round}`], true);
    await one.store.set(['core/git/0-0'], false);
    const expected = ['0-1', '0-2', '1-0', '1-1', '1-2'].map((name) => `core/git/${name}`);
    const next = await open(disk, 'three', true);
    await next.store.load();
    assert.deepEqual(next.store.doneItems().sort(), expected);
    assert.deepEqual(await stored(disk), expected);
  });
});
