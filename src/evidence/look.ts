import * as vscode from 'vscode';
import { projectsIn, type EvidenceMatcher, type Finding, type Hit, type Place } from '../core/evidence';
import { readMemory, rulesMark, writeMemory, type KnownFile } from '../core/evidenceMemory';
import { endingOf, expandBraces, globPattern } from '../core/glob';
import { markerFile } from '../core/scaffold';
import { messageOf } from '../platform/errors';
import { openRepository, type LineAuthor, type Repository } from './git.node';
import { Ignored, plainFolders } from './ignored';
import type { LookNotes } from './present';
import { readIfChanged } from './read.node';

/** How much is looked at. A search that finds more files than it may is said to be capped. */
export interface Limits {
  /** Manifests, configurations and files of rare kinds. */
  readonly names: number;
  /** Sources and texts. */
  readonly contents: number;
  /** Bytes; a larger file is not read. */
  readonly size: number;
  /** Bytes in all. */
  readonly total: number;
  /** Files that are read at the same time. */
  readonly readers: number;
  /** Milliseconds for reading and matching. */
  readonly time: number;
  /** Lines that Git is asked about. */
  readonly authors: number;
}

export const largestFile = 262_144;

/** Folders of this machine. */
const here: Limits = {
  names: 1000,
  contents: 5000,
  size: largestFile,
  total: 60_000_000,
  readers: 8,
  time: 15_000,
  authors: 300,
};

/** Elsewhere each file is a request. */
const elsewhere: Limits = { ...here, names: 300, contents: 600, total: 8_000_000, readers: 4 };

/** What a tool has made or fetched, or a test only needs; nobody has practised that here. */
const notOwn = [
  ...['node_modules', 'bower_components', 'vendor', 'third_party', 'Pods', '.venv', 'venv', 'site-packages'],
  ...['dist', 'build', 'out', 'target', 'obj', '.git', '.hg', '.svn', '__pycache__', '.tox', '.nox', '.next', '.nuxt'],
  ...['.output', '.gradle', '.terraform', '.cache', 'coverage', 'fixtures', '__fixtures__', 'testdata', '.vscode-test'],
];

/** Files that say what is left out; nobody has more. */
const markGlobs = ['**/.gitignore', `**/${markerFile}`];
const mostMarks = 1000;

/** Endings of files of which a workspace may hold any number. */
const common = new Set(
  'js mjs cjs jsx ts mts cts tsx py php rb java kt cs go rs c h m vue svelte md json yml yaml html css scss xml'.split(
    ' ',
  ),
);

/** A finding in a folder, with the days and authors of its places. */
export interface Located {
  readonly folder: vscode.WorkspaceFolder;
  readonly finding: Finding;
  /** By place: milliseconds since 1970, undefined when not known. */
  readonly dates: ReadonlyMap<Place, number>;
}

export interface Looked {
  readonly found: readonly Located[];
  readonly notes: LookNotes;
}

interface Candidate {
  readonly folder: vscode.WorkspaceFolder;
  readonly uri: vscode.Uri;
  /** In the folder. */
  readonly path: string;
  readonly depth: number;
}

/** Where what was read is kept from window to window. */
export interface Memory {
  /** Undefined when nothing is kept. */
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

/** So much work is done at a stretch; then others in the host have their turn. Milliseconds. */
const longestTurn = 5;

class Turns {
  private spent = 0;

  /** Does a small piece of work. */
  take<T>(work: () => T): T {
    const from = performance.now();
    const result = work();
    this.spent += performance.now() - from;
    return result;
  }

  get over(): boolean {
    return this.spent > longestTurn;
  }

  async give(): Promise<void> {
    this.spent = 0;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** Looks through folders. What it has read once and has not changed since is not read again. */
export class Looker {
  /** By address. Undefined before the memory has been read. */
  private remembered: Map<string, KnownFile> | undefined;
  /** What is looked for by the kinds of {@link Limits}. */
  private readonly globs: { readonly names: readonly string[]; readonly contents: readonly string[] };

  constructor(
    private readonly matcher: EvidenceMatcher,
    private readonly warn: (message: string) => void,
    private readonly limits: (folder: vscode.Uri) => Limits = ({ scheme }) => (scheme === 'file' ? here : elsewhere),
    private readonly memory?: Memory,
  ) {
    this.globs = searchesFor(matcher.globs);
  }

  /** @param tell how many files have been read, of how many */
  async look(
    folders: readonly vscode.WorkspaceFolder[],
    trusted: boolean,
    token: vscode.CancellationToken,
    tell: (read: number, files: number) => void,
  ): Promise<Looked> {
    const turns = new Turns();
    const notes = { files: 0, capped: 0, large: 0, unreadable: 0, stopped: false, foreign: 0 };
    const found: Located[] = [];
    const seen = new Set<string>();
    const cancelled = (): boolean => token.isCancellationRequested;
    const known = (this.remembered ??= await this.recall());
    let changed = false;
    for (const folder of folders) {
      if (cancelled()) break;
      const limits = this.limits(folder.uri);
      const { files, capped } = await this.search(folder, limits, token, turns);
      notes.capped += capped;
      const fileHits = await this.read(
        files,
        known,
        limits,
        token,
        turns,
        notes,
        (key, isNew) => {
          seen.add(key);
          changed ||= isNew;
        },
        tell,
      );
      const ending = new AbortController();
      const listener = token.onCancellationRequested(() => ending.abort());
      try {
        const repository = trusted && !cancelled() ? await openRepository(folder.uri, ending.signal) : undefined;
        const facts = (await repository?.facts()) ?? [];
        const hits = [...fileHits, ...this.matcher.matchGit('', facts)];
        const projects = projectsIn(files.map(({ path }) => path));
        const own = await this.own(folder, hits, known, projects, repository, limits.authors, notes);
        found.push(...own);
      } finally {
        listener.dispose();
      }
    }
    notes.stopped ||= cancelled();
    // What has gone is forgotten.
    if (!notes.stopped) for (const key of known.keys()) if (!seen.has(key)) changed = known.delete(key);
    if (changed) await this.remember(known);
    return { found, notes };
  }

  private async recall(): Promise<Map<string, KnownFile>> {
    const { rules } = this.matcher;
    try {
      const text = await this.memory?.read();
      return text === undefined ? new Map() : readMemory(text, rulesMark(rules), rules);
    } catch (error) {
      this.warn(`What was read in another window could not be read: ${messageOf(error)}`);
      return new Map();
    }
  }

  private async remember(known: ReadonlyMap<string, KnownFile>): Promise<void> {
    try {
      await this.memory?.write(writeMemory(known, rulesMark(this.matcher.rules)));
    } catch (error) {
      this.warn(`What was read could not be kept for the next window: ${messageOf(error)}`);
    }
  }

  private async search(
    folder: vscode.WorkspaceFolder,
    limits: Limits,
    token: vscode.CancellationToken,
    turns: Turns,
  ): Promise<{ readonly files: readonly Candidate[]; readonly capped: number }> {
    const top = await readText(vscode.Uri.joinPath(folder.uri, '.gitignore'));
    // The editor's own search keeps to `files.exclude` by itself, and to nothing else.
    const excluded = searchExcludes(folder);
    const plain = excluded.filter((glob) => !/[{}]/.test(glob)).flatMap((glob) => [glob, `${glob}/**`]);
    const folders = [...notOwn, ...plainFolders(top ?? '')].map((name) => `**/${name}/**`);
    const exclude = `{${[...folders, ...plain].join(',')}}`;
    // Each search goes through the whole folder, in this very process: so there are two, and a third only where it must be.
    const find = (globs: readonly string[], most: number): Thenable<vscode.Uri[]> =>
      vscode.workspace.findFiles(new vscode.RelativePattern(folder, `{${globs.join(',')}}`), exclude, most, token);
    const [names, contents] = await Promise.all([
      find([...markGlobs, ...this.globs.names], mostMarks + limits.names),
      find(this.globs.contents, limits.contents + 1),
    ]);
    const complete = names.length < mostMarks + limits.names;
    const marks = complete ? names : await find(markGlobs, mostMarks);
    const pathOf = (uri: vscode.Uri): string => uri.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
    const named = (name: string): vscode.Uri[] => marks.filter(({ path }) => path.endsWith(`/${name}`));
    const texts = new Map<string, string>();
    for (const uri of named('.gitignore')) {
      const text = await readText(uri);
      if (text !== undefined) texts.set(pathOf(uri), text);
    }
    const ignored = new Ignored(texts);
    const outside = excluded.flatMap((glob) => globPattern(glob) ?? []);
    // What stands in a lab's folder was put there by us.
    const labs = named(markerFile).map((uri) => pathOf(uri).slice(0, -markerFile.length));
    const found = new Map<string, Candidate>();
    for (const uri of [...names, ...contents.slice(0, limits.contents)]) {
      if (turns.over) await turns.give();
      turns.take(() => {
        const path = pathOf(uri);
        if (found.has(path) || !this.matcher.wants(path)) return;
        if (labs.some((lab) => path.startsWith(lab)) || ignored.has(path)) return;
        if (outside.some((glob) => holdsAbove(glob, path))) return;
        found.set(path, { folder, uri, path, depth: path.split('/').length });
      });
    }
    // Those near the top first, should time run out.
    const byDepth: Candidate[][] = [];
    for (const file of found.values()) (byDepth[file.depth] ??= []).push(file);
    const files = byDepth.flat();
    return { files, capped: [complete, contents.length <= limits.contents].filter((whole) => !whole).length };
  }

  private async read(
    files: readonly Candidate[],
    known: Map<string, KnownFile>,
    limits: Limits,
    token: vscode.CancellationToken,
    turns: Turns,
    notes: { files: number; large: number; unreadable: number; stopped: boolean },
    see: (key: string, isNew: boolean) => void,
    tell: (read: number, files: number) => void,
  ): Promise<readonly Hit[]> {
    const hits: Hit[][] = files.map(() => []);
    const end = Date.now() + limits.time;
    const next = files.entries();
    let bytes = 0;
    let done = 0;
    const work = async (): Promise<void> => {
      for (const [at, file] of next) {
        if (token.isCancellationRequested) return;
        if (Date.now() > end || bytes > limits.total) {
          notes.stopped = true;
          return;
        }
        const key = file.uri.toString();
        see(key, false);
        try {
          const before = known.get(key);
          const read = await readIfChanged(file.uri, limits.size, before);
          if (read === 'same') hits[at]!.push(...before!.hits);
          else if (read === 'missing') continue;
          else if (read === 'large') {
            notes.large++;
            continue;
          } else {
            bytes += read.size;
            const matched = await this.matchSlowly(file.path, read.text, token, turns);
            if (!matched) return;
            hits[at]!.push(...matched);
            known.set(key, { mtime: read.mtime, size: read.size, hits: matched });
            see(key, true);
          }
          notes.files++;
        } catch (error) {
          notes.unreadable++;
          this.warn(`${file.path} could not be read: ${messageOf(error)}`);
        }
        if (++done % 50 === 0) tell(done, files.length);
      }
    };
    await Promise.all(Array.from({ length: limits.readers }, work));
    return hits.flat();
  }

  /** Undefined when it was stopped. */
  private async matchSlowly(
    path: string,
    text: string,
    token: vscode.CancellationToken,
    turns: Turns,
  ): Promise<readonly Hit[] | undefined> {
    // Whatever its name says, this is no text.
    if (text.slice(0, 1000).includes('\0')) return [];
    const matching = this.matcher.match(path, text);
    for (;;) {
      const step = turns.take(() => matching.next());
      if (turns.over) await turns.give();
      if (step.done) return step.value;
      if (token.isCancellationRequested) return undefined;
    }
  }

  /** The rules that hold by what the learner has written themselves, as far as Git tells. */
  private async own(
    folder: vscode.WorkspaceFolder,
    hits: readonly Hit[],
    known: ReadonlyMap<string, KnownFile>,
    projects: ReadonlySet<string>,
    repository: Repository | undefined,
    mostAuthors: number,
    notes: { foreign: number },
  ): Promise<Located[]> {
    const authors = new Map<Hit, LineAuthor | undefined>();
    const mine = (hit: Hit): boolean => authors.get(hit)?.own !== false;
    let findings: readonly Finding[];
    for (;;) {
      findings = this.matcher.findings(hits, projects, mine);
      const shown = new Set(findings.flatMap(({ places }) => places));
      const open = findings
        .flatMap((finding) => finding.hits)
        .filter((hit) => shown.has(hit.place) && hit.place.kind === 'file' && !authors.has(hit));
      if (!repository || open.length === 0) break;
      const next = open.values();
      const ask = async (): Promise<void> => {
        for (const hit of next) {
          const { place } = hit;
          const author =
            authors.size < mostAuthors && place.kind === 'file'
              ? await repository.author(place.path, place.line)
              : undefined;
          authors.set(hit, author);
          if (author?.own === false) notes.foreign++;
        }
      };
      await Promise.all(Array.from({ length: 4 }, ask));
    }
    const dates = new Map<Place, number>();
    for (const finding of findings)
      for (const hit of finding.hits) {
        const { place } = hit;
        const at =
          place.kind === 'git'
            ? place.at
            : (authors.get(hit)?.at ?? 0) > 0
              ? authors.get(hit)!.at
              : known.get(vscode.Uri.joinPath(folder.uri, place.path).toString())?.mtime;
        if (at) dates.set(place, at);
      }
    return findings.map((finding) => ({ folder, finding, dates }));
  }
}

/** Globs by what they mean: names that stand for one thing, which are few, and whole kinds of files. */
function searchesFor(globs: readonly string[]): { names: string[]; contents: string[] } {
  const all = [...new Set(globs.flatMap((glob) => expandBraces(glob) ?? []))];
  const whole = (glob: string): string => /^\*\*\/\*\.(\w+)$/.exec(glob)?.[1] ?? '';
  const contents = all.filter((glob) => common.has(whole(glob)));
  const endings = new Set(contents.map(whole));
  // What the name of a kind already finds is not asked for again.
  const isCovered = (glob: string): boolean => endings.has(endingOf(glob) ?? '') && /[*?][^/]*$/.test(glob);
  return { names: all.filter((glob) => !common.has(whole(glob)) && !isCovered(glob)), contents };
}

/** The reader's `search.exclude`, as far as it is not bound to other files. */
function searchExcludes(folder: vscode.WorkspaceFolder): string[] {
  const value = vscode.workspace.getConfiguration('search', folder.uri).get<Record<string, unknown>>('exclude', {});
  return Object.entries(value).flatMap(([glob, on]) => (on === true ? [glob.replace(/\/$/, '')] : []));
}

/** True when the glob holds for the file or for a folder above it. */
function holdsAbove(glob: RegExp, path: string): boolean {
  const parts = path.split('/');
  return parts.some((_, at) => glob.test(parts.slice(0, at + 1).join('/')));
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const read = await readIfChanged(uri, largestFile, undefined).catch(() => 'missing' as const);
  return typeof read === 'object' ? read.text : undefined;
}
