import type { Skill, SkillLevel } from './model';
import { progressState, type ProgressState, type Rollup } from './rollup';

/** What the tree shows. An empty list means "any". */
export interface SkillFilter {
  readonly states: readonly ProgressState[];
  readonly levels: readonly SkillLevel[];
}

export const noFilter: SkillFilter = { states: [], levels: [] };

export function isActive(filter: SkillFilter): boolean {
  return filter.states.length > 0 || filter.levels.length > 0;
}

export function matches(skill: Skill, filter: SkillFilter, rollup: Rollup): boolean {
  return (
    (filter.levels.length === 0 || filter.levels.includes(skill.level)) &&
    (filter.states.length === 0 || filter.states.includes(progressState(rollup.skill(skill.id))))
  );
}
