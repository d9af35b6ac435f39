/** The shapes that a content pack becomes. Everything is readonly: a pack never changes once it is loaded. */

export const skillKinds = [
  'language',
  'framework',
  'runtime',
  'database',
  'server',
  'api',
  'concept',
  'tool',
  'security',
  'testing',
  'infrastructure',
  'ai',
  'workplace',
] as const;
export type SkillKind = (typeof skillKinds)[number];

export const skillLevels = ['beginner', 'intermediate', 'advanced'] as const;
export type SkillLevel = (typeof skillLevels)[number];

/** One concrete act of practice. `id` is the full id, `<pack>/<skill>/<item>`; `text` is inline Markdown. */
export interface ChecklistItem {
  readonly id: string;
  readonly text: string;
}

/** A heading that search and links can lead to, besides the sections that every page has. `id` is the anchor, unique in the page. */
export interface Heading {
  readonly id: string;
  readonly title: string;
}

/** What is known of a skill without opening it; enough for the tree, search and links. */
export interface Skill {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly kind: SkillKind;
  readonly level: SkillLevel;
  /** Honest time to read the page and try its example, in minutes. */
  readonly minutes: number;
  readonly summary: string;
  readonly prerequisites: readonly string[];
  readonly related: readonly string[];
  readonly aliases: readonly string[];
  /** Role ids, most typical first; see {@link PayRole}. */
  readonly roles: readonly string[];
  readonly items: readonly ChecklistItem[];
  /** Sections of the author's own and sub-headings, in the order of the page. */
  readonly headings: readonly Heading[];
}

export interface Area {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Skill ids in learning order. */
  readonly skills: readonly string[];
}

/** The small part of a pack that is read when the tree becomes visible. */
export interface PackIndex {
  readonly format: 1;
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly areas: readonly Area[];
  readonly skills: readonly Skill[];
}

/** A run of Markdown under one heading. `id` is the anchor, unique in the page. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly markdown: string;
  /** Anchors of the sub-headings in it, in order. */
  readonly anchors: readonly string[];
}

/** A fenced code block, in document order. `run` means the content check executes it. */
export interface Sample {
  readonly language: string;
  readonly file?: string;
  readonly run: boolean;
  readonly code: string;
}

/** A picture drawn with theme colours. `id` is the name that the text uses; `svg` is the file as it was written, not trusted. */
export interface Diagram {
  readonly id: string;
  readonly svg: string;
}

export interface Mistake {
  readonly title: string;
  readonly markdown: string;
}

export interface Question {
  readonly question: string;
  readonly answer: string;
}

export interface ReadingLink {
  readonly title: string;
  readonly url: string;
  readonly note: string;
}

/** The large part of a skill, read when its page is opened. */
export interface SkillBody {
  readonly format: 1;
  readonly id: string;
  readonly sections: readonly Section[];
  readonly samples: readonly Sample[];
  readonly diagrams: readonly Diagram[];
  readonly mistakes: readonly Mistake[];
  readonly questions: readonly Question[];
  readonly links: readonly ReadingLink[];
  readonly sources: readonly string[];
}

export interface Pack {
  readonly index: PackIndex;
  readonly bodies: ReadonlyMap<string, SkillBody>;
}

export const payPeriods = ['year'] as const;
export type PayPeriod = (typeof payPeriods)[number];

/** One published pay figure, as it was reported. Either `amount`, or `low` and `high`; whole units of `currency` per `period`. */
export interface PayFigure {
  readonly id: string;
  /** Role id, the key that skills name. */
  readonly role: string;
  /** The role as the source words it. */
  readonly reportedRole: string;
  readonly amount?: number;
  readonly low?: number;
  readonly high?: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly period: PayPeriod;
  readonly statistic: string;
  readonly region: string;
  readonly regionKind: string;
  /** Who published the figure; null when the article names nobody. */
  readonly source: string | null;
  /** `YYYY` or `YYYY-MM`; null when undated. */
  readonly asOf: string | null;
  /** Difference to the national average in per cent, as reported. */
  readonly deltaVsUsAverage?: number;
  /** Difference to the back-end developer average in per cent, as reported. */
  readonly deltaVsBackEndDeveloper?: number;
  /** Article ids the figure was reported in. */
  readonly articles: readonly string[];
  readonly note: string;
}

export interface PayRole {
  readonly id: string;
  readonly title: string;
}

/** Where a figure was read. */
export interface PayArticle {
  readonly id: string;
  readonly title: string;
  readonly publisher: string | null;
  readonly date: string | null;
}

export interface PayData {
  readonly format: 1;
  readonly roles: readonly PayRole[];
  readonly articles: readonly PayArticle[];
  readonly figures: readonly PayFigure[];
}

const idPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** True for an id that may appear in files, URLs and settings: lower-case words joined by hyphens, at most 64 characters. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64 && idPattern.test(value);
}

/** Full id of a checklist item. */
export function itemId(pack: string, skill: string, item: string): string {
  return `${pack}/${skill}/${item}`;
}
