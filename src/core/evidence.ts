import { dependenciesOf, keyIn, type Spot } from './evidenceManifest';
import { mayMatch, parsePattern, type EvidencePattern } from './evidencePattern';
import { endingOf, expandBraces, GlobSet } from './glob';
import { splitLines } from './text';

/** What in the files and the history of a workspace speaks for a checklist item. Pure: names, texts and facts go in, findings come out. */

/** A regular expression that is asked of each line; see `evidencePattern.ts`. */
export interface EvidenceLine {
  readonly pattern: string;
  /** On so many lines; 1 unless said otherwise. */
  readonly atLeast?: number;
}

/** A value in JSON, TOML or an INI file. Without `is` any value will do. */
export interface EvidenceKey {
  readonly path: readonly string[];
  readonly is?: string;
}

/** Something that a file must hold. All that is asked must hold in the same file. */
export interface FilePart {
  /** Globs of paths in the folder of the workspace. */
  readonly files: readonly string[];
  readonly except?: readonly string[];
  readonly lines?: readonly EvidenceLine[];
  /** Patterns that no line may match. */
  readonly none?: readonly string[];
  /** Libraries that a manifest names, each alone or as alternatives with `|`. */
  readonly dependencies?: readonly string[];
  readonly keys?: readonly EvidenceKey[];
  /** True where comments count too. */
  readonly comments?: boolean;
  /** So many files; 1 unless said otherwise. */
  readonly atLeast?: number;
  /** True when no such file may be there. */
  readonly nowhere?: boolean;
}

export const gitKinds = [
  'root',
  'commit',
  'squash',
  'merge',
  'conflict',
  'reflog',
  'bisect',
  'remote',
  'branch',
  'tag',
] as const;
export type GitKind = (typeof gitKinds)[number];

/** Something that the history of the repository must hold, done by the learner. */
export interface GitPart {
  readonly git: GitKind;
  readonly pattern?: string;
  readonly atLeast?: number;
}

export type EvidencePart = FilePart | GitPart;

export interface EvidenceRule {
  readonly id: string;
  /** Full ids of checklist items. */
  readonly items: readonly string[];
  /** What was seen; `{count}` is how often. */
  readonly seen: string;
  /** What no file can show, and only the learner knows. */
  readonly unseen?: string;
  /** All must hold in one project: that of the first one. */
  readonly parts: readonly EvidencePart[];
}

export interface EvidenceData {
  readonly format: 1;
  readonly rules: readonly EvidenceRule[];
}

/** Something that the learner has done with Git. */
export interface GitFact {
  readonly kind: GitKind;
  /** Id of the commit; '' where there is none. */
  readonly commit: string;
  /** Of a commit its message, of a remote its place without any password, of a branch or tag its name. */
  readonly text: string;
  /** Milliseconds since 1970; 0 when not known. */
  readonly at: number;
}

/** Where something was seen: a line of a file, or an act with Git. */
export type Place =
  | { readonly kind: 'file'; readonly path: string; readonly line: number; readonly text: string }
  | { readonly kind: 'git'; readonly commit: string; readonly text: string; readonly at: number };

/** A part of a rule that holds. */
export interface Hit {
  readonly rule: number;
  readonly part: number;
  /** Where it counts: of a file its path, of a repository the path of its folder. */
  readonly path: string;
  readonly place: Place;
  readonly count: number;
}

/** A rule that holds in a folder, with where it does. */
export interface Finding {
  readonly rule: EvidenceRule;
  readonly seen: string;
  readonly places: readonly Place[];
  /** The hits that it rests on. */
  readonly hits: readonly Hit[];
}

/** What is beyond this on a line is not looked at; characters. Lines so long are not written by hand. */
export const longestLine = 300;
/** As much of a line is shown. */
const shownLine = 160;
/** Places of one rule that are named. */
const maxPlaces = 3;
/** Between two breaths while a file is matched. */
const linesAtOnce = 50;
const partsAtOnce = 10;

interface CompiledLine {
  readonly pattern: EvidencePattern;
  readonly atLeast: number;
}

interface CompiledPart {
  readonly rule: number;
  readonly part: number;
  readonly source: FilePart;
  readonly files: GlobSet;
  readonly except: GlobSet | undefined;
  readonly patterns: () => { readonly lines: readonly CompiledLine[]; readonly none: readonly EvidencePattern[] };
  readonly dependencies: readonly (readonly string[])[];
}

/** The rules, made ready. Rules that cannot be read are left out; the build has reported them. */
export class EvidenceMatcher {
  private readonly byEnding = new Map<string, CompiledPart[]>();
  private readonly anyEnding: CompiledPart[] = [];
  private readonly globSets = new Map<string, GlobSet>();
  private readonly git: {
    readonly rule: number;
    readonly part: number;
    readonly source: GitPart;
    readonly pattern?: EvidencePattern;
  }[] = [];
  /** Globs of all files that a rule may want, without braces. */
  readonly globs: readonly string[];

  constructor(readonly rules: readonly EvidenceRule[]) {
    const globs = new Set<string>();
    for (const [rule, { parts }] of rules.entries())
      for (const [part, source] of parts.entries()) {
        if ('git' in source) {
          const pattern = source.pattern === undefined ? undefined : compiled(source.pattern);
          this.git.push({ rule, part, source, ...(pattern ? { pattern } : {}) });
          continue;
        }
        const known: CompiledPart = {
          rule,
          part,
          source,
          files: this.globSet(source.files),
          except: source.except && this.globSet(source.except),
          // Most rules ask for files that a workspace does not have; theirs are never read.
          patterns: lazily(() => ({
            lines: (source.lines ?? []).map(({ pattern, atLeast }) => ({
              pattern: compiled(pattern),
              atLeast: atLeast ?? 1,
            })),
            none: (source.none ?? []).map(compiled),
          })),
          dependencies: (source.dependencies ?? []).map((names) => names.split('|')),
        };
        for (const glob of source.files.flatMap((one) => expandBraces(one) ?? [])) globs.add(glob);
        const { endings } = known.files;
        if (!endings) this.anyEnding.push(known);
        else for (const ending of new Set(endings)) this.addEnding(ending, known);
      }
    this.globs = [...globs].sort();
  }

  /** Many rules ask for the same files, so that what is known of a path for one is known for all. */
  private globSet(globs: readonly string[]): GlobSet {
    const key = globs.join('\n');
    let known = this.globSets.get(key);
    if (!known) this.globSets.set(key, (known = new GlobSet(globs)));
    return known;
  }

  private addEnding(ending: string, part: CompiledPart): void {
    const known = this.byEnding.get(ending);
    if (known) known.push(part);
    else this.byEnding.set(ending, [part]);
  }

  /** True when a rule asks for the file at this path in the folder of the workspace. */
  wants(path: string): boolean {
    const { asked, holds } = this.asking(path);
    return asked.some((parts) => parts.some(holds));
  }

  /**
   * What holds in a file. Gives way often, so that the caller can let others have their turn; throws nothing, whatever the text is.
   * @param path in the folder of the workspace, with `/`
   */
  *match(path: string, text: string): Generator<undefined, readonly Hit[]> {
    let small: string | undefined;
    const lower = (): string => (small ??= text.toLowerCase());
    const hits: Hit[] = [];
    const manifest = lazily(() => dependenciesOf(path, text));
    const searches: Search[] = [];
    for (const [at, part] of this.partsFor(path).entries()) {
      if (at % partsAtOnce === partsAtOnce - 1) yield undefined;
      const { lines, none } = part.patterns();
      if (!lines.every(({ pattern }) => mayMatch(pattern, text, lower))) continue;
      const spots: Spot[] = [];
      const asked = part.dependencies.map((names) => names.map((name) => manifest().get(name)).find((spot) => spot));
      if (asked.some((spot) => !spot)) continue;
      for (const spot of asked) if (spot) spots.push(spot);
      const keys = (part.source.keys ?? []).map(({ path: names, is }) => {
        if (!text.includes(names.at(-1) ?? '')) return undefined;
        const found = keyIn(path, text, names);
        return found && (is === undefined || found.value === is) ? found : undefined;
      });
      if (keys.some((key) => !key)) continue;
      for (const key of keys) if (key) spots.push(key);
      if (lines.length + none.length > 0) searches.push(new Search(part, spots, text, lower));
      else hits.push(hitOf(part, path, spots[0] ?? { line: 1, text: '' }, spots.length));
    }
    if (searches.length === 0) return hits;
    yield undefined;
    const comments = new Comments(path);
    for (const [at, full] of splitLines(text).entries()) {
      if (at % linesAtOnce === linesAtOnce - 1) yield undefined;
      const line = full.length > longestLine ? full.slice(0, longestLine) : full;
      const code = comments.code(line);
      for (const search of searches) search.take(line, at + 1, code);
    }
    for (const search of searches) {
      const found = search.result();
      if (found) hits.push(hitOf(search.part, path, found.spot, found.count));
    }
    return hits;
  }

  /** What holds in what the learner has done in a repository, whose folder is at `path`. */
  matchGit(path: string, facts: readonly GitFact[]): Hit[] {
    return this.git.flatMap(({ rule, part, source, pattern }) => {
      const found = facts.filter(
        ({ kind, text }) =>
          kind === source.git &&
          (!pattern || splitLines(text).some((line) => pattern.regex.test(line.slice(0, longestLine)))),
      );
      const [fact] = found;
      if (!fact || found.length < (source.atLeast ?? 1)) return [];
      const place: Place = {
        kind: 'git',
        commit: fact.commit,
        text: shown(splitLines(fact.text)[0] ?? ''),
        at: fact.at,
      };
      return [{ rule, part, path: path === '' ? '.git' : `${path}/.git`, place, count: found.length }];
    });
  }

  /**
   * The rules that hold, given all hits in one folder of the workspace.
   * @param projects the folders in which projects begin; see {@link projectsIn}
   * @param counts false for hits that may not speak for the learner; they still keep away a rule that says *nowhere*
   */
  findings(
    hits: readonly Hit[],
    projects: ReadonlySet<string> = new Set(),
    counts: (hit: Hit) => boolean = () => true,
  ): Finding[] {
    const byRule = new Map<number, Hit[]>();
    for (const hit of hits) {
      const known = byRule.get(hit.rule);
      if (known) known.push(hit);
      else byRule.set(hit.rule, [hit]);
    }
    const found: Finding[] = [];
    for (const [index, all] of [...byRule].sort(([a], [b]) => a - b)) {
      const rule = this.rules[index]!;
      const of = rule.parts.map((_, part) => all.filter((hit) => hit.part === part).sort(byPlace));
      const used = holding(rule, of, projects, counts);
      if (!used) continue;
      const [first] = used;
      found.push({
        rule,
        seen: rule.seen.replaceAll('{count}', String(first!.count)),
        places: used.slice(0, Math.max(maxPlaces, rule.parts.length)).map(({ place }) => place),
        hits: used,
      });
    }
    return found;
  }

  private partsFor(path: string): CompiledPart[] {
    const { asked, holds } = this.asking(path);
    return asked.flatMap((parts) => parts.filter(holds));
  }

  /** The parts that may want the file, and the question whether one does. */
  private asking(path: string): {
    readonly asked: readonly (readonly CompiledPart[])[];
    readonly holds: (part: CompiledPart) => boolean;
  } {
    const ending = endingOf(path) ?? '';
    const known = new Map<GlobSet, boolean>();
    const has = (globs: GlobSet): boolean => {
      let found = known.get(globs);
      if (found === undefined) known.set(globs, (found = globs.has(path, ending)));
      return found;
    };
    return {
      asked: [this.byEnding.get(ending) ?? [], this.anyEnding],
      holds: ({ files, except }) => has(files) && !(except && has(except)),
    };
  }
}

/** The hits that a rule rests on; undefined when it does not hold. */
function holding(
  rule: EvidenceRule,
  of: readonly (readonly Hit[])[],
  projects: ReadonlySet<string>,
  counts: (hit: Hit) => boolean,
): readonly Hit[] | undefined {
  const [first = []] = of;
  const least = (part: EvidencePart): number => part.atLeast ?? 1;
  const own = first.filter(counts);
  if (rule.parts.length === 1) {
    const [part] = rule.parts;
    // Of Git the number is that of acts, which has been asked already.
    return own.length >= ('git' in part! ? 1 : least(part!)) ? own : undefined;
  }
  for (const start of own) {
    const project = projectOf(start.path, projects);
    const used: Hit[] = [];
    const holds = rule.parts.every((part, at) => {
      const below = of[at]!.filter(({ path }) => project === '' || path.startsWith(`${project}/`));
      if ('git' in part) {
        const one = below.find(counts);
        if (one) used.push(one);
        return one !== undefined;
      }
      if (part.nowhere) return below.length === 0;
      const mine = at === 0 ? [start, ...below.filter((hit) => hit !== start && counts(hit))] : below.filter(counts);
      used.push(...mine.slice(0, least(part)));
      return mine.length >= least(part);
    });
    if (holds) return used;
  }
  return undefined;
}

const manifests =
  /^(?:package\.json|composer\.json|pyproject\.toml|requirements\.txt|Pipfile|Gemfile|pom\.xml|build\.gradle(?:\.kts)?|Cargo\.toml|go\.mod|.*\.csproj)$/;

/** The folders in which projects begin, as manifests tell; '' is the top. */
export function projectsIn(paths: Iterable<string>): ReadonlySet<string> {
  const projects = new Set<string>();
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    if (manifests.test(path.slice(slash + 1))) projects.add(slash < 0 ? '' : path.slice(0, slash));
  }
  return projects;
}

/** The nearest folder above a file in which a project begins; the top where there is none. */
function projectOf(path: string, projects: ReadonlySet<string>): string {
  for (let folder = path; folder.includes('/');) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    if (projects.has(folder)) return folder;
  }
  return '';
}

/** Those near the top come first: they are what the project is about. */
function byPlace(a: Hit, b: Hit): number {
  const depth = (hit: Hit): number => hit.path.split('/').length;
  return depth(a) - depth(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}

function hitOf({ rule, part }: CompiledPart, path: string, spot: Spot, count: number): Hit {
  return { rule, part, path, place: { kind: 'file', path, line: spot.line, text: shown(spot.text) }, count };
}

function shown(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ').trim();
  return line.length <= shownLine ? line : `${line.slice(0, shownLine - 1)}…`;
}

function compiled(pattern: string): EvidencePattern {
  const parsed = parsePattern(pattern);
  // Matches nothing, so that a part with a pattern that cannot be read never holds.
  return 'fault' in parsed ? { regex: /(?!)/, hints: [], ignoresCase: false } : parsed;
}

function lazily<T>(make: () => T): () => T {
  let value: { readonly made: T } | undefined;
  return () => (value ??= { made: make() }).made;
}

/** A part of a rule while the lines of a file go by. */
class Search {
  private readonly lines: readonly CompiledLine[];
  private readonly counts: number[];
  private readonly none: readonly EvidencePattern[];
  private spot: Spot | undefined;
  private refused = false;

  constructor(
    readonly part: CompiledPart,
    private readonly spots: readonly Spot[],
    text: string,
    lower: () => string,
  ) {
    const { lines, none } = part.patterns();
    this.lines = lines;
    this.counts = lines.map(() => 0);
    this.none = none.filter((pattern) => mayMatch(pattern, text, lower));
  }

  /** @param code the line without comments; undefined when nothing is left of it */
  take(whole: string, number: number, code: string | undefined): void {
    const line = this.part.source.comments ? whole : code;
    if (this.refused || line === undefined) return;
    for (const [at, { pattern, atLeast }] of this.lines.entries()) {
      // Of the first the number is told, so all are counted.
      if ((at > 0 && this.counts[at]! >= atLeast) || !pattern.regex.test(line)) continue;
      this.counts[at]!++;
      if (at === 0) this.spot ??= { line: number, text: whole };
    }
    this.refused = this.none.some(({ regex }) => regex.test(line));
  }

  result(): { readonly spot: Spot; readonly count: number } | undefined {
    if (this.refused || this.lines.some(({ atLeast }, at) => this.counts[at]! < atLeast)) return undefined;
    const spot = this.spot ?? this.spots[0] ?? { line: 1, text: '' };
    return { spot, count: this.counts[0] ?? this.spots.length };
  }
}

interface CommentStyle {
  /** What a line that is a comment begins with. */
  readonly line: readonly string[];
  readonly block?: readonly [open: string, close: string];
  /** What makes a comment of the rest of a line, between spaces. */
  readonly trailing?: string;
  /** Texts over several lines that document when they stand alone, as in Python. */
  readonly quotes?: readonly string[];
}

const hash: CommentStyle = { line: ['#'] };
const slashes: CommentStyle = { line: ['//'], block: ['/*', '*/'], trailing: '//' };
const markup: CommentStyle = { line: [], block: ['<!--', '-->'] };
const styles: Readonly<Record<string, CommentStyle>> = {
  ...Object.fromEntries(
    'js mjs cjs jsx ts mts cts tsx java kt kts groovy gradle cs go rs c h m swift proto prisma rules cypher scss json jsonc'
      .split(' ')
      .map((ending) => [ending, slashes]),
  ),
  ...Object.fromEntries('html xml vue svelte md csproj'.split(' ').map((ending) => [ending, markup])),
  py: { line: ['#'], trailing: '#', quotes: ['"""', "'''"] },
  rb: { line: ['#'], trailing: '#' },
  php: { line: ['//', '#'], block: ['/*', '*/'], trailing: '//' },
  tf: { line: ['#', '//'], block: ['/*', '*/'] },
  css: { line: [], block: ['/*', '*/'] },
  sql: { line: ['--'], block: ['/*', '*/'], trailing: '--' },
  cql: { line: ['--', '//'], block: ['/*', '*/'] },
  lua: { line: ['--'] },
  ini: { line: [';', '#'] },
  service: { line: ['#', ';'] },
};

/** Tells comments from code, line by line. */
class Comments {
  private readonly style: CommentStyle;
  /** What ends the comment or text that is open. */
  private until: string | undefined;
  /** True when what is open counts as code: a text that is a value. */
  private value = false;

  constructor(path: string) {
    const ending = endingOf(path) ?? '';
    const name = path.slice(path.lastIndexOf('/') + 1);
    this.style = Object.hasOwn(styles, ending) ? styles[ending]! : name === 'Jenkinsfile' ? slashes : hash;
  }

  /** The code of a line; undefined when all of it is a comment. */
  code(line: string): string | undefined {
    if (this.isComment(line)) return undefined;
    const { trailing } = this.style;
    const at = trailing === undefined ? -1 : line.indexOf(` ${trailing} `);
    return at < 0 ? line : line.slice(0, at);
  }

  private isComment(line: string): boolean {
    const text = line.trimStart();
    const { block, quotes = [] } = this.style;
    if (this.until !== undefined) {
      const comment = !this.value;
      if (timesIn(text, this.until) % 2 === 1 || (block && text.includes(this.until))) this.until = undefined;
      return comment;
    }
    if (this.style.line.some((mark) => text.startsWith(mark)) && !text.startsWith('#[')) return true;
    if (block && text.startsWith(block[0])) {
      if (!text.includes(block[1], block[0].length)) this.open(block[1], false);
      return true;
    }
    for (const quote of quotes) {
      const alone = text.startsWith(quote);
      if (timesIn(text, quote) % 2 === 1) this.open(quote, !alone);
      if (alone) return true;
    }
    return false;
  }

  private open(until: string, value: boolean): void {
    this.until = until;
    this.value = value;
  }
}

function timesIn(text: string, part: string): number {
  let times = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) times++;
  return times;
}
