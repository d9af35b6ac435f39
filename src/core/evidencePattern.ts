/**
 * Regular expressions of evidence rules: a part of JavaScript's, in which no text of a few hundred characters keeps anybody waiting. A pattern
 * that begins with `(?i)` ignores case.
 */

export interface EvidencePattern {
  readonly regex: RegExp;
  /**
   * One of these stands in every text that matches; none when nothing is known. Lower case where the pattern ignores case.
   * Most files are told apart by this alone.
   */
  readonly hints: readonly string[];
  readonly ignoresCase: boolean;
}

export type PatternFault =
  | { readonly fault: 'syntax'; readonly message: string }
  /** Back-references and looking back. */
  | { readonly fault: 'unsupported' }
  /** Nested repetitions, or more of them than a line can be tried with in time. */
  | { readonly fault: 'slow' };

/** What a part of a pattern needs, and how it repeats. */
interface Part {
  /** One of them is in every match; undefined when that cannot be said. */
  readonly hints: readonly string[] | undefined;
  /** The text that it always is; undefined when it varies. */
  readonly literal: string | undefined;
  /** Most unbounded repetitions on one way through it: of nearly anything, and of few characters. */
  readonly wide: number;
  readonly narrow: number;
  /** True when it is one character or a fixed run of them: only such may be repeated without bound. */
  readonly flat: boolean;
}

/** Repetitions of nearly anything, such as `.*`: with two of them a line of 300 characters takes some milliseconds at worst. */
const maxWide = 2;
const maxNarrow = 6;
const maxBound = 200;
/** Shorter words are in every file. */
const shortestHint = 3;

const nothing: Part = { hints: undefined, literal: '', wide: 0, narrow: 0, flat: true };

class Unsupported extends Error {}
class Slow extends Error {}

/** Reads a pattern. Never throws. */
export function parsePattern(text: string): EvidencePattern | PatternFault {
  const ignoresCase = text.startsWith('(?i)');
  const source = ignoresCase ? text.slice(4) : text;
  let regex: RegExp;
  try {
    regex = new RegExp(source, ignoresCase ? 'i' : '');
  } catch (error) {
    return { fault: 'syntax', message: error instanceof Error ? error.message : String(error) };
  }
  try {
    const part = new PatternReader(source).whole();
    if (part.wide > maxWide || part.narrow > maxNarrow) return { fault: 'slow' };
    const hints = longEnough(part.hints) ?? [];
    return { regex, ignoresCase, hints: ignoresCase ? hints.map((hint) => hint.toLowerCase()) : hints };
  } catch (error) {
    if (error instanceof Slow) return { fault: 'slow' };
    if (error instanceof Unsupported) return { fault: 'unsupported' };
    throw error;
  }
}

/** True when the text may match; `lower` is asked for only where the pattern ignores case. */
export function mayMatch(pattern: EvidencePattern, text: string, lower: () => string): boolean {
  if (pattern.hints.length === 0) return true;
  const where = pattern.ignoresCase ? lower() : text;
  return pattern.hints.some((hint) => where.includes(hint));
}

function longEnough(hints: readonly string[] | undefined): readonly string[] | undefined {
  return hints?.every((hint) => hint.length >= shortestHint) ? hints : undefined;
}

/** Reads what `RegExp` has accepted. */
class PatternReader {
  private at = 0;

  constructor(private readonly source: string) {}

  whole(): Part {
    const part = this.alternatives();
    if (this.at < this.source.length) throw new Unsupported();
    return part;
  }

  private alternatives(): Part {
    const parts = [this.sequence()];
    while (this.source[this.at] === '|') {
      this.at++;
      parts.push(this.sequence());
    }
    if (parts.length === 1) return parts[0]!;
    const needs = parts.map((part) => longEnough(part.hints));
    return {
      hints: needs.every((need) => need !== undefined) ? needs.flat() : undefined,
      literal: undefined,
      wide: Math.max(...parts.map(({ wide }) => wide)),
      narrow: Math.max(...parts.map(({ narrow }) => narrow)),
      flat: false,
    };
  }

  private sequence(): Part {
    let [wide, narrow, flat, run] = [0, 0, true, ''];
    let literal: string | undefined = '';
    let best: readonly string[] | undefined;
    const offer = (hints: readonly string[] | undefined): void => {
      const shortest = (some: readonly string[]): number => Math.min(...some.map(({ length }) => length));
      if (longEnough(hints) && (!best || shortest(hints!) > shortest(best))) best = hints;
    };
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const part = this.repeated();
      wide += part.wide;
      narrow += part.narrow;
      flat &&= part.flat;
      if (part.literal === undefined) {
        offer([run]);
        offer(part.hints);
        run = '';
        literal = undefined;
      } else {
        run += part.literal;
        if (literal !== undefined) literal += part.literal;
      }
    }
    offer([run]);
    return { hints: best, literal, wide, narrow, flat };
  }

  private repeated(): Part {
    const from = this.at;
    const part = this.atom();
    const atom = this.source.slice(from, this.at);
    const [whole, low, comma, high] = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.source.slice(this.at)) ?? [];
    if (whole === undefined) return part;
    this.at += whole.length;
    const least = whole.startsWith('*') || whole.startsWith('?') ? 0 : low === undefined ? 1 : Number(low);
    const unbounded = /^[*+]/.test(whole) || (comma === ',' && high === '');
    const most = whole.startsWith('?') ? 1 : Number(high === '' ? low : high);
    const hints = least > 0 ? part.hints : undefined;
    if (unbounded || most > 1) {
      if (!part.flat || part.wide + part.narrow > 0) throw new Slow();
      if (!unbounded && most > maxBound) throw new Slow();
      // A handful of times, or a fixed number of them, is no more than writing it so often.
      const few = !unbounded && (most <= 8 || comma === '');
      const wide = !few && isWide(atom);
      return { hints, literal: undefined, wide: wide ? 1 : 0, narrow: few || wide ? 0 : 1, flat: false };
    }
    return { ...part, hints, literal: least === 1 ? part.literal : undefined };
  }

  private atom(): Part {
    const { source } = this;
    const character = source[this.at]!;
    if (character === '(') return this.group();
    if (character === '[') {
      this.at++;
      while (source[this.at] !== ']') this.at += source[this.at] === '\\' ? 2 : 1;
      this.at++;
      return { ...nothing, literal: undefined };
    }
    if (character === '\\') return this.escape();
    this.at++;
    if (character === '^' || character === '$') return nothing;
    if (character === '.') return { ...nothing, literal: undefined };
    return { ...nothing, literal: character, hints: [character] };
  }

  private escape(): Part {
    const [whole] = /^\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[1-9]|k<|.)/.exec(this.source.slice(this.at)) ?? [];
    if (whole === undefined || /^\\(?:[1-9]|k<|c|0)/.test(whole)) throw new Unsupported();
    this.at += whole.length;
    if (whole === '\\b' || whole === '\\B') return nothing;
    if (/^\\[dDsSwW]$/.test(whole)) return { ...nothing, literal: undefined };
    if (whole.length > 2) return { ...nothing, literal: String.fromCharCode(Number.parseInt(whole.slice(2), 16)) };
    const named: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v' };
    const character = whole[1]!;
    if (/[A-Za-z]/.test(character) && named[character] === undefined) throw new Unsupported();
    return { ...nothing, literal: named[character] ?? character };
  }

  private group(): Part {
    const [open = '('] = /^\((?:\?(?:<?[=!]|:|<\w+>))?/.exec(this.source.slice(this.at)) ?? [];
    if (open.startsWith('(?<=') || open.startsWith('(?<!')) throw new Unsupported();
    this.at += open.length;
    const inner = this.alternatives();
    this.at++;
    if (open !== '(?=' && open !== '(?!') return inner;
    // What is looked at ahead is tried at every place, so it must be short.
    if (inner.wide + inner.narrow > 0) throw new Slow();
    return { ...nothing, literal: undefined, flat: false };
  }
}

/** True for what matches nearly everything that stands in code. */
function isWide(atom: string): boolean {
  return atom === '.' || /^\\[SDWw]$/.test(atom) || atom.startsWith('[^') || /^\[[^\]]*\\[SDWw]/.test(atom);
}
