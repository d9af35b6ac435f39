import MiniSearch from 'minisearch';
import type { Catalog } from './catalog';
import { plainText } from './text';

/** What a search leads to: a skill, a heading on its page, or a practice item. */
export interface SearchHit {
  readonly kind: 'skill' | 'heading' | 'item';
  readonly skill: string;
  /** The anchor of the heading. */
  readonly section?: string;
  /** Full id of the item. */
  readonly item?: string;
  /** True when what was typed is just its title or another name for it. */
  readonly exact: boolean;
}

export interface Search {
  /**
   * The best hits first, at most `limit`; none for a text without a word. What is called just so comes before all else: a page
   * by its title or id, then a heading, then a page by another of its names.
   */
  find(query: string, limit?: number): readonly SearchHit[];
}

interface Entry extends Omit<SearchHit, 'exact'> {
  readonly id: number;
  readonly title: string;
  readonly names: string;
  readonly text: string;
  /** {@link wordsOf} of each name, joined, and how much it counts to be called just so. */
  readonly ranks: ReadonlyMap<string, number>;
}

/** Words that questions are made of; what is asked for are the others. */
const stopWords: ReadonlySet<string> = new Set(
  'about can do does how is learn more of the to what when why work works'.split(' '),
);

/**
 * The words of a text in one form, so that "What is HTTP?", "http" and "HTTP" meet, as do "normalisation" and
 * "normalization", "back-end" and "backend", "C#" and "C sharp".
 */
export function wordsOf(text: string): string[] {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\bc#/g, 'csharp')
    .replace(/\bc sharp\b/g, 'csharp')
    .replace(/\bc\+\+/g, 'cpp')
    .replace(/\.net\b/g, 'dotnet')
    // Also while it is being typed.
    .replace(/\b(back|front)[ -](?=e(?:nd?)?(?:\b|s))/g, '$1')
    .replace(/\b(node|vue|express|next|nuxt|react|three|d3)\.js\b/g, '$1js')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.replace(/iz(?=[aei]|$)/g, 'is'));
  const telling = words.filter((word) => !stopWords.has(word));
  return telling.length > 0 ? telling : words;
}

const keyOf = (text: string): string => wordsOf(text).join(' ');

/** What is typed beyond this is not looked at; in UTF-16 code units. */
const maxQuery = 200;

/** A heading or an item is a part of a page; the page itself comes before it. */
const weights = { skill: 3, heading: 2, item: 1 } as const;
const otherName = 1;

function entriesOf(catalog: Catalog): Entry[] {
  const entries: Omit<Entry, 'id'>[] = [];
  for (const { id: skill, title, aliases, summary, headings, items } of catalog.skills) {
    entries.push({
      kind: 'skill',
      skill,
      title,
      names: [skill, ...aliases].join(' \n'),
      text: summary,
      // Title and id last: they outrank another name that comes to the same words.
      ranks: new Map([
        ...aliases.map((alias) => [keyOf(alias), otherName] as const),
        ...[title, skill].map((name) => [keyOf(name), weights.skill] as const),
      ]),
    });
    for (const heading of headings)
      entries.push({
        kind: 'heading',
        skill,
        section: heading.id,
        title: heading.title,
        names: '',
        text: title,
        ranks: new Map([[keyOf(heading.title), weights.heading]]),
      });
    for (const item of items)
      entries.push({
        kind: 'item',
        skill,
        item: item.id,
        title: '',
        names: '',
        text: plainText(item.text),
        ranks: new Map(),
      });
  }
  return entries.map((entry, id) => ({ ...entry, id }));
}

const indexes = new WeakMap<Catalog, Search>();

/** The search over a catalog: built when it is first asked for, then kept as long as the catalog. */
export function searchOf(catalog: Catalog): Search {
  let search = indexes.get(catalog);
  if (!search) indexes.set(catalog, (search = createSearch(catalog)));
  return search;
}

function createSearch(catalog: Catalog): Search {
  const entries = entriesOf(catalog);
  const index = new MiniSearch<Entry>({
    fields: ['title', 'names', 'text'],
    tokenize: wordsOf,
    processTerm: (word) => word,
    searchOptions: {
      boost: { title: 4, names: 4 },
      boostDocument: (id) => weights[entries[id as number]!.kind],
      // A word may be meant as a beginning; one of a single letter only where it may still be in the making.
      prefix: (word, at, words) => word.length > 1 || at === words.length - 1,
      // One slip in a word of five letters, two in one of ten. The work grows with the square of the length.
      fuzzy: (word) => (word.length > 4 && word.length <= 30 ? 0.2 : false),
    },
  });
  index.addAll(entries);
  return {
    find(text, limit = 100) {
      const query = text.slice(0, maxQuery);
      const key = keyOf(query);
      if (key === '') return [];
      let results = index.search(query, { combineWith: 'AND' });
      if (results.length === 0) results = index.search(query);
      const hits = results.map(({ id, score }) => {
        const entry = entries[id as number]!;
        return { entry, score, rank: entry.ranks.get(key) ?? 0 };
      });
      hits.sort((a, b) => b.rank - a.rank || b.score - a.score);
      return hits.slice(0, limit).map(({ entry: { kind, skill, section, item }, rank }) => ({
        kind,
        skill,
        ...(section === undefined ? {} : { section }),
        ...(item === undefined ? {} : { item }),
        exact: rank > 0,
      }));
    },
  };
}
