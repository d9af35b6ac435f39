import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCareer, type CareerReferences } from '../../src/core/careerFile';
import { maxListLength } from '../../src/core/jsonFile';
import { careerChecklistId, isId, type CareerData } from '../../src/core/model';
import { describeProblem, isError, type Problem, type ProblemCode } from '../../src/core/problems';

const references: CareerReferences = {
  skills: new Set(['alpha', 'beta']),
  articles: new Set(['almanac', 'leaflet']),
  roles: new Set(['maker']),
};

/** Each text stands once, so that an edit needs no more than the text to change. */
const validCareer = `{
  "$schema": "./schema/career.schema.json",
  "format": 1,
  "day": [
    { "id": "stand-up", "time": "09:00", "title": "Stand-up", "text": "You say what you do.", "skills": ["alpha"], "articles": [] },
    { "id": "review", "time": "14:30", "title": "Review", "text": "You read the work of others.", "skills": [], "articles": ["leaflet"] }
  ],
  "tasks": [
    {
      "id": "build",
      "title": "Build things",
      "entries": [
        { "id": "write-code", "text": "Write it.", "skills": ["alpha", "beta"], "articles": ["almanac"] },
        { "id": "read-code", "text": "Read it.", "skills": [], "articles": ["almanac"] }
      ]
    },
    {
      "id": "keep",
      "title": "Keep things",
      "entries": [
        { "id": "mend-code", "text": "Mend it.", "skills": [], "articles": ["almanac"] }
      ]
    }
  ],
  "collaborators": [
    { "id": "testers", "title": "Testers", "text": "They break it.", "skills": [], "articles": ["almanac"] }
  ],
  "places": [
    { "id": "hospitals", "title": "Hospitals", "text": "Records are kept.", "skills": [], "articles": ["almanac"] }
  ],
  "comparisons": [
    {
      "id": "sides",
      "title": "Two sides",
      "columns": ["Front", "Back"],
      "rows": [
        { "id": "seen", "aspect": "What is seen", "cells": ["All", ""], "note": "Roughly.", "articles": ["almanac"] },
        { "id": "place", "aspect": "Where it runs", "cells": ["Here", "There"], "note": "Mostly.", "articles": [] }
      ]
    }
  ],
  "ways": [
    {
      "id": "degree",
      "title": "A degree",
      "text": "You study.",
      "skills": [],
      "articles": ["almanac"],
      "icon": "mortar-board",
      "takes": "Years.",
      "costs": "Fees.",
      "suits": "Patient people.",
      "watch": "The clock.",
      "share": { "percent": 69, "text": "Of all makers." },
      "offers": [
        { "id": "degree-computing", "title": "Computing", "text": "The usual one.", "skills": ["beta"], "articles": ["almanac"], "provider": "School" },
        { "id": "degree-other", "title": "Another", "text": "Any other.", "skills": [], "articles": ["almanac"], "provider": null }
      ]
    },
    {
      "id": "on-the-job",
      "title": "On the job",
      "text": "You are shown.",
      "skills": [],
      "articles": [],
      "icon": "briefcase",
      "takes": "Time.",
      "costs": "Nothing.",
      "suits": "All.",
      "watch": "Who teaches.",
      "offers": [
        { "id": "on-the-job", "title": "Seniors", "text": "They know.", "skills": [], "articles": ["leaflet"], "provider": null }
      ]
    }
  ],
  "titles": [
    {
      "id": "search",
      "title": "To search for",
      "entries": [
        { "id": "junior-maker", "title": "Junior maker", "text": "The first step.", "also": ["Young maker"], "skills": ["alpha"], "role": "maker", "articles": ["almanac"] },
        { "id": "tester", "title": "Tester", "text": "Another job.", "also": [], "skills": [], "articles": ["leaflet"] }
      ]
    }
  ],
  "boards": [
    { "id": "alpha-jobs", "title": "Alpha jobs", "text": "Jobs in alpha.", "technology": "Alpha", "url": "https://example.com/alpha", "skills": ["alpha"], "articles": ["almanac"] },
    { "id": "all-jobs", "title": "All jobs", "text": "Jobs of any kind.", "technology": null, "url": null, "skills": [], "articles": [] }
  ],
  "checklist": [
    {
      "id": "before",
      "title": "Before you apply",
      "entries": [
        { "id": "write-page", "text": "Write a page.", "skills": [], "articles": ["almanac"] },
        { "id": "ask-friend", "text": "Ask a friend.", "skills": [], "articles": [] }
      ]
    },
    {
      "id": "later",
      "title": "Later on",
      "entries": [
        { "id": "say-thanks", "text": "Say thanks.", "skills": [], "articles": [] }
      ]
    }
  ],
  "moves": [
    { "id": "cloud", "title": "Cloud", "text": "Clouds are run.", "learn": ["Weather"], "skills": ["beta"], "role": "maker", "articles": ["almanac"] },
    { "id": "manager", "title": "Manager", "text": "Plans are made.", "learn": [], "skills": [], "articles": ["leaflet"] }
  ],
  "questions": [
    { "id": "is-it-hard", "title": "Is it hard?", "text": "At first.", "skills": [], "articles": ["almanac"] }
  ],
  "facts": [
    { "id": "hours", "text": "Forty hours.", "skills": [], "articles": ["almanac"] }
  ],
  "contradictions": [
    {
      "id": "certificates",
      "subject": "Worth of certificates",
      "sides": [
        { "says": "They help", "articles": ["almanac"] },
        { "says": "They do not", "articles": ["leaflet"] }
      ],
      "comment": "Two kinds of them."
    }
  ],
  "reading": [
    { "id": "letters", "title": "Letters", "kind": "article", "text": "All of them.", "url": "https://example.com/letters", "skills": [], "articles": ["almanac"] },
    { "id": "words", "title": "Words", "kind": "link", "text": "Some of them.", "url": null, "skills": [], "articles": ["leaflet"] }
  ]
}
`;

type List = Exclude<keyof CareerData, 'format'>;
/** What is left out: a list, and the ids on the way down to the entry. None: all is kept. */
type Loss = readonly [list?: List, ...ids: string[]];
interface Case {
  readonly name: string;
  readonly edit: (text: string) => string;
  /** Code, and a text that ends on the line; a number is the line. */
  readonly expected: readonly (readonly [code: ProblemCode, place: string | number])[];
  readonly lost: Loss | 'all';
  readonly references?: Partial<CareerReferences>;
}

/** Exchanges a text that occurs once. */
const put =
  (from: string, replacement: string) =>
  (text: string): string => {
    const parts = text.split(from);
    assert.equal(parts.length, 2, `"${from}" must occur once`);
    return parts.join(replacement);
  };

const broken = (
  name: string,
  [from, to]: readonly [from: string, to: string],
  code: ProblemCode,
  place: string | number,
  ...lost: Loss
): Case => ({ name, edit: put(from, to), expected: [[code, place]], lost });

/** The fields that every entry has, broken in one entry of each kind. */
const shared: readonly Case[] = (
  [
    ['stand-up', '"You say what you do."', ['day']],
    ['write-code', '"Write it."', ['tasks', 'build']],
    ['testers', '"They break it."', ['collaborators']],
    ['hospitals', '"Records are kept."', ['places']],
    ['degree-other', '"Any other."', ['ways', 'degree']],
    ['tester', '"Another job."', ['titles', 'search']],
    ['all-jobs', '"Jobs of any kind."', ['boards']],
    ['say-thanks', '"Say thanks."', ['checklist', 'later']],
    ['manager', '"Plans are made."', ['moves']],
    ['is-it-hard', '"At first."', ['questions']],
    ['hours', '"Forty hours."', ['facts']],
    ['words', '"Some of them."', ['reading']],
  ] as const
).flatMap(([id, text, [list, ...ids]]) => [
  broken(`${id} without text`, [`"text": ${text}, `, ''], 'field-missing', `"${id}"`, list, ...ids, id),
  broken(`${id} with a text that is a list`, [text, `[${text}]`], 'field-type', `"${id}"`, list, ...ids, id),
  broken(`${id} with an unknown field`, [text, `${text},\n "colour": "red"`], 'field-unknown', '"colour"'),
]);

const cases: readonly Case[] = [
  // the file
  { name: 'a bracket too many', edit: put('"09:00"', '"09:00"]'), expected: [['json-syntax', '"09:00"']], lost: 'all' },
  {
    name: 'a repeated field',
    edit: put('"time": "09:00"', '"time": "09:00",\n "time": "10:00"'),
    expected: [['json-syntax', '"10:00"']],
    lost: 'all',
  },
  { name: 'a list', edit: () => '\n[]', expected: [['not-an-object', 1]], lost: 'all' },
  {
    name: 'a huge file',
    edit: (text) => text + ' '.repeat(maxListLength),
    expected: [['file-too-large', 1]],
    lost: 'all',
  },
  broken('no format', ['  "format": 1,\n', ''], 'field-missing', 1),
  broken('another format', ['"format": 1', '"format": 2'], 'format-unsupported', '"format": 2'),
  broken('an unknown list', ['"format": 1,', '"format": 1,\n  "salaries": [],'], 'field-unknown', '"salaries"'),
  broken('a field of every object', ['"format": 1,', '"format": 1,\n  "toString": 1,'], 'field-unknown', '"toString"'),

  // lists
  ...(
    'day tasks collaborators places comparisons ways titles boards checklist moves questions facts contradictions reading'.split(
      ' ',
    ) as List[]
  ).flatMap((list) => [
    {
      name: `no ${list}`,
      edit: put(`\n  "${list}": [`, `\n  "${list}s": [`),
      expected: [
        ['field-missing', 1],
        ['field-unknown', `"${list}s"`],
      ],
      lost: [list],
    } satisfies Case,
    {
      name: `${list} that are an object`,
      edit: put(`\n  "${list}": [`, `\n  "${list}": {},\n  "rest": [`),
      expected: [
        ['field-type', `"${list}": {}`],
        ['field-unknown', '"rest"'],
      ],
      lost: [list],
    } satisfies Case,
    broken(
      `an entry of ${list} that is a text`,
      [`\n  "${list}": [`, `\n  "${list}": [\n    "astray",`],
      'not-an-object',
      '"astray"',
    ),
  ]),

  // what every entry has
  ...shared,
  broken('an id with a space', ['"stand-up"', '"stand up"'], 'id-form', '"stand up"', 'day', 'stand-up'),
  broken('an id of 65 characters', ['"hospitals"', `"${'h'.repeat(65)}"`], 'id-form', '"hhhh', 'places', 'hospitals'),
  broken('an id used twice', ['"review"', '"stand-up"'], 'id-duplicate', '"14:30"', 'day', 'review'),
  broken('a title that is blank', ['"Testers"', '" "'], 'field-type', '"testers"', 'collaborators', 'testers'),
  broken('no title', ['"title": "Stand-up", ', ''], 'field-missing', '"stand-up"', 'day', 'stand-up'),
  broken(
    'an unknown skill',
    ['["alpha", "beta"]', '["alpha",\n "gamma"]'],
    'skill-unknown',
    '"gamma"',
    'tasks',
    'build',
    'write-code',
  ),
  broken(
    'skills that are a text',
    ['"skills": ["alpha", "beta"]', '"skills": "alpha"'],
    'field-type',
    '"write-code"',
    'tasks',
    'build',
    'write-code',
  ),
  broken(
    'no articles',
    ['"The usual one.", "skills": ["beta"], "articles": ["almanac"],', '"The usual one.", "skills": ["beta"],'],
    'field-missing',
    '"degree-computing"',
    'ways',
    'degree',
    'degree-computing',
  ),
  broken(
    'an unknown article',
    ['"Forty hours.", "skills": [], "articles": [', '"Forty hours.", "skills": [], "articles": [\n"rumour", '],
    'pay-article',
    '"rumour"',
    'facts',
    'hours',
  ),
  broken(
    'an article that is a number',
    ['"Forty hours.", "skills": [], "articles": [', '"Forty hours.", "skills": [], "articles": [7, '],
    'field-type',
    '"hours"',
    'facts',
    'hours',
  ),

  // hours
  ...['"9:00"', '"24:00"', '"09:60"', '"morning"', '900'].map((time) =>
    broken(`a time of ${time}`, ['"09:00"', time], 'field-type', '"stand-up"', 'day', 'stand-up'),
  ),
  broken('no time', ['"time": "09:00", ', ''], 'field-missing', '"stand-up"', 'day', 'stand-up'),

  // groups
  broken(
    'an entry of a group that is a text',
    ['"title": "Keep things",\n      "entries": [', '"title": "Keep things",\n      "entries": [\n "astray",'],
    'not-an-object',
    '"astray"',
  ),
  broken(
    'a group without a title',
    ['      "title": "Build things",\n', ''],
    'field-missing',
    '"tasks": [\n    {',
    'tasks',
    'build',
  ),
  broken('a group id with a dot', ['"before"', '"be.fore"'], 'id-form', '"be.fore"', 'checklist', 'before'),
  broken(
    'a group id used twice',
    ['"keep"', '"build"'],
    'id-duplicate',
    '},\n    {\n      "id": "build"',
    'tasks',
    'keep',
  ),
  broken(
    'a group with an unknown field',
    ['"Build things",', '"Build things",\n      "colour": "red",'],
    'field-unknown',
    '"colour"',
  ),
  {
    name: 'a group without entries',
    edit: put('"title": "To search for",\n      "entries": [', '"title": "To search for",\n      "titles": ['),
    expected: [
      ['field-unknown', '"To search for",\n      "titles"'],
      ['field-missing', '"titles": [\n    {'],
    ],
    lost: ['titles', 'search'],
  },
  broken(
    'an id used in two groups of a checklist',
    ['"say-thanks"', '"ask-friend"'],
    'id-duplicate',
    'Say thanks.',
    'checklist',
    'later',
    'say-thanks',
  ),

  // comparisons
  broken(
    'a comparison with an unknown field',
    ['"Two sides",', '"Two sides",\n      "colour": "red",'],
    'field-unknown',
    '"colour"',
  ),
  broken(
    'a comparison without columns',
    ['      "columns": ["Front", "Back"],\n', ''],
    'field-missing',
    '"comparisons": [\n    {',
    'comparisons',
    'sides',
  ),
  broken(
    'a row with a cell too few',
    ['["All", ""]', '["All"]'],
    'field-type',
    '"seen"',
    'comparisons',
    'sides',
    'seen',
  ),
  broken(
    'a row with a cell too many',
    ['["All", ""]', '["All", "", ""]'],
    'field-type',
    '"seen"',
    'comparisons',
    'sides',
    'seen',
  ),
  broken(
    'a row with a cell that is a number',
    ['["All", ""]', '["All", 7]'],
    'field-type',
    '"seen"',
    'comparisons',
    'sides',
    'seen',
  ),
  broken(
    'a row without cells',
    ['"cells": ["All", ""], ', ''],
    'field-missing',
    '"seen"',
    'comparisons',
    'sides',
    'seen',
  ),
  broken(
    'a row without an aspect',
    ['"aspect": "What is seen", ', ''],
    'field-missing',
    '"seen"',
    'comparisons',
    'sides',
    'seen',
  ),
  broken(
    'a row with a note that is null',
    ['"Roughly."', 'null'],
    'field-type',
    '"seen"',
    'comparisons',
    'sides',
    'seen',
  ),
  broken(
    'a row id used twice',
    ['"place"', '"seen"'],
    'id-duplicate',
    'Where it runs',
    'comparisons',
    'sides',
    'place',
  ),
  broken(
    'a row with an unknown field',
    ['"aspect": "What is seen"', '"aspect": "What is seen",\n "colour": "red"'],
    'field-unknown',
    '"colour"',
  ),

  // ways
  ...[
    '"icon": "mortar-board"',
    '"takes": "Years."',
    '"costs": "Fees."',
    '"suits": "Patient people."',
    '"watch": "The clock."',
  ].map((field) =>
    broken(`a way without ${field}`, [`      ${field},\n`, ''], 'field-missing', '"ways": [\n    {', 'ways', 'degree'),
  ),
  ...['0', '-1', '101', '"69"', 'null', '.nan'].map((percent) =>
    broken(
      `a share of ${percent}`,
      ['"percent": 69', `"percent": ${percent}`],
      'field-type',
      '"share"',
      'ways',
      'degree',
    ),
  ),
  broken('a share without text', [', "text": "Of all makers." }', ' }'], 'field-type', '"share"', 'ways', 'degree'),
  broken(
    'a share that is a number',
    ['{ "percent": 69, "text": "Of all makers." }', '69'],
    'field-type',
    '"share"',
    'ways',
    'degree',
  ),
  broken(
    'an offer of a number',
    ['"School"', '7'],
    'field-type',
    '"degree-computing"',
    'ways',
    'degree',
    'degree-computing',
  ),
  broken(
    'an offer without a provider',
    [', "provider": "School" }', ' }'],
    'field-missing',
    '"degree-computing"',
    'ways',
    'degree',
    'degree-computing',
  ),
  broken(
    'an offer of two ways',
    ['"id": "on-the-job", "title": "Seniors"', '"id": "degree-other", "title": "Seniors"'],
    'id-duplicate',
    'Seniors',
    'ways',
    'on-the-job',
    'on-the-job',
  ),

  // titles and moves
  broken(
    'an unknown role of a title',
    [
      '"role": "maker", "articles": ["almanac"] },\n        {',
      '"role": "baker", "articles": ["almanac"] },\n        {',
    ],
    'role-unknown',
    '"baker"',
    'titles',
    'search',
    'junior-maker',
  ),
  broken(
    'a role that is a number',
    ['["Weather"], "skills": ["beta"], "role": "maker"', '["Weather"], "skills": ["beta"], "role": 7'],
    'field-type',
    'Weather',
    'moves',
    'cloud',
  ),
  broken(
    'spellings that are a text',
    ['["Young maker"]', '"Young maker"'],
    'field-type',
    '"junior-maker"',
    'titles',
    'search',
    'junior-maker',
  ),
  broken('a lesson that is a number', ['["Weather"]', '["Weather", 7]'], 'field-type', '"cloud"', 'moves', 'cloud'),

  // addresses
  ...['"http://example.com"', '"javascript:alert(1)"', '"https://me:secret@example.com"', '"example.com"'].map((url) =>
    broken(
      `a board at ${url}`,
      ['"https://example.com/alpha"', url],
      'link-not-https',
      '"alpha-jobs"',
      'boards',
      'alpha-jobs',
    ),
  ),
  broken(
    'a board without an address',
    [', "url": "https://example.com/alpha"', ''],
    'field-missing',
    '"alpha-jobs"',
    'boards',
    'alpha-jobs',
  ),
  broken(
    'a board without a technology',
    ['"technology": "Alpha", ', ''],
    'field-missing',
    '"alpha-jobs"',
    'boards',
    'alpha-jobs',
  ),
  broken(
    'a text at an address that is a list',
    ['"https://example.com/letters"', '[]'],
    'field-type',
    '"letters"',
    'reading',
    'letters',
  ),
  broken(
    'a text to read without a kind',
    ['"kind": "article", ', ''],
    'field-missing',
    '"letters"',
    'reading',
    'letters',
  ),

  // contradictions
  broken(
    'a contradiction with an unknown field',
    ['"comment"', '"colour": "red",\n "comment"'],
    'field-unknown',
    '"colour"',
  ),
  broken(
    'a contradiction of an unknown article',
    ['"They do not", "articles": ["leaflet"]', '"They do not", "articles": ["rumour"]'],
    'pay-article',
    '"rumour"',
    'contradictions',
    'certificates',
  ),
  broken(
    'a side without words',
    ['"says": "They help", ', ''],
    'field-missing',
    '{ "articles": ["almanac"] }',
    'contradictions',
    'certificates',
  ),
  {
    name: 'a contradiction id used twice',
    edit: put(
      '"Two kinds of them."\n    }',
      '"Two kinds of them."\n    },\n{ "id": "certificates", "subject": "S", "sides": [{ "says": "A", "articles": [] }], "comment": "C" }',
    ),
    expected: [['id-duplicate', '"subject": "S"']],
    lost: [],
  },

  // the ids of ticks
  {
    name: 'a skill with the id of the checklist',
    edit: (text) => text,
    expected: [['skill-reserved', 1]],
    lost: [],
    references: { skills: new Set(['alpha', 'beta', careerChecklistId]) },
  },
];

const parse = (text: unknown, more: Partial<CareerReferences> = {}): ReturnType<typeof parseCareer> =>
  parseCareer(text, { ...references, ...more });

/** The one line where the text ends. */
function lineOf(text: string, place: string | number): number {
  if (typeof place === 'number') return place;
  const before = text.split(place);
  assert.equal(before.length, 2, `"${place}" must stand once`);
  return `${before[0]!}${place}`.split('\n').length;
}

const shortly = (problems: readonly Problem[]): string[] => problems.map(({ code, line }) => `${line} ${code}`);

interface Node {
  readonly id?: string;
  readonly entries?: readonly Node[];
  readonly rows?: readonly Node[];
  readonly offers?: readonly Node[];
}

/** Takes out what a loss names, and nothing else. */
function less(career: CareerData, [list, ...ids]: Loss): CareerData {
  if (!list) return career;
  const without = (nodes: readonly Node[], [id, ...deeper]: readonly string[]): Node[] => {
    assert.ok(id === undefined || nodes.some((node) => node.id === id), `${id} must be there to be lost`);
    return nodes.flatMap((node) => {
      if (id !== undefined && node.id !== id) return [node];
      if (deeper.length === 0) return [];
      const inner = (['entries', 'rows', 'offers'] as const).find((name) => node[name]);
      assert.ok(inner);
      return [{ ...node, [inner]: without(node[inner] ?? [], deeper) }];
    });
  };
  return { ...career, [list]: without(career[list], ids) };
}

describe('parseCareer', function () {
  this.timeout(60_000);
  const valid = parse(validCareer).career;

  it('reads a valid guide without problems, and every word of it', () => {
    const { career, problems } = parse(validCareer);
    assert.deepEqual(problems, []);
    assert.deepEqual({ $schema: './schema/career.schema.json', ...career }, JSON.parse(validCareer));
  });

  it('puts what is absent in its place', () => {
    const bare = [
      put('"skills": ["alpha"], "articles": [] },', '"articles": [] },'),
      put('"note": "Roughly.", ', ''),
      put('"also": ["Young maker"], ', ''),
      put('"learn": ["Weather"], ', ''),
      put('      "share": { "percent": 69, "text": "Of all makers." },\n', ''),
    ].reduce((text, edit) => edit(text), validCareer);
    const { career, problems } = parse(bare);
    assert.deepEqual(problems, []);
    assert.ok(career);
    assert.deepEqual(career.day[0]?.skills, []);
    assert.equal(career.comparisons[0]?.rows[0]?.note, '');
    assert.deepEqual(career.titles[0]?.entries[0]?.also, []);
    assert.deepEqual(career.moves[0]?.learn, []);
    assert.ok(career.ways[0] && !('share' in career.ways[0]));
  });

  describe('reports, with its line, and keeps everything else:', () => {
    for (const { name, edit, expected, lost, references: more } of cases) {
      it(name, () => {
        assert.ok(valid);
        const text = edit(validCareer);
        const { career, problems } = parse(text, more);
        assert.deepEqual(
          shortly(problems).sort(),
          expected.map(([code, place]) => `${lineOf(text, place)} ${code}`).sort(),
        );
        for (const problem of problems) {
          assert.equal(problem.file, 'career.json');
          assert.match(describeProblem(problem), /^career\.json:\d+: .+\.$/);
        }
        if (lost === 'all') assert.equal(career, undefined);
        else assert.deepEqual(career, less(valid, lost));
      });
    }

    it('what is no text at all', () => {
      for (const [content, code] of [
        [undefined, 'file-missing'],
        [7, 'file-not-text'],
        [new Uint8Array(3), 'file-not-text'],
      ] as const)
        assert.deepEqual(parse(content), {
          career: undefined,
          problems: [{ code, file: 'career.json', line: 1, detail: 'career.json' }],
        });
    });

    it('every code that it can give', () => {
      assert.ok(cases.length >= 40, `${cases.length} cases`);
      assert.deepEqual([...new Set(cases.flatMap(({ expected }) => expected.map(([code]) => code)))].sort(), [
        'field-missing',
        'field-type',
        'field-unknown',
        'file-too-large',
        'format-unsupported',
        'id-duplicate',
        'id-form',
        'json-syntax',
        'link-not-https',
        'not-an-object',
        'pay-article',
        'role-unknown',
        'skill-reserved',
        'skill-unknown',
      ]);
    });
  });

  it('reports several faults at once and keeps the rest', () => {
    assert.ok(valid);
    const edits = [put('"09:00"', '"9"'), put('"Testers"', '7'), put('"https://example.com/letters"', '"nowhere"')];
    const { career, problems } = parse(edits.reduce((text, edit) => edit(text), validCareer));
    const places = ['"stand-up"', '"testers"', '"letters"'].map((place) => lineOf(validCareer, place));
    assert.deepEqual(shortly(problems), [
      `${places[0]} field-type`,
      `${places[1]} field-type`,
      `${places[2]} link-not-https`,
    ]);
    const kept = (
      [
        ['day', 'stand-up'],
        ['collaborators', 'testers'],
        ['reading', 'letters'],
      ] as const
    ).reduce<CareerData>(less, valid);
    assert.deepEqual(career, kept);
  });

  it('reads CRLF, CR and a byte order mark like LF', () => {
    for (const { name, edit, references: more } of cases.filter(
      ({ expected }) => expected[0]?.[0] !== 'file-too-large',
    )) {
      const text = edit(validCareer);
      for (const variant of [text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r'), `\uFEFF${text}`])
        assert.deepEqual(parse(variant, more), parse(text, more), name);
    }
  });
});

describe('any career.json', function () {
  this.timeout(60_000);

  /** Reads without an exception, with lines that exist and nothing in the result that the file may not name. */
  const holds = (text: string): void => {
    const { career, problems } = parse(text);
    const lines = text.split(/\r\n|\r|\n/).length;
    for (const { code, line, file } of problems) {
      assert.equal(file, 'career.json');
      assert.ok(Number.isInteger(line) && line >= 1 && line <= lines + 1, `${code} at ${line} of ${lines}`);
    }
    if (!career) {
      assert.ok(problems.some(isError));
      return;
    }
    const facts = [
      ...[career.day, career.collaborators, career.places, career.boards, career.moves, career.questions].flat(),
      ...[career.facts, career.reading, career.ways].flat(),
      ...career.ways.flatMap(({ offers }) => offers),
      ...[...career.tasks, ...career.titles, ...career.checklist].flatMap(({ entries }) => entries),
    ];
    for (const { id, skills, articles } of facts) {
      assert.ok(isId(id));
      assert.ok(skills.every((skill) => references.skills.has(skill)));
      assert.ok(articles.every((article) => references.articles.has(article)));
    }
    const ticks = career.checklist.flatMap(({ entries }) => entries.map(({ id }) => id));
    assert.equal(new Set(ticks).size, ticks.length);
    for (const { columns, rows } of career.comparisons)
      assert.ok(rows.every(({ cells }) => cells.length === columns.length));
  };

  it('that is a text is read without an exception', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.json()), holds), { numRuns: 500 });
  });

  it('that is no text is refused without an exception', () => {
    fc.assert(
      fc.property(
        fc.anything().filter((value) => typeof value !== 'string'),
        (value) => {
          const { career, problems } = parse(value);
          assert.equal(career, undefined);
          assert.equal(problems.length, 1);
        },
      ),
    );
  });

  it('whose values are exchanged for others is read without an exception', () => {
    const scraps = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(
        null,
        '',
        ' ',
        'a',
        'alpha',
        'almanac',
        [],
        {},
        ['alpha'],
        [{}],
        { id: 'a' },
        69,
        '09:00',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), scraps), { minLength: 1, maxLength: 5 }), (changes) => {
        const root = JSON.parse(validCareer) as Record<string, unknown>;
        for (const [at, scrap] of changes) {
          // Every place of the file in one row, so that a number chooses one.
          const places: (() => void)[] = [];
          const walk = (value: unknown): void => {
            if (typeof value !== 'object' || value === null) return;
            const inside = value as Record<string, unknown>;
            for (const key of Object.keys(inside)) {
              // A copy: the same scrap put into itself would be a ring, which no file can hold.
              places.push(() => (inside[key] = structuredClone(scrap)));
              walk(inside[key]);
            }
          };
          walk(root);
          places[at % places.length]?.();
        }
        holds(JSON.stringify(root, null, 1));
      }),
      { numRuns: 500 },
    );
  });

  it('of which pieces are missing or repeated is read without an exception', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(300), fc.boolean(), (at, length, repeated) => {
        const start = Math.floor((validCareer.length * at) / 1000);
        holds(
          repeated
            ? validCareer.slice(0, start + length) + validCareer.slice(start)
            : validCareer.slice(0, start) + validCareer.slice(start + length),
        );
      }),
      { numRuns: 500 },
    );
  });
});
