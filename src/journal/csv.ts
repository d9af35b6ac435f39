import { csvFormatRows } from 'd3-dsv';
import type { Catalog } from '../core/catalog';
import { countOf, type JournalFilter } from '../core/journal';
import { inert, plainText } from '../core/text';
import type { JournalBook } from './book';

/** Names of the columns; the same in every language, for programs that read them. */
const columns = ['day', 'time', 'zone', 'kind', 'skill', 'id', 'text', 'lab', 'grade', 'moment'] as const;

/** Every act for itself, newest first, as comma-separated text, quoted as RFC 4180 says. Texts are never taken for formulas. */
export function journalCsv(book: JournalBook, catalog: Pick<Catalog, 'item'>, filter: JournalFilter): string {
  const rows = book.days.toReversed().flatMap((day) =>
    countOf(day, filter) === 0
      ? []
      : day.acts.toReversed().flatMap((act) => {
          const { kind, at, id, lab, grade } = act;
          if (filter !== 'all' && filter !== kind) return [];
          const item = catalog.item(id);
          return [
            [
              ...[day.day, clock(book.timeOf(at)), book.zoneOf(at), kind, book.skillOf(act) ?? '', id],
              ...[item ? plainText(item.text) : '', lab ?? '', grade === undefined ? '' : String(grade)],
              new Date(at).toISOString(),
            ].map(inert),
          ];
        }),
  );
  return `${csvFormatRows([[...columns], ...rows])}\n`;
}

/** `HH:MM`. */
function clock(time: number): string {
  return new Date(time).toISOString().slice(11, 16);
}
