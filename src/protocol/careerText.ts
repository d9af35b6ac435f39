/** Words for what the guide reports, the same in the page and in print. */
import { fill, money, month, signedPercent } from '../core/format';
import type { OutlookFact } from '../core/model';
import { ends } from '../core/pay';
import type { CareerStrings, CareerView } from './career';

/** A figure as it was published: source, amount, date. */
export function figureText(figure: CareerView['pay'][string][number], strings: CareerStrings, locale: string): string {
  return fill(
    strings.payUndated,
    figure.source ?? strings.notNamed,
    ends(figure)
      .map((part) => money(part, figure.currency, locale))
      .join('–'),
    figure.asOf === null ? strings.undated : month(figure.asOf, locale),
  );
}

/** What an outlook is about: the forecast in figures where there is one, else the occupation. */
export function outlookTitle(
  { percent, years, occupation }: OutlookFact,
  strings: CareerStrings,
  locale: string,
): string {
  return years && percent !== undefined
    ? fill(strings.growth, signedPercent(percent, locale), years[0], years[1])
    : occupation;
}

/** Who says so, and what to bear in mind. */
export function outlookSource({ source, note }: OutlookFact, strings: CareerStrings): string {
  return [source ?? strings.notNamed, note].filter(Boolean).join('. ');
}
