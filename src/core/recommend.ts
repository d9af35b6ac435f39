import type { Catalog } from './catalog';
import type { LabSummary } from './lab';
import type { Skill, SkillLevel } from './model';
import { isLabDone, isStepDone, stepItems, stepSkill, stepState, type LearningPath, type PathStep } from './paths';

/**
 * What a suggestion is: the path's next step, something begun, something that what was begun stands on, a review, a skill whose prerequisites
 * are complete, a lab for what was ticked, the first skill of all, one that needs nothing, or what is left when there is nothing else.
 */
export type SuggestionKind =
  'path' | 'continue' | 'needed' | 'review' | 'unlocked' | 'lab' | 'first' | 'open' | 'remaining';

/** A true statement about why; worded at the edge. Ids are those of skills. */
export type Reason =
  | { readonly code: 'finished'; readonly skill: string; readonly next: string }
  | { readonly code: 'begun'; readonly done: number; readonly total: number }
  | { readonly code: 'step'; readonly number: number; readonly total: number }
  | { readonly code: 'needed'; readonly skill: string; readonly by: string }
  | { readonly code: 'due'; readonly count: number }
  /** The learner has ticked so many of the items that the lab would verify. */
  | { readonly code: 'ticked'; readonly done: number; readonly total: number }
  /** It has no prerequisites, and nothing at all has been practised yet. */
  | { readonly code: 'start' }
  /** It has no prerequisites. */
  | { readonly code: 'free' }
  /** What it needs is not finished, and everything that is ready has been put off or is done. */
  | { readonly code: 'remaining'; readonly missing: readonly string[] };

export interface Suggestion {
  readonly kind: SuggestionKind;
  /** Skill id; for a lab that where it belongs. */
  readonly skill: string;
  /** Lab id, when the lab is what is suggested. */
  readonly lab?: string;
  /** First item that is still to be done, by its full id; of a skill that has been begun. */
  readonly item?: string;
  /** Id of the path's step that it is. */
  readonly step?: string;
  /** About how long it takes from here. */
  readonly minutes: number;
  readonly reasons: readonly Reason[];
}

export interface Situation {
  readonly catalog: Pick<Catalog, 'skills' | 'skill' | 'labs' | 'lab'>;
  isDone(itemId: string): boolean;
  isVerified(itemId: string): boolean;
  /** When the item was practised, in milliseconds since 1970; decides which of several came last. */
  practisedAt?(itemId: string): number | undefined;
  readonly path?: LearningPath;
  /** Skill → how many reviews of it are due. */
  readonly due: ReadonlyMap<string, number>;
  /** What was put off ({@link suggestionKey}) → until when, in milliseconds since 1970. */
  readonly notNow: ReadonlyMap<string, number>;
  /** False for labs that cannot be run here. */
  canRun?(lab: LabSummary): boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Advice {
  /** Undefined when everything is done or put off. */
  readonly best: Suggestion | undefined;
  /** At most two, of another kind than the best and than each other where there are some. */
  readonly alternatives: readonly Suggestion[];
}

/** Under which name a suggestion is put off: a skill with all its labs, or one lab. */
export function suggestionKey({ skill, lab }: Pick<Suggestion, 'skill' | 'lab'>): string {
  return lab === undefined ? skill : `lab:${lab}`;
}

/** Minutes that an item takes, on average; for skills that are on no path. */
const itemMinutes: Readonly<Record<SkillLevel, number>> = { beginner: 20, intermediate: 25, advanced: 30 };

/** Minutes that a review takes, and the least that is worth announcing. */
const reviewMinutes = 1;
const leastReview = 5;

/** So many of a kind, each of another skill, are always enough to choose three different ones. */
const enough = 3;

/** In this order; the path comes first because the learner has chosen it. */
const ranking: readonly SuggestionKind[] = [
  'path',
  'continue',
  'review',
  'unlocked',
  'needed',
  'lab',
  'first',
  'open',
  'remaining',
];

/** The next thing to do, and two others. Depends on nothing but the situation; the same situation gives the same advice. */
export function recommend(situation: Situation): Advice {
  const candidates = new Candidates(situation);
  const byKind = ranking.map((kind) => candidates.of(kind));
  const ready = byKind.some((list, at) => ranking[at] !== 'remaining' && list.length > 0);
  const lists = ready ? byKind.slice(0, -1) : byKind;
  const chosen: Suggestion[] = [];
  const take = (suggestion: Suggestion | undefined): void => {
    if (suggestion && chosen.length < 3) chosen.push(suggestion);
  };
  const isNew = ({ skill }: Suggestion): boolean => chosen.every((other) => other.skill !== skill);
  for (const list of lists) take(list.find(isNew));
  for (const suggestion of lists.flat()) if (isNew(suggestion)) take(suggestion);
  const [best, ...alternatives] = chosen;
  return { best, alternatives };
}

interface SkillFacts {
  readonly skill: Skill;
  readonly at: number;
  readonly done: number;
  readonly open: readonly string[];
  /** When its last item was practised. */
  readonly last: number;
}

/** All that may be suggested, by kind, the best of each first. */
class Candidates {
  private readonly facts = new Map<string, SkillFacts>();
  private readonly lists = new Map<SuggestionKind, Suggestion[]>();

  constructor(private readonly situation: Situation) {
    const { catalog } = situation;
    for (const [at, skill] of catalog.skills.entries()) {
      const open: string[] = [];
      let last = 0;
      for (const { id } of skill.items)
        if (!situation.isDone(id)) open.push(id);
        else last = Math.max(last, situation.practisedAt?.(id) ?? 0);
      this.facts.set(skill.id, { skill, at, done: skill.items.length - open.length, open, last });
    }
    this.collect();
  }

  of(kind: SuggestionKind): readonly Suggestion[] {
    return this.lists.get(kind) ?? [];
  }

  private collect(): void {
    const { due, path } = this.situation;
    const all = [...this.facts.values()];
    if (path) this.addSteps(path);
    const latest = [...all].sort((a, b) => b.last - a.last || a.at - b.at);
    for (const facts of latest) {
      if (facts.done === 0 || facts.open.length === 0) continue;
      if (this.isReady(facts)) this.addSkill('continue', facts, [begun(facts)]);
      else this.addNeeded(facts);
    }
    const reviews = all.flatMap((facts) => ({ facts, count: due.get(facts.skill.id) ?? 0 }));
    for (const { facts, count } of reviews.sort((a, b) => b.count - a.count || a.facts.at - b.facts.at))
      // Reviews are of what is done, so nothing of it has to be open.
      if (count > 0 && !this.isPutOff(facts.skill.id))
        this.add({
          kind: 'review',
          skill: facts.skill.id,
          minutes: Math.max(leastReview, count * reviewMinutes),
          reasons: [{ code: 'due', count }],
        });
    this.addUnlocked(all);
    this.addLabs();
    const isNew = all.every(({ done }) => done === 0);
    for (const facts of all) {
      if (facts.done > 0 || facts.open.length === 0 || facts.skill.prerequisites.length > 0) continue;
      const first = isNew && this.of('first').length === 0;
      this.addSkill(first ? 'first' : 'open', facts, [{ code: first ? 'start' : 'free' }]);
    }
    for (const facts of all) {
      if (facts.open.length === 0 || this.isReady(facts)) continue;
      const missing = facts.skill.prerequisites.filter((id) => !this.isFinished(id));
      this.addSkill('remaining', facts, [
        ...(facts.done > 0 ? [begun(facts)] : []),
        { code: 'remaining', missing } as const,
      ]);
    }
  }

  private addSteps(path: LearningPath): void {
    const { catalog } = this.situation;
    const rest: Suggestion[] = [];
    for (const [at, step] of path.steps.entries()) {
      if (isStepDone(stepState(step, catalog, this.situation))) continue;
      const suggestion = this.ofStep(path, step, at);
      if (!suggestion) continue;
      // Who puts off a skill has put off what stands on it, as long as there is something else.
      const waits = this.facts.get(suggestion.skill)?.skill.prerequisites.some((id) => this.isPutOff(id));
      if (waits) rest.push(suggestion);
      else if (this.of('path').length === 0) this.add(suggestion);
    }
    if (this.of('path').length === 0 && rest[0]) this.add(rest[0]);
  }

  private ofStep(path: LearningPath, step: PathStep, at: number): Suggestion | undefined {
    const { catalog } = this.situation;
    const skill = stepSkill(step, catalog);
    if (skill === undefined || this.isPutOff(skill)) return undefined;
    const items = stepItems(step, catalog);
    const open = items.filter((id) => !this.situation.isDone(id));
    const number: Reason = { code: 'step', number: at + 1, total: path.steps.length };
    const base = { kind: 'path', skill, step: step.id } as const;
    if (open.length > 0) {
      const done = items.length - open.length;
      const finished = done > 0 ? undefined : this.lastFinished(skill);
      return {
        ...base,
        ...(done > 0 && open[0] !== undefined ? { item: open[0] } : {}),
        minutes: stepState(step, catalog, this.situation).minutesLeft,
        reasons: [
          ...(done > 0 ? [{ code: 'begun', done, total: items.length } as const] : []),
          ...(finished === undefined ? [] : [{ code: 'finished', skill: finished, next: skill } as const]),
          number,
        ],
      };
    }
    const lab = step.lab === undefined ? undefined : catalog.lab(step.lab);
    if (!lab || this.isLabOut(lab)) return undefined;
    return { ...base, lab: lab.id, minutes: lab.minutes, reasons: [...this.ticked(lab), number] };
  }

  private addUnlocked(all: readonly SkillFacts[]): void {
    const ready = all.flatMap((facts) => {
      const { skill, done, open } = facts;
      if (done > 0 || open.length === 0 || skill.prerequisites.length === 0 || !this.isReady(facts)) return [];
      const by = this.lastFinished(skill.id);
      return by === undefined ? [] : [{ facts, by, at: this.facts.get(by)?.last ?? 0 }];
    });
    for (const { facts, by } of ready.sort((a, b) => b.at - a.at || a.facts.at - b.facts.at))
      this.addSkill('unlocked', facts, [{ code: 'finished', skill: by, next: facts.skill.id }]);
  }

  /** What a skill that was begun too early stands on: the first that is open and ready itself. */
  private addNeeded(facts: SkillFacts): void {
    const seen = new Set<string>();
    const waiting: { readonly id: string; readonly by: string }[] = [];
    const look = ({ skill }: SkillFacts): void => {
      for (const id of skill.prerequisites) if (!this.isFinished(id)) waiting.push({ id, by: skill.id });
    };
    look(facts);
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const needed = this.facts.get(next.id);
      if (!needed || seen.has(next.id)) continue;
      seen.add(next.id);
      if (!this.isReady(needed)) look(needed);
      // What has been begun is suggested as such.
      else if (needed.done === 0) this.addSkill('needed', needed, [{ code: 'needed', skill: next.id, by: next.by }]);
    }
  }

  private addLabs(): void {
    for (const lab of this.situation.catalog.labs) {
      const home = lab.skills[0];
      const facts = home === undefined ? undefined : this.facts.get(home);
      if (home === undefined || !facts || !this.isReady(facts)) continue;
      if (this.isPutOff(home) || this.isLabOut(lab) || isLabDone(lab, this.situation)) continue;
      const reasons = this.ticked(lab);
      if (reasons.length > 0) this.add({ kind: 'lab', skill: home, lab: lab.id, minutes: lab.minutes, reasons });
    }
  }

  private ticked(lab: LabSummary): Reason[] {
    const done = lab.verifies.filter((id) => this.situation.isDone(id)).length;
    return done > 0 ? [{ code: 'ticked', done, total: lab.verifies.length }] : [];
  }

  private addSkill(kind: SuggestionKind, { skill, done, open }: SkillFacts, reasons: readonly Reason[]): void {
    if (this.isPutOff(skill.id)) return;
    this.add({
      kind,
      skill: skill.id,
      ...(done > 0 && open[0] !== undefined ? { item: open[0] } : {}),
      // Whoever has ticked something has read the page.
      minutes: (done === 0 ? skill.minutes : 0) + open.length * itemMinutes[skill.level],
      reasons,
    });
  }

  private add(suggestion: Suggestion): void {
    const list = this.lists.get(suggestion.kind) ?? [];
    this.lists.set(suggestion.kind, list);
    if (list.length < enough && list.every(({ skill }) => skill !== suggestion.skill)) list.push(suggestion);
  }

  private isFinished(id: string): boolean {
    return this.facts.get(id)?.open.length === 0;
  }

  private isReady({ skill }: SkillFacts): boolean {
    return skill.prerequisites.every((id) => this.isFinished(id));
  }

  /** The prerequisite that was finished last, if any is finished. */
  private lastFinished(id: string): string | undefined {
    const finished = (this.facts.get(id)?.skill.prerequisites ?? []).flatMap((needed) => {
      const facts = this.facts.get(needed);
      return facts && facts.done > 0 && facts.open.length === 0 ? [facts] : [];
    });
    return finished.sort((a, b) => b.last - a.last || b.at - a.at)[0]?.skill.id;
  }

  private isPutOff(key: string): boolean {
    return (this.situation.notNow.get(key) ?? 0) > this.situation.now;
  }

  private isLabOut(lab: LabSummary): boolean {
    return this.isPutOff(`lab:${lab.id}`) || this.situation.canRun?.(lab) === false;
  }
}

function begun({ done, open }: SkillFacts): Reason {
  return { code: 'begun', done, total: done + open.length };
}
