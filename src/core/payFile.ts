import type { PayArticle, PayData, PayFigure, PayRole } from './model';
import { FieldReader } from './fields';
import { isRecord } from './guards';
import { maxListLength } from './pack';
import { months } from './pay';
import { isError, type Problem, type ProblemCode } from './problems';
import { clip } from './text';
import { YamlSource } from './yamlSource';

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

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

/**
 * Reads pay.json. A bad figure is a problem with its line and is left out; the rest is kept. Never throws.
 *
 * @param today `YYYY-MM`; a figure dated later is refused.
 */
export function parsePay(
  content: unknown,
  today: string,
  file = 'pay.json',
): { pay: PayData | undefined; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (code: ProblemCode, line: number, detail = ''): void =>
    void problems.push({ code, file, line, detail: clip(detail, 200) });
  if (content === undefined) report('file-missing', 1, file);
  else if (typeof content !== 'string') report('file-not-text', 1, file);
  else if (content.length > maxListLength) report('file-too-large', 1, `${maxListLength / 1000} kB`);
  if (typeof content !== 'string' || problems.length > 0) return { pay: undefined, problems };
  const source = new YamlSource(content);
  if (source.error) report('json-syntax', source.error.line, source.error.message);
  else if (!isRecord(source.value)) report('not-an-object', 1, 'The file');
  if (source.error || !isRecord(source.value)) return { pay: undefined, problems };
  const root = source.value;
  new FieldReader(root, source, report).format();

  /** Reads each entry of a list; an entry that brings an error is left out. */
  const list = <T>(
    field: string,
    read: (entry: Record<string, unknown>, reader: FieldReader, index: number) => T | undefined,
  ): T[] => {
    const value = root[field];
    if (!Array.isArray(value)) {
      report(
        value === undefined ? 'field-missing' : 'field-type',
        source.line(field),
        value === undefined ? field : `"${field}" must be a list`,
      );
      return [];
    }
    return (value as unknown[]).flatMap((entry, index) => {
      if (!isRecord(entry)) {
        report('not-an-object', source.line(field, index), `Entry ${index + 1} of "${field}"`);
        return [];
      }
      const before = problems.length;
      const result = read(entry, new FieldReader(entry, source, report, [field, index]), index);
      return result === undefined || problems.slice(before).some(isError) ? [] : [result];
    });
  };

  const roles = list<PayRole>('roles', (_, reader) => {
    const id = reader.id('id');
    const title = reader.text('title');
    return id !== undefined && title !== undefined ? { id, title } : undefined;
  });
  const articles = list<PayArticle>('articles', (entry, reader) => {
    const id = reader.id('id');
    const title = reader.text('title');
    if (id === undefined || title === undefined) return undefined;
    return { id, title, publisher: textOrNull(entry['publisher']), date: textOrNull(entry['date']) };
  });
  const seen = new Set<string>();
  const figures = list<PayFigure>('figures', (entry, reader, index) => {
    reader.only(figureFields);
    const id = reader.id('id');
    const role = reader.text('role');
    const reportedRole = reader.text('reportedRole');
    const currency = reader.text('currency');
    const statistic = reader.text('statistic');
    const region = reader.text('region');
    const regionKind = reader.text('regionKind');
    const period = reader.text('period');
    const articleIds = reader.texts('articles');
    const note = reader.text('note');
    const from = reader.required('source');
    const asOf = reader.required('asOf');
    if (from !== undefined && from !== null && typeof from !== 'string')
      report('field-type', reader.line('source'), '"source" must be text, or null when nobody is named');
    if (asOf !== undefined && asOf !== null && !isPastMonth(asOf, today))
      report('pay-date', reader.line('asOf'), JSON.stringify(asOf));
    if (id !== undefined && seen.has(id)) report('pay-duplicate', reader.line('id'), id);
    if (id !== undefined) seen.add(id);
    if (role !== undefined && !roles.some((known) => known.id === role))
      report('role-unknown', reader.line('role'), role);
    if (currency !== undefined && !currencies.has(currency)) report('pay-currency', reader.line('currency'), currency);
    if (period !== undefined && period !== 'year')
      report('field-type', reader.line('period'), '"period" must be "year"');
    for (const [at, article] of (articleIds ?? []).entries()) {
      if (!articles.some((known) => known.id === article))
        report('pay-article', source.line('figures', index, 'articles', at), article);
    }
    const { amount, low, high } = entry;
    const single = isAmount(amount) && low === undefined && high === undefined;
    const range = amount === undefined && isAmount(low) && isAmount(high);
    if (!single && !range) report('pay-amount', reader.line('id'), id ?? '?');
    if (range && low > high) report('pay-range', reader.line('low'), `${low} > ${high}`);
    if (
      id === undefined ||
      role === undefined ||
      reportedRole === undefined ||
      currency === undefined ||
      statistic === undefined ||
      region === undefined ||
      regionKind === undefined ||
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
      source: textOrNull(from),
      asOf: textOrNull(asOf),
      ...percent(entry, 'deltaVsUsAverage'),
      ...percent(entry, 'deltaVsBackEndDeveloper'),
      articles: articleIds,
      note,
    };
  });
  return { pay: { format: 1, roles, articles, figures }, problems };
}

function isPastMonth(value: unknown, today: string): boolean {
  if (typeof value !== 'string' || !/^\d{4}(-(0[1-9]|1[0-2]))?$/.test(value)) return false;
  return value.slice(0, 4) >= '1990' && months(value) <= months(today);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function percent(
  entry: Record<string, unknown>,
  field: 'deltaVsUsAverage' | 'deltaVsBackEndDeveloper',
): Partial<Record<typeof field, number>> {
  const value = entry[field];
  return typeof value === 'number' && Number.isFinite(value) ? { [field]: value } : {};
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
