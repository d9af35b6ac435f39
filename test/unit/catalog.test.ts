import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { Marked } from 'marked';
import packJson from '../../data/pack.json';
import { createCatalog } from '../../src/core/catalog';
import { isActive, matches, noFilter, type SkillFilter } from '../../src/core/filter';
import { current, step, visit, type History } from '../../src/core/history';
import { toSkillReference } from '../../src/core/reference';
import { createRollup } from '../../src/core/rollup';
import { clip, plainText, slug } from '../../src/core/text';
import { makeIndex } from './packs';
import { assertQuick } from './spent';

const catalog = createCatalog(
  makeIndex(
    { basics: { git: 2, 'rest-apis': 1 }, more: { csharp: 3, sql: 0 } },
    {
      git: { aliases: ['version control', 'GitHub'] },
      'rest-apis': { title: 'REST APIs', prerequisites: ['git'], aliases: ['Git'], level: 'advanced' },
      csharp: { title: 'C#', aliases: ['.NET', 'sql'], prerequisites: ['git', 'rest-apis'], level: 'intermediate' },
      sql: { title: 'SQL', prerequisites: ['git'] },
    },
  ),
);
const resolved = (name: string): string | undefined => catalog.resolve(name)?.id;
const ids = (skills: readonly { readonly id: string }[]): string[] => skills.map(({ id }) => id);

describe('the catalog', () => {
  describe('resolves', () => {
    for (const [name, id] of [
      ['git', 'git'],
      ['core/git', 'git'],
      ['Git', 'git'],
      ['rest-apis', 'rest-apis'],
      ['REST APIs', 'rest-apis'],
      ['rest apis', 'rest-apis'],
      ['REST-APIS', 'rest-apis'],
      ['Core/REST-APIs', 'rest-apis'],
      ['  rest-apis ', 'rest-apis'],
      [' core/csharp', 'csharp'],
      ['C#', 'csharp'],
      ['c#', 'csharp'],
      ['.net', 'csharp'],
      ['Version Control', 'git'],
      [' github\n', 'git'],
    ] as const)
      it(`${JSON.stringify(name)} to ${id}`, () => {
        assert.equal(resolved(name), id);
      });

    it('a title or id before another skill that has it as an alias', () => {
      assert.equal(resolved('git'), 'git');
      assert.equal(resolved('GIT'), 'git');
      assert.equal(resolved('sql'), 'sql');
      assert.equal(resolved('SQL'), 'sql');
    });

    it('nothing else', () => {
      for (const name of [
        '',
        ' ',
        '/',
        'core',
        'core/',
        'core/core/git',
        'other/git',
        'gi',
        'basics',
        'core/git/item-0',
        '__proto__',
        'constructor',
        'core/__proto__',
        '../git',
      ])
        assert.equal(resolved(name), undefined, name);
    });

    it('every skill that ships by its id and its full id', () => {
      const areas = Object.fromEntries(
        packJson.areas.map((area) => [area.id, Object.fromEntries(area.skills.map((id) => [id, 1]))]),
      );
      const shipped = createCatalog(makeIndex(areas));
      for (const { id } of shipped.skills)
        for (const name of [id, `core/${id}`]) assert.equal(shipped.resolve(name)?.id, id);
    });
  });

  it('lists skills in learning order, with their neighbours', () => {
    assert.deepEqual(ids(catalog.skills), ['git', 'rest-apis', 'csharp', 'sql']);
    const neighbours = catalog.skills.map(({ id }) => [catalog.previous(id)?.id, catalog.next(id)?.id]);
    assert.deepEqual(neighbours, [
      [undefined, 'rest-apis'],
      ['git', 'csharp'],
      ['rest-apis', 'sql'],
      ['csharp', undefined],
    ]);
    assert.equal(catalog.previous('nowhere'), undefined);
    assert.equal(catalog.next('nowhere'), undefined);
  });

  it('follows the order of the areas, not that of the skills in the index', () => {
    const index = makeIndex({ a: { one: 1 }, b: { two: 1 } });
    assert.deepEqual(ids(createCatalog({ ...index, areas: [...index.areas].reverse() }).skills), ['two', 'one']);
  });

  it('knows what a skill leads to, in learning order', () => {
    assert.deepEqual(ids(catalog.leadsTo('git')), ['rest-apis', 'csharp', 'sql']);
    assert.deepEqual(ids(catalog.leadsTo('rest-apis')), ['csharp']);
    assert.deepEqual(catalog.leadsTo('sql'), []);
    assert.deepEqual(catalog.leadsTo('nowhere'), []);
  });

  it('finds items and their skill by full id', () => {
    assert.equal(catalog.itemCount, 6);
    assert.equal(catalog.item('core/git/item-1')?.text, 'Do 1');
    assert.equal(catalog.skillOfItem('core/git/item-1')?.id, 'git');
    for (const id of ['item-1', 'git/item-1', 'core/git/item-2', 'core/git', '__proto__', '']) {
      assert.equal(catalog.item(id), undefined);
      assert.equal(catalog.skillOfItem(id), undefined);
    }
    assert.equal(catalog.area('more')?.title, 'Area more');
    assert.equal(catalog.area('__proto__'), undefined);
    assert.equal(catalog.skill('toString'), undefined);
  });

  describe('with a career guide', () => {
    const index = {
      ...makeIndex({ basics: { git: 2, sql: 1 }, more: { kafka: 1 } }),
      titles: [
        { id: 'senior', title: 'Senior', skills: ['kafka', 'git'] },
        { id: 'junior', title: 'Junior', skills: ['git', 'sql'] },
        { id: 'analyst', title: 'Analyst', skills: ['sql'] },
      ],
      checklist: [
        { id: 'core/career/write-cv', text: 'Write it' },
        { id: 'core/career/practise-talk', text: 'Practise it' },
      ],
    };
    const guided = createCatalog(index);

    it('knows which titles ask for a skill, in the order of the guide', () => {
      assert.deepEqual(
        guided.usedBy('git').map(({ id, title }) => [id, title]),
        [
          ['senior', 'Senior'],
          ['junior', 'Junior'],
        ],
      );
      assert.deepEqual(ids(guided.usedBy('sql')), ['junior', 'analyst']);
      assert.deepEqual(ids(guided.usedBy('kafka')), ['senior']);
      const turned = createCatalog({ ...index, titles: [...index.titles].reverse() });
      assert.deepEqual(ids(turned.usedBy('git')), ['junior', 'senior']);
    });

    it('knows none for a skill that no title asks for, that is unknown, or without a guide', () => {
      for (const id of ['', 'nowhere', 'core/git', 'Git', '__proto__', 'length', 'senior'])
        assert.deepEqual(guided.usedBy(id), []);
      assert.deepEqual(catalog.usedBy('git'), []);
    });

    it('knows the items of its checklist, which belong to no skill', () => {
      assert.equal(guided.item('core/career/write-cv')?.text, 'Write it');
      assert.equal(guided.item('core/git/item-0')?.text, 'Do 0');
      for (const { id } of index.checklist) assert.equal(guided.skillOfItem(id), undefined);
      for (const id of ['core/career/none', 'career/write-cv', 'write-cv', 'core/career', '__proto__']) {
        assert.equal(guided.item(id), undefined, id);
        assert.equal(guided.skillOfItem(id), undefined, id);
      }
      assert.equal(catalog.item('core/career/write-cv'), undefined);
    });

    it('counts none of them as practice', () => {
      const plain = createCatalog(makeIndex({ basics: { git: 2, sql: 1 }, more: { kafka: 1 } }));
      assert.equal(guided.itemCount, 4);
      assert.equal(guided.itemCount, plain.itemCount);
      const checklist = index.checklist.map(({ id }) => id);
      const done = ['core/git/item-0', 'core/sql/item-0'];
      const rollup = createRollup(guided, [...checklist, ...done]);
      const without = createRollup(plain, done);
      const counted = (of: typeof rollup): unknown => [
        { ...of.total },
        of.inProgress,
        of.completed,
        ...plain.skills.map(({ id }) => ({ ...of.skill(id) })),
        ...plain.areas.map(({ id }) => ({ ...of.area(id) })),
      ];
      assert.deepEqual({ ...rollup.total }, { done: 2, total: 4 });
      assert.deepEqual(counted(rollup), counted(without));
      // Ticking one later changes nothing either.
      for (const id of checklist)
        for (const tick of [true, false, true]) {
          assert.equal(rollup.set(id, tick), false);
          assert.deepEqual(counted(rollup), counted(without));
        }
    });
  });
});

describe('the history', () => {
  const of = (...entries: readonly string[]): History =>
    entries.reduce<History | undefined>((history, entry) => visit(history, entry, 50), undefined)!;

  it('goes back and forward, and stays at its ends', () => {
    const history = of('a', 'b', 'c');
    assert.equal(current(history), 'c');
    assert.equal(step(history, 1), history);
    const back = step(step(history, -1), -1);
    assert.equal(current(back), 'a');
    assert.equal(step(back, -1), back);
    assert.equal(current(step(back, 1)), 'b');
  });

  it('forgets what lay ahead when it goes somewhere else', () => {
    const history = visit(step(of('a', 'b', 'c'), -1), 'd', 50);
    assert.deepEqual(history, { entries: ['a', 'b', 'd'], position: 2 });
  });

  it('takes the same place again as no step, and keeps what lies ahead', () => {
    const history = step(of('a', 'b'), -1);
    assert.equal(visit(history, 'a', 50), history);
    assert.deepEqual(of('a', 'b', 'a').entries, ['a', 'b', 'a']);
  });

  it('drops the oldest beyond the most it keeps', () => {
    assert.deepEqual(visit(visit(of('a', 'b'), 'c', 3), 'd', 3), { entries: ['b', 'c', 'd'], position: 2 });
    assert.deepEqual(visit(of('a', 'b', 'c', 'd'), 'e', 2), { entries: ['d', 'e'], position: 1 });
    assert.deepEqual(visit(undefined, 'a', 1), { entries: ['a'], position: 0 });
    assert.deepEqual(visit(of('a'), 'b', 1), { entries: ['b'], position: 0 });
  });

  it('always stands on one of at most so many entries, and never changes an earlier one', () => {
    const act = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(-1 as const, 1 as const));
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (acts, max) => {
        let history = visit(undefined, 'a', max);
        for (const to of acts) {
          const before = structuredClone(history);
          const next: History = typeof to === 'string' ? visit(history, to, max) : step(history, to);
          assert.deepEqual(history, before);
          assert.ok(next.entries.length <= max);
          if (typeof to === 'string') assert.equal(current(next), to);
          assert.equal(typeof current(next), 'string');
          history = next;
        }
      }),
    );
  });
});

describe('a filter', () => {
  const rollup = createRollup(catalog, ['core/git/item-0', 'core/rest-apis/item-0']);
  const shown = (filter: SkillFilter): string[] =>
    ids(catalog.skills.filter((skill) => matches(skill, filter, rollup)));

  it('without conditions shows everything', () => {
    assert.equal(isActive(noFilter), false);
    assert.deepEqual(shown(noFilter), ['git', 'rest-apis', 'csharp', 'sql']);
  });

  it('by state, by level, and by both', () => {
    assert.deepEqual(shown({ states: ['in-progress'], levels: [] }), ['git']);
    assert.deepEqual(shown({ states: ['done'], levels: [] }), ['rest-apis']);
    assert.deepEqual(shown({ states: ['not-started'], levels: [] }), ['csharp', 'sql']);
    assert.deepEqual(shown({ states: ['not-started', 'done'], levels: [] }), ['rest-apis', 'csharp', 'sql']);
    assert.deepEqual(shown({ states: [], levels: ['advanced', 'intermediate'] }), ['rest-apis', 'csharp']);
    assert.deepEqual(shown({ states: ['not-started'], levels: ['beginner'] }), ['sql']);
    assert.deepEqual(shown({ states: ['done'], levels: ['beginner'] }), []);
    for (const filter of [
      { states: ['done'], levels: [] },
      { states: [], levels: ['advanced'] },
    ] as const)
      assert.equal(isActive(filter), true);
  });
});

describe('a reference to a skill', () => {
  it('is read from each form that a command can be called with', () => {
    assert.deepEqual(toSkillReference('git'), { skill: 'git' });
    assert.deepEqual(toSkillReference({ kind: 'skill', id: 'git', area: 'basics' }), { skill: 'git' });
    assert.deepEqual(toSkillReference({ kind: 'item', id: 'core/git/item-0', skill: 'git' }), {
      skill: 'git',
      item: 'core/git/item-0',
    });
    assert.deepEqual(toSkillReference({ skill: 'git' }), { skill: 'git' });
    assert.deepEqual(toSkillReference({ skill: 'git', item: 'core/git/item-0', section: 'example' }), {
      skill: 'git',
      item: 'core/git/item-0',
      section: 'example',
    });
  });

  it('drops details that are not text', () => {
    assert.deepEqual(toSkillReference({ skill: 'git', item: 7, section: ['example'], uri: 'file:///' }), {
      skill: 'git',
    });
  });

  it('is nothing for anything else', () => {
    for (const argument of [
      undefined,
      null,
      '',
      '  \n',
      0,
      7,
      true,
      [],
      ['git'],
      {},
      () => 'git',
      Symbol('git'),
      { kind: 'area', id: 'basics' },
      { kind: 'area', id: 'basics', skill: 'git' },
      { kind: 'skill' },
      { kind: 'skill', id: 7 },
      { kind: 'skill', id: ' ' },
      { kind: 'item', id: 'core/git/item-0' },
      { kind: 'item', skill: 'git' },
      { kind: 'unknown', id: 'git', skill: 'git' },
      { id: 'git' },
      { skill: 7 },
      { skill: '' },
      { skill: ['git'] },
      { fsPath: '/home/me/git' },
    ])
      assert.equal(toSkillReference(argument), undefined, inspect(argument));
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withObjectString: true }), (argument) => {
        const reference = toSkillReference(argument);
        if (reference) assert.ok(reference.skill.trim() !== '');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('text helpers', () => {
  it('make anchors of headings', () => {
    for (const [heading, anchor] of [
      ['How it works', 'how-it-works'],
      ['  C# & .NET  ', 'c-net'],
      ['Crème brûlée', 'creme-brulee'],
      ['`git add -p`', 'git-add-p'],
      ['1. First', '1-first'],
      ['—', 'section'],
      ['', 'section'],
      ['日本語', 'section'],
    ] as const)
      assert.equal(slug(heading), anchor);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (heading) => {
        assert.match(slug(heading), /^[a-z0-9]+(-[a-z0-9]+)*$/);
        assert.equal(slug(slug(heading)), slug(heading));
      }),
    );
  });

  it('clip to a length, the mark of the cut included', () => {
    assert.equal(clip('abcdef', 6), 'abcdef');
    assert.equal(clip('abcdefg', 6), 'abcde…');
    assert.equal(clip('', 6), '');
    assert.equal(clip('x'.repeat(61)).length, 60);
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (text, max) => {
        assert.ok(clip(text, max).length <= max);
      }),
    );
  });

  it('take the marks of Markdown away', () => {
    for (const [markdown, text] of [
      ['plain', 'plain'],
      ['Run `git add -p` twice', 'Run git add -p twice'],
      ['**Bold** and *slanted*, _too_.', 'Bold and slanted, too.'],
      ['A [link](https://example.com/a_b) here', 'A link here'],
      ['A [`code` link](skill:git)', 'A code link'],
      ['![a picture](https://example.com/x.png)', 'a picture'],
      ['**Use `--force`** never', 'Use --force never'],
      ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
      ['2 ** 3 ** 4', '2 ** 3 ** 4'],
      ['`_private_` and `**kwargs**`', '_private_ and **kwargs**'],
      ['`SELECT * FROM a` or `SELECT * FROM b`', 'SELECT * FROM a or SELECT * FROM b'],
      ['`[text](url)` is a link', '[text](url) is a link'],
      ['an unclosed ` stays', 'an unclosed ` stays'],
      ['', ''],
    ] as const)
      assert.equal(plainText(markdown), text);
  });

  it('take only marks away: the words are those that a Markdown renderer shows', () => {
    const marked = new Marked();
    const rendered = (markdown: string): string =>
      (marked.parseInline(markdown) as string)
        .replace(/<[^>]*>/g, '')
        .replace(
          /&(lt|gt|amp|quot|#39);/g,
          (_, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"' })[name] ?? "'",
        );
    const word = fc.constantFrom('a', 'b1', 'C#', 'x_y', '3', 'Ä');
    const part = fc.oneof(
      word,
      fc
        .array(fc.constantFrom('a', '*', '_', ' b', '**c', '[d]'), { minLength: 1, maxLength: 4 })
        .map((inner) => `\`x${inner.join('')}x\``),
      word.map((text) => `**${text}**`),
      word.map((text) => `*${text}*`),
      word.map((text) => `[${text}](https://example.com)`),
      fc.constantFrom('*', '2 * 3'),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const markdown = `Do ${parts.join(' ')}`;
        assert.equal(plainText(markdown), rendered(markdown));
      }),
      { numRuns: 1000 },
    );
  });

  it('stay fast on hostile text', () => {
    for (const scrap of ['[', '![', '[](', '**', '*a', '_a', '`', '`a', ' _', '(*', '[a](b', '\uE000'])
      assertQuick(500, () => plainText(scrap.repeat(20_000 / scrap.length)), scrap);
  });
});
