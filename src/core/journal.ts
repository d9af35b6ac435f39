/**
 * What the learner did on which day. An act belongs to the day that it was where the learner was at that moment, so neither travelling nor a
 * clock that is changed moves what is past.
 */
import { addDays, dayLength, dayOf, daysFrom, zoneAt, type Zones } from './days';
import { momentOf, type Grade, type Review } from './progress';

export const actKinds = ['tick', 'verify', 'review'] as const;
export type ActKind = (typeof actKinds)[number];

export const journalFilters = ['all', ...actKinds] as const;
export type JournalFilter = (typeof journalFilters)[number];

export interface Act {
  readonly kind: ActKind;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Full id of the item; of the question for a review. */
  readonly id: string;
  /** Id of the lab that has verified the item. */
  readonly lab?: string;
  readonly grade?: Grade;
}

/** What the journal is told from; the progress store is one. */
export interface JournalFacts {
  /** Item → when it was practised, in milliseconds since 1970. */
  practised(): ReadonlyMap<string, number>;
  /** Item → lab → when it has last verified it. */
  verified(): ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By card, those of questions that the curriculum no longer has too. */
  readonly reviews: { all(): ReadonlyMap<string, readonly Review[]> };
}

/** All acts that count today, oldest first: what was taken back is not among them. */
export function actsOf(facts: JournalFacts): Act[] {
  const acts: Act[] = [];
  for (const [id, at] of facts.practised()) acts.push({ kind: 'tick', at, id });
  for (const [id, labs] of facts.verified()) for (const [lab, at] of labs) acts.push({ kind: 'verify', at, id, lab });
  for (const [id, reviews] of facts.reviews.all())
    for (const review of reviews) acts.push({ kind: 'review', at: momentOf(review), id, grade: review.grade });
  return acts.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** One day on which something was done. */
export interface ActiveDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Oldest first. */
  readonly acts: readonly Act[];
  readonly counts: Readonly<Record<ActKind, number>>;
}

/** How many acts of a day a filter lets through. */
export function countOf({ counts }: Pick<ActiveDay, 'counts'>, filter: JournalFilter): number {
  return filter === 'all' ? counts.tick + counts.verify + counts.review : counts[filter];
}

/**
 * The days with at least one act, oldest first.
 * @param acts oldest first
 * @param otherwise the zone where none is known
 */
export function activeDays(acts: readonly Act[], zones: Zones, otherwise: string): ActiveDay[] {
  const days = new Map<string, { day: string; acts: Act[]; counts: Record<ActKind, number> }>();
  const dayAt = daysInOrder(zones, otherwise);
  for (const act of acts) {
    const day = dayAt(act.at);
    let found = days.get(day);
    if (!found) days.set(day, (found = { day, acts: [], counts: { tick: 0, verify: 0, review: 0 } }));
    found.acts.push(act);
    found.counts[act.kind]++;
  }
  // Whoever travels west over the date line comes back to the day before.
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Tells the days of moments that never go back. The calendar is asked about once a week, not for each of ten thousands of moments. */
function daysInOrder(zones: Zones, otherwise: string): (moment: number) => string {
  let from = Infinity;
  let until = -Infinity;
  let ahead = 0;
  let number = NaN;
  let day = '';
  return (moment) => {
    if (moment < from || moment >= until) {
      const zone = zoneAt(zones, moment, otherwise);
      const moved = zones.find(({ at }) => at > moment)?.at ?? Infinity;
      ahead = offset(moment, zone);
      from = moment;
      until = Math.min(moved, steadyUntil(moment, zone, ahead));
    }
    const found = Math.floor((moment + ahead) / dayLength);
    if (found !== number) day = new Date((number = found) * dayLength).toISOString().slice(0, 10);
    return day;
  };
}

/** A moment, at most a week later, until which the clocks of a zone are not changed. No zone changes them twice within a week. */
function steadyUntil(moment: number, zone: string, ahead: number): number {
  let steady = moment;
  let changed = moment + 7 * dayLength;
  if (offset(changed, zone) === ahead) return changed;
  while (changed - steady > 1) {
    const middle = Math.floor((steady + changed) / 2);
    if (offset(middle, zone) === ahead) steady = middle;
    else changed = middle;
  }
  return changed;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    const parts = {
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as const;
    try {
      clock = new Intl.DateTimeFormat('en-US', { ...parts, timeZone: zone });
    } catch {
      // A zone that this machine has not heard of, from a newer one.
      clock = new Intl.DateTimeFormat('en-US', { ...parts, timeZone: 'UTC' });
    }
    clocks.set(zone, clock);
  }
  return clock;
}

/** By how much the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function offset(moment: number, zone: string): number {
  const [month = 1, day = 1, year = 1970, hours = 0, minutes = 0, seconds = 0] = clockOf(zone)
    .format(moment)
    .split(/\D+/)
    .map(Number);
  return Date.UTC(year, month - 1, day, hours, minutes, seconds) - Math.floor(moment / 1000) * 1000;
}

/** What the clock on the wall says at a moment, in milliseconds since midnight. */
export function localTime(moment: number, zone: string): number {
  return (((moment + offset(moment, zone)) % dayLength) + dayLength) % dayLength;
}

// ---------- streaks ----------

export interface Streaks {
  /** Days with an act in the streak that is not broken yet; 0 when there is none. */
  readonly current: number;
  readonly longest: number;
  /** True when something was done today. */
  readonly today: boolean;
}

/** Stamps further ahead than this come from a clock that is wrong. */
const maxAhead = dayLength;

/**
 * Streaks of days with at least one act. Today breaks nothing before it is over.
 *
 * Whoever travels east loses hours: days that they did not live through as a whole break nothing. When exactly they travelled is not known, only
 * that it was between the last act in one zone and the first in the next, so the moment that is kindest is assumed: the hours lost then touch
 * one day more than they fill.
 * @param days oldest first
 * @param now milliseconds since 1970
 * @param here the zone that the learner is in now
 */
export function streaks(days: readonly ActiveDay[], zones: Zones, now: number, here: string): Streaks {
  const today = dayOf(now, here);
  const moves = movesEast([...zones.filter(({ at }) => at <= now), { at: now, zone: here }]);
  const known = days.flatMap(({ day, acts }) => {
    const [first] = acts;
    const last = acts.findLast(({ at }) => at <= now + maxAhead);
    return first && last ? { day, first: first.at, last: last.at } : [];
  });
  const holds = (a: (typeof known)[number], b: { readonly day: string; readonly first: number }): boolean => {
    // A day that is not over breaks nothing, also where one has been on the next day already and come back.
    const missed = daysFrom(a.day, b.day > today ? today : b.day) - 1;
    if (missed <= 0) return true;
    let excused = 0;
    for (const { at, days: lost } of moves) if (at > a.last && at <= b.first) excused += lost;
    return missed <= excused;
  };
  let run = 0;
  let longest = 0;
  for (const [index, one] of known.entries()) {
    const before = known[index - 1];
    run = before && holds(before, one) ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  const last = known.at(-1);
  const current = last && holds(last, { day: today, first: now }) ? run : 0;
  return { current, longest, today: known.some(({ day }) => day === today) };
}

/** Each move to a zone whose clocks are ahead, with the number of days that the hours lost can touch. */
function movesEast(zones: Zones): { readonly at: number; readonly days: number }[] {
  return zones.flatMap(({ at, zone }, index) => {
    const before = zones[index - 1]?.zone;
    if (before === undefined || before === zone) return [];
    const lost = offset(at, zone) - offset(at, before);
    // The day that is left and the day that is reached are cut short too; a whole day lost, as from Honolulu to Kiritimati, lies between them.
    return lost > 0 ? [{ at, days: Math.floor(lost / dayLength) + 2 }] : [];
  });
}

// ---------- weeks and years ----------

/** Day of the week that begins a week: 1 (Monday) to 7 (Sunday). */
export type WeekDay = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** How a week begins where a language is spoken; Monday, as ISO 8601 has it, where the machine does not know. */
export function firstDayOfWeek(locale: string): WeekDay {
  try {
    const known = new Intl.Locale(locale) as Intl.Locale & {
      getWeekInfo?(): { readonly firstDay?: unknown };
      readonly weekInfo?: { readonly firstDay?: unknown };
    };
    const first = (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay;
    if (typeof first === 'number' && first >= 1 && first <= 7) return first as WeekDay;
  } catch {
    // Not the name of a language.
  }
  return 1;
}

/** The editor's language as it is written where the reader lives, if the system speaks the same one: `en` and `en-GB` make `en-GB`. */
export function regionalLocale(language: string, system: string): string {
  const base = (locale: string): string => locale.split('-')[0]!.toLowerCase();
  return !language.includes('-') && base(language) === base(system) ? system : language;
}

/** The first day of the week that a day belongs to. */
export function weekStart(day: string, first: WeekDay): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday - first + 7) % 7));
}

/** How many days of a week that begins on `start` have an act. */
export function activeInWeek(days: readonly ActiveDay[], start: string): number {
  const end = addDays(start, 7);
  return days.filter(({ day }) => day >= start && day < end).length;
}

/** A year of the calendar, or the 53 weeks that end with the present one. */
export type Period = number | 'recent';

/** First and last day of what the map of a period shows. Days that are still to come are left out. */
export function rangeOf(
  period: Period,
  today: string,
  first: WeekDay,
  lastAct = today,
): { readonly from: string; readonly to: string } {
  const end = lastAct > today ? lastAct : today;
  if (period === 'recent') return { from: addDays(weekStart(today, first), -52 * 7), to: today };
  const year = String(period).padStart(4, '0');
  const last = `${year}-12-31`;
  return { from: `${year}-01-01`, to: last < end ? last : end };
}

/** The weeks of a range, each with its seven days; undefined for days outside of it. */
export function weeksOf(from: string, to: string, first: WeekDay): (string | undefined)[][] {
  const weeks: (string | undefined)[][] = [];
  for (let start = weekStart(from, first); start <= to; start = addDays(start, 7)) {
    weeks.push(
      Array.from({ length: 7 }, (_, at) => {
        const day = addDays(start, at);
        return day < from || day > to ? undefined : day;
      }),
    );
  }
  return weeks;
}

/** Least numbers of acts of the four levels of a day. */
export const levels = [1, 3, 6, 11] as const;

/** How busy a day was: 0 for nothing, 1 to 4. */
export function levelOf(count: number): number {
  return levels.filter((least) => count >= least).length;
}

// ---------- entries ----------

/** What one line of the journal says: an act, or all reviews of a skill on a day. */
export interface JournalEntry {
  readonly kind: ActKind;
  /** When, in milliseconds since midnight where the learner was; the last one of several. */
  readonly time: number;
  /** Full id of the item; of a question for reviews. */
  readonly id: string;
  /** Undefined for what belongs to no skill of today. */
  readonly skill?: string;
  readonly lab?: string;
  /** How many reviews. */
  readonly count: number;
}

/** The lines of a day, newest first; reviews are joined by skill. */
export function entriesOf(
  { acts }: Pick<ActiveDay, 'acts'>,
  filter: JournalFilter,
  skillOf: (act: Act) => string | undefined,
  timeOf: (moment: number) => number,
): JournalEntry[] {
  const entries: JournalEntry[] = [];
  const reviews = new Map<string, number>();
  for (const act of acts.toReversed()) {
    const { kind, id, lab, at } = act;
    if (filter !== 'all' && filter !== kind) continue;
    const skill = skillOf(act);
    const known = kind === 'review' ? reviews.get(skill ?? '') : undefined;
    if (known !== undefined) {
      const entry = entries[known]!;
      entries[known] = { ...entry, count: entry.count + 1 };
      continue;
    }
    if (kind === 'review') reviews.set(skill ?? '', entries.length);
    entries.push({
      kind,
      time: timeOf(at),
      id,
      ...(skill === undefined ? {} : { skill }),
      ...(lab === undefined ? {} : { lab }),
      count: 1,
    });
  }
  return entries;
}
