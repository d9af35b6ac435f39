import type { Area, ChecklistItem, PackIndex, Skill, TitleIndex } from './model';

/** The pack, indexed. Immutable; speaks in ids, so that a reload never breaks a reference. */
export interface Catalog {
  readonly packId: string;
  readonly title: string;
  readonly version: string;
  readonly areas: readonly Area[];
  /** All skills in learning order. */
  readonly skills: readonly Skill[];
  readonly itemCount: number;
  area(id: string): Area | undefined;
  skill(id: string): Skill | undefined;
  /** The skill meant by an id, a full id (`core/python`), a title or an alias, ignoring case. */
  resolve(name: string): Skill | undefined;
  /** An item of a skill or of the career guide's checklist. */
  item(fullId: string): ChecklistItem | undefined;
  /** The skill that a checklist item belongs to. */
  skillOfItem(fullId: string): Skill | undefined;
  /** Skills that name this one as a prerequisite, in learning order. */
  leadsTo(id: string): readonly Skill[];
  /** Job titles that ask for this skill, in the order of the career guide. */
  usedBy(id: string): readonly TitleIndex[];
  previous(id: string): Skill | undefined;
  next(id: string): Skill | undefined;
}

export function createCatalog(index: PackIndex): Catalog {
  const areas = new Map(index.areas.map((area) => [area.id, area]));
  const byId = new Map(index.skills.map((skill) => [skill.id, skill]));
  const skills = index.areas.flatMap((area) => area.skills.flatMap((id) => byId.get(id) ?? []));
  const position = new Map(skills.map((skill, at) => [skill.id, at]));
  const items = new Map<string, { item: ChecklistItem; skill: Skill }>();
  for (const skill of skills) for (const item of skill.items) items.set(item.id, { item, skill });
  const checklist = new Map(index.checklist?.map((item) => [item.id, item]));

  // Names are needed only by commands and links, never to paint the tree, so this waits for its first use.
  let names: Map<string, Skill> | undefined;
  const nameIndex = (): Map<string, Skill> => {
    if (names) return names;
    names = new Map();
    for (const skill of skills) for (const alias of skill.aliases) names.set(alias.toLowerCase(), skill);
    for (const skill of skills) names.set(skill.title.toLowerCase(), skill);
    return names;
  };
  let dependents: Map<string, Skill[]> | undefined;
  const leadsTo = (id: string): readonly Skill[] => {
    if (!dependents) {
      dependents = new Map();
      for (const skill of skills) {
        for (const prerequisite of skill.prerequisites) {
          const list = dependents.get(prerequisite);
          if (list) list.push(skill);
          else dependents.set(prerequisite, [skill]);
        }
      }
    }
    return dependents.get(id) ?? [];
  };
  const neighbour = (id: string, step: number): Skill | undefined => {
    const at = position.get(id);
    return at === undefined ? undefined : skills[at + step];
  };

  return {
    packId: index.id,
    title: index.title,
    version: index.version,
    areas: index.areas,
    skills,
    itemCount: items.size,
    area: (id) => areas.get(id),
    skill: (id) => byId.get(id),
    resolve: (name) => {
      // Ids are lower case, so this serves them and the names alike.
      const wanted = name.trim().toLowerCase();
      const short = wanted.startsWith(`${index.id}/`) ? wanted.slice(index.id.length + 1) : wanted;
      return byId.get(short) ?? nameIndex().get(wanted);
    },
    item: (fullId) => items.get(fullId)?.item ?? checklist.get(fullId),
    skillOfItem: (fullId) => items.get(fullId)?.skill,
    leadsTo,
    usedBy: (id) => index.titles?.filter(({ skills: asked }) => asked.includes(id)) ?? [],
    previous: (id) => neighbour(id, -1),
    next: (id) => neighbour(id, 1),
  };
}
