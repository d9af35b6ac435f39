import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFromSql, parseToSql } from '../../src/protocol/sql';

describe('messages of the SQL workbench', () => {
  it('from the page carry ids and choices only', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'command', command: 'load' },
      { type: 'show', run: 3 },
      { type: 'more', result: 1, from: 1000 },
      { type: 'sort', result: 1, column: 0, descending: true },
      { type: 'value', result: 1, row: 5, column: 2 },
      { type: 'copy', result: 1, format: 'markdown' },
      { type: 'goTo', result: 1 },
    ])
      assert.deepEqual(parseFromSql({ ...message, more: 'x' }), message);
    for (const message of [
      { type: 'command', command: 'reset' },
      { type: 'run', sql: 'drop table t' },
      { type: 'more', result: -1, from: 0 },
      { type: 'sort', result: 1, column: 0.5, descending: true },
      { type: 'value', result: 1, row: '0', column: 0 },
      { type: 'copy', result: 1, format: 'exe' },
    ])
      assert.equal(parseFromSql(message), undefined, JSON.stringify(message));
  });

  it('never make either side throw', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('rows', 'run', 'sort', 'value', 'state', 'strings'), (value, type) => {
        parseFromSql(value);
        parseToSql(value);
        parseFromSql({ ...(value as object), type });
        parseToSql({ ...(value as object), type });
      }),
    );
  });

  it('to the page are dropped when they lack what it relies on', () => {
    for (const message of [
      null,
      {},
      { type: 'run', run: {} },
      { type: 'rows', result: 1, from: 0 },
      { type: 'value', text: 1 },
    ])
      assert.equal(parseToSql(message), undefined);
    const message = { type: 'rows', result: 1, from: 0, rows: [[1]] };
    assert.equal(parseToSql(message), message);
  });
});
