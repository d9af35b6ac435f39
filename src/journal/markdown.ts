import { fill } from '../core/format';
import { countOf, type JournalFilter } from '../core/journal';
import { literally } from '../core/text';
import type { JournalLine, JournalStrings } from '../protocol/journal';
import { dayText, reviewsText, timeText } from '../protocol/journalText';
import type { JournalBook } from './book';

/** The whole journal, newest first: a heading per day, a line per act, the reviews of a skill as one. */
export function journalMarkdown(
  book: JournalBook,
  filter: JournalFilter,
  strings: JournalStrings,
  locale: string,
): string {
  const line = (one: JournalLine): string =>
    `- ${timeText(one.time, locale)} ${what(one, strings)}${one.kind === 'review' || one.place === '' ? '' : ` (${literally(one.place)})`}`;
  const days = book.days.toReversed().flatMap((day) => {
    if (countOf(day, filter) === 0) return [];
    const lines = book.lines(day, filter, strings.career).map(line);
    return `## ${dayText(day.day, locale)}\n\n${lines.join('\n')}\n`;
  });
  return `# ${strings.title}\n\n${days.length === 0 ? `${strings.noneFiltered}\n` : days.join('\n')}`;
}

function what(line: JournalLine, strings: JournalStrings): string {
  if (line.kind === 'review') return literally(reviewsText(line, strings));
  const text = literally(line.text);
  if (line.kind === 'tick') return fill(strings.ticked, text);
  return line.labTitle === undefined
    ? fill(strings.verified, text)
    : fill(strings.verifiedBy, text, literally(line.labTitle));
}
