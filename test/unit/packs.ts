import type { PackIndex, Skill } from '../../src/core/model';

/** A skill with as many items as asked for; the rest of it can be set. */
export function makeSkill(id: string, area: string, items: number, rest: Partial<Skill> = {}): Skill {
  return {
    id,
    title: id.charAt(0).toUpperCase() + id.slice(1),
    area,
    kind: 'concept',
    level: 'beginner',
    minutes: 30,
    summary: `About ${id}.`,
    prerequisites: [],
    related: [],
    aliases: [],
    roles: [],
    cards: [],
    headings: [],
    items: Array.from({ length: items }, (_, index) => ({ id: `core/${id}/item-${index}`, text: `Do ${index}` })),
    ...rest,
  };
}

/** A pack from area → skill → number of items; `rest` sets more of single skills. */
export function makeIndex(
  areas: Readonly<Record<string, Readonly<Record<string, number>>>>,
  rest: Readonly<Record<string, Partial<Skill>>> = {},
): PackIndex {
  return {
    format: 1,
    id: 'core',
    title: 'Made pack',
    version: '1.0.0',
    areas: Object.entries(areas).map(([id, skills]) => ({
      id,
      title: `Area ${id}`,
      summary: `About ${id}.`,
      skills: Object.keys(skills),
    })),
    skills: Object.entries(areas).flatMap(([area, skills]) =>
      Object.entries(skills).map(([id, items]) => makeSkill(id, area, items, rest[id])),
    ),
  };
}
