/** Words for what the board shows, the same in the page and in what is copied from it. */
import type { BoardLearner } from '../core/teamBoard';
import type { TeamStrings } from './team';

/** A learner's name; where it does not tell them apart, the file as well. */
export function learnerName({ name, hint }: Pick<BoardLearner, 'name' | 'hint'>, strings: TeamStrings): string {
  const shown = name === '' ? strings.noName : name;
  return hint === '' ? shown : `${shown} (${hint})`;
}

/** A day as the reader writes it; a dash where there is none. @param at milliseconds since 1970 */
export function dateText(at: number, locale: string): string {
  return at > 0 ? dates(locale).format(at) : '–';
}

let known: { readonly locale: string; readonly format: Intl.DateTimeFormat } | undefined;

/** Made once: there may be thousands of days on a page. */
function dates(locale: string): Intl.DateTimeFormat {
  if (known?.locale !== locale)
    known = { locale, format: new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric' }) };
  return known.format;
}
