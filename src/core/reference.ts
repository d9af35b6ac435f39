import { isRecord } from './guards';

/** What a command was asked to open: names as given, not yet looked up. */
export interface SkillReference {
  readonly skill: string;
  /** Full item id to bring into view. */
  readonly item?: string;
  /** Anchor of a section to bring into view. */
  readonly section?: string;
  /** Key of a question of the page to open; see {@link questionKey}. */
  readonly question?: string;
  /** True to bring the reader's own note into view. */
  readonly note?: true;
}

/**
 * Narrows a command's first argument: a skill id, a tree node, or `{ skill, item?, section?, question?, note? }`.
 * Undefined when it names no skill, so that the caller can ask for one.
 */
export function toSkillReference(argument: unknown): SkillReference | undefined {
  if (typeof argument === 'string') return isName(argument) ? { skill: argument } : undefined;
  if (!isRecord(argument)) return undefined;
  const { kind, id, skill, item, section, question, note } = argument;
  if (kind === 'skill' && isName(id)) return { skill: id };
  if (kind === 'item' && typeof id === 'string' && isName(skill)) return { skill, item: id };
  if (kind === undefined && isName(skill)) {
    return {
      skill,
      ...(typeof item === 'string' ? { item } : {}),
      ...(typeof section === 'string' ? { section } : {}),
      ...(typeof question === 'string' ? { question } : {}),
      ...(note === true ? { note } : {}),
    };
  }
  return undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
