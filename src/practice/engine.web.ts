import * as vscode from 'vscode';
import type { CheckResult, SqlCheck } from '../core/lab';
import { mainFiles } from '../core/labNames';
import { messageOf } from '../platform/errors';
import { openDatabase } from '../platform/postgres';
import type { Engine, EngineRun } from './engine';
import { CheckFailed } from './run/outcome';
import { runSqlCheck } from './run/sqlCheck';
import { usualLimits } from './run/types';

/** In a browser: SQL only, since its database comes with the extension. */
export function createEngine(extensionUri: vscode.Uri): Engine {
  return {
    runtimes: () => Promise.resolve(new Map()),
    async run(run) {
      const { lab, checks, signal, on } = run;
      const results: CheckResult[] = [];
      for (const check of lab.checks) {
        if (check.kind !== 'sql' || !checks.includes(check.id) || signal.aborted) continue;
        on({ type: 'started', check: check.id });
        const result = await runCheck(run, check, extensionUri);
        results.push(result);
        on({ type: 'finished', result });
      }
      return results;
    },
    end: () => undefined,
    makeRepository: () => Promise.reject(new Error('There is no Git in a browser')),
    program: () => Promise.resolve(undefined),
  };
}

async function runCheck(run: EngineRun, check: SqlCheck, extensionUri: vscode.Uri): Promise<CheckResult> {
  const began = performance.now();
  const late = AbortSignal.timeout(usualLimits.check);
  const done = (outcome: CheckResult['outcome'], failures: CheckResult['failures'] = []): CheckResult => ({
    check: check.id,
    outcome,
    failures,
    output: '',
    duration: performance.now() - began,
  });
  try {
    const file = vscode.Uri.joinPath(run.folder, mainFiles[run.language] ?? '');
    const answer = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    const open = (): ReturnType<typeof openDatabase> => openDatabase({ extensionUri });
    await runSqlCheck(check, { seed: run.seed, answer, signal: AbortSignal.any([run.signal, late]), open });
    return done('passed');
  } catch (error) {
    if (run.signal.aborted) return done('cancelled');
    if (late.aborted)
      return done('failed', [
        { message: vscode.l10n.t('The check took longer than {0} seconds.', usualLimits.check / 1000) },
      ]);
    if (error instanceof CheckFailed) return done(error.isError ? 'errored' : 'failed', error.failures);
    return done('errored', [{ message: messageOf(error) }]);
  }
}
