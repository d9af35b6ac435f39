/** What the journal's two halves say to each other. Messages from the page carry ids, days and choices only. */
import { isName, isRecord, isText } from '../core/guards';
import { journalFilters, type JournalEntry, type JournalFilter, type Period, type WeekDay } from '../core/journal';

/** What the reader has chosen to see. */
export interface JournalChoices {
  readonly filter: JournalFilter;
  readonly period: Period;
  /** The newest day of the list, `YYYY-MM-DD`; undefined for the latest. */
  readonly from?: string;
  /** A day that is listed to its end, however long it is. */
  readonly whole?: string;
}

export const defaultJournalChoices: JournalChoices = { filter: 'all', period: 'recent' };

/** One line: a practised or verified item, or the reviews of a skill. */
export interface JournalLine extends JournalEntry {
  /** The item as plain text; empty for reviews. */
  readonly text: string;
  /** Title of the skill, or of the career guide for an item of its checklist; empty for what is no longer in the curriculum. */
  readonly place: string;
  /** Title of the lab. */
  readonly labTitle?: string;
}

export interface JournalDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly acts: number;
  readonly lines: readonly JournalLine[];
  /** How many lines more there are. */
  readonly rest: number;
}

export interface JournalView {
  readonly choices: JournalChoices;
  /** The years that can be chosen, the latest first. */
  readonly years: readonly number[];
  readonly today: string;
  readonly firstDay: WeekDay;
  /** First and last day of the map. */
  readonly from: string;
  readonly to: string;
  /** Days of the map with an act that the filter lets through, and how many. */
  readonly counts: readonly (readonly [day: string, acts: number])[];
  readonly streak?: { readonly current: number; readonly longest: number };
  readonly goal?: { readonly done: number; readonly of: number };
  readonly days: readonly JournalDay[];
  /** The newest days of the neighbouring pages; undefined where there is none. */
  readonly newer?: string;
  readonly older?: string;
  /** False while nothing at all has been done. */
  readonly begun: boolean;
}

export const journalStringKeys = [
  'title',
  'lede',
  'place',
  'saveMarkdown',
  'saveCsv',
  'settings',
  'streakOne',
  'streakMany',
  'streakNone',
  'longest',
  'goalOne',
  'goalMany',
  'goalMetOne',
  'goalMetMany',
  'filter',
  'filterAll',
  'filterTick',
  'filterVerify',
  'filterReview',
  'period',
  'periodRecent',
  'map',
  'mapKeys',
  'showAs',
  'asMap',
  'asTable',
  'colWeek',
  'acts',
  'act',
  'noActs',
  'dayActs',
  'less',
  'more',
  'summary',
  'list',
  'today',
  'yesterday',
  'ticked',
  'verified',
  'verifiedBy',
  'reviewsOne',
  'reviewsMany',
  'reviewsGoneOne',
  'reviewsGoneMany',
  'retired',
  'career',
  'showDay',
  'newer',
  'older',
  'latest',
  'noneFiltered',
  'noneOnDay',
  'emptyTitle',
  'emptyText',
  'openSkills',
  'failedTitle',
] as const;
export type JournalStringKey = (typeof journalStringKeys)[number];
export type JournalStrings = Readonly<Record<JournalStringKey, string>>;

export type ToJournal =
  | { readonly type: 'strings'; readonly strings: JournalStrings; readonly locale: string }
  | { readonly type: 'show'; readonly view: JournalView }
  | { readonly type: 'failed'; readonly message: string };

export type FromJournal =
  | { readonly type: 'ready' }
  | { readonly type: 'choose'; readonly choices: JournalChoices }
  | { readonly type: 'open'; readonly skill: string; readonly id: string }
  | { readonly type: 'save'; readonly format: 'markdown' | 'csv' }
  | { readonly type: 'openSettings' }
  | { readonly type: 'openSkills' };

export function parseFromJournal(value: unknown): FromJournal | undefined {
  if (!isRecord(value)) return undefined;
  const { type, skill, id, format } = value;
  switch (type) {
    case 'ready':
    case 'openSettings':
    case 'openSkills':
      return { type };
    case 'choose': {
      const choices = parseJournalChoices(value['choices']);
      return choices ? { type, choices } : undefined;
    }
    case 'open':
      return isName(skill) && isText(id) && id.length <= 512 ? { type, skill, id } : undefined;
    case 'save':
      return format === 'markdown' || format === 'csv' ? { type, format } : undefined;
    default:
      return undefined;
  }
}

/** Choices from the page or from its last visit; undefined when they make no sense. */
export function parseJournalChoices(value: unknown): JournalChoices | undefined {
  if (!isRecord(value)) return undefined;
  const { period, from, whole } = value;
  const filter = journalFilters.find((one) => one === value['filter']);
  if (!filter || !(period === 'recent' || isYear(period))) return undefined;
  if ((from !== undefined && !isDay(from)) || (whole !== undefined && !isDay(whole))) return undefined;
  return { filter, period, ...(from === undefined ? {} : { from }), ...(whole === undefined ? {} : { whole }) };
}

function isYear(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1970 && (value as number) <= 9999;
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const moment = Date.parse(`${value}T00:00:00Z`);
  return Number.isFinite(moment) && new Date(moment).toISOString().startsWith(value);
}

/** The webview's guard: checks the kind and the fields it relies on. */
export function parseToJournal(value: unknown): ToJournal | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['type']) {
    case 'strings':
      return isRecord(value['strings']) && isText(value['locale']) ? (value as unknown as ToJournal) : undefined;
    case 'show':
      return isView(value['view']) ? (value as unknown as ToJournal) : undefined;
    case 'failed':
      return isText(value['message']) ? { type: 'failed', message: value['message'] } : undefined;
    default:
      return undefined;
  }
}

function isView(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { years, counts, days, today, from, to } = value;
  return (
    parseJournalChoices(value['choices']) !== undefined &&
    [years, counts, days].every(Array.isArray) &&
    [today, from, to].every(isDay) &&
    typeof value['firstDay'] === 'number'
  );
}
