import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, dayOf, daysFrom, zoneAt, type Zones } from '../../src/core/days';
import {
  activeDays,
  activeInWeek,
  actsOf,
  countOf,
  entriesOf,
  firstDayOfWeek,
  levelOf,
  localTime,
  rangeOf,
  regionalLocale,
  streaks,
  weeksOf,
  weekStart,
  type Act,
  type JournalFacts,
  type WeekDay,
} from '../../src/core/journal';
import {
  broughtBack,
  emptyProgress,
  mergeInto,
  practisedAt,
  reviewsOf,
  verifiedBy,
  type Grade,
} from '../../src/core/progress';

const hour = 3_600_000;
const at = (text: string): number => Date.parse(text);
const tick = (moment: number | string, id = 'core/git/item-0'): Act => ({
  kind: 'tick',
  at: typeof moment === 'string' ? at(moment) : moment,
  id,
});
const sorted = (acts: readonly Act[]): Act[] => [...acts].sort((a, b) => a.at - b.at);
const lived = (...stays: readonly (readonly [since: string | number, zone: string])[]): Zones =>
  stays.map(([since, zone]) => ({ at: typeof since === 'string' ? at(since) : since, zone }));
const berlin = lived([0, 'Europe/Berlin']);

const daysOf = (acts: readonly Act[], zones: Zones): string[] =>
  activeDays(sorted(acts), zones, 'UTC').map(({ day }) => day);
const streakOf = (acts: readonly Act[], zones: Zones, now: string | number, here?: string): [number, number] => {
  const moment = typeof now === 'string' ? at(now) : now;
  const { current, longest } = streaks(
    activeDays(sorted(acts), zones, 'UTC'),
    zones,
    moment,
    here ?? zoneAt(zones, moment, 'UTC'),
  );
  return [current, longest];
};

describe('the days of the journal', () => {
  it('hold acts whose stamp is beyond all dates', () => {
    const document = emptyProgress();
    const far = [Number.MAX_SAFE_INTEGER, 0] as const;
    mergeInto(document, [
      { kind: 'tick', id: 'core/git/item-0', at: far, by: 'w' },
      { kind: 'verify', id: 'core/git/item-0', lab: 'first-lab', at: far, by: 'w' },
      { kind: 'review', id: 'core/git#why', grade: 3, at: far, by: 'w' },
    ]);
    const acts = actsOf({
      practised: () => new Map([['core/git/item-0', practisedAt(document, 'core/git/item-0')!]]),
      verified: () => new Map([['core/git/item-0', verifiedBy(document, 'core/git/item-0')]]),
      reviews: { all: () => new Map([['core/git#why', reviewsOf(document, 'core/git#why')]]) },
    });
    for (const zone of ['Pacific/Kiritimati', 'America/New_York'])
      assert.match(daysOf(acts, lived([0, zone])).join(), /^999[78]-\d\d-\d\d$/);
  });

  it('are those of the zone that the learner was in', () => {
    const acts = [tick('2026-05-04T21:59:00Z'), tick('2026-05-04T22:00:00Z'), tick('2026-05-05T21:59:59.999Z')];
    assert.deepEqual(daysOf(acts, berlin), ['2026-05-04', '2026-05-05']);
    assert.deepEqual(daysOf(acts, lived([0, 'UTC'])), ['2026-05-04', '2026-05-05']);
    assert.deepEqual(daysOf(acts, []), ['2026-05-04', '2026-05-05']);
    assert.deepEqual(daysOf(acts, lived([0, 'America/New_York'])), ['2026-05-04', '2026-05-05']);
  });

  it('stay what they were when the learner moves', () => {
    const late = tick('2026-05-04T21:30:00Z');
    const moved = lived([0, 'Europe/Berlin'], ['2026-05-10T00:00:00Z', 'Asia/Tokyo']);
    assert.deepEqual(daysOf([late], berlin), ['2026-05-04']);
    assert.deepEqual(daysOf([late], moved), ['2026-05-04']);
    assert.deepEqual(daysOf([late, tick('2026-05-11T21:30:00Z')], moved), ['2026-05-04', '2026-05-12']);
  });

  it('have 23 hours where clocks go forward, and 25 where they go back', () => {
    // Berlin changes its clocks on 29 March and on 25 October.
    const spring = ['2026-03-28T23:00:00Z', '2026-03-29T00:59:00Z', '2026-03-29T21:59:00Z'].map((text) => tick(text));
    assert.deepEqual(daysOf(spring, berlin), ['2026-03-29']);
    assert.deepEqual(daysOf([...spring, tick('2026-03-29T22:00:00Z')], berlin), ['2026-03-29', '2026-03-30']);
    const autumn = ['2026-10-24T22:00:00Z', '2026-10-25T22:59:00Z'].map((text) => tick(text));
    assert.deepEqual(daysOf(autumn, berlin), ['2026-10-25']);
    assert.deepEqual(daysOf([...autumn, tick('2026-10-25T23:00:00Z')], berlin), ['2026-10-25', '2026-10-26']);
  });

  it('are found as by asking the calendar for each moment, wherever and whenever', () => {
    const zone = fc.constantFrom(
      ...[
        'Europe/Berlin',
        'Asia/Tokyo',
        'America/St_Johns',
        'Australia/Lord_Howe',
        'Pacific/Apia',
        'Africa/Casablanca',
      ],
      ...['America/Santiago', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'America/Asuncion', 'UTC', 'No/Such_Zone'],
    );
    const moment = fc.integer({ min: at('2009-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });
    fc.assert(
      fc.property(
        fc.array(moment, { minLength: 1, maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: 60 * hour }), { maxLength: 60 }),
        fc.array(fc.record({ at: moment, zone }), { maxLength: 4 }),
        zone,
        (far, near, moves, otherwise) => {
          const zones = [...moves].sort((a, b) => a.at - b.at);
          const acts = sorted([...far, ...near.map((after) => far[0]! + after)].map((one) => tick(one)));
          const found = activeDays(acts, zones, otherwise);
          for (const { day, acts: within } of found)
            for (const act of within) assert.equal(day, dayOf(act.at, zoneAt(zones, act.at, otherwise)));
          assert.equal(
            found.reduce((sum, one) => sum + countOf(one, 'all'), 0),
            acts.length,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('hold every act once, by kind', () => {
    const kinds = fc.constantFrom('tick', 'verify', 'review' as const);
    fc.assert(
      fc.property(
        fc.array(fc.record({ kind: kinds, at: fc.integer({ min: 0, max: 90 * 24 * hour }) })),
        fc.constantFrom('Europe/Berlin', 'Asia/Tokyo'),
        (made, zone) => {
          const acts = sorted(made.map(({ kind, at: moment }) => ({ kind, at: moment, id: 'x' })));
          const days = activeDays(acts, lived([0, zone]), 'UTC');
          const sum = (filter: 'all' | Act['kind']): number => days.reduce((all, day) => all + countOf(day, filter), 0);
          assert.equal(sum('all'), acts.length);
          for (const kind of ['tick', 'verify', 'review'] as const)
            assert.equal(sum(kind), acts.filter((act) => act.kind === kind).length);
          assert.deepEqual(
            days.map(({ day }) => day),
            [...new Set(days.map(({ day }) => day))].sort(),
          );
        },
      ),
    );
  });
});

describe('the acts of the journal', () => {
  const facts = (ticks: Readonly<Record<string, number>>): JournalFacts => ({
    practised: () => new Map(Object.entries(ticks)),
    verified: () => new Map([['core/git/item-0', new Map([['lab-1', 5]])]]),
    reviews: {
      all: () =>
        new Map([
          [
            'core/git#a',
            [
              { at: [3, 0], grade: 3 },
              { at: [9, 1], grade: 1 },
            ] as const,
          ],
        ]),
    },
  });

  it('are ticks, proofs of labs and reviews, oldest first', () => {
    assert.deepEqual(actsOf(facts({ 'core/git/item-0': 4 })), [
      { kind: 'review', at: 3, id: 'core/git#a', grade: 3 },
      { kind: 'tick', at: 4, id: 'core/git/item-0' },
      { kind: 'verify', at: 5, id: 'core/git/item-0', lab: 'lab-1' },
      { kind: 'review', at: 9, id: 'core/git#a', grade: 1 },
    ]);
  });

  it('stand at the moment of a review that came back from an export after a reset, not at that of the reset', () => {
    const moment = Date.parse('2026-05-05T10:00:00Z');
    const back = { at: broughtBack(moment, [moment + 999_999, 0]), grade: 3 } as const;
    const none = { practised: () => new Map<string, number>(), verified: () => new Map<string, never>() };
    assert.deepEqual(actsOf({ ...none, reviews: { all: () => new Map([['core/git#a', [back]]]) } }), [
      { kind: 'review', at: moment, id: 'core/git#a', grade: 3 },
    ]);
  });

  it('lose the tick that is taken back, and nothing else', () => {
    const before = actsOf(facts({ 'core/git/item-0': 4, 'core/git/item-1': 6 }));
    const after = actsOf(facts({ 'core/git/item-0': 4 }));
    assert.deepEqual(
      before.filter((act) => act.id !== 'core/git/item-1'),
      after,
    );
  });

  it('become lines, newest first, with the reviews of a skill as one', () => {
    const acts: Act[] = [
      { kind: 'review', at: 1, id: 'core/http#a', grade: 3 },
      { kind: 'tick', at: 2, id: 'core/git/item-0' },
      { kind: 'review', at: 3, id: 'core/git#a', grade: 3 },
      { kind: 'verify', at: 4, id: 'core/git/item-0', lab: 'lab-1' },
      { kind: 'review', at: 5, id: 'core/http#b', grade: 1 },
      { kind: 'tick', at: 6, id: 'core/gone/item' },
    ];
    const skillOf = ({ id }: Act): string | undefined => /^core\/(git|http)/.exec(id)?.[1];
    assert.deepEqual(
      entriesOf({ acts }, 'all', skillOf, (moment) => moment * 10),
      [
        { kind: 'tick', time: 60, id: 'core/gone/item', count: 1 },
        { kind: 'review', time: 50, id: 'core/http#b', skill: 'http', count: 2 },
        { kind: 'verify', time: 40, id: 'core/git/item-0', skill: 'git', lab: 'lab-1', count: 1 },
        { kind: 'review', time: 30, id: 'core/git#a', skill: 'git', count: 1 },
        { kind: 'tick', time: 20, id: 'core/git/item-0', skill: 'git', count: 1 },
      ],
    );
    assert.deepEqual(
      entriesOf({ acts }, 'review', skillOf, () => 0).map(({ skill, count }) => [skill, count]),
      [
        ['http', 2],
        ['git', 1],
      ],
    );
  });

  it('are timed by the clock on the wall', () => {
    assert.equal(localTime(at('2026-05-04T21:30:05.250Z'), 'Europe/Berlin'), 23.5 * hour + 5250);
    assert.equal(localTime(at('2026-05-04T22:00:00Z'), 'Europe/Berlin'), 0);
    assert.equal(localTime(at('2026-05-04T21:30:00Z'), 'Asia/Kathmandu'), 3.25 * hour);
  });
});

describe('streaks', () => {
  const noon = (day: string): Act => tick(`${day}T10:00:00Z`);

  it('count days with an act, and today breaks nothing before it is over', () => {
    const acts = ['2026-05-01', '2026-05-03', '2026-05-04', '2026-05-05'].map(noon);
    assert.deepEqual(streakOf(acts, berlin, '2026-05-05T20:00:00Z'), [3, 3]);
    assert.deepEqual(streakOf(acts, berlin, '2026-05-06T21:59:00Z'), [3, 3]);
    // Midnight in Berlin.
    assert.deepEqual(streakOf(acts, berlin, '2026-05-06T22:00:00Z'), [0, 3]);
    assert.deepEqual(streakOf([], berlin, '2026-05-06T22:00:00Z'), [0, 0]);
  });

  it('break on a day without an act, also one of 23 hours', () => {
    const around = [noon('2026-03-28'), noon('2026-03-30')];
    assert.deepEqual(streakOf(around, berlin, '2026-03-30T12:00:00Z'), [1, 1]);
    assert.deepEqual(streakOf([...around, noon('2026-03-29')], berlin, '2026-03-30T12:00:00Z'), [3, 3]);
  });

  it('say whether something was done today', () => {
    const days = activeDays([noon('2026-05-05')], berlin, 'UTC');
    assert.equal(streaks(days, berlin, at('2026-05-05T20:00:00Z'), 'Europe/Berlin').today, true);
    assert.equal(streaks(days, berlin, at('2026-05-05T22:30:00Z'), 'Europe/Berlin').today, false);
  });

  // Each day's act late in the evening at home; the next one after a flight.
  const cases: readonly (readonly [
    what: string,
    acts: readonly string[],
    zones: Zones,
    now: string,
    expected: number,
  ])[] = [
    [
      'a day shortened by a flight to the east',
      // 23:00 on the 4th in Berlin; 05:30 on the 6th in Tokyo.
      ['2026-05-03T21:00:00Z', '2026-05-04T21:00:00Z', '2026-05-05T20:30:00Z'],
      lived([0, 'Europe/Berlin'], ['2026-05-05T20:30:00Z', 'Asia/Tokyo']),
      '2026-05-05T21:00:00Z',
      3,
    ],
    [
      'a day that the date line skips',
      // 20:00 on the 4th in Honolulu; 08:00 on the 6th in Auckland.
      ['2026-05-04T06:00:00Z', '2026-05-05T06:00:00Z', '2026-05-05T20:00:00Z'],
      lived([0, 'Pacific/Honolulu'], ['2026-05-05T20:00:00Z', 'Pacific/Auckland']),
      '2026-05-05T21:00:00Z',
      3,
    ],
    [
      'two days that one flight shortens',
      // 20:00 on the 4th in Berlin; midnight falls into the hours lost; 06:00 on the 7th in Tokyo.
      ['2026-05-04T18:00:00Z', '2026-05-06T21:00:00Z'],
      lived([0, 'Europe/Berlin'], ['2026-05-06T21:00:00Z', 'Asia/Tokyo']),
      '2026-05-06T21:30:00Z',
      2,
    ],
  ];
  for (const [what, acts, zones, now, expected] of cases) {
    it(`survive ${what}`, () => {
      const made = acts.map((text) => tick(text));
      assert.equal(streakOf(made, zones, now)[0], expected);
      // The same days without having travelled are a streak that is broken.
      const days = daysOf(made, zones);
      const stayed = days.map((day) => tick(`${day}T12:00:00Z`));
      assert.ok(streakOf(stayed, lived([0, 'UTC']), `${days.at(-1)!}T13:00:00Z`)[0] < expected);
    });
  }

  it('do not survive a day at home before or after the flight', () => {
    const zones = lived([0, 'Europe/Berlin'], ['2026-05-08T10:00:00Z', 'Asia/Tokyo']);
    assert.deepEqual(streakOf([noon('2026-05-04'), noon('2026-05-08')], zones, '2026-05-08T12:00:00Z'), [1, 1]);
  });

  it('are not mended by a flight to the west, which makes days longer', () => {
    const zones = lived([0, 'Europe/Berlin'], ['2026-05-06T16:00:00Z', 'America/New_York']);
    assert.deepEqual(
      streakOf([noon('2026-05-04'), tick('2026-05-06T16:00:00Z')], zones, '2026-05-06T17:00:00Z'),
      [1, 1],
    );
  });

  it('wait for a day that has come back over the date line', () => {
    // Done on the 6th in Auckland, not on the 5th; in Honolulu the 5th begins anew.
    const zones = lived([0, 'Pacific/Auckland']);
    const acts = [tick('2026-05-03T20:00:00Z'), tick('2026-05-05T13:00:00Z')];
    assert.deepEqual(daysOf(acts, zones), ['2026-05-04', '2026-05-06']);
    assert.deepEqual(streakOf(acts, zones, '2026-05-05T13:30:00Z'), [1, 1]);
    const back = lived([0, 'Pacific/Auckland'], ['2026-05-05T18:00:00Z', 'Pacific/Honolulu']);
    assert.deepEqual(streakOf([...acts, tick('2026-05-05T18:00:00Z')], back, '2026-05-05T19:00:00Z'), [3, 3]);
  });

  it('leave out what a wrong clock has dated years ahead', () => {
    const acts = [noon('2026-05-04'), noon('2026-05-05'), noon('2036-05-05')];
    assert.deepEqual(streakOf(acts, berlin, '2026-05-05T12:00:00Z'), [2, 2]);
  });

  const zone = fc.constantFrom(
    ...[
      'Europe/Berlin',
      'Asia/Tokyo',
      'Pacific/Honolulu',
      'Pacific/Kiritimati',
      'America/New_York',
      'Pacific/Auckland',
    ],
    ...['Asia/Kathmandu', 'Pacific/Pago_Pago', 'UTC', 'Australia/Lord_Howe'],
  );
  const start = at('2026-03-01T00:00:00Z');

  it('are never shortened by having travelled, at the moment of it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 14 * 24 }), { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 0, max: 14 * 24 * 60 }),
        zone,
        zone,
        (hours, minutes, home, away) => {
          const now = start + minutes * 60_000;
          const zones = lived([0, home]);
          const acts = hours.map((one) => tick(start + one * hour)).filter((act) => act.at <= now);
          const [before, longest] = streakOf(acts, zones, now, home);
          const [after, longestAfter] = streakOf(acts, zones, now, away);
          assert.ok(after >= before, `${before} at home, ${after} away`);
          assert.ok(longestAfter >= longest);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('hold for whoever does something on every day that they live through as a whole', () => {
    const stay = fc.record({ zone, hours: fc.integer({ min: 80, max: 200 }), quiet: fc.integer({ min: 0, max: 23 }) });
    fc.assert(
      fc.property(fc.array(stay, { minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: 23 }), (stays, first) => {
        // Half an hour at a time: where the learner is, and which day it is there.
        const log: { readonly at: number; readonly zone: string; readonly day: string }[] = [];
        let moment = start + first * hour;
        for (const { zone: here, hours } of stays)
          for (const end = moment + hours * hour; moment < end; moment += hour / 2)
            log.push({ at: moment, zone: here, day: dayOf(moment, here) });
        const now = log.at(-1)!;
        // A day is whole unless hours of it were skipped in the air; the first and the last are not whole either.
        const broken = new Set([log[0]!.day, now.day]);
        for (const [index, one] of log.entries()) {
          const before = log[index - 1];
          if (!before || before.zone === one.zone) continue;
          const wall = ({ at: when, zone: there, day }: typeof one): number =>
            at(`${day}T00:00:00Z`) + localTime(when, there);
          if (wall(one) - wall(before) <= hour / 2) continue;
          for (let day = before.day; day <= one.day; day = addDays(day, 1)) broken.add(day);
        }
        const whole = [...new Set(log.map(({ day }) => day))].filter((day) => !broken.has(day));
        const acts: Act[] = [];
        const zones: { at: number; zone: string }[] = [];
        for (const [index, day] of whole.entries()) {
          const times = log.filter((one) => one.day === day);
          const { at: when, zone: there } = times[(index * 7 + stays[0]!.quiet) % times.length]!;
          acts.push(tick(when));
          // As the store does: a move is known by the first act after it.
          if (zones.at(-1)?.zone !== there) zones.push({ at: when, zone: there });
        }
        const inOrder = [...zones].sort((a, b) => a.at - b.at);
        const [current, longest] = streakOf(acts, inOrder, now.at, now.zone);
        assert.equal(current, whole.length, `${whole.join(' ')} ${JSON.stringify(inOrder)}`);
        assert.equal(longest, whole.length);
      }),
      { numRuns: 150 },
    );
  });

  it('and past days do not depend on where the machine is now', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 * 24 }), { maxLength: 30 }),
        zone,
        zone,
        zone,
        (hours, a, b, c) => {
          const acts = sorted(hours.map((one) => tick(start + one * hour)));
          assert.deepEqual(activeDays(acts, lived([0, a]), b), activeDays(acts, lived([0, a]), c));
        },
      ),
    );
  });
});

describe('weeks and years', () => {
  it('begin as they do where the language is spoken', () => {
    assert.equal(firstDayOfWeek('de-DE'), 1);
    assert.equal(firstDayOfWeek('en-US'), 7);
    assert.equal(firstDayOfWeek('ar-EG'), 6);
    assert.equal(firstDayOfWeek('not a language'), 1);
  });

  it('take the region of the system where it speaks the language of the editor', () => {
    assert.equal(regionalLocale('en', 'en-GB'), 'en-GB');
    assert.equal(regionalLocale('en', 'de-DE'), 'en');
    assert.equal(regionalLocale('pt-br', 'pt-PT'), 'pt-br');
  });

  it('are laid out in full weeks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1990, max: 2060 }),
        fc.integer({ min: 1, max: 7 }).map((first) => first as WeekDay),
        fc.integer({ min: 0, max: 20_000 }),
        (year, first, after) => {
          const today = addDays('2010-01-01', after);
          for (const period of [year, 'recent'] as const) {
            const { from, to } = rangeOf(period, today, first);
            const weeks = weeksOf(from, to, first);
            const days = weeks.flat().filter((day) => day !== undefined);
            if (from > to) assert.equal(days.length, 0);
            else {
              assert.equal(days[0], from);
              assert.equal(days.at(-1), to);
              assert.equal(days.length, daysFrom(from, to) + 1);
            }
            assert.ok(weeks.length <= 54, String(weeks.length));
            for (const [row, day] of weeks.flatMap((week) => [...week.entries()]))
              if (day !== undefined)
                assert.equal((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7, (first - 1 + row) % 7);
            if (period === 'recent') assert.equal(weeks.length, 53);
          }
        },
      ),
    );
  });

  it('end a year that is not over with today', () => {
    assert.deepEqual(rangeOf(2026, '2026-05-04', 1), { from: '2026-01-01', to: '2026-05-04' });
    assert.deepEqual(rangeOf(2025, '2026-05-04', 1), { from: '2025-01-01', to: '2025-12-31' });
    assert.deepEqual(rangeOf('recent', '2026-05-04', 1), { from: '2025-05-05', to: '2026-05-04' });
  });

  it('count the active days of a week', () => {
    const days = activeDays(
      ['2026-05-03', '2026-05-04', '2026-05-07'].map((day) => tick(`${day}T10:00:00Z`)),
      berlin,
      'UTC',
    );
    assert.equal(activeInWeek(days, weekStart('2026-05-07', 1)), 2);
    assert.equal(activeInWeek(days, weekStart('2026-05-07', 7)), 3);
  });

  it('have days of five levels', () => {
    assert.deepEqual([0, 1, 2, 3, 5, 6, 10, 11, 500].map(levelOf), [0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });
});

describe('a journal of ten years with 20 acts a day', () => {
  it('is told by asking the calendar a few times a day, not for each act', () => {
    const acts: Act[] = [];
    for (let day = 0; day < 3650; day++)
      for (let one = 0; one < 20; one++) {
        const grade = ((one % 4) + 1) as Grade;
        acts.push({
          kind: 'review',
          at: at('2016-03-01T00:00:00Z') + day * 24 * hour + one * 1_800_000,
          id: `core/git#q-${one}`,
          grade,
        });
      }
    const began = performance.now();
    const days = activeDays(acts, berlin, 'UTC');
    const streak = streaks(days, berlin, acts.at(-1)!.at, 'Europe/Berlin');
    const took = performance.now() - began;
    assert.equal(
      days.reduce((sum, day) => sum + countOf(day, 'all'), 0),
      73_000,
    );
    assert.ok(streak.current >= 3650);
    console.log(`      73,000 acts in ${took.toFixed(0)} ms`);
  });
});
