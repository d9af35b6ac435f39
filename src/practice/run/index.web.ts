/** A browser can start no programs: there is no runtime for anything, and no check is tried. */
import type { CheckResult } from '../../core/lab';
import type { InstallHint, LabRun, Runtime } from './types';

export function runLab(run: LabRun): Promise<readonly CheckResult[]> {
  const failures = [{ message: 'Labs run in VS Code for the desktop only: a browser can start no programs.' }];
  const checks = run.lab.checks.filter((check) => run.checks?.includes(check.id) ?? true);
  const results = checks.map((check): CheckResult => ({
    check: check.id,
    outcome: 'errored',
    failures,
    output: '',
    duration: 0,
  }));
  for (const result of results) run.on({ type: 'finished', result });
  return Promise.resolve(results);
}

export function findRuntime(): Promise<Runtime | undefined> {
  return Promise.resolve(undefined);
}

export function forgetRuntimes(): void {
  // Nothing is ever found.
}

export function installHint(): InstallHint | undefined {
  return undefined;
}

export function endAll(): void {
  // Nothing was ever started.
}

export function makeRepository(): Promise<void> {
  return Promise.reject(new Error('A browser can start no programs, and Git is one.'));
}
