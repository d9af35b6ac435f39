/** Spans of time in words. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A span in the one unit that fits it, in whole numbers but for years. */
function inUnit(span: number): { readonly value: number; readonly unit: 'minute' | 'hour' | 'day' | 'month' | 'year' } {
  if (span < hour) return { value: Math.max(1, Math.round(span / minute)), unit: 'minute' };
  if (span < day) return { value: Math.round(span / hour), unit: 'hour' };
  if (span < 60 * day) return { value: Math.round(span / day), unit: 'day' };
  if (span < 365 * day) return { value: Math.round(span / (30.4375 * day)), unit: 'month' };
  return { value: Math.round((span / (365.25 * day)) * 10) / 10, unit: 'year' };
}

/** As short as the reader's language has it: `10 min`, `3 days`. @param span milliseconds */
export function shortSpan(span: number, locale: string): string {
  const { value, unit } = inUnit(span);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** How far ahead it is: `in 10 minutes`. @param span milliseconds */
function aheadSpan(span: number, locale: string): string {
  const { value, unit } = inUnit(span);
  return new Intl.RelativeTimeFormat(locale).format(value, unit);
}

/**
 * When something to come is: by the clock within the day, by the calendar after it: `in 2 hours`, `tomorrow`, `in 9 days`.
 * @param days how many days of the calendar it is away
 */
export function dueText(span: number, days: number, locale: string): string {
  if (days <= 0) return aheadSpan(span, locale);
  if (days < 60) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
  return aheadSpan(span, locale);
}
