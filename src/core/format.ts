import type { PayArticle } from './model';

/** Fills `{0}`-style places. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

/** An amount of money in the reader's notation, in whole units unless more digits are asked for. */
export function money(amount: number, currency: string, locale: string, digits = 0): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount);
}

/** An amount for an axis: `$40K`. */
export function shortMoney(amount: number, currency: string, locale: string, digits = 0): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  }).format(amount);
}

/** True when {@link shortMoney} says the amount exactly: not so for 164,000 where a language counts in ten thousands. */
export function isShortExact(amount: number, currency: string, locale: string, digits = 0): boolean {
  return shortMoney(amount, currency, locale, digits) === shortMoney(amount, currency, locale, 6);
}

/** `YYYY` or `YYYY-MM` as the reader writes it. */
export function month(date: string, locale: string): string {
  const [year, part] = date.split('-');
  if (part === undefined || !/^\d{4}-\d{2}$/.test(date)) return date;
  return new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(Date.UTC(Number(year), Number(part) - 1)),
  );
}

/** Per cent with its sign, to the digits given: `+3.76%`. A true minus sign, as figures in columns need. */
export function signedPercent(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: 2 })
    .format(value / 100)
    .replace('-', '\u2212');
}

/** An article as it is named: title, publisher, date; `undated` stands in for a date that nobody gives. */
export function articleText({ title, publisher, date }: PayArticle, undated: string): string {
  return [title, publisher, date ?? undated].filter(Boolean).join(', ');
}
