import assert from 'node:assert/strict';
import fc from 'fast-check';
import payJson from '../../data/pay.json';
import type { PayFigure } from '../../src/core/model';
import { isBaseline } from '../../src/core/pay';
import {
  ageInMonths,
  allFigures,
  buildChart,
  buildCharts,
  defaultUnits,
  filterChoices,
  inUnits,
  knownFilter,
  passes,
  payChartIds,
  type Cell,
  type ChartOptions,
  type ChartRow,
  type ExplorerData,
  type ExplorerFigure,
  type PayChart,
  type PayChartId,
  type PayFilter,
  type PayTable,
} from '../../src/core/payCharts';
import { parsePay } from '../../src/core/payFile';
import facts from '../fixtures/pay-facts.json';

const { pay } = parsePay(JSON.stringify(payJson), '2026-01');
assert.ok(pay);
const shipped: ExplorerData = {
  roles: pay.roles,
  articles: pay.articles,
  figures: pay.figures.map((figure) => ({ ...figure, own: false })),
  outlook: pay.outlook,
};

const today = '2026-01';
const options: ChartOptions = { filter: {}, units: defaultUnits, sort: 'pay', today };
const chart = (id: PayChartId, change: Partial<ChartOptions> = {}, data = shipped): PayChart =>
  buildChart(id, data, { ...options, ...change });
const filtered = (id: PayChartId, filter: PayFilter, data = shipped): PayChart => chart(id, { filter }, data);
const ids = ({ rows }: PayChart): string[] => rows.map(({ id }) => id);

/** Made-up data: one role in one country unless something else is said. */
const base: ExplorerFigure = {
  id: 'base',
  role: 'back-end-developer',
  reportedRole: 'Back-end developer',
  currency: 'USD',
  period: 'year',
  statistic: 'average',
  region: 'United States',
  regionKind: 'country',
  source: 'A',
  asOf: null,
  articles: [],
  note: '',
  own: false,
};
const figure = (id: string, rest: Partial<ExplorerFigure>): ExplorerFigure => ({ ...base, id, ...rest });
const dataOf = (...figures: readonly ExplorerFigure[]): ExplorerData => ({
  roles: [...new Set(figures.map(({ role }) => role))].map((id) => ({ id, title: id })),
  articles: [],
  figures,
  outlook: [],
});
const withOwn = (...own: readonly ExplorerFigure[]): ExplorerData => ({
  ...shipped,
  figures: [...shipped.figures, ...own],
});
const own = (id: string, rest: Partial<ExplorerFigure>): ExplorerFigure => figure(id, { ...rest, own: true });

const amountsOf = (cell: Cell | undefined): readonly number[] => {
  assert.equal(cell?.kind, 'money');
  return cell.amounts;
};
const shownIn = (row: ChartRow): readonly number[] => amountsOf(row.values[0]);
const cellsOf = ({ columns, rows }: PayTable, column: string): Cell[] =>
  rows.map((row) => row[columns.findIndex((id) => id === column)]!);
const factsWith = (id: string): (typeof facts)[number] => facts.find((fact) => fact.id === id)!;

describe('pay by source', () => {
  const bySource = chart('by-source');

  it('has the eight back-end figures of the United States, highest first, without the twin in thousands', () => {
    assert.deepEqual(
      bySource.rows.map((row) => [row.id, ...shownIn(row)]),
      [
        ['us-back-end-indeed-158330', 158_330],
        ['us-back-end-range', 40_750, 146_430],
        ['rough-back-end-usd', 110_000],
        ['us-back-end-glassdoor-2024-02', 103_902],
        ['us-back-end-glassdoor-2022-03', 100_376],
        ['us-back-end-indeed-base', 96_334],
        ['us-back-end-payscale-2022-11', 87_280],
        ['us-back-end-bls-2021', 77_200],
      ],
    );
    assert.ok(shipped.figures.some(({ id }) => id === 'us-average-158k'));
  });

  it('has one mark for each, the range a range', () => {
    for (const row of bySource.rows) {
      assert.equal(row.marks.length, 1);
      const [mark] = row.marks;
      assert.equal(mark!.id, row.id);
      assert.equal(mark!.kind, row.id === 'us-back-end-range' ? 'range' : 'point');
      assert.equal(mark!.x2 === undefined, mark!.kind === 'point');
      assert.equal(mark!.lane, 0);
      assert.deepEqual(
        row.figures.map(({ id }) => id),
        [row.id],
      );
    }
  });

  it('puts marks where their amounts are, on one line for all', () => {
    const [low, high] = [bySource.ticks[0]!, bySource.ticks.at(-1)!];
    const expected = (amount: number): number =>
      low.x + ((amount - low.value) / (high.value - low.value)) * (high.x - low.x);
    for (const row of bySource.rows) {
      const [from, to] = shownIn(row);
      assert.ok(Math.abs(row.marks[0]!.x - expected(from!)) < 1e-6, row.id);
      if (to !== undefined) assert.ok(Math.abs(row.marks[0]!.x2! - expected(to)) < 1e-6, row.id);
    }
  });

  it('says how old each is, and of whom and of what kind', () => {
    assert.deepEqual(
      bySource.rows.map(({ marks, name, detail, aside }) => [marks[0]!.age, name, ...detail, ...aside]),
      bySource.rows.map(({ figures: [one] }) => [
        one!.asOf === null ? 'undated' : one!.asOf === '2024-02' ? 'recent' : 'old',
        { kind: 'source', source: one!.source },
        { kind: 'statistic', statistic: one!.statistic },
        ...(one!.id === 'rough-back-end-usd' ? [{ kind: 'place', region: 'Not stated' }] : []),
        { kind: 'date', asOf: one!.asOf },
        { kind: 'age', months: ageInMonths(one!.asOf, today) },
      ]),
    );
  });

  it('names the place of each in the table, and beside the mark where it is not that of the title', () => {
    const regions = bySource.rows.map(({ figures: [one] }) => one!.region);
    assert.deepEqual(
      cellsOf(bySource.table, 'place'),
      regions.map((region) => ({ kind: 'place', region })),
    );
    assert.equal(regions.filter((region) => region === 'United States').length, 7);
    const placesIn = (one: PayChart): unknown[] =>
      one.rows.flatMap(({ id, detail }) =>
        detail.flatMap((cell) => (cell.kind === 'place' ? [[id, cell.region]] : [])),
      );
    assert.deepEqual(placesIn(bySource), [['rough-back-end-usd', 'Not stated']]);
    // The place of the filter is in the title, whatever it is.
    for (const place of ['California', 'India', 'Not stated', 'United States'])
      assert.deepEqual(placesIn(filtered('by-source', { place })), [], place);
    assert.deepEqual(ids(filtered('by-source', { place: 'Not stated' })), ['rough-back-end-usd']);
  });

  it('is about the role and the place of the filter', () => {
    assert.deepEqual(bySource.about, { role: 'back-end-developer', place: 'United States' });
    const python = filtered('by-source', { role: 'python-developer' });
    assert.deepEqual(python.about, { role: 'python-developer', place: 'United States' });
    assert.deepEqual(ids(python), ['role-python-developer-indeed', 'role-python-developer-glassdoor']);
    const california = filtered('by-source', { place: 'California' });
    assert.deepEqual(california.about, { role: 'back-end-developer', place: 'California' });
    assert.deepEqual(ids(california), ['california-back-end']);
    const india = filtered('by-source', { place: 'India' });
    assert.deepEqual(ids(india), ['rough-back-end-inr']);
    assert.equal(india.currency, 'INR');
  });

  it('puts no two currencies on one line', () => {
    const dollars = [figure('a', { amount: 90_500 }), figure('b', { amount: 95_100 })];
    const euros = figure('c', { amount: 60_100, currency: 'EUR' });
    assert.deepEqual(ids(chart('by-source', {}, dataOf(euros, ...dollars))), ['b', 'a']);
    assert.equal(chart('by-source', {}, dataOf(euros)).currency, 'EUR');
  });
});

describe('pay by place', () => {
  const byPlace = chart('by-place');
  const regional = facts.filter(({ deltaVsUsAverage }) => deltaVsUsAverage !== null);
  const percentOf = (row: ChartRow): number => {
    const [cell] = row.aside;
    assert.ok(cell?.kind === 'percent' && cell.value !== undefined);
    return cell.value;
  };

  it('has the ten regions, each with the amount and the percentage that are printed', () => {
    assert.equal(regional.length, 10);
    assert.deepEqual(ids(byPlace).sort(), regional.map(({ id }) => id).sort());
    for (const row of byPlace.rows) {
      const fact = factsWith(row.id);
      assert.equal(percentOf(row), fact.deltaVsUsAverage);
      assert.deepEqual(shownIn(row), [fact.amount]);
      assert.deepEqual(row.name, { kind: 'place', region: fact.region });
    }
    assert.deepEqual(
      cellsOf(byPlace.table, 'difference').map((cell) => cell.kind === 'percent' && cell.value),
      byPlace.rows.map(percentOf),
    );
  });

  it('is compared with 158,000', () => {
    assert.equal(byPlace.about.baseline?.amount, 158_000);
    assert.equal(byPlace.about.baseline.id, 'us-average-158k');
    assert.deepEqual(chart('by-place', {}, dataOf(figure('a', { amount: 1, deltaVsUsAverage: 1 }))).about, {});
  });

  it('can be sorted by pay, by difference and by place', () => {
    const by = (sort: ChartOptions['sort']): PayChart => chart('by-place', { sort });
    assert.deepEqual(
      by('pay').rows.map((row) => [shownIn(row)[0], percentOf(row)]),
      [...regional]
        .map(({ amount, deltaVsUsAverage }) => [amount!, deltaVsUsAverage!] as const)
        .sort((a, b) => b[0] - a[0] || b[1] - a[1]),
    );
    assert.deepEqual(
      by('difference').rows.map(percentOf),
      regional.map(({ deltaVsUsAverage }) => deltaVsUsAverage!).sort((a, b) => b - a),
    );
    assert.deepEqual(
      by('place').rows.map(({ figures }) => figures[0]!.region),
      regional.map(({ region }) => region).sort(),
    );
    // The order of the place is not that of the pay, or the test would say nothing.
    assert.notDeepEqual(ids(by('place')), ids(by('pay')));
    assert.equal(ids(by('place'))[0], 'region-alexandria-va');
    assert.equal(ids(by('pay'))[0], 'region-orange-county-ca');
  });

  it('sorts by what is printed, though pay and difference tell different stories', () => {
    const data = dataOf(
      figure('low-up', { amount: 50_500, deltaVsUsAverage: 9, region: 'C' }),
      figure('high-down', { amount: 90_500, deltaVsUsAverage: -9, region: 'B' }),
      figure('high-down-less', { amount: 90_500, deltaVsUsAverage: -8, region: 'A' }),
    );
    const order = (sort: ChartOptions['sort']): string[] => ids(chart('by-place', { sort }, data));
    assert.deepEqual(order('pay'), ['high-down-less', 'high-down', 'low-up']);
    assert.deepEqual(order('difference'), ['low-up', 'high-down-less', 'high-down']);
    assert.deepEqual(order('place'), ['high-down-less', 'high-down', 'low-up']);
  });

  it('compares back-end work only, in the currency of the average', () => {
    const twins = [figure('exact', { amount: 70_300 }), figure('average', { amount: 70_000 })];
    const place = (id: string, rest: Partial<ExplorerFigure> = {}): ExplorerFigure =>
      figure(id, { amount: 60_500, deltaVsUsAverage: 3, region: id, regionKind: 'city', ...rest });
    const others = [
      place('front', { role: 'front-end-developer' }),
      place('python', { role: 'python-developer' }),
      place('dollars'),
      place('euros', { currency: 'EUR' }),
    ];
    const shown = (...list: readonly ExplorerFigure[]): PayChart => chart('by-place', {}, dataOf(...list));
    const dollars = shown(...twins, ...others);
    assert.deepEqual([dollars.about.baseline?.id, dollars.currency, ...ids(dollars)], ['average', 'USD', 'dollars']);
    const euros = shown(...twins.map((twin) => ({ ...twin, currency: 'EUR' })), ...others);
    assert.deepEqual([euros.about.baseline?.id, euros.currency, ...ids(euros)], ['average', 'EUR', 'euros']);
    // Without an average there are dollars, which is what the title says.
    assert.deepEqual(ids(shown(...others)), ['dollars']);
    // Nor does a filter bring others in.
    assert.deepEqual(ids(filtered('by-place', { role: 'python-developer' }, dataOf(...twins, ...others))), []);
  });

  it('has bars that start at the average and point to the side of the difference', () => {
    const zero = byPlace.ticks.find(({ value }) => value === 0);
    assert.ok(zero);
    assert.equal(byPlace.base, zero.x);
    assert.equal(byPlace.unit, 'percent');
    const perPoint = byPlace.rows.map((row) => {
      const [mark, ...more] = row.marks;
      assert.deepEqual(more, []);
      assert.equal(mark!.kind, 'bar');
      assert.equal(mark!.x2, byPlace.base);
      assert.equal(Math.sign(mark!.x - mark!.x2!), Math.sign(percentOf(row)), row.id);
      return (mark!.x - mark!.x2!) / percentOf(row);
    });
    for (const width of perPoint) assert.ok(Math.abs(width - perPoint[0]!) < 1e-9, 'bars of one scale');
  });
});

describe('the related roles', () => {
  const roles = chart('roles');

  it('are six, with what both sources say, highest by Indeed first', () => {
    assert.deepEqual(
      roles.rows.map(({ role, values }) => [role, ...values.map((cell) => amountsOf(cell)[0])]),
      [
        ['python-developer', 133_000, 97_000],
        ['full-stack-developer', 127_000, 91_000],
        ['product-manager', 121_000, 123_000],
        ['software-engineer', 105_000, 117_000],
        ['web-developer', 81_000, 81_000],
        ['web-designer', 53_000, 69_000],
      ],
    );
    for (const { marks, figures } of roles.rows) {
      assert.deepEqual(
        marks.map(({ kind, source }) => [kind, source]),
        [
          ['point', 'Indeed'],
          ['point', 'Glassdoor'],
        ],
      );
      assert.deepEqual(
        marks.map(({ id }) => id),
        figures.map(({ id }) => id),
      );
    }
  });

  it('say by how much Indeed differs, and how far the role is from the back end', () => {
    assert.deepEqual(
      roles.rows.map(({ aside }) => aside),
      [36_000, 36_000, -2_000, -12_000, 0, -16_000].map((amount) => [{ kind: 'gap', amount, currency: 'USD' }]),
    );
    assert.deepEqual(
      cellsOf(roles.table, 'againstBackEnd').map((cell) => cell.kind === 'percent' && cell.value),
      roles.rows.map(({ role }) => factsWith(`role-${role}-indeed`).deltaVsBackEndDeveloper),
    );
  });

  it('move marks apart that would cover each other, and no others', () => {
    assert.deepEqual(
      roles.rows.map(({ marks }) => marks.map(({ lane }) => lane)),
      [
        [0, 0],
        [0, 0],
        [-1, 1],
        [0, 0],
        [-1, 1],
        [0, 0],
      ],
    );
    for (const { marks } of roles.rows)
      assert.equal(Math.abs(marks[0]!.x - marks[1]!.x) < 5, marks[0]!.lane !== 0, 'apart exactly where they are near');
  });

  it('are in the order of Indeed, whatever Glassdoor says', () => {
    const said = (role: string, indeed: number, glassdoor: number): ExplorerFigure[] => [
      figure(`${role}-i`, { role, source: 'Indeed', amount: indeed }),
      figure(`${role}-g`, { role, source: 'Glassdoor', amount: glassdoor }),
    ];
    const data = dataOf(
      ...said('low', 60_000, 190_000),
      ...said('high', 90_000, 50_000),
      ...said('middle', 70_000, 1_000),
    );
    assert.deepEqual(ids(chart('roles', {}, data)), ['high', 'middle', 'low']);
  });

  it('have no gap where only one source speaks', () => {
    const lone = filtered('roles', { source: 'Glassdoor' });
    assert.equal(lone.rows.length, 6);
    for (const { aside, marks, values } of lone.rows) {
      assert.deepEqual(aside, [{ kind: 'gap', amount: undefined, currency: 'USD' }]);
      assert.equal(marks.length, 1);
      assert.equal(marks[0]!.lane, 0);
      assert.deepEqual(values.map(amountsOf)[0], []);
    }
    assert.deepEqual(
      lone.rows.map(({ values }) => amountsOf(values[1])[0]),
      [123_000, 117_000, 97_000, 91_000, 81_000, 69_000],
    );
  });
});

describe('front end and back end', () => {
  it('are the two figures of one source and one date', () => {
    const chosen = chart('front-back');
    assert.deepEqual(
      chosen.rows.map((row) => [row.id, ...shownIn(row), row.figures[0]!.source, row.figures[0]!.asOf]),
      [
        ['us-back-end-payscale-2022-11', 87_280, 'Payscale', '2022-11'],
        ['us-front-end-payscale-2022-11', 78_410, 'Payscale', '2022-11'],
      ],
    );
    assert.deepEqual(
      chosen.rows.map(({ name }) => name),
      [
        { kind: 'text', text: 'Back-end developer' },
        { kind: 'text', text: 'Front-end developer' },
      ],
    );
  });

  it('are of one source each, and say of which kind', () => {
    assert.deepEqual(
      chart('front-back').rows.map(({ detail }) => detail),
      chart('front-back').rows.map(({ figures: [one] }) => [
        { kind: 'source', source: 'Payscale' },
        { kind: 'statistic', statistic: one!.statistic },
      ]),
    );
    const kinds = new Set(chart('front-back').rows.map(({ figures: [one] }) => one!.statistic));
    assert.equal(kinds.size, 2, 'the kinds differ, so they must be said');
  });

  it('are not compared across sources, dates or currencies', () => {
    const front = { role: 'front-end-developer' };
    const back = figure('back', { amount: 90_500, asOf: '2025' });
    const compared = (other: Partial<ExplorerFigure>): string[] =>
      ids(chart('front-back', {}, dataOf(back, figure('front', { amount: 80_500, asOf: '2025', ...front, ...other }))));
    assert.deepEqual(compared({}), ['back', 'front']);
    assert.deepEqual(compared({ source: 'B' }), []);
    assert.deepEqual(compared({ source: null }), []);
    assert.deepEqual(compared({ asOf: '2024' }), []);
    assert.deepEqual(compared({ asOf: null }), []);
    assert.deepEqual(compared({ currency: 'EUR' }), []);
    // Two that nobody is named for may be from anybody.
    const nameless = [
      figure('a', { amount: 1_500, source: null }),
      figure('b', { amount: 1_600, source: null, ...front }),
    ];
    assert.deepEqual(ids(chart('front-back', {}, dataOf(...nameless))), []);
  });
});

describe('figures over time', () => {
  it('are those of the sources that give two dates, oldest first, source by source', () => {
    assert.deepEqual(
      chart('over-time').rows.map((row) => [row.figures[0]!.source, row.figures[0]!.asOf, ...shownIn(row)]),
      [
        ['BLS', '2021', 77_200],
        ['BLS', '2022', 80_730],
        ['Glassdoor', '2022-03', 100_376],
        ['Glassdoor', '2024-02', 103_902],
      ],
    );
  });

  it('keep their order whatever is paid', () => {
    const data = dataOf(
      figure('new', { amount: 50_500, asOf: '2025-06' }),
      figure('old', { amount: 90_500, asOf: '2020' }),
      figure('middle', { amount: 70_500, asOf: '2025-05' }),
      figure('once', { amount: 70_700, asOf: '2025-05', source: 'B' }),
      figure('again', { amount: 70_800, asOf: '2025-05', source: 'B' }),
      figure('undated', { amount: 70_900, source: 'B' }),
    );
    const before = structuredClone(data);
    assert.deepEqual(ids(chart('over-time', {}, data)), ['old', 'middle', 'new']);
    assert.deepEqual(data, before);
  });
});

describe('the forecasts of growth', () => {
  const growth = chart('growth');

  it('are two spans of ten years, 13 and 16 per cent', () => {
    assert.deepEqual(
      growth.rows.map(({ name, values }) => [name, ...values]),
      [
        [
          { kind: 'years', from: 2020, to: 2030 },
          { kind: 'percent', value: 13 },
        ],
        [
          { kind: 'years', from: 2022, to: 2032 },
          { kind: 'percent', value: 16 },
        ],
      ],
    );
    const [first, second] = growth.rows.map(({ marks }) => marks);
    assert.deepEqual(
      [...first!, ...second!].map(({ kind, x, x2 }) => [kind, Math.round(x * 1000), Math.round(x2! * 1000)]),
      [
        ['span', 0, 83_333],
        ['span', 16_667, 100_000],
      ],
    );
  });

  it('stand on a line of whole years, which reaches to today', () => {
    assert.equal(growth.unit, 'year');
    assert.ok(growth.ticks.length >= 3);
    for (const { value } of growth.ticks) assert.ok(Number.isInteger(value));
    const late = chart('growth', { today: '2040-06' });
    assert.ok(late.ticks.some(({ value }) => value === 2040));
    assert.ok(late.rows[1]!.marks[0]!.x2! < 70);
  });

  it('are those of the source that is asked for, whatever else the filter says', () => {
    const both = ids(growth);
    assert.equal(both.length, 2);
    for (const filter of [
      { role: 'web-designer' },
      { place: 'India' },
      { year: '2024' },
      { year: null },
      { source: 'BLS' },
      { source: 'BLS', role: 'python-developer', place: 'California', year: '2021' },
    ])
      assert.deepEqual(ids(filtered('growth', filter)), both, JSON.stringify(filter));
    for (const source of ['Indeed', 'Payscale', 'bls', null]) {
      const none = filtered('growth', { source });
      assert.deepEqual([none.rows, none.table.rows], [[], []], String(source));
    }
    const [fact] = shipped.outlook.filter(({ percent }) => percent !== undefined);
    const nameless = { ...shipped, outlook: [...shipped.outlook, { ...fact!, id: 'nameless', source: null }] };
    assert.deepEqual(ids(filtered('growth', { source: null }, nameless)), ['nameless']);
    assert.deepEqual(ids(filtered('growth', { source: 'BLS' }, nameless)), both);
  });
});

describe('pay in the reader’s units', () => {
  const euros = { currency: 'EUR', rate: 0.92, hours: 40 };
  const shownFor = (per: 'year' | 'month' | 'hour', id: string): readonly number[] =>
    shownIn(chart('mine', { units: { ...euros, per } }).rows.find((row) => row.id === id)!);

  it('is what a calculation by hand gives', () => {
    // 158,330 × 0.92 = 145,663.60; ÷ 12 = 12,138.63; ÷ (52 × 40) = 70.0305…
    assert.deepEqual(shownFor('year', 'us-back-end-indeed-158330'), [145_664]);
    assert.deepEqual(shownFor('month', 'us-back-end-indeed-158330'), [12_139]);
    assert.deepEqual(shownFor('hour', 'us-back-end-indeed-158330'), [70.03]);
    // 40,750 × 0.92 = 37,490; 146,430 × 0.92 = 134,715.60.
    assert.deepEqual(shownFor('year', 'us-back-end-range'), [37_490, 134_716]);
    assert.deepEqual(shownFor('month', 'us-back-end-range'), [3_124, 11_226]);
    assert.deepEqual(shownFor('hour', 'us-back-end-range'), [18.02, 64.77]);
    assert.equal(inUnits(158_330, defaultUnits).toFixed(2), '13194.17');
    assert.equal(inUnits(104_000, { currency: 'USD', rate: 1, hours: 20, per: 'hour' }), 100);
  });

  it('has the currency and the digits of the units, in the chart and in the table', () => {
    for (const [per, digits] of [
      ['year', 0],
      ['month', 0],
      ['hour', 2],
    ] as const) {
      const mine = chart('mine', { units: { ...euros, per } });
      assert.equal(mine.currency, 'EUR');
      const converted = cellsOf(mine.table, 'inUnits');
      for (const [at, row] of mine.rows.entries()) {
        if (row.marks.length === 0) continue;
        assert.deepEqual(row.values, [converted[at]]);
        const [cell] = row.values;
        assert.ok(cell?.kind === 'money');
        assert.deepEqual([cell.currency, cell.digits], ['EUR', digits]);
      }
    }
  });

  it('leaves what is not in dollars as reported, at the end and without a mark', () => {
    const mine = chart('mine', { units: { ...euros, per: 'month' } });
    const last = mine.rows.at(-1)!;
    assert.equal(last.id, 'rough-back-end-inr');
    assert.deepEqual(last.values, [{ kind: 'money', amounts: [650_000], currency: 'INR', digits: 0 }]);
    assert.deepEqual(last.marks, []);
    assert.deepEqual(last.detail, [{ kind: 'statistic', statistic: 'rough estimate' }, { kind: 'asReported' }]);
    for (const { detail } of mine.rows.slice(0, -1))
      assert.deepEqual(
        detail.map(({ kind }) => kind),
        ['statistic'],
        'what is converted is not as reported',
      );
    assert.deepEqual(cellsOf(mine.table, 'inUnits').at(-1), { kind: 'money', amounts: [], currency: 'EUR', digits: 0 });
    assert.deepEqual(cellsOf(mine.table, 'pay').at(-1), {
      kind: 'money',
      amounts: [650_000],
      currency: 'INR',
      digits: 0,
    });
    assert.deepEqual(ids(mine).slice(0, -1), ids(chart('by-source')));
    for (const row of mine.rows.slice(0, -1)) assert.equal(row.marks.length, 1);
    // Were it on the line, all others would stand crowded at its left.
    assert.ok(mine.ticks.every(({ value }) => value < 20_000));
  });

  it('does not convert what is in the currency of the reader already', () => {
    const data = withOwn(
      own('euros', { amount: 90_500, currency: 'EUR', source: 'My own', region: 'Germany' }),
      own('range', { low: 41_600, high: 62_400, currency: 'EUR', source: 'My own', region: 'Germany' }),
    );
    const shownIn = (per: 'year' | 'month' | 'hour'): PayChart => chart('mine', { units: { ...euros, per } }, data);
    const valuesOf = (one: PayChart, id: string): Cell | undefined => one.rows.find((row) => row.id === id)?.values[0];
    const money = (digits: number, ...amounts: readonly number[]): Cell => ({
      kind: 'money',
      amounts,
      currency: 'EUR',
      digits,
    });
    assert.deepEqual(valuesOf(shownIn('year'), 'euros'), money(0, 90_500));
    assert.deepEqual(valuesOf(shownIn('year'), 'range'), money(0, 41_600, 62_400));
    // 90,500 ÷ 12 = 7,541.67; 41,600 ÷ (52 × 40) = 20; 62,400 ÷ (52 × 40) = 30.
    assert.deepEqual(valuesOf(shownIn('month'), 'euros'), money(0, 7_542));
    assert.deepEqual(valuesOf(shownIn('hour'), 'range'), money(2, 20, 30));
    const year = shownIn('year');
    for (const [id, kind] of [
      ['euros', 'point'],
      ['range', 'range'],
    ]) {
      const at = ids(year).indexOf(id!);
      const { marks, detail, values } = year.rows[at]!;
      assert.deepEqual(
        marks.map((mark) => [mark.id, mark.kind]),
        [[id, kind]],
      );
      assert.deepEqual(
        detail.map((cell) => cell.kind),
        ['statistic'],
      );
      assert.deepEqual(cellsOf(year.table, 'inUnits')[at], values[0]);
      // The mark stands where its euros are on the axis of euros.
      const [low, high] = [year.ticks[0]!, year.ticks.at(-1)!];
      const amount = low.value + ((marks[0]!.x - low.x) / (high.x - low.x)) * (high.value - low.value);
      assert.ok(Math.abs(amount - amountsOf(values[0])[0]!) < 1, `${id} at ${amount}`);
    }
    // For a reader who counts in pounds they are as far off as rupees are.
    const pounds = chart('mine', { units: { currency: 'GBP', rate: 0.79, hours: 40, per: 'year' } }, data);
    for (const id of ['euros', 'range', 'rough-back-end-inr']) {
      const { marks, detail } = pounds.rows.find((row) => row.id === id)!;
      assert.deepEqual([marks, detail.at(-1)], [[], { kind: 'asReported' }], id);
    }
    assert.deepEqual(valuesOf(pounds, 'euros'), money(0, 90_500));
  });

  it('takes a dollar for a dollar', () => {
    const dollars = chart('mine', { units: { currency: 'USD', rate: 7, hours: 40, per: 'year' } });
    assert.deepEqual(shownIn(dollars.rows[0]!), [158_330]);
  });

  it('is highest first as it is shown, not as it was reported', () => {
    const rupees = chart('mine', { units: { currency: 'INR', rate: 83, hours: 40, per: 'year' } });
    // 650,000 rupees are a larger number than any of dollars, and the lowest pay of all.
    assert.equal(rupees.rows.at(-1)!.id, 'rough-back-end-inr');
    assert.deepEqual(
      rupees.rows.at(-1)!.marks.map(({ kind }) => kind),
      ['point'],
    );
    const tops = rupees.rows.map((row) => shownIn(row).at(-1)!);
    assert.deepEqual(
      tops,
      [...tops].sort((a, b) => b - a),
    );
    assert.deepEqual(
      cellsOf(rupees.table, 'inUnits'),
      rupees.rows.map(({ values }) => values[0]),
    );
  });

  it('keeps the reported amounts beside the converted ones', () => {
    const mine = chart('mine', { units: { ...euros, per: 'hour' } });
    assert.deepEqual(
      cellsOf(mine.table, 'pay').map(amountsOf),
      mine.rows.map(({ figures: [one] }) => (one!.amount === undefined ? [one!.low, one!.high] : [one!.amount])),
    );
  });
});

describe('all figures', () => {
  it('are the 35, each once, role by role, highest first', () => {
    const all = allFigures(shipped, options);
    assert.equal(all.rows.length, 35);
    const rowsOf = (list: readonly PayFigure[]): string[] =>
      list.map((one) => `${one.region} ${one.source} ${one.note} ${one.amount ?? one.high}`).sort();
    const shown = all.rows.map((row) => {
      const [, place, source, , money, , , , note] = row;
      assert.ok(
        place?.kind === 'place' && source?.kind === 'source' && money?.kind === 'money' && note?.kind === 'text',
      );
      return `${place.region} ${source.source} ${note.text} ${money.amounts.at(-1)}`;
    });
    assert.deepEqual(shown.sort(), rowsOf(shipped.figures));

    const roles = cellsOf(all, 'role').map((cell) => cell.kind === 'text' && cell.text);
    const order = shipped.roles.map(({ title }) => title);
    assert.deepEqual(
      roles,
      [...roles].sort((a, b) => order.indexOf(String(a)) - order.indexOf(String(b))),
    );
    const backEnd = all.rows.filter(([role]) => role?.kind === 'text' && role.text === 'Back-end developer');
    const money = backEnd.map((row) => row[4]!);
    assert.deepEqual(amountsOf(money.at(-1)), [650_000], 'rupees after dollars');
    const dollars = money.slice(0, -1).map((cell) => amountsOf(cell).at(-1)!);
    assert.deepEqual(
      dollars,
      [...dollars].sort((a, b) => b - a),
    );
  });

  it('say how old each of them is', () => {
    const all = allFigures(shipped, options);
    assert.deepEqual(
      [...all.columns],
      ['role', 'place', 'source', 'statistic', 'pay', 'date', 'age', 'articles', 'note'],
    );
    const ages = cellsOf(all, 'age');
    assert.deepEqual(
      ages,
      cellsOf(all, 'date').map((cell) => ({
        kind: 'age',
        months: cell.kind === 'date' ? ageInMonths(cell.asOf, today) : NaN,
      })),
    );
    // 2021, 2022, 2022-03, 2022-11 twice, and 2024-02; the others have no date.
    assert.deepEqual(
      ages.flatMap((cell) => (cell.kind === 'age' && cell.months !== null ? cell.months : [])).sort((a, b) => a - b),
      [23, 38, 38, 46, 48, 60],
    );
  });

  it('have a chart for most, and what has none is known', () => {
    const drawn = new Set(buildCharts(shipped, options).flatMap(({ rows }) => rows.flatMap(({ figures }) => figures)));
    // The twin is the line that the places start from; California has no difference to the average.
    assert.deepEqual(
      shipped.figures.filter((one) => !drawn.has(one)).map(({ id }) => id),
      ['us-average-158k', 'california-back-end'],
    );
  });
});

describe('the filter', () => {
  const through = (filter: PayFilter): string[] =>
    shipped.figures.filter((one) => passes(one, filter)).map(({ id }) => id);

  it('lets through what has this role, place, source and year; null means not named and undated', () => {
    assert.equal(through({}).length, 35);
    assert.deepEqual(through({ role: 'front-end-developer' }), ['us-front-end-payscale-2022-11']);
    assert.deepEqual(through({ place: 'India' }), ['rough-back-end-inr']);
    assert.deepEqual(through({ source: 'BLS' }), ['us-web-developer-bls-2022', 'us-back-end-bls-2021']);
    assert.equal(through({ source: null }).length, facts.filter(({ source }) => source.startsWith('not named')).length);
    assert.deepEqual(through({ year: '2022' }), [
      'us-web-developer-bls-2022',
      'us-back-end-glassdoor-2022-03',
      'us-front-end-payscale-2022-11',
      'us-back-end-payscale-2022-11',
    ]);
    assert.equal(through({ year: null }).length, facts.filter(({ asOf }) => asOf === null).length);
  });

  it('asks all of its parts at once', () => {
    assert.deepEqual(through({ role: 'back-end-developer', source: 'Payscale', year: '2022' }), [
      'us-back-end-payscale-2022-11',
    ]);
    assert.deepEqual(through({ role: 'back-end-developer', place: 'United States', source: null, year: null }), [
      'us-back-end-range',
    ]);
    assert.deepEqual(through({ source: null, year: '2022' }), []);
    assert.deepEqual(through({ role: 'web-designer', place: 'India' }), []);
  });

  it('holds in every chart but the forecasts, and in the table of all', () => {
    const choices = filterChoices(shipped);
    const filters = fc.record(
      {
        role: fc.constantFrom(...choices.roles),
        place: fc.constantFrom(...choices.places),
        source: fc.constantFrom(...choices.sources),
        year: fc.constantFrom(...choices.years),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filters, (filter) => {
        for (const one of buildCharts(shipped, { ...options, filter })) {
          if (one.id === 'growth')
            assert.equal(one.rows.length, filter.source === undefined || filter.source === 'BLS' ? 2 : 0);
          for (const shown of one.rows.flatMap(({ figures }) => figures)) assert.ok(passes(shown, filter), shown.id);
        }
        assert.equal(allFigures(shipped, { ...options, filter }).rows.length, through(filter).length);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves a chart without rows where nothing passes', () => {
    for (const id of payChartIds) {
      const empty = filtered(id, { role: 'back-end-developer', source: 'Payscale', year: '2021' });
      assert.deepEqual(ids(empty), [], id);
      assert.deepEqual(empty.table.rows, [], id);
    }
  });
});

describe('the choices of the filter', () => {
  it('are those of the figures: the United States first, the newest year first, null last', () => {
    const choices = filterChoices(shipped);
    assert.deepEqual(
      choices.roles,
      shipped.roles.map(({ id }) => id),
    );
    assert.equal(choices.places.length, 14);
    assert.equal(choices.places[0], 'United States');
    assert.deepEqual(choices.places.slice(1), choices.places.slice(1).sort());
    assert.deepEqual(choices.sources, ['BLS', 'Glassdoor', 'Indeed', 'Payscale', null]);
    assert.deepEqual(choices.years, ['2024', '2022', '2021', null]);
  });

  it('offer nothing that would show no figure, and leave out no figure', () => {
    const few = fc.array(
      fc.record({
        role: fc.constantFrom('a', 'b', 'c'),
        region: fc.constantFrom('United States', 'Here', 'There'),
        source: fc.constantFrom('X', 'Y', null),
        asOf: fc.constantFrom('2024', '2024-05', '2021-12', null),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(few, (list) => {
        const data = {
          ...dataOf(...list.map((rest, at) => figure(`f-${at}`, { ...rest, amount: 1_000 + at }))),
          roles: ['a', 'b', 'c', 'd'].map((id) => ({ id, title: id })),
        };
        const { roles, places, sources, years } = filterChoices(data);
        const filters: PayFilter[] = [
          ...roles.map((role) => ({ role })),
          ...places.map((place) => ({ place })),
          ...sources.map((source) => ({ source })),
          ...years.map((year) => ({ year })),
        ];
        for (const filter of filters)
          assert.ok(
            data.figures.some((one) => passes(one, filter)),
            JSON.stringify(filter),
          );
        for (const list of [roles, places, sources, years]) assert.equal(new Set<unknown>(list).size, list.length);
        for (const one of data.figures)
          for (const part of ['role', 'place', 'source', 'year'] as const)
            assert.ok(
              filters.some((filter) => part in filter && passes(one, filter)),
              `${one.id} by ${part}`,
            );
      }),
    );
  });
});

describe('a filter that is kept', () => {
  const full: PayFilter = { role: 'python-developer', place: 'California', source: 'BLS', year: '2021' };

  it('stays as it is while there are figures for each of its parts', () => {
    for (const filter of [{}, full, { source: null, year: null }, { place: 'Not stated' }])
      assert.deepEqual(knownFilter(filter, shipped), filter);
  });

  it('loses each part that no figure has any more, and no other', () => {
    for (const [part, gone] of [
      ['role', 'wizard'],
      ['place', 'Utrecht'],
      ['source', 'My own'],
      ['year', '2025'],
    ] as const) {
      const rest = Object.fromEntries(Object.entries(full).filter(([name]) => name !== part));
      assert.deepEqual(knownFilter({ ...full, [part]: gone }, shipped), rest, part);
    }
    assert.deepEqual(knownFilter({ role: 'a', place: 'b', source: 'c', year: 'd' }, shipped), {});
    // A role without figures has a name, but nothing to show.
    const roles = [...shipped.roles, { id: 'wizard', title: 'Wizard' }];
    assert.deepEqual(knownFilter({ role: 'wizard' }, { ...shipped, roles }), {});
  });

  it('loses "not named" and "undated" as well', () => {
    const known = dataOf(figure('a', { amount: 1_000, source: 'A', asOf: '2025' }));
    assert.deepEqual(knownFilter({ source: null, year: null }, known), {});
    const unknown = dataOf(figure('a', { amount: 1_000, source: null, asOf: null }));
    assert.deepEqual(knownFilter({ source: null, year: null }, unknown), { source: null, year: null });
    assert.deepEqual(knownFilter({ source: 'A', year: '2025' }, unknown), {});
  });

  it('goes with the reader’s file, and comes back with it', () => {
    const data = withOwn(own('mine', { amount: 1_500, source: 'My own', region: 'Utrecht', asOf: '2025-12' }));
    const filter: PayFilter = { role: 'back-end-developer', place: 'Utrecht', source: 'My own', year: '2025' };
    assert.deepEqual(knownFilter(filter, data), filter);
    assert.deepEqual(knownFilter(filter, shipped), { role: 'back-end-developer' });
  });
});

describe('age', () => {
  it('is counted in whole months, of a year alone in whole years', () => {
    assert.equal(ageInMonths('2022-03', '2026-01'), 46);
    assert.equal(ageInMonths('2026-01', '2026-01'), 0);
    assert.equal(ageInMonths('2021', '2026-01'), 60);
    assert.equal(ageInMonths('2021', '2026-12'), 60);
    assert.equal(ageInMonths(null, '2026-01'), null);
  });
});

// ---------- what holds for every chart ----------

/** Amounts of the figures and what may be said of them; the units may be anything that `parseUnits` lets through. */
const amount = fc.oneof(
  fc.integer({ min: 1, max: 300_000 }),
  fc.constantFrom(1, 2, 999, 1_000, 80_000, 80_000, 158_000, 158_330),
  fc.integer({ min: 1e9, max: 1e15 }),
);
const randomFigure = fc
  .record({
    role: fc.constantFrom('back-end-developer', 'front-end-developer', 'python-developer', 'other'),
    pay: fc.oneof(
      amount.map((value) => ({ amount: value })),
      fc.tuple(amount, amount).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) })),
    ),
    currency: fc.constantFrom('USD', 'USD', 'USD', 'EUR'),
    region: fc.constantFrom('United States', 'United States', 'Germany', 'Not stated'),
    regionKind: fc.constantFrom('country', 'city', 'not-stated'),
    source: fc.constantFrom('Indeed', 'Glassdoor', 'BLS', 'My own', null),
    asOf: fc.constantFrom('2020', '2022-03', '2025-12', null),
    own: fc.boolean(),
    delta: fc.option(
      fc.integer({ min: -10_000, max: 40_000 }).map((hundredths) => hundredths / 100),
      { nil: undefined },
    ),
  })
  .map(({ pay: amounts, delta, ...rest }) => ({
    ...rest,
    ...amounts,
    ...(delta === undefined ? {} : { deltaVsUsAverage: delta }),
  }));
const someFigures = (one: fc.Arbitrary<Partial<ExplorerFigure>>): fc.Arbitrary<ExplorerData> =>
  fc
    .array(one, { minLength: 1, maxLength: 12 })
    .map((list) => ({ ...dataOf(...list.map((rest, at) => figure(`f-${at}`, rest))), outlook: shipped.outlook }));
const randomData = fc.oneof(
  someFigures(randomFigure),
  // All of one line, where marks and ticks have something to do.
  someFigures(randomFigure.map((rest) => ({ ...rest, role: base.role, region: base.region, currency: 'USD' }))),
);
const randomOptions: fc.Arbitrary<ChartOptions> = fc.record({
  filter: fc.constantFrom<PayFilter>({}, {}, {}, { role: 'python-developer' }, { place: 'Germany' }, { source: null }),
  units: fc.record({
    currency: fc.constantFrom('USD', 'EUR', 'JPY'),
    rate: fc.oneof(fc.constant(0.92), fc.double({ min: 1e-6, max: 1e9, noNaN: true })),
    hours: fc.double({ min: 1, max: 168, noNaN: true }),
    per: fc.constantFrom('year', 'month', 'hour'),
  }),
  sort: fc.constantFrom('pay', 'difference', 'place'),
  today: fc.constantFrom('2026-01', '2045-12'),
});
const everyChart = (check: (one: PayChart, data: ExplorerData, used: ChartOptions) => void): void => {
  const runs: readonly (readonly [ExplorerData, ChartOptions])[] = (['pay', 'difference', 'place'] as const).map(
    (sort) => [shipped, { ...options, sort }],
  );
  for (const [data, used] of runs) for (const one of buildCharts(data, used)) check(one, data, used);
  fc.assert(
    fc.property(randomData, randomOptions, (data, used) => {
      for (const one of buildCharts(data, used)) check(one, data, used);
    }),
    { numRuns: 400 },
  );
};

/** A hair more than rounding does. */
const within = (x: number): boolean => x >= -1e-6 && x <= 100 + 1e-6;

describe('every chart', () => {
  it('comes once, in the order of the page', () => {
    assert.deepEqual(
      buildCharts(shipped, options).map(({ id }) => id),
      ['by-source', 'by-place', 'roles', 'front-back', 'over-time', 'growth', 'mine'],
    );
  });

  it('stays within its width', () => {
    everyChart((one) => {
      for (const { marks } of one.rows)
        for (const { x, x2 = x } of marks) assert.ok(within(x) && within(x2), `${one.id}: ${x} to ${x2}`);
      if (one.base !== undefined) assert.ok(within(one.base));
    });
  });

  it('has ticks within its width that rise, each where its value is', () => {
    everyChart((one) => {
      if (one.rows.some(({ marks }) => marks.length > 0)) assert.ok(one.ticks.length >= 2, `${one.id} has an axis`);
      for (const [at, tick] of one.ticks.entries()) {
        assert.ok(within(tick.x), `${one.id}: ${tick.x}`);
        const before = one.ticks[at - 1];
        if (before) assert.ok(tick.x > before.x && tick.value > before.value, one.id);
      }
    });
  });

  it('stands in the middle with a single amount, whatever it is', () => {
    for (const value of [1, 7, 1_000, 158_330, 1e12])
      for (const count of [1, 3]) {
        const figures = Array.from({ length: count }, (_, at) =>
          figure(`f-${at}`, { amount: value, source: `S${at}` }),
        );
        const one = chart('by-source', {}, dataOf(...figures));
        assert.equal(one.rows.length, count);
        for (const { marks } of one.rows) assert.ok(marks[0]!.x > 20 && marks[0]!.x < 80, `${value}: ${marks[0]!.x}`);
        assert.ok(one.ticks.length >= 2);
      }
  });

  it('has a table of the same rows in the same order, with the same value, and a cell for each column', () => {
    const same: Record<PayChartId, readonly (readonly [column: string, at: number])[]> = {
      'by-source': [['pay', 0]],
      'by-place': [['pay', 0]],
      roles: [
        ['indeed', 0],
        ['glassdoor', 1],
      ],
      'front-back': [['pay', 0]],
      'over-time': [['pay', 0]],
      growth: [['growth', 0]],
      mine: [],
    };
    everyChart((one) => {
      const { columns, rows } = one.table;
      assert.equal(rows.length, one.rows.length);
      for (const row of rows) assert.equal(row.length, columns.length);
      for (const [column, at] of same[one.id])
        assert.deepEqual(
          cellsOf(one.table, column),
          one.rows.map(({ values }) => values[at]),
        );
      const first: Partial<Record<PayChartId, string>> = { 'by-place': 'place', roles: 'role', 'front-back': 'role' };
      assert.deepEqual(
        cellsOf(one.table, first[one.id] ?? (one.id === 'growth' ? 'years' : 'source')),
        one.rows.map(({ name }) => name),
      );
      if (one.id === 'by-place')
        assert.deepEqual(
          cellsOf(one.table, 'difference'),
          one.rows.map(({ aside }) => aside[0]),
        );
    });
  });

  it('has an id of its own for each row, and marks for the figures of the row only', () => {
    everyChart((one) => {
      assert.equal(new Set(ids(one)).size, one.rows.length, one.id);
      for (const { id, marks, figures } of one.rows)
        for (const { id: of } of marks)
          assert.ok(one.id === 'growth' ? of === id : figures.some((known) => known.id === of), of);
    });
  });

  it('shows amounts of figures only: nothing is averaged, added or estimated', () => {
    everyChart((one, data, used) => {
      const printed = new Set(
        data.figures.flatMap((known) =>
          [known.amount, known.low, known.high].map((value) => `${value} ${known.currency}`),
        ),
      );
      const cells = [...one.rows.flatMap(({ values, aside }) => [...values, ...aside]), ...one.table.rows.flat()];
      for (const cell of cells) {
        if (cell.kind === 'gap' && cell.amount !== undefined) {
          const amounts = data.figures.flatMap((known) => known.amount ?? []);
          assert.ok(amounts.some((a) => amounts.includes(a - cell.amount!)));
        }
        if (cell.kind !== 'money' || one.id === 'mine') continue;
        for (const value of cell.amounts) assert.ok(printed.has(`${value} ${cell.currency}`), `${one.id}: ${value}`);
      }
      if (one.id !== 'mine') return;
      for (const { figures, values, marks, detail } of one.rows) {
        assert.equal(figures.length, 1);
        const [known] = figures;
        const ends = known!.amount === undefined ? [known!.low!, known!.high!] : [known!.amount];
        const { currency, rate, per } = used.units;
        const digits = per === 'hour' ? 2 : 0;
        const factor = known!.currency === currency ? 1 : known!.currency === 'USD' ? rate : undefined;
        const expected =
          factor === undefined
            ? ends
            : ends.map((end) => Number(inUnits(end, { ...used.units, rate: factor }).toFixed(digits)));
        assert.deepEqual(amountsOf(values[0]), expected);
        assert.equal(marks.length, factor === undefined ? 0 : 1);
        assert.equal(
          detail.some((cell) => cell.kind === 'asReported'),
          factor === undefined,
        );
      }
    });
  });

  it('leaves the data as it is', () => {
    const before = structuredClone(shipped);
    for (const sort of ['pay', 'difference', 'place'] as const) buildCharts(shipped, { ...options, sort });
    allFigures(shipped, options);
    filterChoices(shipped);
    assert.deepEqual(shipped, before);
  });
});

describe('figures of the reader’s own', () => {
  it('join the charts of their role and place', () => {
    const mine = own('mine', { amount: 120_500, source: 'My own', asOf: '2025-12' });
    const bySource = chart('by-source', {}, withOwn(mine));
    assert.deepEqual(ids(bySource).slice(0, 3), ['us-back-end-indeed-158330', 'us-back-end-range', 'mine']);
    assert.equal(bySource.rows.length, 9);
    assert.equal(bySource.rows[2]!.figures[0]!.own, true);
    assert.ok(ids(chart('mine', {}, withOwn(mine))).includes('mine'));
    assert.equal(allFigures(withOwn(mine), options).rows.length, 36);

    const there = own('there', { amount: 99_500, region: 'Utrecht', regionKind: 'city' });
    assert.ok(!ids(chart('by-source', {}, withOwn(there))).includes('there'));
    assert.deepEqual(ids(filtered('by-source', { place: 'Utrecht' }, withOwn(there))), ['there']);
    const away = own('away', { amount: 140_500, deltaVsUsAverage: -11 });
    assert.ok(ids(chart('by-place', {}, withOwn(away))).includes('away'));
    const later = own('later', { amount: 92_500, source: 'Payscale', asOf: '2025-11' });
    assert.deepEqual(ids(chart('over-time', {}, withOwn(later))).slice(-3), [
      'us-front-end-payscale-2022-11',
      'us-back-end-payscale-2022-11',
      'later',
    ]);
    const role = own('role', { role: 'python-developer', amount: 120_500, source: 'Levels' });
    assert.deepEqual(ids(filtered('by-source', { role: 'python-developer' }, withOwn(role))), [
      'role-python-developer-indeed',
      'role',
      'role-python-developer-glassdoor',
    ]);
  });

  it('in another currency do not join a line of dollars', () => {
    const euros = own('euros', { amount: 90_500, currency: 'EUR', source: 'Payscale', asOf: '2025-11' });
    const data = withOwn(
      euros,
      own('front', { ...euros, id: 'front', role: 'front-end-developer' }),
      own('python', { ...euros, id: 'python', role: 'python-developer', source: 'Indeed' }),
    );
    for (const id of payChartIds) {
      const one = chart(id, {}, data);
      if (id === 'mine') continue;
      assert.deepEqual(ids(one), ids(chart(id)), id);
      assert.equal(one.currency, 'USD');
    }
    const mine = chart('mine', {}, data).rows.find(({ id }) => id === 'euros')!;
    assert.deepEqual(mine.marks, []);
    assert.deepEqual(mine.values, [{ kind: 'money', amounts: [90_500], currency: 'EUR', digits: 0 }]);
    assert.equal(allFigures(data, options).rows.length, 38);
  });

  it('stay out of the pairs, where they would stand for what a source says', () => {
    const data = withOwn(
      own('python', { role: 'python-developer', amount: 99_500, source: 'Indeed' }),
      own('mobile', { role: 'web-developer', amount: 99_500, source: 'Glassdoor', asOf: '2025-11' }),
      own('back', { amount: 99_500, source: 'Payscale', asOf: '2022-11' }),
      own('front', { role: 'front-end-developer', amount: 99_500, source: 'Payscale', asOf: '2022-11' }),
      own('back-alone', { amount: 99_600, source: 'My own', asOf: '2025' }),
      own('front-alone', { role: 'front-end-developer', amount: 99_700, source: 'My own', asOf: '2025' }),
    );
    for (const id of ['roles', 'front-back'] as const)
      for (const reversed of [false, true]) {
        const figures = reversed ? [...data.figures].reverse() : data.figures;
        const one = chart(id, {}, { ...data, figures });
        const before = chart(id);
        assert.deepEqual(ids(one), ids(before), id);
        assert.deepEqual(
          one.rows.map(({ values }) => values),
          before.rows.map(({ values }) => values),
        );
        assert.ok(one.rows.every(({ figures: list }) => list.every((known) => !known.own)));
      }
    const missing = own('missing', { role: 'data-engineer', amount: 99_500, source: 'Indeed' });
    assert.deepEqual(ids(chart('roles', {}, withOwn(missing))), ids(chart('roles')));
  });

  it('do not move the average that the places are compared with', () => {
    const data = withOwn(own('round', { amount: 96_000, source: 'Indeed' }));
    assert.ok(data.figures.some((one) => one.id === 'round' && isBaseline(one, data.figures)));
    for (const figures of [data.figures, [...data.figures].reverse()])
      assert.equal(chart('by-place', {}, { ...data, figures }).about.baseline?.id, 'us-average-158k');
    const alone = dataOf(own('exact', { amount: 70_300 }), own('round', { amount: 70_000 }));
    assert.deepEqual(chart('by-place', {}, alone).about, {});
  });

  it('are never taken for the twin in thousands, and make no other figure one', () => {
    // 96,334 by Indeed ships; so does 133,000 for Python developers.
    const round = withOwn(own('round', { amount: 96_000, source: 'Indeed' }));
    const shown = ids(chart('by-source', {}, round));
    assert.ok(shown.includes('round') && shown.includes('us-back-end-indeed-base'));
    assert.ok(!shown.includes('us-average-158k'));
    assert.ok(ids(chart('mine', {}, round)).includes('round'));

    const role = 'python-developer';
    const exact = withOwn(own('exact', { role, amount: 133_450, source: 'Indeed' }));
    assert.deepEqual(ids(filtered('by-source', { role }, exact)), [
      'exact',
      'role-python-developer-indeed',
      'role-python-developer-glassdoor',
    ]);
    for (const figures of [exact.figures, [...exact.figures].reverse()])
      assert.equal(chart('by-place', {}, { ...exact, figures }).about.baseline?.id, 'us-average-158k');
  });
});
