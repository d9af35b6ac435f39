import type { Catalog } from './catalog';
import type { LabSummary } from './lab';
import type { Tally } from './rollup';

/** One thing to do on a path: a skill, a part of one, a lab, or a skill with a lab. */
export interface PathStep {
  /** Unique in the path. */
  readonly id: string;
  /** Heading that begins with this step and holds until the next. */
  readonly group?: string;
  /** Skill id. */
  readonly skill?: string;
  /** Full ids of the skill's items that belong to the step; all of them where none are named. */
  readonly items?: readonly string[];
  /** Lab id. */
  readonly lab?: string;
  /** Honest time for everything in it: reading, the checklist, the lab. */
  readonly minutes: number;
  /** Why it comes now, on this path. */
  readonly reason: string;
}

/** Steps in an order that somebody with experience would choose. */
export interface LearningPath {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Who it is for, addressed as "you". */
  readonly audience: string;
  readonly steps: readonly PathStep[];
}

export interface PathsData {
  readonly format: 1;
  readonly paths: readonly LearningPath[];
}

/** What the learner has done: ticks are the learner's word, verified items a lab's. */
export interface PathFacts {
  isDone(itemId: string): boolean;
  isVerified(itemId: string): boolean;
}

type Known = Pick<Catalog, 'skill' | 'lab'>;

/** Full ids of the items that are ticked in a step. */
export function stepItems(step: PathStep, catalog: Known): readonly string[] {
  if (step.items) return step.items;
  return (step.skill === undefined ? undefined : catalog.skill(step.skill))?.items.map(({ id }) => id) ?? [];
}

/** The skill whose page a step leads to; for a lab alone that where it belongs. */
export function stepSkill(step: PathStep, catalog: Known): string | undefined {
  return step.skill ?? (step.lab === undefined ? undefined : catalog.lab(step.lab)?.skills[0]);
}

/** True when a lab has seen done everything that this one verifies. */
export function isLabDone(lab: LabSummary | undefined, facts: PathFacts): boolean {
  return lab !== undefined && lab.verifies.length > 0 && lab.verifies.every((id) => facts.isVerified(id));
}

/** How far a step is; a lab counts like one item. */
export interface StepState extends Tally {
  readonly minutesLeft: number;
}

export function stepState(step: PathStep, catalog: Known, facts: PathFacts): StepState {
  const items = stepItems(step, catalog);
  const ticked = items.filter((id) => facts.isDone(id)).length;
  const lab = step.lab === undefined ? undefined : catalog.lab(step.lab);
  const verified = isLabDone(lab, facts);
  const labMinutes = lab?.minutes ?? 0;
  const reading = (step.skill === undefined ? undefined : catalog.skill(step.skill))?.minutes ?? 0;
  const practice = Math.max(0, step.minutes - labMinutes - reading);
  // What a lab alone takes beyond its own time belongs to the lab.
  const open = items.length > 0 ? 1 - ticked / items.length : verified ? 0 : 1;
  // Whoever has ticked something has read the page.
  const left = (ticked === 0 ? reading : 0) + practice * open;
  return {
    done: ticked + (verified ? 1 : 0),
    total: items.length + (lab ? 1 : 0),
    minutesLeft: Math.round(left) + (verified ? 0 : labMinutes),
  };
}

export function isStepDone({ done, total }: Tally): boolean {
  return total > 0 && done === total;
}

/** How far a path, or a part of it, is; `done` and `total` count steps. */
export interface PathState extends Tally {
  readonly minutes: number;
  readonly minutesLeft: number;
}

export function pathState(steps: readonly PathStep[], catalog: Known, facts: PathFacts): PathState {
  const states = steps.map((step) => stepState(step, catalog, facts));
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    done: states.filter(isStepDone).length,
    total: steps.length,
    minutes: sum(steps.map(({ minutes }) => minutes)),
    minutesLeft: sum(states.map(({ minutesLeft }) => minutesLeft)),
  };
}

/** The steps under each heading, in order; one part without a heading where the path has none. */
export function pathParts(
  path: LearningPath,
): readonly { readonly group: string | undefined; readonly steps: readonly PathStep[] }[] {
  const parts: { group: string | undefined; steps: PathStep[] }[] = [];
  for (const step of path.steps) {
    const last = parts.at(-1);
    if (step.group !== undefined || !last) parts.push({ group: step.group, steps: [step] });
    else last.steps.push(step);
  }
  return parts;
}
