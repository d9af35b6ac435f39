import * as vscode from 'vscode';
import { parsePlan } from '../core/plan';
import { canExplain, explainPrefix, splitStatements, statementAt, type Statement } from '../core/sqlText';
import { commandIds, contextKeys, settingIds } from '../ids';
import { ExpectedError } from '../platform/errors';
import { isDatabaseError, queryCancelled, type DatabaseError, type QueryResult } from '../platform/postgres';
import type { Services } from '../state/services';
import { ResultsView, type Result } from './results';
import { indexesQuery, tablesQuery } from './schema';
import { Session } from './session';
import { tourText } from './tour';

/** Longer ones than this are shown cut in lists. Characters. */
const labelLength = 80;
/** A run that takes longer shows that it goes on. Milliseconds. */
const patience = 1000;

const samples = (): readonly { readonly id: string; readonly label: string; readonly description: string }[] => [
  {
    id: 'shop',
    label: vscode.l10n.t('Shop'),
    description: vscode.l10n.t('customers, products, orders, order_items: 8,000 rows'),
  },
  {
    id: 'library',
    label: vscode.l10n.t('Library'),
    description: vscode.l10n.t('authors, books, members, loans: 1,500 rows'),
  },
  {
    id: 'events',
    label: vscode.l10n.t('Events'),
    description: vscode.l10n.t('users, events: 125,000 rows, made on the spot'),
  },
];

/** What is to be run, and where it stands. */
interface Task {
  readonly sql: string;
  /** Before the statement, and no part of the document. */
  readonly prefix: string;
  /** Document and offset, for errors; none for what the workbench asks itself. */
  readonly source?: {
    readonly document: vscode.TextDocument;
    readonly version: number;
    readonly start: number;
    readonly length: number;
  };
  readonly title?: string;
}

/** Documents, the database and its results, brought together. */
export class SqlWorkbench implements vscode.Disposable {
  private readonly session: Session;
  private readonly results: ResultsView;
  private readonly attached = new Set<string>();
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('backend-skills-sql');
  private readonly statusItem = vscode.window.createStatusBarItem(
    'backendSkills.sql',
    vscode.StatusBarAlignment.Left,
    20,
  );
  private readonly disposables: { dispose(): void }[];
  private sample: string | undefined;
  private busy = false;
  private nextResult = 1;

  constructor(
    private readonly services: Services,
    private readonly lensesChanged: vscode.EventEmitter<void>,
  ) {
    this.session = new Session(services.extensionUri);
    this.results = new ResultsView(services);
    this.statusItem.name = vscode.l10n.t('SQL Workbench');
    this.statusItem.command = commandIds.loadSampleDatabase;
    this.disposables = [
      this.session,
      this.results,
      this.diagnostics,
      this.statusItem,
      this.session.onDidChange(() => this.showState()),
      vscode.window.onDidChangeActiveTextEditor(() => this.followEditor()),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.attached.delete(document.uri.toString());
        this.diagnostics.delete(document.uri);
      }),
      // Where the text has moved, the marks would point at something else.
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.diagnostics.delete(document.uri);
      }),
    ];
    this.results.onDidAsk((command) => {
      if (command === 'load') void vscode.commands.executeCommand(commandIds.loadSampleDatabase);
      else if (command === 'tables') void vscode.commands.executeCommand(commandIds.showTables);
      else void vscode.commands.executeCommand(commandIds.cancelSql);
    });
    void vscode.commands.executeCommand('setContext', contextKeys.sqlUsed, true);
    this.showState();
  }

  adopt(view: vscode.WebviewView): void {
    this.results.adopt(view);
    this.showState();
  }

  // ---------- documents ----------

  /** A new document with a tour. Where a folder is open, the reader may rather have a file of it. */
  async open(): Promise<void> {
    const files = vscode.workspace.workspaceFolders
      ? await vscode.workspace.findFiles('**/*.sql', '**/node_modules/**', 50)
      : [];
    const fresh = { label: vscode.l10n.t('$(new-file) New document with a short tour'), uri: undefined };
    const picked =
      files.length === 0
        ? fresh
        : await vscode.window.showQuickPick<{ label: string; description?: string; uri: vscode.Uri | undefined }>(
            [fresh, ...files.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))],
            { title: vscode.l10n.t('SQL Workbench'), placeHolder: vscode.l10n.t('Open what in the SQL workbench?') },
          );
    if (!picked) return;
    const document = picked.uri
      ? await vscode.workspace.openTextDocument(picked.uri)
      : await vscode.workspace.openTextDocument({ language: 'sql', content: tourText() });
    const editor = await vscode.window.showTextDocument(document);
    this.attach(editor.document);
    await this.results.show();
    // It takes a moment to start, and the reader a moment to read.
    this.session.open().catch(() => undefined);
  }

  attachActive(): void {
    this.attach(this.activeEditor().document);
  }

  private attach(document: vscode.TextDocument): void {
    this.attached.add(document.uri.toString());
    this.lensesChanged.fire();
    this.followEditor();
  }

  private activeEditor(): vscode.TextEditor {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId === 'sql') return editor;
    throw new ExpectedError(vscode.l10n.t('There is no SQL document to run. Open one, or start with a new one.'), {
      label: vscode.l10n.t('Open SQL Workbench'),
      command: commandIds.openSqlWorkbench,
    });
  }

  private followEditor(): void {
    const document = vscode.window.activeTextEditor?.document;
    const isAttached = document !== undefined && this.attached.has(document.uri.toString());
    void vscode.commands.executeCommand('setContext', contextKeys.sqlAttached, isAttached);
    if (isAttached || this.session.status !== 'none') this.statusItem.show();
    else this.statusItem.hide();
  }

  lenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const where = vscode.workspace.getConfiguration().get<string>(settingIds.sqlCodeLens);
    if (where === 'never' || (where !== 'always' && !this.attached.has(document.uri.toString()))) return [];
    return splitStatements(document.getText()).flatMap((statement) => {
      const position = document.positionAt(statement.start);
      const range = new vscode.Range(position, position);
      const place = [document.uri.toString(), statement.start];
      const run = new vscode.CodeLens(range, {
        title: vscode.l10n.t('$(play) Run statement'),
        command: commandIds.runSql,
        arguments: place,
      });
      const explain = new vscode.CodeLens(range, {
        title: vscode.l10n.t('Explain'),
        tooltip: vscode.l10n.t(
          'Shows the query plan. A statement that only reads is run for it; one that writes is not.',
        ),
        command: commandIds.explainSql,
        arguments: place,
      });
      return canExplain(statement) ? [run, explain] : [run];
    });
  }

  // ---------- running ----------

  /** @param place document and offset, from a lens; nothing from a key, which means the selection or the statement at the cursor. */
  async runStatement(place: readonly unknown[], explain: boolean): Promise<void> {
    const [uri, offset] = place;
    const editor =
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri) ?? this.activeEditor();
    const { document, selection } = editor;
    const text = document.getText();
    const all = splitStatements(text);
    let chosen: readonly Statement[];
    if (typeof offset === 'number' && typeof uri === 'string') chosen = all.filter(({ start }) => start === offset);
    else if (!selection.isEmpty) {
      const base = document.offsetAt(selection.start);
      chosen = splitStatements(document.getText(selection)).map((statement) => ({
        ...statement,
        start: statement.start + base,
      }));
    } else {
      const found = statementAt(text, all, document.offsetAt(selection.active));
      chosen = found ? [found] : [];
    }
    if (chosen.length === 0)
      throw new ExpectedError(vscode.l10n.t('There is no statement at the cursor. Put it into one and try again.'));
    const plain = explain ? chosen.find((statement) => !canExplain(statement)) : undefined;
    if (plain)
      throw new ExpectedError(vscode.l10n.t('PostgreSQL makes a plan only for statements that read or write rows.'));
    this.attach(document);
    await this.run(chosen.map((statement) => this.taskOf(document, statement, explain)));
  }

  async runAll(): Promise<void> {
    const { document } = this.activeEditor();
    const statements = splitStatements(document.getText());
    if (statements.length === 0)
      throw new ExpectedError(vscode.l10n.t('The document has no statement. Write one and try again.'));
    this.attach(document);
    await this.run(statements.map((statement) => this.taskOf(document, statement, false)));
  }

  private taskOf(document: vscode.TextDocument, statement: Statement, explain: boolean): Task {
    const { text: sql, start } = statement;
    return {
      sql,
      prefix: explain ? explainPrefix(statement) : '',
      source: { document, version: document.version, start, length: sql.length },
    };
  }

  /** Runs one after another, each standing for itself as in psql, until one fails. */
  private async run(tasks: readonly Task[], name?: string): Promise<boolean> {
    if (this.busy)
      throw new ExpectedError(vscode.l10n.t('A statement is running. Wait until it ends, or cancel it.'), {
        label: vscode.l10n.t('Cancel Statement'),
        command: commandIds.cancelSql,
      });
    this.busy = true;
    const found: Result[] = [];
    for (const { source } of tasks) if (source) this.diagnostics.delete(source.document.uri);
    const label = name ?? shorten(tasks.length === 1 ? tasks[0]!.sql : vscode.l10n.t('{0} statements', tasks.length));
    try {
      await this.results.show();
      await this.patiently(label, async () => {
        await this.session.open();
        this.session.set('running');
        for (const task of tasks) {
          const started = performance.now();
          const add = (result: QueryResult): void =>
            void found.push(this.toResult(task, performance.now() - started, result));
          try {
            for (const result of await this.session.exec(task.prefix + task.sql)) add(result);
          } catch (error) {
            if (!isDatabaseError(error)) throw error;
            error.results.forEach(add);
            found.push(this.toFailure(task, performance.now() - started, error));
            return;
          }
        }
      });
    } catch (error) {
      if (!isDatabaseError(error)) throw error;
      // The database could not be opened, or was ended meanwhile.
      found.push(this.toFailure(tasks[0]!, 0, error));
    } finally {
      this.busy = false;
      if (this.session.status === 'running') this.session.set('ready');
      else this.showState();
    }
    if (found.length > 0) this.results.add(label, found);
    return found.every(({ error }) => !error);
  }

  /** Shows in a notification that it goes on, with a way to end it, once it has taken a second. */
  private async patiently(title: string, work: () => Promise<void>): Promise<void> {
    const running = work();
    const timer = setTimeout(() => {
      void vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, cancellable: true, title },
        async (_progress, token) => {
          token.onCancellationRequested(() => void this.cancel());
          await running.catch(() => undefined);
        },
      );
    }, patience);
    try {
      await running;
    } finally {
      clearTimeout(timer);
    }
  }

  private toResult({ sql, source, title }: Task, time: number, result: QueryResult): Result {
    const isPlan = result.command === 'EXPLAIN';
    const plan = isPlan ? parsePlan(result.rows.map(([line]) => String(line))) : undefined;
    return {
      ...{ id: this.nextResult++, sql, time, ...result },
      ...(plan ? { plan } : {}),
      ...(source ? { source: { document: source.document, offset: source.start } } : {}),
      ...(title === undefined ? {} : { title }),
    };
  }

  /** The error as a result, and as a mark in the document where that has not been changed meanwhile. */
  private toFailure({ sql, prefix, source, title }: Task, time: number, error: DatabaseError): Result {
    const { code, message, detail, hint } = error;
    const at = error.position === undefined ? undefined : Math.max(0, error.position - prefix.length);
    let line: number | undefined;
    if (source && source.document.version === source.version && code !== queryCancelled) {
      const { document, start, length } = source;
      const from = document.positionAt(start + Math.min(at ?? 0, length));
      // Without a place the whole first line of the statement is marked; with one, the word that stands there.
      const word = at === undefined ? undefined : document.getWordRangeAtPosition(from, /[\p{L}\p{N}_$]+|[^\s]/u);
      const range = word ?? new vscode.Range(from, document.lineAt(from.line).range.end);
      const text = [message, detail, hint === undefined ? undefined : vscode.l10n.t('Hint: {0}', hint)];
      const diagnostic = new vscode.Diagnostic(
        range,
        text.filter((part) => part !== undefined).join('\n'),
        vscode.DiagnosticSeverity.Error,
      );
      diagnostic.source = 'PostgreSQL';
      diagnostic.code = code;
      this.diagnostics.set(document.uri, [diagnostic]);
      line = from.line + 1;
    }
    return {
      ...{ id: this.nextResult++, sql, time, command: '', columns: [], types: [], rows: [], count: 0, notices: [] },
      error: {
        ...{ code, message },
        ...(detail === undefined ? {} : { detail }),
        ...(hint === undefined ? {} : { hint }),
        ...(line === undefined ? {} : { line }),
      },
      ...(source ? { source: { document: source.document, offset: source.start + (at ?? 0) } } : {}),
      ...(title === undefined ? {} : { title }),
    };
  }

  // ---------- the database ----------

  /** Ends the database, since an embedded PostgreSQL cannot be interrupted; what was in it is gone, a sample can be loaded again. */
  async cancel(): Promise<void> {
    if (this.session.status !== 'running' && this.session.status !== 'opening') return;
    const { sample } = this;
    this.sample = undefined;
    await this.session.cancel();
    const again = samples().find(({ id }) => id === sample);
    const message = vscode.l10n.t('Cancelled. The database was ended with the statement, and starts anew, empty.');
    if (!again) return void vscode.window.showInformationMessage(message);
    const load = vscode.l10n.t('Load {0} Again', again.label);
    if ((await vscode.window.showInformationMessage(message, load)) === load) await this.loadSample(again.id);
  }

  /** @param name id of a sample; the reader is asked without one. */
  async loadSample(name: unknown): Promise<void> {
    const known = samples();
    const picked =
      known.find(({ id }) => id === name) ??
      (await vscode.window.showQuickPick(known, {
        title: vscode.l10n.t('Load Sample Database'),
        placeHolder: vscode.l10n.t('Choose the tables to work with'),
      }));
    if (!picked) return;
    if (this.sample !== undefined || (await this.hasTables())) {
      if (!(await this.agrees(vscode.l10n.t('Load {0}', picked.label)))) return;
      await this.startAnew();
    }
    const file = vscode.Uri.joinPath(this.services.extensionUri, 'dist', 'postgres', `${picked.id}.sql`);
    const sql = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    const title = vscode.l10n.t('Sample database: {0}', picked.label);
    const loaded = await this.run([{ sql, prefix: '', title }], title);
    if (!loaded) return;
    this.sample = picked.id;
    await this.showTables();
  }

  private async hasTables(): Promise<boolean> {
    if (this.session.status !== 'ready') return false;
    try {
      const [first] = await this.session.exec(
        `SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace))`,
      );
      return first?.rows[0]?.[0] === true;
    } catch (error) {
      if (!isDatabaseError(error)) throw error;
      // In the middle of a transaction that has failed, nothing can be asked; somebody has worked there.
      return true;
    }
  }

  async showTables(): Promise<void> {
    this.showState();
    await this.run(
      [
        { sql: tablesQuery, prefix: '', title: vscode.l10n.t('Tables and columns') },
        { sql: indexesQuery, prefix: '', title: vscode.l10n.t('Indexes') },
      ],
      vscode.l10n.t('Tables'),
    );
  }

  async reset(): Promise<void> {
    if (!(await this.agrees(vscode.l10n.t('Reset')))) return;
    await this.startAnew();
    await this.session.open();
    void vscode.window.showInformationMessage(vscode.l10n.t('The database is empty again.'));
  }

  private async agrees(action: string): Promise<boolean> {
    const question = vscode.l10n.t(
      'All tables of the database are dropped, with what you have changed in them. Go on?',
    );
    return (await vscode.window.showWarningMessage(question, { modal: true }, action)) === action;
  }

  private async startAnew(): Promise<void> {
    this.sample = undefined;
    await this.session.cancel();
  }

  private showState(): void {
    const { status } = this.session;
    // A database that has ended takes along what was loaded.
    if (status === 'none') this.sample = undefined;
    const label = samples().find(({ id }) => id === this.sample)?.label;
    this.results.state({ status, ...(label === undefined ? {} : { sample: label }) });
    void vscode.commands.executeCommand(
      'setContext',
      contextKeys.sqlRunning,
      status === 'running' || status === 'opening',
    );
    const name = label ?? (status === 'none' ? vscode.l10n.t('not started') : vscode.l10n.t('own tables'));
    const icon = status === 'running' || status === 'opening' ? '$(loading~spin)' : '$(database)';
    this.statusItem.text = `${icon} PostgreSQL: ${name}`;
    this.statusItem.tooltip = vscode.l10n.t(
      'SQL workbench: an embedded PostgreSQL, private to this window, in memory, and forgotten when the window closes. Click to load a sample database.',
    );
    this.followEditor();
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

function shorten(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > labelLength ? `${line.slice(0, labelLength - 1)}…` : line;
}
