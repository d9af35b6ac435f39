/** Words for the explorer's values, the same in the page, in pictures and in print. */
import { fill, isShortExact, money, month, shortMoney, signedPercent } from '../core/format';
import type { Cell, ColumnId, PayChart, PayUnits } from '../core/payCharts';
import { unitedStates } from '../core/payCharts';
import type { PayChoices, PayStringKey, PayStrings } from './pay';

/** Figures older than this say how old they are; in months. */
export const tellsAge = 24;

/** True when all amounts of a column are in thousands, as they were printed, and the reader's language has an exact short form for them. */
export function isInThousands(cells: readonly Cell[], locale: string): boolean {
  const amounts = cells.flatMap((cell) =>
    cell.kind === 'money' ? cell.amounts.map((amount) => [amount, cell.currency] as const) : [],
  );
  return (
    amounts.length > 1 &&
    amounts.every(([amount, currency]) => amount % 1000 === 0 && isShortExact(amount, currency, locale))
  );
}

/** A value as people read it. */
export function cellText(cell: Cell, strings: PayStrings, locale: string, thousands = false): string {
  switch (cell.kind) {
    case 'text':
      return cell.text;
    case 'source':
      return cell.source ?? strings.notNamed;
    case 'statistic':
      return cell.statistic === 'not stated' ? strings.statisticNotStated : cell.statistic;
    case 'money': {
      const one = (amount: number): string =>
        thousands ? shortMoney(amount, cell.currency, locale) : money(amount, cell.currency, locale, cell.digits);
      return cell.amounts.map(one).join('–');
    }
    case 'percent':
      return cell.value === undefined ? '' : signedPercent(cell.value, locale);
    case 'gap': {
      if (cell.amount === undefined) return '';
      if (cell.amount === 0) return strings.gapSame;
      const size = Math.abs(cell.amount);
      const amount = isShortExact(size, cell.currency, locale)
        ? shortMoney(size, cell.currency, locale)
        : money(size, cell.currency, locale);
      return fill(cell.amount > 0 ? strings.gapMore : strings.gapLess, amount);
    }
    case 'date':
      return cell.asOf === null ? strings.undated : month(cell.asOf, locale);
    case 'age':
      return ageText(cell.months, strings);
    case 'place':
      return cell.region === 'Not stated' ? strings.placeNotStated : cell.region;
    case 'asReported':
      return strings.mineUnconverted;
    case 'years':
      return fill(strings.years, cell.from, cell.to);
  }
}

function ageText(age: number | null, strings: PayStrings): string {
  if (age === null) return strings.ageUnknown;
  if (age <= tellsAge) return '';
  const [years, months] = [Math.floor(age / 12), age % 12];
  return months === 0 ? fill(strings.yearsOld, years) : fill(strings.yearsMonthsOld, years, months);
}

const columnWords: Record<ColumnId, PayStringKey> = {
  source: 'colSource',
  statistic: 'colStatistic',
  pay: 'colPay',
  date: 'colDate',
  age: 'colAge',
  place: 'colPlace',
  difference: 'colDifference',
  role: 'colRole',
  indeed: 'colPay',
  glassdoor: 'colPay',
  gap: 'colGap',
  againstBackEnd: 'colAgainstBackEnd',
  years: 'colYears',
  growth: 'colGrowth',
  occupation: 'colOccupation',
  inUnits: 'colInUnits',
  articles: 'colArticles',
  note: 'colNote',
};

/** The heading of a column. Sources are names and are not translated. */
export function columnText(column: ColumnId, strings: PayStrings, units: PayUnits): string {
  if (column === 'indeed') return 'Indeed';
  if (column === 'glassdoor') return 'Glassdoor';
  if (column === 'inUnits') return fill(strings.colInUnits, units.currency, perText(units.per, strings));
  return strings[columnWords[column]];
}

/** Columns of numbers stand to the right. */
export function isNumeric(column: ColumnId): boolean {
  return ['pay', 'difference', 'indeed', 'glassdoor', 'gap', 'againstBackEnd', 'growth', 'inUnits'].includes(column);
}

export function perText(per: PayUnits['per'], strings: PayStrings): string {
  return { year: strings.perYear, month: strings.perMonth, hour: strings.perHour }[per];
}

/** Title and explanation of a chart under the reader's choices. */
export function chartText(
  chart: PayChart,
  strings: PayStrings,
  locale: string,
  roleTitle: (role: string) => string,
  units: PayUnits,
): { readonly title: string; readonly text: string } {
  const { about } = chart;
  const role = roleTitle(about.role ?? '');
  const place = about.place ?? unitedStates;
  switch (chart.id) {
    case 'by-source':
      return {
        title: fill(strings.bySourceTitle, role, place),
        text: fill(strings.bySourceText, chart.rows.length, chart.currency),
      };
    case 'by-place': {
      const { baseline } = about;
      if (!baseline) return { title: strings.byPlaceTitlePlain, text: strings.byPlaceText };
      const size = baseline.amount ?? 0;
      const amount = isShortExact(size, baseline.currency, locale)
        ? shortMoney(size, baseline.currency, locale)
        : money(size, baseline.currency, locale);
      return { title: fill(strings.byPlaceTitle, amount), text: strings.byPlaceText };
    }
    case 'roles':
      return { title: strings.rolesTitle, text: strings.rolesText };
    case 'front-back':
      return { title: strings.frontBackTitle, text: strings.frontBackText };
    case 'over-time':
      return { title: strings.overTimeTitle, text: strings.overTimeText };
    case 'growth':
      return { title: strings.growthTitle, text: strings.growthText };
    case 'mine':
      return {
        title: fill(strings.mineTitle, role, units.currency, perText(units.per, strings)),
        text: strings.mineText,
      };
  }
}

/** What an axis says at a place. */
export function tickText(chart: PayChart, value: number, strings: PayStrings, locale: string, units: PayUnits): string {
  if (chart.unit === 'year') return String(value);
  if (chart.unit === 'percent') return value === 0 ? strings.average : signedPercent(value, locale);
  if (chart.id === 'mine' && units.per === 'hour') return money(value, chart.currency, locale);
  // As many digits as it takes to tell one tick from the next.
  const exact = (digits: number): boolean =>
    chart.ticks.every((tick) => isShortExact(tick.value, chart.currency, locale, digits));
  const digits = [0, 1, 2].find(exact) ?? 2;
  return shortMoney(value, chart.currency, locale, digits);
}

/** The filter in one line, for titles of pictures and print. */
export function choicesText({ filter }: PayChoices, strings: PayStrings, roleTitle: (role: string) => string): string {
  const parts = [
    filter.role === undefined ? [] : roleTitle(filter.role),
    filter.place ?? [],
    filter.source === undefined ? [] : (filter.source ?? strings.notNamed),
    filter.year === undefined ? [] : (filter.year ?? strings.undated),
  ];
  return parts.flat().join(', ');
}
