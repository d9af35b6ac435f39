/** The learner's notes: one Markdown file per skill, named after it. What their names and texts mean; files are read and written elsewhere. */
import { isId } from './model';

/** What the name of a file among the notes says. */
export interface NoteName {
  readonly file: string;
  /** Id of the skill, as it was when the note was made. */
  readonly skill: string;
  /** Day on which it was imported beside another one, `YYYY-MM-DD`. */
  readonly imported?: string;
}

export const noteFile = (name: string): string => `${name}.md`;

/** Undefined for a file that is no note of ours. */
export function parseNoteName(file: string): NoteName | undefined {
  const [, skill = '', imported] =
    /^([a-z0-9-]+)(?:\.imported-(\d{4}-\d{2}-\d{2})(?:-\d{1,3})?)?\.md$/.exec(file) ?? [];
  return isId(skill) ? { file, skill, ...(imported === undefined ? {} : { imported }) } : undefined;
}

/** What a new note begins with. */
export function noteTemplate(title: string): string {
  return `# ${title}\n\n`;
}

/** The text in one form: systems and editors differ in how lines end. */
const plain = (text: string): string => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');

export function isSameNote(a: string, b: string): boolean {
  return plain(a).trimEnd() === plain(b).trimEnd();
}

/** True for a note in which nothing has been written yet. */
export function isUntouched(text: string, title: string): boolean {
  return isSameNote(text, noteTemplate(title));
}

/** Notes are shown up to here; in UTF-16 code units. The page's renderer takes a little more. */
export const shownLength = 50_000;

/** What the skill's page shows of a note: without its first heading, which the page has anyway. Empty where nothing is noted. */
export function shownNote(text: string, title: string): { readonly markdown: string; readonly cut: boolean } {
  const all = plain(text);
  const [first = ''] = all.split('\n', 1);
  const body = (first.trim() === `# ${title}` ? all.slice(first.length) : all).trim();
  if (body.length <= shownLength) return { markdown: body, cut: false };
  // At the end of a line, and never inside a character.
  const end = body.lastIndexOf('\n', shownLength);
  const cut = end > shownLength / 2 ? end : shownLength - 1;
  return { markdown: body.slice(0, cut).replace(/[\uD800-\uDBFF]$/, ''), cut: true };
}

/** A note to be written on an import. Nothing that is there is written over. */
export interface NoteImport {
  readonly skill: string;
  readonly file: string;
  readonly text: string;
  /** True when there is another note already, beside which it is put. */
  readonly beside: boolean;
}

/**
 * @param existing file names and texts of all notes.
 * @param incoming names without `.md`, and texts.
 * @param fileOf the file in which a skill's note stands, or would stand; a renamed skill keeps the one it had.
 * @param day `YYYY-MM-DD`
 */
export function planNoteImport(
  existing: ReadonlyMap<string, string>,
  incoming: ReadonlyMap<string, string>,
  fileOf: (skill: string) => string,
  isEmpty: (skill: string, text: string) => boolean,
  day: string,
): NoteImport[] {
  const taken = new Set(existing.keys());
  const plan: NoteImport[] = [];
  for (const [key, text] of [...incoming].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = parseNoteName(noteFile(key));
    if (!name) continue;
    const { skill } = name;
    const main = fileOf(skill);
    const file = name.imported === undefined ? main : name.file;
    const present = existing.get(file);
    // What is there already, or was imported before, is not imported again.
    const stem = main.slice(0, -'.md'.length);
    const known = [...existing].some(
      ([other, there]) =>
        (other === file || other === main || other.startsWith(`${stem}.imported-`)) && isSameNote(there, text),
    );
    const isMain = file === main;
    if (isMain ? !taken.has(file) || (present !== undefined && isEmpty(skill, present)) : !taken.has(file) && !known) {
      taken.add(file);
      plan.push({ skill, file, text, beside: !isMain });
      continue;
    }
    if (known) continue;
    let free = `${stem}.imported-${day}.md`;
    for (let copy = 2; taken.has(free); copy++) free = `${stem}.imported-${day}-${copy}.md`;
    taken.add(free);
    plan.push({ skill, file: free, text, beside: true });
  }
  return plan;
}

/** Where the setting says that notes are kept. */
export type NotesPlace =
  | { readonly kind: 'own' }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'full'; readonly path: string }
  /** Below the home folder; `path` may be empty. */
  | { readonly kind: 'home'; readonly path: string }
  /** Below the first folder of the workspace. */
  | { readonly kind: 'workspace'; readonly path: string };

/** Undefined for what is no path. */
export function notesPlace(setting: unknown): NotesPlace | undefined {
  if (setting === undefined || setting === null) return { kind: 'own' };
  if (typeof setting !== 'string' || setting.length > 1000 || /\p{Cc}/u.test(setting)) return undefined;
  const text = setting.trim();
  if (text === '') return { kind: 'own' };
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(text)) return { kind: 'address', address: text };
  if (/^([/\\]|[a-z]:[/\\])/i.test(text)) return { kind: 'full', path: text };
  const home = /^~(?:[/\\](.*))?$/s.exec(text);
  if (home) return { kind: 'home', path: (home[1] ?? '').replaceAll('\\', '/') };
  // Another user's home, or a drive without a folder: nobody could tell what is meant.
  if (/^(~|[a-z]:)/i.test(text)) return undefined;
  return { kind: 'workspace', path: text.replaceAll('\\', '/') };
}
