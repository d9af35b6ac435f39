/** SQL as text: where one statement ends and the next begins, as PostgreSQL's own psql sees it. */

export interface Statement {
  /** Without the semicolon, and without comments before and after it. */
  readonly text: string;
  /** Where it begins in the whole text, in UTF-16 units from 0. */
  readonly start: number;
  /** Just after its last character, or after its semicolon. */
  readonly end: number;
  /** Its words outside of quotes and comments, in lower case, the first sixteen of them. */
  readonly words: readonly string[];
}

const space = /\s+/y;
const lineComment = /--[^\r\n]*/y;
const dollarQuote = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const identifier = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const number = /\d[\w.]*/y;
/** A text goes on after a line break, as in `'one'⏎'two'`. */
const continued = /\s*?[\r\n]\s*'/y;

/** The match at a place; the expressions are sticky. */
function matchAt(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0];
}

/** Just after the closing quote, which is not doubled; the end of the text where there is none. */
function afterQuoted(sql: string, start: number, quote: string, escapes: boolean): number {
  for (let at = start + 1; at < sql.length; at++) {
    if (escapes && sql[at] === '\\') at++;
    else if (sql[at] === quote) {
      if (sql[at + 1] === quote) at++;
      else {
        const more = escapes ? matchAt(continued, sql, at + 1) : undefined;
        if (more === undefined) return at + 1;
        at += more.length;
      }
    }
  }
  return sql.length;
}

/** Just after a comment, in which others may be nested. */
function afterComment(sql: string, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith('/*', at)) {
      depth++;
      at++;
    } else if (sql.startsWith('*/', at)) {
      at++;
      if (--depth === 0) return at + 1;
    }
  }
  return sql.length;
}

/** True while the first words are those of a function whose body may be written without quotes, as `BEGIN ATOMIC … END`. */
const makesRoutine = (words: readonly string[]): boolean =>
  /^create (or replace )?(function|procedure)\b/.test(words.slice(0, 4).join(' '));
const makesRule = (words: readonly string[]): boolean => /^create (or replace )?rule\b/.test(words.join(' '));

/**
 * All statements of a text, in their order. Semicolons in quotes, comments, function bodies and the list of a rule separate nothing.
 * Elsewhere they do even within parentheses: one that was forgotten spoils its own statement only.
 */
export function splitStatements(sql: string): Statement[] {
  const found: Statement[] = [];
  let start = -1;
  let last = 0;
  let depth = 0;
  let blocks = 0;
  let words: string[] = [];
  const finish = (end: number): void => {
    if (start >= 0) found.push({ text: sql.slice(start, last), start, end, words });
    start = -1;
    depth = 0;
    blocks = 0;
    words = [];
  };
  let at = 0;
  /** Takes what stands up to `end` for a part of the statement. */
  const take = (end: number): void => {
    if (start < 0) start = at;
    at = last = Math.min(end, sql.length);
  };
  while (at < sql.length) {
    const blank = matchAt(space, sql, at) ?? matchAt(lineComment, sql, at);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    if (sql.startsWith('/*', at)) {
      at = afterComment(sql, at);
      continue;
    }
    const character = sql[at]!;
    if (character === ';') {
      if (blocks > 0 || (depth > 0 && makesRule(words))) take(at + 1);
      else {
        at++;
        finish(at);
      }
    } else if (character === "'" || character === '"') take(afterQuoted(sql, at, character, false));
    else if (character === '$') {
      const quote = matchAt(dollarQuote, sql, at);
      const close = quote === undefined ? -1 : sql.indexOf(quote, at + quote.length);
      take(quote === undefined ? at + 1 : close < 0 ? sql.length : close + quote.length);
    } else {
      const word = matchAt(identifier, sql, at);
      if (word === undefined) {
        if (character === '(') depth++;
        else if (character === ')') depth = Math.max(0, depth - 1);
        take(at + (matchAt(number, sql, at)?.length ?? 1));
        continue;
      }
      const after = at + word.length;
      if (/^e$/i.test(word) && sql[after] === "'") {
        take(afterQuoted(sql, after, "'", true));
        continue;
      }
      const lower = word.toLowerCase();
      if (words.length < 16) words.push(lower);
      if (depth === 0 && makesRoutine(words)) {
        if (lower === 'begin' || (lower === 'case' && blocks > 0)) blocks++;
        else if (lower === 'end') blocks = Math.max(0, blocks - 1);
      }
      take(after);
    }
  }
  finish(last);
  return found;
}

/**
 * The statement that a person means who has the cursor there: the one around it, else the one that ends on the same line, else the next,
 * else the last.
 */
export function statementAt(sql: string, statements: readonly Statement[], offset: number): Statement | undefined {
  const around = statements.find(({ start, end }) => start <= offset && offset <= end);
  if (around) return around;
  const before = statements.findLast(({ end }) => end <= offset);
  if (before && !/[\r\n]/.test(sql.slice(before.end, offset))) return before;
  return statements.find(({ start }) => start > offset) ?? before;
}

const plannedFirst: ReadonlySet<string | undefined> = new Set([
  ...['select', 'values', 'table', 'with', 'insert', 'update', 'delete', 'merge'],
]);
const reads: ReadonlySet<string | undefined> = new Set(['select', 'values', 'table', 'with']);

/** True for what PostgreSQL makes a plan for. */
export function canExplain({ text, words }: Statement): boolean {
  return plannedFirst.has(words[0]) || (text.startsWith('(') && reads.has(words[0]));
}

/**
 * What goes before a statement to see its plan. One that only reads is run, so that the plan tells real times; one that may write, or whose
 * parts may, is only planned.
 */
export function explainPrefix({ text, words }: Statement): string {
  const writes = /\b(insert|update|delete|merge|into|nextval|setval)\b/i.test(text);
  return reads.has(words[0]) && !writes ? 'EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) ' : 'EXPLAIN (FORMAT JSON) ';
}
