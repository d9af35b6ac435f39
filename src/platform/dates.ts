import { env } from 'vscode';

/** A moment, in milliseconds since 1970, as a day in the reader's words and time zone. */
export function dayOf(moment: number): string {
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'medium' }).format(moment);
}

/** A day, `YYYY-MM-DD`, in the reader's words. The same day in every time zone. */
export function dayName(day: string): string {
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(day));
}
