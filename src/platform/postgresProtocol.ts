/** What a database's two halves say to each other: the extension host, and the thread in which PostgreSQL runs. Plain values only. */

export type Cell = string | number | boolean | null;

export interface QueryResult {
  readonly columns: readonly string[];
  /** PostgreSQL's ids (OID) of the columns' types. */
  readonly types: readonly number[];
  /**
   * Values as PostgreSQL prints them, but for truth values and for numbers that a JavaScript number holds exactly. `numeric` stays text:
   * `12.50` is not `12.5`.
   */
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows the statement returned; more than `rows` where a limit was given. */
  readonly count: number;
  /** Rows that were inserted, updated, deleted, merged or copied. */
  readonly affected?: number;
  /** `SELECT`, `CREATE TABLE`, `INSERT`; empty for a statement of comments only. */
  readonly command: string;
  /** What `RAISE NOTICE` and the like have said. */
  readonly notices: readonly Notice[];
}

export interface Notice {
  readonly severity: string;
  readonly message: string;
}

/** What PostgreSQL says of an error. */
export interface ErrorFields {
  /** SQLSTATE: five characters. */
  readonly code: string;
  readonly message: string;
  /** Where in the text that was sent, in UTF-16 units from 0. */
  readonly position?: number;
  readonly detail?: string;
  readonly hint?: string;
}

export interface ExecOptions {
  /** Rows to keep of each result; the rest is only counted. */
  readonly limit?: number;
}

export type ToEngine =
  | {
      readonly type: 'open';
      /** `WebAssembly.Module`; the host's library does not know the name. */
      readonly postgres: unknown;
      /** PostgreSQL's own files, in PGlite's form. */
      readonly files: Uint8Array;
      /** An empty database, as the build has packed it. */
      readonly template: Uint8Array;
    }
  | { readonly type: 'exec'; readonly id: number; readonly sql: string; readonly limit?: number };

export type FromEngine =
  | { readonly type: 'opened' }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'done'; readonly id: number; readonly results: readonly QueryResult[] }
  | {
      readonly type: 'error';
      readonly id: number;
      readonly results: readonly QueryResult[];
      readonly error: ErrorFields;
    };
