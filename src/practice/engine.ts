import type { Uri } from 'vscode';
import type { CheckResult, Lab, LabLanguage, RepositoryStep } from '../core/lab';

/** What is known of the programs that a language needs. */
export type RuntimeState =
  | { readonly found: true; readonly version: string }
  /** `needs` names the programs; `install` is the command that brings them on this system, where one is known. */
  | { readonly found: false; readonly needs: string; readonly install?: string };

export interface EngineRun {
  readonly lab: Lab;
  /** The learner's folder. */
  readonly folder: Uri;
  readonly language: LabLanguage;
  readonly checks: readonly string[];
  readonly seed: string;
  readonly signal: AbortSignal;
  readonly on: (event: EngineEvent) => void;
}

export type EngineEvent =
  | { readonly type: 'building' }
  | { readonly type: 'started'; readonly check: string }
  | { readonly type: 'output'; readonly check: string; readonly text: string }
  | { readonly type: 'finished'; readonly result: CheckResult };

/** A program as a terminal starts it. */
export interface Program {
  /** As it is typed into a shell. */
  readonly line: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Why there is no program: the words of the compiler, or what is missing. */
export interface NoProgram {
  readonly problem: string;
}

/** What runs labs. Behind an interface, because a browser can do a part of it only, and tests look at what is asked of it. */
export interface Engine {
  /** Looks for the programs; takes up to some seconds the first time. */
  runtimes(languages: readonly LabLanguage[]): Promise<ReadonlyMap<LabLanguage, RuntimeState>>;
  /** Never rejects for what the learner's program does. */
  run(run: EngineRun): Promise<readonly CheckResult[]>;
  /** Ends everything that still runs, at once. */
  end(): void;
  makeRepository(folder: Uri, steps: readonly RepositoryStep[]): Promise<void>;
  /**
   * Undefined where the lab has no program that is started. The program of a folder has the port that it had before, for which it waits
   * some seconds; whatever was started there must be ended by now.
   */
  program(lab: Lab, language: LabLanguage, folder: Uri, dataDir: Uri): Promise<Program | NoProgram | undefined>;
}
