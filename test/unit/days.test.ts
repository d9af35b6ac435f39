import assert from 'node:assert/strict';
import { addDays, dayOf, daysFrom, readersDays, weekOf, zoneAt } from '../../src/core/days';

describe('days', () => {
  it('are those of the zone', () => {
    const moment = Date.UTC(2026, 0, 31, 23, 30);
    assert.equal(dayOf(moment, 'UTC'), '2026-01-31');
    assert.equal(dayOf(moment, 'Europe/Berlin'), '2026-02-01');
    assert.equal(dayOf(moment, 'Pacific/Honolulu'), '2026-01-31');
    assert.equal(dayOf(moment, 'Pacific/Kiritimati'), '2026-02-01');
  });

  it('end at midnight where clocks are changed', () => {
    // Summer time ends on 25 October 2026 in Berlin: the day has 25 hours.
    assert.equal(dayOf(Date.UTC(2026, 9, 24, 22, 0), 'Europe/Berlin'), '2026-10-25');
    assert.equal(dayOf(Date.UTC(2026, 9, 24, 21, 59, 59), 'Europe/Berlin'), '2026-10-24');
    assert.equal(dayOf(Date.UTC(2026, 9, 25, 22, 59, 59), 'Europe/Berlin'), '2026-10-25');
    assert.equal(dayOf(Date.UTC(2026, 9, 25, 23, 0), 'Europe/Berlin'), '2026-10-26');
    // It begins on 29 March: 23 hours.
    assert.equal(dayOf(Date.UTC(2026, 2, 28, 23, 0), 'Europe/Berlin'), '2026-03-29');
    assert.equal(dayOf(Date.UTC(2026, 2, 29, 21, 59, 59), 'Europe/Berlin'), '2026-03-29');
    assert.equal(dayOf(Date.UTC(2026, 2, 29, 22, 0), 'Europe/Berlin'), '2026-03-30');
  });

  it('follow the learner from zone to zone', () => {
    const zones = [
      { at: 1000, zone: 'Europe/Berlin' },
      { at: 2000, zone: 'Asia/Tokyo' },
      { at: 3000, zone: 'Europe/Berlin' },
    ];
    assert.deepEqual(
      [0, 1000, 1999, 2000, 2999, 3000].map((moment) => zoneAt(zones, moment, 'UTC')),
      ['Europe/Berlin', 'Europe/Berlin', 'Europe/Berlin', 'Asia/Tokyo', 'Asia/Tokyo', 'Europe/Berlin'],
    );
    assert.equal(zoneAt([], 5, 'UTC'), 'UTC');
    const flown = Date.UTC(2026, 5, 1, 20);
    const day = readersDays(
      [
        { at: 0, zone: 'Europe/London' },
        { at: flown, zone: 'Asia/Tokyo' },
      ],
      'UTC',
    );
    assert.deepEqual([day(flown - 1), day(flown)], ['2026-06-01', '2026-06-02']);
  });

  it('are those of UTC in a zone that the machine has not heard of', () => {
    assert.equal(dayOf(Date.UTC(2026, 5, 1, 23), 'Moon/Tranquility'), '2026-06-01');
  });

  it('are counted by the calendar', () => {
    assert.equal(addDays('2026-02-28', 1), '2026-03-01');
    assert.equal(addDays('2028-02-28', 1), '2028-02-29');
    assert.equal(addDays('2026-01-01', -1), '2025-12-31');
    assert.equal(daysFrom('2026-03-28', '2026-03-30'), 2);
    assert.equal(daysFrom('2026-03-30', '2026-03-28'), -2);
    assert.deepEqual(['2026-11-16', '2026-11-21', '2026-11-22', '2026-11-23'].map(weekOf), [
      '2026-11-16',
      '2026-11-16',
      '2026-11-16',
      '2026-11-23',
    ]);
  });
});
