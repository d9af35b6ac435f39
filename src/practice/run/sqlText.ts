/** One statement of a file, without the semicolon. */
export interface Statement {
  readonly sql: string;
  /** Line of the file where it begins, from 1. */
  readonly line: number;
}

/** What a semicolon may stand in without ending a statement: texts, names, comments, bodies of functions. */
const token =
  /--[^\n]*|\/\*|[eE]'(?:[^'\\]|''|\\[\s\S])*'?|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|\$(?:[A-Za-z_]\w*)?\$|[A-Za-z_][\w$]*|;|\s+|[\s\S]/gy;

/** Splits PostgreSQL's SQL into statements. What holds only comments is none. */
export function splitStatements(text: string): readonly Statement[] {
  const found: Statement[] = [];
  let from: number | undefined;
  /** `BEGIN ATOMIC … END`, the body of a function in standard SQL, holds semicolons of its own. */
  let atomic = 0;
  let last = '';
  const finish = (to: number): void => {
    if (from !== undefined)
      found.push({ sql: text.slice(from, to).trim(), line: text.slice(0, from).split('\n').length });
    from = undefined;
    atomic = 0;
  };
  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [part] = match;
    if (part === '/*') token.lastIndex = endOfComment(text, match.index);
    else if (part.startsWith('--') || part.trim() === '') continue;
    else if (part === ';' && atomic === 0) finish(match.index);
    else {
      from ??= match.index;
      if (/^\$(?:[A-Za-z_]\w*)?\$$/.test(part)) {
        const end = text.indexOf(part, token.lastIndex);
        token.lastIndex = end < 0 ? text.length : end + part.length;
      }
      const word = part.toUpperCase();
      if (word === 'ATOMIC' && last === 'BEGIN') atomic++;
      else if (atomic > 0 && word === 'CASE') atomic++;
      else if (atomic > 0 && word === 'END') atomic--;
      last = word;
    }
  }
  finish(text.length);
  return found;
}

/** Comments of PostgreSQL nest. */
function endOfComment(text: string, start: number): number {
  let depth = 0;
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}
