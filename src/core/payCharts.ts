import { scaleLinear } from 'd3-scale';
import type { OutlookFact, PayData, PayFigure } from './model';
import { ends, figureAge, isBaseline, months, type FigureAge } from './pay';

/** The charts of the pay explorer, in their order. Their ids are deep links, so they are for ever. */
export const payChartIds = ['by-source', 'by-place', 'roles', 'front-back', 'over-time', 'growth', 'mine'] as const;
export type PayChartId = (typeof payChartIds)[number];

/** A figure as the explorer shows it: `own` when it comes from a file of the reader. */
export interface ExplorerFigure extends PayFigure {
  readonly own: boolean;
}

export interface ExplorerData {
  readonly roles: PayData['roles'];
  readonly articles: PayData['articles'];
  readonly figures: readonly ExplorerFigure[];
  readonly outlook: readonly OutlookFact[];
}

/** What is not set lets everything through. `null` as source or year means "not named" and "undated". */
export interface PayFilter {
  readonly role?: string;
  readonly place?: string;
  readonly source?: string | null;
  readonly year?: string | null;
}

export const payPer = ['year', 'month', 'hour'] as const;

/** The filter without what no figure has any more: a role or a place may have gone with a file of the reader's. */
export function knownFilter(filter: PayFilter, data: ExplorerData): PayFilter {
  const { roles, places, sources, years } = filterChoices(data);
  return {
    ...(filter.role !== undefined && roles.includes(filter.role) ? { role: filter.role } : {}),
    ...(filter.place !== undefined && places.includes(filter.place) ? { place: filter.place } : {}),
    ...(filter.source !== undefined && sources.includes(filter.source) ? { source: filter.source } : {}),
    ...(filter.year !== undefined && years.includes(filter.year) ? { year: filter.year } : {}),
  };
}

/** How the reader counts. `rate` is how much of `currency` one US dollar is worth; `hours` are worked hours per week. */
export interface PayUnits {
  readonly currency: string;
  readonly rate: number;
  readonly hours: number;
  readonly per: (typeof payPer)[number];
}

/** Forty hours are the week that the job guide calls normal. */
export const defaultUnits: PayUnits = { currency: 'USD', rate: 1, hours: 40, per: 'month' };

export const placeSorts = ['pay', 'difference', 'place'] as const;
export type PlaceSort = (typeof placeSorts)[number];

/** One value of a table, a chart's label and a CSV file alike; whoever shows it chooses the words and the notation. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'source'; readonly source: string | null }
  | { readonly kind: 'statistic'; readonly statistic: string }
  | { readonly kind: 'place'; readonly region: string }
  /** An amount that the reader's units do not reach. */
  | { readonly kind: 'asReported' }
  /** One amount or the two ends of a range; none where the chart has no figure. */
  | { readonly kind: 'money'; readonly amounts: readonly number[]; readonly currency: string; readonly digits: number }
  /** Per cent, as reported. */
  | { readonly kind: 'percent'; readonly value: number | undefined }
  /** The first source's figure minus the second's. */
  | { readonly kind: 'gap'; readonly amount: number | undefined; readonly currency: string }
  | { readonly kind: 'date'; readonly asOf: string | null }
  /** Whole months; null when undated. */
  | { readonly kind: 'age'; readonly months: number | null }
  | { readonly kind: 'years'; readonly from: number; readonly to: number };

export type ColumnId =
  | 'source'
  | 'statistic'
  | 'pay'
  | 'date'
  | 'age'
  | 'place'
  | 'difference'
  | 'role'
  | 'indeed'
  | 'glassdoor'
  | 'gap'
  | 'againstBackEnd'
  | 'years'
  | 'growth'
  | 'occupation'
  | 'inUnits'
  | 'articles'
  | 'note';

/** Columns that a single figure can fill. */
type FigureColumn = Exclude<
  ColumnId,
  'indeed' | 'glassdoor' | 'gap' | 'againstBackEnd' | 'years' | 'growth' | 'occupation'
>;

/** A table: as many cells in each row as there are columns. */
export interface PayTable {
  readonly columns: readonly ColumnId[];
  readonly rows: readonly (readonly Cell[])[];
  /** Ids of the figures that the rows stand for, where each stands for one. */
  readonly ids?: readonly string[];
}

/** A mark on a row's line. Places are per cent of the width, 0 on the left. */
export interface Mark {
  readonly kind: 'point' | 'range' | 'bar' | 'span';
  /** What the mark stands for: the id of a figure or an outlook fact. */
  readonly id: string;
  readonly x: number;
  /** The other end of a range, bar or span; a bar begins at the baseline. */
  readonly x2?: number;
  readonly source: string | null;
  readonly age: FigureAge;
  /** Marks that would cover each other move apart: -1 up, 1 down. */
  readonly lane: -1 | 0 | 1;
}

export interface ChartRow {
  readonly id: string;
  readonly name: Cell;
  /** What the name leaves open. */
  readonly detail: readonly Cell[];
  readonly marks: readonly Mark[];
  /** Beside the line, in this order. */
  readonly values: readonly Cell[];
  readonly aside: readonly Cell[];
  readonly figures: readonly ExplorerFigure[];
  readonly outlook?: OutlookFact;
  /** Role id, where the row leads to one. */
  readonly role?: string;
}

export interface PayChart {
  readonly id: PayChartId;
  readonly form: 'dots' | 'bars' | 'pairs' | 'spans';
  readonly unit: 'money' | 'percent' | 'year';
  readonly currency: string;
  readonly ticks: readonly { readonly x: number; readonly value: number }[];
  /** Where bars begin, in per cent of the width. */
  readonly base?: number;
  readonly rows: readonly ChartRow[];
  readonly table: PayTable;
  /** What a title names: role ids and places, or the amount of the baseline. */
  readonly about: { readonly role?: string; readonly place?: string; readonly baseline?: ExplorerFigure };
}

const backEnd = 'back-end-developer';
const frontEnd = 'front-end-developer';
export const unitedStates = 'United States';

/** True when the figure passes every part of the filter that is set. */
export function passes(figure: PayFigure, filter: PayFilter): boolean {
  return (
    (filter.role === undefined || figure.role === filter.role) &&
    (filter.place === undefined || figure.region === filter.place) &&
    (filter.source === undefined || figure.source === filter.source) &&
    (filter.year === undefined || (figure.asOf?.slice(0, 4) ?? null) === filter.year)
  );
}

/** What each part of the filter can be set to, in the order of a list: figures decide, so no choice is empty. */
export function filterChoices(data: ExplorerData): {
  readonly roles: readonly string[];
  readonly places: readonly string[];
  readonly sources: readonly (string | null)[];
  readonly years: readonly (string | null)[];
} {
  const { figures } = data;
  const nullLast = (list: (string | null)[], compare: (a: string, b: string) => number): (string | null)[] =>
    [...new Set(list)].sort((a, b) => (a === null ? 1 : b === null ? -1 : compare(a, b)));
  const known = new Set(figures.map(({ role }) => role));
  return {
    roles: data.roles.map(({ id }) => id).filter((id) => known.has(id)),
    places: [...new Set(figures.map(({ region }) => region))].sort(
      (a, b) => Number(b === unitedStates) - Number(a === unitedStates) || (a < b ? -1 : 1),
    ),
    sources: nullLast(
      figures.map(({ source }) => source),
      (a, b) => (a < b ? -1 : 1),
    ),
    years: nullLast(
      figures.map(({ asOf }) => asOf?.slice(0, 4) ?? null),
      (a, b) => (a < b ? 1 : -1),
    ),
  };
}

export interface ChartOptions {
  readonly filter: PayFilter;
  readonly units: PayUnits;
  readonly sort: PlaceSort;
  /** `YYYY-MM`, from which ages are counted. */
  readonly today: string;
}

/** All charts. One that has nothing to show under the filter has no rows. Figures are placed side by side, never merged. */
export function buildCharts(data: ExplorerData, options: ChartOptions): readonly PayChart[] {
  return payChartIds.map((id) => buildChart(id, data, options));
}

/** One chart with its table; see {@link buildCharts}. */
export function buildChart(id: PayChartId, data: ExplorerData, options: ChartOptions): PayChart {
  return builders[id](data, options);
}

const builders: Record<PayChartId, (data: ExplorerData, options: ChartOptions) => PayChart> = {
  'by-source': (data, options) => {
    const { role = backEnd, place = unitedStates } = options.filter;
    const figures = oneCurrency(bySource(data, options.filter));
    return dots('by-source', figures, data, options, {
      about: { role, place },
      name: (figure) => ({ kind: 'source', source: figure.source }),
      detail: (figure) => [
        { kind: 'statistic', statistic: figure.statistic },
        // The title names the place of the others.
        ...(figure.region === place ? [] : [{ kind: 'place', region: figure.region } as const]),
      ],
      table: ['source', 'place', 'statistic', 'pay', 'date', 'age', 'articles'],
    });
  },

  'by-place': (data, options) => {
    const baseline = data.figures.find((figure) => repeats(figure, data));
    const order: Record<PlaceSort, (a: ExplorerFigure, b: ExplorerFigure) => number> = {
      pay: (a, b) => top(b) - top(a) || b.deltaVsUsAverage! - a.deltaVsUsAverage!,
      difference: (a, b) => b.deltaVsUsAverage! - a.deltaVsUsAverage!,
      place: (a, b) => (a.region < b.region ? -1 : 1),
    };
    const figures = data.figures
      .filter(
        (figure) =>
          figure.deltaVsUsAverage !== undefined &&
          figure.role === backEnd &&
          figure.currency === (baseline?.currency ?? 'USD') &&
          passes(figure, options.filter),
      )
      .sort(order[options.sort]);
    const deltas = figures.map((figure) => figure.deltaVsUsAverage!);
    const scale = scaleOf([0, ...deltas]);
    const base = scale(0);
    return {
      id: 'by-place',
      form: 'bars',
      unit: 'percent',
      currency: figures[0]?.currency ?? 'USD',
      ticks: ticksOf(scale, 6),
      base,
      about: baseline ? { baseline } : {},
      rows: figures.map((figure) => ({
        id: figure.id,
        name: { kind: 'place', region: figure.region },
        detail: [],
        marks: [
          {
            kind: 'bar',
            id: figure.id,
            x: scale(figure.deltaVsUsAverage!),
            x2: base,
            source: figure.source,
            age: figureAge(figure.asOf, options.today),
            lane: 0,
          },
        ],
        values: [money(figure)],
        aside: [{ kind: 'percent', value: figure.deltaVsUsAverage }],
        figures: [figure],
      })),
      table: tableOf(['place', 'pay', 'difference', 'source', 'date', 'articles'], figures, data, options),
    };
  },

  roles: (data, options) => {
    const figures = data.figures.filter(
      (figure) =>
        // Two figures of one source would share a place; the reader's own stand by source and among all.
        !figure.own &&
        figure.role !== backEnd &&
        figure.amount !== undefined &&
        figure.currency === 'USD' &&
        figure.regionKind === 'country' &&
        (figure.source === 'Indeed' || figure.source === 'Glassdoor') &&
        passes(figure, options.filter),
    );
    const byRole = [...groupBy(figures, ({ role }) => role)];
    const highest = (list: readonly ExplorerFigure[]): number => Math.max(...list.map(top));
    // A row leads with what its first source says; that is how the eye finds a role.
    byRole.sort(([, a], [, b]) => firstOf(b, 'Indeed') - firstOf(a, 'Indeed') || highest(b) - highest(a));
    const scale = scaleOf(figures.map(top));
    const cell = (list: readonly ExplorerFigure[], source: string): Cell => ({
      kind: 'money',
      amounts: list.filter((figure) => figure.source === source).map(top),
      currency: 'USD',
      digits: 0,
    });
    const rows = byRole.map(([role, list]) => {
      const [indeed] = list.filter(({ source }) => source === 'Indeed');
      const [glassdoor] = list.filter(({ source }) => source === 'Glassdoor');
      const gap: Cell = {
        kind: 'gap',
        amount: indeed && glassdoor ? top(indeed) - top(glassdoor) : undefined,
        currency: 'USD',
      };
      const near = indeed && glassdoor && Math.abs(scale(top(indeed)) - scale(top(glassdoor))) < nearness;
      const row: ChartRow = {
        id: role,
        name: { kind: 'text', text: titleOf(data, role) },
        detail: [],
        marks: list.map((figure) => ({
          ...point(figure, scale, options.today),
          lane: near ? (figure.source === 'Indeed' ? -1 : 1) : 0,
        })),
        values: [cell(list, 'Indeed'), cell(list, 'Glassdoor')],
        aside: [gap],
        figures: list,
        role,
      };
      const delta = list.find(({ deltaVsBackEndDeveloper }) => deltaVsBackEndDeveloper !== undefined);
      const table: Cell[] = [
        row.name,
        ...row.values,
        gap,
        { kind: 'percent', value: delta?.deltaVsBackEndDeveloper },
        { kind: 'date', asOf: list[0]?.asOf ?? null },
        { kind: 'text', text: articlesOf(list, data) },
      ];
      return { row, table };
    });
    return {
      id: 'roles',
      form: 'pairs',
      unit: 'money',
      currency: 'USD',
      ticks: ticksOf(scale, 6),
      about: {},
      rows: rows.map(({ row }) => row),
      table: {
        columns: ['role', 'indeed', 'glassdoor', 'gap', 'againstBackEnd', 'date', 'articles'],
        rows: rows.map(({ table }) => table),
      },
    };
  },

  'front-back': (data, options) => {
    // Only figures of one source and date can stand beside each other; others would compare sources, not work.
    const groups = [
      ...groupBy(
        data.figures.filter(
          ({ role, currency, own }) => !own && (role === backEnd || role === frontEnd) && currency === 'USD',
        ),
        ({ source, asOf }) => `${source}\n${asOf}`,
      ).values(),
    ].filter((group) => [backEnd, frontEnd].every((role) => group.some((figure) => figure.role === role)));
    const figures = groups.flat().filter((figure) => figure.source !== null && passes(figure, options.filter));
    return dots('front-back', figures, data, options, {
      name: (figure) => ({ kind: 'text', text: titleOf(data, figure.role) }),
      detail: (figure) => [
        { kind: 'source', source: figure.source },
        { kind: 'statistic', statistic: figure.statistic },
      ],
      table: ['role', 'statistic', 'pay', 'source', 'date', 'age', 'articles'],
    });
  },

  'over-time': (data, options) => {
    // A source that gives figures of two dates shows a course, if anything does.
    const dated = data.figures.filter(
      ({ asOf, source, currency, regionKind }) =>
        asOf !== null && source !== null && currency === 'USD' && regionKind === 'country',
    );
    const groups = [...groupBy(dated, ({ source }) => source).values()].filter(
      (group) => new Set(group.map(({ asOf }) => asOf)).size > 1,
    );
    const figures = groups
      .flatMap((group) => group.sort((a, b) => months(a.asOf!) - months(b.asOf!)))
      .filter((figure) => passes(figure, options.filter));
    return dots('over-time', figures, data, options, {
      name: (figure) => ({ kind: 'source', source: figure.source }),
      detail: (figure) => [
        { kind: 'text', text: figure.reportedRole },
        { kind: 'statistic', statistic: figure.statistic },
      ],
      table: ['source', 'role', 'statistic', 'pay', 'date', 'age', 'articles'],
      keepOrder: true,
    });
  },

  growth: (data, { filter, today }) => {
    // Forecasts have no role, place or date of their own that a filter could ask for.
    const facts = data.outlook
      .filter(({ source }) => filter.source === undefined || source === filter.source)
      .flatMap(({ years, percent, ...fact }) => (years && percent !== undefined ? { ...fact, years, percent } : []))
      .sort((a, b) => a.years[0] - b.years[0]);
    const scale = scaleOf([...facts.flatMap(({ years }) => years), Number(today.slice(0, 4))], 'exact');
    return {
      id: 'growth',
      form: 'spans',
      unit: 'year',
      currency: 'USD',
      ticks: ticksOf(scale, 6).filter(({ value }) => Number.isInteger(value)),
      about: {},
      rows: facts.map((fact) => ({
        id: fact.id,
        name: { kind: 'years', from: fact.years[0], to: fact.years[1] },
        detail: [{ kind: 'source', source: fact.source }],
        marks: [
          {
            kind: 'span',
            id: fact.id,
            x: scale(fact.years[0]),
            x2: scale(fact.years[1]),
            source: fact.source,
            age: 'recent',
            lane: 0,
          },
        ],
        values: [{ kind: 'percent', value: fact.percent }],
        aside: [{ kind: 'text', text: fact.occupation }],
        figures: [],
        outlook: fact,
      })),
      table: {
        columns: ['years', 'growth', 'occupation', 'source', 'articles'],
        rows: facts.map((fact) => [
          { kind: 'years', from: fact.years[0], to: fact.years[1] },
          { kind: 'percent', value: fact.percent },
          { kind: 'text', text: fact.occupation },
          { kind: 'source', source: fact.source },
          { kind: 'text', text: articleTitles(fact.articles, data) },
        ]),
      },
    };
  },

  mine: (data, options) => {
    const { filter, units } = options;
    // One rate converts dollars, and the reader's own currency needs none; the rest is listed as reported.
    const figures = [
      ...bySource(data, filter).filter(({ currency }) => currency === 'USD'),
      ...data.figures.filter(
        (figure) => figure.currency !== 'USD' && figure.role === (filter.role ?? backEnd) && passes(figure, filter),
      ),
    ];
    return dots('mine', figures, data, options, {
      about: { role: filter.role ?? backEnd, place: filter.place ?? unitedStates },
      name: (figure) => ({ kind: 'source', source: figure.source }),
      detail: (figure) => [{ kind: 'statistic', statistic: figure.statistic }],
      table: ['source', 'place', 'statistic', 'pay', 'inUnits', 'date', 'age', 'articles'],
      units,
    });
  },
};

/** Every figure that passes the filter, as it was reported: role by role, highest first. */
export function allFigures(data: ExplorerData, { filter, today, units }: ChartOptions): PayTable {
  const order = new Map(data.roles.map(({ id }, at) => [id, at]));
  const figures = data.figures
    .filter((figure) => passes(figure, filter))
    .sort(
      (a, b) =>
        (order.get(a.role) ?? 0) - (order.get(b.role) ?? 0) ||
        (a.currency === b.currency ? top(b) - top(a) : a.currency < b.currency ? 1 : -1),
    );
  const columns = ['role', 'place', 'source', 'statistic', 'pay', 'date', 'age', 'articles', 'note'] as const;
  return { ...tableOf([...columns], figures, data, { today, units }), ids: figures.map(({ id }) => id) };
}

/** A yearly amount in US dollars as the reader counts: a month is a twelfth of a year, an hour one of 52 weeks' hours. */
export function inUnits(amount: number, { rate, hours, per }: PayUnits): number {
  const converted = amount * rate;
  return per === 'year' ? converted : per === 'month' ? converted / 12 : converted / (52 * hours);
}

/** Whole months between a date and `today`; of a date by year alone, whole years in months. Null when undated. */
export function ageInMonths(asOf: string | null, today: string): number | null {
  if (asOf === null) return null;
  return asOf.length === 4 ? (Number(today.slice(0, 4)) - Number(asOf)) * 12 : months(today) - months(asOf);
}

// ---------- parts ----------

/** Marks closer than this, in per cent of the width, would cover each other on a narrow page. */
const nearness = 5;

type Scale = (value: number) => number;

interface DotOptions {
  readonly name: (figure: ExplorerFigure) => Cell;
  readonly detail: (figure: ExplorerFigure) => readonly Cell[];
  readonly table: readonly FigureColumn[];
  readonly about?: PayChart['about'];
  readonly keepOrder?: boolean;
  /** Shows the amounts converted; a figure that cannot be has no mark. */
  readonly units?: PayUnits;
}

/** One row and one mark per figure on a line of money; highest first unless the order says something. */
function dots(
  id: PayChartId,
  list: readonly ExplorerFigure[],
  data: ExplorerData,
  options: ChartOptions,
  { name, detail, table, about = {}, keepOrder, units }: DotOptions,
): PayChart {
  const converts = (figure: ExplorerFigure): boolean => !units || isConvertible(figure, units);
  const shown = (figure: ExplorerFigure, amount: number): number =>
    units ? inUnits(amount, ratedFor(figure, units)) : amount;
  const figures = keepOrder
    ? list
    : [...list].sort((a, b) => Number(converts(b)) - Number(converts(a)) || shown(b, top(b)) - shown(a, top(a)));
  const scale = scaleOf(
    figures.filter(converts).flatMap((figure) => ends(figure).map((amount) => shown(figure, amount))),
  );
  const currency = units?.currency ?? figures[0]?.currency ?? 'USD';
  return {
    id,
    form: 'dots',
    unit: 'money',
    currency,
    ticks: figures.length === 0 ? [] : ticksOf(scale, 6),
    about,
    rows: figures.map((figure) => ({
      id: figure.id,
      name: name(figure),
      detail: [...detail(figure), ...(converts(figure) ? [] : [{ kind: 'asReported' } as const])],
      marks: converts(figure) ? [mark(figure, (amount) => scale(shown(figure, amount)), options.today)] : [],
      values: [units && converts(figure) ? converted(figure, units) : money(figure)],
      aside: [
        { kind: 'date', asOf: figure.asOf },
        { kind: 'age', months: ageInMonths(figure.asOf, options.today) },
      ],
      figures: [figure],
    })),
    table: tableOf(table, figures, data, options),
  };
}

/** The figures of one role in one place, every one of them, but for those that only repeat another in thousands. */
function bySource(data: ExplorerData, filter: PayFilter): ExplorerFigure[] {
  const { role = backEnd, place } = filter;
  return data.figures.filter(
    (figure) =>
      figure.role === role &&
      // A figure in dollars without a place is taken for one of the country where dollars are earned, and says so.
      (place === undefined
        ? figure.region === unitedStates || (figure.regionKind === 'not-stated' && figure.currency === 'USD')
        : true) &&
      passes(figure, filter) &&
      !repeats(figure, data),
  );
}

/** True for the one figure that only repeats another in thousands; what the reader has added neither does so nor is repeated. */
function repeats(figure: ExplorerFigure, { figures }: ExplorerData): boolean {
  return (
    !figure.own &&
    isBaseline(
      figure,
      figures.filter(({ own }) => !own),
    )
  );
}

/** Amounts in two currencies share no line; the currency of most figures wins, and the rest stays in the table of all figures. */
function oneCurrency(figures: readonly ExplorerFigure[]): readonly ExplorerFigure[] {
  const groups = [...groupBy(figures, ({ currency }) => currency).values()];
  return groups.sort((a, b) => b.length - a.length)[0] ?? [];
}

function tableOf(
  columns: readonly FigureColumn[],
  figures: readonly ExplorerFigure[],
  data: ExplorerData,
  { today, units }: Pick<ChartOptions, 'today' | 'units'>,
): PayTable {
  const cell = (figure: ExplorerFigure, column: FigureColumn): Cell => {
    switch (column) {
      case 'source':
        return { kind: 'source', source: figure.source };
      case 'statistic':
        return { kind: 'statistic', statistic: figure.statistic };
      case 'pay':
        return money(figure);
      case 'inUnits':
        return isConvertible(figure, units)
          ? converted(figure, units)
          : { kind: 'money', amounts: [], currency: units.currency, digits: 0 };
      case 'date':
        return { kind: 'date', asOf: figure.asOf };
      case 'age':
        return { kind: 'age', months: ageInMonths(figure.asOf, today) };
      case 'difference':
        return { kind: 'percent', value: figure.deltaVsUsAverage };
      case 'role':
        return { kind: 'text', text: titleOf(data, figure.role) };
      case 'articles':
        return { kind: 'text', text: articlesOf([figure], data) };
      case 'note':
        return { kind: 'text', text: figure.note };
      case 'place':
        return { kind: 'place', region: figure.region };
    }
  };
  return { columns, rows: figures.map((figure) => columns.map((column) => cell(figure, column))) };
}

function mark(figure: ExplorerFigure, scale: Scale, today: string): Mark {
  if (figure.amount !== undefined) return point(figure, scale, today);
  return {
    ...point(figure, scale, today),
    kind: 'range',
    x: scale(figure.low ?? 0),
    x2: scale(figure.high ?? 0),
  };
}

function point(figure: ExplorerFigure, scale: Scale, today: string): Mark {
  return {
    kind: 'point',
    id: figure.id,
    x: scale(top(figure)),
    source: figure.source,
    age: figureAge(figure.asOf, today),
    lane: 0,
  };
}

function money(figure: ExplorerFigure): Cell {
  return { kind: 'money', amounts: ends(figure), currency: figure.currency, digits: 0 };
}

function isConvertible({ currency }: PayFigure, units: PayUnits): boolean {
  return currency === 'USD' || currency === units.currency;
}

/** What is in the reader's currency already is not converted a second time. */
function ratedFor({ currency }: PayFigure, units: PayUnits): PayUnits {
  return currency === units.currency ? { ...units, rate: 1 } : units;
}

function converted(figure: ExplorerFigure, units: PayUnits): Cell {
  const digits = units.per === 'hour' ? 2 : 0;
  return {
    kind: 'money',
    // As shown and as copied alike.
    amounts: ends(figure).map((amount) => Number(inUnits(amount, ratedFor(figure, units)).toFixed(digits))),
    currency: units.currency,
    digits,
  };
}

/** What a figure is sorted by: its amount, or the high end of its range. */
function top(figure: PayFigure): number {
  return figure.amount ?? figure.high ?? 0;
}

function firstOf(figures: readonly ExplorerFigure[], source: string): number {
  const figure = figures.find((candidate) => candidate.source === source);
  return figure ? top(figure) : 0;
}

function titleOf(data: ExplorerData, role: string): string {
  return data.roles.find(({ id }) => id === role)?.title ?? role;
}

function articlesOf(figures: readonly PayFigure[], data: ExplorerData): string {
  return articleTitles([...new Set(figures.flatMap(({ articles }) => articles))], data);
}

function articleTitles(ids: readonly string[], data: ExplorerData): string {
  const title = (id: string): string => {
    const article = data.articles.find((candidate) => candidate.id === id);
    if (!article) return id;
    const when = article.date === null ? '' : `, ${article.date.slice(0, 4)}`;
    return `${article.publisher ?? article.title}${article.publisher === null ? '' : when}`;
  };
  return ids.map(title).join('; ');
}

function groupBy<T, K>(list: readonly T[], key: (entry: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const entry of list) {
    const group = groups.get(key(entry));
    if (group) group.push(entry);
    else groups.set(key(entry), [entry]);
  }
  return groups;
}

/** A line from the lowest to the highest value, rounded outwards so that the axis begins and ends at round numbers. */
function scaleOf(values: readonly number[], ends?: 'exact'): Scale & { ticks(count: number): number[] } {
  let [low, high] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  // A single value stands in the middle.
  if (low === high) [low, high] = low === 0 ? [0, 1] : [low - Math.abs(low) / 5, high + Math.abs(high) / 5];
  const scale = scaleLinear().domain([low, high]).range([0, 100]);
  return ends === 'exact' ? scale : scale.nice(6);
}

function ticksOf(scale: Scale & { ticks(count: number): number[] }, count: number): { x: number; value: number }[] {
  return scale.ticks(count).map((value) => ({ x: scale(value), value }));
}
