/** Words for what the journal shows, the same in the page and in what is saved from it. */
import { addDays } from '../core/days';
import { fill } from '../core/format';
import type { JournalLine, JournalStrings, JournalView } from './journal';

const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** A day in full, as the reader writes it. */
export function dayText(day: string, locale: string): string {
  return format(locale, 'full', { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }).format(noon(day));
}

/** A day without its weekday. */
export function shortDayText(day: string, locale: string): string {
  return format(locale, 'short', { year: 'numeric', month: 'short', day: 'numeric' }).format(noon(day));
}

/** The heading of a day: the two last ones by name. */
export function dayHeading(day: string, today: string, strings: JournalStrings, locale: string): string {
  const date = dayText(day, locale);
  if (day === today) return fill(strings.today, date);
  return day === addDays(today, -1) ? fill(strings.yesterday, date) : date;
}

/** `0` (January) to `11` as the reader writes it, short. */
export function monthText(month: number, locale: string): string {
  return format(locale, 'month', { month: 'short' }).format(Date.UTC(2024, month, 15));
}

/** 1 (Monday) to 7 as the reader writes it. */
export function weekdayText(weekday: number, locale: string, length: 'short' | 'long'): string {
  return format(locale, `weekday-${length}`, { weekday: length }).format(Date.UTC(2024, 0, weekday, 12));
}

/** A time of the day. @param time milliseconds since midnight */
export function timeText(time: number, locale: string): string {
  return format(locale, 'time', { hour: 'numeric', minute: '2-digit' }).format(time);
}

export function actsText(acts: number, strings: JournalStrings): string {
  if (acts === 0) return strings.noActs;
  return acts === 1 ? strings.act : fill(strings.acts, acts);
}

export function reviewsText({ count, place }: Pick<JournalLine, 'count' | 'place'>, strings: JournalStrings): string {
  if (place === '') return count === 1 ? strings.reviewsGoneOne : fill(strings.reviewsGoneMany, count);
  return count === 1 ? fill(strings.reviewsOne, place) : fill(strings.reviewsMany, count, place);
}

/** The days of the week on which something was done, and the goal. */
export function goalText({ done, of }: NonNullable<JournalView['goal']>, strings: JournalStrings): string {
  if (done < of) return fill(of === 1 ? strings.goalOne : strings.goalMany, done, of);
  return fill(done === 1 ? strings.goalMetOne : strings.goalMetMany, done, of);
}

const known = new Map<string, Intl.DateTimeFormat>();

/** Made once: there may be hundreds of days on a page. */
function format(locale: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${name}`;
  let found = known.get(key);
  if (!found) known.set(key, (found = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })));
  return found;
}
