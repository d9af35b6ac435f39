import { env } from 'vscode';

/** A moment, in milliseconds since 1970, as a day in the reader's words and time zone. */
export function dayOf(moment: number): string {
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'medium' }).format(moment);
}
