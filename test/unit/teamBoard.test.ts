import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvParseRows } from 'd3-dsv';
import { createCatalog } from '../../src/core/catalog';
import { encodePortable, readLearner, type Learner, type LearnerProgress } from '../../src/core/portableFile';
import { emptyProgress, mergeInto, type Fact } from '../../src/core/progress';
import {
  chosenLearners,
  chosenSkills,
  defaultChoices,
  firstShares,
  rowNames,
  shownName,
  TeamIndex,
  type Board,
  type LearnerMarks,
} from '../../src/core/teamBoard';
import { readPlainly } from '../../src/core/teamRead';
import {
  parseFromTeam,
  parseTeamChoices,
  parseToTeam,
  teamStringKeys,
  type TeamStrings,
} from '../../src/protocol/team';
import { dateText, learnerName } from '../../src/protocol/teamText';
import { teamCsv } from '../../src/team/csv';
import { teamMarkdown } from '../../src/team/markdown';
import { makeIndex } from './packs';
import { wordsOf } from './words';

const catalog = createCatalog({
  ...makeIndex(
    { basics: { git: 3, http: 2, empty: 0 }, data: { sql: 4 } },
    { git: { aliases: ['version control'] }, sql: { title: 'SQL' } },
  ),
  checklist: [{ id: 'core/career/portfolio', text: 'Show your work' }],
});
const item = (skill: string, at: number): string => `core/${skill}/item-${at}`;
const day = (at: number): number => Date.UTC(2026, 0, at);

/** A learner with items: practised on a day, verified on a day, or both. */
function learner(
  id: string,
  practised: Readonly<Record<string, number>> = {},
  verified: Readonly<Record<string, number>> = {},
  name = id,
): LearnerProgress {
  return {
    learner: { id, name },
    practised: new Map(Object.entries(practised)),
    verified: new Map(Object.entries(verified)),
  };
}

function boardOf(team: readonly LearnerProgress[], hints: Readonly<Record<string, string>> = {}): Board {
  const index = new TeamIndex(catalog);
  return index.board(
    team.map((one) => index.marks(one)),
    new Map(Object.entries(hints)),
  );
}
const skillOf = (board: Board, id: string): Board['skills'][number] => board.skills.find((one) => one.id === id)!;

const ada = learner(
  'ada',
  { [item('git', 0)]: day(3), [item('git', 1)]: day(1), [item('git', 2)]: day(2), [item('sql', 0)]: day(9) },
  { [item('git', 1)]: day(5) },
);
const bo = learner('bo', { [item('git', 1)]: day(4) });
const cy = learner('cy', {}, { [item('http', 0)]: day(7) });

const words = wordsOf('team/strings.ts');
const strings = Object.fromEntries(teamStringKeys.map((key) => [key, words.get(key) ?? ''])) as TeamStrings;

describe('the team board', () => {
  it('counts who has practised, finished and verified a skill, and names those who are furthest', () => {
    const board = boardOf([bo, cy, ada]);
    assert.deepEqual(
      board.learners.map(({ name, practised, verified, begun, finished, last, unknown }) => [
        ...[name, practised, verified, begun, finished, last, unknown],
      ]),
      [
        ['ada', 4, 1, 2, 1, day(9), 0],
        ['bo', 1, 0, 1, 0, day(4), 0],
        ['cy', 0, 1, 0, 0, day(7), 0],
      ],
    );
    const git = skillOf(board, 'git');
    assert.deepEqual([git.practised, git.finished, git.verified, git.who, git.total], [2, 1, 1, 2, 3]);
    assert.deepEqual(git.first, [
      [0, 3, 1],
      [1, 1, 0],
    ]);
    // A proof without a tick is no practice, and is not lost.
    const http = skillOf(board, 'http');
    assert.deepEqual([http.practised, http.finished, http.verified, http.first], [0, 0, 1, [[2, 0, 1]]]);
    assert.deepEqual([board.begun, board.finished, board.verified, board.items], [2, 1, 2, 9]);
    const none = skillOf(board, 'empty');
    assert.deepEqual([none.practised, none.finished, none.who], [0, 0, 0]);
  });

  it('is empty without learners', () => {
    const board = boardOf([]);
    assert.deepEqual([board.learners, board.begun, board.finished], [[], 0, 0]);
    assert.equal(board.skills.length, 4);
  });

  it('tells item by item who did it and when, the first first', () => {
    const index = new TeamIndex(catalog);
    const team = [bo, cy, ada].map((one) => index.marks(one));
    const board = index.board(team, new Map());
    const details = index.details(team, board, 'git')!;
    assert.deepEqual(
      details.learners.map(({ name, done, verified }) => [name, done, verified]),
      [
        ['ada', 3, 1],
        ['bo', 1, 0],
      ],
    );
    assert.deepEqual(
      details.items.map(({ who }) => who),
      [
        [[0, day(3), -1]],
        [
          [0, day(1), day(5)],
          [1, day(4), -1],
        ],
        [[0, day(2), -1]],
      ],
    );
    assert.equal(index.details(team, board, 'no-such-skill'), undefined);
    assert.deepEqual(index.column(team[2]!), { learner: 'ada', done: [3, 0, 0, 1], verified: [1, 0, 0, 0] });
  });

  it('counts items that the curriculum no longer has, and none of the career guide', () => {
    const board = boardOf([
      learner(
        'ada',
        { 'core/gone/a': day(1), 'core/git/gone': day(2), 'core/career/portfolio': day(3), [item('git', 0)]: day(1) },
        { 'core/gone/a': day(9) },
      ),
    ]);
    const [first] = board.learners;
    assert.deepEqual([first?.practised, first?.unknown, first?.last], [1, 2, day(1)]);
  });

  it('counts a renamed item under its new name, once', () => {
    const renamed = { ...catalog, successors: (id: string) => (id === 'core/vcs/old' ? [item('git', 0)] : []) };
    const index = new TeamIndex(renamed);
    const marks = index.marks(
      learner('ada', { 'core/vcs/old': day(1), [item('git', 0)]: day(2), 'core/vcs/x': day(1) }),
    );
    const board = index.board([marks], new Map());
    assert.deepEqual([board.learners[0]?.practised, board.learners[0]?.unknown], [1, 1]);
    assert.deepEqual([...marks.practised], [day(1)]);
  });

  it('leaves nothing of one learner to the next', () => {
    const index = new TeamIndex(catalog);
    index.marks(ada);
    assert.equal(index.read('{"kind": "something else"}'), undefined);
    assert.deepEqual([...index.marks(learner('new')).slots], []);
  });

  it('tells apart learners of the same name by their files, also where only case or hidden characters differ', () => {
    const board = boardOf(
      [learner('1', {}, {}, 'Ada'), learner('2', {}, {}, 'ada\u200B'), learner('3', {}, {}, 'Bo')],
      { 1: 'a.progress.json', 2: 'b.progress.json', 3: 'c.progress.json' },
    );
    assert.deepEqual(
      ['1', '2', '3'].map((id) => board.learners.find((one) => one.id === id)?.hint),
      ['a.progress.json', 'b.progress.json', ''],
    );
    assert.equal(learnerName({ name: 'Ada', hint: 'a.progress.json' }, strings), 'Ada (a.progress.json)');
  });

  it('agrees with a count by hand, for any team', () => {
    const ids = [...catalog.skills.flatMap(({ items }) => items.map(({ id }) => id)), 'core/gone/a', 'core/gone/b'];
    const moments = fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: 0, max: 1e12 }), { maxKeys: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(moments, moments), { maxLength: 8 }), (all) => {
        const team = all.map(([practised, verified], at) => learner(`id-${at}`, practised, verified, `L${at % 3}`));
        const board = boardOf(team);
        for (const skill of catalog.skills) {
          const own = skill.items.map(({ id }) => id);
          const done = team.map(({ practised }) => own.filter((id) => practised.has(id)).length);
          const proven = team.map(({ verified }) => own.filter((id) => verified.has(id)).length);
          const shown = skillOf(board, skill.id);
          assert.equal(shown.practised, done.filter((one) => one > 0).length);
          assert.equal(shown.finished, done.filter((one) => one > 0 && one === own.length).length);
          assert.equal(shown.verified, proven.filter((one) => one > 0).length);
          assert.equal(shown.who, team.filter((_, at) => done[at]! + proven[at]! > 0).length);
          assert.equal(shown.first.length, Math.min(firstShares, shown.who));
          for (const [place, items, proofs] of shown.first) {
            const at = team.findIndex((one) => one.learner.id === board.learners[place]!.id);
            assert.deepEqual([items, proofs], [done[at], proven[at]]);
          }
        }
        for (const { id, practised, verified, unknown } of board.learners) {
          const own = team.find((one) => one.learner.id === id)!;
          const known = (list: ReadonlyMap<string, number>): number =>
            [...list.keys()].filter((one) => catalog.skillOfItem(one)).length;
          assert.deepEqual([practised, verified], [known(own.practised), known(own.verified)]);
          assert.equal(
            unknown,
            ['core/gone/a', 'core/gone/b'].filter((one) => own.practised.has(one) || own.verified.has(one)).length,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('reading learners for the board', () => {
  const fact = fc.oneof(
    { weight: 6, arbitrary: fc.constant('tick' as const) },
    { weight: 2, arbitrary: fc.constant('verify' as const) },
    { weight: 1, arbitrary: fc.constant('untick' as const) },
    { weight: 1, arbitrary: fc.constant('blind' as const) },
  );
  const facts = fc.array(
    fc.record({
      kind: fact,
      id: fc.constantFrom(item('git', 0), item('git', 1), item('sql', 0), item('sql', 3), 'core/gone/a'),
      at: fc.tuple(fc.integer({ min: 1e12, max: 1e12 + 50 }), fc.integer({ min: 0, max: 2 })),
      by: fc.constantFrom('w-1', 'w-2'),
    }),
    { maxLength: 20 },
  );
  const reset = fc.option(fc.integer({ min: 1e12, max: 1e12 + 60 }), { nil: undefined, freq: 5 });
  const fileOf = (
    who: Learner,
    list: readonly { kind: string; id: string; at: readonly [number, number]; by: string }[],
    cleared?: number,
  ): string => {
    const document = emptyProgress();
    mergeInto(
      document,
      list.map(({ kind, id, at, by }): Fact =>
        kind === 'tick'
          ? { kind, id, at, by }
          : kind === 'verify'
            ? { kind, id, lab: by, at, by: '' }
            : { kind: 'untick', id, at, by: '', seen: kind === 'blind' ? undefined : { [by]: at } },
      ),
    );
    if (cleared !== undefined) mergeInto(document, [{ kind: 'reset', at: [cleared, 0], by: '' }]);
    return encodePortable(who, document);
  };
  /** As the parser of the format reads it. */
  const slowly = (text: string): LearnerMarks | undefined => {
    const progress = readLearner(text);
    return progress && new TeamIndex(catalog).marks(progress);
  };

  it('finds what the format says, in every file that is written', () => {
    const index = new TeamIndex(catalog);
    fc.assert(
      fc.property(facts, reset, fc.boolean(), (list, cleared, windows) => {
        const file = fileOf({ id: 'ada', name: 'Ada' }, list, cleared);
        const text = windows ? file.replaceAll('\n', '\r\n') : file;
        assert.deepEqual(index.read(text), slowly(text));
      }),
      { numRuns: 500 },
    );
  });

  it('finds what the format says in damaged files too, and never throws', () => {
    const index = new TeamIndex(catalog);
    let whole = 0;
    fc.assert(
      fc.property(
        facts,
        fc.nat(),
        fc.nat(12),
        fc.constantFrom('', '{', '"', 'null', ',', '1', '[]', '\n', 'x'),
        (list, from, length, put) => {
          const file = fileOf({ id: 'ada', name: 'Ada' }, list);
          const at = from % file.length;
          const text = file.slice(0, at) + put + file.slice(at + length);
          const read = index.read(text);
          assert.deepEqual(read, slowly(text));
          if (read) whole++;
        },
      ),
      { numRuns: 1500 },
    );
    assert.ok(whole > 20, `${whole} could still be read, so the test says little`);
  });

  it('shows the rest of the team when one file has a date that no calendar holds', () => {
    const absurd = [
      { verified: { 'first-lab': [Number.MAX_SAFE_INTEGER, 0] } },
      { practised: '+275760-09-13T00:00:00.000Z', by: 'w' },
      { ticks: { w: [Number.MAX_SAFE_INTEGER, 0] } },
    ];
    for (const parts of absurd) {
      const items = [{ id: item('git', 0), practised: null, ...parts }, null];
      const learned = { id: 'ada', name: 'Ada' };
      const text = JSON.stringify({ kind: 'backend-skills-portable', format: 1, learner: learned, items });
      const index = new TeamIndex(catalog);
      const team = [index.read(text)!, index.marks(learner('bob', { [item('git', 1)]: day(1) }))];
      const board = index.board(team, new Map());
      assert.deepEqual(
        board.learners.map(({ id, last }) => [id, dateText(last, 'en')]),
        [
          ['ada', dateText(Date.UTC(9998, 0), 'en')],
          ['bob', dateText(day(1), 'en')],
        ],
      );
      assert.deepEqual(
        index.rows(team, new Map()).map((row) => row.at(-1)),
        ['9998-01-01', '2026-01-01'],
      );
    }
  });

  it('takes the short cut with files as they are written', () => {
    const document = emptyProgress();
    const ids = Array.from({ length: 50 }, (_, at) => `core/skill-${at % 7}/item-${at}`);
    mergeInto(
      document,
      ids.map((id, at) => ({ kind: 'tick', id, at: [1_700_000_000_000 + at, at % 3], by: 'w' })),
    );
    mergeInto(document, [{ kind: 'verify', id: ids[3]!, lab: 'l', at: [1_700_000_000_100, 0], by: 'w' }]);
    const told: string[] = [];
    const learner = readPlainly(encodePortable({ id: 'x', name: 'Ada' }, document), new Set(), (id) => {
      told.push(id);
      return true;
    });
    assert.equal(learner?.name, 'Ada');
    assert.deepEqual(told.sort(), [...ids].sort());
  });

  it('needs no parser of facts for a list of plain entries, and leaves everything else to it', () => {
    const told: unknown[] = [];
    const tell = (...one: readonly unknown[]): boolean => told.push(one) > 0;
    const text = (...items: readonly unknown[]): string =>
      JSON.stringify({ kind: 'backend-skills-portable', format: 1, learner: { id: 'ada', name: 'Ada' }, items });
    const plain = { id: 'core/git/a', practised: '2026-01-03T00:00:00.000Z', by: 'w', verified: { lab: [day(5), 0] } };
    // A format whose items are no list is read by the parser alone.
    const head = readLearner(text())?.learner;
    assert.deepEqual(readPlainly(text('a', plain, null), new Set(), tell), head);
    if (head) assert.deepEqual(told, [['core/git/a', day(3), day(5)]]);
    // A tick that was taken back in the same entry is for the parser to judge.
    const back = text({ ...plain, verified: undefined, seen: { w: [day(4), 0] } });
    told.length = 0;
    assert.deepEqual(readPlainly(back, new Set(), tell), head);
    assert.deepEqual(told, []);
    assert.equal(readLearner(back)?.practised.size ?? 0, 0);
    for (const other of ['', '{', '[]', '7', '{"items": []}', text({ reset: [1, 0] }, plain)])
      assert.equal(readPlainly(other, new Set(), tell), undefined, other);
    assert.equal(
      readPlainly(text(plain, plain), new Set(), () => false),
      undefined,
    );
  });
});

describe('names on the board', () => {
  it('are shown as they are', () => {
    for (const name of [
      'Ada Lovelace',
      'Zoë',
      '山田太郎',
      'نرگس می‌خواهد',
      '👩‍💻 Grace',
      "O'Brien-Smith",
      'José <img>',
      'a'.repeat(60),
    ])
      assert.equal(shownName(name), name.normalize('NFC'));
  });

  it('cannot hide, reverse, break the line or pile up', () => {
    for (const [name, shown] of [
      ['\u202Eevil\u202C', 'evil'],
      ['a\u2066b\u2069\u200E\u200Fc\u061C', 'abc'],
      ['Ada\n\r\tLovelace\u2028x\u0000y\u0085z', 'Ada Lovelace x y z'],
      ['\u200B\uFEFF\u00AD', ''],
      ['\u3164\u2800 \u115F', ''],
      ['\u200D\u0301', ''],
      ['', ''],
      ['half \uD83D', 'half \uFFFD'],
      ['x\uE000', 'x\uFFFD'],
      [`z${'\u0315'.repeat(50)}`, `z${'\u0315'.repeat(3)}`],
      ['x'.repeat(256), `${'x'.repeat(59)}…`],
      ['👩'.repeat(100), `${'👩'.repeat(59)}…`],
    ] as const)
      assert.equal(shownName(name), shown, JSON.stringify(name));
  });

  it('are harmless whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 256 }), (name) => {
        const shown = shownName(name);
        assert.ok(Array.from(shown).length <= 60);
        assert.doesNotMatch(shown, /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u);
        assert.doesNotMatch(shown, /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069]/u);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('choices on the board', () => {
  const board = boardOf([ada, bo, cy]);
  const titles = (places: readonly number[]): string[] => places.map((at) => board.skills[at]!.id);
  const choose = (change: object, columns: Parameters<typeof chosenSkills>[2] = []): string[] =>
    titles(chosenSkills(board, { ...defaultChoices, ...change }, columns));

  it('leave out what nobody has begun, unless it is asked for', () => {
    assert.deepEqual(choose({}), ['git', 'http', 'sql']);
    assert.deepEqual(choose({ begunOnly: false }), ['git', 'http', 'empty', 'sql']);
  });
  it('sort by how many have practised, either way', () => {
    assert.deepEqual(choose({ sort: 'most' }), ['git', 'sql', 'http']);
    assert.deepEqual(choose({ sort: 'least', begunOnly: false }), ['http', 'empty', 'sql', 'git']);
  });
  it('find a skill by its title, another name or its area, without regard to case and accents', () => {
    for (const text of ['GIT', 'versión', 'control  version']) assert.deepEqual(choose({ text }), ['git']);
    assert.deepEqual(choose({ text: 'area data' }), ['sql']);
    assert.deepEqual(choose({ text: 'nothing' }), []);
  });
  it('show the skills of the learners that were chosen', () => {
    const index = new TeamIndex(catalog);
    const columns = [bo, cy].map((one) => index.column(index.marks(one)));
    assert.deepEqual(choose({ learners: ['bo', 'cy'] }, columns), ['git', 'http']);
    assert.deepEqual(choose({ learners: ['bo'] }, columns.slice(0, 1)), ['git']);
  });
  it('find and sort learners', () => {
    const names = (change: object): string[] =>
      chosenLearners(board, { ...defaultChoices, ...change }).map((at) => board.learners[at]!.name);
    assert.deepEqual(names({}), ['ada', 'bo', 'cy']);
    assert.deepEqual(names({ learnerSort: 'furthest' }), ['ada', 'bo', 'cy']);
    assert.deepEqual(names({ learnerSort: 'latest' }), ['ada', 'cy', 'bo']);
    assert.deepEqual(names({ text: 'B' }), ['bo']);
  });
});

describe('what leaves the board', () => {
  const hostile = learner('evil', { [item('git', 0)]: day(1) }, {}, '=cmd|<b>[x](http://a)`@all');
  const index = new TeamIndex(catalog);
  const team = [ada, hostile].map((one) => index.marks(one));
  const board = index.board(team, new Map());

  it('as CSV has a row for each learner and skill, and no formula', () => {
    const rows = csvParseRows(teamCsv([rowNames, ...index.rows(team, new Map([['evil', '+x.progress.json']]))]));
    assert.deepEqual(rows[0], [...rowNames]);
    assert.deepEqual(rows.slice(1), [
      ['Area basics', 'Git', "'=cmd|<b>[x](http://a)`@all", "'+x.progress.json", '1', '0', '3', '2026-01-01'],
      ['Area basics', 'Git', 'ada', '', '3', '1', '3', '2026-01-05'],
      ['Area data', 'SQL', 'ada', '', '1', '0', '4', '2026-01-09'],
    ]);
  });

  it('as Markdown is a table of what is shown, and names stay text', () => {
    const skills = teamMarkdown(board, [0, 3], { show: 'skills', columns: [] }, strings, 'en');
    assert.equal(
      skills,
      '# Team board\n\n| Skill | Practised | Finished | Verified |\n| --- | ---: | ---: | ---: |\n| Git | 2 | 1 | 1 |\n| SQL | 1 | 0 | 0 |\n',
    );
    const learners = teamMarkdown(board, [0, 1], { show: 'learners', columns: [] }, strings, 'en');
    const [, , , , first = ''] = learners.split('\n');
    assert.equal(first.replace(/\\[^]/g, '').split('|').length, 7, first);
    assert.doesNotMatch(first, /<|(?<!\\)[[`]|:\/\/|@all/);
    const one = teamMarkdown(board, [0], { show: 'skills', columns: [index.column(team[0]!)] }, strings, 'en');
    assert.match(one, /\| Skill \| ada \|\n.*\n\| Git \| 3 of 3 \|/);
    assert.equal(dateText(0, 'en'), '–');
  });
});

describe('the protocol of the team board', () => {
  const long = 'x'.repeat(257);
  it('takes what the page says', () => {
    for (const good of [
      { type: 'ready' },
      { type: 'openSkill', skill: 'git' },
      { type: 'details', skill: 'git' },
      { type: 'openFile', file: 0 },
      { type: 'openSetting' },
      { type: 'openFolder' },
      { type: 'columns', learners: [] },
      { type: 'columns', learners: ['a', 'b'] },
      { type: 'copy', choices: defaultChoices },
      { type: 'csv' },
    ])
      assert.deepEqual(parseFromTeam({ ...good, more: 1 }), good);
  });

  it('refuses everything else', () => {
    for (const bad of [
      ...[undefined, null, 'ready', 7, [], {}, { type: 'run' }, { type: 'toString' }, [{ type: 'ready' }]],
      ...['openSkill', 'details'].flatMap((type) => ['', long, 7, null, ['git']].map((skill) => ({ type, skill }))),
      ...[-1, 0.5, NaN, Infinity, '0', null, 2 ** 53].map((file) => ({ type: 'openFile', file })),
      ...[undefined, 'a', ['a', 'a'], ['a', 'b', 'c'], [''], [long], [7], new Array(1), { length: 1 }].map(
        (learners) => ({
          type: 'columns',
          learners,
        }),
      ),
      ...[
        undefined,
        { ...defaultChoices, show: 'all' },
        { ...defaultChoices, sort: 'constructor' },
        { ...defaultChoices, learnerSort: null },
        { ...defaultChoices, text: 'x'.repeat(201) },
        { ...defaultChoices, text: 7 },
        { ...defaultChoices, begunOnly: 1 },
        { ...defaultChoices, learners: ['a', 'b', 'c'] },
      ].map((choices) => ({ type: 'copy', choices })),
      JSON.parse('{"type": "openSkill", "__proto__": {"skill": "git"}}') as unknown,
    ])
      assert.equal(parseFromTeam(bad), undefined, JSON.stringify(bad));
  });

  it('never throws, and reads its own choices back', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        parseFromTeam(value);
        parseToTeam(value);
        parseTeamChoices(value);
      }),
      { numRuns: 3000 },
    );
    assert.deepEqual(parseTeamChoices({ ...defaultChoices, more: 1 }), defaultChoices);
  });

  it('checks what the host says', () => {
    const view = { board: boardOf([ada]), folders: [], files: 1, problems: [], tooMany: false, hasFolder: true };
    for (const good of [
      { type: 'strings', strings, locale: 'en' },
      { type: 'reading', read: 1, files: 2 },
      { type: 'show', view },
      { type: 'details', details: { skill: 'git', total: 1, learners: [], items: [] } },
      { type: 'columns', columns: [{ learner: 'a', done: [], verified: [] }] },
      { type: 'copied' },
      { type: 'failed', message: 'No.' },
    ])
      assert.deepEqual(parseToTeam(good), good);
    for (const bad of [
      { type: 'show', view: { ...view, board: { ...view.board, skills: {} } } },
      { type: 'show', view: { ...view, problems: undefined } },
      { type: 'show' },
      { type: 'details', details: { skill: '', learners: [], items: [] } },
      { type: 'columns', columns: [{ learner: 'a' }] },
      { type: 'reading', read: '1', files: 2 },
      { type: 'failed' },
    ])
      assert.equal(parseToTeam(bad), undefined, JSON.stringify(bad));
  });
});
