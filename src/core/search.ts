import type { Catalog } from './catalog';
import { catalogDocuments, type SearchDocument } from './searchDocuments';
import { searchKinds, type SearchEntry } from './searchEntry';
import { TextIndex } from './textIndex';
import { wordsOf } from './words';

export type { SearchEntry, SearchKind } from './searchEntry';
export { wordsOf } from './words';

export interface SearchHit extends SearchEntry {
  /** True when what was typed is just its title or another name for it. */
  readonly exact: boolean;
}

export interface Search {
  /**
   * The best hits first, at most `limit`; none for a text without a word. What is called just so comes before all else: a page
   * by its title or id, then a heading, then a page by another of its names. What has all words comes before what has some.
   */
  find(query: string, limit?: number): readonly SearchHit[];
  /** The same with the reader's notes among the hits; see {@link searchNotes}. */
  with(notes: Searchable): Search;
}

/** Documents and their index. */
export interface Searchable {
  readonly entries: readonly SearchEntry[];
  /** {@link keyOf} a name → what is called so, and how much that counts. */
  readonly called: ReadonlyMap<string, readonly (readonly [document: number, rank: number])[]>;
  readonly index: TextIndex;
}

const keyOf = (text: string): string => wordsOf(text).join(' ');

/** What is typed beyond this is not looked at; in UTF-16 code units. */
const maxQuery = 200;

const indexes = new WeakMap<Catalog, Search>();

/** The search over what is known without opening a page: built when it is first asked for, then kept as long as the catalog. */
export function searchOf(catalog: Catalog): Search {
  let search = indexes.get(catalog);
  if (!search) indexes.set(catalog, (search = createSearch(buildSearchable(catalogDocuments(catalog)))));
  return search;
}

export function buildSearchable(documents: readonly SearchDocument[]): Searchable {
  const called = new Map<string, [number, number][]>();
  for (const [document, { called: names }] of documents.entries())
    for (const [key, rank] of new Map(names.map(([name, value]) => [keyOf(name), value]))) {
      const list = called.get(key);
      if (list) list.push([document, rank]);
      else called.set(key, [[document, rank]]);
    }
  return { entries: documents.map(({ entry }) => entry), called, index: TextIndex.build(documents) };
}

/** Notes of the reader, indexed where they are: the title of the skill, the text, and where it leads. */
export function searchNotes(
  notes: readonly { readonly skill: string; readonly file: string; readonly title: string; readonly text: string }[],
): Searchable {
  return buildSearchable(
    notes.map(({ skill, file, title, text }) => ({
      entry: { kind: 'note', skill, ref: file, title },
      fields: { text: title, body: text },
      weight: 1.4,
      called: [],
    })),
  );
}

export function createSearch(...parts: readonly Searchable[]): Search {
  /** Words are as rare as they are in all parts together, so that scores of one part are worth those of another. */
  const statistics = {
    size: parts.reduce((sum, { index }) => sum + index.size, 0),
    frequency: (word: string) => parts.reduce((sum, { index }) => sum + index.frequency(word), 0),
  };
  return {
    with: (notes) => createSearch(...parts, notes),
    find(text, limit = 100) {
      const query = text.slice(0, maxQuery);
      const words = wordsOf(query);
      if (words.length === 0) return [];
      const key = words.join(' ');
      const best = new Best(limit);
      for (const { entries, called, index } of parts) {
        const ranks = new Map(called.get(key));
        index.find(
          words,
          (document, score, all) => best.add(entries[document]!, ranks.get(document) ?? 0, all, score),
          statistics,
        );
      }
      return best.hits();
    },
  };
}

interface Candidate {
  readonly entry: SearchEntry;
  readonly rank: number;
  readonly score: number;
}

/** Keeps the best of many without sorting them all. What has only some of the words counts only while nothing has all. */
class Best {
  private list: Candidate[] = [];
  private all = false;

  constructor(private readonly limit: number) {}

  add(entry: SearchEntry, rank: number, all: boolean, score: number): void {
    if (all && !this.all) {
      this.all = true;
      this.list = [];
    } else if (this.all && !all) return;
    const { list, limit } = this;
    const last = list.at(-1);
    if (list.length >= limit && last && !(rank > last.rank || (rank === last.rank && score > last.score))) return;
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = list[middle]!;
      if (other.rank > rank || (other.rank === rank && other.score >= score)) low = middle + 1;
      else high = middle;
    }
    list.splice(low, 0, { entry, rank, score });
    if (list.length > limit) list.pop();
  }

  hits(): SearchHit[] {
    return this.list.map(({ entry, rank }) => ({ ...entry, exact: rank > 0 }));
  }
}

/** What the build writes: the length of a JSON text, that text, and the index. */
export function encodeSearch({ entries, called, index }: Searchable): Uint8Array {
  const skills = [...new Set(entries.map(({ skill }) => skill))];
  const places = new Map(skills.map((skill, at) => [skill, at]));
  const json = JSON.stringify({
    format: 1,
    skills,
    entries: entries.map(({ kind, skill, section, item, ref, title, place }) => {
      const row = [searchKinds.indexOf(kind), places.get(skill), section ?? item ?? ref ?? 0, title ?? 0, place ?? 0];
      // The kind and the skill are always there.
      while (row.length > 2 && row.at(-1) === 0) row.pop();
      return row;
    }),
    called: Object.fromEntries([...called].map(([key, list]) => [key, list.flat()])),
  });
  const head = new TextEncoder().encode(json);
  const body = index.write();
  const bytes = new Uint8Array(4 + head.length + body.length);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  bytes.set(body, 4 + head.length);
  return bytes;
}

/** @throws when the bytes are not those of {@link encodeSearch}. */
export function decodeSearch(bytes: Uint8Array): Searchable {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  const json = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as {
    readonly format: number;
    readonly skills: readonly string[];
    readonly entries: readonly (readonly [number, number, string?, (string | 0)?, string?])[];
    readonly called: Readonly<Record<string, readonly number[]>>;
  };
  const index = TextIndex.read(bytes.subarray(4 + length));
  if (json.format !== 1 || json.entries.length !== index.size) throw new Error('The index is damaged');
  const entries = json.entries.map(([kindAt, skillAt, where, title, place]): SearchEntry => {
    const kind = searchKinds[kindAt]!;
    const field = kind === 'item' ? 'item' : ['heading', 'section', 'mistake'].includes(kind) ? 'section' : 'ref';
    return {
      kind,
      skill: json.skills[skillAt]!,
      ...(where ? { [field]: where } : {}),
      ...(title ? { title } : {}),
      ...(place ? { place } : {}),
    };
  });
  const called = new Map(
    Object.entries(json.called).map(([key, list]) => {
      const pairs: [number, number][] = [];
      for (let at = 0; at < list.length; at += 2) pairs.push([list[at]!, list[at + 1]!]);
      return [key, pairs] as const;
    }),
  );
  return { entries, called, index };
}
