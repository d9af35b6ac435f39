import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { BackendSkillsApi } from '../../src/api';
import { decodePortable, encodePortable, readLearner, type Learner } from '../../src/core/portableFile';
import { emptyProgress, mergeInto, type Fact } from '../../src/core/progress';
import { settingIds } from '../../src/ids';
import type { Journals } from '../../src/state/journal';
import type { PortableEdge } from '../../src/state/portableEdge';
import { PortableFile } from '../../src/state/portableFile';
import { ProgressStore } from '../../src/state/progressStore';
import { waitUntil } from './suite';

/** What only a host with a disk of its own can do. */
export interface Disk {
  symlink(target: string, path: string): Promise<void>;
  /** Files of the extension that have been loaded. */
  loaded(): readonly string[];
}

const { fs } = vscode.workspace;
const start = Date.UTC(2026, 0, 1);
const a = 'core/git/a';
const b = 'core/git/b';
const c = 'core/git/c';
const tick = (id: string, by = 'elsewhere'): Fact => ({ kind: 'tick', id, at: [start, 0], by });

/** Journals that keep nothing: what is stored is in the store. */
const journals: Journals = {
  append: () => Promise.resolve(),
  readNew: () => Promise.resolve([]),
  readAll: () => Promise.resolve([]),
  watch: () => new vscode.Disposable(() => undefined),
  compact: () => Promise.resolve([]),
  dispose: () => undefined,
};

class Memory {
  readonly values = new Map<string, unknown>();
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as the editor declares it
  get<T>(key: string): T | undefined;
  get(key: string): unknown {
    return this.values.get(key);
  }
  update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
    return Promise.resolve();
  }
}

/** Files in memory, as a virtual workspace has them, with the obstacles that such a one may have. */
class VirtualFolder implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  /** Acts that fail, and why. */
  readonly broken = new Map<'writeFile' | 'rename', vscode.FileSystemError>();
  /** What was done, with the last part of the path. */
  readonly acts: string[] = [];
  /** Done once, just after the next write. */
  meanwhile: (() => void) | undefined;
  /** A file that is gone for one look after the next look at Git's own files: another window is putting its own in place. */
  vanishing: string | undefined;
  private vanished: string | undefined;
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private time = 0;
  isReadonly = false;

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }
  stat(uri: vscode.Uri): vscode.FileStat {
    if (this.vanished === uri.path) {
      this.vanished = undefined;
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    if (uri.path.includes('/.git/') && this.vanishing !== undefined) {
      this.vanished = this.vanishing;
      this.vanishing = undefined;
    }
    const file = this.files.get(uri.path);
    if (!file && [...this.files.keys(), '/team/'].every((name) => !name.startsWith(`${uri.path}/`)))
      throw vscode.FileSystemError.FileNotFound(uri);
    const type = file ? vscode.FileType.File : vscode.FileType.Directory;
    const permissions = { ...(this.isReadonly ? { permissions: vscode.FilePermission.Readonly } : {}) };
    // A time that proves nothing.
    return { type, ctime: 0, mtime: this.time++, size: file?.length ?? 0, ...permissions };
  }
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(): void {
    // There are only files.
  }
  readFile(uri: vscode.Uri): Uint8Array {
    const file = this.files.get(uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }
  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.act('writeFile', uri);
    this.files.set(uri.path, content);
    const { meanwhile } = this;
    this.meanwhile = undefined;
    meanwhile?.();
  }
  delete(uri: vscode.Uri): void {
    if (!this.files.delete(uri.path)) throw vscode.FileSystemError.FileNotFound(uri);
  }
  rename(from: vscode.Uri, to: vscode.Uri): void {
    this.act('rename', to);
    this.files.set(to.path, this.readFile(from));
    this.files.delete(from.path);
  }

  private act(what: 'writeFile' | 'rename', uri: vscode.Uri): void {
    this.acts.push(
      `${what} ${uri.path
        .split('/')
        .at(-1)
        ?.replace(/\.[\da-f]{8}\.tmp$/, '.tmp')}`,
    );
    const error = this.broken.get(what);
    if (error) throw error;
  }
}

/** The progress file on real files of the workspace, with a learner who answers as the test says. */
export function registerPortableTests(disk?: Disk): void {
  const root = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '.portable-test');
  let folder: vscode.Uri;
  let number = 0;
  let opened: { dispose(): void }[] = [];
  const clear = async (): Promise<void> => {
    try {
      await fs.delete(root, { recursive: true });
    } catch {
      // It is not there.
    }
  };
  before(clear);
  beforeEach(async () => {
    // Another folder each time, so that no late event of the last one counts.
    folder = vscode.Uri.joinPath(root, `folder-${++number}`);
    await fs.createDirectory(folder);
  });
  afterEach(() => {
    for (const one of opened) one.dispose();
    opened = [];
  });
  after(clear);

  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, ...name.split('/'));
  const put = (name: string, text: string): Thenable<void> => fs.writeFile(at(name), new TextEncoder().encode(text));
  const get = async (name: string): Promise<string | undefined> => {
    try {
      return new TextDecoder().decode(await fs.readFile(at(name)));
    } catch {
      return undefined;
    }
  };
  const names = async (name = ''): Promise<string[]> =>
    (await fs.readDirectory(at(name))).map(([entry]) => entry).sort();
  const fileOf = (learner: Learner, ...facts: readonly Fact[]): string => {
    const document = emptyProgress();
    mergeInto(document, facts);
    return encodePortable(learner, document);
  };
  const practisedIn = async (name: string): Promise<string[] | undefined> => {
    const text = await get(name);
    return text === undefined ? undefined : [...(readLearner(text)?.practised.keys() ?? [])].sort();
  };

  class Window {
    readonly said: string[] = [];
    readonly logged: string[] = [];
    readonly memory: Memory;
    readonly store: ProgressStore;
    readonly file: PortableFile;
    path: unknown = 'ada.progress.json';
    learner = 'Ada';
    trusted = true;
    focused = true;
    /** Answers to what is asked, by a part of the question; what has none stays open. */
    readonly answers = new Map<string, string>();
    givenName: string | undefined;

    constructor(options: Partial<Pick<Window, 'path' | 'learner' | 'trusted' | 'focused' | 'memory'>> = {}, wait = 20) {
      this.memory = options.memory ?? new Memory();
      Object.assign(this, options);
      const log = { info: (line: string) => this.logged.push(line), warn: (line: string) => this.logged.push(line) };
      this.store = new ProgressStore(journals, `window-${Math.random()}`, log);
      this.file = new PortableFile(this.store, this.memory, log, this.edge(), wait);
      opened.push(this.file, this.store);
      this.file.check();
    }

    private edge(): PortableEdge {
      const say = (message: string, ...answers: readonly string[]): Promise<string | undefined> => {
        this.said.push(message);
        const [, answer] = [...this.answers].find(([part]) => message.includes(part)) ?? [];
        if (answer !== undefined) assert.ok(answers.includes(answer), `${message}: ${answers.join()}`);
        return answer === undefined ? new Promise(() => undefined) : Promise.resolve(answer);
      };
      return {
        folder: () => (this.trusted ? folder : undefined),
        path: () => this.path,
        name: () => this.learner,
        keepName: (name) => Promise.resolve(void (this.learner = name)),
        isFocused: () => this.focused,
        askName: (file) => {
          this.said.push(`name for ${file}`);
          return Promise.resolve(this.givenName);
        },
        inform: say,
        warn: say,
        openSettings: () => this.said.push('settings'),
        open: (file, line) => this.said.push(`open ${file.path.split('/').at(-1)} ${line}`),
      };
    }

    async set(...ids: readonly string[]): Promise<void> {
      await this.store.set(ids, true);
    }

    done(): string[] {
      return this.store.doneItems().sort();
    }
  }

  describe('progress file', () => {
    it('appears with what is practised, and nothing is asked or written before', async () => {
      const window = new Window({ path: 'progress/${name}.progress.json' });
      await window.file.settled();
      assert.deepEqual(await names(), []);
      await window.set(a, b);
      await waitUntil(async () => (await practisedIn('progress/ada.progress.json')) !== undefined, 'the file');
      const text = (await get('progress/ada.progress.json'))!;
      const { portable, problems } = decodePortable(text, 'x');
      assert.deepEqual(problems, []);
      assert.equal(portable?.learner.name, 'Ada');
      assert.deepEqual(await practisedIn('progress/ada.progress.json'), [a, b]);
      assert.deepEqual(await names('progress'), ['ada.progress.json']);
      assert.deepEqual(window.said, []);
    });

    it('takes over what is written into it from outside, and keeps what is here', async () => {
      const window = new Window();
      await window.set(a);
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 1, 'the first tick');
      const { portable } = decodePortable((await get('ada.progress.json'))!, 'x');
      await put('ada.progress.json', fileOf(portable!.learner, ...portable!.facts, tick(b)));
      await waitUntil(() => window.done().length === 2, 'the tick from outside');
      await window.set(c);
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 3, 'the last tick');
      assert.deepEqual(window.said, []);
    });

    it('of somebody else is neither merged nor written, and one answer is enough', async () => {
      const theirs = fileOf({ id: 'bob', name: 'Bob' }, tick(b));
      await put('ada.progress.json', theirs);
      const window = new Window();
      window.answers.set('Is that you?', 'Not Me');
      await window.set(a);
      await waitUntil(() => window.said.length === 2, 'both messages');
      assert.match(window.said[0]!, /^ada\.progress\.json holds the progress of Bob\. Is that you\?$/);
      assert.match(window.said[1]!, /progress\/\$\{name\}\.progress\.json/);
      window.file.check();
      await window.file.settled();
      const later = new Window({ memory: window.memory });
      await later.set(c);
      later.file.check();
      await later.file.settled();
      assert.deepEqual([window.done(), later.done(), later.said], [[a], [c], []]);
      assert.equal(window.said.length, 2);
      assert.equal(await get('ada.progress.json'), theirs);
    });

    it('of another machine of ours is joined once we say so', async () => {
      await put('ada.progress.json', fileOf({ id: 'earlier', name: 'Ada L.' }, tick(b)));
      const window = new Window();
      window.answers.set('Is that you?', 'That Is Me');
      await window.set(a);
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 2, 'both ticks');
      assert.deepEqual(window.done(), [a, b]);
      assert.deepEqual(readLearner((await get('ada.progress.json'))!)?.learner, { id: 'earlier', name: 'Ada' });
      // Remembered, also by a machine whose list Settings Sync has overwritten.
      window.memory.values.delete('progress.learner');
      const later = new Window({ memory: window.memory });
      await waitUntil(() => later.done().length === 2, 'the ticks again');
      assert.deepEqual(later.said, []);
    });

    it('is not asked about while the window has no focus', async () => {
      await put('ada.progress.json', fileOf({ id: 'bob', name: 'Bob' }, tick(b)));
      const window = new Window({ focused: false });
      await window.file.settled();
      assert.deepEqual(window.said, []);
      window.focused = true;
      window.file.look();
      await waitUntil(() => window.said.length === 1, 'the question');
    });

    /** A window whose file is written, and the facts in it. */
    const written = async (): Promise<{ window: Window; learner: Learner; text: string }> => {
      const window = new Window();
      await window.set(a);
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 1, 'the file');
      await window.file.settled();
      const text = (await get('ada.progress.json'))!;
      return { window, learner: readLearner(text)!.learner, text };
    };
    const problemsOf = (name: string): number[] =>
      vscode.languages.getDiagnostics(at(name)).map(({ range }) => range.start.line + 1);

    it('with both sides of a conflict is left alone, and joined when we say so', async () => {
      const { window, learner } = await written();
      const [ours, theirs] = [fileOf(learner, tick(b)), fileOf(learner, tick(c))];
      const text = `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> desk\n`;
      await put('ada.progress.json', text);
      await waitUntil(() => window.said.length === 1, 'the message');
      assert.match(window.said[0]!, /could not merge ada\.progress\.json.*\*\.progress\.json merge=union/);
      assert.deepEqual(problemsOf('ada.progress.json'), [1]);
      await window.set('core/git/d');
      window.file.check();
      await window.file.settled();
      assert.equal(await get('ada.progress.json'), text);
      assert.equal(window.said.length, 1);
      // Another window is asked too, and answers.
      const other = new Window({ memory: window.memory });
      other.answers.set('could not merge', 'Join Both Sides');
      other.file.check();
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 4, 'the union');
      await waitUntil(() => problemsOf('ada.progress.json').length === 0, 'no problems');
      await waitUntil(() => window.done().length === 4, 'the first window');
    });

    it('that is no JSON is left alone until it is mended, and then goes on by itself', async () => {
      const { window, text } = await written();
      const broken = text.replace('"items": [', '"items": [ oops');
      window.answers.set('cannot be read', 'Open File');
      await put('ada.progress.json', broken);
      await waitUntil(() => window.said.length === 2, 'message and file');
      const line = text.split('\n').findIndex((part) => part.includes('"items"')) + 1;
      assert.match(window.said[0]!, new RegExp(`see its line ${line + 1}|see its line ${line}`));
      await window.set(b);
      window.file.check();
      await window.file.settled();
      assert.equal(await get('ada.progress.json'), broken);
      assert.deepEqual(window.done(), [a, b]);
      await put('ada.progress.json', text);
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 2, 'both ticks');
      assert.deepEqual(problemsOf('ada.progress.json'), []);
      assert.equal(window.said.length, 2);
    });

    it('with an entry that cannot be read is left alone, or written anew when we say so', async () => {
      const { window, learner } = await written();
      const text = fileOf(learner, tick(b), tick(c)).replace('"core/git/c"', '"Git C"');
      await put('ada.progress.json', text);
      await waitUntil(() => window.said.length === 1, 'the message');
      assert.match(window.said[0]!, /1 of its entries cannot be read/);
      assert.deepEqual(problemsOf('ada.progress.json'), [
        text.split('\n').findIndex((part) => part.includes('Git C')) + 1,
      ]);
      assert.deepEqual(window.done(), [a, b]);
      assert.equal(await get('ada.progress.json'), text);
      const other = new Window({ memory: window.memory });
      other.answers.set('cannot be read', 'Write Anew');
      other.file.check();
      await waitUntil(async () => (await get('ada.progress.json')) !== text, 'the file anew');
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.join() === `${a},${b}`, 'all ticks');
    });

    it('comes to the same in two windows, which then write no more', async () => {
      const memory = new Memory();
      const [one, two] = [new Window({ memory }), new Window({ memory })];
      await Promise.all([one.set(a), two.set(b)]);
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 2, 'both ticks');
      await Promise.all([one.set(c), two.set('core/git/d')]);
      await waitUntil(() => [one, two].every((window) => window.done().length === 4), 'all ticks in both');
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 4, 'all ticks in the file');
      const before = await fs.stat(at('ada.progress.json'));
      for (const window of [one, two, one]) {
        window.file.check();
        await window.file.settled();
      }
      assert.equal((await fs.stat(at('ada.progress.json'))).mtime, before.mtime);
      assert.deepEqual(await names(), ['ada.progress.json']);
      assert.deepEqual([one.said, two.said], [[], []]);
    });

    it('keeps its line ends, and is not written for the sake of its layout', async () => {
      const { window, text } = await written();
      for (const other of [text.replaceAll('\n', '\r\n'), JSON.stringify(JSON.parse(text), null, 2)]) {
        await put('ada.progress.json', other);
        window.file.check();
        await window.file.settled();
        assert.equal(await get('ada.progress.json'), other);
      }
      await put('ada.progress.json', text.replaceAll('\n', '\r\n'));
      await window.set(b);
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 2, 'both ticks');
      assert.ok(!/[^\r]\n/.test((await get('ada.progress.json'))!), 'a line without its CR');
    });

    it('of an older branch stays as it is until something is practised', async () => {
      const { window, learner, text } = await written();
      window.file.dispose();
      await put('ada.progress.json', fileOf(learner, tick(b)));
      const later = new Window({ memory: window.memory });
      await waitUntil(() => later.done().length === 1, 'the tick of the file');
      await put('ada.progress.json', text);
      await waitUntil(() => later.done().length === 2, 'the tick of the other branch');
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 2, 'both');
      later.file.dispose();
      const last = new Window({ memory: window.memory });
      await waitUntil(() => last.done().length === 2, 'both ticks');
      await last.file.settled();
      await put('ada.progress.json', text);
      last.file.look();
      await last.file.settled();
      assert.equal(await get('ada.progress.json'), text);
      await last.set(c);
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 3, 'all three');
    });

    it('waits while Git is in the middle of a merge', async () => {
      const { window } = await written();
      await put('.git/MERGE_HEAD', '');
      const before = await get('ada.progress.json');
      await window.set(b);
      window.file.check();
      await window.file.settled();
      assert.equal(await get('ada.progress.json'), before);
      await fs.delete(at('.git'), { recursive: true });
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 2, 'both ticks');
    });

    it('follows the setting: another path gets everything, none ends it', async () => {
      const { window, text } = await written();
      window.path = 'team/ada.json';
      window.file.check();
      await waitUntil(async () => (await practisedIn('team/ada.json'))?.length === 1, 'the other file');
      window.path = '';
      window.file.check();
      await window.set(b);
      window.file.check();
      await window.file.settled();
      assert.deepEqual([await get('ada.progress.json'), await get('team/ada.json')], [text, text]);
      window.learner = 'Ada Lovelace';
      window.path = 'ada.progress.json';
      window.file.check('renamed');
      await waitUntil(
        async () => readLearner((await get('ada.progress.json')) ?? '')?.learner.name === 'Ada Lovelace',
        'the name',
      );
    });

    it('is nowhere while the path leads elsewhere, and says so once', async () => {
      const window = new Window({ path: '../ada.progress.json' });
      await window.set(a);
      window.file.check();
      await window.file.settled();
      assert.equal(window.said.length, 1);
      assert.match(window.said[0]!, /backendSkills\.progressFile leads out of the folder/);
      assert.deepEqual(await names(), []);
      assert.ok(!(await names('..')).includes('ada.progress.json'));
      window.path = 7;
      window.file.check();
      await window.file.settled();
      assert.equal(window.said.length, 2);
    });

    it('is nowhere in a folder that is not trusted, until it is', async () => {
      await put('ada.progress.json', fileOf({ id: 'bob', name: 'Bob' }, tick(b)));
      const window = new Window({ trusted: false });
      await window.set(a);
      window.file.check();
      await window.file.settled();
      assert.deepEqual([window.said, window.done()], [[], [a]]);
      window.trusted = true;
      window.file.check();
      await waitUntil(() => window.said.length === 1, 'the question');
    });

    it('asks once for a name, when there is something to write', async () => {
      const window = new Window({ learner: '', path: '${name}.progress.json' });
      window.file.check();
      await window.file.settled();
      assert.deepEqual(window.said, []);
      await window.set(a);
      await waitUntil(() => window.logged.length === 1, 'the note that none was given');
      await window.set(b);
      window.file.check();
      await window.file.settled();
      assert.equal(window.said.length, 1);
      assert.deepEqual(await names(), []);
      const other = new Window({ learner: '' });
      other.givenName = 'Ada';
      await other.set(a);
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 1, 'the file');
    });

    it('cannot be where a folder is, says so once, and goes on when it can', async () => {
      await fs.createDirectory(at('ada.progress.json'));
      const window = new Window();
      await window.set(a);
      await waitUntil(() => window.said.length === 1, 'the message');
      assert.match(window.said[0]!, /ada\.progress\.json.*is a folder/);
      await window.set(b);
      await window.file.settled();
      assert.equal(window.said.length, 1);
      assert.deepEqual(window.done(), [a, b]);
      await fs.delete(at('ada.progress.json'), { recursive: true });
      await window.set(c);
      await waitUntil(async () => (await practisedIn('ada.progress.json'))?.length === 3, 'the file');
    });

    it('is not written through a symbolic link', async function () {
      if (!disk) this.skip();
      const outside = vscode.Uri.joinPath(folder, '..', `outside-${number}`);
      await fs.createDirectory(outside);
      await disk.symlink(outside.fsPath, at('progress').fsPath);
      const window = new Window({ path: 'progress/ada.progress.json' });
      await window.set(a);
      await waitUntil(() => window.said.length === 1, 'the message');
      assert.match(window.said[0]!, /"progress" is a symbolic link/);
      assert.equal((await fs.readDirectory(outside)).length, 0);
      await disk.symlink(vscode.Uri.joinPath(outside, 'ada.json').fsPath, at('ada.json').fsPath);
      window.path = 'ada.json';
      window.file.check();
      await waitUntil(() => window.said.length === 2, 'the second message');
      assert.match(window.said[1]!, /"ada\.json" is a symbolic link/);
      assert.equal((await fs.readDirectory(outside)).length, 0);
    });
  });

  describe('progress file in a virtual workspace', () => {
    const name = 'ada.progress.json';
    let scheme = 0;
    /** A folder of a file system of its own. */
    const virtual = (options: { isReadonly?: boolean } = {}): VirtualFolder => {
      const files = new VirtualFolder();
      const id = `backend-skills-test-${++scheme}`;
      opened.push(vscode.workspace.registerFileSystemProvider(id, files, { isCaseSensitive: true, ...options }));
      folder = vscode.Uri.from({ scheme: id, path: '/team' });
      return files;
    };

    /** A folder with the learner's file in it, and the window that keeps it. */
    const writtenThere = async (): Promise<{ files: VirtualFolder; window: Window }> => {
      const files = virtual();
      const window = new Window();
      await window.set(a);
      await waitUntil(async () => (await practisedIn(name))?.length === 1, 'the file');
      await window.file.settled();
      return { files, window };
    };

    it('is written beside and put in its place, or in place where that cannot be done', async () => {
      const files = virtual();
      const window = new Window();
      await window.set(a);
      await waitUntil(async () => (await practisedIn(name))?.length === 1, 'the file');
      assert.deepEqual(files.acts, ['writeFile .ada.progress.json.tmp', 'rename ada.progress.json']);
      files.broken.set('rename', vscode.FileSystemError.NoPermissions('no renaming here'));
      await window.set(b);
      await waitUntil(async () => (await practisedIn(name))?.length === 2, 'the second tick');
      await window.file.settled();
      assert.deepEqual([...files.files.keys()], ['/team/ada.progress.json']);
      assert.deepEqual(window.said, []);
    });

    it('does not overwrite what another window writes at the same moment', async () => {
      const { files, window } = await writtenThere();
      const { portable } = decodePortable((await get(name))!, 'x');
      const theirs = new TextEncoder().encode(fileOf(portable!.learner, tick(b)));
      files.acts.length = 0;
      files.meanwhile = () => files.files.set(`/team/${name}`, theirs);
      await window.set(c);
      await waitUntil(async () => (await practisedIn(name))?.length === 3, 'both');
      await window.file.settled();
      assert.deepEqual(
        files.acts.filter((act) => act.startsWith('rename')),
        ['rename ada.progress.json'],
      );
      assert.deepEqual(window.done(), [a, b, c]);
      assert.deepEqual([...files.files.keys()], [`/team/${name}`]);
    });

    it('is tried again when another window is just putting its own in place', async () => {
      const { files, window } = await writtenThere();
      files.vanishing = `/team/${name}`;
      await window.set(b);
      await waitUntil(() => window.done().length === 2, 'the tick');
      await waitUntil(async () => (await practisedIn(name))?.length === 2, 'the second tick');
      assert.equal(files.vanishing, undefined, 'it was never gone');
      assert.deepEqual(window.said, []);
    });

    it('is left as it is where there is no space, with one message, and follows when there is', async () => {
      const files = virtual();
      const window = new Window();
      await window.set(a);
      await waitUntil(async () => (await practisedIn(name))?.length === 1, 'the file');
      files.broken.set('writeFile', vscode.FileSystemError.Unavailable('no space left'));
      await window.set(b);
      await waitUntil(() => window.said.length === 1, 'the message');
      assert.match(window.said[0]!, /^Progress cannot be kept in ada\.progress\.json: .*no space left/);
      await window.set(c);
      await waitUntil(() => files.acts.length > 3, 'another attempt');
      await window.file.settled();
      assert.equal(window.said.length, 1);
      assert.deepEqual(await practisedIn(name), [a]);
      assert.deepEqual(window.done(), [a, b, c]);
      files.broken.clear();
      // When the window is looked at again.
      window.file.look();
      await waitUntil(async () => (await practisedIn(name))?.length === 3, 'all ticks');
    });

    it('is left as it is while it is read-only', async () => {
      const files = virtual();
      const window = new Window();
      await window.set(a);
      await waitUntil(async () => (await practisedIn(name))?.length === 1, 'the file');
      files.isReadonly = true;
      await window.set(b);
      await waitUntil(() => window.said.length === 1, 'the message');
      assert.match(window.said[0]!, /the file is read-only/);
      assert.deepEqual(await practisedIn(name), [a]);
      files.isReadonly = false;
      await window.set(c);
      await waitUntil(async () => (await practisedIn(name))?.length === 3, 'all ticks');
    });

    it('is said to be out of reach where nothing can be written', async () => {
      virtual({ isReadonly: true });
      const window = new Window();
      await window.set(a);
      await waitUntil(() => window.said.length === 1, 'the message');
      assert.match(window.said[0]!, /read-only/);
      assert.deepEqual(window.done(), [a]);
    });
  });

  describe('progress file of the extension itself', () => {
    const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration();
    const path = '.portable-test/${name}.progress.json';
    const uri = vscode.Uri.joinPath(root, 'test-learner.progress.json');
    const change = (id: string, value: string | undefined): Thenable<void> =>
      configuration().update(id, value, vscode.ConfigurationTarget.Global);
    const practised = async (): Promise<ReadonlyMap<string, number>> => {
      try {
        return readLearner(new TextDecoder().decode(await fs.readFile(uri)))?.practised ?? new Map<string, number>();
      } catch {
        return new Map();
      }
    };
    const undo: (() => Thenable<unknown>)[] = [];
    afterEach(async () => {
      for (const step of undo.splice(0).reverse()) await step();
    });

    it('is loaded and written once a setting names it, and ticked items come and go both ways', async () => {
      const api = (await vscode.extensions
        .getExtension('backend-skills.backend-skills')
        ?.activate()) as BackendSkillsApi;
      const { items } = (await api.catalog.skill('git'))!;
      const [first, second] = [items[0]!.id, items[1]!.id];
      undo.push(() => api.progress.setDone(first, false));
      await api.progress.setDone(first, true);
      assert.deepEqual(disk?.loaded().filter((file) => file.endsWith('portableFile.js')) ?? [], [], 'loaded already');
      undo.push(() => change(settingIds.learnerName, undefined));
      await change(settingIds.learnerName, 'Test Learner');
      undo.push(() => change(settingIds.progressFile, undefined));
      await change(settingIds.progressFile, path);
      await waitUntil(async () => (await practised()).has(first), 'the file');
      assert.equal(disk?.loaded().filter((file) => file.endsWith('portableFile.js')).length ?? 1, 1);
      const text = new TextDecoder().decode(await fs.readFile(uri));
      const { portable } = decodePortable(text, 'x');
      undo.push(() => api.progress.setDone(second, false));
      const more = fileOf(portable!.learner, ...portable!.facts, {
        kind: 'tick',
        id: second,
        at: [Date.now(), 0],
        by: 'x',
      });
      await fs.writeFile(uri, new TextEncoder().encode(more));
      await waitUntil(() => api.progress.isDone(second), 'the tick of the file');
      await api.progress.setDone(first, false);
      await waitUntil(
        async () => !(await practised()).has(first) && (await practised()).has(second),
        'the tick taken back',
      );
    });
  });
}
