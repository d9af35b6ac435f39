import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createCatalog } from '../../src/core/catalog';
import { searchOf, wordsOf, type SearchHit } from '../../src/core/search';
import { pack, proseOf, skills, sourceOf, wordsIn } from './shipped';

interface Coverage {
  readonly topics: readonly { readonly id: string; readonly name: string; readonly kind: string }[];
  readonly roadmap: Readonly<Record<'topics' | 'subtopics' | 'newer' | 'gaps', readonly string[]>>;
}
const coverage = JSON.parse(readFileSync('test/fixtures/coverage.json', 'utf8')) as Coverage;
const catalog = createCatalog(pack.index);
const search = searchOf(catalog);

/** Topics of these kinds have a page of their own; the finer ones may share one. */
const ownPage = new Set(
  'language framework database server tool api security testing infrastructure workplace'.split(' '),
);

/** Names of stages on the way rather than of things: a page answers to them, but its text need not use the words. */
const stages = new Set([
  'Introduction',
  'Pick a Backend Language',
  'Learn the Basics',
  'More about Databases',
  'Learn about APIs',
  'Learn about Web Servers',
  'Building for Scale',
  'Scaling Databases',
  'Design and Development Principles',
  'Repo Hosting Services',
  'Frontend Basics',
]);

/** "Application programming interfaces (APIs)" may be found by either of its names. */
const namesOf = (name: string): string[] => [
  name,
  name.replace(/ *\(.*?\) */g, ' ').trim(),
  /\((.*?)\)/.exec(name)?.[1] ?? name,
];

/** The hit that claims the name as its title, its other name or its heading. */
const found = (name: string): SearchHit | undefined =>
  namesOf(name)
    .map((variant) => search.find(variant)[0])
    .find((hit) => hit?.exact);

/** The part of a page that a hit leads to, as prose. */
function textOf(hit: SearchHit): string {
  const { id, area } = catalog.skill(hit.skill)!;
  const prose = proseOf(sourceOf(id, area));
  if (hit.section === undefined) return prose;
  const source = sourceOf(id, area);
  const title = catalog.skill(id)!.headings.find((heading) => heading.id === hit.section)!.title;
  const from = source
    .split('\n')
    .findIndex(
      (line) => /^###? /.test(line) && line.replace(/^#+ /, '').replace(/[`*]/g, '') === title.replace(/[`*]/g, ''),
    );
  const lines = source.split('\n').slice(from + 1);
  const to = lines.findIndex((line) => /^###? /.test(line));
  return proseOf(lines.slice(0, to < 0 ? undefined : to).join('\n'));
}

describe('what the curriculum covers', () => {
  it('has lists to hold it against', () => {
    assert.equal(coverage.topics.length, 149);
    assert.deepEqual(
      Object.values(coverage.roadmap).map((list) => list.length),
      [21, 114, 33, 17],
    );
  });

  it('is at least as large as promised', () => {
    const items = skills.reduce((sum, skill) => sum + skill.items.length, 0);
    const questions = [...pack.bodies.values()].reduce((sum, body) => sum + body.questions.length, 0);
    const diagrams = new Set([...pack.bodies.values()].flatMap((body) => body.diagrams.map(({ id }) => id)));
    assert.ok(skills.length >= 140, `${skills.length} skills`);
    assert.ok(pack.index.areas.length >= 12 && pack.index.areas.length <= 16, `${pack.index.areas.length} areas`);
    assert.ok(items >= 1000, `${items} items`);
    assert.ok(questions >= 500, `${questions} questions`);
    assert.ok(diagrams.size >= 25, `${diagrams.size} diagrams`);
  });

  it('gives every language, tool, workplace skill and the like a page of its own', () => {
    const owners = new Map<string, string>();
    for (const topic of coverage.topics.filter(({ kind }) => ownPage.has(kind))) {
      const skill = catalog.skill(topic.id) ?? catalog.resolve(topic.name);
      assert.ok(skill, `${topic.name} has no page`);
      assert.equal(owners.get(skill.id), undefined, `${topic.name} shares its page`);
      owners.set(skill.id, topic.name);
    }
    assert.ok(owners.size >= 95, `${owners.size} pages`);
  });

  for (const topic of coverage.topics) {
    it(`covers ${topic.name}`, () => {
      const hit = found(topic.name) ?? (catalog.skill(topic.id) && found(topic.id));
      assert.ok(hit, 'no page has this as its title, another name or a heading');
    });
  }

  for (const [list, names] of Object.entries(coverage.roadmap)) {
    for (const name of names) {
      it(`leads who searches for "${name}" (${list}) to a text that treats it`, () => {
        const [first] = search.find(name);
        assert.ok(first?.exact, `the first hit is ${JSON.stringify(first)}`);
        const text = textOf(first);
        // Under a heading of that name the text need not repeat it.
        if (first.section !== undefined) {
          assert.ok(wordsIn(text).length >= 25, `only ${wordsIn(text).length} words`);
          return;
        }
        if (stages.has(name)) return;
        const { title, aliases } = catalog.skill(first.skill)!;
        const terms = wordsOf(name);
        const there = new Set(wordsOf(`${text} ${title}`));
        const missing = terms.filter(
          (term) =>
            ![...there].some(
              (word) => word.startsWith(term.replace(/s$/, '')) || (term.startsWith(word) && word.length > 4),
            ),
        );
        assert.ok(missing.length < terms.length, `"${name}" is only an alias of ${title} (${aliases.join(', ')})`);
      });
    }
  }
});

describe('the order of learning', () => {
  it('starts with pages that need nothing, and reaches every page from them', () => {
    const first = skills[0]!;
    assert.deepEqual([first.prerequisites, first.level], [[], 'beginner']);
    assert.ok(
      skills.filter(({ prerequisites }) => prerequisites.length === 0).every(({ level }) => level === 'beginner'),
    );
  });

  it('never makes a beginner page need a harder one', () => {
    const rank = { beginner: 0, intermediate: 1, advanced: 2 };
    for (const skill of skills)
      for (const id of skill.prerequisites) {
        const needed = catalog.skill(id)!;
        assert.ok(
          rank[needed.level] <= rank[skill.level],
          `${skill.id} (${skill.level}) needs ${id} (${needed.level})`,
        );
      }
  });
});
