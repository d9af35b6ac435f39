import { isRecord } from './guards';

/** What a command was asked to open: names as given, not yet looked up. */
export interface SkillReference {
  readonly skill: string;
  /** Full item id to bring into view. */
  readonly item?: string;
  /** Anchor of a section to bring into view. */
  readonly section?: string;
}

/**
 * Narrows a command's first argument: a skill id, a tree node, or `{ skill, item?, section? }`.
 * Undefined when it names no skill, so that the caller can ask for one.
 */
export function toSkillReference(argument: unknown): SkillReference | undefined {
  if (typeof argument === 'string') return argument.trim() === '' ? undefined : { skill: argument };
  if (!isRecord(argument)) return undefined;
  const { kind, id, skill, item, section } = argument;
  if (kind === 'skill' && typeof id === 'string') return { skill: id };
  if (kind === 'item' && typeof id === 'string' && typeof skill === 'string') return { skill, item: id };
  if (kind === undefined && typeof skill === 'string') {
    return {
      skill,
      ...(typeof item === 'string' ? { item } : {}),
      ...(typeof section === 'string' ? { section } : {}),
    };
  }
  return undefined;
}
