import * as vscode from 'vscode';
import type { Plan } from '../core/plan';
import { isNumeric, sortRows, toCsv, toMarkdown, type SqlRow } from '../core/sqlTable';
import { viewIds } from '../ids';
import type { QueryResult } from '../platform/postgres';
import { WebviewPage, type PageHost } from '../platform/webviewPage';
import {
  clipLength,
  pageRows,
  parseFromSql,
  type FromSql,
  type SqlErrorView,
  type SqlResultView,
  type SqlRunView,
  type SqlStateView,
  type ToSql,
} from '../protocol/sql';
import { sqlStrings } from './strings';

export interface Result extends QueryResult {
  readonly id: number;
  readonly sql: string;
  /** Milliseconds. */
  readonly time: number;
  readonly plan?: Plan;
  readonly error?: SqlErrorView;
  readonly title?: string;
  readonly source?: { readonly document: vscode.TextDocument; readonly offset: number };
}

interface Run {
  readonly id: number;
  readonly at: string;
  readonly label: string;
  readonly results: readonly Result[];
}

/** Runs that can be seen again, and rows of all of them together: what is older is forgotten. */
const keptRuns = 20;
const keptRowsInAll = 300_000;
/** Of a statement, so much is shown. Characters. */
const shownSql = 400;

/** The view in the panel. It holds what was returned; the page holds the portions that it shows. */
export class ResultsView implements vscode.Disposable {
  private page: WebviewPage<ToSql, FromSql> | undefined;
  private view: vscode.WebviewView | undefined;
  private runs: Run[] = [];
  private nextRun = 1;
  private current: SqlStateView = { status: 'none', history: [] };
  /** Rows of the results that the page shows sorted, by result. */
  private readonly sorted = new Map<number, readonly SqlRow[]>();
  private readonly asked = new vscode.EventEmitter<'load' | 'tables' | 'cancel'>();
  readonly onDidAsk = this.asked.event;

  constructor(private readonly host: PageHost) {}

  adopt(view: vscode.WebviewView): void {
    this.view = view;
    const page = new WebviewPage<ToSql, FromSql>(view, this.host, {
      name: 'sql',
      parse: parseFromSql,
      receive: (message) => this.handle(message),
    });
    this.page = page;
    page.onDidDispose(() => {
      if (this.page === page) this.page = this.view = undefined;
    });
  }

  /** Brings the view forward; the editor keeps the focus. */
  async show(): Promise<void> {
    if (this.view) this.view.show(true);
    else await vscode.commands.executeCommand(`${viewIds.sqlResults}.focus`, { preserveFocus: true });
  }

  add(label: string, results: readonly Result[]): void {
    const at = new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'medium' }).format(new Date());
    const run = { id: this.nextRun++, at, label, results };
    this.runs = [run, ...this.runs].slice(0, keptRuns);
    let rows = 0;
    this.runs = this.runs.filter(({ results: list }, index) => {
      rows += list.reduce((sum, result) => sum + result.rows.length, 0);
      return index === 0 || rows <= keptRowsInAll;
    });
    this.state(this.current);
    this.showRun(run);
  }

  /** The page shows it as it came. */
  private showRun(run: Run): void {
    this.sorted.clear();
    this.page?.send({ type: 'run', run: toView(run) });
  }

  state({ status, sample }: Pick<SqlStateView, 'status' | 'sample'>): void {
    const history = this.runs.map(({ id, at, label }) => ({ id, label: `${at}  ${label}` }));
    this.current = { status, ...(sample === undefined ? {} : { sample }), history };
    this.page?.send({ type: 'state', state: this.current });
  }

  private find(id: number): Result | undefined {
    return this.runs.flatMap(({ results }) => results).find((result) => result.id === id);
  }

  /** The rows in the order in which the page shows them. */
  private rowsOf(result: Result): readonly SqlRow[] {
    return this.sorted.get(result.id) ?? result.rows;
  }

  private async handle(message: FromSql): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.page?.send({ type: 'strings', strings: sqlStrings(), locale: vscode.env.language });
        this.page?.send({ type: 'state', state: this.current });
        if (this.runs[0]) this.showRun(this.runs[0]);
        return;
      case 'command':
        this.asked.fire(message.command);
        return;
      case 'show': {
        const run = this.runs.find(({ id }) => id === message.run);
        if (run) this.showRun(run);
        return;
      }
      case 'sort':
      case 'more':
      case 'value':
      case 'copy':
      case 'goTo': {
        const result = this.find(message.result);
        if (result) await this.handleResult(message, result);
      }
    }
  }

  private async handleResult(message: Extract<FromSql, { result: number }>, result: Result): Promise<void> {
    switch (message.type) {
      case 'sort': {
        const { column, descending } = message;
        if (column >= result.columns.length) return;
        const sorting = { column, descending };
        const rows = sortRows(result.rows, result.types, sorting);
        this.sorted.set(result.id, rows);
        this.page?.send({ type: 'rows', result: result.id, from: 0, rows: portion(rows, 0), sorting });
        return;
      }
      case 'more': {
        const { from } = message;
        this.page?.send({ type: 'rows', result: result.id, from, rows: portion(this.rowsOf(result), from) });
        return;
      }
      case 'value': {
        const value = this.rowsOf(result)[message.row]?.[message.column];
        const column = result.columns[message.column];
        if (column !== undefined && value !== undefined)
          this.page?.send({ type: 'value', column, text: String(value) });
        return;
      }
      case 'copy': {
        const rows = this.rowsOf(result);
        const text =
          message.format === 'csv' ? toCsv(result.columns, rows) : toMarkdown(result.columns, result.types, rows);
        await vscode.env.clipboard.writeText(text);
        this.page?.send({ type: 'copied', result: result.id });
        return;
      }
      case 'goTo': {
        if (!result.source) return;
        const { document, offset } = result.source;
        if (document.isClosed) return;
        const editor = await vscode.window.showTextDocument(document);
        const position = document.positionAt(offset);
        editor.selection = new vscode.Selection(position, position);
        editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
        return;
      }
    }
  }

  dispose(): void {
    this.page?.dispose();
    this.asked.dispose();
  }
}

const portion = (rows: readonly SqlRow[], from: number): SqlRow[] =>
  rows
    .slice(from, from + pageRows)
    .map((row) =>
      row.map((value) =>
        typeof value === 'string' && value.length > clipLength ? `${value.slice(0, clipLength)}…` : value,
      ),
    );

function toView({ id, at, results }: Run): SqlRunView {
  return {
    id,
    at,
    results: results.map((result): SqlResultView => {
      const { sql, time, command, columns, types, rows, count, affected, notices, plan, error, title } = result;
      return {
        id: result.id,
        sql: sql.length > shownSql ? `${sql.slice(0, shownSql)}…` : sql,
        ...{ time, command, columns, count },
        numeric: types.map(isNumeric),
        rows: portion(rows, 0),
        kept: rows.length,
        ...(affected === undefined ? {} : { affected }),
        notices: notices.map(({ severity, message }) => `${severity}: ${message}`),
        ...(plan ? { plan } : {}),
        ...(error ? { error } : {}),
        ...(title === undefined ? {} : { title }),
      };
    }),
  };
}
