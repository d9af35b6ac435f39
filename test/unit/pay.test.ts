import assert from 'node:assert/strict';
import payJson from '../../data/pay.json';
import type { PayData, PayFigure } from '../../src/core/model';
import { figureAge, figuresOfRole, months, spread } from '../../src/core/pay';
import { parsePay } from '../../src/core/payFile';
import facts from '../fixtures/pay-facts.json';

const { pay, problems } = parsePay(JSON.stringify(payJson), '2026-01');
assert.ok(pay);
const figures = new Map(pay.figures.map((figure) => [figure.id, figure]));

// ---------- how the facts say what a record says ----------

/** `not named (…)` names nobody; what stands in brackets is the collector's remark. */
const sourceOf = (source: string): string | null =>
  source.startsWith('not named') ? null : source.replace(/ \(.*\)$/, '');

const monthNames = 'January February March April May June July August September October November December'.split(' ');

/** `November 2022` → `2022-11`, `2022` → `2022`. */
function dateOf(asOf: string | null): string | null {
  const [first = '', year] = asOf?.split(' ') ?? [];
  if (asOf === null || year === undefined) return asOf;
  const month = monthNames.indexOf(first) + 1;
  assert.ok(month > 0, asOf);
  return `${year}-${String(month).padStart(2, '0')}`;
}

/** The digits of a figure as printed: `$158K`, `US$92,549`, `INR 6,50,000`. */
function printed(literal: string): number[] {
  return [...literal.matchAll(/(\d[\d,]*)\s*(K)?/g)].map(
    ([, digits, thousands]) => Number(digits!.replaceAll(',', '')) * (thousands ? 1000 : 1),
  );
}

describe('the pay figures that ship', () => {
  it('are read without a problem', () => {
    assert.deepEqual(problems, []);
  });

  it('are the 35 of the facts, no more and no fewer', () => {
    assert.equal(facts.length, 35);
    assert.deepEqual([...figures.keys()].sort(), facts.map(({ id }) => id).sort());
  });

  for (const fact of facts) {
    it(`say ${fact.id} as reported`, () => {
      const figure = figures.get(fact.id);
      assert.ok(figure);
      assert.deepEqual(
        {
          amount: figure.amount ?? null,
          low: figure.low ?? null,
          high: figure.high ?? null,
          currency: figure.currency,
          period: figure.period,
          statistic: figure.statistic,
          deltaVsUsAverage: figure.deltaVsUsAverage ?? null,
          deltaVsBackEndDeveloper: figure.deltaVsBackEndDeveloper ?? null,
          articles: figure.articles,
          source: figure.source,
          asOf: figure.asOf,
          reportedRole: figure.reportedRole,
        },
        {
          amount: fact.amount,
          low: fact.low,
          high: fact.high,
          currency: fact.currency,
          period: fact.period,
          statistic: fact.statistic,
          deltaVsUsAverage: fact.deltaVsUsAverage,
          deltaVsBackEndDeveloper: fact.deltaVsBackEndDeveloper,
          articles: fact.articles,
          source: sourceOf(fact.source),
          asOf: dateOf(fact.asOf),
          reportedRole: fact.role.replace(/ \(.*\)$/, ''),
        },
      );
      assert.deepEqual(
        printed(fact.literal),
        [figure.amount, figure.low, figure.high].filter((value) => value !== undefined),
      );
      // Where the article leaves the country open the note must say so; the figure may not pretend.
      const region = /^not stated(?: \(implied (.*)\))?$/.exec(fact.region);
      if (!region) assert.equal(figure.region, fact.region);
      else {
        assert.equal(figure.region, region[1] ?? 'Not stated');
        assert.match(figure.note, /country/i);
      }
      assert.equal(figure.regionKind, fact.regionType.replace(/ \(.*\)$/, '').replaceAll(' ', '-'));
    });
  }

  it('name articles and roles that are described', () => {
    for (const figure of pay.figures) {
      assert.ok(
        pay.roles.some(({ id }) => id === figure.role),
        figure.role,
      );
      for (const article of figure.articles)
        assert.ok(
          pay.articles.some(({ id }) => id === article),
          article,
        );
    }
  });
});

// ---------- what a page shows of them ----------

const base: PayFigure = {
  id: 'base',
  role: 'maker',
  reportedRole: 'Maker',
  currency: 'USD',
  period: 'year',
  statistic: 'average',
  region: 'United States',
  regionKind: 'country',
  source: 'A',
  asOf: null,
  articles: [],
  note: '-',
};
const figure = (id: string, rest: Partial<PayFigure>): PayFigure => ({ ...base, id, ...rest });
const dataOf = (...list: readonly PayFigure[]): PayData => ({
  format: 1,
  roles: [],
  articles: [],
  figures: list,
  outlook: [],
  contradictions: [],
});
const idsOf = (...list: readonly PayFigure[]): string[] => figuresOfRole(dataOf(...list), 'maker').map(({ id }) => id);

describe('the figures of a role', () => {
  it('run from the lowest to the highest, ranges last', () => {
    assert.deepEqual(
      idsOf(
        figure('wide', { low: 50_000, high: 150_000 }),
        figure('high', { amount: 120_500 }),
        figure('low', { amount: 80_100 }),
        figure('narrow', { low: 40_000, high: 60_000 }),
        figure('middle', { amount: 99_999 }),
      ),
      ['low', 'middle', 'high', 'narrow', 'wide'],
    );
  });

  it('are those of this role, a whole country and dollars', () => {
    assert.deepEqual(
      idsOf(
        figure('yes', { amount: 1_001 }),
        figure('role', { amount: 1_002, role: 'baker' }),
        figure('city', { amount: 1_003, regionKind: 'city' }),
        figure('state', { amount: 1_004, regionKind: 'state' }),
        figure('unknown', { amount: 1_005, regionKind: 'not-stated' }),
        figure('rupees', { amount: 1_006, currency: 'INR' }),
      ),
      ['yes'],
    );
    assert.deepEqual(figuresOfRole(dataOf(), 'maker'), []);
  });

  it('leave out a figure that only repeats another in thousands', () => {
    const exact = figure('exact', { amount: 158_330 });
    const twin = figure('twin', { amount: 158_000 });
    assert.deepEqual(idsOf(exact, twin), ['exact']);
    assert.deepEqual(idsOf(twin, exact), ['exact']);
    // Alone, of another source, of another role, or of another thousand it says something of its own.
    assert.deepEqual(idsOf(twin), ['twin']);
    assert.deepEqual(idsOf(exact, { ...twin, source: 'B' }), ['twin', 'exact']);
    assert.deepEqual(idsOf({ ...exact, role: 'baker' }, twin), ['twin']);
    assert.deepEqual(idsOf(exact, { ...twin, amount: 159_000 }), ['exact', 'twin']);
    assert.deepEqual(idsOf({ ...exact, amount: 158_000 }, twin), ['exact', 'twin']);
  });

  it('leave the data as it is', () => {
    const data = dataOf(figure('b', { amount: 2 }), figure('a', { amount: 1 }));
    figuresOfRole(data, 'maker');
    assert.deepEqual(
      data.figures.map(({ id }) => id),
      ['b', 'a'],
    );
  });

  it('of the back-end developer are the seven that can stand side by side', () => {
    assert.deepEqual(
      figuresOfRole(pay, 'back-end-developer').map(({ amount, low, high }) => amount ?? [low, high]),
      [77_200, 87_280, 96_334, 100_376, 103_902, 158_330, [40_750, 146_430]],
    );
  });

  it('exist for every role', () => {
    for (const { id } of pay.roles) assert.ok(figuresOfRole(pay, id).length > 0, id);
  });
});

describe('the spread', () => {
  it('goes from the lowest to the highest single figure; ranges do not count', () => {
    const range = figure('range', { low: 1, high: 1_000_000 });
    assert.deepEqual(spread([figure('b', { amount: 20 }), range, figure('a', { amount: 10 })]), { low: 10, high: 20 });
    assert.deepEqual(spread([figure('a', { amount: 10 })]), { low: 10, high: 10 });
    assert.equal(spread([range]), undefined);
    assert.equal(spread([]), undefined);
  });
});

describe('the age of a figure', () => {
  it('is recent for less than 36 months', () => {
    assert.equal(figureAge('2022-11', '2025-10'), 'recent');
    assert.equal(figureAge('2022-11', '2025-11'), 'old');
    assert.equal(figureAge('2022-11', '2022-11'), 'recent');
    assert.equal(figureAge('2022-12', '2025-11'), 'recent');
    assert.equal(figureAge('2022-01', '2025-01'), 'old');
  });

  it('counts a year from its last month', () => {
    assert.equal(figureAge('2022', '2025-11'), 'recent');
    assert.equal(figureAge('2022', '2025-12'), 'old');
  });

  it('is unknown without a date', () => {
    assert.equal(figureAge(null, '2025-11'), 'undated');
  });

  it('is counted in months', () => {
    assert.equal(months('2025-03') - months('2024-12'), 3);
    assert.equal(months('2024'), months('2024-01'));
  });
});
