import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import schema from '../../data/schema/lab.schema.json';
import { isInside, labSummary, languagesOf, mainFiles, parseLab, type ParsedLab } from '../../src/core/labFile';
import { labKinds, labLanguages } from '../../src/core/model';
import { isError, problemText, type ProblemCode } from '../../src/core/problems';

type Fields = Record<string, unknown>;

const brief =
  '## Goal\n\nBuild it.\n\n## Rules\n\n- One.\n\n## Hints\n\n### A\n\na\n\n### B\n\n```\n## not a heading\n```\n\n### C\n\nc\n';
const base = (): Fields => ({
  format: 1,
  id: 'tiny-lab',
  title: 'Tiny lab',
  summary: 'A small lab that tests can break at will.',
  kind: 'http',
  level: 'beginner',
  minutes: 20,
  skills: ['alpha'],
  verifies: ['alpha/say'],
  languages: ['javascript'],
  checks: [
    {
      id: 'first',
      title: 'GET / answers',
      look: ['/'],
      steps: [
        {
          request: 'GET /',
          expect: { status: [200, '3xx'], json: { a: { $type: 'string' } } },
          capture: { id: 'json /id' },
        },
        { request: 'DELETE /items/${id}', expect: { body: { oneOf: ['', { matches: '^${id}' }] } } },
      ],
    },
  ],
});
const references = { pack: 'core', skills: new Set(['alpha']), items: new Set(['core/alpha/say']) };
const filesOf = (lab: unknown, more: Readonly<Record<string, unknown>> = {}): Map<string, unknown> =>
  new Map<string, unknown>([
    ['lab.json', typeof lab === 'string' ? lab : JSON.stringify(lab, undefined, 1)],
    ['brief.md', brief],
    ['starter/javascript/main.js', ''],
    ['solution/javascript/main.js', ''],
    ...Object.entries(more),
  ]);
const parse = (lab: unknown, more: Readonly<Record<string, unknown>> = {}): ParsedLab => {
  const files = filesOf(lab, more);
  for (const [name, content] of files) if (content === undefined) files.delete(name);
  return parseLab(files, 'tiny-lab', references);
};
/** The lab with a field set, by path. */
const having = (...change: readonly [...(string | number)[], unknown]): Fields => {
  const lab = base();
  const keys = change.slice(0, -1) as (string | number)[];
  const last = keys.pop()!;
  const target = keys.reduce<Fields>((place, key) => place[key] as Fields, lab);
  if (change.at(-1) === undefined) Reflect.deleteProperty(target, last);
  else target[last] = change.at(-1);
  return lab;
};
const step = (...more: Fields[]): Fields => having('checks', 0, 'steps', more);
const cli = (check: Fields): Fields => ({ ...base(), kind: 'cli', checks: [{ id: 'first', title: 'Runs', ...check }] });
const git = (fact: Fields): Fields => ({
  ...base(),
  kind: 'git',
  languages: ['git'],
  repository: [{ commit: 'Begin' }],
  checks: [{ id: 'first', title: 'Is so', facts: [fact] }],
});
const gitFiles = {
  'starter/javascript/main.js': undefined,
  'solution/javascript/main.js': undefined,
  'solution/git/solve.sh': '',
};
const sqlFiles = {
  'starter/javascript/main.js': undefined,
  'solution/javascript/main.js': undefined,
  'starter/sql/answer.sql': '',
  'solution/sql/answer.sql': '',
  'seed.sql': '',
};
const sql = (check: Fields): Fields => ({
  ...base(),
  kind: 'sql',
  languages: ['sql'],
  checks: [{ id: 'first', title: 'Is so', ...check }],
});

type Case = readonly [
  what: string,
  code: ProblemCode,
  detail: RegExp,
  lab: unknown,
  more?: Readonly<Record<string, unknown>>,
];
const cases: readonly Case[] = [
  ['no file', 'file-missing', /lab\.json/, base(), { 'lab.json': undefined }],
  ['bytes', 'file-not-text', /lab\.json/, base(), { 'lab.json': new Uint8Array() }],
  ['no JSON', 'json-syntax', /./, '{ "format": 1,, }'],
  ['a list', 'not-an-object', /./, '[]'],
  ['another format', 'format-unsupported', /2/, having('format', 2)],
  ['no title', 'field-missing', /title/, having('title', undefined)],
  ['an unknown field', 'field-unknown', /extra/, having('extra', 1)],
  ['an id with capitals', 'id-form', /Tiny/, having('id', 'Tiny')],
  ['an id unlike its folder', 'id-mismatch', /tiny-lab/, having('id', 'other')],
  ['a long summary', 'summary-length', /200/, having('summary', 'x'.repeat(200))],
  ['an unknown kind', 'lab-kind', /game/, having('kind', 'game')],
  ['an unknown level', 'level-unknown', /hard/, having('level', 'hard')],
  ['no time', 'minutes-range', /3/, having('minutes', 3)],
  ['an unknown skill', 'skill-unknown', /beta/, having('skills', ['beta'])],
  ['no skill', 'field-type', /skills/, having('skills', [])],
  ['an unknown item', 'lab-item', /core\/alpha\/shout/, having('verifies', ['alpha/shout'])],
  ['an item twice', 'reference-duplicate', /alpha\/say/, having('verifies', ['alpha/say', 'core/alpha/say'])],
  ['a language of another kind', 'lab-language', /sql/, having('languages', ['sql']), sqlFiles],
  ['a command for a language that is not there', 'lab-language', /php/, having('run', { php: ['php', 'main.php'] })],
  [
    'no starter',
    'file-missing',
    /labs\/tiny-lab\/starter\/javascript\/main\.js/,
    base(),
    { 'starter/javascript/main.js': undefined },
  ],
  ['a folder that is not listed', 'lab-folder', /starter\/ruby\/main\.rb/, base(), { 'starter/ruby/main.rb': '' }],
  ['no seed', 'file-missing', /seed\.sql/, sql({ expect: { count: 1 } }), { ...sqlFiles, 'seed.sql': undefined }],
  ['no repository', 'field-missing', /repository/, { ...git({ fact: 'clean' }), repository: undefined }, gitFiles],
  ['no checks', 'field-type', /checks/, having('checks', [])],
  ['a check twice', 'id-duplicate', /first/, having('checks', [base()['checks'], base()['checks']].flat())],
  ['an unknown field of a check', 'field-unknown', /stepz/, having('checks', 0, 'stepz', [])],
  ['no steps', 'field-type', /checks\[0\]\.steps/, having('checks', 0, 'steps', undefined)],
  ['an empty step', 'field-type', /must do one thing/, step({})],
  ['a step with two acts', 'field-type', /must do one thing/, step({ request: 'GET /', pause: 100 })],
  [
    'a step with two bodies',
    'field-type',
    /one body, not body and json/,
    step({ request: 'POST /', body: '', json: 1 }),
  ],
  ['a request without a path', 'field-type', /a method and a target/, step({ request: 'GET' })],
  ['a request with a space', 'field-type', /a method and a target/, step({ request: 'GET /a b' })],
  ['a body without a request', 'field-type', /belongs to a step with "request"/, step({ pause: 1, json: 1 })],
  ['an unknown field of a step', 'lab-field', /expects/, step({ request: 'GET /', expects: {} })],
  ['an unknown expectation', 'lab-field', /stat/, step({ request: 'GET /', expect: { stat: 200 } })],
  ['an unknown rule', 'lab-field', /\$gt/, step({ request: 'GET /', expect: { json: { a: { $gt: 1 } } } })],
  ['an unknown type', 'field-type', /must be one of/, step({ request: 'GET /', expect: { json: { $type: 'text' } } })],
  ['a wrong status', 'field-type', /status such as/, step({ request: 'GET /', expect: { status: '2x' } })],
  ['a header in capitals', 'field-type', /lower case/, step({ request: 'GET /', expect: { headers: { ETag: 'a' } } })],
  [
    'a wrong pattern',
    'field-type',
    /regular expression/,
    step({ request: 'GET /', expect: { body: { matches: '(' } } }),
  ],
  [
    'two rules in a text',
    'field-type',
    /must have one of/,
    step({ request: 'GET /', expect: { body: { contains: 'a', not: 'b' } } }),
  ],
  ['a name before it is captured', 'lab-name', /id/, step({ request: 'GET /${id}', capture: { id: 'body' } })],
  ['a name that is never captured', 'lab-name', /x/, step({ request: 'GET /', expect: { json: { a: ['${x}'] } } })],
  ['a wrong capture', 'field-type', /json \/pointer/, step({ request: 'GET /', capture: { a: 'json id' } })],
  [
    'an event of a request',
    'field-type',
    /belongs to a step with "receive"/,
    step({ request: 'GET /', expect: { event: {} } }),
  ],
  [
    'statuses of one answer',
    'field-type',
    /"times" or "parallel"/,
    step({ request: 'GET /', expect: { statuses: { '200': 1 } } }),
  ],
  ['a path out of the folder', 'field-type', /inside the folder/, cli({ files: { '../a': '' }, expect: {} })],
  ['an absolute path', 'field-type', /inside the folder/, cli({ expect: { files: { '/etc/passwd': 'x' } } })],
  ['no expectation', 'field-missing', /expect/, cli({})],
  ['a wrong exit code', 'field-type', /0 to 255/, cli({ expect: { exit: 'zero' } })],
  ['a wrong SQLSTATE', 'field-type', /SQLSTATE/, sql({ expect: { error: 'unique' } }), sqlFiles],
  ['an unknown fact', 'field-type', /must be one of branch/, git({ fact: 'pretty' }), gitFiles],
  ['a fact without its field', 'field-missing', /into/, git({ fact: 'merged', ref: 'a' }), gitFiles],
  ['no brief', 'file-missing', /brief\.md/, base(), { 'brief.md': undefined }],
  ['a brief without rules', 'section-missing', /Rules/, base(), { 'brief.md': brief.replace('## Rules', 'Rules') }],
  ['an empty goal', 'section-empty', /Goal/, base(), { 'brief.md': brief.replace('Build it.', '') }],
  ['another section', 'lab-section', /Why/, base(), { 'brief.md': brief.replace('## Rules', '## Why') }],
  [
    'sections in another order',
    'section-order',
    /Rules/,
    base(),
    { 'brief.md': brief.replace('Goal', 'X').replace('Rules', 'Goal').replace('X', 'Rules') },
  ],
  ['a section twice', 'section-duplicate', /Goal/, base(), { 'brief.md': `## Goal\n\nOnce.\n\n${brief}` }],
  ['text before the goal', 'text-before-section', /^$/, base(), { 'brief.md': `Hello.\n\n${brief}` }],
  ['two hints', 'lab-hints', /2/, base(), { 'brief.md': brief.replace('### A\n\na\n', '') }],
  ['an empty hint', 'section-empty', /C/, base(), { 'brief.md': brief.replace('### C\n\nc', '### C') }],
];

describe('parseLab', () => {
  it('reads a valid lab, with what is left out filled in', () => {
    const { lab, problems } = parse(base());
    assert.deepEqual(problems, []);
    assert.deepEqual(
      { ...lab, checks: undefined },
      {
        ...base(),
        checks: undefined,
        verifies: ['core/alpha/say'],
        env: {},
        run: {},
        upstream: false,
        repository: [],
        brief: {
          goal: 'Build it.',
          rules: '- One.',
          hints: [
            { title: 'A', markdown: 'a' },
            { title: 'B', markdown: '```\n## not a heading\n```' },
            { title: 'C', markdown: 'c' },
          ],
        },
      },
    );
    assert.deepEqual(labSummary(lab!).checks, [{ id: 'first', title: 'GET / answers' }]);
    assert.equal(lab!.checks[0]!.kind, 'http');
  });

  it('fills in the fields of checks of each kind', () => {
    const first = (parsed: ParsedLab): unknown => {
      assert.deepEqual(parsed.problems, []);
      return parsed.lab!.checks[0];
    };
    const own = { id: 'first', look: [] };
    assert.deepEqual(first(parse(cli({ expect: { exit: 0 } }))), {
      ...own,
      title: 'Runs',
      kind: 'cli',
      args: [],
      stdin: '',
      files: {},
      expect: { exit: 0 },
    });
    assert.deepEqual(first(parse(sql({ expect: { count: 0 } }), sqlFiles)), {
      ...own,
      title: 'Is so',
      kind: 'sql',
      before: '',
      runs: 1,
      query: undefined,
      answer: -1,
      expect: { count: 0 },
    });
    assert.deepEqual(first(parse(git({ fact: 'clean' }), gitFiles)), {
      ...own,
      title: 'Is so',
      kind: 'git',
      facts: [{ fact: 'clean' }],
    });
  });

  for (const [what, code, detail, lab, more] of cases)
    it(`reports ${what}`, () => {
      const { lab: kept, problems } = parse(lab, more);
      const found = problems.filter((problem) => problem.code === code);
      assert.ok(found.length > 0, JSON.stringify(problems));
      assert.ok(
        found.some((problem) => detail.test(problem.detail)),
        JSON.stringify(found),
      );
      assert.equal(kept === undefined, problems.some(isError));
      for (const problem of problems) {
        assert.match(problem.file, /^labs\/tiny-lab\/(?:lab\.json|brief\.md)$/);
        assert.ok(problem.line >= 1 && !problemText(problem).includes('{0}'));
      }
    });

  it('has a case for each code of its own', () => {
    const own = [
      'lab-kind',
      'lab-language',
      'lab-folder',
      'lab-item',
      'lab-section',
      'lab-hints',
      'lab-field',
      'lab-name',
    ];
    assert.deepEqual(
      own.filter((code) => !cases.some((entry) => entry[1] === code)),
      [],
    );
  });

  it('names the line', () => {
    const { problems } = parse(
      step({ request: 'GET /' }, { request: 'GET /', expect: { json: { a: { b: { $gt: 1 } } } } }),
    );
    const lines = JSON.stringify(
      step({ request: 'GET /' }, { request: 'GET /', expect: { json: { a: { b: { $gt: 1 } } } } }),
      undefined,
      1,
    ).split('\n');
    assert.deepEqual(
      problems.map(({ code, line }) => [code, lines[line - 1]!.trim()]),
      [['lab-field', '"$gt": 1']],
    );
  });

  it('never throws, and keeps nothing that is wrong', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(
          'kind',
          'env',
          'run',
          'checks',
          'languages',
          'repository',
          'steps',
          'expect',
          'files',
          'facts',
          'brief',
        ),
        (value, field) => {
          const lab: Fields = ['steps', 'expect', 'files', 'facts'].includes(field)
            ? having('checks', 0, field, value)
            : having(field, value);
          const { lab: kept, problems } = parse(lab);
          assert.equal(kept === undefined, problems.some(isError));
        },
      ),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.string(), (text) => void parse(base(), { 'brief.md': text, 'lab.json': text })));
  });

  it('tells paths that stay inside from others', () => {
    for (const name of ['a', 'a/b.txt', '.env', 'a b']) assert.ok(isInside(name), name);
    for (const name of ['', '/', '/a', '../a', 'a/../b', 'a//b', './a', 'C:/a', 'a\\b', '\\a', 'a/'])
      assert.ok(!isInside(name), name);
  });
});

describe('the schema of labs', () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  const valid = (lab: unknown): boolean => validate(lab);

  it('knows the kinds and languages of the model', () => {
    assert.deepEqual(schema.properties.kind.enum, labKinds);
    assert.deepEqual(schema.properties.languages.items.enum, labLanguages);
    assert.deepEqual([...new Set(Object.values(languagesOf).flat())].sort(), [...labLanguages].sort());
    assert.deepEqual(Object.keys(mainFiles).sort(), [...labLanguages].sort());
  });

  it('accepts what the parser accepts, and has something against most of what it refuses', () => {
    for (const lab of [
      base(),
      cli({ expect: { exit: 'not zero' } }),
      sql({ expect: { rows: [[1, null]] } }),
      git({ fact: 'clean' }),
    ])
      assert.ok(valid(lab), JSON.stringify(validate.errors));
    // What hangs on other files, or on an earlier step, a schema cannot know.
    const beyond: ReadonlySet<ProblemCode> = new Set([
      'file-missing',
      'file-not-text',
      'json-syntax',
      'id-mismatch',
      'skill-unknown',
      'lab-item',
      'reference-duplicate',
      'lab-language',
      'lab-folder',
      'lab-name',
      'id-duplicate',
    ]);
    const unseen = cases.filter(
      ([, code, , lab, more]) =>
        !beyond.has(code) && more?.['brief.md'] === undefined && typeof lab === 'object' && valid(lab),
    );
    assert.deepEqual(
      unseen.map(([what]) => what),
      [
        'no repository',
        'no steps',
        'a step with two bodies',
        'a body without a request',
        'an unknown rule',
        'an unknown type',
        'a wrong pattern',
        'an event of a request',
        'statuses of one answer',
        'a path out of the folder',
        'an absolute path',
        'no expectation',
      ],
    );
  });

  for (const id of readdirSync('data/labs'))
    it(`has nothing against ${id}`, () => {
      const lab = JSON.parse(readFileSync(path.join('data/labs', id, 'lab.json'), 'utf8')) as unknown;
      assert.ok(valid(lab), JSON.stringify(validate.errors));
    });
});

describe('the labs that ship', () => {
  const files = readdirSync('data/labs', { recursive: true, encoding: 'utf8' }).map((name) =>
    name.split(path.sep).join('/'),
  );

  for (const helper of ['ruby/http.rb', 'java/Json.java', 'csharp/Json.cs'])
    it(`share one ${helper}`, () => {
      const copies = files.filter((name) => name.endsWith(`/${helper}`));
      assert.ok(copies.length >= 30, `${copies.length} copies`);
      const shared = readFileSync(`test/labs/shared/${helper}`, 'utf8');
      assert.deepEqual(
        copies.filter((name) => readFileSync(`data/labs/${name}`, 'utf8') !== shared),
        [],
      );
    });

  it('hold nothing large, and nothing that a program has left behind', () => {
    const large = files.filter(
      (name) => statSync(`data/labs/${name}`).isFile() && statSync(`data/labs/${name}`).size > 40_000,
    );
    assert.deepEqual(large, []);
    assert.deepEqual(
      files.filter((name) => /\.(class|exe|pyc|log|db)$|\/(__pycache__|node_modules|bin|obj)\//.test(name)),
      [],
    );
  });
});
