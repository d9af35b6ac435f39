import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCatalog } from '../../src/core/catalog';
import type { Grade } from '../../src/core/progress';
import { decodeProgress, encodeProgress, progressReport, type Answers } from '../../src/core/progressFile';
import { pack } from './shipped';

const id = fc
  .tuple(fc.constantFrom('core', 'other'), fc.stringMatching(/^[a-z\d]{1,8}$/), fc.stringMatching(/^[a-z\d-]{1,12}$/))
  .map((parts) => parts.join('/'));
const moment = fc.integer({ min: 0, max: 4_000_000_000_000 });

describe('an export of progress', () => {
  it('is read back as it was, whatever the order in which it was practised', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(id, moment)), (entries) => {
        const practised = new Map(entries);
        const text = encodeProgress(practised);
        const read = decodeProgress(text, 'x.json');
        assert.deepEqual(read.problems, []);
        assert.deepEqual([...read.practised!].sort(), [...practised].sort());
        assert.equal(encodeProgress(new Map([...practised].reverse())), text);
      }),
    );
  });

  it('has one line for each item, sorted, so that a difference shows what changed', () => {
    const one = encodeProgress(
      new Map([
        ['core/b/x', 1000],
        ['core/a/x', 2000],
      ]),
    );
    const two = encodeProgress(
      new Map([
        ['core/b/x', 1000],
        ['core/a/x', 2000],
        ['core/aa/x', 3000],
      ]),
    );
    assert.match(one, /"core\/a\/x": "1970-01-01T00:00:02.000Z",\n {4}"core\/b\/x"/);
    const lines = new Set(one.split('\n'));
    assert.deepEqual(
      two.split('\n').filter((line) => !lines.has(line)),
      ['    "core/aa/x": "1970-01-01T00:00:03.000Z",'],
    );
  });

  it('names what cannot be read with its line, and keeps the rest', () => {
    const text = `{
  "format": 1,
  "kind": "backend-skills-progress",
  "items": {
    "core/git/a": "2026-01-01T00:00:00.000Z",
    "git": "2026-01-01T00:00:00.000Z",
    "core/git/b": "soon",
    "core/git/c": null
  }
}`;
    const { practised, problems } = decodeProgress(text, 'mine.json');
    assert.deepEqual([...practised!.keys()], ['core/git/a', 'core/git/c']);
    assert.equal(problems.length, 2);
    assert.match(problems[0]!, /^mine\.json:6: .*"git"/);
    assert.match(problems[1]!, /^mine\.json:7: .*"core\/git\/b"/);
  });

  it('carries what labs have verified', () => {
    const verified = new Map([
      [
        'core/git/a',
        new Map([
          ['undo', 1000],
          ['bisect', 2000],
        ]),
      ],
    ]);
    const text = encodeProgress(new Map(), verified);
    const read = decodeProgress(text, 'x.json');
    assert.deepEqual([read.problems, read.verified], [[], verified]);
    const odd = text.replace('"undo"', '"Un do"');
    const { problems, verified: left } = decodeProgress(odd, 'x.json');
    assert.equal(left.size, 0);
    assert.match(problems[0] ?? '', /^x\.json:6: .*"core\/git\/a" must be/);
  });

  for (const [name, text] of [
    ['no JSON', 'x'],
    ['a list', '[]'],
    ['of another kind', '{"format":1,"kind":"recipes","items":{}}'],
    ['without items', '{"format":1,"kind":"backend-skills-progress"}'],
    ['of a later format', '{"format":2,"kind":"backend-skills-progress","items":{}}'],
  ] as const)
    it(`is refused, or says what is wrong with it: ${name}`, () => {
      const { practised, problems } = decodeProgress(text, 'x.json');
      assert.ok(problems.length > 0);
      assert.equal(practised?.size ?? 0, 0);
    });

  it('is read without an exception, whatever stands in the file', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void decodeProgress(text, 'x.json')));
    fc.assert(
      fc.property(fc.jsonValue(), (items) => {
        decodeProgress(JSON.stringify({ format: 1, kind: 'backend-skills-progress', items }), 'x.json');
      }),
    );
  });
});

describe('notes in an export', () => {
  const notes = new Map([
    ['sql', 'Mine.\n'],
    ['git', '# Git\r\n\r\n"Quoted" and 🐘\u2028.'],
    ['git.imported-2026-11-21', 'Theirs.'],
  ]);

  it('are read back as they were, sorted, and are no part of one without any', () => {
    const text = encodeProgress(new Map([['core/git/a', 1000]]), new Map(), new Map(), notes);
    const read = decodeProgress(text, 'x.json');
    assert.deepEqual(read.problems, []);
    assert.deepEqual(
      [...read.notes],
      [...notes].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    assert.equal(encodeProgress(new Map()).includes('notes'), false);
    assert.equal(decodeProgress(encodeProgress(new Map()), 'x.json').notes.size, 0);
  });

  it('stand beside what an older version reads', () => {
    const { notes: added, ...rest } = JSON.parse(
      encodeProgress(new Map([['core/git/a', 1000]]), new Map(), new Map(), notes),
    ) as {
      notes: unknown;
    };
    assert.ok(added);
    assert.deepEqual(rest, JSON.parse(encodeProgress(new Map([['core/git/a', 1000]]))));
  });

  it('that cannot be read are named with their line, and the rest counts', () => {
    const text = `{
  "format": 1,
  "kind": "backend-skills-progress",
  "items": { "core/git/a": null },
  "notes": {
    "git": "Mine.",
    "../../etc/passwd": "No.",
    "sql": 7
  }
}`;
    const { practised, notes: read, problems } = decodeProgress(text, 'mine.json');
    assert.deepEqual([...practised!.keys()], ['core/git/a']);
    assert.deepEqual([...read], [['git', 'Mine.']]);
    assert.equal(problems.length, 2);
    assert.match(problems[0]!, /mine\.json:7: .*etc\/passwd/);
    assert.match(problems[1]!, /mine\.json:8: .*"sql"/);
    assert.match(
      decodeProgress(text.replace(/"notes": \{[^}]*\}/, '"notes": []'), 'x.json').problems[0]!,
      /"notes" must be/,
    );
  });

  it('stand in the report under their skill, as quotes, also where nothing is practised', () => {
    const words = {
      ...{ title: 'Title', total: (done: number, total: number) => `${done} of ${total}`, retired: 'Gone' },
      ...{ verified: () => 'verified', date: () => 'today', note: 'My note:', otherNotes: 'Other notes' },
    };
    const report = progressReport(
      createCatalog(pack.index),
      new Map(),
      new Map(),
      words,
      new Map([
        ['git', '# Git\r\n\r\nMine.\n'],
        ['long-gone', 'Old.'],
      ]),
    );
    assert.match(report, /### Git: 0 of \d+\n\n(- \[ \] .*\n)+\nMy note:\n\n> # Git\n>\n> Mine\.\n/);
    assert.match(report, /## Other notes\n\n### long-gone\n\n> Old\.\n/);
  });
});

describe('the report of progress', () => {
  const catalog = createCatalog(pack.index);
  const words = {
    title: 'Title',
    note: 'Note:',
    otherNotes: 'Other notes',
    total: (done: number, total: number) => `${done} of ${total}`,
    retired: 'Retired',
    verified: (date: string) => `sealed ${date}`,
    date: (at: number) => new Date(at).toISOString().slice(0, 10),
  };

  it('lists what was begun, area by area, with days, and what is no longer in the curriculum', () => {
    const [one, two] = catalog.skill('git')!.items;
    const report = progressReport(
      catalog,
      new Map([
        [one!.id, Date.UTC(2026, 0, 2)],
        ['core/gone/away', 1],
      ]),
      new Map([[two!.id, new Map([['lab', Date.UTC(2026, 1, 3)]])]]),
      words,
    );
    assert.match(report, /^# Title\n\n1 of \d+\n/);
    assert.match(report, new RegExp(`### Git: 1 of ${catalog.skill('git')!.items.length}`));
    assert.ok(report.includes(`- [x] ${one!.text} (2026-01-02)`));
    assert.ok(report.includes(`- [ ] ${two!.text} (sealed 2026-02-03)`));
    assert.match(report, /## Retired\n\n- \[x\] core\/gone\/away/);
    assert.equal([...report.matchAll(/^## /gm)].length, 2);
  });

  it('says that nothing was begun by listing nothing', () => {
    assert.equal(progressReport(catalog, new Map(), new Map(), words).trim(), `# Title\n\n0 of ${catalog.itemCount}`);
  });
});

describe('answers to questions in an export', () => {
  const card = fc
    .tuple(fc.stringMatching(/^[a-z\d]{1,8}$/), fc.stringMatching(/^[a-z\d-]{1,12}$/))
    .map(([skill, name]) => `core/${skill}#${name}`);
  const grade = fc.constantFrom<Grade>(1, 2, 3, 4);

  it('are read back as they were, one line for each question, sorted', () => {
    fc.assert(
      fc.property(
        fc.dictionary(card, fc.uniqueArray(fc.tuple(moment, grade), { minLength: 1, selector: ([at]) => at })),
        (entries) => {
          const answers: Answers = new Map(Object.entries(entries));
          const text = encodeProgress(new Map([['core/git/a', 1000]]), new Map(), answers);
          const read = decodeProgress(text, 'x.json');
          assert.deepEqual(read.problems, []);
          assert.deepEqual([...read.practised!], [['core/git/a', 1000]]);
          const ordered = [...answers].map(([id, list]) => [id, [...list].sort(([a], [b]) => a - b)] as const);
          assert.deepEqual([...read.answers].sort(), ordered.sort());
          assert.equal(encodeProgress(new Map([['core/git/a', 1000]]), new Map(), new Map(ordered.reverse())), text);
          assert.equal(text.split('\n').filter((line) => line.includes('#')).length, answers.size);
        },
      ),
    );
  });

  it('that cannot be read are named with their line, and left out', () => {
    const text = `{
  "format": 1,
  "kind": "backend-skills-progress",
  "items": {},
  "reviews": {
    "core/git#a": [["2026-01-01T00:00:00.000Z", 3]],
    "core/git/b": [["2026-01-01T00:00:00.000Z", 3]],
    "core/git#c": [["2026-01-01T00:00:00.000Z", 5]],
    "core/git#d": "soon"
  }
}`;
    const { answers, problems } = decodeProgress(text, 'mine.json');
    assert.deepEqual([...answers.keys()], ['core/git#a']);
    assert.deepEqual(
      problems.map((problem) => /^mine\.json:(\d+)/.exec(problem)?.[1] ?? problem),
      ['7', '8', '9'],
    );
  });

  it('leave an export without any as it was', () => {
    assert.doesNotMatch(encodeProgress(new Map([['core/git/a', 1000]])), /reviews/);
  });
});
