import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvParse } from 'd3-dsv';
import { createCatalog } from '../../src/core/catalog';
import type { JournalFacts } from '../../src/core/journal';
import type { Grade, Review } from '../../src/core/progress';
import { daysPerPage, JournalBook, linesPerDay, type BookOptions } from '../../src/journal/book';
import { journalCsv } from '../../src/journal/csv';
import { journalMarkdown } from '../../src/journal/markdown';
import {
  defaultJournalChoices,
  journalStringKeys,
  parseFromJournal,
  parseJournalChoices,
  parseToJournal,
  type JournalChoices,
  type JournalLine,
  type JournalStrings,
} from '../../src/protocol/journal';
import { goalText, reviewsText } from '../../src/protocol/journalText';
import { makeIndex } from './packs';
import { wordsOf } from './words';

const catalog = createCatalog({
  ...makeIndex(
    { basics: { git: 40, http: 2 } },
    { git: { title: '=Git', cards: [{ id: 'core/git#a' }, { id: 'core/git#b' }] } },
  ),
  checklist: [{ id: 'core/career/portfolio', text: 'Show your *work*' }],
});
const strings = Object.fromEntries(wordsOf('journal/strings.ts')) as JournalStrings;
const at = (text: string): number => Date.parse(text);
const zones = [{ at: 0, zone: 'Europe/Berlin' }];
const now = at('2026-05-06T10:00:00Z');

interface Made {
  readonly practised?: Readonly<Record<string, string>>;
  readonly verified?: Readonly<Record<string, readonly [lab: string, at: string]>>;
  readonly reviews?: readonly (readonly [card: string, at: string, grade: Grade])[];
}
const facts = ({ practised = {}, verified = {}, reviews = [] }: Made): JournalFacts => ({
  practised: () => new Map(Object.entries(practised).map(([id, when]) => [id, at(when)])),
  verified: () => new Map(Object.entries(verified).map(([id, [lab, when]]) => [id, new Map([[lab, at(when)]])])),
  reviews: {
    all: () => {
      const of = (card: string): Review[] =>
        reviews.flatMap(([one, when, grade]) => (one === card ? { at: [at(when), 0] as const, grade } : []));
      return new Map(reviews.map(([card]) => [card, of(card)]));
    },
  },
});
const bookOf = (made: Made): JournalBook => new JournalBook(catalog, facts(made), zones, 'UTC');
const options: BookOptions = {
  now,
  here: 'Europe/Berlin',
  firstDay: 1,
  showStreak: true,
  weeklyGoal: 0,
  career: 'Career Guide',
};
const some = bookOf({
  practised: {
    'core/git/item-0': '2026-05-05T21:30:00Z',
    'core/git/item-1': '2026-05-05T22:30:00Z',
    'core/career/portfolio': '2026-05-04T08:00:00Z',
    'core/gone/thing': '2026-05-04T09:00:00Z',
  },
  verified: { 'core/git/item-0': ['hello', '2026-05-05T06:00:00Z'] },
  reviews: [
    ['core/git#a', '2024-02-29T12:00:00Z', 3],
    ['core/git#b', '2024-02-29T12:05:00Z', 1],
  ],
});

describe('the book of the journal', () => {
  it('shows the days where the learner was, newest first, with what each line leads to', () => {
    const view = some.view(defaultJournalChoices, options);
    assert.deepEqual(
      view.days.map(({ day, acts }) => [day, acts]),
      [
        ['2026-05-06', 1],
        ['2026-05-05', 2],
        ['2026-05-04', 2],
        ['2024-02-29', 2],
      ],
    );
    const lines = view.days.flatMap((day) =>
      day.lines.map(({ kind, place, text, count }) => [kind, place, text, count]),
    );
    assert.deepEqual(lines, [
      ['tick', '=Git', 'Do 1', 1],
      ['tick', '=Git', 'Do 0', 1],
      ['verify', '=Git', 'Do 0', 1],
      ['tick', '', 'core/gone/thing', 1],
      ['tick', 'Career Guide', 'Show your work', 1],
      ['review', '=Git', '', 2],
    ]);
    assert.deepEqual(view.years, [2026, 2024]);
    assert.deepEqual(view.streak, { current: 3, longest: 3 });
    assert.deepEqual(view.counts, [
      ['2026-05-04', 2],
      ['2026-05-05', 2],
      ['2026-05-06', 1],
    ]);
    assert.equal(view.goal, undefined);
  });

  it('says a goal and no streak as the settings have it', () => {
    const view = some.view(defaultJournalChoices, { ...options, showStreak: false, weeklyGoal: 4 });
    assert.equal(view.streak, undefined);
    // The week began on Monday the 4th.
    assert.deepEqual(view.goal, { done: 3, of: 4 });
    assert.deepEqual(some.view(defaultJournalChoices, { ...options, weeklyGoal: 4, firstDay: 3 }).goal, {
      done: 1,
      of: 4,
    });
  });

  it('says the days of the week and the goal in words, one day too', () => {
    const said = [
      [0, 1],
      [1, 1],
      [1, 3],
      [3, 3],
    ].map(([done = 0, of = 0]) => goalText({ done, of }, strings));
    assert.deepEqual(said, [
      '0 of 1 day this week',
      '1 day this week; the goal was 1',
      '1 of 3 days this week',
      '3 days this week; the goal was 3',
    ]);
  });

  it('shows one kind, and one year', () => {
    const view = some.view({ filter: 'review', period: 2024 }, options);
    assert.deepEqual([view.from, view.to], ['2024-01-01', '2024-12-31']);
    assert.deepEqual(view.counts, [['2024-02-29', 2]]);
    assert.deepEqual(
      view.days.map(({ day }) => day),
      ['2024-02-29'],
    );
  });

  it('begins the list with the day that is asked for, or the one before it', () => {
    const first = (from: string): string | undefined =>
      some.view({ ...defaultJournalChoices, from }, options).days[0]?.day;
    assert.equal(first('2026-05-05'), '2026-05-05');
    assert.equal(first('2026-04-01'), '2024-02-29');
    assert.equal(first('1999-01-01'), '2024-02-29');
    assert.equal(first('2030-01-01'), '2026-05-06');
    // At the latest day it goes on following.
    assert.equal(some.view({ ...defaultJournalChoices, from: '2030-01-01' }, options).choices.from, undefined);
  });

  it('turns pages forth and back over every day once', () => {
    const day = (number: number): string => new Date(at('2025-01-01T12:00:00Z') + number * 86_400_000).toISOString();
    const reviews = Array.from({ length: 100 }, (_, one) => ['core/git#a', day(one), 3] as const);
    const book = bookOf({ reviews });
    const seen: string[] = [];
    let choices: JournalChoices = defaultJournalChoices;
    for (;;) {
      const view = book.view(choices, options);
      assert.ok(view.days.length <= daysPerPage);
      seen.push(...view.days.map((one) => one.day));
      if (view.newer !== undefined)
        assert.equal(book.view({ ...choices, from: view.newer }, options).older, view.days[0]?.day);
      if (view.older === undefined) break;
      choices = { ...choices, from: view.older };
    }
    assert.equal(seen.length, 100);
    assert.deepEqual(seen, [...new Set(seen)].sort().reverse());
  });

  it('cuts a long day short until the whole of it is asked for', () => {
    const practised = Object.fromEntries(
      Array.from({ length: 40 }, (_, one) => [`core/git/item-${one}`, '2026-05-05T10:00:00Z']),
    );
    const book = bookOf({ practised });
    const [short] = book.view(defaultJournalChoices, options).days;
    assert.deepEqual([short?.lines.length, short?.rest], [linesPerDay, 40 - linesPerDay]);
    const [whole] = book.view({ ...defaultJournalChoices, whole: '2026-05-05' }, options).days;
    assert.deepEqual([whole?.lines.length, whole?.rest], [40, 0]);
  });

  it('has nothing to show before anything was done', () => {
    const view = bookOf({}).view({ filter: 'tick', period: 2020, from: '2020-01-01' }, options);
    assert.equal(view.begun, false);
    assert.deepEqual([view.days, view.counts, view.streak], [[], [], undefined]);
  });
});

describe('the saved journal', () => {
  it('is a table of every act with day, time and zone, in which no text is a formula', () => {
    const rows = csvParse(journalCsv(some, catalog, 'all'));
    assert.equal(rows.length, 7);
    assert.deepEqual(
      { ...rows[0] },
      {
        ...{ day: '2026-05-06', time: '00:30', zone: 'Europe/Berlin', kind: 'tick', skill: 'git' },
        ...{ id: 'core/git/item-1', text: 'Do 1', lab: '', grade: '', moment: '2026-05-05T22:30:00.000Z' },
      },
    );
    assert.equal(csvParse(journalCsv(some, catalog, 'review')).length, 2);
    const formula = createCatalog(
      makeIndex({ basics: { http: 1 } }, { http: { items: [{ id: 'core/http/item-0', text: '=SUM(A1)' }] } }),
    );
    const made = facts({ practised: { 'core/http/item-0': '2026-05-05T10:00:00Z' } });
    const [row] = csvParse(journalCsv(new JournalBook(formula, made, zones, 'UTC'), formula, 'all'));
    assert.equal(row?.['text'], "'=SUM(A1)");
  });

  it('is Markdown with a heading for each day, in which no text is markup', () => {
    const text = journalMarkdown(some, 'all', strings, 'en-GB');
    assert.match(text, /^# Journal\n\n## Wednesday,? 6 May 2026\n\n- 0?0:30 Practised: Do 1 \(=Git\)\n/);
    assert.ok(/- 0?8:00 Verified: Do 0, by the lab hello \(=Git\)\n/.test(text));
    assert.match(text, /- 13:05 2 reviews in =Git\n$/);
    assert.equal(journalMarkdown(bookOf({}), 'all', strings, 'en'), `# Journal\n\n${strings.noneFiltered}\n`);
  });

  it('counts reviews of questions that are no longer in the curriculum, and says so', () => {
    const book = bookOf({
      reviews: [
        ['core/gone#a', '2026-05-05T08:00:00Z', 3],
        ['core/git#gone', '2026-05-05T09:00:00Z', 3],
        ['core/git#a', '2026-05-05T09:30:00Z', 3],
        ['core/gone#a', '2026-05-06T08:00:00Z', 3],
      ],
    });
    const { days, counts, streak } = book.view(defaultJournalChoices, options);
    assert.deepEqual(counts, [
      ['2026-05-05', 3],
      ['2026-05-06', 1],
    ]);
    assert.equal(streak?.current, 2);
    const words = (lines: readonly JournalLine[] = []): string[] =>
      lines.map((line) => `${line.place} ${reviewsText(line, strings)}`);
    assert.deepEqual(words(days[0]?.lines), [' 1 review of a question that is no longer in the curriculum']);
    assert.deepEqual(words(days[1]?.lines), [
      '=Git 1 review in =Git',
      ' 2 reviews of questions that are no longer in the curriculum',
    ]);
    assert.match(
      journalMarkdown(book, 'review', strings, 'en-GB'),
      /- 11:00 2 reviews of questions that are no longer in the curriculum\n/,
    );
    assert.deepEqual(
      csvParse(journalCsv(book, catalog, 'review')).map(({ id, skill }) => [id, skill]),
      [
        ['core/gone#a', ''],
        ['core/git#a', 'git'],
        ['core/git#gone', ''],
        ['core/gone#a', ''],
      ],
    );
  });
});

describe('messages of the journal', () => {
  it('from the page are taken only in their form', () => {
    const good: unknown[] = [
      { type: 'ready' },
      { type: 'openSettings' },
      { type: 'openSkills' },
      { type: 'choose', choices: { filter: 'all', period: 'recent' } },
      { type: 'choose', choices: { filter: 'tick', period: 2026, from: '2026-05-04', whole: '2026-05-04' } },
      { type: 'open', skill: 'git', id: 'core/git/item-0' },
      { type: 'save', format: 'csv' },
    ];
    for (const message of good) assert.deepEqual(parseFromJournal(message), message);
    const bad: unknown[] = [
      undefined,
      { type: 'choose' },
      { type: 'choose', choices: { filter: 'some', period: 'recent' } },
      { type: 'choose', choices: { filter: 'all', period: 20 } },
      { type: 'choose', choices: { filter: 'all', period: 'recent', from: '2026-02-30' } },
      { type: 'choose', choices: { filter: 'all', period: 'recent', from: '2026-2-3' } },
      { type: 'open', skill: '', id: 'x' },
      { type: 'open', skill: 'x', id: 'y'.repeat(513) },
      { type: 'save', format: 'exe' },
      { type: 'other' },
    ];
    for (const message of bad) assert.equal(parseFromJournal(message), undefined, JSON.stringify(message));
  });

  it('never make a guard throw', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const guard of [parseFromJournal, parseToJournal, parseJournalChoices]) guard(value);
      }),
    );
  });

  it('to the page are taken as the host sends them', () => {
    const words = Object.fromEntries(journalStringKeys.map((key) => [key, key]));
    assert.ok(parseToJournal({ type: 'strings', strings: words, locale: 'en' }));
    assert.ok(parseToJournal({ type: 'show', view: some.view(defaultJournalChoices, options) }));
    assert.ok(parseToJournal({ type: 'failed', message: 'x' }));
    assert.equal(parseToJournal({ type: 'show', view: { days: [] } }), undefined);
    assert.equal(parseToJournal({ type: 'failed' }), undefined);
  });
});
