import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseCareer } from '../../src/core/careerFile';
import type { LabSummary } from '../../src/core/model';
import {
  buildSearchable,
  createSearch,
  decodeSearch,
  encodeSearch,
  searchNotes,
  type SearchHit,
} from '../../src/core/search';
import { prose, searchDocuments } from '../../src/core/searchDocuments';
import { TextIndex } from '../../src/core/textIndex';
import { pack, pay } from './shipped';

const { career } = parseCareer(readFileSync('data/career.json', 'utf8'), {
  skills: new Set(pack.index.skills.map(({ id }) => id)),
  articles: new Set(pay?.articles.map(({ id }) => id)),
  roles: new Set(pay?.roles.map(({ id }) => id)),
});
const databases = new Map(
  readdirSync('data/databases').map((name) => [
    name.replace('.sql', ''),
    readFileSync(`data/databases/${name}`, 'utf8'),
  ]),
);
const labs = readdirSync('data/labs').map((id) => ({
  ...(JSON.parse(readFileSync(`data/labs/${id}/lab.json`, 'utf8')) as LabSummary),
  id,
}));
const documents = searchDocuments({
  index: { ...pack.index, labs },
  bodies: pack.bodies,
  pay: pay!,
  career: career!,
  databases,
});
const built = buildSearchable(documents);
const search = createSearch(built);

const show = ({ kind, skill, section, item, ref }: SearchHit): string =>
  [kind, skill, section ?? item ?? ref].filter((part) => part !== undefined && part !== '').join(' ');
const question = (skill: string, words: string): string => {
  const { id = '' } = pack.bodies.get(skill)!.questions.find((one) => one.question.includes(words))!;
  return `question ${skill} ${id.slice(id.indexOf('#') + 1)}`;
};

/** What is typed, what must be found, and among how many of the first. */
const table: readonly (readonly [typed: string, hit: string, within: number])[] = [
  // Names, as before.
  ['git', 'skill git', 1],
  ['What is HATEOAS?', 'heading api-design hateoas', 1],
  ['Postgres', 'skill postgresql', 1],
  ['k8s', 'skill kubernetes', 1],
  // Beginnings and slips.
  ['authentica', 'skill authentication', 1],
  ['postgersql', 'skill postgresql', 1],
  ['kuberntes', 'skill kubernetes', 1],
  ['databse indexs', 'skill database-indexes', 2],
  ['githib', 'skill github', 2],
  ['rdis', 'skill redis', 1],
  // The text of sections, at their nearest heading.
  ['retry after header', 'section rate-limiting how-it-works', 1],
  ['samesite cookie', 'section authentication cookie-based-authentication', 4],
  ['samesite cokie', 'section authentication cookie-based-authentication', 4],
  ['explain analyze delete', 'mistake query-profiling common-mistakes', 2],
  ['transaction id wraparound', 'mistake postgresql common-mistakes', 1],
  // Questions, by their words and by those of the answer.
  ['how do you prevent a lost update', question('transactions', 'lost update'), 1],
  ['prevent lost updat', question('transactions', 'lost update'), 2],
  ['N+1 problem', 'heading orms the-n-1-problem', 1],
  ['too many open files', question('server-configuration', 'Too many open files'), 1],
  // Practice.
  ['write an attack that lists the tables', 'item web-security core/web-security/list-tables', 1],
  // Labs and databases.
  ['undo a commit', 'lab git git-undo', 1],
  ['idempotent post', 'lab idempotency idempotent-post', 2],
  ['library books loans', 'database library', 1],
  ['order items customers shop', 'database shop', 2],
  // Pay: roles, figures, places.
  ['web developer united states 80730', 'pay figure-us-web-developer-bls-2022', 1],
  ['$80,730', 'pay figure-us-web-developer-bls-2022', 1],
  ['python developer salary', 'pay role-python-developer', 3],
  // The career guide.
  ['what does full stack mean', 'career question-what-does-full-stack-mean', 1],
  ['Junior Back End Developer', 'career title-junior-back-end-developer', 1],
  ['junior backend develper', 'career title-junior-back-end-developer', 1],
];

describe('the search over everything', () => {
  for (const [typed, hit, within] of table)
    it(`leads from "${typed}" to ${hit}`, () => {
      const found = search.find(typed, within).map(show);
      assert.ok(found.includes(hit), `only to ${found.join(', ')}`);
    });

  it('has every kind of thing in it, and each thing once', () => {
    const kinds = new Map<string, number>();
    for (const { entry } of documents) kinds.set(entry.kind, (kinds.get(entry.kind) ?? 0) + 1);
    for (const [kind, least] of Object.entries({
      ...{ skill: 180, heading: 200, item: 1100, section: 700, mistake: 700, question: 700 },
      ...{ database: 3, pay: 50, career: 200 },
    }))
      assert.ok((kinds.get(kind) ?? 0) >= least, `${kind}: ${kinds.get(kind) ?? 0}`);
    const places = documents.flatMap(({ entry: { kind, skill, section, item, ref } }) =>
      kind === 'mistake' ? [] : [kind, skill, section, item, ref].join(' '),
    );
    assert.deepEqual(
      places.filter((place, at) => places.indexOf(place) !== at),
      [],
    );
  });

  it('names sections and sub-headings that the pages have', () => {
    for (const { entry } of documents) {
      if (entry.kind !== 'section') continue;
      const anchors = pack.bodies.get(entry.skill)!.sections.flatMap(({ id, anchors: under }) => [id, ...under]);
      assert.ok(anchors.includes(entry.section!), `${entry.skill} ${entry.section}`);
    }
  });

  it('finds the same when it is read back as when it was built', () => {
    const bytes = encodeSearch(built);
    // At an odd place too, as a part of a larger file might be.
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    for (const copy of [bytes, shifted.subarray(3)]) {
      const read = decodeSearch(copy);
      assert.deepEqual(read.entries, built.entries);
      const again = createSearch(read);
      for (const [typed] of table)
        for (let length = 1; length <= typed.length; length++)
          assert.deepEqual(again.find(typed.slice(0, length)), search.find(typed.slice(0, length)));
      assert.deepEqual(encodeSearch(read), bytes);
    }
  });

  it('says so when what it reads is damaged, rather than finding something else', () => {
    const bytes = encodeSearch(built);
    for (const broken of [
      bytes.subarray(0, bytes.length - 1),
      bytes.subarray(0, 100),
      bytes.subarray(5),
      new Uint8Array(0),
    ])
      assert.throws(() => decodeSearch(broken));
  });

  it('finds notes among the rest, as rare words are rare in all', () => {
    const notes = searchNotes([
      { skill: 'git', file: 'git.md', title: 'Git', text: 'Never rebase the zebrafinch branch.' },
      { skill: '', file: 'gone.md', title: 'gone', text: 'Something about git.' },
    ]);
    const both = search.with(notes);
    assert.equal(show(both.find('zebrafinsh branch')[0]!), 'note git git.md');
    // A note never takes the place of the page of that name.
    assert.equal(show(both.find('git')[0]!), 'skill git');
    assert.ok(both.find('never rebase branch', 3).map(show).includes('note git git.md'));
    // The search without notes is as it was.
    assert.deepEqual(
      search.find('zebrafinch branch').filter(({ kind }) => kind === 'note'),
      [],
    );
    assert.deepEqual(search.with(searchNotes([])).find('git'), search.find('git'));
  });

  it('offers all that has every word before anything that has some', () => {
    for (const typed of ['sql injection', 'lost update', 'cookie samesite']) {
      const hits = search.find(typed, 1000);
      assert.ok(hits.length > 0 && hits.length < 1000, typed);
    }
    assert.ok(search.find('zebrafinch git', 5).length > 0);
  });
});

describe('the text index', () => {
  const index = (texts: readonly string[]): TextIndex =>
    TextIndex.build(texts.map((text) => ({ fields: { title: text }, weight: 1 })));
  const find = (texts: readonly string[], ...words: string[]): number[] => {
    const found: number[] = [];
    index(texts).find(words, (document, _, all) => {
      if (all) found.push(document);
    });
    return found.sort((a, b) => a - b);
  };

  it('forgives what is typed wrongly: a letter too many, too few, another one, two that changed places', () => {
    for (const typed of ['kafkka', 'kafk', 'kavka', 'kafak', 'akfka'])
      assert.deepEqual(find(['kafka', 'redis'], typed), [0], typed);
    for (const typed of ['kaka2', 'zzzzz']) assert.deepEqual(find(['kafka', 'redis'], typed), [], typed);
  });

  it('finds as similar exactly what a plain comparison of every word finds', () => {
    /** Optimal string alignment, written down as it is defined. */
    const distance = (a: string, b: string): number => {
      const rows = Array.from({ length: a.length + 1 }, (_, row) =>
        Array.from({ length: b.length + 1 }, (__, column) => (row === 0 ? column : column === 0 ? row : 0)),
      );
      for (let row = 1; row <= a.length; row++)
        for (let column = 1; column <= b.length; column++) {
          const same = a[row - 1] === b[column - 1] ? 0 : 1;
          let value = Math.min(
            rows[row - 1]![column - 1]! + same,
            rows[row - 1]![column]! + 1,
            rows[row]![column - 1]! + 1,
          );
          if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
            value = Math.min(value, rows[row - 2]![column - 2]! + 1);
          rows[row]![column] = value;
        }
      return rows[a.length]![b.length]!;
    };
    const word = fc.stringMatching(/^[abc]{1,12}$/);
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 60 }), word, (words, typed) => {
        const known = words.includes(typed);
        const slips = typed.length > 4 ? (known ? 1 : Math.round(typed.length * 0.2)) : 0;
        const prefixed = words.some((one) => one.startsWith(typed));
        const most = typed.length === 4 && !prefixed ? 1 : slips;
        const expected = words.flatMap((one, at) =>
          one.startsWith(typed) || (most > 0 && distance(one, typed) <= most) ? [at] : [],
        );
        assert.deepEqual(find(words, typed), expected);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nothing of one search to the next', () => {
    const one = index(['alpha beta', 'beta gamma', 'gamma delta']);
    const all = (words: string[]): unknown[] => {
      const found: unknown[] = [];
      one.find(words, (...match) => found.push(match));
      return found;
    };
    const first = all(['beta']);
    all(['gamma', 'delta']);
    assert.deepEqual(all(['beta']), first);
  });

  it('does bounded work for what is everywhere', () => {
    const many = index(Array.from({ length: 40_000 }, (_, at) => `common word${at % 500}`));
    let seen = 0;
    many.find(['common'], () => seen++);
    assert.ok(seen > 0 && seen <= 20_000, `${seen} seen`);
    seen = 0;
    many.find(['w'], () => seen++);
    assert.ok(seen > 0 && seen <= 20_000, `${seen} seen`);
  });

  it('takes more words than it looks for', () => {
    assert.deepEqual(find(['a0 b'], ...Array.from({ length: 40 }, (_, at) => `a${at}`)), []);
    assert.deepEqual(find([], 'a'), []);
    assert.deepEqual(find(['']), []);
  });
});

describe('what is read of a text', () => {
  it('leaves samples out, and keeps words in code', () => {
    assert.equal(
      prose('Use `git`.\n\n```bash\nrm -rf /\n```\n\nAnd [more](https://example.com).\n\n~~~\nx\n')
        .replace(/\s+/g, ' ')
        .trim(),
      'Use git. And more.',
    );
  });
});
