import { isName, isRecord } from './guards';
import { openJson } from './jsonFile';
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
 * known of its item: two versions of the file that differ in different items merge line by line, and reading both is reading their union.
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

/** The file: version 1, with a line end after each item. */
export function encodePortable(learner: Learner, document: ProgressDocument): string {
  const lines = [...document.items.keys()]
    .sort()
    .flatMap((id) => {
      const entry = toEntry(document, id);
      return entry ? `    ${JSON.stringify(id)}: ${JSON.stringify(entry)}` : [];
    })
    .join(',\n');
  return [
    '{',
    `  "kind": "${kind}",`,
    '  "format": 1,',
    `  "learner": ${JSON.stringify({ name: learner.name, id: learner.id })},`,
    ...(document.reset ? [`  "reset": ${JSON.stringify(document.reset)},`] : []),
    lines === '' ? '  "items": {}' : `  "items": {\n${lines}\n  }`,
    '}',
    '',
  ].join('\n');
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
}

/** Reads a learner's file. Items that cannot be read are named with their line; the others count. Never throws. */
export function decodePortable(text: string, name: string): DecodedPortable {
  const { value: root, fault } = parse(text);
  if (fault !== undefined) {
    // Slow, but it knows the line; some of what is not JSON it takes for YAML.
    const { problems } = openJson(text, name);
    const syntax: Problem = { code: 'json-syntax', file: name, line: 1, detail: fault };
    return { portable: undefined, problems: (problems.length > 0 ? problems : [syntax]).map(describeProblem) };
  }
  const problems: Problem[] = [];
  const report = (code: ProblemCode, key: string, detail: string): void => {
    problems.push({ code, file: name, line: lineOf(text, key), detail });
  };
  if (!isRecord(root)) report('not-an-object', '', 'The file');
  else if (root['kind'] !== kind) report('field-type', 'kind', `"kind" must be "${kind}"`);
  else if (root['format'] !== 1) report('format-unsupported', 'format', String(root['format']));
  const learner = isRecord(root) ? toLearner(root['learner']) : undefined;
  if (problems.length === 0 && !learner) report('field-type', 'learner', '"learner" must have an id and a name');
  const items = isRecord(root) ? root['items'] : undefined;
  if (problems.length === 0 && !isRecord(items))
    report('field-type', 'items', '"items" must be an object, one field per item');
  if (!isRecord(root) || !learner || !isRecord(items) || problems.length > 0)
    return { portable: undefined, problems: problems.map(describeProblem) };
  const facts: Fact[] = [];
  const { reset } = root;
  if (isStamp(reset)) facts.push({ kind: 'reset', at: reset, by: '' });
  else if (reset !== undefined) report('field-type', 'reset', '"reset" must be [milliseconds, counter]');
  for (const [id, entry] of Object.entries(items)) {
    const found = isItemId(id) ? fromEntry(id, entry) : undefined;
    if (found) facts.push(...found);
    else report('field-type', id, `"${id}" must be a full item id with its moment and writer`);
  }
  return { portable: { learner, facts }, problems: problems.map(describeProblem) };
}

/** As much of a file as a board shows; undefined for one that is no learner's file. */
export function readLearner(text: string): LearnerProgress | undefined {
  const root = parse(text).value;
  if (!isRecord(root) || root['kind'] !== kind || root['format'] !== 1 || !isRecord(root['items'])) return undefined;
  const learner = toLearner(root['learner']);
  if (!learner) return undefined;
  const { reset } = root;
  const practised = new Map<string, number>();
  const verified = new Map<string, number>();
  for (const [id, entry] of Object.entries(root['items'])) {
    if (!isRecord(entry)) continue;
    if (typeof entry['practised'] === 'string') {
      const at = Date.parse(entry['practised']);
      if (isMoment(at)) practised.set(id, at);
    }
    if (!isRecord(entry['verified'])) continue;
    for (const at of Object.values(entry['verified']))
      if (isStamp(at) && !(isStamp(reset) && !isLater(at, reset)))
        verified.set(id, Math.max(at[0], verified.get(id) ?? 0));
  }
  return { learner, practised, verified };
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

function fromEntry(id: string, entry: unknown): Fact[] | undefined {
  if (!isRecord(entry)) return undefined;
  const { practised, by, n = 0, ticks = {}, seen = {}, verified = {} } = entry;
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

function parse(text: string): { readonly value?: unknown; readonly fault?: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** One-based line where a field stands; the first one of that name. */
function lineOf(text: string, key: string): number {
  const at = key === '' ? 0 : text.indexOf(`${JSON.stringify(key)}:`);
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}
