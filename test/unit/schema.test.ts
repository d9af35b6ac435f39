import assert from 'node:assert/strict';
import fc from 'fast-check';
import packData from '../../data/pack.json';
import payData from '../../data/pay.json';
import packSchema from '../../data/schema/pack.schema.json';
import paySchema from '../../data/schema/pay.schema.json';
import skillSchema from '../../data/schema/skill.schema.json';
import { isId, payPeriods, skillKinds, skillLevels } from '../../src/core/model';
import { parsePack, requiredSections } from '../../src/core/pack';
import { parsePay } from '../../src/core/payFile';
import type { Problem } from '../../src/core/problems';

interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}
type Fields = Record<string, unknown>;

const schemas: Readonly<Record<'pack' | 'pay' | 'skill', Schema>> = {
  pack: packSchema,
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
const pay = (): Fields => ({
  $schema: './schema/pay.schema.json',
  format: 1,
  roles: [role()],
  articles: [article()],
  figures: [figure()],
});

const sections: Readonly<Record<(typeof requiredSections)[number], string>> = {
  'What it is': 'A letter.',
  'Why it matters': 'Words are made of letters.',
  'How it works': 'It stands for a sound.',
  Example: '```js run\n1;\n```\n\n```output\n1\n```',
  'Common mistakes': '- **Skipping it.** Then words have gaps.',
  Practise: '- [ ] Say it aloud {#say}',
  'Check yourself': '**What is alpha?**\nA letter.',
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
];

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
}
const everywhere = Object.entries(schemas).flatMap(([name, schema]) => [...walk(schema, name)]);

const named = (problems: readonly Problem[], code: Problem['code'], detail: string): boolean =>
  problems.some((problem) => problem.code === code && problem.detail === detail);

describe('schemas', () => {
  it('are of draft 7 and describe every field in a sentence', () => {
    for (const schema of [packSchema, paySchema, skillSchema])
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
    });
  });

  it('list the values that the parser accepts', () => {
    for (const kind of skillKinds) assert.deepEqual(checkPack(pack(), { ...skill(), kind }), []);
    for (const level of skillLevels) assert.deepEqual(checkPack(pack(), { ...skill(), level }), []);
    for (const period of payPeriods) assert.deepEqual(checkPay({ ...pay(), figures: [{ ...figure(), period }] }), []);
    for (const schema of [schemas.pack, schemas.pay]) assert.equal(property(schema, 'format').const, 1);
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
    });
  }

  it('know an id as the model does', () => {
    const ids = everywhere.filter(([path, schema]) => path.endsWith('.id') && schema.type === 'string');
    assert.equal(ids.length, 6);
    const references = everywhere.filter(
      ([, schema]) => schema.pattern !== undefined && schema.pattern === ids[0]![1].pattern,
    );
    assert.deepEqual(references.map(([path]) => path).sort(), [
      'pack.areas[].id',
      'pack.areas[].skills[]',
      'pack.id',
      'pay.articles[].id',
      'pay.figures[].articles[]',
      'pay.figures[].id',
      'pay.figures[].role',
      'pay.roles[].id',
      'skill.area',
      'skill.id',
      'skill.prerequisites[]',
      'skill.related[]',
      'skill.roles[]',
    ]);
    const { pattern } = ids[0]![1];
    for (const [path, schema] of references) assert.equal(schema.maxLength, 64, path);
    const accepts = (text: string): boolean => new RegExp(pattern!, 'u').test(text) && text.length <= 64;
    const scraps = fc.array(fc.constantFrom('a', 'z9', '0', '-', '--', 'A', '_', ' ', '.', 'é', '\n', 'x'.repeat(31)));
    fc.assert(
      fc.property(
        scraps.map((parts) => parts.join('')),
        (text) => {
          assert.equal(accepts(text), isId(text));
        },
      ),
    );
  });

  it('set the bounds that the parser sets', () => {
    const { minimum, maximum } = property(schemas.skill, 'minutes');
    const { minLength, maxLength } = property(schemas.skill, 'summary');
    assert.ok(minimum !== undefined && maximum !== undefined && minLength !== undefined && maxLength !== undefined);
    const accepts = (fields: Fields): boolean => checkPack(pack(), { ...skill(), ...fields }).length === 0;
    assert.deepEqual(
      [minimum - 1, minimum, maximum, maximum + 1].map((minutes) => accepts({ minutes })),
      [false, true, true, false],
    );
    assert.deepEqual(
      [minLength - 1, minLength, maxLength, maxLength + 1].map((length) => accepts({ summary: 'x'.repeat(length) })),
      [false, true, true, false],
    );
  });

  it('know a date as the parser does', () => {
    const { pattern } = property(child(schemas.pay, 'figures'), 'asOf');
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
    compare(packData, schemas.pack, 'pack');
    compare(payData, schemas.pay, 'pay');
    assert.deepEqual(wrong, []);
  });
});
