import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import schema from '../../data/schema/portable-progress.schema.json';
import { jsonPlaces } from '../../src/core/jsonPlaces';
import { decodePortable, encodePortable, joinFacts, readLearner, type Learner } from '../../src/core/portableFile';
import { nameInPath, portablePath } from '../../src/core/portablePath';
import {
  doneItems,
  emptyProgress,
  factsOf,
  isVerified,
  mergeInto,
  practisedAt,
  verifiedBy,
  type Fact,
  type ProgressDocument,
} from '../../src/core/progress';

const ada: Learner = { id: '3f6c1f5e-0000-4000-8000-000000000001', name: 'Ada' };
const start = Date.UTC(2026, 0, 1);

const documentOf = (...parts: readonly Iterable<Fact>[]): ProgressDocument => {
  const document = emptyProgress();
  for (const facts of parts) mergeInto(document, facts);
  return document;
};
/** What can be seen of a document from outside. */
const seen = (document: ProgressDocument): unknown => ({
  practised: doneItems(document)
    .sort()
    .map((id) => [id, practisedAt(document, id)]),
  verified: [...document.items.keys()]
    .filter((id) => isVerified(document, id))
    .sort()
    .map((id) => [id, [...verifiedBy(document, id)].sort()]),
});
const read = (text: string): readonly Fact[] => {
  const { portable, problems } = decodePortable(text, 'ada.progress.json');
  assert.deepEqual(problems, []);
  assert.ok(portable);
  return portable.facts;
};
const write = (...parts: readonly Iterable<Fact>[]): string => encodePortable(ada, documentOf(...parts));
const tick = (id: string, after = 0, by = 'laptop'): Fact => ({ kind: 'tick', id, at: [start + after, 0], by });

// ---------- acts at random ----------

const ids = ['core/git/a', 'core/git/b', 'core/http/a', 'core/sql/joins', 'other/sql/joins', 'core/3d/first'];
const writers = ['laptop', 'desk', '__proto__', 'constructor'];
const stamps = fc.tuple(
  fc.integer({ min: 0, max: 12 }).map((after) => start + after),
  fc.integer({ min: 0, max: 2 }),
);
const facts: fc.Arbitrary<Fact> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      id: fc.constantFrom(...ids),
      at: stamps,
      by: fc.constantFrom(...writers),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('untick' as const),
      id: fc.constantFrom(...ids),
      at: stamps,
      by: fc.constantFrom(...writers),
      seen: fc.option(
        fc
          .array(fc.tuple(fc.constantFrom(...writers), stamps), { maxLength: 3 })
          .map((list) => Object.fromEntries(list)),
        { nil: undefined },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('verify' as const),
      id: fc.constantFrom(...ids),
      lab: fc.constantFrom('sql-lab', 'git-lab'),
      at: stamps,
      by: fc.constant(''),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset' as const), at: stamps, by: fc.constant('') }) },
);
const acts = fc.array(facts, { maxLength: 30 });

describe('portable file', () => {
  it('says what the document says, whatever was ticked, taken back, verified or cleared', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const document = documentOf(list);
        assert.deepEqual(seen(documentOf(read(encodePortable(ada, document)))), seen(document));
      }),
      { numRuns: 1000 },
    );
  });

  it('is written the same again by whoever has read it, so that writing comes to an end', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const text = write(list);
        assert.equal(write(read(text)), text);
        assert.equal(write(list, read(text)), text);
        assert.equal(write(read(text), factsOf(documentOf(list))), text);
      }),
      { numRuns: 1000 },
    );
  });

  it('joins: two files read together say what one of everything says, in any order', () => {
    // Unticks of version 0.2 name no tick: a file names those that they took back, so these two are told of all ticks.
    const naming = acts.map((list) => list.filter((fact) => fact.kind !== 'untick' || fact.seen !== undefined));
    fc.assert(
      fc.property(naming, naming, naming, (one, two, three) => {
        const [a, b, c] = [read(write(one)), read(write(two)), read(write(three))];
        assert.deepEqual(seen(documentOf(a, b)), seen(documentOf(one, two)));
        const all = write(a, b, c);
        assert.equal(write(c, a, b), all);
        assert.equal(write(read(write(a, b)), c), all);
        assert.equal(write(a, read(write(b, c))), all);
        assert.equal(write(a, b, c, a), all);
      }),
      { numRuns: 500 },
    );
  });

  it('reads its lines in any order and with any of them twice', () => {
    fc.assert(
      fc.property(acts, fc.infiniteStream(fc.nat()), (list, dice) => {
        const text = write(list);
        const lines = text.split('\n');
        const from = lines.indexOf('  "items": [') + 1;
        const to = lines.indexOf('    null');
        const items = [...lines.slice(from, to), ...lines.slice(from, to).filter(() => dice.next().value % 2)];
        const shuffled = items.map((line) => [dice.next().value, line] as const).sort(([a], [b]) => a - b);
        const mixed = [...lines.slice(0, from), ...shuffled.map(([, line]) => line), ...lines.slice(to)].join('\n');
        assert.equal(write(read(mixed)), text);
        assert.deepEqual(readLearner(mixed), readLearner(text));
      }),
      { numRuns: 300 },
    );
  });

  it('has one sorted line per item, which says when it was practised', () => {
    const text = write([tick('core/sql/joins'), tick('core/git/b', 5), tick('core/git/a', 1000)]);
    assert.deepEqual(
      text.split('\n').filter((line) => line.includes('"id":"core')),
      [
        '    {"id":"core/git/a","practised":"2026-01-01T00:00:01.000Z","by":"laptop"},',
        '    {"id":"core/git/b","practised":"2026-01-01T00:00:00.005Z","by":"laptop"},',
        '    {"id":"core/sql/joins","practised":"2026-01-01T00:00:00.000Z","by":"laptop"},',
      ],
    );
  });

  it('is whole or refused, wherever it is cut off', () => {
    const text = write([tick('core/git/a'), tick('core/git/b'), { kind: 'reset', at: [start - 5, 0], by: '' }]);
    const whole = seen(documentOf(read(text)));
    for (let end = 0; end < text.length; end++) {
      const { portable, found } = decodePortable(text.slice(0, end), 'ada.progress.json');
      if (portable) {
        assert.deepEqual(found, [], `${end}`);
        assert.deepEqual(seen(documentOf(portable.facts)), whole, `${end}`);
      } else assert.equal(found.length, 1, `${end}`);
    }
  });

  it('is read with any line ends, laid out anew, and with fields that a later version adds', () => {
    const text = write([tick('core/git/a'), tick('core/git/b')]);
    const document = seen(documentOf(read(text)));
    for (const other of [
      text.replaceAll('\n', '\r\n'),
      JSON.stringify(JSON.parse(text), null, 4),
      text.replaceAll('"by"', '"later":[1],"by"'),
    ])
      assert.deepEqual(seen(documentOf(read(other))), document);
  });

  it('names each line that it cannot read, and keeps the others', () => {
    const text = write([tick('core/git/a'), tick('core/git/b'), tick('core/http/a'), tick('core/sql/joins')]);
    const broken = text
      .replace('"core/git/b"', '"Git B"')
      .replace(/("core\/http\/a","practised":)"[^"]*"/, '$1"yesterday"')
      .replace('    "z",', '    7,');
    const { portable, found, problems } = decodePortable(broken, 'ada.progress.json');
    assert.deepEqual(doneItems(documentOf(portable?.facts ?? [])), ['core/git/a', 'core/sql/joins']);
    const lines = broken.split('\n');
    assert.deepEqual(
      found.map(({ line }) => lines[line - 1]?.trim().slice(0, 18)),
      ['{"id":"Git B","pra', '{"id":"core/http/a', '7,'],
    );
    assert.match(problems[0]!, /^ada\.progress\.json:\d+: .*Correct its value\.$/);
  });

  it('refuses what is no file of a learner, with the line and what to do', () => {
    const text = write([tick('core/git/a')]);
    for (const [broken, line, what] of [
      ['', 1, /ends too early/],
      ['[]', 1, /must be an object/],
      ['{}', 1, /"kind"/],
      [text.replace('-portable', '-else'), 2, /"kind"/],
      [text.replace('"format": 1', '"format": 2'), 3, /Format 2/],
      [text.replace('"name":"Ada"', '"name":""'), 4, /"learner"/],
      [text.replace('"items": [', '"items": ['.replace('[', '{')), 6, /./],
      [text.replace(/"by":"laptop"\},/, '"by":"laptop"}'), 22, /comma/],
      [`\u0000${text}`, 1, /./],
    ] as const) {
      const { portable, found, problems } = decodePortable(broken, 'ada.progress.json');
      assert.equal(portable, undefined);
      assert.equal(found.length, 1, broken);
      if (line !== 22) assert.equal(found[0]?.line, line, problems[0]);
      else assert.ok(found[0]!.line > 6, problems[0]);
      assert.match(problems[0]!, what);
      assert.equal(readLearner(broken), undefined);
    }
  });

  it('never throws, whatever it is given', () => {
    const text = write([tick('core/git/a'), tick('core/git/b')]);
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(20), fc.oneof(fc.string(), fc.json()), (at, cut, scrap) => {
        decodePortable(text.slice(0, at) + scrap + text.slice(at + cut), 'x');
        decodePortable(scrap, 'x');
        readLearner(scrap);
      }),
      { numRuns: 1000 },
    );
    for (const deep of ['['.repeat(200_000), `{"a":${'['.repeat(100_000)}`, '<<<<<<< a\n'.repeat(20_000)])
      assert.equal(decodePortable(deep, 'x').portable, undefined);
  });

  it('shows a board what the whole document says', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const document = documentOf(list);
        assert.deepEqual(readLearner(encodePortable(ada, document)), joinFacts(ada, list));
      }),
      { numRuns: 300 },
    );
  });

  it('takes little time for a thousand items', function () {
    const many = Array.from({ length: 1000 }, (_, at) =>
      tick(`core/skill-${at % 180}/item-${at}`, at, `writer-${at % 50}`),
    );
    const document = documentOf(many);
    let text = '';
    const time = (work: () => void): string => {
      const begin = performance.now();
      for (let round = 0; round < 5; round++) work();
      return ((performance.now() - begin) / 5).toFixed(1);
    };
    const encoding = time(() => (text = encodePortable(ada, document)));
    const decoding = time(() => decodePortable(text, 'x'));
    console.log(`      1,000 items, ${text.length} characters: written in ${encoding} ms, read in ${decoding} ms`);
    assert.equal(doneItems(documentOf(read(text))).length, 1000);
  });
});

describe('places in JSON', () => {
  it('finds a fault exactly where JSON.parse finds one', () => {
    const scraps = ['{', '}', '[', ']', ',', ':', '"a"', '1', 'null', '"', ' ', '\n', 'tru', '-', '\\'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...scraps), { maxLength: 12 }), fc.json(), (parts, json) => {
        for (const text of [parts.join(''), json]) {
          let valid = true;
          try {
            JSON.parse(text);
          } catch {
            valid = false;
          }
          assert.equal(jsonPlaces(text).fault === undefined, valid, JSON.stringify(text));
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('names the line of a fault, a field and an entry', () => {
    const places = jsonPlaces('{\n"a": 1,\n"list": [\n[{"list": 2}],\n{},\n3\n]\n}');
    assert.equal(places.fault, undefined);
    assert.deepEqual([places.field('a'), places.field('list'), places.field('none')], [2, 3, 1]);
    assert.deepEqual(
      [0, 1, 2, 3].map((index) => places.entry('list', index)),
      [4, 5, 6, 3],
    );
    assert.equal(jsonPlaces('{\n"a": 1\n"b": 2}').fault?.line, 3);
  });
});

describe('path of a portable file', () => {
  it('lies within the folder, with the name of the learner', () => {
    for (const [setting, name, segments] of [
      ['progress.json', '', ['progress.json']],
      [' ./progress/ada.progress.json ', '', ['progress', 'ada.progress.json']],
      ['progress/${name}.progress.json', 'Ada Lovelace', ['progress', 'ada-lovelace.progress.json']],
      ['${name}/${name}.json', 'Ada', ['ada', 'ada.json']],
      ['team/${name}.json', '../../etc/passwd', ['team', 'etc-passwd.json']],
      ['team/${name}.json', 'Con', ['team', 'learner-con.json']],
      ['team/${name}.json', '$& $1', ['team', '1.json']],
      ['team/${name}.json', '李 Müller\u0301', ['team', '李-müller\u0301.json'.normalize('NFC')]],
      ['team/${name}.json', '?!', ['team', 'learner.json']],
    ] as const)
      assert.deepEqual(portablePath(setting, name), { segments }, setting);
    assert.deepEqual(portablePath('a/${name}.json', ' '), { needsName: true });
  });

  it('is refused when it leads elsewhere, or is no file name on every system', () => {
    for (const [setting, fault] of [
      [7, 'not-text'],
      ['/etc/a.json', 'absolute'],
      ['\\\\server\\a.json', 'absolute'],
      ['C:/a.json', 'absolute'],
      ['c:a.json', 'absolute'],
      ['~/a.json', 'absolute'],
      ['file:///a.json', 'absolute'],
      ['../a.json', 'outside'],
      ['a/../../b.json', 'outside'],
      ['a/./../b.json', 'outside'],
      ['a\\b.json', 'backslash'],
      ['a\n.json', 'characters'],
      ['a\u0000.json', 'characters'],
      ['a.json:stream.json', 'characters'],
      ['a//b.json', 'characters'],
      ['a./b.json', 'characters'],
      ['*.json', 'characters'],
      ['con.json', 'device'],
      ['a/NUL.progress.json', 'device'],
      ['aux/a.json', 'device'],
      ['com¹.json', 'device'],
      ['.git/a.json', 'git'],
      ['.GIT/a.json', 'git'],
      ['GIT~1/a.json', 'git'],
      ['${workspaceFolder}/a.json', 'placeholder'],
      ['a.txt', 'extension'],
      ['.json', 'extension'],
      ['a/', 'characters'],
      ['', 'characters'],
      [`${'a'.repeat(300)}.json`, 'length'],
    ] as const)
      assert.deepEqual(portablePath(setting, 'Ada'), { fault }, String(setting));
  });

  it('never leaves the folder, whatever setting and name', () => {
    const scraps = fc.array(
      fc.constantFrom('..', '.', '/', '\\', 'a', 'C:', '~', ' ', '${name}', '.json', 'con', '\0', 'é'),
    );
    fc.assert(
      fc.property(scraps, fc.string({ unit: 'binary' }), (parts, name) => {
        const found = portablePath(`${parts.join('')}.json`, name);
        if (!('segments' in found)) return;
        const joined = path.win32.normalize(found.segments.join('/'));
        assert.equal(joined, found.segments.join('\\'));
        assert.equal(path.win32.isAbsolute(joined) || /^\.\.(\\|$)/.test(joined), false);
        assert.ok(joined.endsWith('.json'));
        assert.match(nameInPath(name), /^[\p{L}\p{M}\p{N}]+(-[\p{L}\p{M}\p{N}]+)*$/u);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('schema of a portable file', () => {
  const accepts = new Ajv({ strict: false }).compile(schema);

  it('accepts every file that is written', () => {
    fc.assert(
      fc.property(acts, (list) => {
        assert.ok(accepts(JSON.parse(write(list))), JSON.stringify(accepts.errors));
      }),
      { numRuns: 300 },
    );
  });

  it('judges each wrong value as the reader does', () => {
    const text = write([
      ...[tick('core/git/a'), tick('core/git/a', 5, 'desk')],
      { kind: 'untick', id: 'core/git/b', at: [start, 0], by: '', seen: { desk: [start, 0] } },
      { kind: 'verify', id: 'core/git/b', lab: 'git-lab', at: [start, 1], by: '' },
      { kind: 'reset', at: [start - 9, 0], by: '' },
    ]);
    type Fields = Record<string, unknown>;
    const whole = JSON.parse(text) as { items: (Fields | string | null)[]; learner: Fields } & Fields;
    const objects = whole.items.filter((entry) => typeof entry === 'object' && entry !== null);
    const odd = [undefined, null, 7.5, -1, 0, '', 'Not an id!', [], [7], [7, 8], [7, 8.5], {}, { a: 7 }, { a: [1, 2] }];
    const judge = (where: Fields, field: string, differing: readonly unknown[] = []): number => {
      const kept = where[field];
      for (const value of odd.filter((candidate) => !differing.includes(candidate))) {
        where[field] = value;
        const changed = JSON.stringify(whole);
        const { portable, found } = decodePortable(changed, 'x');
        assert.equal(
          accepts(JSON.parse(changed)),
          portable !== undefined && found.length === 0,
          `${field}: ${JSON.stringify(value)}`,
        );
      }
      where[field] = kept;
      return 1;
    };
    let judged = 0;
    for (const field of ['kind', 'format', 'learner', 'items']) judged += judge(whole, field);
    for (const field of ['name', 'id']) judged += judge(whole.learner, field);
    // A text that is no moment is for the reader alone to see.
    for (const entry of objects)
      for (const field of Object.keys(entry))
        judged += judge(entry, field, field === 'practised' ? ['', 'Not an id!'] : []);
    assert.ok(judged > 12, `${judged}`);
  });

  it('is of draft 7 and describes every field in a sentence', () => {
    assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#');
    let described = 0;
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'properties' && 'description' in value)
          for (const [name, field] of Object.entries(inner as Record<string, { description?: string }>)) {
            described++;
            assert.match(field.description ?? '', /^[A-Z].{10,}\.$/, name);
          }
        walk(inner);
      }
    };
    walk(schema);
    assert.ok(described > 12, `${described}`);
  });
});

describe('portable files in Git', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'backend-skills-git-'));
    git('init', '--quiet', '--initial-branch=main');
    // Nothing of this machine's settings may matter.
    for (const [key, value] of [
      ['user.name', 'A learner'],
      ['user.email', 'learner@example.com'],
      ['commit.gpgsign', 'false'],
      ['core.autocrlf', 'false'],
    ] as const)
      git('config', key, value);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: readonly string[]): { status: number | null; output: string } => {
    const { status, stdout, stderr, error } = spawnSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_DIR: undefined,
        GIT_INDEX_FILE: undefined,
        GIT_CONFIG_GLOBAL: path.join(folder, '.none'),
        GIT_CONFIG_NOSYSTEM: '1',
      },
    });
    if (error) throw error;
    return { status, output: stdout + stderr };
  };
  const git = (...args: readonly string[]): void => {
    const { status, output } = run(...args);
    assert.equal(status, 0, `git ${args.join(' ')}: ${output}`);
  };
  const put = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  const get = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  const commit = (name: string, text: string): void => {
    put(name, text);
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', name);
  };
  /** Two branches of one file, merged: whether Git found a conflict, and what it left. */
  const merge = (base: string | undefined, ours: string, theirs: string): { clean: boolean; text: string } => {
    commit('README.md', '');
    if (base !== undefined) commit('ada.progress.json', base);
    git('branch', '--force', 'desk');
    commit('ada.progress.json', ours);
    git('switch', '--quiet', 'desk');
    commit('ada.progress.json', theirs);
    git('switch', '--quiet', 'main');
    const clean = run('merge', '--quiet', '--no-edit', 'desk').status === 0;
    return { clean, text: get('ada.progress.json') };
  };

  const base = ['core/git/a', 'core/git/c', 'core/http/a', 'core/sql/joins'].map((id) => tick(id));
  const union = (...lists: readonly (readonly Fact[])[]): string => write(...lists);

  /** What one learner does on two machines between two merges. */
  const cases: readonly { readonly name: string; readonly ours: readonly Fact[]; readonly theirs: readonly Fact[] }[] =
    [
      { name: 'other skills', ours: [tick('core/docker/a', 9)], theirs: [tick('core/redis/a', 9, 'desk')] },
      {
        name: 'neighbouring lines',
        ours: [tick('core/git/a', 9), tick('core/http/a', 9)],
        theirs: [tick('core/git/c', 9, 'desk'), tick('core/sql/joins', 9, 'desk')],
      },
      {
        name: 'a new line beside a changed one',
        ours: [tick('core/git/b', 9)],
        theirs: [tick('core/git/a', 9, 'desk')],
      },
      {
        name: 'new lines on both sides of a line',
        ours: [tick('core/git/b', 9)],
        theirs: [tick('core/git/d', 9, 'desk')],
      },
      { name: 'the first and the last line', ours: [tick('core/ab/a', 9)], theirs: [tick('core/zsh/z', 9, 'desk')] },
      {
        name: 'a tick and an untick of neighbours',
        ours: [{ kind: 'untick', id: 'core/git/a', at: [start + 9, 0], by: '', seen: { laptop: [start, 0] } }],
        theirs: [{ kind: 'verify', id: 'core/git/c', lab: 'git-lab', at: [start + 9, 0], by: '' }],
      },
      { name: 'the same act on both', ours: [tick('core/git/b', 9)], theirs: [tick('core/git/b', 9)] },
    ];
  for (const { name, ours, theirs } of cases)
    it(`merge cleanly after acts on ${name}`, () => {
      const { clean, text } = merge(write(base), write(base, ours), write(base, theirs));
      assert.ok(clean, text);
      assert.equal(write(read(text)), union(base, ours, theirs));
    });

  it('of two learners always merge cleanly', () => {
    commit('README.md', '');
    git('branch', 'desk');
    commit('ada.progress.json', write(base));
    git('switch', '--quiet', 'desk');
    commit('bob.progress.json', encodePortable({ id: 'bob', name: 'Bob' }, documentOf(base)));
    git('switch', '--quiet', 'main');
    git('merge', '--quiet', '--no-edit', 'desk');
    assert.equal(readLearner(get('ada.progress.json'))?.learner.name, 'Ada');
    assert.equal(readLearner(get('bob.progress.json'))?.learner.name, 'Bob');
  });

  const hard: typeof cases = [
    { name: 'new lines at the same place', ours: [tick('core/git/b', 9)], theirs: [tick('core/git/bb', 9, 'desk')] },
    { name: 'the same line', ours: [tick('core/git/a', 9)], theirs: [tick('core/git/a', 9, 'desk')] },
    {
      name: 'everything',
      ours: [{ kind: 'reset', at: [start + 5, 0], by: '' }, tick('core/git/a', 9)],
      theirs: [{ kind: 'reset', at: [start + 7, 0], by: '' }, tick('core/git/a', 6, 'desk'), tick('core/sql/a', 9)],
    },
  ];
  for (const { name, ours, theirs } of hard) {
    it(`keep both sides where Git cannot merge acts on ${name}, and those are the union`, () => {
      const { clean, text } = merge(write(base), write(base, ours), write(base, theirs));
      assert.equal(clean, false);
      const { portable, found, sides } = decodePortable(text, 'ada.progress.json');
      assert.equal(portable, undefined);
      assert.match(get('ada.progress.json').split('\n')[found[0]!.line - 1]!, /^<<<<<<< /);
      assert.ok(sides);
      assert.equal(write(...sides.map((side) => side.facts)), union(base, ours, theirs));
    });

    it(`merge cleanly with merge=union after acts on ${name}`, () => {
      put('.gitattributes', '*.progress.json merge=union\n');
      const { clean, text } = merge(write(base), write(base, ours), write(base, theirs));
      assert.ok(clean, text);
      assert.equal(write(read(text)), union(base, ours, theirs));
      assert.deepEqual(readLearner(text), joinFacts(ada, documentFacts(base, ours, theirs)));
    });
  }
  const documentFacts = (...lists: readonly (readonly Fact[])[]): Fact[] => factsOf(documentOf(...lists));

  it('merge when both machines began without a file: with merge=union, or by joining both sides', () => {
    const [ours, theirs] = [write(base), write([tick('core/docker/a', 9, 'desk')])];
    const { text } = merge(undefined, ours, theirs);
    const { portable, sides } = decodePortable(text, 'x');
    const facts = portable ? [portable.facts] : sides?.map((side) => side.facts);
    assert.equal(write(...(facts ?? [])), union(base, [tick('core/docker/a', 9, 'desk')]));
  });

  it('with the conflict style of three sides are read as well', () => {
    git('config', 'merge.conflictStyle', 'diff3');
    const { ours, theirs } = hard[1]!;
    const { text } = merge(write(base), write(base, ours), write(base, theirs));
    assert.match(text, /^\|{7}/m);
    const { sides } = decodePortable(text.replaceAll('\n', '\r\n'), 'x');
    assert.equal(write(...(sides ?? []).map((side) => side.facts)), union(base, ours, theirs));
  });

  it('with merge=union always merge into the union, whatever was done on the two machines', function () {
    this.timeout(60_000);
    // The same driver without a repository, which is quicker.
    const merged = (
      attempts: readonly string[],
      from: string,
      ours: string,
      theirs: string,
    ): ReturnType<typeof run> => {
      for (const [name, text] of [
        ['ours', ours],
        ['from', from],
        ['theirs', theirs],
      ] as const)
        put(name, text);
      return run('merge-file', '--stdout', ...attempts, 'ours', 'from', 'theirs');
    };
    let conflicts = 0;
    let rounds = 0;
    fc.assert(
      fc.property(acts, acts, acts, (from, one, two) => {
        const [before, ours, theirs] = [write(from), write(from, one), write(from, two)];
        // By what they say: where an untick of version 0.2 is about, a line may leave out a tick that a newer one makes good.
        const said = (...lists: readonly (readonly Fact[])[]): unknown => seen(documentOf(...lists));
        const all = said(read(before), read(ours), read(theirs));
        assert.deepEqual(said(read(merged(['--union'], before, ours, theirs).output)), all);
        const plain = merged([], before, ours, theirs);
        rounds++;
        if (plain.status === 0) assert.deepEqual(said(read(plain.output)), all);
        else {
          conflicts++;
          const { sides } = decodePortable(plain.output, 'x');
          assert.ok(sides, plain.output);
          assert.deepEqual(said(...sides.map((side) => side.facts)), all);
        }
      }),
      { numRuns: 150 },
    );
    console.log(
      `      ${rounds} merges of many acts on six items: ${conflicts} conflicts without merge=union, each joined`,
    );
  });

  it('seldom conflict when one learner practises other skills on two machines', function () {
    this.timeout(60_000);
    let clean = 0;
    const rounds = 60;
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    // Skills of the shipped pack, so that first letters are as common as they are.
    const { areas } = JSON.parse(readFileSync('data/pack.json', 'utf8')) as { areas: { skills: string[] }[] };
    const skills = areas.flatMap((area) => area.skills);
    const some = (count: number, by: string, after: number): Fact[] =>
      Array.from({ length: count }, () => skills[random(skills.length)]!).flatMap((skill) =>
        ['a', 'b', 'c'].map((item) => tick(`core/${skill}/${item}`, after, by)),
      );
    for (let round = 0; round < rounds; round++) {
      const from = some(30, 'laptop', 0);
      put('from', write(from));
      put('ours', write(from, some(2, 'laptop', 9)));
      put('theirs', write(from, some(2, 'desk', 9)));
      if (run('merge-file', '--stdout', 'ours', 'from', 'theirs').status === 0) clean++;
    }
    console.log(`      ${clean} of ${rounds} merges clean without merge=union`);
    assert.ok(clean > rounds * 0.75, `${clean}`);
  });
});
