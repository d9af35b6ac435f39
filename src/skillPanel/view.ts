import type { Catalog } from '../core/catalog';
import { languageNames } from '../core/labNames';
import type { PayData, Skill, SkillBody, SkillLevel } from '../core/model';
import { figureAge, figuresOfRole } from '../core/pay';
import { progressState, type ProgressState, type Rollup } from '../core/rollup';
import type { ProgressView, SkillLink, SkillView } from '../protocol/skill';

/** Names and icons are looked up by the caller, which knows the reader's language. */
export interface Naming {
  readonly kind: (skill: Skill) => string;
  readonly level: (of: { readonly level: SkillLevel }) => string;
  readonly icon: (skill: Skill) => string;
}

/** Joins what the page shows. `today` is `YYYY-MM`. */
export function buildView(
  catalog: Catalog,
  pay: PayData,
  skill: Skill,
  body: SkillBody,
  naming: Naming,
  today: string,
): SkillView {
  const link = (other: Skill | undefined): SkillLink[] => (other ? [{ id: other.id, title: other.title }] : []);
  const previous = link(catalog.previous(skill.id))[0];
  const next = link(catalog.next(skill.id))[0];
  return {
    id: skill.id,
    title: skill.title,
    area: catalog.area(skill.area)?.title ?? '',
    kind: skill.kind,
    kindName: naming.kind(skill),
    kindIcon: naming.icon(skill),
    level: skill.level,
    levelName: naming.level(skill),
    minutes: skill.minutes,
    summary: skill.summary,
    items: skill.items,
    prerequisites: skill.prerequisites.flatMap((id) => link(catalog.skill(id))),
    leadsTo: catalog.leadsTo(skill.id).flatMap(link),
    related: skill.related.flatMap((id) => link(catalog.skill(id))),
    usedBy: catalog.usedBy(skill.id).map(({ id, title }) => ({ id, title })),
    labs: catalog.labsOf(skill.id).map((lab) => ({
      id: lab.id,
      title: lab.title,
      summary: lab.summary,
      levelName: naming.level(lab),
      minutes: lab.minutes,
      languages: lab.languages.map((language) => languageNames[language]),
      verifies: lab.verifies,
    })),
    ...(previous ? { previous } : {}),
    ...(next ? { next } : {}),
    pay: skill.roles.flatMap((id) => {
      const role = pay.roles.find((known) => known.id === id);
      const figures = figuresOfRole(pay, id).map((figure) => ({ ...figure, age: figureAge(figure.asOf, today) }));
      return role && figures.length > 0 ? [{ id, role: role.title, figures }] : [];
    }),
    body,
  };
}

/** Ids of the skills that a page names, itself included: a tick in one of them changes how the page looks. */
export function linkedSkills(view: SkillView): string[] {
  return [
    view,
    ...view.prerequisites,
    ...view.leadsTo,
    ...view.related,
    ...[view.previous ?? [], view.next ?? []].flat(),
  ].map(({ id }) => id);
}

/** What the page asks about single items; {@link Stores} knows it. */
export interface ItemFacts {
  verifiedAt(itemId: string): number | undefined;
  notSaved(itemId: string): { readonly done: boolean; readonly reason: string } | undefined;
}

/**
 * @param day words for a moment in milliseconds since 1970.
 * @param due see {@link ProgressView.due}
 */
export function buildProgress(
  view: SkillView,
  rollup: Rollup,
  facts: ItemFacts,
  day: (moment: number) => string,
  due?: number,
): ProgressView {
  const states: Record<string, ProgressState> = {};
  for (const id of linkedSkills(view)) states[id] = progressState(rollup.skill(id));
  const verified: Record<string, string> = {};
  const notSaved: Record<string, { done: boolean; reason: string }> = {};
  for (const { id } of view.items) {
    const moment = facts.verifiedAt(id);
    if (moment !== undefined) verified[id] = day(moment);
    const unsaved = facts.notSaved(id);
    if (unsaved) notSaved[id] = unsaved;
  }
  const labs: Record<string, string> = {};
  for (const { id, verifies } of view.labs) {
    const moments = verifies.flatMap((item) => facts.verifiedAt(item) ?? []);
    if (moments.length > 0 && moments.length === verifies.length) labs[id] = day(Math.max(...moments));
  }
  return {
    done: view.items.filter((item) => rollup.isDone(item.id)).map((item) => item.id),
    verified,
    labs,
    notSaved,
    states,
    ...(due === undefined ? {} : { due }),
  };
}
