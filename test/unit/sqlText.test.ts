import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canExplain, explainPrefix, splitStatements, statementAt } from '../../src/core/sqlText';
import { assertQuick } from './spent';

const texts = (sql: string): string[] => splitStatements(sql).map(({ text }) => text);

describe('splitting SQL into statements', () => {
  for (const [name, sql, expected] of [
    ['nothing', '', []],
    ['blanks, comments and empty statements', ' \n-- a;\n/* b; */ ; ;', []],
    ['two statements', 'select 1; select 2', ['select 1', 'select 2']],
    ['the last with and without a semicolon', 'select 1;', ['select 1']],
    ['a doubled quote', `select 'it''s; fine'; select 2`, [`select 'it''s; fine'`, 'select 2']],
    ['a backslash, which is nothing special', `select '\\'; select 2`, [`select '\\'`, 'select 2']],
    ['an escape string', `select E'\\'; select 2'; select 3`, [`select E'\\'; select 2'`, 'select 3']],
    ['an escape string over lines', `select e'a'\n  '\\';b'; select 3`, [`select e'a'\n  '\\';b'`, 'select 3']],
    [
      'a word that ends in e before a text',
      `select date'2024-01-01\\'; select 2`,
      [`select date'2024-01-01\\'`, 'select 2'],
    ],
    ['a quoted name', 'select 1 as "a;""b"; select 2', ['select 1 as "a;""b"', 'select 2']],
    ['dollar quotes', 'do $$ begin; end $$; select 2', ['do $$ begin; end $$', 'select 2']],
    ['dollar quotes with tags', 'select $a$ ; $$ ; $b$ $a$; select 2', ['select $a$ ; $$ ; $b$ $a$', 'select 2']],
    ['parameters, which are no dollar quotes', 'select $1; select $2', ['select $1', 'select $2']],
    ['a dollar within a name', 'select a$b$; select c$b$', ['select a$b$', 'select c$b$']],
    ['nested comments', 'select /* a /* ; */ ; */ 1; select 2', ['select /* a /* ; */ ; */ 1', 'select 2']],
    ['an operator that is no comment', 'select 5 - -1; select 2', ['select 5 - -1', 'select 2']],
    ['a comment before a statement', '-- why\nselect 1; -- after\nselect 2 -- end', ['select 1', 'select 2']],
    [
      'a function body without quotes',
      'create function f() returns int begin atomic; select case when true then 1 end; select 2; end; select 3',
      ['create function f() returns int begin atomic; select case when true then 1 end; select 2; end', 'select 3'],
    ],
    [
      'a transaction, which is no function body',
      'begin; select 1; end; select 2',
      ['begin', 'select 1', 'end', 'select 2'],
    ],
    [
      'a rule with several statements',
      'create or replace rule r as on insert to t do also (select 1; select 2); select 3',
      ['create or replace rule r as on insert to t do also (select 1; select 2)', 'select 3'],
    ],
    ['a parenthesis that was forgotten', 'select (1; select 2', ['select (1', 'select 2']],
    ['a quote that was forgotten', `select 'a; select 2`, [`select 'a; select 2`]],
  ] as const)
    it(`knows ${name}`, () => assert.deepEqual(texts(sql), expected));

  /** Pieces of statements in which a semicolon separates nothing. */
  const piece = fc.oneof(
    fc.constantFrom('select', 'a', '1.5', '+', ',', '(', ')', '"x;y"', '$1', 'é', '😀', '::int', "E'\\';'", "''';'"),
    fc.constantFrom('/* ; /* ; */ */', '-- ;\n', '$$ ; $$', '$q$ ; $$ $q$'),
    fc.string({ maxLength: 8 }).map((text) => `'${text.replaceAll("'", "''")}'`),
    fc.string({ maxLength: 8 }).map((text) => `"${text.replaceAll('"', '""')}"`),
  );
  // What begins with a word is a statement; what is only a comment would be none.
  const statement = fc.array(piece, { maxLength: 8 }).map((pieces) => ['select', ...pieces, 'z'].join(' '));

  it('gives back what was joined, whatever stands in quotes and comments', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (statements) => {
        assert.deepEqual(texts(statements.join(' ;\n')), statements);
      }),
      { numRuns: 500 },
    );
  });

  it('says where each stands, in order, and never throws', () => {
    const anything = fc.array(
      fc.oneof(
        piece,
        fc.constantFrom(';', "'", '"', '$', '$$', '/*', '*/', '--', '\n', '\\', 'e', 'begin', 'end'),
        fc.string({ maxLength: 4 }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(anything, (parts) => {
        const sql = parts.join('');
        let last = 0;
        for (const { text, start, end } of splitStatements(sql)) {
          assert.ok(start >= last && end >= start + text.length && end <= sql.length);
          assert.equal(sql.slice(start, start + text.length), text);
          assert.equal(text, text.trimStart());
          last = end;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('takes time in proportion to the text', () => {
    const split = (count: number) => (): void => {
      const sql =
        `select '${"''".repeat(count)}' /*${'/**/'.repeat(count)}*/ , ${'('.repeat(count)} $${'a'.repeat(count)}; `.repeat(
          2,
        );
      splitStatements(sql);
    };
    split(1000)();
    assertQuick(2000, split(100_000));
  });
});

describe('the statement at the cursor', () => {
  const sql = '-- first\nselect 1;  \n\n-- second\nselect 2\n  from t; select 3\n\n';
  const statements = splitStatements(sql);
  const at = (offset: number): string | undefined => statementAt(sql, statements, offset)?.text;

  it('is the one around it, at its edges too', () => {
    assert.equal(at(sql.indexOf('select 1')), 'select 1');
    assert.equal(at(sql.indexOf('1;') + 2), 'select 1');
    assert.equal(at(sql.indexOf('from')), 'select 2\n  from t');
    assert.equal(at(sql.indexOf('select 3') + 4), 'select 3');
  });

  it('is the one that ends on the line, else the next, else the last', () => {
    assert.equal(at(sql.indexOf('1;') + 4), 'select 1');
    assert.equal(at(0), 'select 1');
    assert.equal(at(sql.indexOf('-- second')), 'select 2\n  from t');
    assert.equal(at(sql.length), 'select 3');
    assert.equal(statementAt('-- none', [], 3), undefined);
  });
});

describe('explaining', () => {
  const one = (sql: string): ReturnType<typeof splitStatements>[number] => splitStatements(sql)[0]!;
  it('is offered for what has a plan', () => {
    for (const sql of [
      'select 1',
      '(select 1) union select 2',
      'with a as (select 1) table a',
      'DELETE FROM t',
      'values (1)',
    ])
      assert.ok(canExplain(one(sql)), sql);
    for (const sql of ['create table t()', 'begin', 'explain select 1', 'vacuum'])
      assert.ok(!canExplain(one(sql)), sql);
  });

  it('runs what only reads, and never what may write', () => {
    assert.match(explainPrefix(one('select 1')), /ANALYZE/);
    for (const sql of [
      'delete from t',
      'with a as (delete from t returning *) select * from a',
      'select 1 into t',
      "select nextval('s')",
    ])
      assert.doesNotMatch(explainPrefix(one(sql)), /ANALYZE/, sql);
  });
});
