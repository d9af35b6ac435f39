import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import packData from '../../data/pack.json';
import payData from '../../data/pay.json';
import careerSchema from '../../data/schema/career.schema.json';
import ownPaySchema from '../../data/schema/own-pay.schema.json';
import packSchema from '../../data/schema/pack.schema.json';
import pathsSchema from '../../data/schema/paths.schema.json';
import paySchema from '../../data/schema/pay.schema.json';
import skillSchema from '../../data/schema/skill.schema.json';
import { parseCareer } from '../../src/core/careerFile';
import { isId, payPeriods, skillKinds, skillLevels } from '../../src/core/model';
import { parsePack, requiredSections } from '../../src/core/pack';
import { parsePaths, type PathReferences } from '../../src/core/pathsFile';
import { parseOwnPay, parsePay } from '../../src/core/payFile';
import { isError, type Problem } from '../../src/core/problems';

interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  /** What editors insert for a whole value. */
  readonly defaultSnippets?: readonly {
    readonly label: string;
    readonly description: string;
    readonly body: unknown;
  }[];
}
type Fields = Record<string, unknown>;

const schemas: Readonly<Record<'career' | 'ownPay' | 'pack' | 'paths' | 'pay' | 'skill', Schema>> = {
  career: careerSchema,
  ownPay: ownPaySchema,
  pack: packSchema,
  paths: pathsSchema,
  pay: paySchema,
  skill: skillSchema,
};

// ---------- valid values, each with every field that its schema knows ----------

const today = '2026-05';

const skill = (): Fields => ({
  id: 'alpha',
  title: 'Alpha',
  area: 'basics',
  kind: 'language',
  level: 'beginner',
  minutes: 30,
  summary: 'A small skill that tests can break at will.',
  prerequisites: [],
  related: [],
  aliases: ['letter alpha'],
  roles: ['maker'],
  sources: ['https://example.com/alpha'],
});
const area = (): Fields => ({ id: 'basics', title: 'Basics', summary: 'Where to begin.', skills: ['alpha'] });
const pack = (): Fields => ({
  $schema: './schema/pack.schema.json',
  format: 1,
  id: 'tiny',
  title: 'Tiny pack',
  version: '1.0.0',
  areas: [area()],
});
const role = (): Fields => ({ id: 'maker', title: 'Maker' });
const article = (): Fields => ({ id: 'almanac', title: 'Almanac', publisher: 'Press', date: '2024-04-26' });
/** A figure cannot hold all fields: it has an amount, or both ends of a range. */
const figure = (): Fields => ({
  id: 'maker-here',
  role: 'maker',
  reportedRole: 'Maker of things',
  amount: 50000,
  currency: 'USD',
  period: 'year',
  statistic: 'median',
  region: 'Here',
  regionKind: 'country',
  source: 'Office',
  asOf: '2024-02',
  deltaVsUsAverage: 8,
  deltaVsBackEndDeveloper: -3.5,
  articles: ['almanac'],
  note: 'First.',
});
const range = (): Fields => ({ ...without(figure(), 'amount'), low: 30000, high: 40000 });
const outlook = (): Fields => ({
  id: 'makers-grow',
  kind: 'growth',
  text: 'More makers will be needed.',
  percent: 16,
  years: [2022, 2032],
  occupation: 'Makers',
  source: 'Office',
  articles: ['almanac'],
  note: 'Counts all makers.',
});
const side = (): Fields => ({ says: 'Makers earn $50,000', articles: ['almanac'] });
const contradiction = (): Fields => ({
  id: 'maker-pay',
  subject: 'Pay of makers',
  sides: [side()],
  comment: 'Two years.',
});
const pay = (): Fields => ({
  $schema: './schema/pay.schema.json',
  format: 1,
  roles: [role()],
  articles: [article()],
  figures: [figure()],
  outlook: [outlook()],
  contradictions: [contradiction()],
});
const ownRole = (): Fields => ({ id: 'mender', title: 'Mender' });
const ownFigure = (): Fields => ({ ...figure(), id: 'my-own', role: 'mender' });
const ownRange = (): Fields => ({ ...range(), id: 'my-own', role: 'mender' });
const ownPay = (): Fields => ({
  $schema: './schema/own-pay.schema.json',
  format: 1,
  roles: [ownRole()],
  figures: [ownFigure()],
});

const fact = (): Fields => ({ id: 'one', text: 'Something said.', skills: ['alpha'], articles: ['almanac'] });
const entry = (): Fields => ({ ...fact(), title: 'A name' });
const row = (): Fields => ({
  id: 'row',
  aspect: 'Side',
  cells: ['Client', ''],
  note: 'Roughly.',
  articles: ['almanac'],
});
const offer = (): Fields => ({ ...entry(), provider: 'School' });
const share = (): Fields => ({ percent: 69, text: 'Of all makers, in 2022.' });
/** An entry of each list of the guide, or of each group of it. */
const careerEntries = {
  day: (): Fields => ({ ...entry(), time: '09:00' }),
  tasks: fact,
  collaborators: entry,
  places: entry,
  comparisons: (): Fields => ({ id: 'sides', title: 'Sides', columns: ['Front', 'Back'], rows: [row()] }),
  ways: (): Fields => ({
    ...entry(),
    icon: 'book',
    takes: 'A year.',
    costs: 'Nothing.',
    suits: 'Readers.',
    watch: 'The clock.',
    share: share(),
    offers: [offer()],
  }),
  titles: (): Fields => ({ ...entry(), also: ['A spelling'], role: 'maker' }),
  boards: (): Fields => ({ ...entry(), technology: 'Alpha', url: 'https://example.com/work' }),
  checklist: fact,
  moves: (): Fields => ({ ...entry(), learn: ['Letters'], role: 'maker' }),
  questions: entry,
  facts: fact,
  contradictions: contradiction,
  reading: (): Fields => ({ ...entry(), kind: 'article', url: 'https://example.com/letters' }),
} satisfies Record<string, () => Fields>;
type CareerList = keyof typeof careerEntries;
const careerLists = Object.keys(careerEntries) as CareerList[];
const grouped: ReadonlySet<CareerList> = new Set<CareerList>(['tasks', 'titles', 'checklist']);
const group = (entries: readonly Fields[]): Fields => ({ id: 'group', title: 'Group', entries });
const inList = (list: CareerList, value: Fields): readonly Fields[] => (grouped.has(list) ? [group([value])] : [value]);
const career = (): Fields => ({
  $schema: './schema/career.schema.json',
  format: 1,
  ...Object.fromEntries(careerLists.map((list) => [list, inList(list, careerEntries[list]())])),
});

const step = (): Fields => ({
  id: 'one',
  group: 'Week 1',
  skill: 'alpha',
  items: ['say'],
  lab: 'spell',
  minutes: 60,
  reason: 'It comes first because all words begin with it.',
});
const path = (): Fields => ({
  id: 'letters',
  title: 'Letters',
  summary: 'All of them.',
  audience: 'You can speak.',
  steps: [step()],
});
const paths = (): Fields => ({ $schema: './schema/paths.schema.json', format: 1, paths: [path()] });

const sections: Readonly<Record<(typeof requiredSections)[number], string>> = {
  'What it is': 'A letter.',
  'Why it matters': 'Words are made of letters.',
  'How it works': 'It stands for a sound.',
  Example: '```js run\n1;\n```\n\n```output\n1\n```',
  'Common mistakes': '- **Skipping it.** Then words have gaps.',
  Practise: '- [ ] Say it aloud {#say}',
  'Check yourself': '**What is alpha?** {#meaning}\nA letter.',
  'Learn more': '- [Letters](https://example.com/letters) All of them.',
};
const body = requiredSections.map((title) => `## ${title}\n\n${sections[title]}\n`).join('\n');

// ---------- what the parser says about a value in its place ----------

function checkPack(value: Fields, page: Fields = skill()): readonly Problem[] {
  // JSON is YAML, so each field may be written as JSON.
  const front = Object.entries(page).map(([name, field]) => `${name}: ${JSON.stringify(field)}\n`);
  const files = new Map([
    ['pack.json', JSON.stringify(value, null, 2)],
    ['skills/basics/alpha.md', `---\n${front.join('')}---\n\n${body}`],
  ]);
  return parsePack(files, new Set(['maker'])).problems;
}

const checkPay = (value: Fields): readonly Problem[] => parsePay(JSON.stringify(value, null, 2), today).problems;

const { pay: shipped } = parsePay(JSON.stringify(payData), today);
assert.ok(shipped);
const builtIn = { ...shipped, articles: parsePay(JSON.stringify(pay()), today).pay!.articles };
const checkOwnPay = (value: Fields): readonly Problem[] =>
  parseOwnPay(JSON.stringify(value, null, 2), today, builtIn, 'own.json').problems;
const inOwnPay = (value: Fields): readonly Problem[] => checkOwnPay({ ...ownPay(), figures: [value] });

const references = {
  skills: new Set(['alpha']),
  articles: new Set(['almanac']),
  roles: new Set(['maker']),
};
const checkCareer = (value: Fields): readonly Problem[] =>
  parseCareer(JSON.stringify(value, null, 2), references).problems;
const inCareer = (list: CareerList, value: Fields): readonly Problem[] =>
  checkCareer({ ...career(), [list]: inList(list, value) });

const pathReferences: PathReferences = {
  pack: 'tiny',
  skills: new Map([
    [
      'alpha',
      { minutes: 20, items: [{ id: 'tiny/alpha/say', text: 'Say it' }], prerequisites: [], summary: 'A letter.' },
    ],
  ]),
  labs: new Map([['spell', { minutes: 30, skills: ['alpha'] }]]),
};
const checkPaths = (value: Fields): readonly Problem[] =>
  parsePaths(JSON.stringify(value, null, 2), pathReferences).problems;

/** Every kind of object in the files: its schema, a valid value, and the parser's word on another value in its place. */
const objects: readonly {
  readonly name: string;
  readonly schema: Schema;
  readonly valid: () => Fields;
  readonly check: (value: Fields) => readonly Problem[];
}[] = [
  { name: 'a pack', schema: schemas.pack, valid: pack, check: checkPack },
  {
    name: 'an area',
    schema: child(schemas.pack, 'areas'),
    valid: area,
    check: (value) => checkPack({ ...pack(), areas: [value] }),
  },
  { name: 'a skill', schema: schemas.skill, valid: skill, check: (value) => checkPack(pack(), value) },
  { name: 'a pay file', schema: schemas.pay, valid: pay, check: checkPay },
  {
    name: 'a role',
    schema: child(schemas.pay, 'roles'),
    valid: role,
    check: (value) => checkPay({ ...pay(), roles: [value] }),
  },
  {
    name: 'an article',
    schema: child(schemas.pay, 'articles'),
    valid: article,
    check: (value) => checkPay({ ...pay(), articles: [value] }),
  },
  {
    name: 'a figure with an amount',
    schema: child(schemas.pay, 'figures'),
    valid: figure,
    check: (value) => checkPay({ ...pay(), figures: [value] }),
  },
  {
    name: 'a figure with a range',
    schema: child(schemas.pay, 'figures'),
    valid: range,
    check: (value) => checkPay({ ...pay(), figures: [value] }),
  },
  {
    name: 'a statement of the outlook',
    schema: child(schemas.pay, 'outlook'),
    valid: outlook,
    check: (value) => checkPay({ ...pay(), outlook: [value] }),
  },
  {
    name: 'a contradiction about pay',
    schema: child(schemas.pay, 'contradictions'),
    valid: contradiction,
    check: (value) => checkPay({ ...pay(), contradictions: [value] }),
  },
  {
    name: 'a side of a contradiction about pay',
    schema: child(child(schemas.pay, 'contradictions'), 'sides'),
    valid: side,
    check: (value) => checkPay({ ...pay(), contradictions: [{ ...contradiction(), sides: [value] }] }),
  },
  { name: 'a pay file of a reader', schema: schemas.ownPay, valid: ownPay, check: checkOwnPay },
  {
    name: 'a role of a reader',
    schema: child(schemas.ownPay, 'roles'),
    valid: ownRole,
    check: (value) => checkOwnPay({ ...ownPay(), roles: [value] }),
  },
  {
    name: 'a figure of a reader with an amount',
    schema: child(schemas.ownPay, 'figures'),
    valid: ownFigure,
    check: inOwnPay,
  },
  {
    name: 'a figure of a reader with a range',
    schema: child(schemas.ownPay, 'figures'),
    valid: ownRange,
    check: inOwnPay,
  },
  { name: 'a career guide', schema: schemas.career, valid: career, check: checkCareer },
  ...careerLists.map((list) => ({
    name: `an entry of "${list}"`,
    schema: grouped.has(list) ? child(child(schemas.career, list), 'entries') : child(schemas.career, list),
    valid: careerEntries[list],
    check: (value: Fields) => inCareer(list, value),
  })),
  ...[...grouped].map((list) => ({
    name: `a group of "${list}"`,
    schema: child(schemas.career, list),
    valid: () => group([careerEntries[list]()]),
    check: (value: Fields) => checkCareer({ ...career(), [list]: [value] }),
  })),
  {
    name: 'a row of a comparison',
    schema: child(child(schemas.career, 'comparisons'), 'rows'),
    valid: row,
    check: (value) => inCareer('comparisons', { ...careerEntries.comparisons(), rows: [value] }),
  },
  {
    name: 'an offer of a way',
    schema: child(child(schemas.career, 'ways'), 'offers'),
    valid: offer,
    check: (value) => inCareer('ways', { ...careerEntries.ways(), offers: [value] }),
  },
  {
    name: 'a side of a contradiction',
    schema: child(child(schemas.career, 'contradictions'), 'sides'),
    valid: side,
    check: (value) => inCareer('contradictions', { ...contradiction(), sides: [value] }),
  },
  { name: 'a file of paths', schema: schemas.paths, valid: paths, check: checkPaths },
  {
    name: 'a path',
    schema: child(schemas.paths, 'paths'),
    valid: path,
    check: (value) => checkPaths({ ...paths(), paths: [value] }),
  },
  {
    name: 'a step of a path',
    schema: child(child(schemas.paths, 'paths'), 'steps'),
    valid: step,
    check: (value) => checkPaths({ ...paths(), paths: [{ ...path(), steps: [value] }] }),
  },
];

const ajv = new Ajv({
  strictTypes: false,
  strictRequired: false,
  keywords: ['defaultSnippets'],
  formats: { uri: (text: string) => URL.canParse(text) },
});
/** True when the schema has nothing against the value. */
function accepts(schema: Schema, value: unknown): boolean {
  return ajv.validate(schema, value);
}

function without(value: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(value).filter(([field]) => field !== name));
}

function child(schema: Schema, list: string): Schema {
  const items = schema.properties?.[list]?.items;
  assert.ok(items, `"${list}" must describe its entries`);
  return items;
}

function property(schema: Schema, name: string): Schema {
  const found = schema.properties?.[name];
  assert.ok(found, `"${name}" must be described`);
  return found;
}

/** Every schema inside a schema, by its path. */
function* walk(schema: Schema, path: string): Generator<readonly [string, Schema]> {
  yield [path, schema];
  for (const [name, inner] of Object.entries(schema.properties ?? {})) yield* walk(inner, `${path}.${name}`);
  if (schema.items) yield* walk(schema.items, `${path}[]`);
  for (const [at, inner] of (schema.anyOf ?? []).entries())
    if (inner.enum ?? inner.type) yield* walk(inner, `${path}|${at}`);
}
const everywhere = Object.entries(schemas).flatMap(([name, schema]) => [...walk(schema, name)]);

/** Values of every type, most of them wrong in most places. */
const odd: readonly unknown[] = [null, true, 7.5, -1, 0, '', ' ', 'Not an id!', [], [7], [' '], ['Not an id!'], {}];

/** Where parser and schema judge differently, and why. */
const differing: Readonly<Record<string, { readonly fields: readonly string[]; readonly why: string }>> = {
  'a pay file': { fields: ['roles', 'articles'], why: 'a schema cannot know that figures name what is listed there' },
  'a pay file of a reader': { fields: ['roles'], why: 'a schema cannot know that figures name what is listed there' },
  'an article': { fields: ['publisher', 'date'], why: 'the parser takes what is no text for null' },
  'a figure with a range': { fields: ['high'], why: 'a schema cannot compare two numbers' },
  'a figure of a reader with a range': { fields: ['high'], why: 'a schema cannot compare two numbers' },
  'an entry of "comparisons"': { fields: ['columns'], why: 'a schema cannot count the cells against the columns' },
  'a row of a comparison': { fields: ['cells'], why: 'a schema cannot count the cells against the columns' },
};

const named = (problems: readonly Problem[], code: Problem['code'], detail: string): boolean =>
  problems.some((problem) => problem.code === code && problem.detail === detail);

describe('schemas', () => {
  it('are of draft 7 and describe every field in a sentence', () => {
    for (const schema of [careerSchema, ownPaySchema, packSchema, pathsSchema, paySchema, skillSchema])
      assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#');
    const fields = everywhere.flatMap(([path, schema]) =>
      Object.entries(schema.properties ?? {}).map(([name, inner]) => [`${path}.${name}`, inner] as const),
    );
    assert.ok(fields.length > 30, `${fields.length} fields`);
    for (const [path, schema] of [...fields, ...Object.entries(schemas)])
      assert.match(schema.description ?? '', /^[A-Z].{10,}\.$/, path);
  });

  it('list the values that the model lists', () => {
    const lists = everywhere.flatMap(([path, schema]) => (schema.enum ? [[path, schema.enum] as const] : []));
    assert.deepEqual(Object.fromEntries(lists), {
      'skill.kind': skillKinds,
      'skill.level': skillLevels,
      'pay.figures[].period': payPeriods,
      'ownPay.figures[].period': payPeriods,
      'ownPay.figures[].role|0': shipped.roles.map(({ id }) => id),
    });
  });

  it('list the values that the parser accepts', () => {
    for (const kind of skillKinds) assert.deepEqual(checkPack(pack(), { ...skill(), kind }), []);
    for (const level of skillLevels) assert.deepEqual(checkPack(pack(), { ...skill(), level }), []);
    for (const period of payPeriods) assert.deepEqual(checkPay({ ...pay(), figures: [{ ...figure(), period }] }), []);
    for (const { id } of shipped.roles) assert.deepEqual(inOwnPay({ ...ownFigure(), role: id }), []);
    for (const schema of [schemas.career, schemas.ownPay, schemas.pack, schemas.paths, schemas.pay])
      assert.equal(property(schema, 'format').const, 1);
  });

  for (const { name, schema, valid, check } of objects) {
    describe(`for ${name}`, () => {
      it('know the fields of a valid one', () => {
        assert.deepEqual(check(valid()), []);
        const known = Object.keys(schema.properties ?? {});
        assert.deepEqual(
          Object.keys(valid()).filter((field) => !known.includes(field)),
          [],
        );
        // What a valid one lacks can only be the other way to give an amount.
        const other = 'amount' in valid() ? ['low', 'high'] : 'low' in valid() ? ['amount'] : [];
        assert.deepEqual(
          known.filter((field) => !(field in valid())),
          other,
        );
      });

      it('require what the parser requires', () => {
        const missing = Object.keys(valid()).filter((field) =>
          named(check(without(valid(), field)), 'field-missing', field),
        );
        assert.deepEqual([...(schema.required ?? [])].sort(), missing.sort());
      });

      it('are closed where the parser points out unknown fields', () => {
        const pointedOut = named(check({ ...valid(), surprise: 1 }), 'field-unknown', 'surprise');
        assert.equal(schema.additionalProperties === false, pointedOut);
      });

      it('accept what the parser accepts, field by field', () => {
        assert.ok(accepts(schema, valid()), ajv.errorsText());
        const known = differing[name]?.fields ?? [];
        // The parser passes over "$schema", which is there for editors alone.
        for (const field of Object.keys(valid()).filter((candidate) => candidate !== '$schema')) {
          const wrong = odd.filter((value) => {
            const changed = { ...valid(), [field]: value };
            return accepts(schema, changed) === check(changed).some(isError);
          });
          if (known.includes(field)) assert.notDeepEqual(wrong, [], `"${field}" needs no exception`);
          else assert.deepEqual(wrong, [], field);
        }
      });
    });
  }

  it('know an id as the model does', () => {
    const strings = everywhere.filter(([, { type, enum: values }]) => type === 'string' && !values);
    const ids = strings.filter(([path]) => path.endsWith('.id'));
    assert.equal(ids.length, 31);
    const references = strings.filter(([, schema]) => schema.pattern === ids[0]![1].pattern);
    const naming = /\.(id|area|skill|lab|role(\|1)?|(articles|items|skills|roles|prerequisites|related)\[\])$/;
    assert.deepEqual(
      references.map(([path]) => path),
      strings.map(([path]) => path).filter((path) => naming.test(path)),
    );
    assert.equal(references.length, 75);
    const { pattern } = ids[0]![1];
    for (const [path, schema] of references) assert.equal(schema.maxLength, 64, path);
    const allows = (text: string): boolean => new RegExp(pattern!, 'u').test(text) && text.length <= 64;
    const scraps = fc.array(fc.constantFrom('a', 'z9', '0', '-', '--', 'A', '_', ' ', '.', 'é', '\n', 'x'.repeat(31)));
    fc.assert(
      fc.property(
        scraps.map((parts) => parts.join('')),
        (text) => {
          assert.equal(allows(text), isId(text));
        },
      ),
    );
  });

  it('set the bounds that the parser sets', () => {
    const { minimum, maximum } = property(schemas.skill, 'minutes');
    const { minLength, maxLength } = property(schemas.skill, 'summary');
    assert.ok(minimum !== undefined && maximum !== undefined && minLength !== undefined && maxLength !== undefined);
    const passes = (fields: Fields): boolean => checkPack(pack(), { ...skill(), ...fields }).length === 0;
    assert.deepEqual(
      [minimum - 1, minimum, maximum, maximum + 1].map((minutes) => passes({ minutes })),
      [false, true, true, false],
    );
    assert.deepEqual(
      [minLength - 1, minLength, maxLength, maxLength + 1].map((length) => passes({ summary: 'x'.repeat(length) })),
      [false, true, true, false],
    );
    const { share: shareSchema } = child(schemas.career, 'ways').properties ?? {};
    assert.ok(shareSchema);
    for (const percent of [-1, 0, 0.5, 1, 69, 100, 100.5]) {
      const value = { ...share(), percent };
      const passed = inCareer('ways', { ...careerEntries.ways(), share: value }).length === 0;
      assert.equal(accepts(shareSchema, value), passed, `${percent} %`);
    }
    for (const field of Object.keys(share())) {
      assert.ok(!accepts(shareSchema, without(share(), field)), field);
      const broken = { ...careerEntries.ways(), share: without(share(), field) };
      assert.ok(inCareer('ways', broken).some(isError), field);
    }
  });

  it('know a forecast as the parser does', () => {
    const schema = child(schemas.pay, 'outlook');
    for (const changed of [
      without(outlook(), 'percent'),
      without(outlook(), 'years'),
      without(without(outlook(), 'years'), 'percent'),
      ...[[2022], [2022, 2032, 2042], [2022, '2032'], [2022.5, 2032]].map((years) => ({ ...outlook(), years })),
    ]) {
      const passed = checkPay({ ...pay(), outlook: [changed] }).length === 0;
      assert.equal(accepts(schema, changed), passed, JSON.stringify(changed));
    }
  });

  it('know an amount as the parser does', () => {
    for (const [list, check] of [
      [schemas.pay, (value: Fields) => checkPay({ ...pay(), figures: [value] })],
      [schemas.ownPay, inOwnPay],
    ] as const)
      for (const ends of [
        { amount: 1 },
        { low: 1, high: 2 },
        {},
        { low: 1 },
        { high: 2 },
        { amount: 1, low: 1 },
        { amount: 1, high: 2 },
        { amount: 1, low: 1, high: 2 },
      ]) {
        const value = { ...without(figure(), 'amount'), id: 'another', ...ends };
        const passed = check({ ...value, role: list === schemas.pay ? 'maker' : 'mender' }).length === 0;
        assert.equal(accepts(child(list, 'figures'), value), passed, JSON.stringify(ends));
      }
  });

  it('know a time of day and an address as the parser does', () => {
    const time = property(child(schemas.career, 'day'), 'time');
    for (const value of ['00:00', '09:30', '19:59', '23:59', '24:00', '9:30', '09:60', '09.30', '09:30:00', ' 09:30']) {
      // The parser takes off white space at the ends of any text.
      const passed = inCareer('day', { ...careerEntries.day(), time: value }).length === 0;
      assert.equal(accepts(time, value.trim()), passed, value);
    }
    for (const list of ['boards', 'reading'] as const)
      for (const value of [
        'https://example.com',
        'https://example.com/a?b=c#d',
        'https://example.com:8443/a@b',
        'http://example.com',
        'https://someone:secret@example.com/',
        'ftp://example.com',
        'javascript:alert(1)',
        'example.com',
        'https://',
        null,
      ]) {
        const passed = inCareer(list, { ...careerEntries[list](), url: value }).length === 0;
        assert.equal(accepts(property(child(schemas.career, list), 'url'), value), passed, String(value));
      }
  });

  it('know the optional fields of a figure of a reader', () => {
    const optional = Object.keys(ownFigure()).filter(
      (field) => !child(schemas.ownPay, 'figures').required?.includes(field) && field !== 'amount',
    );
    const least = optional.reduce(without, ownFigure());
    assert.deepEqual(Object.keys(least).sort(), ['amount', 'asOf', 'currency', 'id', 'role', 'source']);
    assert.deepEqual(inOwnPay(least), []);
    assert.ok(accepts(child(schemas.ownPay, 'figures'), least));
  });

  it('offer examples and whole figures that can be taken as they are', () => {
    const examples = everywhere.flatMap(([path, schema]) =>
      (schema.examples ?? []).map((example) => [path, schema, example] as const),
    );
    assert.ok(examples.some(([path]) => path === 'ownPay.figures[].currency'));
    for (const [path, schema, example] of examples) assert.ok(accepts(schema, example), `${path}: ${String(example)}`);
    for (const currency of property(child(schemas.ownPay, 'figures'), 'currency').examples ?? [])
      assert.deepEqual(inOwnPay({ ...ownFigure(), currency }), []);

    const { defaultSnippets = [] } = child(schemas.ownPay, 'figures');
    assert.equal(defaultSnippets.length, 2);
    for (const { label, body } of defaultSnippets) {
      // `^` before a place means that what is typed there is no text.
      const taken = JSON.stringify(body)
        .replace(/"\^\$\{\d+:([^}]*)\}"/g, '$1')
        .replace(/\$\{\d+:([^}]*)\}/g, '$1');
      assert.doesNotMatch(taken, /[$^]/, label);
      const stops = [...JSON.stringify(body).matchAll(/\$\{(\d+):/g)].map(([, stop]) => Number(stop));
      assert.deepEqual(
        stops,
        stops.map((_, at) => at + 1),
        label,
      );
      const inserted = JSON.parse(taken) as Fields;
      assert.deepEqual(inOwnPay(inserted), [], label);
      assert.ok(accepts(child(schemas.ownPay, 'figures'), inserted), label);
    }
  });

  it('know a date as the parser does', () => {
    const { pattern } = property(child(schemas.pay, 'figures'), 'asOf');
    assert.equal(property(child(schemas.ownPay, 'figures'), 'asOf').pattern, pattern);
    for (const asOf of [
      '1989',
      '1990',
      '1999-12',
      '2024',
      '2024-00',
      '2024-01',
      '2024-12',
      '2024-13',
      '2024-1',
      '24',
      '',
    ]) {
      const accepted = checkPay({ ...pay(), figures: [{ ...figure(), asOf }] }).length === 0;
      assert.equal(new RegExp(pattern!, 'u').test(asOf), accepted, asOf);
    }
  });

  it('have nothing against the files that ship', () => {
    for (const name of ['career', 'pack', 'paths', 'pay'] as const) {
      // Read here and not imported, so that a file that is missing or broken fails this test alone.
      const value = JSON.parse(readFileSync(`data/${name}.json`, 'utf8')) as unknown;
      assert.ok(accepts(schemas[name], value), `data/${name}.json: ${ajv.errorsText()}`);
    }
  });

  it('know every field of the files that ship, and find none missing', () => {
    const wrong: string[] = [];
    const compare = (value: unknown, schema: Schema, path: string): void => {
      if (Array.isArray(value)) {
        for (const [index, entry] of value.entries())
          if (schema.items) compare(entry, schema.items, `${path}[${index}]`);
      } else if (typeof value === 'object' && value !== null) {
        for (const field of schema.required ?? []) if (!(field in value)) wrong.push(`${path} lacks ${field}`);
        for (const [field, inner] of Object.entries(value)) {
          const known = schema.properties?.[field];
          if (known) compare(inner, known, `${path}.${field}`);
          else wrong.push(`${path}.${field}`);
        }
      }
    };
    compare(JSON.parse(readFileSync('data/career.json', 'utf8')), schemas.career, 'career');
    compare(packData, schemas.pack, 'pack');
    compare(JSON.parse(readFileSync('data/paths.json', 'utf8')), schemas.paths, 'paths');
    compare(payData, schemas.pay, 'pay');
    assert.deepEqual(wrong, []);
  });
});
