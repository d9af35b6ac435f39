import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseCareer } from '../../src/core/careerFile';
import { isId, type CareerData, type PayData } from '../../src/core/model';
import { parsePay } from '../../src/core/payFile';
import facts from '../fixtures/career-facts.json';

/**
 * The fixture lists every record that was found in the articles, reduced to what tells whether the guide has it; and the
 * hashes of all runs of six words in the notes about them, so that the notes need not be kept here.
 */

interface Cited {
  readonly articles: readonly string[];
}
type Named = Cited & { readonly id: string; readonly title: string };

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
const sorted = (articles: readonly string[]): string[] => [...articles].sort();
const citing = ({ articles }: Cited): string => sorted(articles).join(' ');

/** How many records cite exactly the same articles, by those. */
function counted(records: readonly Cited[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const record of records) counts.set(citing(record), (counts.get(citing(record)) ?? 0) + 1);
  return counts;
}

function hasAsMany(ours: readonly Cited[], theirs: readonly Cited[]): void {
  const counts = counted(ours);
  for (const [articles, count] of counted(theirs))
    assert.ok((counts.get(articles) ?? 0) >= count, `${counts.get(articles) ?? 0} of ${count} that cite ${articles}`);
}

/** Every text in a value, with the way to it; ids are no texts. */
function* texts(value: unknown, path: string): Generator<readonly [path: string, text: string]> {
  if (typeof value === 'string') yield [path, value];
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) if (key !== 'id') yield* texts(inner, `${path}.${key}`);
}

/** The hashes of all runs of six words; a figure is one word. */
function shingles(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.,]\p{N}+)*/gu) ?? [];
  return words.slice(5).map((_, at) =>
    createHash('sha256')
      .update(words.slice(at, at + 6).join(' '))
      .digest('hex')
      .slice(0, 10),
  );
}

/** True when the text has the figure as printed, and not as a part of a longer one. */
const prints = (text: string, literal: string): boolean =>
  text.split(literal).length > 1 &&
  text
    .split(literal)
    .slice(1)
    .some((after) => !/^(K|[\d,.]*\d)/.test(after));

describe('the career guide that ships', () => {
  let career: CareerData;
  let pay: PayData;

  // Read here and not above, so that a file that is missing fails these tests and not those of other files.
  before(() => {
    const read = parsePay(readFileSync('data/pay.json', 'utf8'), '2026-01');
    assert.deepEqual(read.problems, []);
    assert.ok(read.pay);
    pay = read.pay;
    const { areas } = JSON.parse(readFileSync('data/pack.json', 'utf8')) as { areas: { skills: string[] }[] };
    const guide = parseCareer(readFileSync('data/career.json', 'utf8'), {
      skills: new Set(areas.flatMap(({ skills }) => skills)),
      articles: new Set(pay.articles.map(({ id }) => id)),
      roles: new Set(pay.roles.map(({ id }) => id)),
    });
    assert.deepEqual(guide.problems, []);
    assert.ok(guide.career);
    career = guide.career;
  });

  const entriesOf = <T>(groups: readonly { readonly entries: readonly T[] }[]): T[] =>
    groups.flatMap(({ entries }) => entries);
  const offers = (): Named[] => career.ways.flatMap((way) => way.offers);
  const rows = (): (Cited & { readonly id: string })[] => career.comparisons.flatMap((table) => table.rows);
  const contradictions = (): CareerData['contradictions'] => [...career.contradictions, ...pay.contradictions];

  it('is held against all that was found', () => {
    assert.deepEqual(
      Object.fromEntries(
        Object.entries(facts).flatMap(([list, records]) => (list === 'shingles' ? [] : [[list, records.length]])),
      ),
      {
        tasks: 40,
        jobTitles: 35,
        jobBoards: 5,
        relatedCareers: 12,
        learningPaths: 24,
        comparisons: 24,
        faq: 14,
        jobSearchTips: 20,
        resources: 26,
        industries: 14,
        collaborators: 17,
        otherFacts: 9,
        outlook: 13,
        contradictions: 14,
        money: 73,
        differences: 16,
      },
    );
  });

  describe('has a place for every record, and cites the same articles:', () => {
    const byId: readonly (readonly [
      list: string,
      records: readonly (Cited & { readonly id: string })[],
      ours: () => readonly (Cited & { readonly id: string })[],
    ])[] = [
      ['tasks', facts.tasks, () => entriesOf(career.tasks)],
      ['learning paths', facts.learningPaths, offers],
      ['comparisons', facts.comparisons, rows],
      ['outlook', facts.outlook, () => pay.outlook],
    ];
    for (const [list, records, ours] of byId)
      it(list, () => {
        const places = ours();
        for (const { id, articles } of records) {
          const [place, ...more] = places.filter((candidate) => candidate.id === id);
          assert.ok(place, `${id} has no place`);
          assert.deepEqual(more, [], `${id} has two places`);
          // Rows about front end and back end have a third column, which may rest on further articles.
          const cited = id.startsWith('fb-')
            ? place.articles.filter((article) => articles.includes(article))
            : place.articles;
          assert.deepEqual(sorted(cited), sorted(articles), id);
        }
      });

    const byName: readonly (readonly [
      list: string,
      records: readonly (Cited & { readonly name: string })[],
      ours: () => readonly Named[],
    ])[] = [
      [
        'job titles',
        facts.jobTitles.map(({ title, articles }) => ({ name: title, articles })),
        () => entriesOf(career.titles),
      ],
      ['job boards', facts.jobBoards, () => career.boards],
      [
        'related careers',
        facts.relatedCareers.map(({ title, articles }) => ({ name: title, articles })),
        () => career.moves,
      ],
      ['industries', facts.industries, () => career.places],
      [
        'collaborators',
        facts.collaborators.map(({ role, articles }) => ({ name: role, articles })),
        () => career.collaborators,
      ],
    ];
    for (const [list, records, ours] of byName)
      it(list, () => {
        const places = ours();
        const taken = new Set<string>();
        for (const { name, articles } of records) {
          const place = places.find(({ id, title }) => id === slug(name) || slug(title) === slug(name));
          assert.ok(place, `${name} has no place`);
          assert.ok(!taken.has(place.id), `${name} shares its place`);
          taken.add(place.id);
          assert.deepEqual(sorted(place.articles), sorted(articles), name);
        }
      });

    it('resources, each under its title', () => {
      for (const { title, url, articles } of facts.resources) {
        const places = career.reading.filter((text) => text.title === title);
        assert.equal(places.length, 1, title);
        assert.equal(places[0]!.url, url, title);
        assert.deepEqual(sorted(places[0]!.articles), sorted(articles), title);
      }
    });

    it('questions, tips and other facts, as many as there are', () => {
      hasAsMany(career.questions, facts.faq);
      hasAsMany(entriesOf(career.checklist), facts.jobSearchTips);
      hasAsMany(career.facts, facts.otherFacts);
    });

    it('contradictions, with every article on a side', () => {
      assert.deepEqual(
        contradictions()
          .map(({ id }) => id)
          .sort(),
        facts.contradictions.map(({ id }) => id).sort(),
      );
      for (const { id, articles } of facts.contradictions) {
        const { sides } = contradictions().find((contradiction) => contradiction.id === id)!;
        assert.deepEqual([...new Set(sides.flatMap((side) => side.articles))].sort(), sorted(articles), id);
      }
    });

    it('job boards with their technology, and courses with their provider', () => {
      for (const { name, technology } of facts.jobBoards)
        assert.equal(career.boards.find(({ id }) => id === slug(name))?.technology, technology, name);
      for (const { id, provider } of facts.learningPaths) {
        const offer = career.ways.flatMap((way) => way.offers).find((candidate) => candidate.id === id);
        assert.ok(offer);
        if (provider === null) assert.equal(offer.provider, null, id);
        else {
          // "University of California Irvine (on Coursera)": the remark in brackets may be worded otherwise.
          const words = slug(provider.replace(/\(.*\)/, '')).split('-');
          const found = slug(offer.provider ?? '').split('-');
          assert.deepEqual(
            words.filter((word) => !found.includes(word)),
            [],
            id,
          );
        }
      }
    });

    it('careers with something to learn where an article says what', () => {
      for (const { title, skills } of facts.relatedCareers)
        if (skills > 0) assert.ok(career.moves.find(({ id }) => id === slug(title))!.learn.length > 0, title);
    });
  });

  describe('gives every figure exactly:', () => {
    it('pay, as printed', () => {
      for (const { list, record, literal, value } of facts.money) {
        const name = `${literal} of ${list}, ${record}`;
        if (list === 'salaries') {
          const figure = pay.figures.find(({ id }) => id === record);
          assert.ok(figure, name);
          assert.ok([figure.amount, figure.low, figure.high].includes(value), name);
          assert.equal(figure.currency, literal.startsWith('INR') ? 'INR' : 'USD', name);
        } else {
          const places =
            list === 'comparisons'
              ? career.comparisons.flatMap((table) => table.rows.filter(({ id }) => id === record))
              : list === 'contradictions'
                ? contradictions().filter(({ id }) => id === record)
                : career.questions.filter(({ articles }) =>
                    facts.faq.some((asked) => asked.question === record && citing(asked) === citing({ articles })),
                  );
          assert.ok(
            places.some((place) => [...texts(place, '')].some(([, text]) => prints(text, literal))),
            name,
          );
        }
      }
    });

    it('33 amounts of money in 73 places', () => {
      assert.equal(facts.money.length, 73);
      assert.equal(new Set(facts.money.map(({ literal }) => literal)).size, 33);
      assert.equal(facts.money.filter(({ list }) => list === 'salaries').length, 36);
    });

    it('no other amount of money', () => {
      const known = new Set(facts.money.map(({ value }) => value));
      for (const [path, text] of [...texts(career, 'career'), ...texts([pay.outlook, pay.contradictions], 'pay')])
        for (const [literal, digits, thousands] of text.matchAll(/(?:\$|USD |INR |€|£)\s?(\d[\d,.]*)(K?)/g))
          assert.ok(
            known.has(Number(digits!.replace(/[,.]/g, '')) * (thousands ? 1000 : 1)),
            `${literal} at ${path} is in no article`,
          );
    });

    it('differences by place and by role', () => {
      for (const { figure, field, percent } of facts.differences) {
        const found = pay.figures.find(({ id }) => id === figure);
        assert.ok(found, figure);
        assert.equal(found[field as 'deltaVsUsAverage' | 'deltaVsBackEndDeveloper'], percent, figure);
      }
      assert.equal(
        pay.figures.flatMap((figure) => [figure.deltaVsUsAverage ?? [], figure.deltaVsBackEndDeveloper ?? []].flat())
          .length,
        facts.differences.length,
      );
    });

    it('growth, with its years', () => {
      assert.deepEqual(
        facts.outlook.flatMap(({ percent }) => percent ?? []),
        [16, 13],
      );
      for (const { id, percent, years } of facts.outlook) {
        const found = pay.outlook.find((statement) => statement.id === id)!;
        assert.equal(found.percent ?? null, percent, id);
        assert.deepEqual(found.years ?? null, years, id);
      }
      const { sides } = pay.contradictions.find(({ id }) => id === 'bls-growth')!;
      for (const percent of [16, 13])
        assert.ok(sides.some(({ says }) => new RegExp(`\\b${percent} ?(percent|per cent|%)`).test(says)));
    });

    it('the share of people with a degree, with what is to be known about it', () => {
      const shares = career.ways.flatMap((way) => way.share ?? []);
      assert.deepEqual(
        shares.map(({ percent }) => percent),
        [69],
      );
      assert.match(shares[0]!.text, /web develop/i);
      const offer = career.ways.flatMap((way) => way.offers).find(({ id }) => id === 'degree-share');
      assert.match(`${offer?.title} ${offer?.text}`, /\b69\b/);
      assert.ok(career.questions.some(({ text }) => /\b69\b/.test(text)));
    });

    it('no other share', () => {
      // Of the comments: what lies between two figures is worked out from them, not taken from an article.
      const known = new Set([...[16, 13, 69, 64, 70], ...facts.differences.map(({ percent }) => Math.abs(percent))]);
      for (const [path, text] of [...texts(career, 'career'), ...texts([pay.outlook, pay.contradictions], 'pay')])
        for (const [literal, digits] of text.matchAll(/(\d+(?:\.\d+)?) ?(?:%|per ?cent)/g))
          assert.ok(known.has(Number(digits)), `${literal} at ${path} is in no article`);
    });
  });

  it('repeats no six words of the notes', () => {
    const hashes = new Set(facts.shingles.flatMap((line) => line.split(' ')));
    assert.ok(hashes.size > 3000, `${hashes.size} hashes`);
    // Titles of what can be read are facts; they must be repeated.
    const { reading, ...own } = career;
    const all = [
      ...texts(own, 'career'),
      ...reading.flatMap(({ title, text }) => [[`career.reading "${title}"`, text] as const]),
      ...texts([pay.outlook, pay.contradictions], 'pay'),
    ];
    assert.ok(all.length > 500, `${all.length} texts`);
    const repeated = all.filter(([, text]) => shingles(text).some((hash) => hashes.has(hash)));
    assert.deepEqual(repeated, []);
  });

  it('knows the notes when it sees them', () => {
    // The tips stand in the fixture in full, and are among the notes: their words must be found.
    const hashes = new Set(facts.shingles.flatMap((line) => line.split(' ')));
    const long = facts.jobSearchTips.map(({ tip }) => shingles(tip)).filter(({ length }) => length > 0);
    assert.ok(long.length >= 10, `${long.length} tips`);
    for (const found of long) assert.ok(found.every((hash) => hashes.has(hash)));
  });

  it('has ids in the form that stays', () => {
    const ticks = entriesOf(career.checklist).map(({ id }) => id);
    assert.equal(new Set(ticks).size, ticks.length);
    assert.ok(ticks.every(isId));
    for (const [path, text] of [...texts(career, 'career'), ...texts([pay.outlook, pay.contradictions], 'pay')])
      assert.doesNotMatch(text, /\]\(|<\/?[a-z]+>|\*\*|`/, `${path} is plain text`);
  });
});
