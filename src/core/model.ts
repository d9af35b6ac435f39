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
  /** Full ids that it had before, or that it has come from by splitting: what was ticked under them counts here. */
  readonly aliases?: readonly string[];
}

/** A question of *Check yourself* as a card of the review. `id` is the full id, `<pack>/<skill>#<question>`: no item can have it. */
export interface Card {
  readonly id: string;
  /** Full ids that it had before: reviews made under them count here. */
  readonly aliases?: readonly string[];
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
  /** Its questions that can be reviewed, in the order of the page. */
  readonly cards: readonly Card[];
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
  /** Job titles with the skills they ask for, so that a skill's page can say who uses it. */
  readonly titles?: readonly TitleIndex[];
  /** Items that are ticked like any other and count toward no skill. */
  readonly checklist?: readonly ChecklistItem[];
  /** Labs, in learning order within a skill. */
  readonly labs?: readonly LabSummary[];
}

/** A job title, as much as is known of it without opening the career guide. */
export interface TitleIndex {
  readonly id: string;
  readonly title: string;
  readonly skills: readonly string[];
}

export const labKinds = ['http', 'cli', 'sql', 'git', 'config'] as const;
export type LabKind = (typeof labKinds)[number];

/** What a lab can be done in. Labs of programs name languages, those of configurations a server. */
export const labLanguages = [
  'javascript',
  'python',
  'php',
  'ruby',
  'java',
  'csharp',
  'sql',
  'git',
  'nginx',
  'apache',
  'lighttpd',
] as const;
export type LabLanguage = (typeof labLanguages)[number];

/** What is known of a lab without opening its folder; a part of the pack's index. */
export interface LabSummary {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly kind: LabKind;
  readonly level: SkillLevel;
  /** Honest time to solve it, in minutes. */
  readonly minutes: number;
  /** Skill ids, the first one being where it belongs. */
  readonly skills: readonly string[];
  /** Full ids of the checklist items that passing all checks verifies. */
  readonly verifies: readonly string[];
  readonly languages: readonly LabLanguage[];
  readonly checks: readonly { readonly id: string; readonly title: string }[];
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
  /** Full id, see {@link Card}; undefined for one that was given none, which cannot be reviewed. */
  readonly id?: string;
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
  readonly outlook: readonly OutlookFact[];
  readonly contradictions: readonly Contradiction[];
}

/** What a source says about the future of the work, or about who is content with it, in our own words. */
export interface OutlookFact {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  /** Forecast growth over the whole of {@link OutlookFact.years}, in per cent; only where the source gives one. */
  readonly percent?: number;
  /** First and last year of a forecast. */
  readonly years?: readonly [from: number, to: number];
  readonly occupation: string;
  /** Who says so; null when the article names nobody but itself. */
  readonly source: string | null;
  readonly articles: readonly string[];
  readonly note: string;
}

/** Articles that contradict each other, or themselves, side by side. */
export interface Contradiction {
  readonly id: string;
  readonly subject: string;
  readonly sides: readonly { readonly says: string; readonly articles: readonly string[] }[];
  readonly comment: string;
}

/** Something said in the career guide. `articles` are the ids of those it is taken from; none when it is our own advice. */
export interface CareerFact {
  readonly id: string;
  readonly text: string;
  /** Skill ids it leads to. */
  readonly skills: readonly string[];
  readonly articles: readonly string[];
}

/** A {@link CareerFact} with a name. */
export interface CareerEntry extends CareerFact {
  readonly title: string;
}

export interface CareerHour extends CareerEntry {
  /** `HH:MM`. */
  readonly time: string;
}

export interface CareerGroup<T> {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly T[];
}

export interface CareerComparison {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly id: string;
    readonly aspect: string;
    /** As many as there are columns; empty where nothing is said. */
    readonly cells: readonly string[];
    readonly note: string;
    readonly articles: readonly string[];
  }[];
}

/** A way into the work. */
export interface CareerWay extends CareerEntry {
  readonly icon: string;
  readonly takes: string;
  readonly costs: string;
  readonly suits: string;
  readonly watch: string;
  /** A share of people, in per cent. */
  readonly share?: { readonly percent: number; readonly text: string };
  /** Degrees, courses, certificates and facts of this way. */
  readonly offers: readonly (CareerEntry & { readonly provider: string | null })[];
}

/** A title found in adverts, with the skills it asks for. */
export interface CareerTitle extends CareerEntry {
  /** Other spellings to search for. */
  readonly also: readonly string[];
  /** Pay role id; see {@link PayRole}. */
  readonly role?: string;
}

/** Work that a back-end developer may move to. */
export interface CareerMove extends CareerEntry {
  /** What to learn for it, as the source words it. */
  readonly learn: readonly string[];
  readonly role?: string;
}

export interface CareerBoard extends CareerEntry {
  /** The technology it is for; null for a general one. */
  readonly technology: string | null;
  readonly url: string | null;
}

export interface CareerReading extends CareerEntry {
  readonly kind: string;
  readonly url: string | null;
}

/** Everything that the career guide says. */
export interface CareerData {
  readonly format: 1;
  readonly day: readonly CareerHour[];
  readonly tasks: readonly CareerGroup<CareerFact>[];
  readonly collaborators: readonly CareerEntry[];
  readonly places: readonly CareerEntry[];
  readonly comparisons: readonly CareerComparison[];
  readonly ways: readonly CareerWay[];
  readonly titles: readonly CareerGroup<CareerTitle>[];
  readonly boards: readonly CareerBoard[];
  /** The ids of its entries are those of checklist items; see {@link careerItemId}. */
  readonly checklist: readonly CareerGroup<CareerFact>[];
  readonly moves: readonly CareerMove[];
  readonly questions: readonly CareerEntry[];
  readonly facts: readonly CareerFact[];
  readonly contradictions: readonly Contradiction[];
  readonly reading: readonly CareerReading[];
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

/** Full id of a question. */
export function cardId(pack: string, skill: string, question: string): string {
  return `${pack}/${skill}#${question}`;
}

/** True for the full id of a question, which is never that of an item. */
export function isCardId(id: string): boolean {
  return id.includes('#');
}

/** Where the items of the career guide's checklist stand among full ids; no skill may have this id. */
export const careerChecklistId = 'career';

/** Full id of an item of the career guide's checklist. */
export function careerItemId(pack: string, item: string): string {
  return itemId(pack, careerChecklistId, item);
}
