/** How time passes; replaced in tests. */
export interface Timers {
  start(work: () => void, delay: number): unknown;
  stop(timer: unknown): void;
}

/** From the first rows of the tree, or what would show them, to work that they must not wait for. Milliseconds. */
export const afterFirstPaint = 300;

export const realTimers: Timers = {
  start: (work, delay) => setTimeout(work, delay),
  stop: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

/** Does something once, however often it is asked for within a moment. */
export class Soon {
  private timer: { readonly running: unknown } | undefined;

  /** @param delay milliseconds after the first request; later ones do not postpone it. */
  constructor(
    private readonly work: () => void,
    private readonly delay: number,
    private readonly timers: Timers = realTimers,
  ) {}

  ask(): void {
    this.timer ??= { running: this.timers.start(() => this.now(), this.delay) };
  }

  /** Does it at once; what was asked for is done with that. */
  now(): void {
    this.cancel();
    this.work();
  }

  cancel(): void {
    if (this.timer) this.timers.stop(this.timer.running);
    this.timer = undefined;
  }
}
