import type { Failure, Json, SqlCheck } from '../../core/lab';
import { describeText, matchJson, matchText, show } from '../../core/labMatch';
import { Cancelled, CheckFailed } from './outcome';
import { splitStatements } from './sqlText';
import type { Database, DatabaseFault, QueryResult } from './types';

export interface SqlOptions {
  readonly seed: string;
  /** The learner's `answer.sql`. */
  readonly answer: string;
  readonly signal: AbortSignal;
  open(): Promise<Database>;
}

/** Runs the learner's file on a fresh database and looks at what came of it. Rejects with `CheckFailed` or `Cancelled`. */
export async function runSqlCheck(check: SqlCheck, options: SqlOptions): Promise<void> {
  const { signal } = options;
  // A statement that never ends must not keep us: closing ends it.
  let cancel: (() => void) | undefined;
  const cancelled = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', (cancel = () => reject(new Cancelled()))),
  );
  cancelled.catch(() => undefined);
  const opening = options.open();
  try {
    const database = await Promise.race([opening, cancelled]);
    if (signal.aborted) throw new Cancelled();
    await Promise.race([look(check, options, database), cancelled]);
  } finally {
    if (cancel) signal.removeEventListener('abort', cancel);
    await opening.then((database) => database.close()).catch(() => undefined);
  }
}

async function look(check: SqlCheck, { seed, answer }: SqlOptions, database: Database): Promise<void> {
  const { expect } = check;
  const own = async (sql: string, what: string): Promise<void> => {
    if (sql.trim() === '') return;
    await database.exec(sql).catch((error: unknown) => {
      throw new CheckFailed({ message: `${what} of the lab failed: ${faultOf(error).message}` }, true);
    });
  };
  await own(seed, 'seed.sql');
  await own(check.before, 'The preparation');

  const failures: Failure[] = [];
  const statements = splitStatements(answer);
  if (expect.statements !== undefined && statements.length > expect.statements)
    failures.push({
      message: `The file has ${statements.length} statements; at most ${expect.statements} are allowed.`,
    });
  if (expect.text !== undefined && !matchText(expect.text, answer))
    failures.push({
      message: 'The text of the file is not as expected.',
      expected: describeText(expect.text),
      actual: answer,
    });
  if (statements.length === 0) failures.push({ message: 'The file has no statement yet.' });
  if (failures.length > 0) throw new CheckFailed(failures);

  const asked = check.query;
  let results: { readonly result: QueryResult; readonly sql: string }[] = [];
  for (let time = 1; time <= check.runs; time++) {
    results = [];
    for (const { sql, line } of statements) {
      try {
        for (const result of await database.exec(sql)) results.push({ result, sql });
      } catch (error) {
        const fault = faultOf(error);
        if (asked === undefined && expect.error !== undefined) return void expectError(expect.error, fault);
        const again = time > 1 ? `, when the file is run once more` : '';
        throw new CheckFailed({
          message: `Line ${lineOf(sql, line, fault)}: ${fault.message}${codeOf(fault)}${again}.`,
        });
      }
    }
  }
  if (asked !== undefined && expect.error !== undefined) {
    const fault = await database.exec(asked).then(
      () => undefined,
      (error: unknown) => faultOf(error),
    );
    if (!fault) throw new CheckFailed({ message: `This must fail, but it was accepted:\n${asked}` });
    return void expectError(expect.error, fault, asked);
  }
  if (expect.error !== undefined)
    throw new CheckFailed({ message: `The file must fail with ${expect.error}, but it was accepted.` });

  const answers = results.filter(({ result }) => result.columns.length > 0);
  const chosen = asked === undefined ? answers.at(check.answer > 0 ? check.answer - 1 : check.answer) : undefined;
  const needsRows = expect.rows !== undefined || expect.columns !== undefined || expect.count !== undefined;
  if (needsRows) {
    const result = asked === undefined ? chosen?.result : await lastResult(database, asked);
    if (!result)
      throw new CheckFailed({ message: 'The file has no statement that returns the rows that are asked for.' });
    failures.push(...rowsFailures(check, result));
  }
  if (expect.plan) {
    const sql = asked ?? chosen?.sql ?? statements.at(-1)?.sql ?? '';
    failures.push(...(await planFailures(database, sql, expect.plan)));
  }
  if (failures.length > 0) throw new CheckFailed(failures);
}

async function lastResult(database: Database, sql: string): Promise<QueryResult | undefined> {
  try {
    return (await database.exec(sql)).findLast((result) => result.columns.length > 0);
  } catch (error) {
    const fault = faultOf(error);
    throw new CheckFailed({ message: `After your file, this failed: ${fault.message}${codeOf(fault)}\n${sql}` });
  }
}

function faultOf(error: unknown): DatabaseFault {
  const fault = typeof error === 'object' && error !== null ? (error as Partial<DatabaseFault>) : {};
  return { ...fault, message: fault.message ?? String(error) };
}

const codeOf = ({ code }: DatabaseFault): string => (code === undefined ? '' : ` (${code})`);

/** The line of the learner's file that an error means. */
function lineOf(sql: string, line: number, { position }: DatabaseFault): number {
  const at = Number(position);
  return Number.isInteger(at) && at >= 0 ? line + sql.slice(0, at).split('\n').length - 1 : line;
}

function expectError(expected: string, fault: DatabaseFault, sql?: string): void {
  if (fault.code?.startsWith(expected)) return;
  const of = sql === undefined ? '' : `\n${sql}`;
  throw new CheckFailed({
    message: `It failed as it must, but for another reason: ${fault.message}${of}`,
    expected: `SQLSTATE ${expected}`,
    actual: `SQLSTATE ${fault.code ?? 'unknown'}`,
  });
}

// ---------- rows ----------

function rowsFailures({ expect }: SqlCheck, result: QueryResult): readonly Failure[] {
  const failures: Failure[] = [];
  const { columns, rows, count, ordered = false } = expect;
  if (columns && columns.join('\n') !== result.columns.join('\n'))
    failures.push({
      message: 'The columns are not as expected.',
      expected: columns.join(' | '),
      actual: result.columns.join(' | '),
    });
  if (count !== undefined && result.rows.length !== count)
    failures.push({
      message: `There are ${result.rows.length} rows, not ${count}.`,
      expected: `${count} rows`,
      actual: table(result.columns, result.rows),
    });
  if (rows && !sameRows(rows, result.rows, ordered)) {
    const headings = columns ?? result.columns;
    const sorted = sameRows(rows, result.rows, false) ? ' Only their order differs.' : '';
    const order = (list: readonly (readonly Json[])[]): readonly (readonly Json[])[] =>
      ordered ? list : [...list].sort((a, b) => (line(a) < line(b) ? -1 : 1));
    failures.push({
      message: `The rows are not as expected.${sorted}`,
      expected: table(headings, order(rows)),
      actual: table(result.columns, order(result.rows)),
    });
  }
  return failures;
}

export function sameRows(
  expected: readonly (readonly Json[])[],
  actual: readonly (readonly Json[])[],
  ordered: boolean,
): boolean {
  if (expected.length !== actual.length) return false;
  if (ordered) return expected.every((row, at) => sameRow(row, actual[at]!));
  const left = [...actual];
  return expected.every((row) => {
    const at = left.findIndex((candidate) => sameRow(row, candidate));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

const sameRow = (expected: readonly Json[], actual: readonly Json[]): boolean =>
  expected.length === actual.length && expected.every((cell, at) => sameCell(cell, actual[at]!));

/** Numbers that do not fit into ours come as texts; how many zeros a number ends in does not matter. */
function sameCell(expected: Json, actual: Json): boolean {
  if (typeof expected === 'number' && typeof actual === 'string')
    return /^-?\d+(?:\.\d+)?$/.test(actual) && Number(actual) === expected;
  if (typeof expected === 'string' && typeof actual === 'number') return expected === String(actual);
  return matchJson(expected, actual).length === 0;
}

const cell = (value: Json): string => (value === null ? 'NULL' : typeof value === 'string' ? value : show(value));
const line = (row: readonly Json[]): string => row.map(cell).join(' | ');

function table(columns: readonly string[], rows: readonly (readonly Json[])[]): string {
  const shown = rows.slice(0, 200).map(line);
  return [columns.join(' | '), ...shown, ...(rows.length > 200 ? [`… ${rows.length - 200} more rows`] : [])].join('\n');
}

// ---------- plans ----------

type Plan = Readonly<Record<string, unknown>>;

async function planFailures(
  database: Database,
  sql: string,
  { uses, avoids }: NonNullable<SqlCheck['expect']['plan']>,
): Promise<readonly Failure[]> {
  let plan: unknown;
  try {
    // Without figures about the tables the planner would guess.
    await database.exec('ANALYZE');
    const [result] = await database.exec(`EXPLAIN (FORMAT JSON, COSTS OFF) ${sql.replace(/;\s*$/, '')}`);
    plan = result?.rows[0]?.[0];
    if (typeof plan === 'string') plan = JSON.parse(plan);
  } catch (error) {
    return [{ message: `There is no plan for this statement: ${faultOf(error).message}\n${sql}` }];
  }
  const names = new Set<string>();
  const lines: string[] = [];
  const walk = (node: Plan, depth: number): void => {
    const [type, index, relation] = ['Node Type', 'Index Name', 'Relation Name'].map(
      (key) => node[key] as string | undefined,
    );
    if (type !== undefined) {
      for (const name of [type, index, relation && `${type} on ${relation}`]) if (name !== undefined) names.add(name);
      lines.push(`${'  '.repeat(depth)}${type}${index ? ` using ${index}` : ''}${relation ? ` on ${relation}` : ''}`);
    }
    for (const child of (node['Plans'] ?? []) as readonly Plan[]) walk(child, depth + 1);
  };
  for (const entry of Array.isArray(plan) ? (plan as readonly Plan[]) : []) walk((entry['Plan'] ?? {}) as Plan, 0);
  const actual = lines.join('\n');
  const bad = avoids?.filter((name) => names.has(name)) ?? [];
  if (bad.length > 0)
    return [{ message: `The plan has ${bad.join(' and ')}.`, expected: `no ${bad.join(', no ')}`, actual }];
  if (uses && !uses.some((name) => names.has(name)))
    return [{ message: `The plan does not use ${uses.join(' or ')}.`, expected: uses.join(' or '), actual }];
  return [];
}
