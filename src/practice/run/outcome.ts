import type { Failure } from '../../core/lab';

/** Ends a check: what the learner is told. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
  readonly failures: readonly Failure[];

  constructor(
    failures: Failure | readonly Failure[],
    /** True when the check could not be tried at all. */
    readonly isError = false,
  ) {
    const list = Array.isArray(failures) ? (failures as readonly Failure[]) : [failures as Failure];
    super(list[0]?.message ?? '');
    this.failures = list;
  }
}

/** Ends a check without a word: the run was cancelled. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Asked anew each time; the compiler takes a property for one that does not change meanwhile. */
export const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** `2 s`, `300 ms`. */
export const duration = (milliseconds: number): string =>
  milliseconds >= 1000 && milliseconds % 100 === 0 ? `${milliseconds / 1000} s` : `${Math.round(milliseconds)} ms`;

/** The last lines of what a program printed, for the end of a sentence. */
export function lastOutput(output: string): string {
  const text = output.trimEnd();
  if (text === '') return ' It printed nothing.';
  const lines = text.split(/\r?\n/).slice(-15).join('\n');
  return `\nLast output:\n${lines.length > 2000 ? `…${lines.slice(-2000)}` : lines}`;
}
