import assert from 'node:assert/strict';

/** Milliseconds of work; on a busy machine the clock also counts the time of others. */
export function spent(work: () => void): number {
  const started = performance.now();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return Math.min(performance.now() - started, (user + system) / 1000);
}

/**
 * For what would take for ever if it were written wrongly; `limit` ms are many times of what it takes. What is slow is slow each
 * time: one run that was interrupted, or in which memory was tidied up, says nothing.
 */
export function assertQuick(limit: number, work: () => void, name = 'it'): void {
  let took = Infinity;
  for (let turn = 0; turn < 3 && took >= limit; turn++) took = spent(work);
  assert.ok(took < limit, `${name} took ${Math.round(took)} ms of work, which should be far below ${limit}`);
}
