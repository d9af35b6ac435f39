/** Fills `{0}`-style places. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

/** An amount of money in whole units, in the reader's notation. */
export function money(amount: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 }).format(amount);
}

/** An amount for an axis: `$40K`. */
export function shortMoney(amount: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 0,
  }).format(amount);
}

/** `YYYY` or `YYYY-MM` as the reader writes it. */
export function month(date: string, locale: string): string {
  const [year, part] = date.split('-');
  if (part === undefined) return year ?? date;
  return new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(Date.UTC(Number(year), Number(part) - 1)),
  );
}
