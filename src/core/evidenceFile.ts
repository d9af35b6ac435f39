import {
  gitKinds,
  type EvidenceData,
  type EvidenceKey,
  type EvidenceLine,
  type EvidencePart,
  type EvidenceRule,
  type GitKind,
} from './evidence';
import { parsePattern } from './evidencePattern';
import type { FieldReader } from './fields';
import { globPattern } from './glob';
import { openJson, type Entry, type JsonFile } from './jsonFile';
import { itemId } from './model';
import type { Problem } from './problems';

/** What the rules may name. */
export interface EvidenceReferences {
  readonly pack: string;
  /** Full ids of checklist items. */
  readonly items: ReadonlySet<string>;
}

type Path = readonly (string | number)[];

/** Reads evidence.json. A bad rule is a problem with its line and is left out; the rest is kept. Never throws. */
export function parseEvidence(
  content: unknown,
  references: EvidenceReferences,
  name = 'evidence.json',
): { readonly evidence: EvidenceData | undefined; readonly problems: readonly Problem[] } {
  const file = openJson(content, name);
  if (!file.root) return { evidence: undefined, problems: file.problems };
  const reader = new RuleReader(file, references);
  const rules = file.list(['rules'], file.root['rules'], (entry, fields, path) => reader.rule(entry, fields, path));
  reader.only(file.root, ['$schema', 'format', 'rules'], []);
  return { evidence: { format: 1, rules }, problems: file.problems };
}

class RuleReader {
  private readonly taken = new Set<string>();

  constructor(
    private readonly file: JsonFile,
    private readonly references: EvidenceReferences,
  ) {}

  /** What is misspelt would not be asked, and the rule would hold where it should not: so it is an error. */
  only(entry: Entry, fields: readonly string[], path: Path): void {
    for (const field of Object.keys(entry))
      if (!fields.includes(field)) this.file.report('evidence-field', this.file.line(...path, field), field);
  }

  rule(entry: Entry, fields: FieldReader, path: Path): EvidenceRule | undefined {
    this.only(entry, ['id', 'items', 'seen', 'unseen', 'parts'], path);
    const id = fields.id('id');
    if (id !== undefined && this.taken.has(id)) this.file.report('id-duplicate', fields.line('id'), id);
    if (id !== undefined) this.taken.add(id);
    const items = this.items(fields, path);
    const seen = fields.text('seen');
    const unseen = fields.optionalText('unseen', undefined);
    const parts = this.file.list([...path, 'parts'], entry['parts'], (part, reader, at) => this.part(part, reader, at));
    const wanted = Array.isArray(entry['parts']) ? entry['parts'].length : 0;
    if (wanted === 0) this.file.report('evidence-part', fields.line('parts'), '"parts" is empty');
    const [first] = parts;
    if (first && 'nowhere' in first)
      this.file.report(
        'evidence-part',
        this.file.line(...path, 'parts', 0),
        'the first part says only what is not there',
      );
    // A rule with a part left out would hold too easily.
    if (id === undefined || !items || seen === undefined || parts.length !== wanted) return undefined;
    return { id, items, seen, ...(unseen === undefined ? {} : { unseen }), parts };
  }

  private items(fields: FieldReader, path: Path): string[] | undefined {
    const names = fields.texts('items');
    if (names?.length === 0) this.file.report('field-type', fields.line('items'), '"items" must name an item');
    return names?.flatMap((name, at) => {
      const [skill = '', item = ''] = name.split('/');
      const full = itemId(this.references.pack, skill, item);
      if (this.references.items.has(full) && name === `${skill}/${item}`) return full;
      this.file.report('lab-item', this.file.line(...path, 'items', at), name);
      return [];
    });
  }

  private part(entry: Entry, fields: FieldReader, path: Path): EvidencePart | undefined {
    const atLeast = this.count(entry, path);
    if (entry['git'] !== undefined) {
      this.only(entry, ['git', 'pattern', 'atLeast'], path);
      const git = gitKinds.find((kind): kind is GitKind => kind === entry['git']);
      if (!git) this.file.report('evidence-part', fields.line('git'), `"git" must be one of ${gitKinds.join(', ')}`);
      const pattern = fields.optionalText('pattern', undefined);
      if (pattern !== undefined) this.pattern(pattern, fields.line('pattern'));
      return git && { git, ...(pattern === undefined ? {} : { pattern }), ...atLeast };
    }
    this.only(
      entry,
      ['files', 'except', 'lines', 'none', 'dependencies', 'keys', 'comments', 'atLeast', 'nowhere'],
      path,
    );
    const files = this.globs('files', fields.texts('files'), path);
    if (files?.length === 0) this.file.report('evidence-part', fields.line('files'), '"files" is empty');
    const except = this.globs('except', fields.optionalTexts('except'), path) ?? [];
    const none = fields.optionalTexts('none');
    for (const [at, pattern] of none.entries()) this.pattern(pattern, this.file.line(...path, 'none', at));
    const dependencies = fields.optionalTexts('dependencies');
    const lines = this.lines(entry['lines'], path);
    const keys = this.file.list(
      [...path, 'keys'],
      entry['keys'],
      (key, reader, at): EvidenceKey | undefined => {
        this.only(key, ['path', 'is'], at);
        const names = reader.texts('path');
        if (names?.length === 0) this.file.report('evidence-part', reader.line('path'), '"path" is empty');
        const is = reader.optionalText('is', undefined);
        return names && { path: names, ...(is === undefined ? {} : { is }) };
      },
      'optional',
    );
    const flags = ['comments', 'nowhere'].filter((flag) => {
      if (entry[flag] === undefined) return false;
      if (entry[flag] !== true)
        this.file.report('field-type', fields.line(flag), `"${flag}" must be true, or left out`);
      return true;
    });
    // A part of which something is left out would hold too easily.
    const whole = (name: string, list: readonly unknown[]): boolean =>
      !Array.isArray(entry[name]) || entry[name].length === list.length;
    if (!files || !whole('lines', lines) || !whole('keys', keys)) return undefined;
    return {
      files,
      ...(except.length > 0 ? { except } : {}),
      ...(lines.length > 0 ? { lines } : {}),
      ...(none.length > 0 ? { none } : {}),
      ...(dependencies.length > 0 ? { dependencies } : {}),
      ...(keys.length > 0 ? { keys } : {}),
      ...Object.fromEntries(flags.map((flag) => [flag, true])),
      ...atLeast,
    };
  }

  /** Each a pattern, or `{ pattern, atLeast }`. */
  private lines(value: unknown, path: Path): EvidenceLine[] {
    if (value === undefined) return [];
    const at = (index: number): Path => [...path, 'lines', index];
    if (!Array.isArray(value)) {
      this.file.report('field-type', this.file.line(...path, 'lines'), '"lines" must be a list');
      return [];
    }
    const entries = (value as unknown[]).map((entry) => (typeof entry === 'string' ? { pattern: entry } : entry));
    const lines = this.file.list([...path, 'lines'], entries, (entry, reader, place): EvidenceLine | undefined => {
      this.only(entry, ['pattern', 'atLeast'], place);
      const pattern = reader.text('pattern');
      return pattern === undefined ? undefined : { pattern, ...this.count(entry, place) };
    });
    for (const [index, { pattern }] of lines.entries()) this.pattern(pattern, this.file.line(...at(index)));
    return lines;
  }

  private count(entry: Entry, path: Path): { readonly atLeast?: number } {
    const { atLeast } = entry;
    if (atLeast === undefined) return {};
    if (typeof atLeast === 'number' && Number.isInteger(atLeast) && atLeast >= 2 && atLeast <= 100) return { atLeast };
    this.file.report(
      'field-type',
      this.file.line(...path, 'atLeast'),
      '"atLeast" must be a whole number from 2 to 100',
    );
    return {};
  }

  private globs(field: string, globs: readonly string[] | undefined, path: Path): readonly string[] | undefined {
    for (const [at, glob] of (globs ?? []).entries())
      if (!globPattern(glob)) this.file.report('evidence-glob', this.file.line(...path, field, at), glob);
    return globs;
  }

  private pattern(pattern: string, line: number): void {
    const parsed = parsePattern(pattern);
    if (!('fault' in parsed)) return;
    if (parsed.fault === 'syntax') this.file.report('evidence-pattern', line, parsed.message);
    else if (parsed.fault === 'unsupported') this.file.report('evidence-pattern-kind', line, pattern);
    else this.file.report('evidence-pattern-slow', line, pattern);
  }
}
