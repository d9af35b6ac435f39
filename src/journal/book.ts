import type { Catalog } from '../core/catalog';
import { dayOf, zoneAt, type Zones } from '../core/days';
import {
  activeDays,
  activeInWeek,
  actsOf,
  countOf,
  entriesOf,
  localTime,
  rangeOf,
  streaks,
  weekStart,
  type Act,
  type ActiveDay,
  type JournalEntry,
  type JournalFacts,
  type JournalFilter,
  type WeekDay,
} from '../core/journal';
import { plainText } from '../core/text';
import type { JournalChoices, JournalDay, JournalLine, JournalView } from '../protocol/journal';

/** Days of one page of the list, and lines of a day before the reader asks for all. */
export const daysPerPage = 14;
export const linesPerDay = 30;

export interface BookOptions {
  readonly now: number;
  /** The zone that the machine is in now. */
  readonly here: string;
  readonly firstDay: WeekDay;
  readonly showStreak: boolean;
  /** Active days per week that the reader aims at; 0 for none. */
  readonly weeklyGoal: number;
  /** What the items of the career guide's checklist belong to. */
  readonly career: string;
}

type Known = Pick<Catalog, 'skill' | 'item' | 'skillOfItem' | 'skillOfCard' | 'lab'>;

/** Everything that was done, by day, as it is now; made anew when something changes. */
export class JournalBook {
  readonly days: readonly ActiveDay[];

  constructor(
    private readonly catalog: Known,
    facts: JournalFacts,
    private readonly zones: Zones,
    private readonly here: string,
  ) {
    this.days = activeDays(actsOf(facts), zones, here);
  }

  /** What the page shows for the reader's choices. A day or year without anything leads to what there is. */
  view(choices: JournalChoices, { now, here, firstDay, showStreak, weeklyGoal, career }: BookOptions): JournalView {
    const { filter, period } = choices;
    const today = dayOf(now, here);
    const last = this.days.at(-1)?.day;
    const range = rangeOf(period, today, firstDay, last);
    const listed = this.days.filter((day) => countOf(day, filter) > 0).reverse();
    const asked = choices.from === undefined ? 0 : listed.findIndex(({ day }) => day <= choices.from!);
    const start = asked < 0 ? Math.max(0, listed.length - 1) : asked;
    // Whoever has come back to the latest day follows what is done from here on.
    const latest = { filter, period, ...(choices.whole === undefined ? {} : { whole: choices.whole }) };
    const shown = listed.slice(start, start + daysPerPage);
    const newer = start > 0 ? listed[Math.max(0, start - daysPerPage)]?.day : undefined;
    const older = listed[start + daysPerPage]?.day;
    const { current, longest } = streaks(this.days, this.zones, now, here);
    const years = new Set([...this.days.map(({ day }) => Number(day.slice(0, 4))), Number(today.slice(0, 4))]);
    return {
      choices: start === 0 ? latest : choices,
      years: [...years].sort((a, b) => b - a),
      today,
      firstDay,
      ...range,
      counts: this.days.flatMap((day) => {
        const acts = countOf(day, filter);
        return acts > 0 && day.day >= range.from && day.day <= range.to ? [[day.day, acts] as const] : [];
      }),
      ...(showStreak && this.days.length > 0 ? { streak: { current, longest } } : {}),
      ...(weeklyGoal > 0
        ? { goal: { done: activeInWeek(this.days, weekStart(today, firstDay)), of: weeklyGoal } }
        : {}),
      days: shown.map((day) => this.dayView(day, filter, day.day === choices.whole, career)),
      ...(newer === undefined ? {} : { newer }),
      ...(older === undefined ? {} : { older }),
      begun: this.days.length > 0,
    };
  }

  /** The lines of a day, newest first. */
  lines(day: ActiveDay, filter: JournalFilter, career: string): JournalLine[] {
    return this.entries(day, filter).map((entry) => this.lineOf(entry, career));
  }

  private entries(day: ActiveDay, filter: JournalFilter): JournalEntry[] {
    return entriesOf(
      day,
      filter,
      (act) => this.skillOf(act),
      (moment) => this.timeOf(moment),
    );
  }

  private dayView(day: ActiveDay, filter: JournalFilter, whole: boolean, career: string): JournalDay {
    const entries = this.entries(day, filter);
    const shown = whole ? entries : entries.slice(0, linesPerDay);
    return {
      day: day.day,
      acts: countOf(day, filter),
      lines: shown.map((entry) => this.lineOf(entry, career)),
      rest: entries.length - shown.length,
    };
  }

  private lineOf(entry: JournalEntry, career: string): JournalLine {
    const { kind, id, skill, lab } = entry;
    const item = kind === 'review' ? undefined : this.catalog.item(id);
    const place = skill === undefined ? (item ? career : '') : (this.catalog.skill(skill)?.title ?? skill);
    return {
      ...entry,
      text: kind === 'review' ? '' : item ? plainText(item.text) : id,
      place,
      ...(lab === undefined ? {} : { labTitle: this.catalog.lab(lab)?.title ?? lab }),
    };
  }

  skillOf({ kind, id }: Act): string | undefined {
    return (kind === 'review' ? this.catalog.skillOfCard(id) : this.catalog.skillOfItem(id))?.id;
  }

  /** What the clock said where the learner was, in milliseconds since midnight. */
  timeOf(moment: number): number {
    return localTime(moment, this.zoneOf(moment));
  }

  zoneOf(moment: number): string {
    return zoneAt(this.zones, moment, this.here);
  }
}
