import type { PayData, PayFigure } from './model';

/** The figures a skill page shows for one role: those of a whole country in one currency, cheapest first, ranges last. Never merged. */
export function figuresOfRole(pay: PayData, role: string): PayFigure[] {
  return pay.figures
    .filter(
      (figure) =>
        figure.role === role &&
        figure.currency === 'USD' &&
        figure.regionKind === 'country' &&
        !isBaseline(figure, pay.figures),
    )
    .sort(
      (a, b) =>
        Number(a.amount === undefined) - Number(b.amount === undefined) ||
        (a.amount ?? a.low ?? 0) - (b.amount ?? b.low ?? 0),
    );
}

/**
 * True for a figure that only repeats another of the same role, place and source in thousands ($158K beside $158,330):
 * the average that figures by place are compared with.
 */
export function isBaseline(figure: PayFigure, figures: readonly PayFigure[]): boolean {
  const { amount } = figure;
  if (amount === undefined || amount % 1000 !== 0) return false;
  return figures.some(
    (other) =>
      other !== figure &&
      other.role === figure.role &&
      other.region === figure.region &&
      other.source === figure.source &&
      other.amount !== undefined &&
      other.amount % 1000 !== 0 &&
      Math.floor(other.amount / 1000) * 1000 === amount,
  );
}

/** Lowest and highest single figure; undefined without any. Published ranges do not count: they are shown as such. */
export function spread(figures: readonly PayFigure[]): { low: number; high: number } | undefined {
  const amounts = figures.flatMap((figure) => figure.amount ?? []);
  return amounts.length === 0 ? undefined : { low: Math.min(...amounts), high: Math.max(...amounts) };
}

export type FigureAge = 'recent' | 'old' | 'undated';

/** How a mark is filled: under three years solid, older ringed, undated hollow. `today` is `YYYY-MM`. */
export function figureAge(asOf: string | null, today: string): FigureAge {
  if (asOf === null) return 'undated';
  // A figure dated by year alone may be from any of its months; it is given the benefit of the last one.
  return months(today) - months(asOf.length === 4 ? `${asOf}-12` : asOf) < 36 ? 'recent' : 'old';
}

/** Months since the year 0 of `YYYY` or `YYYY-MM`. */
export function months(date: string): number {
  const [year = '0', month = '1'] = date.split('-');
  return Number(year) * 12 + Number(month);
}

/** The amount of a figure, or both ends of its range. */
export function ends(figure: PayFigure): number[] {
  return figure.amount === undefined ? [figure.low ?? 0, figure.high ?? 0] : [figure.amount];
}
