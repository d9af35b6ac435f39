import type { Contradiction, OutlookFact, PayArticle, PayData, PayFigure, PayRole } from './model';
import type { FieldReader } from './fields';
import { openJson, type Entry, type JsonFile } from './jsonFile';
import { months } from './pay';
import type { Problem } from './problems';

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Longest name of a source or a place. */
const maxNameLength = 100;

const figureFields = [
  'id',
  'role',
  'reportedRole',
  'amount',
  'low',
  'high',
  'currency',
  'period',
  'statistic',
  'region',
  'regionKind',
  'source',
  'asOf',
  'deltaVsUsAverage',
  'deltaVsBackEndDeveloper',
  'articles',
  'note',
];

/** What a figure may name, and what it may leave out. */
interface FigureRules {
  readonly today: string;
  readonly roles: readonly PayRole[];
  readonly articles: ReadonlySet<string>;
  /** Ids that are taken; those read are added. */
  readonly taken: Set<string>;
  /** True for the files of a reader: only what makes a figure worth anything must be there. */
  readonly own: boolean;
}

/**
 * Reads pay.json. A bad figure is a problem with its line and is left out; the rest is kept. Never throws.
 *
 * @param today `YYYY-MM`; a figure dated later is refused.
 */
export function parsePay(
  content: unknown,
  today: string,
  name = 'pay.json',
): { pay: PayData | undefined; problems: readonly Problem[] } {
  const file = openJson(content, name);
  if (!file.root) return { pay: undefined, problems: file.problems };
  const { root } = file;
  const roles = file.list(['roles'], root['roles'], readRole);
  const articles = file.list<PayArticle>(['articles'], root['articles'], (entry, reader) => {
    const id = reader.id('id');
    const title = reader.text('title');
    if (id === undefined || title === undefined) return undefined;
    return { id, title, publisher: textOrNull(entry['publisher']), date: textOrNull(entry['date']) };
  });
  const known = new Set(articles.map(({ id }) => id));
  const rules: FigureRules = { today, roles, articles: known, taken: new Set(), own: false };
  const figures = file.list(['figures'], root['figures'], (entry, reader, path) =>
    readFigure(entry, reader, rules, path, file),
  );
  const outlook = file.list(['outlook'], root['outlook'], (entry, reader) =>
    readOutlook(entry, reader, known, file.report),
  );
  const contradictions = file.list(['contradictions'], root['contradictions'], (entry, reader, path) =>
    readContradiction(entry, reader, path, known, file),
  );
  return { pay: { format: 1, roles, articles, figures, outlook, contradictions }, problems: file.problems };
}

/**
 * Reads a reader's own file: figures like those of pay.json, of which only id, role, amount, currency, source and date must be
 * given, and roles that the curriculum does not know. A bad figure is left out; the rest is kept. Never throws.
 *
 * @param pay what ships: its roles and articles may be named, and its ids are taken.
 */
export function parseOwnPay(
  content: unknown,
  today: string,
  pay: PayData,
  name: string,
): { figures: readonly PayFigure[]; roles: readonly PayRole[]; problems: readonly Problem[] } {
  const file = openJson(content, name);
  if (!file.root) return { figures: [], roles: [], problems: file.problems };
  const roles = file.list(['roles'], file.root['roles'], readRole, 'optional');
  const rules: FigureRules = {
    today,
    roles: [...pay.roles, ...roles],
    articles: new Set(pay.articles.map(({ id }) => id)),
    taken: new Set(pay.figures.map(({ id }) => id)),
    own: true,
  };
  const figures = file.list(['figures'], file.root['figures'], (entry, reader, path) =>
    readFigure(entry, reader, rules, path, file),
  );
  return { figures, roles, problems: file.problems };
}

function readRole(_: Entry, reader: FieldReader): PayRole | undefined {
  const id = reader.id('id');
  const title = reader.text('title');
  return id !== undefined && title !== undefined ? { id, title } : undefined;
}

function readFigure(
  entry: Entry,
  reader: FieldReader,
  { today, roles, articles, taken, own }: FigureRules,
  path: readonly (string | number)[],
  file: JsonFile,
): PayFigure | undefined {
  const { report } = file;
  reader.only(figureFields);
  const id = reader.id('id');
  const role = reader.text('role');
  const known = roles.find((candidate) => candidate.id === role);
  const text = (field: string, absent: string): string | undefined =>
    own ? reader.optionalText(field, absent) : reader.text(field);
  const reportedRole = text('reportedRole', known?.title ?? '');
  const currency = reader.text('currency');
  const statistic = text('statistic', 'not stated');
  const region = text('region', 'Not stated');
  const regionKind = text('regionKind', 'not-stated');
  const period = text('period', 'year');
  const articleIds = own ? reader.optionalTexts('articles') : reader.texts('articles');
  const note = text('note', '');
  const source = reader.textOrNull('source');
  const asOf = reader.required('asOf');
  // Longer names would not fit a list, and are a mistake.
  for (const [field, value] of Object.entries({ region, source }))
    if (typeof value === 'string' && value.length > maxNameLength)
      report('field-type', reader.line(field), `"${field}" must have at most ${maxNameLength} characters`);
  if (asOf !== undefined && asOf !== null && !isPastMonth(asOf, today))
    report('pay-date', reader.line('asOf'), JSON.stringify(asOf));
  if (id !== undefined && taken.has(id)) report('pay-duplicate', reader.line('id'), id);
  if (id !== undefined) taken.add(id);
  if (role !== undefined && !known) report('role-unknown', reader.line('role'), role);
  if (currency !== undefined && !currencies.has(currency)) report('pay-currency', reader.line('currency'), currency);
  if (period !== undefined && period !== 'year') report('field-type', reader.line('period'), '"period" must be "year"');
  reader.known('articles', articleIds, articles, 'pay-article');
  const { amount, low, high } = entry;
  const single = isAmount(amount) && low === undefined && high === undefined;
  const range = amount === undefined && isAmount(low) && isAmount(high);
  if (!single && !range) report('pay-amount', file.line(...path, 'id'), id ?? '?');
  const percent = (field: 'deltaVsUsAverage' | 'deltaVsBackEndDeveloper'): Partial<Record<typeof field, number>> => {
    const value = entry[field];
    if (typeof value === 'number' && Number.isFinite(value)) return { [field]: value };
    if (value !== undefined) report('field-type', reader.line(field), `"${field}" must be a number`);
    return {};
  };
  if (range && low > high) report('pay-range', reader.line('low'), `${low} > ${high}`);
  if (
    id === undefined ||
    role === undefined ||
    reportedRole === undefined ||
    currency === undefined ||
    statistic === undefined ||
    region === undefined ||
    regionKind === undefined ||
    source === undefined ||
    !articleIds ||
    note === undefined
  ) {
    return undefined;
  }
  return {
    id,
    role,
    reportedRole,
    ...(single ? { amount } : {}),
    ...(range ? { low, high } : {}),
    currency,
    period: 'year',
    statistic,
    region,
    regionKind,
    source,
    asOf: textOrNull(asOf),
    ...percent('deltaVsUsAverage'),
    ...percent('deltaVsBackEndDeveloper'),
    articles: articleIds,
    note,
  };
}

function readOutlook(
  entry: Entry,
  reader: FieldReader,
  articles: ReadonlySet<string>,
  report: JsonFile['report'],
): OutlookFact | undefined {
  reader.only(['id', 'kind', 'text', 'percent', 'years', 'occupation', 'source', 'articles', 'note']);
  const id = reader.id('id');
  const kind = reader.text('kind');
  const text = reader.text('text');
  const occupation = reader.text('occupation');
  const source = reader.textOrNull('source');
  const articleIds = reader.texts('articles');
  const note = reader.optionalText('note', '');
  reader.known('articles', articleIds, articles, 'pay-article');
  const { percent: growth, years } = entry;
  const forecast =
    typeof growth === 'number' &&
    Number.isFinite(growth) &&
    Array.isArray(years) &&
    years.length === 2 &&
    years.every((year) => Number.isSafeInteger(year)) &&
    (years[0] as number) < (years[1] as number);
  if ((growth !== undefined || years !== undefined) && !forecast)
    report('field-type', reader.line('id'), '"percent" must be a number, with "years" from the first to the last');
  if (!id || !kind || !text || !occupation || source === undefined || !articleIds) return undefined;
  return {
    id,
    kind,
    text,
    ...(forecast ? { percent: growth, years: [years[0] as number, years[1] as number] as const } : {}),
    occupation,
    source,
    articles: articleIds,
    note,
  };
}

/** Reads two or more sides that do not agree; each names the articles that take it. */
export function readContradiction(
  entry: Entry,
  reader: FieldReader,
  path: readonly (string | number)[],
  articles: ReadonlySet<string>,
  file: JsonFile,
): Contradiction | undefined {
  reader.only(['id', 'subject', 'sides', 'comment']);
  const id = reader.id('id');
  const subject = reader.text('subject');
  const comment = reader.text('comment');
  const sides = file.list([...path, 'sides'], entry['sides'], (_, side) => {
    const says = side.text('says');
    const articleIds = side.texts('articles');
    side.known('articles', articleIds, articles, 'pay-article');
    return says !== undefined && articleIds ? { says, articles: articleIds } : undefined;
  });
  const { sides: given } = entry;
  if (Array.isArray(given) && given.length === 0)
    file.report('field-type', reader.line('sides'), '"sides" must name at least one side');
  // With a side missing it would no longer be fair to the others.
  const whole = Array.isArray(given) && sides.length === given.length;
  return id !== undefined && subject !== undefined && comment !== undefined && whole
    ? { id, subject, sides, comment }
    : undefined;
}

function isPastMonth(value: unknown, today: string): boolean {
  if (typeof value !== 'string' || !/^\d{4}(-(0[1-9]|1[0-2]))?$/.test(value)) return false;
  return value.slice(0, 4) >= '1990' && months(value) <= months(today);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
