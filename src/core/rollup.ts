import type { Catalog } from './catalog';

export type ProgressState = 'not-started' | 'in-progress' | 'done';

/** How much of something is practised; counts of checklist items. */
export interface Tally {
  readonly done: number;
  readonly total: number;
}

/**
 * Done and total of every skill, every area and the whole, kept up to date item by item,
 * so that a tick costs the same in a pack of ten thousand skills as in a small one.
 */
export interface Rollup {
  readonly total: Tally;
  /** Number of skills with some but not all items done. */
  readonly inProgress: number;
  /** Number of skills with all items done. */
  readonly completed: number;
  skill(id: string): Tally;
  area(id: string): Tally;
  isDone(itemId: string): boolean;
  /** Takes over the new state of one item; false when nothing changed or the item is unknown. */
  set(itemId: string, done: boolean): boolean;
}

export function createRollup(catalog: Catalog, doneItems: Iterable<string>): Rollup {
  interface Count {
    done: number;
    total: number;
  }
  const skills = new Map<string, Count>();
  const areas = new Map<string, Count>();
  const total: Count = { done: 0, total: catalog.itemCount };
  for (const area of catalog.areas) areas.set(area.id, { done: 0, total: 0 });
  for (const skill of catalog.skills) {
    skills.set(skill.id, { done: 0, total: skill.items.length });
    const area = areas.get(skill.area);
    if (area) area.total += skill.items.length;
  }
  const done = new Set<string>();
  const states: Record<ProgressState, number> = { 'not-started': catalog.skills.length, 'in-progress': 0, done: 0 };
  // A skill without items counts as not started, never as done.
  const none: Tally = { done: 0, total: 0 };

  const set = (id: string, isDone: boolean): boolean => {
    if (done.has(id) === isDone) return false;
    const owner = catalog.skillOfItem(id);
    const skill = owner && skills.get(owner.id);
    if (!owner || !skill) return false;
    if (isDone) done.add(id);
    else done.delete(id);
    const step = isDone ? 1 : -1;
    states[progressState(skill)]--;
    skill.done += step;
    states[progressState(skill)]++;
    const area = areas.get(owner.area);
    if (area) area.done += step;
    total.done += step;
    return true;
  };
  for (const id of doneItems) set(id, true);

  return {
    total,
    get inProgress() {
      return states['in-progress'];
    },
    get completed() {
      return states.done;
    },
    skill: (id) => skills.get(id) ?? none,
    area: (id) => areas.get(id) ?? none,
    isDone: (id) => done.has(id),
    set,
  };
}

export function progressState({ done, total }: Tally): ProgressState {
  if (done === 0) return 'not-started';
  return done < total ? 'in-progress' : 'done';
}
