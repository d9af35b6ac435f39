import { isName, isRecord } from './guards';
import { jsonPlaces } from './jsonPlaces';
import { describeProblem, type Problem, type ProblemCode } from './problems';
import {
  countingTicks,
  emptyProgress,
  isDone,
  isLater,
  isStamp,
  mergeInto,
  newest,
  practisedAt,
  verifiedBy,
  type Fact,
  type ProgressDocument,
  type Stamp,
} from './progress';

/**
 * A learner's progress as a file among other files, to be committed and reviewed. One line per item, sorted, and each line holds all that is
 * known of its item, so that reading the lines of two versions is reading their union, in any order and with any line twice.
 *
 * Git merges by lines. It takes changes of neighbouring lines for a conflict, hence the empty lines; and lines that both sides add at the same
 * place, hence the letters, which give a file that is still short many places. Every item line ends in a comma, with a null after the last, so
 * that Git's `merge=union` always leaves JSON.
 */

/** Whose file it is. */
export interface Learner {
  /** Made once per learner; tells apart two of the same name. */
  readonly id: string;
  /** As others read it. */
  readonly name: string;
}

/** An item as one line of the file. */
interface Entry {
  /** Full item id. */
  readonly id: string;
  /** Moment of the first tick that counts, as ISO 8601; null for an item that is not practised (any more). */
  readonly practised: string | null;
  /** Writer and counter of that tick. */
  readonly by?: string;
  readonly n?: number;
  /** The other ticks, newest per writer. */
  readonly ticks?: Readonly<Record<string, Stamp>>;
  /** Newest ticks that were taken back, per writer. */
  readonly seen?: Readonly<Record<string, Stamp>>;
  /** Lab id → stamp of its newest proof. */
  readonly verified?: Readonly<Record<string, Stamp>>;
}

/** What a board shows of one learner. Moments in milliseconds since 1970. */
export interface LearnerProgress {
  readonly learner: Learner;
  readonly practised: ReadonlyMap<string, number>;
  /** Item id → moment of its newest proof. */
  readonly verified: ReadonlyMap<string, number>;
}

export const portableExtension = '.progress.json';

const kind = 'backend-skills-portable';

/** The file: version 1, with LF at the ends of lines. */
export function encodePortable(learner: Learner, document: ProgressDocument): string {
  const letters = new Map(Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => [letter, [JSON.stringify(letter)]]));
  const first = document.reset ? [JSON.stringify({ reset: document.reset })] : [];
  const ids = [...document.items.keys()].map((id) => [sortKey(id), id] as const).sort(byName);
  for (const [key, id] of ids) {
    const entry = toEntry(document, id);
    // An id that begins with a digit stands before the letters.
    if (entry) (letters.get(key[0] ?? '') ?? first).push(JSON.stringify(entry));
  }
  const entries = [...first, ...[...letters.values()].flat()];
  return [
    '{',
    `  "kind": "${kind}",`,
    '  "format": 1,',
    `  "learner": ${JSON.stringify({ name: learner.name, id: learner.id })},`,
    '  "items": [',
    ...entries.flatMap((entry) => [`    ${entry},`, '']),
    '    null',
    '  ]',
    '}',
    '',
  ].join('\n');
}

/** Items of a skill stand together, whatever pack they come from. */
function sortKey(id: string): string {
  const [pack = '', ...rest] = id.split('/');
  return [...rest, pack].join('/');
}

function toEntry(document: ProgressDocument, id: string): Entry | undefined {
  const item = document.items.get(id);
  if (!item || !isItemId(id)) return undefined;
  const ticks = countingTicks(document, id).sort(byName);
  const moment = practisedAt(document, id);
  const first = ticks.find(([, at]) => at[0] === moment && isMoment(moment));
  const rest = ticks.filter((tick) => tick !== first);
  const seen = new Map(item.seen);
  // An untick of version 0.2 names no tick; here those that it took back are named.
  if (item.blind)
    for (const [by, at] of item.ticks) if (isLater(item.blind, at)) seen.set(by, newest(at, seen.get(by)) ?? at);
  if (ticks.length === 0 && seen.size === 0 && !item.verified) return undefined;
  return {
    id,
    practised: first ? new Date(first[1][0]).toISOString() : null,
    ...(first ? { by: first[0] } : {}),
    ...(first && first[1][1] > 0 ? { n: first[1][1] } : {}),
    ...(rest.length > 0 ? { ticks: Object.fromEntries(rest) } : {}),
    ...(seen.size > 0 ? { seen: Object.fromEntries([...seen].sort(byName)) } : {}),
    ...(item.verified ? { verified: Object.fromEntries([...item.verified].sort(byName)) } : {}),
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

export interface Portable {
  readonly learner: Learner;
  readonly facts: readonly Fact[];
}

export interface DecodedPortable {
  /** Undefined when the file as a whole cannot be used; then it must not be written over either. */
  readonly portable: Portable | undefined;
  /** With file, line and what to do. */
  readonly problems: readonly string[];
  /** The same, with the line apart. */
  readonly found: readonly Problem[];
  /** Both sides of a merge that Git could not finish, when both can be read; their union is the right outcome. */
  readonly sides?: readonly [Portable, Portable];
}

/** Reads a learner's file. Entries that cannot be read are named with their line; the others count. Never throws. */
export function decodePortable(text: string, name: string): DecodedPortable {
  return decode(text, name, true);
}

/** @param maySplit false for one side of a conflict, which holds no further one. */
function decode(text: string, name: string, maySplit: boolean): DecodedPortable {
  const problems: Problem[] = [];
  const report = (code: ProblemCode, line: number, detail: string): void =>
    void problems.push({ code, file: name, line, detail });
  const outcome = (portable?: Portable, sides?: readonly [Portable, Portable]): DecodedPortable => ({
    portable,
    problems: problems.map(describeProblem),
    found: problems,
    ...(sides ? { sides } : {}),
  });
  let root: unknown;
  try {
    root = JSON.parse(text) as unknown;
  } catch {
    const conflict = maySplit ? unmerged(text) : undefined;
    const { fault } = jsonPlaces(text);
    if (conflict) report('json-syntax', conflict.line, 'Git has left both sides of a conflict here');
    else report('json-syntax', fault?.line ?? 1, fault?.what ?? 'it cannot be read');
    const [ours, theirs] = (conflict?.sides ?? []).map((side) => decode(side, name, false));
    // Sides with faults of their own are left to the reader.
    const whole = ours?.portable && theirs?.portable && ours.found.length + theirs.found.length === 0;
    return outcome(undefined, whole ? [ours.portable, theirs.portable] : undefined);
  }
  if (!isRecord(root)) {
    report('not-an-object', 1, 'The file');
    return outcome();
  }
  // Asked only where something is wrong.
  const places = (): ReturnType<typeof jsonPlaces> => jsonPlaces(text);
  const { items } = root;
  const learner = toLearner(root['learner']);
  if (root['kind'] !== kind) report('field-type', places().field('kind'), `"kind" must be "${kind}"`);
  else if (root['format'] !== 1) report('format-unsupported', places().field('format'), String(root['format']));
  else if (!learner) report('field-type', places().field('learner'), '"learner" must have an id and a name');
  else if (!Array.isArray(items)) report('field-type', places().field('items'), '"items" must be a list');
  if (!learner || !Array.isArray(items) || problems.length > 0) return outcome();
  const facts: Fact[] = [];
  const faulty: number[] = [];
  for (const [index, entry] of (items as unknown[]).entries()) {
    // The letters and the null are for Git alone.
    if (entry === null || typeof entry === 'string') continue;
    const read = isRecord(entry) ? fromEntry(entry) : undefined;
    if (read) facts.push(...read);
    else faulty.push(index);
  }
  if (faulty.length > 0) {
    const found = places();
    for (const index of faulty)
      report('field-type', found.entry('items', index), `"items" must hold whole lines: id, moment and writer`);
  }
  return outcome({ learner, facts });
}

/** As much of a file as a board shows; undefined for one that is no learner's file. */
export function readLearner(text: string): LearnerProgress | undefined {
  const { portable } = decodePortable(text, '');
  return portable && joinFacts(portable.learner, portable.facts);
}

/** The two texts between which Git could not decide, and where the first conflict begins; undefined when it left none. */
function unmerged(text: string): { readonly line: number; readonly sides: readonly string[] } | undefined {
  const sides: [string[], string[]] = [[], []];
  let within: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  let line: number | undefined;
  for (const [index, part] of text.split('\n').entries()) {
    const mark = /^(<{7}|\|{7}|={7}|>{7})(?=[ \r]|$)/.exec(part)?.[1]?.[0];
    if (mark === '<' && within === 'both') {
      within = 'ours';
      line ??= index + 1;
    } else if (mark === '|' && within === 'ours') within = 'base';
    else if (mark === '=' && (within === 'ours' || within === 'base')) within = 'theirs';
    else if (mark === '>' && within === 'theirs') within = 'both';
    else {
      if (within === 'both' || within === 'ours') sides[0].push(part);
      if (within === 'both' || within === 'theirs') sides[1].push(part);
    }
  }
  if (line === undefined) return undefined;
  return { line, sides: within === 'both' ? sides.map((side) => side.join('\n')) : [] };
}

/** What the facts of several files of one learner come to. */
export function joinFacts(learner: Learner, facts: Iterable<Fact>): LearnerProgress {
  const document = emptyProgress();
  mergeInto(document, facts);
  const practised = new Map<string, number>();
  const verified = new Map<string, number>();
  for (const id of document.items.keys()) {
    if (isDone(document, id)) practised.set(id, practisedAt(document, id) ?? 0);
    const proofs = [...verifiedBy(document, id).values()];
    if (proofs.length > 0) verified.set(id, Math.max(...proofs));
  }
  return { learner, practised, verified };
}

function fromEntry(entry: Readonly<Record<string, unknown>>): Fact[] | undefined {
  const { id, reset, practised, by, n = 0, ticks = {}, seen = {}, verified = {} } = entry;
  if (reset !== undefined) return isStamp(reset) ? [{ kind: 'reset', at: reset, by: '' }] : undefined;
  if (typeof id !== 'string' || !isItemId(id)) return undefined;
  const facts: Fact[] = [];
  if (typeof practised === 'string') {
    const at = [Date.parse(practised), n];
    if (typeof by !== 'string' || !isStamp(at)) return undefined;
    facts.push({ kind: 'tick', id, at, by });
  } else if (practised !== null) return undefined;
  const others = stampsIn(ticks);
  const known = stampsIn(seen);
  const proofs = stampsIn(verified);
  if (!others || !known || !proofs) return undefined;
  for (const [writer, at] of others) facts.push({ kind: 'tick', id, at, by: writer });
  for (const [lab, at] of proofs) facts.push({ kind: 'verify', id, lab, at, by: '' });
  if (known.length > 0) {
    const at = known.map(([, stamp]) => stamp).reduce((a, b) => (isLater(b, a) ? b : a));
    facts.push({ kind: 'untick', id, at, by: '', seen: Object.fromEntries(known) });
  }
  return facts;
}

function stampsIn(value: unknown): [string, Stamp][] | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  return entries.every((entry): entry is [string, Stamp] => isStamp(entry[1])) ? entries : undefined;
}

function toLearner(value: unknown): Learner | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name } = value;
  return isName(id) && isName(name) ? { id, name } : undefined;
}

function isItemId(id: string): boolean {
  return /^[a-z\d-]+(\/[a-z\d-]+){2}$/.test(id);
}

function isMoment(at: number): boolean {
  return Number.isFinite(at) && at >= 0 && at <= 8.64e15;
}
