import assert from 'node:assert/strict';
import { csvParseRows } from 'd3-dsv';
import fc from 'fast-check';
import careerJson from '../../data/career.json';
import payJson from '../../data/pay.json';
import { careerToPrint } from '../../src/career/print';
import { parseCareer } from '../../src/core/careerFile';
import { month, articleText, fill, isShortExact, shortMoney } from '../../src/core/format';
import type { CareerData } from '../../src/core/model';
import { figureAge, figuresOfRole } from '../../src/core/pay';
import {
  allFigures,
  buildChart,
  buildCharts,
  defaultUnits,
  payChartIds,
  type Cell,
  type ChartOptions,
  type ExplorerFigure,
  type PayChart,
  type PayChartId,
  type PayTable,
} from '../../src/core/payCharts';
import { parsePay } from '../../src/core/payFile';
import { markPaths } from '../../src/core/payMarks';
import { tableCsv } from '../../src/pay/csv';
import { payToPrint } from '../../src/pay/print';
import { chartSvg, type PictureOptions } from '../../src/pay/svg';
import type { CareerProgress, CareerStrings, CareerView } from '../../src/protocol/career';
import { paletteKeys, type PayExplorerView, type PayPalette, type PayStrings } from '../../src/protocol/pay';
import { cellText, chartText, columnText, isInThousands, isNumeric } from '../../src/protocol/payText';
import { pack } from './shipped';
import { wordsOf } from './words';

const today = '2026-01';
const { pay } = parsePay(JSON.stringify(payJson), today);
assert.ok(pay);
const strings = Object.fromEntries(wordsOf('pay/strings.ts')) as PayStrings;
const units = { currency: 'EUR', rate: 0.92, hours: 40, per: 'hour' } as const;
const options: ChartOptions = { filter: {}, units, sort: 'pay', today };
const view: PayExplorerView = {
  roles: pay.roles,
  articles: pay.articles,
  figures: pay.figures.map((figure) => ({ ...figure, own: false })),
  outlook: pay.outlook,
  contradictions: pay.contradictions,
  roleViews: [],
  today,
  ownProblems: 0,
  currencies: ['EUR', 'USD'],
};
const figure = (id: string, rest: Partial<ExplorerFigure>): ExplorerFigure => ({
  ...view.figures.find((known) => known.id === 'us-back-end-indeed-158330')!,
  own: true,
  ...rest,
  id,
});

/** Texts that would break out of a page, a picture or a table if anything let them. */
const hostile: readonly string[] = [
  '</text><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `' onload='alert(1)`,
  '& &amp; &#60;script&#62; &lt;b&gt;',
  ']]><!-- --><![CDATA[',
  '</title></desc></style></svg><svg onload=alert(1)>',
  'a\u0000b\u0008c\u001Bd\uFFFEe',
  '\uD800 alone \uDC00',
  '{0} {1} $& $1',
  '\uD83D\uDE00'.repeat(20),
];
/** What of a text XML can hold. */
const holdable = (text: string): string =>
  text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');

// ---------- CSV ----------

const table = (...rows: readonly (readonly Cell[])[]): PayTable => ({
  columns: rows[0]!.map((_, at) => (['role', 'place', 'source', 'statistic', 'pay', 'note'] as const)[at]!),
  rows,
});
/** The lines below the names, read back. */
const readBack = (...cells: readonly Cell[]): string[] => csvParseRows(tableCsv(table(cells), defaultUnits))[1]!;
const text = (words: string): Cell => ({ kind: 'text', text: words });
/** What a spreadsheet takes for the beginning of a formula. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

describe('a table as CSV', () => {
  it('names its columns for programs, the same in every language', () => {
    const names = (of: PayTable): string[] => csvParseRows(tableCsv(of, defaultUnits))[0]!;
    const named = Object.fromEntries(payChartIds.map((id) => [id, names(buildChart(id, view, options).table)]));
    assert.deepEqual(named, {
      'by-source': ['source', 'place', 'statistic', 'pay_per_year', 'as_of', 'age_months', 'reported_in'],
      'by-place': ['place', 'pay_per_year', 'difference_percent', 'source', 'as_of', 'reported_in'],
      roles: [
        ...['role', 'indeed_per_year', 'glassdoor_per_year', 'indeed_minus_glassdoor'],
        ...['against_back_end_percent', 'as_of', 'reported_in'],
      ],
      'front-back': ['role', 'statistic', 'pay_per_year', 'source', 'as_of', 'age_months', 'reported_in'],
      'over-time': ['source', 'role', 'statistic', 'pay_per_year', 'as_of', 'age_months', 'reported_in'],
      growth: ['years', 'growth_percent', 'occupation', 'source', 'reported_in'],
      mine: [
        ...['source', 'place', 'statistic', 'pay_per_year', 'your_pay_per_month'],
        ...['as_of', 'age_months', 'reported_in'],
      ],
    });
    assert.deepEqual(names(allFigures(view, options)), [
      ...['role', 'place', 'source', 'statistic', 'pay_per_year', 'as_of', 'age_months', 'reported_in', 'note'],
    ]);
  });

  it('has plain numbers, ISO dates, both ends of a range, and the currency beside each amount', () => {
    const lines = csvParseRows(tableCsv(buildChart('by-source', view, options).table, defaultUnits)).slice(1);
    assert.deepEqual(
      lines.map((line) => line.slice(0, 6)),
      [
        ['Indeed', 'United States', 'average', '158330 USD', 'undated', ''],
        ['not named', 'United States', 'range by place', '40750-146430 USD', 'undated', ''],
        ['not named', 'Not stated', 'rough estimate', '110000 USD', 'undated', ''],
        ['Glassdoor', 'United States', 'average', '103902 USD', '2024-02', '23'],
        ['Glassdoor', 'United States', 'median base (estimated)', '100376 USD', '2022-03', '46'],
        ['Indeed', 'United States', 'average base', '96334 USD', 'undated', ''],
        ['Payscale', 'United States', 'average base', '87280 USD', '2022-11', '38'],
        ['BLS', 'United States', 'not stated', '77200 USD', '2021', '60'],
      ],
    );
    const places = csvParseRows(tableCsv(buildChart('by-place', view, options).table, defaultUnits)).slice(1);
    assert.deepEqual(places[0]!.slice(0, 3), ['Orange County, CA', '164000 USD', '3.76']);
    assert.deepEqual(places.at(-1)!.slice(0, 3), ['Fairfax, VA', '112000 USD', '-28.74']);
    const roles = csvParseRows(tableCsv(buildChart('roles', view, options).table, defaultUnits)).slice(1);
    assert.deepEqual(roles[2]!.slice(0, 6), [
      'Product manager',
      '121000 USD',
      '123000 USD',
      '-2000',
      '-23.38',
      'undated',
    ]);
    const mine = csvParseRows(tableCsv(buildChart('mine', view, options).table, defaultUnits)).slice(1);
    assert.deepEqual(mine[0]!.slice(3, 5), ['158330 USD', '70.03 EUR']);
    assert.deepEqual(mine[1]!.slice(3, 5), ['40750-146430 USD', '18.02-64.77 EUR']);
    assert.deepEqual(mine.at(-1)!.slice(3, 5), ['650000 INR', '']);
    const growth = csvParseRows(tableCsv(buildChart('growth', view, options).table, defaultUnits)).slice(1);
    assert.deepEqual(growth[0]!.slice(0, 2), ['2020-2030', '13']);
  });

  it('has as many lines and cells as the table, for every chart and for all figures', () => {
    for (const of of [...buildCharts(view, options).map((chart) => chart.table), allFigures(view, options)]) {
      const lines = csvParseRows(tableCsv(of, defaultUnits));
      assert.equal(lines.length, of.rows.length + 1);
      for (const line of lines) assert.equal(line.length, of.columns.length);
      for (const [at, row] of of.rows.entries())
        for (const [column, cell] of row.entries())
          if (cell.kind === 'text') assert.equal(lines[at + 1]![column], cell.text);
    }
  });

  it('gives back what was put in, commas, quotes and line breaks alike', () => {
    const words = ['a, b', 'say "hi"', 'one\ntwo', 'one\r\ntwo', '"', ',', '', ' spaced ', 'ü€😀'];
    for (const word of words) assert.deepEqual(readBack(text(word), text('end')), [word, 'end']);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 6 }), (list) => {
        const safe = list.map((word) => `w${word}`);
        assert.deepEqual(readBack(...safe.map(text)), safe);
      }),
    );
  });

  it('has no text that a spreadsheet would run, and leaves numbers as numbers', () => {
    // The last four are the wide forms, which some spreadsheets read alike.
    for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20']) {
      const word = `${start}cmd|' /C calc'!A0`;
      assert.deepEqual(
        readBack(
          text(word),
          { kind: 'source', source: word },
          { kind: 'statistic', statistic: word },
          { kind: 'place', region: word },
        ),
        Array(4).fill(`'${word}`),
        JSON.stringify(start),
      );
    }
    for (const word of ['a=1', 'C++', '3-4', 'me@home', "'quoted"]) assert.deepEqual(readBack(text(word)), [word]);
    assert.deepEqual(
      readBack(
        { kind: 'percent', value: -18.28 },
        { kind: 'gap', amount: -12_000, currency: 'USD' },
        { kind: 'money', amounts: [81_000], currency: 'USD', digits: 0 },
      ),
      ['-18.28', '-12000', '81000 USD'],
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (word) => {
        for (const cell of readBack(text(word), { kind: 'source', source: word }, { kind: 'place', region: word }))
          assert.doesNotMatch(cell, formula);
      }),
      { numRuns: 500 },
    );
  });

  it('names a place as it is, and says where an amount is as reported', () => {
    assert.deepEqual(
      readBack(
        { kind: 'place', region: 'Not stated' },
        { kind: 'place', region: 'Fairfax, VA' },
        { kind: 'asReported' },
      ),
      ['Not stated', 'Fairfax, VA', 'as reported'],
    );
  });

  it('leaves a cell empty where nothing is known', () => {
    assert.deepEqual(
      readBack(
        { kind: 'money', amounts: [], currency: 'USD', digits: 0 },
        { kind: 'percent', value: undefined },
        { kind: 'gap', amount: undefined, currency: 'USD' },
        { kind: 'age', months: null },
        { kind: 'date', asOf: null },
        { kind: 'source', source: null },
      ),
      ['', '', '', '', 'undated', 'not named'],
    );
  });

  it('says the same of hostile figures of the reader’s own', () => {
    for (const words of [...hostile, '=HYPERLINK("http://x")', 'a\n=1+1,"']) {
      const own = figure('own', { source: words, statistic: words, region: words, note: words });
      const of = allFigures({ ...view, figures: [own] }, options);
      const [, line] = csvParseRows(tableCsv(of, defaultUnits));
      const expected = formula.test(words) ? `'${words}` : words;
      assert.deepEqual([line![1], line![2], line![3], line![8]], Array(4).fill(expected));
    }
  });
});

// ---------- values as people read them ----------

describe('amounts in thousands', () => {
  const money = (...amounts: readonly number[]): Cell => ({ kind: 'money', amounts, currency: 'USD', digits: 0 });
  const column = (...amounts: readonly number[]): Cell[] => amounts.map((amount) => money(amount));
  const shown = (cells: readonly Cell[], locale: string): string[] =>
    cells.map((cell) => cellText(cell, strings, locale, isInThousands(cells, locale)));

  it('are shortened where the language has an exact short form, all of a column or none', () => {
    assert.deepEqual(shown(column(164_000, 112_000), 'en'), ['$164K', '$112K']);
    assert.deepEqual(shown(column(164_000, 112_000), 'zh-cn'), ['US$164,000', 'US$112,000']);
    assert.deepEqual(shown(column(160_000, 120_000), 'zh-cn'), ['US$16\u4E07', 'US$12\u4E07']);
    assert.deepEqual(shown(column(160_000, 112_000), 'zh-cn'), ['US$160,000', 'US$112,000']);
    assert.deepEqual(shown(column(1_250_000, 90_000), 'en'), ['$1,250,000', '$90,000']);
    assert.deepEqual(shown(column(2_000_000, 90_000), 'en'), ['$2M', '$90K']);
    assert.deepEqual(shown(column(164_500, 90_000), 'en'), ['$164,500', '$90,000']);
    assert.deepEqual(shown([money(40_000, 90_000), text('x')], 'en'), ['$40K–$90K', 'x']);
    // Pay by the hour keeps its cents, whole or not.
    const hourly = [20, 30].map((amount): Cell => ({ kind: 'money', amounts: [amount], currency: 'EUR', digits: 2 }));
    assert.deepEqual(shown(hourly, 'en'), ['€20.00', '€30.00']);
    // One alone may be round by chance.
    assert.deepEqual(shown([money(90_000), text('x')], 'en'), ['$90,000', 'x']);
    assert.equal(isInThousands([], 'en'), false);
    assert.equal(isInThousands([text('a'), text('b'), { kind: 'percent', value: 1_000 }], 'en'), false);
  });

  it('are short only where that loses nothing', () => {
    for (const [amount, locale, exact] of [
      [164_000, 'en', true],
      [164_500, 'en', false],
      [1_000_000, 'en', true],
      [1_250_000, 'en', false],
      [1_000_400, 'en', false],
      [164_000, 'zh-cn', false],
      [160_000, 'zh-cn', true],
      [158_000, 'ja', false],
      [158_000, 'ko', false],
      [158_000, 'de', true],
    ] as const)
      assert.equal(isShortExact(amount, 'USD', locale), exact, `${amount} ${locale}`);
    const sizes: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9, T: 1e12, '\u4E07': 1e4, '\u4EBF': 1e8 };
    let [short, full] = [0, 0];
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 99_999 })),
        fc.constantFrom('en', 'zh-cn'),
        (thousands, locale) => {
          const amount = thousands * 1_000;
          if (!isShortExact(amount, 'USD', locale)) return void full++;
          short++;
          const [, digits, size] = /^(?:US)?\$([\d,]+)(\D?)$/.exec(shortMoney(amount, 'USD', locale))!;
          assert.equal(Number(digits!.replaceAll(',', '')) * (sizes[size!] ?? 1), amount);
        },
      ),
      { numRuns: 1000 },
    );
    assert.ok(short > 100 && full > 100, `${short} short, ${full} full`);
  });

  it('are in full in gaps, too, where a short form would lose something', () => {
    const gap = (amount: number, locale: string): string =>
      cellText({ kind: 'gap', amount, currency: 'USD' }, strings, locale);
    assert.equal(gap(36_000, 'en'), 'Indeed +$36K');
    assert.equal(gap(-12_000, 'en'), 'Indeed −$12K');
    assert.equal(gap(36_500, 'en'), 'Indeed +$36,500');
    assert.equal(gap(-1_250_000, 'en'), 'Indeed −$1,250,000');
    assert.equal(gap(36_000, 'zh-cn'), 'Indeed +US$36,000');
    assert.equal(gap(-20_000, 'zh-cn'), 'Indeed −US$2\u4E07');
    assert.equal(gap(0, 'zh-cn'), 'same');
  });

  it('are so in the title that names the average', () => {
    const byPlace = buildChart('by-place', view, options);
    const titleIn = (locale: string, chart = byPlace): string =>
      chartText(chart, strings, locale, roleTitle, units).title;
    assert.equal(titleIn('en'), 'By place, against the US average of $158K');
    assert.equal(titleIn('zh-cn'), 'By place, against the US average of US$158,000');
    const baseline = { ...byPlace.about.baseline!, amount: 1_250_000 };
    assert.equal(titleIn('en', { ...byPlace, about: { baseline } }), 'By place, against the US average of $1,250,000');
    assert.equal(titleIn('en', { ...byPlace, about: {} }), strings.byPlaceTitlePlain);
  });

  it('are alike in pictures and in print', () => {
    const byPlace = buildChart('by-place', view, options);
    const inEnglish = textOf(svgOf(byPlace));
    assert.ok(inEnglish.includes('$164K') && inEnglish.includes('$158K') && !inEnglish.includes('000'));
    const inChinese = textOf(svgOf(byPlace, { locale: 'zh-cn' }));
    assert.ok(inChinese.includes('US$164,000') && inChinese.includes('US$158,000'));
    assert.ok(!inChinese.includes('\u4E07'));
    const printed = (locale: string): string[] => {
      const page = readMarkup(payToPrint(view, options, { ...picture, locale }), 'html');
      const [, places] = all(page, 'table');
      return all(places!, 'tr').flatMap((line) => all(line, 'td').slice(1, 2).map(textOf));
    };
    const amounts = byPlace.rows.map(({ figures }) => figures[0]!.amount!);
    assert.deepEqual(
      printed('en'),
      amounts.map((amount) => `$${amount / 1000}K`),
    );
    assert.deepEqual(
      printed('zh-cn'),
      amounts.map((amount) => `US$${amount.toLocaleString('en')}`),
    );
  });
});

describe('a value in words', () => {
  it('says when a place is not stated, and when an amount is as reported', () => {
    assert.equal(cellText({ kind: 'place', region: 'Not stated' }, strings, 'en'), 'place not stated');
    assert.equal(cellText({ kind: 'place', region: 'India' }, strings, 'en'), 'India');
    assert.equal(cellText({ kind: 'asReported' }, strings, 'en'), 'per year, as reported');
  });
});

// ---------- markup: a strict reader for XML, and for HTML as our pages write it ----------

interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (Element | string)[];
}

/** Reads markup or throws: quoted attributes, numbered references, closed elements, one root, characters that XML allows. */
function readMarkup(markup: string, kind: 'xml' | 'html'): Element {
  assert.doesNotMatch(
    markup,
    /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u,
    'a character XML cannot hold',
  );
  const decode = (raw: string): string => {
    assert.doesNotMatch(raw, /[<>]|&(?!#\d+;)/, `not escaped: ${raw}`);
    return raw.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  };
  const root: Element = { name: '', attributes: new Map(), children: [] };
  const open = [root];
  let rest = markup;
  if (kind === 'html') {
    assert.ok(rest.startsWith('<!DOCTYPE html>\n'));
    rest = rest.slice(16);
  }
  while (rest !== '') {
    const words = /^[^<]+/.exec(rest)?.[0];
    if (words !== undefined) {
      if (open.length === 1) assert.equal(words.trim(), '', 'text outside the root');
      else open.at(-1)!.children.push(decode(words));
      rest = rest.slice(words.length);
      continue;
    }
    const end = /^<\/([a-z\d]+)>/i.exec(rest);
    if (end) {
      assert.equal(open.pop()!.name, end[1], 'elements close in their order');
      rest = rest.slice(end[0].length);
      continue;
    }
    const begin = /^<([a-z][a-z\d]*)((?: [a-zA-Z][a-zA-Z\d-]*="[^"<>]*")*)(\/?)>/.exec(rest);
    assert.ok(begin, `no element: ${rest.slice(0, 80)}`);
    const [all, name, list, closed] = begin;
    const attributes = [...list!.matchAll(/ ([a-zA-Z][a-zA-Z\d-]*)="([^"]*)"/g)].map(
      ([, key, value]) => [key!, decode(value!)] as const,
    );
    assert.equal(new Set(attributes.map(([key]) => key)).size, attributes.length, 'no attribute twice');
    const element: Element = { name: name!, attributes: new Map(attributes), children: [] };
    open.at(-1)!.children.push(element);
    rest = rest.slice(all.length);
    if (kind === 'html' && name === 'style') {
      // Raw text: nothing but our own style sheet.
      const style = /^[^<]*/.exec(rest)![0];
      element.children.push(style);
      rest = rest.slice(style.length);
    }
    if (closed !== '/' && !(kind === 'html' && name === 'meta')) open.push(element);
  }
  assert.equal(open.length, 1, `${open.at(-1)!.name} is not closed`);
  const [only, ...more] = root.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  assert.ok(typeof only === 'object' && more.length === 0, 'one root');
  return only;
}

function* elements(node: Element): Generator<Element> {
  yield node;
  for (const child of node.children) if (typeof child !== 'string') yield* elements(child);
}
const all = (node: Element, ...names: readonly string[]): Element[] =>
  [...elements(node)].filter(({ name }) => names.includes(name));
const textOf = (node: Element): string =>
  node.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
/** The elements and their attributes without any text or value. */
const shapeOf = ({ name, attributes, children }: Element): string =>
  `<${name} ${[...attributes.keys()].join(' ')}>${children.map((child) => (typeof child === 'string' ? '' : shapeOf(child))).join('')}</>`;

describe('the reader of markup in these tests', () => {
  it('refuses what is not well-formed', () => {
    for (const bad of [
      '<a>',
      '<a></b>',
      '<a><b></a></b>',
      '<a/><b/>',
      '<a>x</a>y',
      '<a>&</a>',
      '<a>&amp;</a>',
      '<a b=c/>',
      '<a b="1" b="2"/>',
      '<a b="<"/>',
      '<a>></a>',
      '<a>\u0000</a>',
      '<a>\uD800</a>',
      '<!-- x --><a/>',
    ])
      assert.throws(() => readMarkup(bad, 'xml'), JSON.stringify(bad));
    assert.equal(textOf(readMarkup('<a b="1"><c d="&#34;"/>x&#60;</a>', 'xml')), 'x<');
  });
});

// ---------- pictures ----------

const palette = Object.fromEntries(
  paletteKeys.map((key, at) => [key, `#${(0x10_10_10 + at * 0x05_03_01).toString(16)}`]),
) as PayPalette;
const roleTitle = (role: string): string => view.roles.find(({ id }) => id === role)?.title ?? role;
const picture: PictureOptions = {
  strings,
  locale: 'en',
  units,
  palette,
  roleTitle,
  note: 'Chosen: all. Backend Skills, 2026-01.',
  plainNote: 'Backend Skills, 2026-01.',
};
const svgOf = (chart: PayChart, change: Partial<PictureOptions> = {}): Element =>
  readMarkup(chartSvg(chart, { ...picture, ...change }), 'xml');

/** How many marks a picture has, by kind, told by their shapes. */
function marksIn(svg: Element): Record<string, number> {
  const has = (element: Element, key: string): boolean => element.attributes.has(key);
  const [background, ...bars] = all(svg, 'rect');
  assert.equal(background!.attributes.get('width'), svg.attributes.get('width'));
  const lines = all(svg, 'line');
  return {
    point: all(svg, 'g').length,
    bar: bars.length,
    range: lines.filter((line) => has(line, 'stroke-dasharray')).length,
    span: lines.filter((line) => has(line, 'stroke-linecap')).length,
  };
}

describe('a chart as a picture', () => {
  const charts = buildCharts(view, options);

  for (const chart of charts)
    it(`is well-formed and stands alone: ${chart.id}`, () => {
      const svg = svgOf(chart);
      assert.equal(svg.name, 'svg');
      assert.equal(svg.attributes.get('xmlns'), 'http://www.w3.org/2000/svg');
      assert.equal(svg.attributes.get('role'), 'img');
      const [title, ...noTitle] = all(svg, 'title');
      const [desc, ...noDesc] = all(svg, 'desc');
      assert.deepEqual([...noTitle, ...noDesc], []);
      assert.equal(
        svg.children.find((child) => typeof child !== 'string'),
        title,
        'the title comes first',
      );
      assert.ok(textOf(title!).length > 5 && textOf(desc!).length > 20);
      assert.doesNotMatch(textOf(svg), /\{\d\}|undefined|NaN|null/);
      const known = ['svg', 'title', 'desc', 'rect', 'text', 'line', 'g', 'path', 'circle'];
      const plain = [
        ...['xmlns', 'width', 'height', 'viewBox', 'role', 'font-family', 'font-size', 'font-weight', 'text-anchor'],
        ...['x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'd', 'transform', 'fill'],
        ...['stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap'],
      ];
      for (const { name, attributes } of elements(svg)) {
        assert.ok(known.includes(name), name);
        for (const key of attributes.keys()) assert.ok(plain.includes(key), `${name} ${key}`);
      }
    });

  for (const chart of charts)
    it(`has a mark for each mark of the chart, and no more: ${chart.id}`, () => {
      const marks = chart.rows.flatMap((row) => row.marks);
      assert.ok(marks.length > 0);
      const expected = { point: 0, bar: 0, range: 0, span: 0 };
      for (const { kind } of marks) expected[kind]++;
      assert.deepEqual(marksIn(svgOf(chart)), expected);
    });

  it('ends a range in two circles, and has no others', () => {
    for (const { id, rows } of charts) {
      const svg = svgOf(charts.find((chart) => chart.id === id)!);
      const ranges = all(svg, 'line').filter(({ attributes }) => attributes.has('stroke-dasharray'));
      const dashed = rows.flatMap(({ marks }) => marks).filter(({ kind }) => kind === 'range');
      assert.equal(ranges.length, dashed.length);
      assert.deepEqual(
        all(svg, 'circle').map(({ attributes }) => ['cx', 'cy', 'fill', 'stroke'].map((key) => attributes.get(key))),
        ranges.flatMap(({ attributes }) =>
          ['x1', 'x2'].map((end) => [
            attributes.get(end),
            attributes.get('y1'),
            palette.background,
            attributes.get('stroke'),
          ]),
        ),
        id,
      );
    }
    assert.equal(all(svgOf(charts[0]!), 'circle').length, 2);
  });

  it('explains fill and shape in a legend of the marks that it has, which are none themselves', () => {
    const legendOf = (svg: Element): Element[] =>
      svg.children.filter((child): child is Element => typeof child !== 'string' && child.name === 'path');
    const legends: Readonly<Record<PayChartId, readonly string[]>> = {
      'by-source': [strings.legendRecent, strings.legendOld, strings.legendUndated],
      'by-place': [],
      roles: ['Indeed', 'Glassdoor'],
      'front-back': [strings.legendOld],
      'over-time': [strings.legendRecent, strings.legendOld],
      growth: [],
      mine: [strings.legendRecent, strings.legendOld, strings.legendUndated],
    };
    const { circle, diamond, core } = markPaths;
    for (const chart of charts) {
      const svg = svgOf(chart);
      const words = legends[chart.id];
      const paths = legendOf(svg);
      assert.deepEqual(
        paths.map(({ attributes }) => attributes.get('d')),
        chart.id === 'roles'
          ? [circle, diamond]
          : words.flatMap((age) => (age === strings.legendOld ? [circle, core] : circle)),
        chart.id,
      );
      for (const { attributes } of paths) assert.match(attributes.get('transform')!, /^translate\(\d+ 96\)$/);
      // Each explanation stands beside its mark, on its line.
      const beside = all(svg, 'text').filter(({ attributes }) => attributes.get('y') === '100');
      assert.deepEqual(beside.map(textOf), words, chart.id);
      const places = [...new Set(paths.map(({ attributes }) => Number(/\d+/.exec(attributes.get('transform')!)![0])))];
      assert.deepEqual(
        beside.map(({ attributes }) => Number(attributes.get('x'))),
        places.map((x) => x + 12),
      );
      assert.equal(
        all(svg, 'g').length,
        chart.rows.flatMap(({ marks }) => marks).filter(({ kind }) => kind === 'point').length,
      );
    }
    const [recent, , , undated] = legendOf(svgOf(charts[0]!)).map(({ attributes }) => attributes.get('fill'));
    assert.deepEqual([recent, undated], [palette.none, palette.background]);
  });

  it('has its note below, for forecasts without the filter', () => {
    for (const chart of charts) {
      const last = all(svgOf(chart), 'text').at(-1)!;
      assert.equal(textOf(last), chart.id === 'growth' ? picture.plainNote : picture.note, chart.id);
    }
  });

  it('says beside the name what the title leaves open', () => {
    const words = (id: PayChartId): string => textOf(svgOf(buildChart(id, view, options)));
    assert.ok(words('by-source').includes('rough estimate, place not stated'));
    assert.ok(words('front-back').includes('Payscale, average base'));
    assert.ok(words('mine').includes('rough estimate, per year, as'));
    assert.equal(words('mine').split('per year, as').length, 2, 'only the rupees are as reported');
  });

  it('has as many marks as there are records', () => {
    assert.deepEqual(
      charts.map(({ id, rows }) => [id, rows.flatMap(({ marks }) => marks).length]),
      [
        ['by-source', 8],
        ['by-place', 10],
        ['roles', 12],
        ['front-back', 2],
        ['over-time', 4],
        ['growth', 2],
        ['mine', 8],
      ],
    );
  });

  it('shows the value of each row, and its name', () => {
    for (const chart of charts) {
      const words = textOf(svgOf(chart));
      for (const { name, values } of chart.rows) {
        assert.ok(words.includes(cellText(name, strings, 'en').slice(0, 28)), cellText(name, strings, 'en'));
        for (const cell of values)
          assert.ok(
            [true, false].some((thousands) => words.includes(cellText(cell, strings, 'en', thousands))),
            `${chart.id}: ${cellText(cell, strings, 'en')}`,
          );
      }
    }
  });

  it('has the colours it is given and no others; a source keeps its own', () => {
    const given = new Set(Object.values(palette));
    for (const chart of charts) {
      const svg = svgOf(chart);
      for (const { name, attributes } of elements(svg))
        for (const key of ['fill', 'stroke']) {
          const colour = attributes.get(key);
          if (colour !== undefined) assert.ok(given.has(colour), `${chart.id}: ${name} ${key} ${colour}`);
        }
      assert.equal(all(svg, 'rect')[0]!.attributes.get('fill'), palette.background);
    }
    const outlines = all(svgOf(charts[0]!), 'g').map((group) => all(group, 'path')[0]!.attributes.get('stroke'));
    const { indeed, glassdoor, payscale, bls, none } = palette;
    assert.deepEqual(outlines, [indeed, none, glassdoor, glassdoor, indeed, payscale, bls]);
    const [byPlace] = charts.filter(({ id }) => id === 'by-place');
    assert.deepEqual(
      all(svgOf(byPlace!), 'rect')
        .slice(1)
        .map(({ attributes }) => attributes.get('fill')),
      byPlace!.rows.map(({ figures }) => (figures[0]!.deltaVsUsAverage! < 0 ? palette.below : palette.above)),
    );
  });

  it('tells age by fill, and two sources in a row by shape', () => {
    const bySource = charts[0]!;
    const groups = all(svgOf(bySource), 'g').map((group) => all(group, 'path'));
    const points = bySource.rows.flatMap(({ marks }) => marks).filter(({ kind }) => kind === 'point');
    for (const [at, [shape, core]] of groups.entries()) {
      const { age } = points[at]!;
      assert.equal(shape!.attributes.get('fill') === palette.background, age !== 'recent');
      assert.equal(core !== undefined, age === 'old');
    }
    const [roles] = charts.filter(({ id }) => id === 'roles');
    const shapes = all(svgOf(roles!), 'g').map((group) => all(group, 'path')[0]!.attributes.get('d'));
    assert.deepEqual(
      shapes,
      roles!.rows.flatMap(() => [markPaths.circle, markPaths.diamond]),
    );
  });

  it('keeps marks between the names and the values', () => {
    for (const chart of charts) {
      const svg = svgOf(chart);
      const xs = [
        ...all(svg, 'g').map(({ attributes }) =>
          Number(/translate\(([\d.-]+) /.exec(attributes.get('transform')!)![1]),
        ),
        ...all(svg, 'circle').map(({ attributes }) => Number(attributes.get('cx'))),
        ...all(svg, 'line').flatMap(({ attributes }) => [Number(attributes.get('x1')), Number(attributes.get('x2'))]),
        ...all(svg, 'rect')
          .slice(1)
          .flatMap(({ attributes }) => [
            Number(attributes.get('x')),
            Number(attributes.get('x')) + Number(attributes.get('width')),
          ]),
      ];
      for (const x of xs) assert.ok(x >= 230 && x <= 640, `${chart.id}: ${x}`);
    }
  });

  it('holds hostile texts as mere text', () => {
    for (const words of hostile) {
      const data = {
        ...view,
        figures: [figure('own', { source: words, statistic: words, region: 'United States', currency: 'USD' })],
      };
      const chart = buildChart('by-source', data, options);
      const svg = svgOf(chart, { note: words, plainNote: words, roleTitle: () => words });
      const tame = svgOf(chart, { note: 'n', plainNote: 'n', roleTitle: () => 'n' });
      const growth = svgOf(buildChart('growth', data, options), { note: 'n', plainNote: words });
      for (const part of holdable(words).split(' ')) assert.ok(textOf(growth).includes(part), part);
      assert.deepEqual(marksIn(svg), marksIn(tame));
      const names = (of: Element): string[] =>
        [...elements(of)].map(({ name }) => name).filter((name) => name !== 'text');
      assert.deepEqual(names(svg), names(tame));
      assert.ok(textOf(all(svg, 'title')[0]!).startsWith(holdable(words)), words);
      const foot = textOf(svg);
      for (const part of holdable(words).split(' ')) assert.ok(foot.includes(part), part);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (words) => {
        const data = { ...view, figures: [figure('own', { source: words, statistic: words })] };
        const svg = svgOf(buildChart('by-source', data, options), { note: words, roleTitle: () => words });
        assert.equal(all(svg, 'g').length, 1);
      }),
      { numRuns: 200 },
    );
  });

  it('can be made of a chart without rows', () => {
    for (const chart of buildCharts({ ...view, figures: [], outlook: [] }, options)) {
      assert.deepEqual(chart.rows, []);
      svgOf(chart);
    }
  });
});

// ---------- pages for the printer ----------

/** What every page for the printer must be, whatever stands in it. */
function checkPage(html: string): Element {
  const page = readMarkup(html, 'html');
  const policy = all(page, 'meta').filter(({ attributes }) => attributes.has('http-equiv'));
  assert.equal(policy.length, 1);
  assert.equal(policy[0]!.attributes.get('http-equiv'), 'Content-Security-Policy');
  assert.equal(policy[0]!.attributes.get('content'), "default-src 'none'; style-src 'unsafe-inline'");
  for (const { name, attributes } of elements(page)) {
    assert.ok(!['script', 'link', 'img', 'iframe', 'object', 'embed', 'a', 'base', 'form'].includes(name), name);
    for (const key of attributes.keys()) assert.doesNotMatch(key, /^(on|src|href|style$|action|xlink)/i, key);
  }
  assert.equal(all(page, 'title').filter((title) => textOf(title) !== '').length, 1 + all(page, 'svg').length);
  assert.equal(all(page, 'h1').length, 1);
  return all(page, 'body')[0]!;
}

/** Every text of a value replaced, but what is looked up or must be of a form. */
function withTexts<T>(value: T, words: string): T {
  const fixed = [
    'id',
    'articles',
    'skills',
    'role',
    'currency',
    'asOf',
    'period',
    'age',
    'kind',
    'region',
    'regionKind',
  ];
  const change = (inner: unknown): unknown => {
    if (typeof inner === 'string') return inner === '' ? '' : words;
    if (Array.isArray(inner)) return inner.map(change);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner).map(([key, part]) => [
        key,
        fixed.includes(key) &&
        (typeof part === 'string' || (Array.isArray(part) && part.every((one) => typeof one === 'string')))
          ? part
          : change(part),
      ]),
    );
  };
  return change(value) as T;
}

describe('the pay explorer in print', () => {
  let body: Element;
  before(() => {
    body = checkPage(payToPrint(view, options, picture));
  });

  it('has every chart with its table, all figures, and the contradictions', () => {
    assert.equal(all(body, 'h1').map(textOf)[0], strings.title);
    const charts = buildCharts(view, options);
    assert.equal(all(body, 'figure').length, charts.length);
    const tables = [...charts.map((chart) => chart.table), allFigures(view, options)];
    const printed = all(body, 'table');
    assert.equal(printed.length, tables.length);
    for (const [at, { columns, rows }] of tables.entries()) {
      const head = all(printed[at]!, 'th');
      assert.deepEqual(
        head.map(textOf),
        columns.map((column) => columnText(column, strings, units)),
      );
      assert.deepEqual(
        head.map(({ attributes }) => attributes.get('class') === 'r'),
        columns.map(isNumeric),
      );
      const lines = all(all(printed[at]!, 'tbody')[0]!, 'tr');
      assert.equal(lines.length, rows.length);
      for (const [line, row] of rows.entries())
        for (const [column, cell] of row.entries()) {
          const shown = textOf(all(lines[line]!, 'td')[column]!);
          const possible = [true, false].map((thousands) => cellText(cell, strings, 'en', thousands));
          assert.ok(possible.includes(shown), `${columns[column]}: ${shown}`);
        }
    }
    const words = textOf(body);
    for (const { subject, sides, comment } of view.contradictions)
      for (const part of [subject, comment, ...sides.map(({ says }) => says)]) assert.ok(words.includes(part), part);
    for (const part of [
      fill(strings.aboutShort, month(today, 'en')),
      ...[strings.aboutStatistics, strings.aboutDates, strings.aboutBias, strings.aboutPlace, strings.aboutArticles],
    ])
      assert.ok(words.includes(part), part);
    assert.doesNotMatch(words, /\{\d\}|undefined|NaN/);
  });

  it('names the articles behind each side of a contradiction, and all of them at the end', () => {
    const nameOf = (id: string): string =>
      articleText(
        view.articles.find((one) => one.id === id)!,
        strings.undated,
      );
    assert.equal(nameOf('coursera-2022'), 'What Does a Back-End Developer Do?, Coursera, 2022-03-23');
    assert.equal(nameOf('job-guide'), 'Back End Developer job guide, undated');
    const lists = all(body, 'ul').map((list) => all(list, 'li').map(textOf));
    const sides = view.contradictions.map((one) =>
      one.sides.map(({ says, articles }) => `${says} ${articles.map(nameOf).join('; ')}`),
    );
    assert.ok(sides.flat().length > view.contradictions.length);
    assert.deepEqual(lists, [...sides, view.articles.map(({ id }) => nameOf(id))]);
    // An article that is not known is named by its id rather than not at all.
    const lost = checkPage(payToPrint({ ...view, articles: [] }, options, picture));
    const [first] = view.contradictions[0]!.sides;
    assert.equal(textOf(all(lost, 'li')[0]!), `${first!.says} ${first!.articles.join('; ')}`);
  });

  it('captions the forecasts without the filter, which does not concern them', () => {
    const used = { ...options, filter: { role: 'python-developer' } };
    const figures = all(checkPage(payToPrint(view, used, picture)), 'figure').map((one) =>
      textOf(all(one, 'text').at(-1)!),
    );
    const shown = buildCharts(view, used).filter(({ rows }) => rows.length > 0);
    assert.deepEqual(
      figures,
      shown.map(({ id }) => (id === 'growth' ? picture.plainNote : picture.note)),
    );
    assert.ok(figures.includes(picture.plainNote) && figures.includes(picture.note));
  });

  it('shows what the filter lets through, and leaves out charts without rows', () => {
    const used = { ...options, filter: { role: 'back-end-developer', source: 'Payscale' } };
    const filtered = checkPage(payToPrint(view, used, picture));
    const charts = buildCharts(view, used).filter(({ rows }) => rows.length > 0);
    assert.ok(charts.length < payChartIds.length);
    assert.equal(all(filtered, 'figure').length, charts.length);
    assert.equal(all(all(filtered, 'table').at(-1)!, 'tr').length, 2);
  });

  it('holds hostile texts as mere text', () => {
    const page = (words: string): Element =>
      checkPage(
        payToPrint(withTexts(view, words), options, {
          ...picture,
          strings: Object.fromEntries(Object.keys(strings).map((key) => [key, words])) as PayStrings,
          roleTitle: () => words,
          note: words,
          plainNote: words,
        }),
      );
    // A picture breaks long texts into lines, so only the rest has the same shape.
    const shape = (node: Element): string => shapeOf(node).replace(/<svg .*?<\/><\/figure>|<text [^>]*><\/>/g, '');
    const tame = shape(page('x'));
    for (const words of hostile) {
      const made = page(words);
      assert.equal(shape(made), tame, words);
      assert.equal(textOf(all(made, 'h1')[0]!), holdable(words));
    }
  });
});

// ---------- the career guide ----------

const { career } = parseCareer(JSON.stringify(careerJson), {
  skills: new Set(pack.index.skills.map(({ id }) => id)),
  articles: new Set(pay.articles.map(({ id }) => id)),
  roles: new Set(pay.roles.map(({ id }) => id)),
});
assert.ok(career);
const guide: CareerData = career;
const careerStrings = Object.fromEntries(wordsOf('career/strings.ts')) as CareerStrings;
const careerView: CareerView = {
  data: guide,
  skills: Object.fromEntries(pack.index.skills.map(({ id, title }) => [id, title])),
  articles: pay.articles,
  outlook: pay.outlook,
  pay: Object.fromEntries(
    pay.roles.map(({ id }) => [id, figuresOfRole(pay, id).map((one) => ({ ...one, age: figureAge(one.asOf, today) }))]),
  ),
};
const items = guide.checklist.flatMap(({ entries }) => entries);
const progressOf = (...done: readonly string[]): CareerProgress => ({ done, notSaved: {}, states: {} });

describe('the career guide in print', () => {
  let body: Element;
  before(() => {
    body = checkPage(careerToPrint(careerView, progressOf(items[0]!.id, items[2]!.id), careerStrings, 'en'));
  });

  it('has the twelve sections in their order, with what leads into each', () => {
    const sections = Object.entries(careerStrings).filter(([key]) => key.startsWith('section'));
    assert.equal(sections.length, 12);
    assert.deepEqual(
      all(body, 'h2').map(textOf),
      sections.map(([, words]) => words),
    );
    const words = textOf(body);
    for (const [key, lede] of Object.entries(careerStrings))
      if (key.startsWith('lede')) assert.ok(words.includes(lede), key);
    assert.doesNotMatch(words, /\{\d\}|undefined|NaN/);
  });

  it('says everything that the guide says', () => {
    const words = textOf(body);
    const shown = ['text', 'title', 'subject', 'says', 'comment', 'aspect', 'note', 'provider', 'time', 'technology'];
    const more = ['cells', 'columns', 'learn', 'also', 'takes', 'costs', 'suits', 'watch'];
    let said = 0;
    const check = (value: unknown, key: string): void => {
      if (typeof value === 'string') {
        if (!shown.includes(key) && !more.includes(key)) return;
        said++;
        assert.ok(words.includes(value), `${key}: ${value}`);
      } else if (Array.isArray(value)) for (const one of value) check(one, key);
      else if (typeof value === 'object' && value !== null)
        for (const [inner, one] of Object.entries(value)) check(one, inner);
    };
    check(guide, '');
    check(careerView.outlook, '');
    assert.ok(said > 400, `${said} texts`);
    assert.equal(all(body, 'table').length, guide.comparisons.length);
    for (const [at, { columns, rows }] of guide.comparisons.entries()) {
      assert.equal(all(all(body, 'table')[at]!, 'th').length, 1 + columns.length + rows.length);
    }
  });

  it('prints pay beside the work that it is for, each figure with its source and date', () => {
    const words = textOf(body);
    const moves = guide.moves.filter(({ role }) => role !== undefined);
    assert.ok(moves.length > 0);
    for (const { role } of moves)
      for (const one of careerView.pay[role!]!)
        if (one.amount !== undefined)
          assert.ok(words.includes(`${one.source ?? careerStrings.notNamed} $${one.amount.toLocaleString('en')}, `));
  });

  it('prints the outlook as the page shows it: what it is about, its source and its note', () => {
    const words = textOf(body);
    assert.ok(careerView.outlook.some(({ percent }) => percent !== undefined));
    for (const { percent, years, occupation, text, source, note } of careerView.outlook) {
      const about = years && percent !== undefined ? `+${percent}% from ${years[0]} to ${years[1]}` : occupation;
      const line = all(body, 'li')
        .map(textOf)
        .find((one) => one.startsWith(`${about}. ${text}`));
      assert.ok(line, about);
      assert.ok(line.endsWith([source ?? careerStrings.notNamed, note].filter(Boolean).join('. ')), line);
    }
    assert.ok(words.includes('+16% from 2022 to 2032'));
  });

  it('has a box for each item of the checklist, ticked where it is done', () => {
    const boxes = all(body, 'ul').filter(({ attributes }) => attributes.get('class') === 'box');
    assert.equal(boxes.length, guide.checklist.length);
    const lines = boxes.flatMap((box) => all(box, 'li')).map(textOf);
    assert.equal(lines.length, items.length);
    for (const [at, item] of items.entries())
      assert.ok(lines[at]!.startsWith(`${at === 0 || at === 2 ? '☑' : '☐'} ${item.text}`), lines[at]);
    assert.equal(textOf(body).split('☑').length - 1, 2);
    assert.equal(textOf(body).split('☐').length - 1, items.length - 2);
  });

  it('numbers its articles as they are listed at the end', () => {
    const cited = all(body, 'sup').flatMap((sup) => textOf(sup).split(', ').map(Number));
    assert.ok(cited.length > 50);
    for (const number of cited) assert.ok(Number.isInteger(number) && number >= 1 && number <= pay.articles.length);
    const list = all(all(body, 'ol').at(-1)!, 'li').map(textOf);
    assert.equal(list.length, pay.articles.length);
    for (const [at, { title }] of pay.articles.entries()) assert.ok(list[at]!.startsWith(title));
    const first = items.find(({ articles }) => articles.length > 0)!;
    const line = all(body, 'li').find((one) => textOf(one).includes(` ${first.text}`) && all(one, 'sup').length > 0)!;
    assert.equal(
      textOf(all(line, 'sup')[0]!),
      first.articles.map((id) => pay.articles.findIndex((article) => article.id === id) + 1).join(', '),
    );
  });

  it('holds hostile texts as mere text', () => {
    const page = (words: string): Element =>
      checkPage(
        careerToPrint(
          withTexts(careerView, words),
          progressOf(items[0]!.id),
          Object.fromEntries(Object.keys(careerStrings).map((key) => [key, words])) as CareerStrings,
          'en',
        ),
      );
    const tame = shapeOf(page('x'));
    for (const words of hostile) {
      const made = page(words);
      assert.equal(shapeOf(made), tame, words);
      assert.equal(textOf(all(made, 'h1')[0]!), holdable(words));
    }
  });
});

describe('the units of a file', () => {
  it('are those of the reader, not the usual ones', () => {
    assert.notDeepEqual(units, defaultUnits);
    const svg = svgOf(buildChart('mine', view, options));
    assert.match(textOf(all(svg, 'title')[0]!), /EUR per hour/);
    assert.match(textOf(svg), /€70\.03/);
  });
});
