import { csvFormatRows } from 'd3-dsv';
import type { Cell, PayTable, PayUnits } from '../core/payCharts';
import { inert } from '../core/text';

/** Names of columns in a file do not follow the reader's language: programs read them. */
const headings: Readonly<Record<string, string>> = {
  pay: 'pay_per_year',
  date: 'as_of',
  age: 'age_months',
  difference: 'difference_percent',
  indeed: 'indeed_per_year',
  glassdoor: 'glassdoor_per_year',
  gap: 'indeed_minus_glassdoor',
  againstBackEnd: 'against_back_end_percent',
  growth: 'growth_percent',
  articles: 'reported_in',
};

/**
 * The table as comma-separated text, quoted as RFC 4180 says: a line of names, then one line per row. Dates are ISO dates; an amount is
 * followed by its currency, and a range is its two ends with a hyphen, as in the table itself.
 */
export function tableCsv({ columns, rows }: PayTable, units: PayUnits): string {
  return csvFormatRows([
    columns.map((column) => (column === 'inUnits' ? `your_pay_per_${units.per}` : (headings[column] ?? column))),
    ...rows.map((row) => row.map((cell) => rawText(cell))),
  ]);
}

function rawText(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
      return inert(cell.text);
    case 'source':
      return inert(cell.source ?? 'not named');
    case 'statistic':
      return inert(cell.statistic);
    case 'money':
      return cell.amounts.length === 0
        ? ''
        : `${cell.amounts.map((amount) => amount.toFixed(cell.digits)).join('-')} ${cell.currency}`;
    case 'percent':
      return cell.value === undefined ? '' : String(cell.value);
    case 'gap':
      return cell.amount === undefined ? '' : String(cell.amount);
    case 'place':
      return inert(cell.region);
    case 'asReported':
      return 'as reported';
    case 'date':
      return cell.asOf ?? 'undated';
    case 'age':
      return cell.months === null ? '' : String(cell.months);
    case 'years':
      return `${cell.from}-${cell.to}`;
  }
}
