import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCatalog } from '../../src/core/catalog';
import type { LabSummary } from '../../src/core/lab';
import {
  isStepDone,
  pathParts,
  pathState,
  stepItems,
  stepSkill,
  stepState,
  type LearningPath,
  type PathFacts,
} from '../../src/core/paths';
import { parsePaths, type PathReferences } from '../../src/core/pathsFile';
import { isError, type Problem, type ProblemCode } from '../../src/core/problems';
import { makeIndex } from './packs';

// ---------- the file ----------

const references: PathReferences = {
  pack: 'core',
  skills: new Map([
    [
      'alpha',
      { minutes: 30, items: items('alpha', 2), prerequisites: [], summary: 'A first letter that everybody knows.' },
    ],
    [
      'beta',
      { minutes: 40, items: items('beta', 3), prerequisites: ['alpha'], summary: 'The letter after the first.' },
    ],
    [
      'gamma',
      { minutes: 50, items: items('gamma', 2), prerequisites: ['beta'], summary: 'The third letter of them all.' },
    ],
  ]),
  labs: new Map([['write-beta', { minutes: 25, skills: ['beta'] }]]),
};

function items(skill: string, count: number): { id: string; text: string }[] {
  return Array.from({ length: count }, (_, at) => ({ id: `core/${skill}/item-${at}`, text: `Do ${at}` }));
}

/** Each text that is edited below stands once. */
const valid = `{
  "$schema": "./schema/paths.schema.json",
  "format": 1,
  "paths": [
    {
      "id": "letters",
      "title": "Letters",
      "summary": "All letters.",
      "audience": "You can speak.",
      "steps": [
        {
          "id": "first",
          "group": "Week 1",
          "skill": "alpha",
          "minutes": 61,
          "reason": "You begin here because all words do."
        },
        {
          "id": "second",
          "skill": "beta",
          "items": ["item-0", "item-2"],
          "lab": "write-beta",
          "minutes": 72,
          "reason": "Only now, as it stands beside the first."
        },
        {
          "id": "third",
          "group": "Week 2",
          "skill": "gamma",
          "minutes": 83,
          "reason": "You know two of them, and this ends it."
        }
      ]
    },
    {
      "id": "shortcut",
      "title": "Shortcut",
      "summary": "One letter.",
      "audience": "You are in a hurry.",
      "steps": [
        {
          "id": "only",
          "lab": "write-beta",
          "minutes": 35,
          "reason": "There is no time for more than this one."
        }
      ]
    }
  ]
}
`;

const lineOf = (text: string): number => {
  const parts = valid.split(text);
  assert.ok(parts.length > 1, text);
  return parts[0]!.split('\n').length;
};

/** What is changed into what, the code, and the text at whose line it is; and which steps are left. */
const cases: readonly {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly code: ProblemCode;
  readonly at?: string;
  readonly left?: readonly string[];
}[] = [
  { name: 'broken JSON', from: '"format": 1,', to: '"format": 1,,', code: 'json-syntax', left: [] },
  { name: 'a missing list', from: '"paths": [', to: '"ways": [', code: 'field-missing', at: '{', left: [] },
  { name: 'another format', from: '"format": 1', to: '"format": 2', code: 'format-unsupported' },
  {
    name: 'a field of the file',
    from: '"format": 1,',
    to: '"format": 1, "extra": 1,',
    code: 'field-unknown',
    at: '"format": 1',
  },
  {
    name: 'a field of a path',
    from: '"title": "Letters"',
    to: '"title": "Letters", "extra": 1',
    code: 'field-unknown',
    at: '"title": "Letters"',
  },
  {
    name: 'a field of a step',
    from: '"minutes": 61',
    to: '"minutes": 61, "extra": 1',
    code: 'field-unknown',
    at: '"minutes": 61',
  },
  {
    name: 'a path without a title',
    from: '      "title": "Letters",\n',
    to: '',
    code: 'field-missing',
    at: '    {\n      "id": "letters"',
    left: ['only'],
  },
  {
    name: 'an id of another form',
    from: '"id": "letters"',
    to: '"id": "The Letters"',
    code: 'id-form',
    left: ['only'],
  },
  {
    name: 'two paths of one id',
    from: '"id": "shortcut"',
    to: '"id": "letters"',
    code: 'id-duplicate',
    left: ['first', 'second', 'third'],
  },
  {
    name: 'two steps of one id',
    from: '"id": "third"',
    to: '"id": "first"',
    code: 'id-duplicate',
    left: ['first', 'second', 'only'],
  },
  {
    name: 'a path without steps',
    from: valid.slice(valid.indexOf('"steps": [', valid.indexOf('shortcut')), valid.lastIndexOf('    }')),
    to: '"steps": []\n',
    code: 'field-type',
    at: '"steps": [\n        {\n          "id": "only"',
    left: ['first', 'second', 'third'],
  },
  {
    name: 'a skill that is not there',
    from: '"skill": "alpha"',
    to: '"skill": "alfa"',
    code: 'skill-unknown',
    left: ['second', 'third', 'only'],
  },
  {
    name: 'a lab that is not there',
    from: '"lab": "write-beta",\n          "minutes": 35',
    to: '"lab": "write",\n          "minutes": 35',
    code: 'path-lab',
    left: ['first', 'second', 'third'],
  },
  {
    name: 'neither skill nor lab',
    from: '          "skill": "alpha",\n',
    to: '',
    code: 'path-step',
    at: '        {\n          "id": "first"',
    left: ['second', 'third', 'only'],
  },
  {
    name: "an item of another skill's",
    from: '"item-2"',
    to: '"item-9"',
    code: 'path-item',
    left: ['first', 'third', 'only'],
  },
  {
    name: 'items of a lab alone',
    from: '"lab": "write-beta",\n          "minutes": 35',
    to: '"lab": "write-beta", "items": ["item-0"],\n          "minutes": 35',
    code: 'path-item',
    at: '"lab": "write-beta",\n          "minutes": 35',
    left: ['first', 'second', 'third'],
  },
  {
    name: 'an item twice',
    from: '"item-2"',
    to: '"item-0"',
    code: 'reference-duplicate',
    left: ['first', 'third', 'only'],
  },
  {
    name: 'a heading that does not begin at the first step',
    from: '          "group": "Week 1",\n',
    to: '',
    code: 'path-group',
    at: '"group": "Week 2"',
    left: ['first', 'second', 'only'],
  },
  { name: 'a heading twice', from: '"Week 2"', to: '"Week 1"', code: 'path-group', left: ['first', 'second', 'only'] },
  {
    name: 'less time than reading takes',
    from: '"minutes": 61',
    to: '"minutes": 29',
    code: 'path-minutes',
    left: ['second', 'third', 'only'],
  },
  {
    name: 'less time than reading and lab take',
    from: '"minutes": 72',
    to: '"minutes": 64',
    code: 'path-minutes',
    left: ['first', 'third', 'only'],
  },
  {
    name: 'a time that is no time',
    from: '"minutes": 83',
    to: '"minutes": 83.5',
    code: 'minutes-range',
    left: ['first', 'second', 'only'],
  },
  {
    name: 'a reason of a few words',
    from: 'There is no time for more than this one.',
    to: 'No time.',
    code: 'path-reason',
    left: ['first', 'second', 'third'],
  },
  {
    name: 'a reason of many words',
    from: 'There is no time for more than this one.',
    to: 'x'.repeat(201),
    code: 'path-reason',
    left: ['first', 'second', 'third'],
  },
  {
    name: 'a reason of two lines',
    from: 'You begin here because all words do.',
    to: 'You begin here because\\nall words do.',
    code: 'path-reason',
    left: ['second', 'third', 'only'],
  },
  {
    name: 'a reason that is the summary',
    from: 'You begin here because all words do.',
    to: 'A first letter, that *everybody* knows',
    code: 'path-reason',
    left: ['second', 'third', 'only'],
  },
  {
    name: 'a step before what it needs',
    from: '"skill": "alpha"',
    to: '"skill": "gamma"',
    code: 'path-order',
    at: '"id": "first"',
  },
  {
    name: 'a lab before the skill it belongs to',
    from: '"skill": "alpha",\n          "minutes": 61',
    to: '"lab": "write-beta",\n          "minutes": 61',
    code: 'path-order',
    at: '"id": "first"',
  },
];

const stepsIn = (text: string): string[] =>
  parsePaths(text, references).paths?.paths.flatMap(({ steps }) => steps.map(({ id }) => id)) ?? [];

describe('parsePaths', () => {
  it('reads a valid file without problems', () => {
    const { paths, problems } = parsePaths(valid, references);
    assert.deepEqual(problems, []);
    const [letters, shortcut] = paths?.paths ?? [];
    assert.deepEqual(
      [letters?.id, letters?.title, letters?.summary, letters?.audience],
      ['letters', 'Letters', 'All letters.', 'You can speak.'],
    );
    assert.deepEqual(letters?.steps[1], {
      id: 'second',
      skill: 'beta',
      items: ['core/beta/item-0', 'core/beta/item-2'],
      lab: 'write-beta',
      minutes: 72,
      reason: 'Only now, as it stands beside the first.',
    });
    assert.equal(letters.steps[0]?.group, 'Week 1');
    assert.deepEqual(Object.keys(shortcut?.steps[0] ?? {}), ['id', 'lab', 'minutes', 'reason']);
  });

  for (const { name, from, to, code, at = from, left = ['first', 'second', 'third', 'only'] } of cases)
    it(`reports ${name}, with its line, and keeps the rest`, () => {
      assert.equal(valid.split(from).length, 2, 'the text to change must stand once');
      const text = valid.replace(from, () => to);
      const { problems } = parsePaths(text, references);
      const found = problems.filter((problem) => problem.code === code);
      assert.ok(found.length > 0, JSON.stringify(problems));
      assert.equal(found[0]?.file, 'paths.json');
      // Only edits that take lines away move what comes after.
      const moved = at === from ? 0 : to.split('\n').length - from.split('\n').length;
      const line = lineOf(at) + (lineOf(at) > lineOf(from) ? moved : 0);
      assert.equal(found[0].line, line, JSON.stringify(found));
      if (code !== 'path-order') assert.deepEqual(stepsIn(text), left);
    });

  it('is silent about what a path leaves out, and about the order of what it repeats', () => {
    const again = valid.replace('"skill": "gamma"', '"skill": "alpha"');
    assert.deepEqual(parsePaths(again, references).problems, []);
  });

  it('never throws, whatever the file holds', () => {
    const value = fc.jsonValue();
    fc.assert(
      fc.property(
        fc.oneof(
          value,
          fc.record({
            format: fc.constant(1),
            paths: fc.array(
              fc.dictionary(
                fc.constantFrom('id', 'title', 'steps', 'summary', 'audience'),
                fc.oneof(
                  value,
                  fc.array(
                    fc.dictionary(fc.constantFrom('id', 'group', 'skill', 'items', 'lab', 'minutes', 'reason'), value),
                  ),
                ),
              ),
            ),
          }),
        ),
        (content) => {
          const { problems } = parsePaths(JSON.stringify(content), references);
          assert.ok(problems.every((problem: Problem) => problem.line >= 1));
        },
      ),
    );
    for (const content of [undefined, 7, '', '[]', 'null'])
      assert.ok(parsePaths(content, references).problems.some(isError));
  });
});

// ---------- progress ----------

const lab: LabSummary = {
  id: 'write-beta',
  title: 'Write it',
  summary: 'Write a letter.',
  kind: 'sql',
  level: 'beginner',
  minutes: 25,
  skills: ['beta'],
  verifies: ['core/beta/item-1', 'core/beta/item-2'],
  languages: ['sql'],
  checks: [],
};
const catalog = createCatalog({
  ...makeIndex({ basics: { alpha: 2, beta: 3, gamma: 2 } }, { beta: { minutes: 40 } }),
  labs: [lab],
});
const read = parsePaths(valid, references).paths?.paths ?? [];
const [letters, shortcut] = read as [LearningPath, LearningPath];
const facts = (done: readonly string[], verified: readonly string[] = []): PathFacts => ({
  isDone: (id) => done.includes(id),
  isVerified: (id) => verified.includes(id),
});

describe('a path', () => {
  const [first, second] = letters.steps as [LearningPath['steps'][0], LearningPath['steps'][0]];

  it('has the items that a step names, else all of its skill, and for a lab alone none', () => {
    assert.deepEqual(stepItems(first, catalog), ['core/alpha/item-0', 'core/alpha/item-1']);
    assert.deepEqual(stepItems(second, catalog), ['core/beta/item-0', 'core/beta/item-2']);
    assert.deepEqual(stepItems(shortcut.steps[0]!, catalog), []);
    assert.equal(stepSkill(shortcut.steps[0]!, catalog), 'beta');
  });

  it('counts ticks of the step, and its lab as one more when a lab has verified all', () => {
    const state = (...args: Parameters<typeof facts>): string => {
      const { done, total } = stepState(second, catalog, facts(...args));
      return `${done}/${total}`;
    };
    assert.equal(state([]), '0/3');
    assert.equal(state(['core/beta/item-0', 'core/beta/item-1']), '1/3');
    assert.equal(state(['core/beta/item-0', 'core/beta/item-2']), '2/3');
    // Ticks are the learner's word, and the lab has said nothing yet.
    assert.equal(state(['core/beta/item-0', 'core/beta/item-1', 'core/beta/item-2']), '2/3');
    assert.equal(state([], ['core/beta/item-1']), '0/3');
    assert.equal(state(['core/beta/item-0', 'core/beta/item-2'], lab.verifies), '3/3');
    assert.ok(isStepDone(stepState(second, catalog, facts(['core/beta/item-0', 'core/beta/item-2'], lab.verifies))));
    assert.ok(!isStepDone({ done: 0, total: 0 }));
  });

  it('has less time left with each item, none when all is done', () => {
    const left = (done: readonly string[], verified: readonly string[] = []): number =>
      stepState(second, catalog, facts(done, verified)).minutesLeft;
    // 72 minutes: 40 to read, 25 for the lab, so 7 for two items.
    assert.equal(left([]), 72);
    assert.equal(left(['core/beta/item-0']), 4 + 25);
    assert.equal(left(['core/beta/item-0', 'core/beta/item-2']), 25);
    assert.equal(left(['core/beta/item-0', 'core/beta/item-2'], lab.verifies), 0);
    assert.equal(stepState(shortcut.steps[0]!, catalog, facts([])).minutesLeft, 35);
    assert.equal(stepState(shortcut.steps[0]!, catalog, facts([], lab.verifies)).minutesLeft, 0);
  });

  it('sums up its steps, and those under a heading', () => {
    const done = ['core/alpha/item-0', 'core/alpha/item-1', 'core/gamma/item-0'];
    const state = pathState(letters.steps, catalog, facts(done));
    assert.deepEqual([state.done, state.total, state.minutes], [1, 3, 61 + 72 + 83]);
    assert.equal(state.minutesLeft, 72 + Math.round((83 - 30) / 2));
    assert.deepEqual(
      pathParts(letters).map(({ group, steps }) => [group, steps.map(({ id }) => id)]),
      [
        ['Week 1', ['first', 'second']],
        ['Week 2', ['third']],
      ],
    );
    assert.deepEqual(
      pathParts(shortcut).map(({ group, steps }) => [group, steps.length]),
      [[undefined, 1]],
    );
  });
});
