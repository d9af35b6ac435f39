import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maxListLength } from '../../src/core/jsonFile';
import type { PayData, PayFigure } from '../../src/core/model';
import { parseOwnPay } from '../../src/core/payFile';
import { describeProblem, isError, type Problem, type ProblemCode } from '../../src/core/problems';

const today = '2026-05';
const file = 'my-pay.json';

const builtIn: PayFigure = {
  id: 'maker-here',
  role: 'maker',
  reportedRole: 'Maker of things',
  amount: 50_000,
  currency: 'USD',
  period: 'year',
  statistic: 'median',
  region: 'Here',
  regionKind: 'country',
  source: 'Office',
  asOf: null,
  articles: [],
  note: '-',
};
const pay: PayData = {
  format: 1,
  roles: [{ id: 'maker', title: 'Maker' }],
  articles: [{ id: 'almanac', title: 'Almanac', publisher: null, date: null }],
  figures: [builtIn],
  outlook: [],
  contradictions: [],
};

/** The second figure says as little as a figure may, the third as much. */
const validOwn = `{
  "$schema": "https://example.com/own-pay.schema.json",
  "format": 1,
  "roles": [
    { "id": "mender", "title": "Mender" }
  ],
  "figures": [
    {
      "id": "first",
      "role": "maker",
      "amount": 61000,
      "currency": "EUR",
      "source": "An advert",
      "asOf": "2026-05"
    },
    {
      "id": "second",
      "role": "mender",
      "low": 30000,
      "high": 40000,
      "currency": "PLN",
      "source": null,
      "asOf": null
    },
    {
      "id": "third",
      "role": "maker",
      "reportedRole": "Senior maker",
      "amount": 70000,
      "currency": "USD",
      "period": "year",
      "statistic": "offer",
      "region": "Toronto",
      "regionKind": "city",
      "source": "A friend",
      "asOf": "2025",
      "deltaVsUsAverage": 8,
      "deltaVsBackEndDeveloper": -3.5,
      "articles": ["almanac"],
      "note": "With bonus."
    }
  ]
}
`;

const parse = (content: unknown): ReturnType<typeof parseOwnPay> => parseOwnPay(content, today, pay, file);
const first: PayFigure = {
  id: 'first',
  role: 'maker',
  reportedRole: 'Maker',
  amount: 61_000,
  currency: 'EUR',
  period: 'year',
  statistic: 'not stated',
  region: 'Not stated',
  regionKind: 'not-stated',
  source: 'An advert',
  asOf: '2026-05',
  articles: [],
  note: '',
};

interface Case {
  readonly name: string;
  readonly change: readonly [from: string, to: string];
  readonly code: ProblemCode;
  /** What stands on the line that is named. */
  readonly at: string;
  /** Ids of the figures left out. */
  readonly lost?: readonly string[];
}
const inFirst = (name: string, from: string, to: string, code: ProblemCode, at: string): Case => ({
  name,
  change: [from, to],
  code,
  at,
  lost: ['first'],
});
/** A missing field is named at the line where its figure begins; here that line is marked. */
const without = (line: string): Case => ({
  name: `no ${line}`,
  change: [`\n      ${line},`, ''],
  code: line.includes('amount') ? 'pay-amount' : 'field-missing',
  at: line.includes('amount') ? '"id": "first"' : '"figures": [\n    {',
  lost: ['first'],
});

const cases: readonly Case[] = [
  ...['"role": "maker"', '"amount": 61000', '"currency": "EUR"', '"source": "An advert"'].flatMap((line) =>
    // "role": "maker" stands in two figures; the text before it tells which is meant.
    line.startsWith('"role"')
      ? [{ ...without(line), change: ['"id": "first",\n      "role": "maker",', '"id": "first",'] as const }]
      : [without(line)],
  ),
  {
    ...without('"id": "first"'),
    change: ['\n      "id": "first",', ''],
  },
  inFirst(
    'no date',
    '"source": "An advert",\n      "asOf": "2026-05"',
    '"source": "An advert"',
    'field-missing',
    '"figures": [\n    {',
  ),
  inFirst('a source that is blank', '"An advert"', '" "', 'field-type', '"source": " "'),
  inFirst('a source that is a list', '"An advert"', '["An advert"]', 'field-type', '["An advert"]'),
  inFirst('an unknown currency', '"EUR"', '"EURO"', 'pay-currency', '"EURO"'),
  inFirst('a currency in small letters', '"EUR"', '"eur"', 'pay-currency', '"eur"'),
  inFirst('a sign for a currency', '"EUR"', '"€"', 'pay-currency', '"€"'),
  inFirst('a currency that is a number', '"EUR"', '978', 'field-type', '978'),
  ...['"2026-06"', '"2027"', '"2026-5"', '"May 2026"', '"1989"', '2026', 'true', '""'].map((date) =>
    inFirst(`a date of ${date}`, '"2026-05"', date, 'pay-date', `"asOf": ${date}`),
  ),
  ...[
    '0',
    '-1',
    '"61000"',
    'NaN',
    '.nan',
    '.inf',
    '-.inf',
    'null',
    '[61000]',
    '{}',
    '61000, "low": 1',
    '61000, "high": 7',
  ].map((amount) => inFirst(`an amount of ${amount}`, '61000', amount, 'pay-amount', '"id": "first"')),
  { name: 'ends exchanged', change: ['30000', '50000'], code: 'pay-range', at: '"low"', lost: ['second'] },
  { name: 'a low end that is negative', change: ['30000', '-1'], code: 'pay-amount', at: '"second"', lost: ['second'] },
  { name: 'a high end that is text', change: ['40000', '"40k"'], code: 'pay-amount', at: '"second"', lost: ['second'] },
  {
    name: 'a low end alone',
    change: ['      "high": 40000,\n', ''],
    code: 'pay-amount',
    at: '"second"',
    lost: ['second'],
  },
  {
    name: 'an amount and a range',
    change: ['"low": 30000', '"amount": 35000, "low": 30000'],
    code: 'pay-amount',
    at: '"second"',
    lost: ['second'],
  },
  inFirst('the id of a built-in figure', '"id": "first"', '"id": "maker-here"', 'pay-duplicate', '"maker-here"'),
  {
    name: 'the id of another figure of the file',
    change: ['"second"', '"first"'],
    code: 'pay-duplicate',
    at: '},\n    {\n      "id": "first"',
    lost: ['second'],
  },
  inFirst('an id with a capital', '"id": "first"', '"id": "First"', 'id-form', '"First"'),
  inFirst('an id that is a number', '"id": "first"', '"id": 1', 'field-type', '"id": 1'),
  {
    name: 'an unknown role',
    change: ['"role": "mender"', '"role": "wizard"'],
    code: 'role-unknown',
    at: '"wizard"',
    lost: ['second'],
  },
  {
    name: 'pay by the month',
    change: ['"period": "year"', '"period": "month"'],
    code: 'field-type',
    at: '"month"',
    lost: ['third'],
  },
  ...(
    [
      ['reportedRole', '"Senior maker"', '7'],
      ['statistic', '"offer"', 'null'],
      ['region', '"Toronto"', '""'],
      ['regionKind', '"city"', '["city"]'],
      ['note', '"With bonus."', 'false'],
      ['deltaVsUsAverage', '8', '"8 %"'],
      ['deltaVsBackEndDeveloper', '-3.5', '.nan'],
      ['articles', '["almanac"]', '"almanac"'],
    ] as const
  ).map(([field, from, to]): Case => ({
    name: `"${field}" of ${to}`,
    change: [`"${field}": ${from}`, `"${field}": ${to}`],
    code: 'field-type',
    at: `"${field}"`,
    lost: ['third'],
  })),
  {
    name: 'an article that is not built in',
    change: ['["almanac"]', '["almanac",\n "rumour"]'],
    code: 'pay-article',
    at: '"rumour"',
    lost: ['third'],
  },
  {
    name: 'a field that is not known',
    change: ['"currency": "EUR"', '"colour": "red",\n      "currency": "EUR"'],
    code: 'field-unknown',
    at: '"colour"',
  },
  // A longer name would not fit the lists of the page.
  inFirst('a source of 101 characters', '"An advert"', `"${'s'.repeat(101)}"`, 'field-type', '"source": "s'),
  inFirst('a source that is far too long', '"An advert"', `"${'s'.repeat(5000)}"`, 'field-type', '"source": "s'),
  {
    name: 'a place of 101 characters',
    change: ['"Toronto"', `"${'p'.repeat(101)}"`],
    code: 'field-type',
    at: '"region": "p',
    lost: ['third'],
  },
  {
    name: 'a figure that is a text',
    change: ['"figures": [', '"figures": [\n    "61000",'],
    code: 'not-an-object',
    at: '    "61000"',
  },
  {
    name: 'a figure that is a list',
    change: ['"figures": [', '"figures": [\n    [],'],
    code: 'not-an-object',
    at: '    [],',
  },
];

/** The one line where the text ends. */
function lineOf(text: string, place: string): number {
  const parts = text.split(place);
  assert.equal(parts.length, 2, `"${place}" must stand once`);
  return `${parts[0]!}${place}`.split('\n').length;
}

function changed([from, to]: readonly [string, string]): string {
  const parts = validOwn.split(from);
  assert.equal(parts.length, 2, `"${from}" must occur once`);
  return parts.join(to);
}

const shortly = (problems: readonly Problem[]): string[] =>
  problems.map(({ code, file: at, line }) => `${at}:${line} ${code}`);

describe('a pay file of a reader', function () {
  this.timeout(60_000);
  const valid = parse(validOwn);

  it('needs only what makes a figure worth anything', () => {
    assert.deepEqual(valid.problems, []);
    assert.deepEqual(valid.figures[0], first);
    const least = Object.fromEntries(Object.entries(first).filter(([field]) => field !== 'amount'));
    assert.deepEqual(valid.figures[1], {
      ...least,
      id: 'second',
      role: 'mender',
      reportedRole: 'Mender',
      low: 30_000,
      high: 40_000,
      currency: 'PLN',
      source: null,
      asOf: null,
    });
  });

  it('may say all that a built-in figure says', () => {
    const [, , third] = (JSON.parse(validOwn) as { figures: PayFigure[] }).figures;
    assert.deepEqual(valid.figures[2], third);
  });

  it('may name a source and a place in a hundred characters', () => {
    const [source, region] = ['s'.repeat(100), 'p'.repeat(100)];
    const text = validOwn.replace('"An advert"', `"${source}"`).replace('"Toronto"', `"${region}"`);
    const { figures, problems } = parse(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(figures, [{ ...valid.figures[0]!, source }, valid.figures[1], { ...valid.figures[2]!, region }]);
    // Other texts may be as long as they like.
    const note = 'n'.repeat(2000);
    assert.deepEqual(parse(changed(['"With bonus."', `"${note}"`])).problems, []);
  });

  it('may bring roles of its own', () => {
    assert.deepEqual(valid.roles, [{ id: 'mender', title: 'Mender' }]);
    const { figures, roles, problems } = parse('{ "format": 1, "figures": [] }');
    assert.deepEqual({ figures, roles, problems }, { figures: [], roles: [], problems: [] });
  });

  it('names a figure without a role of its source after the title of its role', () => {
    const { figures } = parse(changed(['"title": "Mender"', '"title": "Mender of nets"']));
    assert.deepEqual(
      figures.map(({ reportedRole }) => reportedRole),
      ['Maker', 'Mender of nets', 'Senior maker'],
    );
  });

  describe('loses one figure, with its line, and keeps the others:', () => {
    for (const { name, change, code, at, lost = [] } of cases) {
      it(name, () => {
        const text = changed(change);
        const { figures, roles, problems } = parse(text);
        assert.deepEqual(shortly(problems), [`${file}:${lineOf(text, at)} ${code}`]);
        assert.match(describeProblem(problems[0]!), /^my-pay\.json:\d+: .+\. .+\.$/);
        assert.deepEqual(
          figures,
          valid.figures.filter(({ id }) => !lost.includes(id)),
        );
        assert.deepEqual(roles, valid.roles);
      });
    }

    it('also when a role cannot be read', () => {
      const text = changed(['"title": "Mender"', '"name": "Mender"']);
      const { figures, roles, problems } = parse(text);
      assert.deepEqual(shortly(problems), [
        `${file}:${lineOf(text, '"name"')} field-missing`,
        `${file}:${lineOf(text, '"role": "mender"')} role-unknown`,
      ]);
      assert.deepEqual(roles, []);
      assert.deepEqual(figures, [valid.figures[0], valid.figures[2]]);
    });

    it('each of several', () => {
      const text = [
        ['"EUR"', '"EURO"'],
        ['30000', '50000'],
      ].reduce((before, [from, to]) => before.replace(from!, to!), validOwn);
      const { figures, problems } = parse(text);
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['pay-currency', 'pay-range'],
      );
      assert.deepEqual(figures, [valid.figures[2]]);
    });
  });

  describe('as a whole', () => {
    const wholes: readonly (readonly [name: string, content: unknown, problem: string])[] = [
      ['that does not exist', undefined, '1 file-missing'],
      ['that is no text', new Uint8Array(3), '1 file-not-text'],
      ['that is empty', '', '1 not-an-object'],
      ['that is a table', 'role,amount\nmaker,61000\n', '1 not-an-object'],
      ['that is not closed', validOwn.slice(0, validOwn.indexOf('"PLN"')), '21 json-syntax'],
      ['with a comma too few', changed(['"amount": 61000,', '"amount": 61000']), '11 json-syntax'],
      ['with a bracket too many', changed(['"amount": 61000,', '"amount": 61000],']), '11 json-syntax'],
      ['with a brace too many', `${validOwn}}\n`, '44 json-syntax'],
      ['with a bracket in a text that is not closed', changed(['"An advert"', '"[ advert']), '13 json-syntax'],
      ['that is a list', '[]', '1 not-an-object'],
      ['that is null', 'null', '1 not-an-object'],
      ['that is too large', validOwn + ' '.repeat(maxListLength), '1 file-too-large'],
    ];
    for (const [name, content, problem] of wholes)
      it(`${name} gives one problem and no figures`, () => {
        const { figures, roles, problems } = parse(content);
        assert.deepEqual(shortly(problems), [`${file}:${problem}`]);
        assert.deepEqual([figures, roles], [[], []]);
      });

    for (const format of ['2', '"1"', 'null'])
      it(`of the format ${format} is reported, and its figures are read as far as they go`, () => {
        const { figures, problems } = parse(changed(['"format": 1', `"format": ${format}`]));
        assert.deepEqual(shortly(problems), [`${file}:3 format-unsupported`]);
        assert.deepEqual(figures, valid.figures);
      });

    it('without figures is reported', () => {
      assert.deepEqual(shortly(parse('\n{ "format": 1 }').problems), [`${file}:2 field-missing`]);
      assert.deepEqual(shortly(parse('{ "format": 1,\n"figures": {} }').problems), [`${file}:2 field-type`]);
      assert.deepEqual(shortly(parse('{ "format": 1, "figures": [],\n"roles": {} }').problems), [
        `${file}:2 field-type`,
      ]);
    });
  });

  it('never changes what is built in', () => {
    const before = JSON.stringify(pay);
    parse(validOwn);
    assert.equal(JSON.stringify(pay), before);
    // And reading it again finds no id taken by the first time.
    assert.deepEqual(parse(validOwn).problems, []);
  });
});

describe('any pay file of a reader', function () {
  this.timeout(60_000);

  /** Reads without an exception; what is kept can be shown. */
  const holds = (text: string): void => {
    const { figures, roles, problems } = parse(text);
    const lines = text.split(/\r\n|\r|\n/).length;
    for (const { code, line, file: at } of problems) {
      assert.equal(at, file);
      assert.ok(Number.isInteger(line) && line >= 1 && line <= lines + 1, `${code} at ${line} of ${lines}`);
    }
    if (figures.length === 0 && roles.length === 0) return;
    const known = new Set([...pay.roles, ...roles].map(({ id }) => id));
    const ids = [builtIn, ...figures].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { role, amount, low, high, currency } of figures) {
      assert.ok(known.has(role));
      assert.match(currency, /^[A-Z]{3}$/);
      if (amount !== undefined) assert.ok(Number.isFinite(amount) && amount > 0 && low === undefined);
      else assert.ok(low !== undefined && high !== undefined && low > 0 && low <= high && Number.isFinite(high));
    }
  };

  it('that is a text is read without an exception', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.json()), holds), { numRuns: 500 });
  });

  it('that is no text is refused without an exception', () => {
    fc.assert(
      fc.property(
        fc.anything().filter((value) => typeof value !== 'string'),
        (value) => {
          const { figures, problems } = parse(value);
          assert.deepEqual(figures, []);
          assert.ok(problems.length === 1 && problems.every(isError));
        },
      ),
    );
  });

  it('of fields with any values is read without an exception', () => {
    const fields = Object.keys((JSON.parse(validOwn) as { figures: object[] }).figures[2]!);
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>('maker', 'first', 'USD', 'year', '2024', ['almanac'], 1, 1e308, -1, null),
    );
    const entries = fc.array(
      fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...fields, 'low', 'high', 'toString', 'x'), values)),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(entries, entries, (roles, figures) => {
        const given = (JSON.parse(validOwn) as { figures: object[] }).figures;
        // A field taken from a valid figure leaves the rest of it readable, so that more than the first check is reached.
        const mixed = figures.map((figure, at) =>
          typeof figure === 'object' && figure !== null && !Array.isArray(figure)
            ? { ...given[at % given.length], ...figure }
            : figure,
        );
        holds(JSON.stringify({ format: 1, roles, figures: [...mixed, ...figures] }, null, 1));
      }),
      { numRuns: 500 },
    );
  });

  it('of which pieces are missing or repeated is read without an exception', () => {
    fc.assert(
      fc.property(fc.nat(validOwn.length), fc.nat(200), fc.boolean(), (start, length, repeated) => {
        holds(
          repeated
            ? validOwn.slice(0, start + length) + validOwn.slice(start)
            : validOwn.slice(0, start) + validOwn.slice(start + length),
        );
      }),
      { numRuns: 500 },
    );
  });
});
