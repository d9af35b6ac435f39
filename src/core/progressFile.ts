import type { Catalog } from './catalog';
import { isRecord } from './guards';
import { openJson } from './jsonFile';
import { isId } from './model';
import { parseNoteName } from './notes';
import { describeProblem } from './problems';
import { isGrade, type Grade } from './progress';
import { plainText } from './text';

/** What the learner has practised: full item ids, with the moment in milliseconds since 1970. */
export type Practised = ReadonlyMap<string, number>;

/** What labs have verified: full item ids, then lab ids, with the moment in milliseconds since 1970. */
export type Verified = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Answers to questions: full card ids, with moments in milliseconds since 1970 and grades, oldest first. */
export type Answers = ReadonlyMap<string, readonly (readonly [moment: number, grade: Grade])[]>;
/** The reader's notes: names of their files without `.md`, and Markdown. The name of a note is the id of its skill. */
export type NoteTexts = ReadonlyMap<string, string>;

/** Longer notes are none that this extension has written; in UTF-16 code units. */
const maxNote = 5_000_000;

/** The export as JSON: version 1, one line per item, sorted, so that two of them can be compared line by line. */
export function encodeProgress(
  practised: Practised,
  verified: Verified = new Map(),
  answers: Answers = new Map(),
  notes: NoteTexts = new Map(),
): string {
  const moments = (dates: ReadonlyMap<string, number>): Record<string, string | null> =>
    Object.fromEntries(sorted(dates).map(([id, at]) => [id, isMoment(at) ? new Date(at).toISOString() : null]));
  const proofs = Object.fromEntries(sorted(verified).map(([id, labs]) => [id, moments(labs)]));
  const file = {
    format: 1,
    kind: 'backend-skills-progress',
    items: moments(practised),
    ...(verified.size > 0 ? { verified: proofs } : {}),
    // Older versions read past it.
    ...(notes.size > 0 ? { notes: Object.fromEntries(sorted(notes)) } : {}),
  };
  const text = JSON.stringify(file, null, 2);
  const lines = sorted(answers).flatMap(([id, list]) => {
    const known = [...list].filter(([moment]) => isMoment(moment)).sort(([a], [b]) => a - b);
    const pairs = known.map(([moment, grade]) => [new Date(moment).toISOString(), grade]);
    return pairs.length === 0 ? [] : `    ${JSON.stringify(id)}: ${JSON.stringify(pairs)}`;
  });
  // One line per question too, however often it was answered.
  return lines.length === 0
    ? `${text}\n`
    : `${text.slice(0, -'\n}'.length)},\n  "reviews": {\n${lines.join(',\n')}\n  }\n}\n`;
}

function sorted<T>(entries: ReadonlyMap<string, T>): [string, T][] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Reads an export. Items that cannot be read are named, with their line; the others count. Never throws. */
export function decodeProgress(
  text: string,
  name: string,
): {
  readonly practised: Practised | undefined;
  readonly verified: Verified;
  readonly answers: Answers;
  readonly notes: NoteTexts;
  readonly problems: readonly string[];
} {
  const file = openJson(text, name);
  const practised = new Map<string, number>();
  const verified = new Map<string, ReadonlyMap<string, number>>();
  const answers = new Map<string, readonly (readonly [number, Grade])[]>();
  const notes = new Map<string, string>();
  if (file.root) {
    const { kind, items } = file.root;
    if (kind !== 'backend-skills-progress')
      file.report('field-type', file.line('kind'), '"kind" must be "backend-skills-progress"');
    if (typeof items !== 'object' || items === null || Array.isArray(items))
      file.report('field-type', file.line('items'), '"items" must be an object of item ids and dates');
    else {
      for (const [id, at] of Object.entries(items)) {
        const moment = toMoment(at);
        if (isItemId(id) && moment !== undefined) practised.set(id, moment);
        else file.report('field-type', file.line('items', id), `"${id}" must be a full item id with a date, or null`);
      }
    }
    const proofs = file.root['verified'];
    for (const [id, labs] of Object.entries(isRecord(proofs) ? proofs : {})) {
      const moments = Object.entries(isRecord(labs) ? labs : {}).map(([lab, at]) => [lab, toMoment(at)] as const);
      const whole = moments.filter((entry): entry is [string, number] => isId(entry[0]) && entry[1] !== undefined);
      if (isItemId(id) && whole.length > 0 && whole.length === moments.length) verified.set(id, new Map(whole));
      else file.report('field-type', file.line('verified', id), `"${id}" must be a full item id with labs and dates`);
    }
    const texts = file.root['notes'];
    if (texts !== undefined && !isRecord(texts))
      file.report('field-type', file.line('notes'), '"notes" must be an object of names and texts');
    for (const [key, note] of Object.entries(isRecord(texts) ? texts : {})) {
      if (parseNoteName(`${key}.md`) && typeof note === 'string' && note.length <= maxNote) notes.set(key, note);
      else
        file.report('field-type', file.line('notes', key), `the note "${key}" must have the name of one, and a text`);
    }
  }
  if (file.root) {
    const { reviews } = file.root;
    for (const [id, list] of Object.entries(isRecord(reviews) ? reviews : {})) {
      const read = (Array.isArray(list) ? list : []).map(toAnswer);
      const whole = read.filter((answer) => answer !== undefined);
      if (isCard(id) && whole.length > 0 && whole.length === read.length) answers.set(id, whole);
      else
        file.report('field-type', file.line('reviews', id), `"${id}" must be a full question id with dates and grades`);
    }
  }
  const fatal = file.root?.['kind'] !== 'backend-skills-progress';
  return {
    practised: fatal ? undefined : practised,
    verified,
    answers,
    notes,
    problems: file.problems.map(describeProblem),
  };
}

/** Null stands for a moment that is not known. */
function toMoment(at: unknown): number | undefined {
  const moment = typeof at === 'string' ? Date.parse(at) : at === null ? 0 : Number.NaN;
  return isMoment(moment) ? moment : undefined;
}

function toAnswer(value: unknown): readonly [number, Grade] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [at, grade] = value as readonly unknown[];
  const moment = typeof at === 'string' ? toMoment(at) : undefined;
  return moment !== undefined && isGrade(grade) ? [moment, grade] : undefined;
}

function isCard(id: string): boolean {
  return /^[a-z\d-]+\/[a-z\d-]+#[a-z\d-]+$/.test(id);
}

function isItemId(id: string): boolean {
  return /^[a-z\d-]+(\/[a-z\d-]+){2}$/.test(id);
}

function isMoment(at: number): boolean {
  return Number.isFinite(at) && at >= 0 && at <= 8.64e15;
}

/** Words of the report, in the reader's language. */
export interface ReportWords {
  readonly title: string;
  readonly total: (done: number, total: number) => string;
  readonly retired: string;
  readonly verified: (date: string) => string;
  readonly date: (at: number) => string;
  readonly note: string;
  /** Over notes on skills that the curriculum no longer has. */
  readonly otherNotes: string;
}

/** A note as a quote, so that its headings are not taken for those of the report. */
function quoted(note: string): string[] {
  return note
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => `> ${line}`.trimEnd());
}

/**
 * The progress as Markdown: per area the skills that were begun or noted on, with every practised item and its day.
 *
 * @param notes by the skill's id of today, or the former one of a skill that is gone.
 */
export function progressReport(
  catalog: Catalog,
  practised: Practised,
  verified: Verified,
  words: ReportWords,
  notes: NoteTexts = new Map(),
): string {
  const lines = [`# ${words.title}`, ''];
  const known = [...practised.keys()].filter((id) => catalog.skillOfItem(id));
  lines.push(words.total(known.length, catalog.itemCount), '');
  for (const area of catalog.areas) {
    const skills = area.skills.flatMap((id) => catalog.skill(id) ?? []);
    const begun = skills.filter(
      (skill) => notes.has(skill.id) || skill.items.some(({ id }) => practised.has(id) || verified.has(id)),
    );
    if (begun.length === 0) continue;
    lines.push(`## ${area.title}`, '');
    for (const skill of begun) {
      const done = skill.items.filter(({ id }) => practised.has(id));
      lines.push(`### ${skill.title}: ${words.total(done.length, skill.items.length)}`, '');
      for (const item of skill.items) {
        const at = practised.get(item.id);
        const proofs = [...(verified.get(item.id)?.values() ?? [])];
        const notes = [
          ...(at === undefined ? [] : [words.date(at)]),
          ...(proofs.length === 0 ? [] : [words.verified(words.date(Math.max(...proofs)))]),
        ];
        lines.push(
          `- [${at === undefined ? ' ' : 'x'}] ${item.text}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`,
        );
      }
      lines.push('');
      const note = notes.get(skill.id);
      if (note !== undefined) lines.push(words.note, '', ...quoted(note), '');
    }
  }
  const retired = [...practised.keys()].filter((id) => !catalog.item(id)).sort();
  if (retired.length > 0) lines.push(`## ${words.retired}`, '', ...retired.map((id) => `- [x] ${plainText(id)}`), '');
  const others = [...notes].filter(([id]) => !catalog.skill(id)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (others.length > 0) lines.push(`## ${words.otherNotes}`, '');
  for (const [id, note] of others) lines.push(`### ${id}`, '', ...quoted(note), '');
  return lines.join('\n');
}
