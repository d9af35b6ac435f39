import * as vscode from 'vscode';
import { lazy } from './lazy';
import type { ErrorFields, ExecOptions, FromEngine, QueryResult } from './postgresProtocol';
import { startThread } from './postgresThread.node';

export type { Cell, ErrorFields, ExecOptions, Notice, QueryResult } from './postgresProtocol';

/** A database of its own, empty, in memory: a real PostgreSQL that is gone when it is closed. */
export interface Database {
  /**
   * Runs the text in one go, as `psql -c` does: all its statements are one transaction unless they say otherwise. Whoever wants each
   * statement to stand for itself gives them one by one; see `splitStatements` in core/sqlText.
   * @throws DatabaseError what PostgreSQL refuses, or that the database was closed.
   */
  exec(sql: string, options?: ExecOptions): Promise<readonly QueryResult[]>;
  /** Ends what runs, and the database with it: an embedded PostgreSQL cannot be interrupted. */
  cancel(): Promise<void>;
  close(): Promise<void>;
  /** Resolves when the database is gone, asked for or not. */
  readonly closed: Promise<void>;
}

/** An error with PostgreSQL's own fields. */
export class DatabaseError extends Error implements ErrorFields {
  override readonly name = 'DatabaseError';
  readonly code: string;
  readonly position?: number;
  readonly detail?: string;
  readonly hint?: string;
  /** Of the statements before the one that failed. */
  readonly results: readonly QueryResult[];

  constructor(fields: ErrorFields, results: readonly QueryResult[] = []) {
    super(fields.message);
    this.code = fields.code;
    if (fields.position !== undefined) this.position = fields.position;
    if (fields.detail !== undefined) this.detail = fields.detail;
    if (fields.hint !== undefined) this.hint = fields.hint;
    this.results = results;
  }
}

/** By name, not by class: each lazily loaded file of the desktop build holds a copy of this module of its own. */
export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && error.name === 'DatabaseError';
}

/** SQLSTATE of a statement that was cancelled, and of a database that is gone. */
export const queryCancelled = '57014';
export const connectionGone = '08003';

interface Wasm {
  compile(bytes: Uint8Array): Promise<unknown>;
}
declare const WebAssembly: Wasm;

let parts: ((folder: vscode.Uri) => Promise<readonly [unknown, Uint8Array, Uint8Array]>) | undefined;

/** What every database starts from: read and compiled once, shared by all threads. */
function partsIn(folder: vscode.Uri): Promise<readonly [unknown, Uint8Array, Uint8Array]> {
  const read = async (name: string): Promise<Uint8Array> =>
    vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
  parts ??= lazy(() =>
    Promise.all([
      read('pglite.wasm').then((bytes) => WebAssembly.compile(bytes)),
      read('pglite.data'),
      read('template.gz'),
    ]),
  );
  return parts(folder);
}

/** Opens an empty database. Takes a second or more: show that something happens. */
export async function openDatabase({ extensionUri }: { readonly extensionUri: vscode.Uri }): Promise<Database> {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'postgres');
  const [postgres, files, template] = await partsIn(folder);
  const waiting = new Map<
    number,
    { done: (results: readonly QueryResult[]) => void; failed: (error: Error) => void }
  >();
  let nextId = 1;
  let gone: ErrorFields | undefined;
  let announceClosed = (): void => undefined;
  const closed = new Promise<void>((resolve) => (announceClosed = resolve));
  let opened = (): void => undefined;
  let refused: (error: Error) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => ([opened, refused] = [resolve, reject]));

  const fail = (fields: ErrorFields): void => {
    if (gone) return;
    gone = fields;
    refused(new DatabaseError(fields));
    for (const { failed } of waiting.values()) failed(new DatabaseError(fields));
    waiting.clear();
    announceClosed();
  };
  const ended = (reason: string): ErrorFields => ({
    code: connectionGone,
    message: vscode.l10n.t('The database has ended by itself: {0}.', reason),
  });
  const receive = (message: FromEngine): void => {
    switch (message.type) {
      case 'opened':
        opened();
        return;
      case 'failed':
        fail(ended(message.message));
        void thread.end();
        return;
      case 'done':
        waiting.get(message.id)?.done(message.results);
        break;
      case 'error':
        waiting.get(message.id)?.failed(new DatabaseError(message.error, message.results));
        break;
    }
    waiting.delete(message.id);
  };
  const thread = await startThread(vscode.Uri.joinPath(folder, 'engine.js'), {
    receive,
    failed: (reason) => fail(ended(reason)),
  });
  thread.post({ type: 'open', postgres, files, template });
  await ready;

  const end = async (fields: ErrorFields): Promise<void> => {
    fail(fields);
    await thread.end();
  };
  return {
    exec: (sql, { limit } = {}) =>
      new Promise((done, failed) => {
        if (gone) return void failed(new DatabaseError(gone));
        const id = nextId++;
        waiting.set(id, { done, failed });
        thread.post({ type: 'exec', id, sql, ...(limit === undefined ? {} : { limit }) });
      }),
    cancel: () => end({ code: queryCancelled, message: vscode.l10n.t('The statement was cancelled.') }),
    close: () => end({ code: connectionGone, message: vscode.l10n.t('The database is closed.') }),
    closed,
  };
}
