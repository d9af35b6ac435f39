import * as vscode from 'vscode';
import { decodePortable, joinFacts, portableExtension } from '../core/portableFile';
import type { Fact } from '../core/progress';
import { shownName, type LearnerMarks, type TeamIndex } from '../core/teamBoard';
import { messageOf } from '../platform/errors';
import { watchedBy } from '../platform/files';
import { maxTeamFiles, maxTeamFileSize, type TeamProblem } from '../protocol/team';
import { openMemory } from './memory.node';
import type { FileStamp, TeamMemory } from './memory';
import type { TeamReaders } from './readers';
import { startReaders } from './readers.node';
import { readText } from './readText.node';

/** What the files of the workspace come to. */
export interface TeamReading {
  /** What the numbers of items mean. */
  readonly index: TeamIndex;
  /** One per learner. */
  readonly team: readonly LearnerMarks[];
  /** The file or files of each learner, by learner id. */
  readonly hints: ReadonlyMap<string, string>;
  readonly folders: readonly { readonly name: string; readonly files: number }[];
  readonly files: number;
  readonly problems: readonly TeamProblem[];
  readonly tooMany: boolean;
  /** Differs when anything that was read does. */
  readonly revision: number;
}

/** A file as it was last read. */
interface Entry {
  readonly uri: vscode.Uri;
  readonly number: number;
  /** Path in the workspace. */
  readonly name: string;
  /** Grows with each change; what was read belongs to the version `read`. */
  version: number;
  read: number;
  marks: LearnerMarks | undefined;
  problem: { readonly line: number; readonly message: string } | undefined;
}

/** Files that are read at the same time. */
const atOnce = 16;

/** From so many files on, threads are worth their start, and what was read is worth remembering. */
const many = 40;

/** Times of files are rounded, by some systems to two seconds. Milliseconds. */
const rounding = 2000;

/** From the first sign of a change to reading, so that many changes are one. Milliseconds. */
const patience = 200;

/** The learners' files of the workspace: found and read when asked for, followed from then on. Only what has changed is read again. */
export class TeamFiles implements vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  private numbers = 0;
  private revision = 0;
  private complete = false;
  private tooMany = false;
  /** Learners of whom there are several files, joined; by learner id. */
  private joined = new Map<string, { readonly of: string; readonly marks: LearnerMarks }>();
  private running: Promise<unknown> = Promise.resolve();
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private lookingBack: ReturnType<typeof setTimeout> | undefined;
  private disposed = false;
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires some moments after files have changed; only {@link read} tells how. */
  readonly onDidChange = this.changed.event;
  private readonly watchers: vscode.Disposable;

  private memory: Promise<TeamMemory | undefined> | undefined;

  /**
   * @param opening what numbers the items; files are looked for meanwhile
   * @param storage folder of the workspace's own files that may be made again
   */
  constructor(
    private readonly opening: Promise<TeamIndex>,
    private readonly extension: vscode.Uri,
    private readonly storage: vscode.Uri | undefined,
  ) {
    const pattern = `**/*${portableExtension}`;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    // Of a folder that is deleted, the editor tells no more than that.
    const folders = vscode.workspace.createFileSystemWatcher('**/*', true, true, false);
    this.watchers = vscode.Disposable.from(
      watcher,
      folders,
      // A file that is new may be one that the reader's settings leave out, so all are looked for again.
      watcher.onDidCreate((uri) => this.touch(uri) || this.lookAgain()),
      watcher.onDidChange((uri) => this.touch(uri)),
      folders.onDidDelete((uri) => {
        for (const entry of this.entries.values())
          if (entry.uri.path === uri.path || entry.uri.path.startsWith(`${uri.path}/`)) this.touch(entry.uri);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.lookAgain()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('files.exclude')) this.lookAgain();
      }),
    );
  }

  /** The file behind a number, and the line of what is wrong with it. */
  file(number: number): { readonly uri: vscode.Uri; readonly line: number } | undefined {
    const entry = [...this.entries.values()].find((one) => one.number === number);
    return entry && { uri: entry.uri, line: entry.problem?.line ?? 1 };
  }

  /** Looks for all files again at the next reading. */
  lookAgain(): void {
    this.complete = false;
    this.announce();
  }

  /**
   * Reads what has changed. A file that cannot be read is a problem; it never keeps the others from being shown. One reading follows another.
   * @param tell is told how many files have been read, of how many
   */
  read(tell: (read: number, files: number) => void): Promise<TeamReading> {
    const reading = this.running.then(() => this.readNow(tell));
    this.running = reading.catch(() => undefined);
    return reading;
  }

  private touch(uri: vscode.Uri): boolean {
    const entry = this.entries.get(uri.toString());
    if (!entry) return false;
    entry.version++;
    this.announce();
    return true;
  }

  private announce(): void {
    if (this.disposed) return;
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined;
      this.changed.fire();
    }, patience);
  }

  /** Once: what has come, changed or gone since a moment while nobody watched yet. */
  private async lookBack(since: number): Promise<void> {
    await this.each([...this.entries.values()], async ({ uri }) => {
      const changed = await vscode.workspace.fs.stat(uri).then(
        ({ mtime }) => mtime > since - rounding,
        () => true,
      );
      if (changed) this.touch(uri);
    });
    if (!this.disposed) this.lookAgain();
  }

  private async readNow(tell: (read: number, files: number) => void): Promise<TeamReading> {
    const started = Date.now();
    this.lookingBack ??= setTimeout(() => void this.lookBack(started), watchedBy);
    if (!this.complete) await this.find();
    const index = await this.opening;
    const stale = [...this.entries.values()].filter(({ version, read }) => version !== read);
    if (stale.length >= many) this.memory ??= openMemory(this.storage, this.extension, index.items);
    const memory = await this.memory;
    const unknown: { readonly entry: Entry; readonly version: number; readonly stamp: FileStamp | undefined }[] = [];
    let done = 0;
    await this.each(stale, async (entry) => {
      const { version, uri } = entry;
      const sight = await memory?.look(uri);
      if (!sight?.marks) unknown.push({ entry, version, stamp: sight?.stamp });
      else {
        this.settle(entry, version, sight.marks, undefined);
        done++;
      }
    });
    if (unknown.length > 0) {
      const readers = unknown.length >= many ? startReaders(this.extension) : undefined;
      try {
        await this.each(unknown, async ({ entry, version, stamp }) => {
          const marks = await this.readEntry(entry, version, index, readers);
          if (marks && stamp) memory?.keep(entry.uri, stamp, marks);
          tell(++done, stale.length);
        });
      } finally {
        readers?.end();
      }
    }
    // A few that have changed are soon read again; that is not worth writing everything.
    if (unknown.length >= many && !this.disposed) void memory?.save([...this.entries.values()].map(({ uri }) => uri));
    return this.reading(index);
  }

  /** Some at the same time, until all are done or nobody waits any more. */
  private async each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
    const next = all.values();
    const worker = async (): Promise<void> => {
      for (const one of next) {
        if (this.disposed) return;
        await work(one);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  private async find(): Promise<void> {
    // What comes while we look is looked for the next time.
    this.complete = true;
    // With a pattern of our own the reader's `files.exclude` still holds.
    const uris = await vscode.workspace.findFiles(`**/*${portableExtension}`, '**/node_modules/**', maxTeamFiles + 1);
    const found = new Map(uris.map((uri) => [uri.toString(), uri]));
    for (const key of this.entries.keys()) if (!found.has(key)) this.drop(key);
    this.tooMany = found.size > maxTeamFiles;
    for (const [key, uri] of [...found].slice(0, maxTeamFiles)) {
      if (this.entries.has(key)) continue;
      const name = shownName(vscode.workspace.asRelativePath(uri), 400);
      const number = this.numbers++;
      this.entries.set(key, { uri, number, name, version: 1, read: 0, marks: undefined, problem: undefined });
    }
  }

  private async readEntry(
    entry: Entry,
    version: number,
    index: TeamIndex,
    readers: TeamReaders | undefined,
  ): Promise<LearnerMarks | undefined> {
    const { uri, name } = entry;
    let problem: Entry['problem'];
    let marks: Entry['marks'];
    try {
      marks = uri.scheme === 'file' ? await readers?.read(uri.fsPath, maxTeamFileSize) : undefined;
      const text = marks ? undefined : await readText(uri, maxTeamFileSize);
      if (text === 'missing') {
        this.drop(uri.toString());
        return undefined;
      }
      if (text === 'large')
        problem = {
          line: 1,
          message: vscode.l10n.t('The file is larger than {0} MB and is not read.', maxTeamFileSize / 1_000_000),
        };
      else if (text) {
        marks = index.read(text.text);
        if (!marks) problem = firstProblem(text.text, name);
      }
    } catch (error) {
      problem = { line: 1, message: vscode.l10n.t('The file could not be read: {0}', messageOf(error)) };
    }
    this.settle(entry, version, marks, problem);
    return marks;
  }

  /** @param version the one that was read, not that of now: what has changed meanwhile is read again */
  private settle(entry: Entry, version: number, marks: Entry['marks'], problem: Entry['problem']): void {
    entry.marks = marks;
    entry.problem = problem;
    entry.read = version;
    this.revision++;
  }

  private drop(key: string): void {
    this.entries.delete(key);
    this.revision++;
  }

  private async reading(index: TeamIndex): Promise<TeamReading> {
    const byLearner = new Map<string, Entry[]>();
    const folders = new Map<string, number>();
    const entries = [...this.entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (!entry.marks) continue;
      const { id } = entry.marks.learner;
      const files = byLearner.get(id);
      if (files) files.push(entry);
      else byLearner.set(id, [entry]);
      const folder = entry.name.includes('/') ? entry.name.slice(0, entry.name.lastIndexOf('/')) : '.';
      folders.set(folder, (folders.get(folder) ?? 0) + 1);
    }
    const team: LearnerMarks[] = [];
    const joined: typeof this.joined = new Map();
    for (const [id, files] of byLearner) {
      const [first] = files;
      if (files.length === 1 && first?.marks) team.push(first.marks);
      else {
        const of = files.map(({ number, read }) => `${number}:${read}`).join();
        const known = this.joined.get(id);
        const marks = known?.of === of ? known.marks : await this.join(files, index);
        joined.set(id, { of, marks });
        team.push(marks);
      }
    }
    this.joined = joined;
    return {
      index,
      team,
      hints: new Map([...byLearner].map(([id, files]) => [id, files.map(({ name }) => name).join(', ')])),
      folders: [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, files]) => ({ name, files })),
      files: byLearner.size === 0 ? 0 : [...byLearner.values()].reduce((sum, files) => sum + files.length, 0),
      problems: entries.flatMap(({ number, name, problem }) => (problem ? { file: number, name, ...problem } : [])),
      tooMany: this.tooMany,
      revision: this.revision,
    };
  }

  /** Several files of one learner, as from two machines: what was taken back in one of them is taken back in all. */
  private async join(files: readonly Entry[], index: TeamIndex): Promise<LearnerMarks> {
    const newest = [...files].sort((a, b) => lastOf(b.marks) - lastOf(a.marks))[0]!.marks!;
    const facts: Fact[] = [];
    for (const { uri } of files) {
      const read = await readText(uri, maxTeamFileSize).catch(() => 'missing' as const);
      if (typeof read === 'object') facts.push(...(decodePortable(read.text, '').portable?.facts ?? []));
    }
    return index.marks(joinFacts(newest.learner, facts));
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.waiting);
    clearTimeout(this.lookingBack);
    vscode.Disposable.from(this.watchers, this.changed).dispose();
  }
}

/** What keeps a file from being used, with its line. */
function firstProblem(text: string, name: string): NonNullable<Entry['problem']> {
  const conflict = /^(?:<{7}|={7}|>{7})(?: |\r?$)/m.exec(text);
  if (conflict)
    return {
      line: text.slice(0, conflict.index).split('\n').length,
      message: vscode.l10n.t(
        'Git could not merge two versions of the file. Keep the lines of both, without the marks.',
      ),
    };
  const [first = ''] = decodePortable(text, name).problems;
  const [, line, message] = /^(\d+): (.*)$/s.exec(first.slice(name.length + 1)) ?? [];
  return {
    line: line === undefined ? 1 : Number(line),
    message: message ?? vscode.l10n.t('The file is not a learner’s progress.'),
  };
}

function lastOf(marks: LearnerMarks | undefined): number {
  let last = 0;
  for (const at of marks?.practised ?? []) last = Math.max(last, at);
  return last;
}
