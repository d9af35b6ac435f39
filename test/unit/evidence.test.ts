import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import schema from '../../data/schema/evidence.schema.json';
import {
  EvidenceMatcher,
  longestLine,
  projectsIn,
  type EvidenceRule,
  type Finding,
  type Hit,
} from '../../src/core/evidence';
import { parseEvidence } from '../../src/core/evidenceFile';
import { readMemory, rulesMark, writeMemory } from '../../src/core/evidenceMemory';
import { dependenciesOf, keyIn } from '../../src/core/evidenceManifest';
import { mayMatch, parsePattern, type EvidencePattern, type PatternFault } from '../../src/core/evidencePattern';
import { expandBraces, globPattern, GlobSet } from '../../src/core/glob';
import { Ignored, plainFolders } from '../../src/evidence/ignored';
import { notesText, placeText, presentItem, presentSeen, presentUnseen } from '../../src/evidence/present';
import { fixtures } from './evidenceFixtures';
import { assertQuick, spent } from './spent';

const l10n = {
  t: (message: string, ...args: (string | number)[]): string =>
    message.replace(/\{(\d)\}/g, (_, at: string) => String(args[Number(at)])),
};

const shipped = (JSON.parse(readFileSync('data/evidence.json', 'utf8')) as { rules: EvidenceRule[] }).rules;

function matched(matcher: EvidenceMatcher, path: string, text: string): readonly Hit[] {
  const matching = matcher.match(path, text);
  for (;;) {
    const step = matching.next();
    if (step.done) return step.value;
  }
}

function found(rules: readonly EvidenceRule[], files: Readonly<Record<string, string>>): Finding[] {
  const matcher = new EvidenceMatcher(rules);
  const hits = Object.entries(files).flatMap(([path, text]) => matched(matcher, path, text));
  return matcher.findings(hits, projectsIn(Object.keys(files)));
}

const rule = (...parts: EvidenceRule['parts']): EvidenceRule => ({
  id: 'a',
  items: ['core/git/a'],
  seen: 'Seen {count}.',
  parts,
});

describe('globs', () => {
  for (const [glob, path, holds] of [
    ['**/*.py', 'a.py', true],
    ['**/*.py', 'deep/er/a.py', true],
    ['**/*.py', 'a.pyc', false],
    ['*.py', 'deep/a.py', false],
    ['**/Dockerfile', 'Dockerfile', true],
    ['**/Dockerfile', 'a/MyDockerfile', false],
    ['**/test/**', 'a/test/b/c.js', true],
    ['**/test/**', 'attest/b.js', false],
    ['**/{a,b}*.{yml,yaml}', 'x/b1.yaml', true],
    ['**/{a,b}*.{yml,yaml}', 'x/c1.yaml', false],
    ['**/.github/workflows/*.yml', '.github/workflows/ci.yml', true],
    ['**/.github/workflows/*.yml', '.github/workflows/more/ci.yml', false],
    ['docs', 'docs', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['a.c', 'abc', false],
  ] as const)
    it(`${glob} ${holds ? 'takes' : 'leaves'} ${path}`, () => {
      assert.equal(globPattern(glob)?.test(path), holds);
      assert.equal(new GlobSet([glob]).has(path), holds, 'in a set');
    });

  it('are none when their braces do not close, or they begin at the root', () => {
    for (const glob of ['{a', 'a}', '/a', '', '{a,{b}', '***']) assert.equal(globPattern(glob), undefined, glob);
    assert.deepEqual(expandBraces('{a,{b,c}d}e'), ['ae', 'bde', 'cde']);
    assert.equal(expandBraces('{a,b}'.repeat(10)), undefined, 'too many alternatives');
  });

  it('never throw, whatever is written', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (glob, path) => void globPattern(glob)?.test(path)));
  });
});

describe('patterns', () => {
  const fault = (pattern: string): PatternFault['fault'] | undefined => {
    const parsed = parsePattern(pattern);
    return 'fault' in parsed ? parsed.fault : undefined;
  };

  it('that may take long are refused', () => {
    for (const pattern of [
      '(a+)+',
      '(a*)*b',
      '(a|aa)+',
      '(?:a|b)*',
      '(.*)*',
      '.*.*.*x',
      '\\w+\\s\\w+\\s\\w+',
      '(?=.*a)',
      'a{500}b{1,500}',
      '(a{2,300}){2,300}',
      '([^"]*,)*',
    ])
      assert.equal(fault(pattern), 'slow', pattern);
    for (const pattern of ['(a)\\1', '(?<=a)b', '(?<!a)b', '(?<n>a)\\k<n>', '\\cA'])
      assert.equal(fault(pattern), 'unsupported', pattern);
    for (const pattern of ['(', 'a{2,1}', '[b-a]', '*']) assert.equal(fault(pattern), 'syntax', pattern);
    for (const pattern of [
      '^FROM\\s+\\S+',
      'a.*b.*c',
      '(?:ab)+',
      '(?i)x{3}',
      'a|b',
      '(?!node)\\w{1,20}',
      '\\bx[^"\\]]{0,40}"',
    ])
      assert.equal(fault(pattern), undefined, pattern);
  });

  it('know words without which they cannot match', () => {
    const hints = (pattern: string): readonly string[] => (parsePattern(pattern) as EvidencePattern).hints;
    assert.deepEqual(hints('\\bFOR UPDATE SKIP\\s+LOCKED\\b'), ['FOR UPDATE SKIP']);
    assert.deepEqual(hints('(?i)x-Hub'), ['x-hub']);
    assert.deepEqual(hints('abc|defg'), ['abc', 'defg']);
    assert.deepEqual(hints('abc|d'), []);
    assert.deepEqual(hints('(?:abcd)?ef'), []);
    assert.deepEqual(hints('pre(?:one|three)post'), ['post']);
    assert.deepEqual(hints('\\.map\\('), ['.map(']);
  });

  // What a file is told apart by must never tell apart what would have matched.
  it('never lose a match by their words', () => {
    const patterns = shipped.flatMap(({ parts }) =>
      parts.flatMap((part) =>
        'files' in part
          ? [
              ...(part.lines ?? []).map((line) => (typeof line === 'string' ? line : line.pattern)),
              ...(part.none ?? []),
            ]
          : [],
      ),
    );
    assert.ok(patterns.length > 300);
    const lines = [
      ...new Set(
        Object.values(fixtures).flatMap((cases) =>
          cases.flatMap((one) => Object.values(one).flatMap((text) => text.split('\n'))),
        ),
      ),
    ];
    let matches = 0;
    for (const text of patterns) {
      const pattern = parsePattern(text);
      assert.ok(!('fault' in pattern), text);
      for (const line of lines)
        if (pattern.regex.test(line)) {
          matches++;
          assert.ok(
            mayMatch(pattern, line, () => line.toLowerCase()),
            `${text} in ${line}`,
          );
        }
    }
    assert.ok(matches > 500, `${matches} matches`);
    const piece = fc.constantFrom(
      'a',
      'b',
      'abc',
      'de',
      '(',
      ')',
      '|',
      '?',
      '*',
      '+',
      '.',
      '[ab]',
      '\\s',
      '\\.',
      '(?:',
      '{2}',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', '.', ' ', 'abc'), { maxLength: 10 }),
        (parts, texts) => {
          const pattern = parsePattern(parts.join(''));
          const text = texts.join('');
          if (!('fault' in pattern) && pattern.regex.test(text))
            assert.ok(
              mayMatch(pattern, text, () => text.toLowerCase()),
              `${parts.join('')} in ${text}`,
            );
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('that ship try no line of theirs for long', function () {
    this.timeout(120_000);
    const patterns = new Map<string, RegExp>();
    for (const { parts } of shipped)
      for (const part of parts) {
        const texts =
          'git' in part
            ? [part.pattern]
            : [
                ...(part.lines ?? []).map((line) => (typeof line === 'string' ? line : line.pattern)),
                ...(part.none ?? []),
              ];
        for (const text of texts)
          if (text !== undefined) patterns.set(text, (parsePattern(text) as EvidencePattern).regex);
      }
    let longest = { time: 0, what: '' };
    for (const [text, regex] of patterns) {
      // Words and signs of the pattern itself, over and over: what it nearly matches keeps it busy.
      const words = [
        ...new Set(
          [...text.replace(/\\[bBdDsSwW]|\(\?i\)|\\/g, ' ').matchAll(/[\w'"-]+|[^\w\s]/g)].map(([word]) => word),
        ),
      ].slice(0, 24);
      const attacks = [
        ...words,
        ...words.map((word) => `${word} `),
        ...words.slice(0, 8).flatMap((one) => words.slice(0, 8).map((other) => `${one}${other}`)),
        ' ',
        'a',
        'a ',
        '(',
        '"a',
        '/',
        '0',
      ];
      for (const attack of attacks)
        for (const end of ['', '!', '\u00e9']) {
          const line = `${attack.repeat(Math.ceil(longestLine / attack.length)).slice(0, longestLine - end.length)}${end}`;
          let time = Infinity;
          // On a busy machine most of the time may be that of others; a pattern that is slow is slow each time.
          for (let turn = 0; turn < 3 || (turn < 30 && time >= 20); turn++) {
            const from = performance.now();
            regex.test(line);
            time = Math.min(time, performance.now() - from);
          }
          if (time > longest.time) longest = { time, what: `${text} on ${line.slice(0, 60)}` };
        }
    }
    assert.ok(longest.time < 20, `${longest.time.toFixed(1)} ms: ${longest.what}`);
  });
});

describe('manifests', () => {
  for (const [file, text, names] of [
    [
      'package.json',
      '{"name":"express","dependencies":{\n"express":"5"\n},"devDependencies":{"ws":"8"}}',
      ['express', 'ws'],
    ],
    ['a/composer.json', '{"require-dev":{"phpunit/phpunit":"12"}}', ['phpunit/phpunit']],
    [
      'requirements-dev.txt',
      '# pytest\nDjango>=5\nhttpx[http2]==1 ; python_version > "3"\n-r base.txt\nhttps://example.com/a.whl',
      ['django', 'httpx'],
    ],
    [
      'pyproject.toml',
      '[project]\ndependencies = ["Flask_Login>=1", "httpx"]\n[dependency-groups]\ndev = [\n  "pytest", # yes\n]\n[tool.x]\ny = ["no"]',
      ['flask-login', 'httpx', 'pytest'],
    ],
    [
      'pyproject.toml',
      '[project]\ndependencies = [\n  # "mutmut",\n  "httpx @ git+https://example.com/httpx#main", # not "flask"\n]',
      ['httpx'],
    ],
    ['pyproject.toml', '[project]\ndependencies = [\n  "httpx",\n]\nkeywords = ["flask"]', ['httpx']],
    ['pyproject.toml', '[tool.poetry.group.dev.dependencies]\npython = "3"\nmutmut = "*"', ['mutmut']],
    ['Gemfile', "gem 'rails', '~> 8'\n# gem 'puma'\n  gem \"pg\"", ['rails', 'pg']],
    ['pom.xml', '<artifactId>h2</artifactId>', ['h2']],
    [
      'pom.xml',
      '<!-- <artifactId>a</artifactId> -->\n<!--\n<artifactId>b</artifactId>\n--><artifactId>h2</artifactId><!-- x',
      ['h2'],
    ],
    [
      'build.gradle.kts',
      'implementation("com.h2database:h2:2.3")\n// runtimeOnly("a.b:c:1")\ntestImplementation("org.x:y")',
      ['h2', 'y'],
    ],
    ['build.gradle', "/*\nimplementation 'a:b:1'\n*/\nimplementation 'c:d:1' // e:f", ['d']],
    ['shop.csproj', '<PackageReference Include="xunit" Version="2" />', ['xunit']],
    ['shop.csproj', '<!-- <PackageReference Include="xunit" Version="2" /> -->', []],
    [
      'Cargo.toml',
      '[package]\nname = "a"\n[dependencies]\naxum = "0.8"\n[dev-dependencies.tower]\nversion = "1"',
      ['axum', 'tower'],
    ],
    [
      'go.mod',
      'module example.com/a\nrequire (\n\tgithub.com/jackc/pgx/v5 v5.7.0\n\tgolang.org/x/text v0.2.0 // indirect\n)',
      ['github.com/jackc/pgx/v5'],
    ],
    ['other.json', '{"dependencies":{"express":"5"}}', []],
    ['package.json', '{ broken', []],
  ] as const)
    it(`tell what ${file} asks for: ${names.join(', ') || 'nothing'}`, () => {
      assert.deepEqual([...dependenciesOf(file, text).keys()], names);
    });

  it('tell the line', () => {
    assert.deepEqual(
      dependenciesOf('package.json', '{\n"scripts": {"ws": "x"},\n"dependencies": {\n  "ws": "8"\n}}').get('ws'),
      { line: 4, text: '"ws": "8"' },
    );
  });

  it('have values under their names', () => {
    const json = '{\n  // "a": {"b": 0},\n  "a": { "b": true, "c": [1,], },\n}';
    assert.deepEqual(keyIn('x.json', json, ['a', 'b']), {
      line: 3,
      text: '"a": { "b": true, "c": [1,], },',
      value: 'true',
    });
    assert.equal(keyIn('x.json', json, ['a', 'c'])?.value, '');
    assert.equal(keyIn('x.json', json, ['a', 'toString']), undefined);
    assert.equal(keyIn('x.json', '{"a":"// no \\" comment"}', ['a'])?.value, '// no " comment');
    assert.equal(keyIn('x.toml', 'a = 1\n[b."c"]\nd = "x" # y', ['b', 'c', 'd'])?.value, 'x');
    assert.equal(keyIn('x.ini', '[mypy]\nstrict = True ; yes', ['mypy', 'strict'])?.value, 'True');
    assert.equal(keyIn('x.toml', 'd = 1', ['b', 'd']), undefined);
  });

  it('are read in no more than their length, and never throw', () => {
    const long = 250_000;
    for (const text of ['/*', '"\\', ',]', ',}', '{"a":', '[', '//', '",', '\n"a":', '[a]\n', 'a = ['].map((part) =>
      part.repeat(Math.ceil(long / part.length)),
    ))
      for (const name of [
        'package.json',
        'tsconfig.json',
        'pyproject.toml',
        'requirements.txt',
        'pom.xml',
        'Cargo.toml',
      ]) {
        const read = (): void => {
          dependenciesOf(name, text);
          keyIn(name, text, ['a', 'b']);
        };
        assertQuick(1000, read, `${name}: ${text.slice(0, 10)}`);
      }
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('package.json', 'a.toml', 'pyproject.toml', 'Gemfile'), (text, name) => {
        dependenciesOf(name, text);
        keyIn(name, text, ['a']);
      }),
    );
  });
});

describe('matching', () => {
  it('counts lines, shows the first, and leaves out comments', () => {
    const [finding] = found([rule({ files: ['**/Dockerfile'], lines: [{ pattern: '^FROM\\s', atLeast: 2 }] })], {
      Dockerfile: '# FROM scratch\nFROM a\nRUN b\n  FROM d\nFROM c',
    });
    assert.equal(finding?.seen, 'Seen 2.');
    assert.deepEqual(finding.places, [{ kind: 'file', path: 'Dockerfile', line: 2, text: 'FROM a' }]);
  });

  for (const [path, text, holds] of [
    ['a.js', '/*\nmark()\n*/', false],
    ['a.js', '/* mark() */', false],
    ['a.js', '/* x */\nmark()', true],
    ['a.js', 'x(); // mark()', false],
    ['a.js', "fetch('http://mark()')", true],
    ['a.py', '"""\nmark()\n"""', false],
    ['a.py', 'sql = """\nmark()\n"""', true],
    ['a.py', 'sql = """\nx\n"""\nmark()', true],
    ['a.py', '"""One line."""\nmark()', true],
    ['a.py', "def f():\n    '''\n    mark()\n    '''", false],
    ['a.sql', '-- mark()', false],
    ['a.sql', 'x int, -- mark()', false],
    ['a.sql', '/* one\nmark()\n*/', false],
    ['a.html', '<!--\nmark()\n-->', false],
    ['a.yml', '# mark()', false],
    ['a.ini', '; mark()', false],
    ['a.rs', '#[mark()]', true],
    ['Jenkinsfile', '// mark()', false],
    ['Makefile', '# mark()', false],
    ['a.lua', '-- mark()', false],
  ] as const)
    it(`${holds ? 'sees' : 'does not see'} the mark in ${JSON.stringify(text)} of ${path}`, () => {
      const rules = [rule({ files: ['**/*'], lines: ['mark\\(\\)'].map((pattern) => ({ pattern })) })];
      assert.equal(found(rules, { [path]: text }).length, holds ? 1 : 0);
    });

  it('names three places of a rule at most, those near the top first', () => {
    const rules = [rule({ files: ['**/*.js'], lines: [{ pattern: 'mark' }] })];
    const files = Object.fromEntries(['z/z/a.js', 'b.js', 'z/a.js', 'a.js'].map((path) => [path, 'mark']));
    assert.deepEqual(
      found(rules, files)[0]?.places.map((place) => place.kind === 'file' && place.path),
      ['a.js', 'b.js', 'z/a.js'],
    );
  });

  it('looks for all parts of a rule in one project', () => {
    const rules = [rule({ files: ['**/one'] }, { files: ['**/two'] })];
    assert.equal(found(rules, { 'a/one': '', 'b/two': '' }).length, 1, 'no manifest, one project');
    assert.equal(found(rules, { 'a/one': '', 'b/two': '', 'a/package.json': '{}' }).length, 0, 'two projects');
    assert.equal(found(rules, { 'a/one': '', 'a/x/two': '', 'a/package.json': '{}' }).length, 1);
    assert.equal(
      found(rules, { 'a/package.json': '{}', 'a/one': '', 'b/Gemfile': '', 'b/one': '', 'b/two': '' }).length,
      1,
      'the other project',
    );
  });

  it('asks for as many files as it says, and for none where it says so', () => {
    const some = [rule({ files: ['**/*.md'], lines: [{ pattern: 'mark' }], atLeast: 2 })];
    assert.equal(found(some, { 'a.md': 'mark' }).length, 0);
    assert.equal(found(some, { 'a.md': 'mark', 'b.md': 'mark' }).length, 1);
    const clean = [rule({ files: ['**/a'] }, { files: ['**/b'], nowhere: true })];
    assert.equal(found(clean, { a: '' }).length, 1);
    assert.equal(found(clean, { a: '', b: '' }).length, 0);
  });

  it('lets hits that do not count keep a rule away, and not bring it', () => {
    const matcher = new EvidenceMatcher([rule({ files: ['**/a'] }, { files: ['**/b'], nowhere: true })]);
    const hits = [...matched(matcher, 'a', ''), ...matched(matcher, 'b', '')];
    assert.equal(matcher.findings(hits, new Set(), (hit) => hit.path === 'a').length, 0);
    assert.equal(matcher.findings(hits.slice(0, 1), new Set(), () => false).length, 0);
  });

  it('places an act with Git in the folder of its repository', () => {
    const matcher = new EvidenceMatcher([rule({ git: 'tag', atLeast: 2 })]);
    const fact = { kind: 'tag', commit: 'c0ffee', text: 'v1', at: 1 } as const;
    assert.deepEqual(matcher.matchGit('', [fact]), []);
    assert.deepEqual(
      ['', 'app'].map((folder) => matcher.matchGit(folder, [fact, fact]).map(({ path, count }) => [path, count])),
      [[['.git', 2]], [['app/.git', 2]]],
    );
  });

  it('shows what stands there without what turns it around or hides', () => {
    const [finding] = found([rule({ files: ['**/a'], lines: [{ pattern: 'mark' }] })], {
      a: `\u202Emark\u0007 ${'x'.repeat(400)}`,
    });
    const [place] = finding!.places;
    assert.ok(place && /^mark x+…$/.test(place.text) && place.text.length === 160, place?.text);
  });

  it('does not look at what stands far to the right', () => {
    const rules = [rule({ files: ['**/a'], lines: [{ pattern: 'mark' }] })];
    assert.equal(found(rules, { a: `${' '.repeat(longestLine)}mark` }).length, 0);
  });

  it('never throws, gives way often, and ends in time, whatever the text', function () {
    this.timeout(120_000);
    const matcher = new EvidenceMatcher(shipped.map((one) => ({ ...one, parts: one.parts.map(plainPart) })));
    const lines = Object.values(fixtures).flatMap((cases) =>
      cases.flatMap((one) => Object.values(one).flatMap((text) => text.split('\n'))),
    );
    const path = fc.constantFrom(
      'a.js',
      'a.py',
      'a.sql',
      'package.json',
      'Dockerfile',
      '.github/workflows/a.yml',
      'a.conf',
      'a.md',
      'a.test.ts',
      'pyproject.toml',
      'x/compose.yaml',
      'Gemfile',
      'a.java',
    );
    fc.assert(
      fc.property(
        path,
        fc.array(fc.oneof(fc.constantFrom(...lines), fc.string({ unit: 'binary', maxLength: 50 }))),
        (name, some) => void matched(matcher, name, some.join('\n')),
      ),
      { numRuns: 300 },
    );
    // Every word of every rule at once, line by line: the worst that a file can do.
    for (const name of ['a.js', 'a.py', 'a.sql', 'a.yml', '.github/workflows/a.yml']) {
      let text = '';
      while (text.length < 250_000)
        text += `${lines.join(' ').slice(0, longestLine)}\n${lines.slice(0, 500).join('\n')}\n`;
      let whole = Infinity;
      let longest = Infinity;
      // What is slow is slow each time: one step in which memory was tidied up says nothing.
      for (let turn = 0; turn < 3 && !(whole < 5000 && longest < 150); turn++) {
        const matching = matcher.match(name, text);
        whole = 0;
        longest = 0;
        let step: IteratorResult<unknown>;
        do {
          const took = spent(() => (step = matching.next()));
          whole += took;
          longest = Math.max(longest, took);
        } while (!step!.done);
      }
      assert.ok(whole < 5000, `${name}: ${whole} ms`);
      assert.ok(longest < 150, `${name}: ${longest} ms without a break`);
    }
  });
});

/** As the build leaves it: each line an object. */
function plainPart(part: EvidenceRule['parts'][number]): EvidenceRule['parts'][number] {
  if ('git' in part || !part.lines) return part;
  return { ...part, lines: part.lines.map((line) => (typeof line === 'string' ? { pattern: line } : line)) };
}

describe('evidence.json', () => {
  const references = { pack: 'core', items: new Set(['core/git/a', 'core/sql/b']) };
  const valid = { id: 'one', items: ['git/a'], seen: 'It was seen.', parts: [{ files: ['**/*.py'], lines: ['mark'] }] };
  const read = (rules: unknown, more: object = {}): ReturnType<typeof parseEvidence> =>
    parseEvidence(JSON.stringify({ format: 1, rules, ...more }, null, 1), references);
  const codes = (rules: unknown, more?: object): string[] => read(rules, more).problems.map(({ code }) => code);

  it('is read into rules with full ids', () => {
    const { evidence, problems } = read([
      valid,
      { ...valid, id: 'two', unseen: 'More.', parts: [{ git: 'commit', atLeast: 2, pattern: 'x' }] },
    ]);
    assert.deepEqual(problems, []);
    assert.deepEqual(evidence?.rules, [
      {
        id: 'one',
        items: ['core/git/a'],
        seen: 'It was seen.',
        parts: [{ files: ['**/*.py'], lines: [{ pattern: 'mark' }] }],
      },
      {
        id: 'two',
        items: ['core/git/a'],
        seen: 'It was seen.',
        unseen: 'More.',
        parts: [{ git: 'commit', pattern: 'x', atLeast: 2 }],
      },
    ]);
  });

  const part = (more: object): unknown => [{ ...valid, parts: [{ files: ['**/*.py'], ...more }] }];
  for (const [what, rules, expected] of [
    ['no list', undefined, 'field-missing'],
    ['an id twice', [valid, valid], 'id-duplicate'],
    ['an item that does not exist', [{ ...valid, items: ['git/b'] }], 'lab-item'],
    ['a full item id', [{ ...valid, items: ['core/git/a'] }], 'lab-item'],
    ['no items', [{ ...valid, items: [] }], 'field-type'],
    ['no parts', [{ ...valid, parts: [] }], 'evidence-part'],
    ['no sentence', [{ ...valid, seen: '' }], 'field-type'],
    ['a misspelt field', [{ ...valid, unsen: 'x' }], 'evidence-field'],
    ['a misspelt field of a part', part({ line: ['x'] }), 'evidence-field'],
    ['a field of Git among files', part({ pattern: 'x' }), 'evidence-field'],
    ['an unknown kind of act', [{ ...valid, parts: [{ git: 'stash' }] }], 'evidence-part'],
    ['a glob that begins at the root', part({ files: ['/a'] }), 'evidence-glob'],
    ['no glob', part({ files: [] }), 'evidence-part'],
    ['a glob without end', part({ except: ['{a'] }), 'evidence-glob'],
    ['a pattern that is none', part({ lines: ['('] }), 'evidence-pattern'],
    ['a pattern that refers back', part({ none: ['(a)\\1'] }), 'evidence-pattern-kind'],
    ['a pattern that may take long', part({ lines: [{ pattern: '(a+)+' }] }), 'evidence-pattern-slow'],
    [
      'a pattern of Git that may take long',
      [{ ...valid, parts: [{ git: 'commit', pattern: '(a|b)+' }] }],
      'evidence-pattern-slow',
    ],
    ['once as a number', part({ lines: [{ pattern: 'a', atLeast: 1 }] }), 'field-type'],
    ['a flag that is not true', part({ nowhere: false }), 'field-type'],
    ['a first part that says what is not there', part({ nowhere: true }), 'evidence-part'],
    ['a value without a way to it', part({ keys: [{ path: [] }] }), 'evidence-part'],
    ['lines that are no list', part({ lines: 'mark' }), 'field-type'],
  ] as const)
    it(`reports ${what}, and leaves the rule out`, () => {
      const { evidence, problems } = read(rules);
      assert.ok(
        problems.some(({ code }) => code === expected),
        JSON.stringify(problems),
      );
      const kept = what === 'an id twice' ? 1 : 0;
      assert.equal(evidence?.rules.length, kept);
    });

  it('reports each at its line', () => {
    const text =
      '{\n "format": 1,\n "rules": [\n  {\n   "id": "one",\n   "items": [\n    "git/a",\n    "git/no"\n   ],\n   "seen": "It was seen.",\n   "parts": [\n    {\n     "files": ["**/a"],\n     "lines": [\n      "ok",\n      "(a+)+"\n     ]\n    }\n   ]\n  }\n ]\n}';
    assert.deepEqual(
      parseEvidence(text, references).problems.map(({ code, file, line }) => [code, file, line]),
      [
        ['lab-item', 'evidence.json', 8],
        ['evidence-pattern-slow', 'evidence.json', 16],
      ],
    );
    assert.deepEqual(codes([valid], { more: 1 }), ['evidence-field']);
    assert.equal(parseEvidence('[', references).evidence, undefined);
    assert.equal(parseEvidence(undefined, references).evidence, undefined);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(fc.property(fc.json(), (json) => void parseEvidence(`{"format":1,"rules":${json}}`, references)));
    fc.assert(
      fc.property(
        fc.anything(),
        (value) => void read([{ ...valid, parts: [value, { files: ['a'], lines: value, keys: value }] }]),
      ),
    );
  });

  it('agrees with its schema', () => {
    const accepts = new Ajv({ allowUnionTypes: true }).compile(schema);
    assert.ok(
      accepts(JSON.parse(readFileSync('data/evidence.json', 'utf8'))),
      JSON.stringify(accepts.errors?.slice(0, 3)),
    );
    for (const rules of [
      [{ ...valid, parts: [] }],
      [{ ...valid, unsen: 'x' }],
      part({ line: ['x'] }),
      [{ ...valid, parts: [{ git: 'stash' }] }],
      part({ lines: [{ pattern: 'a', atLeast: 1 }] }),
      part({ nowhere: false }),
    ])
      assert.ok(!accepts({ format: 1, rules }), JSON.stringify(rules));
  });
});

describe('what Git leaves out', () => {
  const ignored = new Ignored(
    new Map([
      ['.gitignore', '*.log\n/tmp\nsecret/\n!keep.log\n'],
      ['app/.gitignore', 'local.py\n!app.log\n'],
      ['secret/.gitignore', '!*\n'],
    ]),
  );
  for (const [path, out] of [
    ['a.log', true],
    ['keep.log', false],
    ['tmp/a.py', true],
    ['app/tmp/a.py', false],
    ['app/local.py', true],
    ['local.py', false],
    ['app/app.log', false],
    ['app/more/app.log', false],
    ['secret/a.py', true],
    ['app/secret/a.py', true],
    ['src/a.py', false],
  ] as const)
    it(`${path} is ${out ? 'left out' : 'kept'}`, () => assert.equal(ignored.has(path), out));

  it('tells folders that are plainly named', () => {
    assert.deepEqual(plainFolders('generated/\n/top/\n*.x\na/b/\n# c/\nold.d/  \n'), ['generated', 'old.d']);
    assert.deepEqual(plainFolders('generated/\n!generated/keep/\n'), []);
  });
});

describe('a suggestion', () => {
  const place = { kind: 'file', where: 'Dockerfile:3', text: 'FROM `a`', day: 'Nov 3, 2025' } as const;
  const evidence = {
    rule: 'a',
    seen: 'Two `FROM` lines.',
    unseen: 'How small it is.',
    places: [place, { ...place, where: 'x/Dockerfile:1' }],
  };

  it('says item, skill, what was seen and where, in words for a screen reader too', () => {
    const item = presentItem({ text: 'Write a `Dockerfile`', skill: 'Containers', evidence: [evidence] }, l10n);
    assert.equal(item.label, 'Write a Dockerfile');
    assert.equal(item.description, 'Containers');
    assert.equal(item.accessibilityLabel, 'Write a Dockerfile, Containers. Seen: Two FROM lines.');
    const seen = presentSeen(evidence, 0, l10n);
    assert.deepEqual(
      [seen.label, seen.description, seen.icon],
      ['Dockerfile:3', 'Nov 3, 2025 · Two FROM lines.', 'file-code'],
    );
    assert.equal(seen.accessibilityLabel, 'Dockerfile:3 · Nov 3, 2025. Two FROM lines. The line: FROM `a`');
    // A line with backticks does not end the block that shows it.
    assert.match(seen.tooltip, /\n```\nFROM `a`\n```$/);
    const second = presentSeen(evidence, 1, l10n);
    assert.deepEqual([second.label, second.description], ['x/Dockerfile:1', 'Nov 3, 2025 · FROM `a`']);
    const unseen = presentUnseen('How small it is.', l10n);
    assert.deepEqual([unseen.label, unseen.description], ['How small it is.', 'only you know']);
    assert.equal(unseen.accessibilityLabel, 'Only you know: How small it is.');
    assert.equal(unseen.tooltip, 'Only you know\\: How small it is\\.');
    assert.equal(placeText({ kind: 'git', where: 'c0ffee00', text: '', day: undefined }), 'c0ffee00');
  });

  it('says what was not looked at, and nothing when all was', () => {
    const all = { files: 10, capped: 0, large: 0, unreadable: 0, stopped: false, foreign: 0 };
    assert.equal(notesText(all, '256 KB', l10n), '');
    assert.equal(
      notesText({ files: 10, capped: 2, large: 3, unreadable: 1, stopped: true, foreign: 4 }, '256 KB', l10n),
      'It was stopped before all files were looked at. There are more files than are looked at, which were 10. Files larger than 256 KB, which were not read: 3. Files that could not be read: 1. Places that others have written, which do not count: 4.',
    );
  });
});

describe('what was read in another window', () => {
  const rules = [rule({ files: ['**/*.js'], lines: [{ pattern: 'mark' }] })];
  const mark = rulesMark(rules);
  const hit: Hit = {
    rule: 0,
    part: 0,
    path: 'a.js',
    place: { kind: 'file', path: 'a.js', line: 1, text: 'm' },
    count: 1,
  };
  const known = new Map([
    ['file:///w/a.js', { mtime: 1.5, size: 4, hits: [hit] }],
    ['file:///w/b/c.js', { mtime: 2, size: 0, hits: [] }],
  ]);

  it('is what was written', () => {
    assert.deepEqual(readMemory(writeMemory(known, mark), mark, rules), known);
    for (const some of [new Map(), new Map([...known].slice(0, 1))])
      assert.deepEqual(readMemory(writeMemory(some, mark), mark, rules), some);
    // What all addresses begin with stands there once.
    assert.equal(writeMemory(known, mark).split('file:///w/').length, 2);
  });

  it('is nothing when the rules are others', () => {
    const others = [rule({ files: ['**/*.js'], lines: [{ pattern: 'mask' }] })];
    assert.notEqual(rulesMark(others), mark);
    assert.equal(readMemory(writeMemory(known, mark), rulesMark(others), others).size, 0);
  });

  it('is left out where it is damaged, and never throws', () => {
    const text = writeMemory(known, mark);
    for (const [from, to] of [
      ['"format":1', '"format":2'],
      ['"rule":0', '"rule":1'],
      ['"part":0', '"part":1'],
      ['"line":1', '"line":0'],
      ['"line":1', '"line":1.5'],
      ['"kind":"file"', '"kind":"git"'],
      ['"path":"a.js","line"', '"path":"b.js","line"'],
      ['"count":1', '"count":"1"'],
      ['"text":"m"', '"text":null'],
      ['1.5,4', '"1.5",4'],
    ] as const) {
      assert.ok(text.includes(from), from);
      assert.ok(!readMemory(text.replace(from, to), mark, rules).has('file:///w/a.js'), to);
    }
    for (let end = 0; end < text.length; end++) assert.equal(readMemory(text.slice(0, end), mark, rules).size, 0);
    fc.assert(
      fc.property(fc.json(), (files) => {
        readMemory(`{"format":1,"mark":"${mark}","base":"","files":${files}}`, mark, rules);
        readMemory(files, mark, rules);
      }),
    );
  });
});

describe('looking for practice', () => {
  const sources = (folder: string, name: RegExp): (readonly [string, string])[] =>
    readdirSync(folder)
      .filter((file) => name.test(file))
      .map((file) => [`${folder}/${file}`, readFileSync(`${folder}/${file}`, 'utf8')]);

  it('asks first, unless the learner has set it otherwise', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { default?: unknown; enum?: unknown }> }[] };
    };
    const properties = Object.assign({}, ...[contributes.configuration].flat().map((one) => one.properties)) as Record<
      string,
      { default?: unknown; enum?: unknown }
    >;
    const { default: usual, enum: values } = properties['backendSkills.evidence'] ?? {};
    assert.deepEqual([usual, values], ['ask', ['ask', 'on', 'off']]);
  });

  it('has no way to send anything anywhere', () => {
    const files = [...sources('src/evidence', /\.ts$/), ...sources('src/core', /^(?:evidence\w*|glob)\.ts$/)];
    assert.ok(files.length > 12, files.map(([name]) => name).join());
    for (const [name, text] of files)
      assert.doesNotMatch(
        text,
        /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|openExternal|asExternalUri|TelemetryLogger|node:(?:https?|http2|net|tls|dgram)\b|setKeysForSync|globalState/,
        name,
      );
  });

  it('is loaded when it is first wanted, and at activation only registered', () => {
    const text = readFileSync('src/evidence/index.ts', 'utf8');
    const loaded = [...text.matchAll(/^import (?!type\b).*from '([^']+)';$/gm)].map(([, from]) => from);
    assert.deepEqual(loaded, ['vscode', '../ids', '../platform/commands', '../platform/lazy', './consent']);
    assert.match(text, /import\('\.\/evidence'\)/);
  });
});
