import type { CheckResult, Json, Lab, LabLanguage } from '../../core/lab';

/** What a lab is run with. */
export interface LabRun {
  readonly lab: Lab;
  /** The learner's folder, absolute. Nothing is written there. */
  readonly folder: string;
  readonly language: LabLanguage;
  /** Ids of the checks to run; all unless said. */
  readonly checks?: readonly string[];
  /** `seed.sql` of the lab, for labs of databases. */
  readonly seed?: string;
  readonly signal: AbortSignal;
  on(event: RunEvent): void;
  /** An empty database; needed for labs of databases. */
  openDatabase?(): Promise<Database>;
  /** What was found on this machine; looked for unless given. */
  readonly runtimes?: ReadonlyMap<LabLanguage, Runtime>;
  readonly limits?: Partial<Limits>;
}

export type RunEvent =
  | { readonly type: 'building' }
  | { readonly type: 'started'; readonly check: string }
  | { readonly type: 'output'; readonly check: string; readonly text: string }
  | { readonly type: 'finished'; readonly result: CheckResult };

/** Milliseconds, and bytes. */
export interface Limits {
  /** Until a program listens. */
  readonly start: number;
  /** For a whole check. */
  readonly check: number;
  /** For one step of it, and for a program to end when asked to. */
  readonly step: number;
  readonly build: number;
  /** Of what a program prints, shown. */
  readonly output: number;
  /** Of what a program prints, before it is ended. */
  readonly flood: number;
  /** Of one answer. */
  readonly answer: number;
}

export const usualLimits: Limits = {
  start: 20_000,
  check: 30_000,
  step: 10_000,
  build: 120_000,
  output: 256 * 1024,
  flood: 16 * 1024 * 1024,
  answer: 8 * 1024 * 1024,
};

// ---------- databases ----------

export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
  /** Rows that a statement changed. */
  readonly affected?: number;
}

/** A database that is thrown away. A rejected `exec` carries {@link DatabaseFault}. */
export interface Database {
  /** Runs all statements; one result for each. */
  exec(sql: string): Promise<readonly QueryResult[]>;
  close(): Promise<void>;
}

/** What an error of a database has besides its message. */
export interface DatabaseFault {
  /** SQLSTATE. */
  readonly code?: string;
  readonly message: string;
  /** Character in the statement, from 0. */
  readonly position?: string | number;
}

// ---------- runtimes ----------

/** What runs a language on this machine. */
export interface Runtime {
  readonly language: LabLanguage;
  /** As it says itself: `v20.11.0`, `3.12.1`. */
  readonly version: string;
  /** Program by role, with the arguments that it always needs: `{ run: ['py', '-3'] }`, `{ compile: ['javac'], run: ['java'] }`. */
  readonly tools: Readonly<Record<string, readonly string[]>>;
}

/** How a missing runtime is installed here. */
export interface InstallHint {
  /** `apt`, `dnf`, `pacman`, `brew` or `winget`. */
  readonly manager: string;
  readonly command: string;
}
