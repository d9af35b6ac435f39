import assert from 'node:assert/strict';
import { flatPlan, parsePlan } from '../../src/core/plan';

const json = JSON.stringify([
  {
    Plan: {
      ...{ 'Node Type': 'Hash Join', 'Join Type': 'Inner', 'Total Cost': 100, 'Plan Rows': 10 },
      ...{ 'Actual Total Time': 20, 'Actual Rows': 1000, 'Actual Loops': 1, 'Hash Cond': '(a.id = b.id)' },
      Plans: [
        {
          ...{ 'Node Type': 'Seq Scan', 'Relation Name': 'events', Alias: 'e', 'Total Cost': 60, 'Plan Rows': 50 },
          ...{ 'Actual Total Time': 15, 'Actual Rows': 50, 'Actual Loops': 1, Filter: '(x > 1)' },
        },
        {
          ...{ 'Node Type': 'Index Scan', 'Relation Name': 'b', Alias: 'b', 'Index Name': 'b_pkey', 'Total Cost': 8 },
          ...{ 'Plan Rows': 1, 'Actual Total Time': 0.02, 'Actual Rows': 1, 'Actual Loops': 50 },
        },
      ],
    },
    'Planning Time': 0.5,
    'Execution Time': 21,
  },
]);

const text = `Sort  (cost=62.33..64.83 rows=1000 width=4) (actual time=1.020..1.100 rows=1000.00 loops=1)
  Sort Key: t.x
  Sort Method: quicksort  Memory: 64kB
  ->  Nested Loop  (cost=0.28..12.50 rows=1000 width=4) (actual time=0.010..0.900 rows=1000 loops=1)
        ->  Seq Scan on t  (cost=0.00..2.50 rows=100 width=4) (actual time=0.005..0.100 rows=100 loops=1)
              Filter: (x > 1)
        ->  Index Only Scan using u_pkey on u v  (cost=0.28..0.30 rows=1 width=4) (actual time=0.001..0.002 rows=10 loops=100)
  ->  Bitmap Index Scan on t_x  (cost=0.00..4.28 rows=1 width=0) (never executed)
Planning Time: 0.120 ms
Execution Time: 1.200 ms`;

describe('query plans', () => {
  it('are read from JSON, with times of all runs and shares of the whole', () => {
    const plan = parsePlan([json])!;
    assert.equal(plan.planning, 0.5);
    assert.equal(plan.execution, 21);
    const [join, scan, index] = flatPlan(plan.root);
    assert.deepEqual([join!.level, scan!.level, index!.level], [1, 2, 2]);
    assert.equal(join!.node.misjudged, true);
    assert.deepEqual(join!.node.details, [['Hash Cond', '(a.id = b.id)']]);
    assert.equal(scan!.node.relation, 'events e');
    assert.equal(scan!.node.slow, true);
    assert.equal(scan!.node.share, 0.75);
    assert.equal(index!.node.index, 'b_pkey');
    assert.equal(index!.node.time, 1);
    assert.equal(join!.node.selfTime, 4);
    assert.equal(index!.node.slow, false);
  });

  it('are read from the usual text, in one value or line by line', () => {
    for (const lines of [text.split('\n'), [text]]) {
      const plan = parsePlan(lines)!;
      assert.deepEqual(
        flatPlan(plan.root).map(({ node, level }) => [
          level,
          node.type,
          node.relation,
          node.index,
          node.rows,
          node.actualRows,
        ]),
        [
          [1, 'Sort', undefined, undefined, 1000, 1000],
          [2, 'Nested Loop', undefined, undefined, 1000, 1000],
          [3, 'Seq Scan', 't', undefined, 100, 100],
          [3, 'Index Only Scan', 'u v', 'u_pkey', 1, 10],
          [2, 'Bitmap Index Scan', undefined, 't_x', 1, undefined],
        ],
      );
      assert.deepEqual(plan.root.details, [
        ['Sort Key', 't.x'],
        ['Sort Method', 'quicksort  Memory: 64kB'],
      ]);
      assert.equal(plan.execution, 1.2);
      assert.equal(flatPlan(plan.root)[3]!.node.misjudged, true);
    }
  });

  it('without times are weighed by their cost', () => {
    const plan = parsePlan([
      'Sort  (cost=10.00..100.00 rows=5 width=4)',
      '  ->  Seq Scan on t  (cost=0.00..80.00 rows=5 width=4)',
    ])!;
    assert.equal(plan.root.share, 0.2);
    assert.equal(plan.root.children[0]!.slow, true);
  });

  it('are not seen in anything else', () => {
    for (const lines of [
      [],
      [''],
      ['[1]'],
      ['[{}]'],
      ['[{"Plan": 1}]'],
      ['[broken'],
      ['hello', 'Filter: x'],
      ['- Plan:', '    Node Type: "Result"'],
    ])
      assert.equal(parsePlan(lines), undefined, JSON.stringify(lines));
  });
});
