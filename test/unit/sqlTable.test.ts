import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sortRows, toCsv, toMarkdown, type SqlRow } from '../../src/core/sqlTable';

const sorted = (values: SqlRow, type: number, descending = false): SqlRow =>
  sortRows(
    values.map((value) => [value]),
    [type],
    { column: 0, descending },
  ).map(([value]) => value!);

describe('tables of results', () => {
  it('are sorted with numbers as numbers and NULL last, in both directions', () => {
    assert.deepEqual(sorted(['10', '9', null, '-1.5'], 1700), ['-1.5', '9', '10', null]);
    assert.deepEqual(sorted(['10', '9', null, '-1.5'], 1700, true), ['10', '9', '-1.5', null]);
    assert.deepEqual(sorted(['10', '9', null, 'a', 'Ä', 'B'], 25), ['10', '9', 'a', 'Ä', 'B', null]);
    assert.deepEqual(sorted([1, 'NaN', 'Infinity', null, '-Infinity'], 701), ['-Infinity', 1, 'Infinity', 'NaN', null]);
    assert.deepEqual(sorted([true, null, false], 16), [false, true, null]);
  });

  it('keep the order of equal rows, and the rows themselves', () => {
    const rows: SqlRow[] = [
      [1, 'a'],
      [1, 'b'],
      [0, 'c'],
    ];
    assert.deepEqual(sortRows(rows, [23, 25], { column: 0, descending: true }), [rows[0], rows[1], rows[2]]);
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer())), (values) => {
        assert.deepEqual(sorted(values, 23), [
          ...values.filter((value) => value !== null).sort((a, b) => a - b),
          ...values.filter((value) => value === null),
        ]);
      }),
    );
  });

  it('become CSV in which nothing and NULL differ', () => {
    assert.equal(
      toCsv(
        ['a', 'b,c'],
        [
          [null, ''],
          [1, 'say "hi"\n'],
        ],
      ),
      'a,"b,c"\r\n,""\r\n1,"say ""hi""\n"\r\n',
    );
  });

  it('become Markdown that no value can break', () => {
    assert.equal(
      toMarkdown(
        ['n', 'text'],
        [23, 25],
        [
          [1, 'a|b\nc\\'],
          [null, true],
        ],
      ),
      '| n | text |\n| --: | --- |\n| 1 | a\\|b<br>c\\\\ |\n| NULL | true |\n',
    );
  });
});
