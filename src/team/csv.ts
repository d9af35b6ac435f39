import { csvFormatRows } from 'd3-dsv';
import { inert } from '../core/text';

/** Rows as comma-separated text, quoted as RFC 4180 says. Names and titles are never taken for formulas. */
export function teamCsv(rows: readonly (readonly string[])[]): string {
  return `${csvFormatRows(rows.map((row) => row.map(inert)))}\n`;
}
