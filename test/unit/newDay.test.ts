import assert from 'node:assert/strict';
import { watchDay, type DayWatch } from '../../src/platform/newDay';
import { dayOf } from '../../src/core/days';

/** A clock that stands still until it is moved on; timers come when it passes them. */
class Clock {
  private readonly due = new Map<number, { readonly at: number; readonly work: () => void }>();
  private next = 1;
  constructor(public now: number) {}

  readonly timers = {
    start: (work: () => void, delay: number): unknown => {
      assert.ok(delay > 0, 'a timer that comes at once');
      this.due.set(this.next, { at: this.now + delay, work });
      return this.next++;
    },
    stop: (timer: unknown): void => void this.due.delete(timer as number),
  };

  get waiting(): number {
    return this.due.size;
  }

  moveTo(moment: number): void {
    for (;;) {
      const [first] = [...this.due].sort(([, a], [, b]) => a.at - b.at);
      if (!first || first[1].at > moment) break;
      this.due.delete(first[0]);
      this.now = first[1].at;
      first[1].work();
    }
    this.now = moment;
  }

  /** As a machine that sleeps: time passes, timers do not. */
  sleepUntil(moment: number): void {
    const slept = moment - this.now;
    for (const [timer, { at, work }] of this.due) this.due.set(timer, { at: at + slept, work });
    this.now = moment;
  }
}

describe('a new day', () => {
  let zone: string;
  let told: string[];
  const watch = (clock: Clock): DayWatch =>
    watchDay(
      () => dayOf(clock.now, zone),
      () => told.push(new Date(clock.now).toISOString().slice(0, 19)),
      () => clock.now,
      clock.timers,
    );
  const at = (text: string): number => Date.parse(`${text}Z`);
  beforeEach(() => {
    told = [];
  });

  for (const [name, midnight] of [
    ['UTC', '2026-11-23T00:00:00'],
    ['Asia/Kathmandu', '2026-11-22T18:15:00'],
    ['Australia/Adelaide', '2026-11-22T13:30:00'],
    ['Pacific/Chatham', '2026-11-22T10:15:00'],
    ['America/St_Johns', '2026-11-23T03:30:00'],
  ] as const)
    it(`begins at midnight in ${name}, once`, () => {
      zone = name;
      const clock = new Clock(at(midnight) - 5 * 60 * 60 * 1000 - 12_345);
      const watching = watch(clock);
      clock.moveTo(at(midnight) - 1);
      assert.deepEqual(told, []);
      clock.moveTo(at(midnight) + 20 * 60 * 60 * 1000);
      assert.deepEqual(told, [midnight]);
      clock.moveTo(at(midnight) + 25 * 60 * 60 * 1000);
      assert.equal(told.length, 2);
      watching.dispose();
      assert.equal(clock.waiting, 0);
    });

  it('is noticed at the next look after the machine has slept over midnight, and told once', () => {
    zone = 'UTC';
    const clock = new Clock(at('2026-11-22T20:00:00'));
    const watching = watch(clock);
    clock.sleepUntil(at('2026-11-23T07:03:00'));
    assert.deepEqual(told, []);
    watching.look();
    assert.deepEqual(told, ['2026-11-23T07:03:00']);
    clock.moveTo(at('2026-11-23T20:00:00'));
    assert.equal(told.length, 1);
  });

  it('comes with a journey over the date line', () => {
    zone = 'Pacific/Auckland';
    const clock = new Clock(at('2026-11-22T20:00:00'));
    watch(clock);
    zone = 'Pacific/Honolulu';
    clock.moveTo(at('2026-11-22T20:20:00'));
    assert.deepEqual(told, ['2026-11-22T20:15:00']);
  });
});
