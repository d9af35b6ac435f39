/** What the results of the SQL workbench and their host say to each other. The host keeps all rows; the page asks for them in portions. */
import { isRecord, isText } from '../core/guards';
import type { Plan } from '../core/plan';
import type { Sorting, SqlRow } from '../core/sqlTable';

/** Rows that are sent at once. */
export const pageRows = 1000;
/** Rows that the page shows at most: more of them nobody reads, and the browser would become slow. */
export const shownRows = 10_000;
/** Characters of a value that are sent with its row; the page asks for the rest of one. */
export const clipLength = 300;

export interface SqlErrorView {
  readonly message: string;
  readonly code: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Line in the document, from 1; without it PostgreSQL gave no place. */
  readonly line?: number;
}

export interface SqlResultView {
  readonly id: number;
  /** The statement, cut short. */
  readonly sql: string;
  /** Milliseconds. */
  readonly time: number;
  readonly command: string;
  readonly columns: readonly string[];
  /** True for each column of numbers. */
  readonly numeric: readonly boolean[];
  /** The first portion. */
  readonly rows: readonly SqlRow[];
  /** Rows that the statement returned, and how many of them the host keeps. */
  readonly count: number;
  readonly kept: number;
  readonly affected?: number;
  readonly notices: readonly string[];
  readonly plan?: Plan;
  readonly error?: SqlErrorView;
  /** A heading of the host's, for what nobody has typed. */
  readonly title?: string;
}

/** What one press of a key has run. */
export interface SqlRunView {
  readonly id: number;
  /** Time of day, as the reader writes it. */
  readonly at: string;
  readonly results: readonly SqlResultView[];
}

export interface SqlStateView {
  readonly status: 'none' | 'opening' | 'ready' | 'running';
  /** Title of the sample that was loaded last; undefined while there are only tables of the reader's own. */
  readonly sample?: string;
  /** Runs that can be seen again, the newest first. */
  readonly history: readonly { readonly id: number; readonly label: string }[];
}

export const sqlStringKeys = [
  'emptyTitle',
  'emptyText',
  'emptyLoad',
  'emptyTables',
  'private',
  'noDatabase',
  'opening',
  'running',
  'cancel',
  'ready',
  'history',
  'rowsOne',
  'rowsMany',
  'rowsSome',
  'affectedOne',
  'affectedMany',
  'noRows',
  'done',
  'milliseconds',
  'seconds',
  'copyCsv',
  'copyMarkdown',
  'copied',
  'more',
  'tooMany',
  'sortBy',
  'nullValue',
  'emptyValue',
  'wholeValue',
  'close',
  'table',
  'plan',
  'planNode',
  'planOn',
  'planRows',
  'planActual',
  'planLoops',
  'planTime',
  'planSelf',
  'planCost',
  'planSlow',
  'planMisjudged',
  'planLevel',
  'planPlanning',
  'planExecution',
  'planOnly',
  'error',
  'errorAtLine',
  'hint',
  'detail',
  'sqlState',
  'results',
  'result',
] as const;
export type SqlStringKey = (typeof sqlStringKeys)[number];
export type SqlStrings = Readonly<Record<SqlStringKey, string>>;

export type ToSql =
  | { readonly type: 'strings'; readonly strings: SqlStrings; readonly locale: string }
  | { readonly type: 'state'; readonly state: SqlStateView }
  | { readonly type: 'run'; readonly run: SqlRunView }
  /** A portion of rows, from the one numbered `from`; 0 begins anew, in another order. */
  | {
      readonly type: 'rows';
      readonly result: number;
      readonly from: number;
      readonly rows: readonly SqlRow[];
      readonly sorting?: Sorting;
    }
  | { readonly type: 'value'; readonly column: string; readonly text: string }
  | { readonly type: 'copied'; readonly result: number };

export type FromSql =
  | { readonly type: 'ready' }
  | { readonly type: 'command'; readonly command: 'load' | 'tables' | 'cancel' }
  | { readonly type: 'show'; readonly run: number }
  | { readonly type: 'more'; readonly result: number; readonly from: number }
  | { readonly type: 'sort'; readonly result: number; readonly column: number; readonly descending: boolean }
  | { readonly type: 'value'; readonly result: number; readonly row: number; readonly column: number }
  | { readonly type: 'copy'; readonly result: number; readonly format: 'csv' | 'markdown' }
  | { readonly type: 'goTo'; readonly result: number };

/** True for the number of something: a row, a column, a result. */
const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

export function parseFromSql(value: unknown): FromSql | undefined {
  if (!isRecord(value)) return undefined;
  const { type, command, run, result, from, row, column, descending, format } = value;
  switch (type) {
    case 'ready':
      return { type };
    case 'command':
      return command === 'load' || command === 'tables' || command === 'cancel' ? { type, command } : undefined;
    case 'show':
      return isIndex(run) ? { type, run } : undefined;
    case 'more':
      return isIndex(result) && isIndex(from) ? { type, result, from } : undefined;
    case 'sort':
      return isIndex(result) && isIndex(column) && typeof descending === 'boolean'
        ? { type, result, column, descending }
        : undefined;
    case 'value':
      return isIndex(result) && isIndex(row) && isIndex(column) ? { type, result, row, column } : undefined;
    case 'copy':
      return isIndex(result) && (format === 'csv' || format === 'markdown') ? { type, result, format } : undefined;
    case 'goTo':
      return isIndex(result) ? { type, result } : undefined;
    default:
      return undefined;
  }
}

/** The page's guard: checks the kind and the fields it relies on. */
export function parseToSql(value: unknown): ToSql | undefined {
  if (!isRecord(value)) return undefined;
  const { type, strings, locale, state, run, result, from, rows, column, text } = value;
  const complete = ((): boolean => {
    switch (type) {
      case 'strings':
        return isRecord(strings) && isText(locale);
      case 'state':
        return isRecord(state) && isText(state['status']) && Array.isArray(state['history']);
      case 'run':
        return isRecord(run) && isIndex(run['id']) && Array.isArray(run['results']);
      case 'rows':
        return isIndex(result) && isIndex(from) && Array.isArray(rows);
      case 'value':
        return isText(column) && isText(text);
      case 'copied':
        return isIndex(result);
      default:
        return false;
    }
  })();
  return complete ? (value as unknown as ToSql) : undefined;
}
