/**
 * What the pay explorer's two halves say to each other. The host sends the figures; the page chooses among them and builds its
 * charts with the same pure code by which the host writes CSV and SVG, so messages carry choices and ids only.
 */
import { isName, isRecord, isText } from '../core/guards';
import type { Contradiction } from '../core/model';
import {
  payChartIds,
  payPer,
  placeSorts,
  type ExplorerData,
  type PayChartId,
  type PayFilter,
  type PayUnits,
  type PlaceSort,
} from '../core/payCharts';
import type { SkillLink } from './skill';

/** Parts of the page that a deep link may name, besides the charts. */
export const paySections = ['about', 'all', 'disagree'] as const;
export type PayTarget = PayChartId | (typeof paySections)[number];

/** What can be copied as a table. */
export type PayTableId = PayChartId | 'all';

/** A role that the charts name: what the work is, and which skills lead to it. */
export interface PayRoleView {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly learn: readonly string[];
  readonly skills: readonly SkillLink[];
  /** Where the career guide says more. */
  readonly career?: string;
}

export interface PayExplorerView extends ExplorerData {
  readonly roleViews: readonly PayRoleView[];
  readonly contradictions: readonly Contradiction[];
  /** `YYYY-MM` */
  readonly today: string;
  /** How many entries of the reader's own files could not be read. */
  readonly ownProblems: number;
  readonly currencies: readonly string[];
}

/** What the reader has chosen, as far as charts depend on it. */
export interface PayChoices {
  readonly filter: PayFilter;
  readonly sort: PlaceSort;
}

export const payStringKeys = [
  'title',
  'lede',
  'place',
  'career',
  'print',
  'addOwn',
  'aboutTitle',
  'aboutShort',
  'aboutMore',
  'aboutStatistics',
  'aboutDates',
  'aboutBias',
  'aboutPlace',
  'aboutOwn',
  'aboutArticles',
  'filters',
  'filterRole',
  'filterPlace',
  'filterSource',
  'filterYear',
  'anyRole',
  'anyPlace',
  'anySource',
  'anyYear',
  'count',
  'countOwn',
  'clear',
  'ownProblems',
  'showProblems',
  'asChart',
  'asTable',
  'showAs',
  'copyCsv',
  'copied',
  'saveSvg',
  'nothing',
  'bySourceTitle',
  'bySourceText',
  'byPlaceTitle',
  'byPlaceTitlePlain',
  'byPlaceText',
  'rolesTitle',
  'rolesText',
  'frontBackTitle',
  'frontBackText',
  'overTimeTitle',
  'overTimeText',
  'growthTitle',
  'growthText',
  'mineTitle',
  'mineText',
  'mineUnconverted',
  'allTitle',
  'allText',
  'disagreeTitle',
  'disagreeText',
  'legendRecent',
  'legendOld',
  'legendUndated',
  'legendRange',
  'legendBelow',
  'legendAbove',
  'legendForecast',
  'sortBy',
  'sortPay',
  'sortDifference',
  'sortPlace',
  'average',
  'unitCurrency',
  'unitRate',
  'unitHours',
  'unitPer',
  'unitCurrencyWrong',
  'unitRateWrong',
  'unitHoursWrong',
  'perYear',
  'perMonth',
  'perHour',
  'asPublished',
  'colSource',
  'colStatistic',
  'colPay',
  'colDate',
  'colAge',
  'colPlace',
  'colDifference',
  'colRole',
  'colGap',
  'colAgainstBackEnd',
  'colYears',
  'colGrowth',
  'colOccupation',
  'colInUnits',
  'colArticles',
  'colNote',
  'notNamed',
  'undated',
  'ageUnknown',
  'yearsOld',
  'yearsMonthsOld',
  'statisticNotStated',
  'placeNotStated',
  'gapMore',
  'gapLess',
  'gapSame',
  'yours',
  'years',
  'sourceIn',
  'reportedAs',
  'rowHint',
  'roleMore',
  'roleSkills',
  'roleLearn',
  'roleCareer',
  'close',
  'failedTitle',
] as const;
export type PayStringKey = (typeof payStringKeys)[number];
export type PayStrings = Readonly<Record<PayStringKey, string>>;

export type ToPay =
  | { readonly type: 'strings'; readonly strings: PayStrings; readonly locale: string }
  | { readonly type: 'show'; readonly view: PayExplorerView; readonly units: PayUnits }
  /** Brings a part into view, or one {@link payEntry} of it, and sets the filter to a role when one is named. */
  | { readonly type: 'go'; readonly target?: PayTarget; readonly role?: string; readonly entry?: string }
  | { readonly type: 'copied'; readonly table: PayTableId }
  | { readonly type: 'failed'; readonly message: string };

export type FromPay =
  | { readonly type: 'ready' }
  | { readonly type: 'openSkill'; readonly skill: string }
  | { readonly type: 'openCareer'; readonly target?: string }
  | { readonly type: 'setUnits'; readonly units: PayUnits }
  | { readonly type: 'copyCsv'; readonly table: PayTableId; readonly choices: PayChoices }
  | {
      readonly type: 'saveSvg';
      readonly chart: PayChartId;
      readonly choices: PayChoices;
      readonly palette: PayPalette;
    }
  | { readonly type: 'print'; readonly choices: PayChoices }
  | { readonly type: 'addOwn' }
  | { readonly type: 'showProblems' };

/** The theme's colours as the page shows them, `#rrggbb`: outside the editor there are no theme variables. */
export const paletteKeys = [
  'background',
  'foreground',
  'muted',
  'grid',
  'indeed',
  'glassdoor',
  'payscale',
  'bls',
  'none',
  'above',
  'below',
] as const;
export type PayPalette = Readonly<Record<(typeof paletteKeys)[number], string>>;

export function parseFromPay(value: unknown): FromPay | undefined {
  if (!isRecord(value)) return undefined;
  const { type } = value;
  switch (type) {
    case 'ready':
    case 'addOwn':
    case 'showProblems':
      return { type };
    case 'openSkill':
      return isName(value['skill']) ? { type, skill: value['skill'] } : undefined;
    case 'openCareer':
      return { type, ...(isName(value['target']) ? { target: value['target'] } : {}) };
    case 'setUnits': {
      const units = parseUnits(value['units']);
      return units && { type, units };
    }
    case 'copyCsv': {
      const choices = parseChoices(value['choices']);
      const table = value['table'];
      return choices && (table === 'all' || isChart(table)) ? { type, table, choices } : undefined;
    }
    case 'saveSvg': {
      const choices = parseChoices(value['choices']);
      const palette = parsePalette(value['palette']);
      const chart = value['chart'];
      return choices && palette && isChart(chart) ? { type, chart, choices, palette } : undefined;
    }
    case 'print': {
      const choices = parseChoices(value['choices']);
      return choices && { type, choices };
    }
    default:
      return undefined;
  }
}

/** The webview's guard: checks the kind and the fields it relies on. */
export function parseToPay(value: unknown): ToPay | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['type']) {
    case 'strings':
      return isRecord(value['strings']) && isText(value['locale']) ? (value as unknown as ToPay) : undefined;
    case 'show': {
      const { view, units } = value;
      const lists = ['roles', 'articles', 'figures', 'outlook', 'roleViews', 'contradictions', 'currencies'];
      return isRecord(view) && lists.every((field) => Array.isArray(view[field])) && parseUnits(units)
        ? (value as unknown as ToPay)
        : undefined;
    }
    case 'go': {
      const { target, role, entry } = value;
      return {
        type: 'go',
        ...(isPayTarget(target) ? { target } : {}),
        ...(isName(role) ? { role } : {}),
        ...(isPayEntry(entry) ? { entry } : {}),
      };
    }
    case 'copied': {
      const { table } = value;
      return table === 'all' || isChart(table) ? { type: 'copied', table } : undefined;
    }
    case 'failed':
      return isText(value['message']) ? { type: 'failed', message: value['message'] } : undefined;
    default:
      return undefined;
  }
}

/** Reads choices that were stored or sent; undefined when they are damaged. */
export function parseChoices(value: unknown): PayChoices | undefined {
  if (!isRecord(value) || !isRecord(value['filter'])) return undefined;
  const { role, place, source, year } = value['filter'];
  const sort = placeSorts.find((known) => known === value['sort']);
  const optional = (part: unknown): boolean => part === undefined || isName(part);
  if (!sort || !optional(role) || !optional(place)) return undefined;
  if (!(source === null || optional(source)) || !(year === null || optional(year))) return undefined;
  const filter = Object.fromEntries(
    Object.entries({ role, place, source, year }).filter(([, part]) => part !== undefined),
  ) as PayFilter;
  return { filter, sort };
}

/** Reads units that were stored or typed; undefined when a number makes no sense. */
export function parseUnits(value: unknown): PayUnits | undefined {
  if (!isRecord(value)) return undefined;
  const { currency, rate, hours, per } = value;
  const known = payPer.find((one) => one === per);
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency) || !known) return undefined;
  if (!isBetween(rate, 1e-6, 1e9) || !isBetween(hours, 1, 168)) return undefined;
  // A dollar is worth a dollar.
  return { currency, rate: currency === 'USD' ? 1 : rate, hours, per: known };
}

export function isPayTarget(value: unknown): value is PayTarget {
  return isChart(value) || paySections.some((section) => section === value);
}

/** Ids of the elements that a deep link may name: a row of the table of all figures, and a contradiction. */
export const payEntry = {
  figure: (id: string): string => `figure-${id}`,
  dispute: (id: string): string => `dispute-${id}`,
} as const;

export function isPayEntry(value: unknown): value is string {
  return typeof value === 'string' && /^(figure|dispute)-[a-z\d-]{1,64}$/.test(value);
}

function parsePalette(value: unknown): PayPalette | undefined {
  if (!isRecord(value)) return undefined;
  const colours = paletteKeys.map((key) => [key, value[key]] as const);
  if (!colours.every(([, colour]) => typeof colour === 'string' && /^#[0-9a-f]{6}$/.test(colour))) return undefined;
  return Object.fromEntries(colours) as PayPalette;
}

function isChart(value: unknown): value is PayChartId {
  return payChartIds.some((id) => id === value);
}

function isBetween(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high;
}
