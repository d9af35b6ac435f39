/** Tables that a query returned: in which order they are shown, and as texts that other programs take. */

export type SqlValue = string | number | boolean | null;
export type SqlRow = readonly SqlValue[];

export interface Sorting {
  readonly column: number;
  readonly descending: boolean;
}

/** PostgreSQL's ids of types whose values are numbers: integers, `oid`, floating point, `numeric`. */
const numeric: ReadonlySet<number> = new Set([20, 21, 23, 26, 700, 701, 1700]);
export const isNumeric = (type: number): boolean => numeric.has(type);

/** Sorted by one column: numbers by size, texts as people sort them, and NULL last in both directions. Rows that are equal keep their order. */
export function sortRows(rows: readonly SqlRow[], types: readonly number[], { column, descending }: Sorting): SqlRow[] {
  const byNumber = isNumeric(types[column] ?? 0);
  // One collator for all rows: making one costs more than comparing.
  const { compare } = new Intl.Collator('en', { numeric: false });
  const direction = descending ? -1 : 1;
  return [...rows].sort((left, right) => {
    const a = left[column] ?? null;
    const b = right[column] ?? null;
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    if (byNumber) {
      const [x, y] = [Number(a), Number(b)];
      // As PostgreSQL does, what is not a number is larger than all that are.
      if (Number.isNaN(x) || Number.isNaN(y)) return direction * (Number(Number.isNaN(x)) - Number(Number.isNaN(y)));
      return direction * (x < y ? -1 : x > y ? 1 : 0);
    }
    return direction * compare(String(a), String(b));
  });
}

/** Comma-separated, quoted as RFC 4180 says. NULL is nothing, an empty text is `""`, as PostgreSQL's COPY writes them. */
export function toCsv(columns: readonly string[], rows: readonly SqlRow[]): string {
  const field = (value: SqlValue): string => {
    if (value === null) return '';
    const text = String(value);
    return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** A Markdown table; numbers are aligned to the right. */
export function toMarkdown(columns: readonly string[], types: readonly number[], rows: readonly SqlRow[]): string {
  const field = (value: SqlValue): string =>
    value === null
      ? 'NULL'
      : String(value)
          .replace(/[\\|]/g, '\\$&')
          .replace(/\r\n|\r|\n/g, '<br>');
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [
    line(columns.map(field)),
    line(columns.map((_, at) => (isNumeric(types[at] ?? 0) ? '--:' : '---'))),
    ...rows.map((row) => line(row.map(field))),
  ].join('');
}
