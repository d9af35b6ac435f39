import {
  cardId,
  isId,
  itemId,
  type Area,
  type Card,
  type ChecklistItem,
  type LabSummary,
  type PackIndex,
  type Skill,
  type TitleIndex,
} from './model';

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
  /** What an item's id stands for today: itself, the items that it has become, or none when the curriculum has dropped it. */
  successors(fullId: string): readonly string[];
  /** Ids whose ticks count for this item too: those that it, or its skill, had before. */
  formers(fullId: string): readonly string[];
  /** The skill that a checklist item belongs to. */
  skillOfItem(fullId: string): Skill | undefined;
  /** The skill that a question belongs to, by the question's full id of today. */
  skillOfCard(fullId: string): Skill | undefined;
  /** Ids whose reviews count for this question too: those that it, or its skill, had before. */
  cardFormers(fullId: string): readonly string[];
  /** Skills that name this one as a prerequisite, in learning order. */
  leadsTo(id: string): readonly Skill[];
  /** Job titles that ask for this skill, in the order of the career guide. */
  usedBy(id: string): readonly TitleIndex[];
  /** All labs, in the order of the skills that they belong to. */
  readonly labs: readonly LabSummary[];
  lab(id: string): LabSummary | undefined;
  /** Labs that practise a skill, those that belong to it first. */
  labsOf(skillId: string): readonly LabSummary[];
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
  let renamed: Map<string, string[]> | undefined;
  const renamedTo = (id: string): readonly string[] => {
    if (!renamed) {
      renamed = new Map();
      for (const { item } of items.values())
        for (const alias of item.aliases ?? []) renamed.set(alias, [...(renamed.get(alias) ?? []), item.id]);
    }
    return renamed.get(id) ?? [];
  };
  /** Former ids of a skill stand among its other names. */
  const inRenamedSkill = (id: string): string[] => {
    const [pack, skill = '', item = ''] = id.split('/');
    const today = pack === index.id && !byId.has(skill) ? nameIndex().get(skill) : undefined;
    const moved = today && itemId(index.id, today.id, item);
    return moved !== undefined && items.has(moved) ? [moved] : [];
  };
  const isCurrent = (id: string): boolean => items.has(id) || checklist.has(id);
  const successors = (id: string): readonly string[] => {
    if (isCurrent(id)) return [id];
    const today = renamedTo(id);
    return today.length > 0 ? today : inRenamedSkill(id);
  };
  const formers = (id: string): readonly string[] => {
    const found = items.get(id);
    if (!found) return [];
    const { item, skill } = found;
    if (skill.aliases.length === 0) return item.aliases ?? [];
    const name = id.slice(id.lastIndexOf('/') + 1);
    const former = skill.aliases.flatMap((alias) => (isId(alias) ? [itemId(index.id, alias, name)] : []));
    return [...(item.aliases ?? []), ...former.filter((old) => successors(old).includes(id))];
  };

  let cards: Map<string, { card: Card; skill: Skill }> | undefined;
  const card = (id: string): { readonly card: Card; readonly skill: Skill } | undefined => {
    cards ??= new Map(
      skills.flatMap((skill) => skill.cards.map((found) => [found.id, { card: found, skill }] as const)),
    );
    return cards.get(id);
  };
  const cardFormers = (id: string): readonly string[] => {
    const found = card(id);
    if (!found) return [];
    const name = id.slice(id.indexOf('#') + 1);
    const former = found.skill.aliases.flatMap((alias) =>
      isId(alias) && !byId.has(alias) ? [cardId(index.id, alias, name)] : [],
    );
    return [...(found.card.aliases ?? []), ...former.filter((old) => !card(old))];
  };

  const homeOf = (lab: LabSummary): number => position.get(lab.skills[0] ?? '') ?? skills.length;
  const labs = [...(index.labs ?? [])].sort((a, b) => homeOf(a) - homeOf(b));
  const labsById = new Map(labs.map((lab) => [lab.id, lab]));

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
    successors,
    formers,
    skillOfItem: (fullId) => items.get(fullId)?.skill,
    skillOfCard: (fullId) => card(fullId)?.skill,
    cardFormers,
    leadsTo,
    usedBy: (id) => index.titles?.filter(({ skills: asked }) => asked.includes(id)) ?? [],
    labs,
    lab: (id) => labsById.get(id),
    labsOf: (id) => {
      const found = labs.filter((lab) => lab.skills.includes(id));
      return [
        ...found.filter(({ skills: [home] }) => home === id),
        ...found.filter(({ skills: [home] }) => home !== id),
      ];
    },
    previous: (id) => neighbour(id, -1),
    next: (id) => neighbour(id, 1),
  };
}
