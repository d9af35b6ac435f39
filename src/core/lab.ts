/**
 * A lab: something to build, and checks that look at it from outside, so that one set serves every language. The learner's program is only
 * ever asked what it does, never how it is written.
 */
import type { LabLanguage, LabSummary } from './model';

export { labKinds, labLanguages, type LabKind, type LabLanguage, type LabSummary } from './model';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Lab extends Omit<LabSummary, 'checks'> {
  readonly format: 1;
  /** Environment of the program besides `PORT`, `HOST` and `DATA_DIR`. */
  readonly env: Readonly<Record<string, string>>;
  /** Command per language, where it is not the usual one; `${PORT}` is filled in. */
  readonly run: Readonly<Partial<Record<LabLanguage, readonly string[]>>>;
  /** A server of ours that a configured proxy can reach at `UPSTREAM`; it answers with JSON of what it was asked. */
  readonly upstream: boolean;
  /** How the repository of a git lab comes about. */
  readonly repository: readonly RepositoryStep[];
  readonly checks: readonly Check[];
  readonly brief: Brief;
}

/** `brief.md`: Markdown under `## Goal` and `## Rules`, and one hint per `### ` heading under `## Hints`. */
export interface Brief {
  readonly goal: string;
  readonly rules: string;
  readonly hints: readonly { readonly title: string; readonly markdown: string }[];
}

interface CheckBase {
  /** Unique in the lab, and kept for ever. */
  readonly id: string;
  /** A sentence that says what must hold: "GET / answers 200". */
  readonly title: string;
  /** Texts to look for in the learner's files, the most telling first: the line that a failure points at. */
  readonly look: readonly string[];
}

/** The lists are empty for a lab of another kind. */
export type Check = HttpCheck | CliCheck | SqlCheck | GitCheck;

// ---------- texts and JSON that are compared ----------

/** A text is compared exactly. In all expected values `${name}` stands for what an earlier step has captured. */
export type TextMatch =
  | string
  | { readonly matches: string; readonly flags?: string }
  | { readonly contains: string }
  | { readonly oneOf: readonly TextMatch[] }
  | { readonly all: readonly TextMatch[] }
  | { readonly not: TextMatch };

/**
 * Expected JSON. Scalars are equal. An object names the fields that must be there and match; others may be there too, unless it has
 * `"$only": true`. A list has as many entries, each matching. An object with one of these keys is a rule instead:
 * `$type` (`string`, `number`, `integer`, `boolean`, `array`, `object`, `null`), `$text` ({@link TextMatch}), `$length` (a number or a rule
 * for numbers), `$gte`, `$lte`, `$includes` (a list holds an entry that matches), `$every` (each entry matches), `$oneOf` (a list of
 * matches), `$not`, `$absent: true` (the field is not there). Several rules in one object must all hold.
 */
export type JsonMatch = Json;

// ---------- http ----------

/** Each check starts the program anew, with an empty folder `DATA_DIR`, and waits until `PORT` is listened to. */
export interface HttpCheck extends CheckBase {
  readonly kind: 'http';
  readonly steps: readonly HttpStep[];
}

export interface HttpStep {
  /** Method and target: `POST /items/${id}?page=2`. */
  readonly request?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body: one of these. `json` sets the content type too; `bytes` sends so many of the letter `x`. */
  readonly body?: string;
  readonly json?: Json;
  readonly form?: Readonly<Record<string, string>>;
  readonly bytes?: number;
  /** A file in a multipart form; `text`, or so many `bytes`. */
  readonly file?: {
    readonly field: string;
    readonly name: string;
    readonly type: string;
    readonly text?: string;
    readonly bytes?: number;
  };
  /** Adds an HMAC-SHA-256 of the body in hex, or of `<timestamp>.<body>` where a header for the time is named. */
  readonly sign?: {
    readonly header: string;
    readonly secret: string;
    readonly prefix?: string;
    readonly timestampHeader?: string;
    /** How old the timestamp is made, in seconds. */
    readonly age?: number;
  };
  /** Instead of a request: exactly these bytes, on a connection of its own. */
  readonly raw?: string;
  /** So many of this request, one after another, or at the same time. */
  readonly times?: number;
  readonly parallel?: number;
  /** The answer is not waited for; a later step with `await` does that and checks it. */
  readonly background?: string;
  readonly await?: string;
  /** The answer is kept open under this name, as server-sent events; `receive` waits for the next event of it. */
  readonly stream?: string;
  readonly receive?: string;
  readonly close?: string;
  readonly expect?: HttpExpect;
  /** Name → where it is taken from: `status`, `body`, `header etag`, `cookie session`, `json /items/0/id` (JSON Pointer). */
  readonly capture?: Readonly<Record<string, string>>;
  /** Ends the program and starts it again with the same `DATA_DIR`: `stop` asks with SIGTERM first, `kill` does not ask. */
  readonly restart?: 'stop' | 'kill';
  /** Sends a signal to the program and goes on. */
  readonly signal?: 'SIGTERM' | 'SIGINT';
  /** Waits until the program has ended by itself. `within` in milliseconds. */
  readonly exit?: { readonly code?: number; readonly within: number };
  /** Milliseconds. */
  readonly pause?: number;
}

export interface HttpExpect {
  /** `200`, `"2xx"`, or a list of those. */
  readonly status?: number | string | readonly (number | string)[];
  /** With `times` or `parallel`: status → how many answers must have it. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** Null: the header must not be there. Names in lower case. */
  readonly headers?: Readonly<Record<string, TextMatch | null>>;
  readonly body?: TextMatch;
  readonly json?: JsonMatch;
  /** Most and least milliseconds until the whole answer is there. */
  readonly within?: number;
  readonly atLeast?: number;
  /** With `times` or `parallel`: what a capture takes from each answer must differ from all others. */
  readonly distinct?: string;
  /** The connection is closed without an answer, or an answer comes that matches the rest. */
  readonly orClosed?: boolean;
  /** The connection is refused: nobody listens any more. */
  readonly refused?: boolean;
  /** With `receive`: the fields of the event. */
  readonly event?: {
    readonly event?: TextMatch;
    readonly data?: TextMatch;
    readonly json?: JsonMatch;
    readonly id?: TextMatch;
  };
}

// ---------- cli ----------

export interface CliCheck extends CheckBase {
  readonly kind: 'cli';
  readonly args: readonly string[];
  readonly stdin: string;
  /** Written into the folder where the program runs, an empty one. A number makes a file of so many `repeat` lines. */
  readonly files: Readonly<Record<string, string | { readonly line: string; readonly repeat: number }>>;
  readonly expect: {
    readonly exit?: number | 'not zero';
    readonly stdout?: TextMatch;
    readonly stderr?: TextMatch;
    /** Standard output as JSON. */
    readonly json?: JsonMatch;
    readonly files?: Readonly<Record<string, TextMatch | null>>;
    /** Milliseconds. */
    readonly within?: number;
  };
}

// ---------- sql ----------

/** The lab's `seed.sql` makes a fresh database; then `before`, then the learner's `answer.sql`, then `query`. */
export interface SqlCheck extends CheckBase {
  readonly kind: 'sql';
  readonly before: string;
  /** How many times the learner's file is run, one after another; 2 shows that it can be run again. */
  readonly runs: number;
  /** Asked after the file. Without one, what statement {@link answer} of the file returned is looked at. */
  readonly query: string | undefined;
  /** Which result of the file: 1 is the first statement that returns rows, -1 the last. */
  readonly answer: number;
  readonly expect: {
    readonly columns?: readonly string[];
    readonly rows?: readonly (readonly Json[])[];
    /** False unless said: rows are compared in any order. */
    readonly ordered?: boolean;
    readonly count?: number;
    /** SQLSTATE that the query must fail with, as `23505`, or its class, as `23`. */
    readonly error?: string;
    /** The plan of the query, or of the learner's statement, has one of the node types or index names in `uses`, and none in `avoids`. */
    readonly plan?: { readonly uses?: readonly string[]; readonly avoids?: readonly string[] };
    /** Most statements that the learner's file may have. */
    readonly statements?: number;
    /** The learner's file as text. */
    readonly text?: TextMatch;
  };
}

// ---------- git ----------

/** One step of making a repository; author, committer and times are ours, so that the ids are the same everywhere. */
export interface RepositoryStep {
  /** Creates a branch here and changes to it. */
  readonly branch?: string;
  readonly checkout?: string;
  /** Files to write before committing; null deletes. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly commit?: string;
  readonly merge?: string;
  readonly tag?: string;
  /** Any other git command, without `git`. */
  readonly git?: readonly string[];
  /** The command is meant to fail, as a merge with a conflict does. */
  readonly fails?: boolean;
}

export interface GitCheck extends CheckBase {
  readonly kind: 'git';
  readonly facts: readonly GitFact[];
}

/** What must hold of the repository. Refs are anything that `git rev-parse` takes. */
export type GitFact =
  | { readonly fact: 'branch'; readonly name: string; readonly exists: boolean }
  | { readonly fact: 'head'; readonly branch: string }
  /** Everything of `ref` is in `into`. */
  | { readonly fact: 'merged'; readonly ref: string; readonly into: string }
  /** A file at a ref, or in the working folder. Null: it must not be there. */
  | { readonly fact: 'file'; readonly path: string; readonly at?: string; readonly text: TextMatch | null }
  /** Number of commits of a range, and what each of their subjects must match. */
  | {
      readonly fact: 'commits';
      readonly range: string;
      readonly count?: number;
      readonly least?: number;
      readonly subjects?: TextMatch;
    }
  /** One commit's whole message. */
  | { readonly fact: 'message'; readonly at: string; readonly text: TextMatch }
  | { readonly fact: 'parents'; readonly at: string; readonly count: number }
  /** No commit that any ref reaches has the path, or a line with the text. */
  | { readonly fact: 'never'; readonly path?: string; readonly text?: string }
  /** A tag points to a commit with this subject. */
  | { readonly fact: 'tag'; readonly name: string; readonly subject: TextMatch }
  /** Nothing is changed, staged or left in the middle of a merge, rebase or bisect. */
  | { readonly fact: 'clean' };

// ---------- results ----------

/** Why a check does not pass: what was expected and what came, to be shown as a diff where there are both. */
export interface Failure {
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
}

export type CheckOutcome = 'passed' | 'failed' | 'errored' | 'cancelled';

export interface CheckResult {
  readonly check: string;
  readonly outcome: CheckOutcome;
  readonly failures: readonly Failure[];
  /** What the program printed meanwhile, standard output and error together, cut to a limit. */
  readonly output: string;
  /** Milliseconds. */
  readonly duration: number;
}
