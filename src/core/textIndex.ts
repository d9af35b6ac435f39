/**
 * A full-text index that is made once, kept in a compact form, and read without being unpacked: what a key press needs of it is decoded
 * when the key is pressed. The work of one search is bounded whatever the index holds.
 */
import { wordsOf } from './words';

/** How much a word in a field counts; see {@link fieldBoosts}. */
export type TextFields = Readonly<Partial<Record<keyof typeof fieldBoosts, string>>>;

/** `title` is what it is called, `names` what else, `text` a sentence about it, `body` all that it says. */
export const fieldBoosts = { title: 4, names: 4, text: 1, body: 0.6 } as const;
const fieldNames = Object.keys(fieldBoosts) as (keyof typeof fieldBoosts)[];

export interface IndexedText {
  readonly fields: TextFields;
  /** A factor for all of it. */
  readonly weight: number;
}

/** How often words are found, for the whole of what is searched; see {@link TextIndex.find}. */
export interface Statistics {
  readonly size: number;
  frequency(word: string): number;
}

/**
 * @param document place of the document in the list that was indexed.
 * @param all true when it has all words.
 */
export type Found = (document: number, score: number, all: boolean) => void;

/** Words of a query beyond this many are not looked for. A bit of a number stands for each. */
const maxWords = 16;
/** Words that a beginning or a slip may stand for are looked up until so many places have been seen. */
const maxPlaces = 20_000;
/** A word is looked up in so many places at most, those that were indexed first. */
const maxPlacesOfWord = 20_000;

// Okapi BM25, with the usual values.
const saturation = 1.2;
const lengthShare = 0.7;
const floor = 0.5;

/** What a word is worth that only begins with what was typed, or that is a slip away from it. */
const prefixWorth = 0.375;
const fuzzyWorth = 0.45;

const levels = 255;

interface Expansion {
  readonly term: number;
  readonly worth: number;
}

interface Parts {
  /** Sorted by code units. */
  readonly terms: readonly string[];
  /** Number of documents that have the term. */
  readonly counts: Uint32Array;
  /** Where in {@link postings} the term's begin. */
  readonly starts: Uint32Array;
  /** Per term: distances between its documents as numbers of seven bits per byte, then one byte per document: how much it counts there. */
  readonly postings: Uint8Array;
  readonly documents: number;
  /** What the byte 255 stands for; others go with the square, so that small values keep their differences. */
  readonly top: number;
}

export class TextIndex {
  // Kept between searches, and empty then.
  private readonly scores: Float32Array;
  private readonly masks: Uint16Array;
  private readonly touched: Uint32Array;

  private constructor(private readonly parts: Parts) {
    this.scores = new Float32Array(parts.documents);
    this.masks = new Uint16Array(parts.documents);
    this.touched = new Uint32Array(parts.documents);
  }

  get size(): number {
    return this.parts.documents;
  }

  static build(documents: readonly IndexedText[]): TextIndex {
    const words = documents.map(({ fields }) =>
      fieldNames.map((field) => (fields[field] === undefined ? [] : wordsOf(fields[field]))),
    );
    const average = fieldNames.map((_, field) => {
      const lengths = words.flatMap((lists) => lists[field]!.length || []);
      return lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
    });
    const found = new Map<string, { readonly documents: number[]; readonly values: number[] }>();
    let top = 0;
    for (const [document, lists] of words.entries()) {
      const values = new Map<string, number>();
      for (const [field, list] of lists.entries()) {
        const counts = new Map<string, number>();
        for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1);
        const length = 1 - lengthShare + (lengthShare * list.length) / Math.max(1, average[field]!);
        for (const [word, count] of counts) {
          const value = floor + (count * (saturation + 1)) / (count + saturation * length);
          values.set(word, (values.get(word) ?? 0) + fieldBoosts[fieldNames[field]!] * value);
        }
      }
      for (const [word, sum] of values) {
        const value = sum * documents[document]!.weight;
        top = Math.max(top, value);
        let entry = found.get(word);
        if (!entry) found.set(word, (entry = { documents: [], values: [] }));
        entry.documents.push(document);
        entry.values.push(value);
      }
    }
    const terms = [...found.keys()].sort();
    const counts = new Uint32Array(terms.length);
    const starts = new Uint32Array(terms.length + 1);
    const postings: number[] = [];
    for (const [at, term] of terms.entries()) {
      const { documents: list, values } = found.get(term)!;
      starts[at] = postings.length;
      counts[at] = list.length;
      let before = 0;
      for (const document of list) {
        pushNumber(postings, document - before);
        before = document;
      }
      for (const value of values) postings.push(Math.max(1, Math.round(Math.sqrt(value / top) * levels)));
    }
    starts[terms.length] = postings.length;
    return new TextIndex({
      terms,
      counts,
      starts,
      postings: Uint8Array.from(postings),
      documents: documents.length,
      top,
    });
  }

  /** The index as bytes; {@link TextIndex.read} is the way back. */
  write(): Uint8Array {
    const { terms, counts, starts, postings, documents, top } = this.parts;
    const numbers: number[] = [];
    for (const [at, count] of counts.entries()) {
      pushNumber(numbers, count);
      pushNumber(numbers, starts[at + 1]! - starts[at]!);
    }
    const words = new TextEncoder().encode(terms.join(' '));
    const bytes = new Uint8Array(headLength + words.length + numbers.length + postings.length);
    const head = new DataView(bytes.buffer);
    for (const [at, value] of [documents, terms.length, words.length, numbers.length].entries())
      head.setUint32(at * 4, value, true);
    head.setFloat64(16, top, true);
    bytes.set(words, headLength);
    bytes.set(numbers, headLength + words.length);
    bytes.set(postings, headLength + words.length + numbers.length);
    return bytes;
  }

  /** @throws when the bytes are not those of {@link TextIndex.write}. */
  static read(bytes: Uint8Array): TextIndex {
    const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [documents, count, wordsLength, numbersLength] = [0, 4, 8, 12].map((at) => head.getUint32(at, true)) as [
      number,
      number,
      number,
      number,
    ];
    const top = head.getFloat64(16, true);
    const text = new TextDecoder().decode(bytes.subarray(headLength, headLength + wordsLength));
    const terms = text === '' ? [] : text.split(' ');
    const numbers = bytes.subarray(headLength + wordsLength, headLength + wordsLength + numbersLength);
    const postings = bytes.subarray(headLength + wordsLength + numbersLength);
    const counts = new Uint32Array(count);
    const starts = new Uint32Array(count + 1);
    let at = 0;
    const next = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = numbers[at++] ?? 0;
        value |= (byte & 127) << shift;
        if (byte < 128) return value;
      }
    };
    for (let term = 0; term < count; term++) {
      counts[term] = next();
      starts[term + 1] = starts[term]! + next();
    }
    if (terms.length !== count || at !== numbersLength || starts[count] !== postings.length || !(top >= 0))
      throw new Error('The index is damaged');
    return new TextIndex({ terms, counts, starts, postings, documents, top });
  }

  /** In how many documents a word stands, in the form of {@link wordsOf}. */
  frequency(word: string): number {
    const at = this.lower(word);
    return this.parts.terms[at] === word ? this.parts.counts[at]! : 0;
  }

  /**
   * Calls `found` for each document that has one of the words, or one that begins with it or is a slip away from it.
   *
   * @param words in the form of {@link wordsOf}; the last one may still be in the making.
   * @param statistics of all that is searched, where this index holds only a part of it.
   */
  find(words: readonly string[], found: Found, statistics: Statistics = this): void {
    const { scores, masks, touched } = this;
    const { postings, starts, counts, top } = this.parts;
    const wanted = [...new Set(words)].slice(0, maxWords);
    let many = 0;
    const unit = top / (levels * levels);
    for (const [at, word] of wanted.entries()) {
      const bit = 1 << at;
      let places = 0;
      for (const { term, worth } of this.expand(word, at === wanted.length - 1)) {
        const count = Math.min(counts[term]!, maxPlacesOfWord);
        if (places > 0 && places + count > maxPlaces) break;
        places += count;
        const common = statistics.frequency(this.parts.terms[term]!);
        const factor = worth * unit * Math.log(1 + (statistics.size - common + 0.5) / (common + 0.5));
        let from = starts[term]!;
        let value = starts[term + 1]! - counts[term]!;
        let document = 0;
        for (let place = 0; place < count; place++) {
          let step = 0;
          for (let shift = 0; ; shift += 7) {
            const byte = postings[from++]!;
            step |= (byte & 127) << shift;
            if (byte < 128) break;
          }
          document += step;
          const level = postings[value++]!;
          if (masks[document] === 0) touched[many++] = document;
          masks[document]! |= bit;
          scores[document]! += factor * level * level;
        }
      }
    }
    const every = (1 << wanted.length) - 1;
    for (let at = 0; at < many; at++) {
      const document = touched[at]!;
      found(document, scores[document]!, masks[document] === every);
      scores[document] = 0;
      masks[document] = 0;
    }
  }

  /** The terms that a word stands for, the word itself first, then the likelier ones. */
  private expand(word: string, last: boolean): Expansion[] {
    const { terms } = this.parts;
    const from = this.lower(word);
    const worths = new Map<number, number>();
    // A word may be meant as a beginning; one of a single letter only where it may still be in the making.
    if (word.length > 1 || last) {
      for (let term = from; terms[term]?.startsWith(word); term++) {
        const more = terms[term]!.length - word.length;
        worths.set(term, more === 0 ? 1 : (prefixWorth * word.length) / (word.length + 0.3 * more));
      }
    } else if (terms[from] === word) worths.set(from, 1);
    // One slip in a word of five letters, two in one of eight; in one of four letters where it would find nothing else. A word that there is
    // is hardly a slip, but may stand there in another form. The work grows with the length.
    const slips = word.length > 4 ? Math.round(word.length * 0.2) : word.length === 4 && worths.size === 0 ? 1 : 0;
    if (slips > 0 && word.length <= 30)
      this.similar(word, terms[from] === word ? 1 : slips, (term, distance) => {
        const worth = (fuzzyWorth * word.length) / (word.length + distance);
        if (worth > (worths.get(term) ?? 0)) worths.set(term, worth);
      });
    return [...worths].map(([term, worth]) => ({ term, worth })).sort((a, b) => b.worth - a.worth || a.term - b.term);
  }

  /** Place of the first term that is not before the word. */
  private lower(word: string, from = 0): number {
    const { terms } = this.parts;
    let low = from;
    let high = terms.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (terms[middle]! < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Terms within a number of slips: a letter too many, too few, another one, or two that changed places. Terms that begin alike share
   * the work on their beginning, and a beginning that has too many slips is skipped with all that begins so.
   */
  private similar(word: string, most: number, found: (term: number, distance: number) => void): void {
    const { terms } = this.parts;
    const width = word.length + 1;
    const depth = width + most;
    const rows = new Uint8Array((depth + 1) * width);
    for (let column = 0; column < width; column++) rows[column] = column;
    let before = '';
    /** Rows that hold what was worked out for the beginning of `before`. */
    let ready = 0;
    for (let at = 0; at < terms.length;) {
      const term = terms[at]!;
      let row = 0;
      while (row < ready && term[row] === before[row]) row++;
      let dead = term.length === 0;
      while (row < term.length) {
        row++;
        if (row > depth) {
          dead = true;
          break;
        }
        const letter = term[row - 1]!;
        const base = row * width;
        rows[base] = row;
        let least = row;
        for (let column = 1; column < width; column++) {
          const same = letter === word[column - 1] ? 0 : 1;
          let value = Math.min(
            rows[base - width + column - 1]! + same,
            rows[base - width + column]! + 1,
            rows[base + column - 1]! + 1,
          );
          if (row > 1 && column > 1 && letter === word[column - 2] && term[row - 2] === word[column - 1])
            value = Math.min(value, rows[base - 2 * width + column - 2]! + 1);
          rows[base + column] = value;
          if (value < least) least = value;
        }
        // One more row may still mend it, by a change of places.
        if (least > most + 1) {
          dead = true;
          break;
        }
      }
      before = term;
      ready = Math.min(row, depth);
      if (dead && row > 0) {
        at = this.after(term.slice(0, row), at);
        continue;
      }
      const distance = rows[row * width + width - 1]!;
      if (distance <= most) found(at, distance);
      at++;
    }
  }

  /** Place of the first term after those that begin so. */
  private after(beginning: string, from: number): number {
    const { terms } = this.parts;
    let low = from + 1;
    let high = terms.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (terms[middle]!.startsWith(beginning)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Four numbers of 32 bits and one of 64. */
const headLength = 24;

function pushNumber(bytes: number[], value: number): void {
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
}
