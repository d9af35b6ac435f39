import assert from 'node:assert/strict';
import { Soon, type Timers } from '../../src/platform/soon';

/** Time that passes when it is told to. */
function clock(): Timers & { pass(): void; readonly waiting: number } {
  const waiting = new Map<number, () => void>();
  let next = 0;
  return {
    start(work) {
      waiting.set(++next, work);
      return next;
    },
    stop: (timer) => void waiting.delete(timer as number),
    pass() {
      const due = [...waiting.values()];
      waiting.clear();
      for (const work of due) work();
    },
    get waiting() {
      return waiting.size;
    },
  };
}

describe('what is done soon', () => {
  it('is done once for many requests, and again for later ones', () => {
    const timers = clock();
    let count = 0;
    const soon = new Soon(() => count++, 100, timers);
    for (let request = 0; request < 5; request++) soon.ask();
    assert.deepEqual([count, timers.waiting], [0, 1]);
    timers.pass();
    assert.equal(count, 1);
    timers.pass();
    assert.equal(count, 1);
    soon.ask();
    timers.pass();
    assert.equal(count, 2);
  });

  it('is done at once if need be, and then not a second time', () => {
    const timers = clock();
    let count = 0;
    const soon = new Soon(() => count++, 100, timers);
    soon.ask();
    soon.now();
    assert.deepEqual([count, timers.waiting], [1, 0]);
  });

  it('is not done when it is called off, and may be asked for by itself while it is done', () => {
    const timers = clock();
    let count = 0;
    const soon: Soon = new Soon(
      () => {
        if (++count < 2) soon.ask();
      },
      100,
      timers,
    );
    soon.ask();
    soon.cancel();
    timers.pass();
    assert.equal(count, 0);
    soon.ask();
    timers.pass();
    timers.pass();
    assert.deepEqual([count, timers.waiting], [2, 0]);
  });
});
