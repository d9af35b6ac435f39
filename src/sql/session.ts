import * as vscode from 'vscode';
import { DatabaseError, openDatabase, queryCancelled, type Database, type QueryResult } from '../platform/postgres';

/** Rows of a result that are kept; the rest is counted. */
const keptRows = 100_000;

export type Status = 'none' | 'opening' | 'ready' | 'running';

/** The workbench's one database: opened with the first statement, kept until it is reset, cancelled or the window closes. */
export class Session implements vscode.Disposable {
  private database: Promise<Database> | undefined;
  private current: Database | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  status: Status = 'none';
  /** Grows with each database: what an older one answers is of no more interest. */
  generation = 0;

  constructor(private readonly extensionUri: vscode.Uri) {}

  /** @throws DatabaseError */
  async exec(sql: string): Promise<readonly QueryResult[]> {
    const database = await this.open();
    return database.exec(sql, { limit: keptRows });
  }

  open(): Promise<Database> {
    if (this.database) return this.database;
    const generation = ++this.generation;
    this.set('opening');
    const opening = openDatabase({ extensionUri: this.extensionUri }).then(
      (database) => {
        if (generation !== this.generation) {
          void database.close();
          throw new DatabaseError({ code: queryCancelled, message: vscode.l10n.t('The statement was cancelled.') });
        }
        this.current = database;
        this.set('ready');
        void database.closed.then(() => {
          if (generation === this.generation) this.forget();
        });
        return database;
      },
      (error: unknown) => {
        if (generation === this.generation) this.forget();
        throw error;
      },
    );
    return (this.database = opening);
  }

  set(status: Status): void {
    this.status = status;
    this.changed.fire();
  }

  private forget(): void {
    this.database = this.current = undefined;
    this.set('none');
  }

  /** Ends the database together with what runs in it. */
  async cancel(): Promise<void> {
    const { current } = this;
    this.generation++;
    this.forget();
    await current?.cancel();
  }

  dispose(): void {
    void this.current?.close();
    this.generation++;
    this.changed.dispose();
  }
}
