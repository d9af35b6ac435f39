import assert from 'node:assert/strict';
import { createCatalog } from '../../src/core/catalog';
import { searchOf, wordsOf } from '../../src/core/search';
import { makeIndex } from './packs';

const catalog = createCatalog(
  makeIndex(
    {
      basics: { http: 1, csharp: 0, organisation: 0, 'back-end': 0 },
      stores: { 'graph-databases': 0, postgresql: 0, rest: 0 },
    },
    {
      http: {
        title: 'HTTP requests and responses',
        aliases: ['HTTPS', 'status codes'],
        items: [{ id: 'core/http/ask', text: 'Ask for a page with `curl` and name each *header*' }],
      },
      csharp: { title: 'C#', aliases: ['.NET'] },
      organisation: { title: 'Organisation and normalization' },
      'back-end': { title: 'Back-end developers' },
      'graph-databases': {
        title: 'Graph databases',
        aliases: ['property graph'],
        headings: [
          { id: 'neo4j', title: 'Neo4j' },
          { id: 'the-n-1-problem', title: 'The N+1 problem' },
        ],
      },
      postgresql: {
        title: 'PostgreSQL',
        aliases: ['Postgres'],
        summary: 'Better known to graph people than one thinks.',
      },
      rest: { title: 'REST APIs', aliases: ['HATEOAS'] },
    },
  ),
);
const search = searchOf(catalog);
const first = (query: string): unknown => search.find(query)[0];
const skill = (id: string): unknown => ({ kind: 'skill', skill: id, exact: true });

describe('searching', () => {
  it('finds a title, another name and an id, in any case', () => {
    for (const query of ['HTTP requests and responses', 'http', 'HTTPS', 'status CODES'])
      assert.equal((first(query) as { skill: string }).skill, 'http', query);
    assert.deepEqual(first('hateoas'), skill('rest'));
  });

  it('finds questions by what they ask about', () => {
    assert.deepEqual(first('What is HATEOAS?'), skill('rest'));
    assert.deepEqual(first('learn about Postgres'), skill('postgresql'));
  });

  it('finds names that are mostly punctuation', () => {
    for (const query of ['C#', 'c sharp', 'csharp', '.NET', '.net'])
      assert.deepEqual(first(query), skill('csharp'), query);
  });

  it('finds a heading and says where on the page it is', () => {
    const hit = { kind: 'heading', skill: 'graph-databases', section: 'neo4j', exact: true };
    assert.deepEqual(first('neo4j'), hit);
    assert.deepEqual(first('N+1 Problem'), { ...hit, section: 'the-n-1-problem' });
  });

  it('finds a practice item by its words', () => {
    assert.deepEqual(first('curl header'), { kind: 'item', skill: 'http', item: 'core/http/ask', exact: false });
  });

  it('finds what begins with what is typed', () => {
    assert.equal((first('postgr') as { skill: string }).skill, 'postgresql');
    assert.equal((first('grap') as { skill: string }).skill, 'graph-databases');
  });

  it('forgives a slip in a longer word', () => {
    assert.equal((first('postgersql') as { skill: string }).skill, 'postgresql');
    assert.equal((first('databsaes') as { skill: string }).skill, 'graph-databases');
  });

  it('puts a page before a page that only mentions it', () => {
    assert.deepEqual(
      search
        .find('graph')
        .map((hit) => hit.skill)
        .slice(0, 1),
      ['graph-databases'],
    );
  });

  it('asks for all words first, and for any when no page has all', () => {
    assert.ok(search.find('graph postgres').every((hit) => hit.skill === 'postgresql'));
    assert.ok(search.find('hateoas zebra').some((hit) => hit.skill === 'rest'));
  });

  it('finds nothing for nothing, and at most what is asked for', () => {
    for (const query of ['', '   ', '?!', '\n']) assert.deepEqual(search.find(query), []);
    assert.equal(search.find('graph', 1).length, 1);
  });

  it('takes any text', () => {
    for (const query of [
      '__proto__',
      'constructor',
      '(((',
      '\\',
      '🐘',
      'a'.repeat(1_000_000),
      'word '.repeat(100_000),
      '*'.repeat(1000),
    ])
      assert.ok(Array.isArray(search.find(query)), query.slice(0, 20));
  });

  it('finds a title from each of its beginnings', () => {
    for (const { id, title } of catalog.skills)
      for (let length = 3; length <= title.length; length++) {
        const typed = title.slice(0, length);
        assert.ok(
          search.find(typed).some((hit) => hit.skill === id),
          `"${typed}" does not find ${title}`,
        );
      }
  });

  it('is built once for a catalog', () => {
    assert.equal(searchOf(catalog), search);
  });
});

describe('the words of a text', () => {
  it('are the same for both spellings', () => {
    assert.deepEqual(wordsOf('Normalisation'), wordsOf('normalization'));
    assert.deepEqual(wordsOf('Back-end'), wordsOf('backend'));
    assert.deepEqual(wordsOf('front end'), wordsOf('Frontend'));
    assert.deepEqual(wordsOf('Node.js'), ['nodejs']);
  });

  it('are kept when there are no others', () => {
    assert.deepEqual(wordsOf('What is the'), ['what', 'is', 'the']);
  });
});
