import { realTimers, type Timers } from './soon';

/** Every midnight on Earth falls on one: no zone is off by anything else. Milliseconds. */
const quarter = 15 * 60 * 1000;
/** A timer may come a little early. Milliseconds. */
const slack = 50;

export interface DayWatch {
  /** Looks at once; a machine that was asleep at midnight wakes up late. */
  look(): void;
  dispose(): void;
}

/**
 * Tells when the day becomes another one: at midnight, or because the reader has travelled.
 *
 * @param today the day that it is now, in any form.
 */
export function watchDay(
  today: () => string,
  listener: () => void,
  now: () => number = Date.now,
  timers: Timers = realTimers,
): DayWatch {
  let last = today();
  let timer: unknown;
  const look = (): void => {
    const day = today();
    if (day === last) return;
    last = day;
    listener();
  };
  const wait = (): void => {
    timer = timers.start(
      () => {
        wait();
        look();
      },
      quarter - (now() % quarter) + slack,
    );
  };
  wait();
  return { look, dispose: () => timers.stop(timer) };
}
