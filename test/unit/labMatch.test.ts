import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json, JsonMatch, TextMatch } from '../../src/core/lab';
import {
  asText,
  atPointer,
  describeJson,
  describeText,
  matchJson,
  matchText,
  namesIn,
  nearest,
  substitute,
  substituteJson,
} from '../../src/core/labMatch';

/** JSON that holds no rules and no places to fill in. */
const json = fc
  .jsonValue({ maxDepth: 4 })
  .filter((value) => !JSON.stringify(value).includes('$'))
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe('expected texts', () => {
  const cases: readonly (readonly [match: TextMatch, right: string, wrong: string])[] = [
    ['exact', 'exact', 'exactly'],
    [{ matches: '^a+$' }, 'aaa', 'ab'],
    [{ matches: '^A+$', flags: 'i' }, 'aaa', 'b'],
    [{ contains: 'mid' }, 'amidst', 'a'],
    [{ oneOf: ['a', { contains: 'b' }] }, 'xbx', 'c'],
    [{ all: [{ contains: 'a' }, { not: { contains: 'b' } }] }, 'a', 'ab'],
    [{ not: 'a' }, 'b', 'a'],
  ];
  for (const [match, right, wrong] of cases)
    it(`${JSON.stringify(match)} matches ${right}, not ${wrong}`, () => {
      assert.ok(matchText(match, right));
      assert.ok(!matchText(match, wrong));
      assert.notEqual(describeText(match), '');
    });

  it('fill in what was captured, as it is even in a pattern', () => {
    const values = new Map<string, Json>([
      ['id', 'a.b'],
      ['n', 7],
    ]);
    assert.ok(matchText('/items/${id}', '/items/a.b', values));
    assert.ok(matchText({ matches: '^/${id}/${n}$' }, '/a.b/7', values));
    assert.ok(!matchText({ matches: '^/${id}$' }, '/axb', values));
    assert.ok(matchText('${unknown}', '${unknown}', values));
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, around) => {
        const given = new Map<string, Json>([['v', value]]);
        assert.ok(matchText({ matches: '^<${v}>$', flags: 's' }, `<${value}>`, given));
        assert.equal(
          matchText({ matches: '^${v}$', flags: 's' }, around, given),
          around === value || around === `${value}\n`.slice(0, -1),
        );
      }),
    );
  });

  it('match nothing by a pattern that is none', () => {
    assert.ok(!matchText({ matches: '(' }, '('));
  });
});

describe('expected JSON', () => {
  const cases: readonly (readonly [match: JsonMatch, right: readonly Json[], wrong: readonly (Json | undefined)[]])[] =
    [
      [1, [1], ['1', 2, null, undefined]],
      [null, [null], [undefined, 0]],
      [{ a: 1 }, [{ a: 1 }, { a: 1, b: 2 }], [{}, { a: 2 }, [], 'a']],
      [{ a: 1, $only: true }, [{ a: 1 }], [{ a: 1, b: 2 }]],
      [{ $only: true }, [{}], [{ a: 1 }, []]],
      [[1, { a: 2 }], [[1, { a: 2, b: 3 }]], [[1], [{ a: 2 }, 1], {}]],
      [{ $type: 'integer' }, [1], [1.5, '1']],
      [{ $type: 'array' }, [[]], [{}]],
      [{ $type: 'null' }, [null], [0, undefined]],
      [{ $text: { matches: '^a' } }, ['abc'], ['b', 1]],
      [{ $length: 2 }, [[1, 2], 'ab'], [[1], {}]],
      [{ $length: { $gte: 1, $lte: 2 } }, [[1]], [[], [1, 2, 3]]],
      [{ $gte: 3 }, [3, 4], [2, '4']],
      [{ $gte: '2024-01-01' }, ['2024-05-01'], ['2023-01-01', 3000]],
      [{ $includes: { id: 2 } }, [[{ id: 1 }, { id: 2 }]], [[], [{ id: 3 }]]],
      [{ $every: { id: { $type: 'integer' } } }, [[], [{ id: 1 }]], [[{ id: 1 }, { id: 'a' }], {}]],
      [{ $oneOf: [1, 'a'] }, [1, 'a'], [2]],
      [{ $not: { $type: 'string' } }, [1], ['a', undefined]],
      [{ a: { $absent: true } }, [{}, { b: 1 }], [{ a: null }, []]],
      [{ a: { $absent: false } }, [{ a: null }], [{}]],
      [{ a: { $oneOf: [{ $absent: true }, null] } }, [{}, { a: null }], [{ a: 1 }]],
      [{ $type: 'object', a: 1 }, [{ a: 1 }], [{ a: 2 }]],
      [{ 'a/b': { '~': 1 } }, [{ 'a/b': { '~': 1 } }], [{ 'a/b': { '~': 2 } }]],
    ];
  for (const [match, right, wrong] of cases)
    it(`${JSON.stringify(match)} matches ${JSON.stringify(right)} and not ${JSON.stringify(wrong)}`, () => {
      for (const value of right) assert.deepEqual(matchJson(match, value), []);
      for (const value of wrong) assert.notDeepEqual(matchJson(match, value), [], JSON.stringify(value));
      assert.notEqual(describeJson(match), '');
    });

  it('names each place that differs', () => {
    const differences = matchJson(
      { items: [{ id: 1, 'a/b': true }], total: 2, $only: true },
      { items: [{ id: 2 }], total: 2, more: 1 },
    );
    assert.deepEqual(
      differences.map(({ path, expected, actual }) => [path, expected, actual]),
      [
        ['/items/0/id', '1', '2'],
        ['/items/0/a~1b', 'true', 'nothing'],
        ['/more', 'nothing', '1'],
      ],
    );
  });

  it('takes a captured value with its type', () => {
    const values = new Map<string, Json>([['id', 7]]);
    assert.deepEqual(matchJson({ id: '${id}', path: '/items/${id}' }, { id: 7, path: '/items/7' }, values), []);
    assert.notDeepEqual(matchJson({ id: '${id}' }, { id: '7' }, values), []);
    assert.deepEqual(substituteJson(['${id}', { a: 'n${id}' }, null], values), [7, { a: 'n7' }, null]);
  });

  it('is met by itself and by nothing that differs from it', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        assert.deepEqual(matchJson(a, a), []);
        const closed = (value: Json): Json =>
          Array.isArray(value)
            ? (value as readonly Json[]).map(closed)
            : typeof value === 'object' && value !== null
              ? {
                  ...Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, closed(entry)])),
                  $only: true,
                }
              : value;
        const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
        assert.equal(matchJson(closed(a), b).length === 0, same);
      }),
    );
  });

  it('stays met when an object gets more fields', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((key) => !key.startsWith('$')),
          json,
        ),
        json,
        (object, more) => {
          assert.deepEqual(matchJson(object, { ...object, 'one more field': more }), []);
        },
      ),
    );
  });

  it('gives every difference a place that is in one of the two', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        for (const { path } of matchJson(a, b))
          assert.ok(atPointer(a, path) !== undefined || atPointer(b, path) !== undefined, path);
      }),
    );
  });

  it('is met by what is nearest to any value', () => {
    fc.assert(
      fc.property(json, json, (match, actual) => {
        assert.deepEqual(matchJson(match, nearest(match, actual)), []);
        // What matches already is shown as it came.
        assert.deepEqual(nearest(actual, actual), actual);
      }),
    );
  });

  it('never throws, whatever the rules hold', () => {
    const anything = fc.jsonValue().map((value) => value as Json);
    const rules = fc.dictionary(
      fc.constantFrom('$type', '$length', '$gte', '$includes', '$every', '$oneOf', '$not', '$absent', 'a'),
      anything,
    );
    fc.assert(
      fc.property(fc.oneof(anything, rules), anything, (match, actual) => {
        matchJson(match, actual);
        nearest(match, actual);
        describeJson(match);
      }),
    );
  });
});

const sorted = (value: Json): Json =>
  Array.isArray(value)
    ? (value as readonly Json[]).map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .map(([key, entry]): [string, Json] => [key, sorted(entry)])
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value;

describe('places to fill in', () => {
  it('are found and filled', () => {
    assert.deepEqual(namesIn('/a/${b}?c=${d_1}&${}&$e'), ['b', 'd_1']);
    assert.equal(substitute('${a}-${b}', new Map<string, Json>([['a', { x: 1 }]])), '{"x":1}-${b}');
    assert.equal(asText(null), 'null');
    // Special replacement patterns of JavaScript mean nothing here.
    assert.equal(substitute('${a}', new Map([['a', '$&$1']])), '$&$1');
  });

  it('are read by JSON Pointer', () => {
    const value = { a: [{ 'b/c': 1 }, 2], '': 3 };
    assert.equal(atPointer(value, '/a/0/b~1c'), 1);
    assert.equal(atPointer(value, '/a/-'), 2);
    assert.equal(atPointer(value, '/'), 3);
    assert.equal(atPointer(value, '/a/7'), undefined);
    assert.equal(atPointer(value, '/toString'), undefined);
    assert.deepEqual(atPointer(value, ''), value);
  });
});
