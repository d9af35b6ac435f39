import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCatalog, type Catalog } from '../../src/core/catalog';
import { aboutText, durationText, reasonText } from '../../src/core/guidanceText';
import type { LabSummary } from '../../src/core/lab';
import { isLabDone, isStepDone, stepItems, stepState, type LearningPath } from '../../src/core/paths';
import { recommend, suggestionKey, type Advice, type Situation, type Suggestion } from '../../src/core/recommend';
import { fill } from '../../src/core/format';
import { makeIndex } from './packs';
import { assertQuick } from './spent';

const l10n = { t: (text: string, ...args: (string | number)[]): string => fill(text, ...args) };
const now = Date.UTC(2026, 4, 1);

const makeLab = (
  id: string,
  skill: string,
  verifies: readonly string[],
  rest: Partial<LabSummary> = {},
): LabSummary => ({
  id,
  title: `Practise ${skill}`,
  summary: 'Build it.',
  kind: 'http',
  level: 'beginner',
  minutes: 45,
  skills: [skill],
  verifies,
  languages: ['python'],
  checks: [],
  ...rest,
});

/** coding → http → rest → design; coding → sql; letters stands alone. */
const catalog = createCatalog({
  ...makeIndex(
    { basics: { coding: 2, http: 3, letters: 2 }, more: { sql: 2, rest: 4, design: 2 } },
    {
      http: { title: 'HTTP', prerequisites: ['coding'] },
      sql: { title: 'SQL', prerequisites: ['coding'], level: 'intermediate' },
      rest: { title: 'REST', prerequisites: ['http'], level: 'advanced' },
      design: { prerequisites: ['rest'] },
    },
  ),
  labs: [
    makeLab('serve', 'http', ['core/http/item-0', 'core/http/item-1']),
    makeLab('ask', 'sql', ['core/sql/item-0'], { kind: 'sql' }),
  ],
});
const all = (skill: string): string[] => catalog.skill(skill)!.items.map(({ id }) => id);

const path: LearningPath = {
  id: 'web',
  title: 'Web',
  summary: 'To the web.',
  audience: 'You want to.',
  steps: [
    { id: 'coding', skill: 'coding', minutes: 60, reason: 'Everything here is written in code.' },
    { id: 'http', skill: 'http', minutes: 90, reason: 'The web speaks it, so you should too.' },
    { id: 'serve', lab: 'serve', minutes: 50, reason: 'Prove that you can speak it yourself.' },
    {
      id: 'rest',
      skill: 'rest',
      items: ['core/rest/item-0', 'core/rest/item-2'],
      minutes: 42,
      reason: 'Half of it is enough on this path.',
    },
    { id: 'sql', skill: 'sql', minutes: 80, reason: 'Answers have to come from somewhere.' },
  ],
};

/** Practised in this order, a minute apart. */
function situation(
  done: readonly string[],
  rest: Partial<Situation> & { readonly verified?: readonly string[] } = {},
): Situation {
  const moments = new Map(done.map((id, at) => [id, now - (done.length - at) * 60_000]));
  return {
    catalog,
    isDone: (id) => moments.has(id),
    isVerified: (id) => rest.verified?.includes(id) ?? false,
    practisedAt: (id) => moments.get(id),
    due: new Map(),
    notNow: new Map(),
    now,
    ...rest,
  };
}

const short = ({ kind, skill, lab }: Suggestion): string => `${kind} ${lab ?? skill}`;
const list = ({ best, alternatives }: Advice): string[] => [...(best ? [best] : []), ...alternatives].map(short);
const later = now + 1000;

describe('what is suggested', () => {
  const everything = catalog.skills.flatMap(({ id }) => all(id));
  for (const [name, given, expected, reason] of [
    [
      'to a newcomer: the first skill of all, then others that need nothing',
      situation([]),
      ['first coding', 'open letters'],
      'A good place to begin: it needs nothing before it. About 70 minutes.',
    ],
    [
      'to somebody who has begun: to go on where they were last',
      situation(['core/letters/item-0', 'core/coding/item-1']),
      ['continue coding', 'continue letters'],
      'You have begun it: 1 of 2 practised. About 20 minutes.',
    ],
    [
      'after a skill: what it makes possible, in learning order',
      situation(all('coding')),
      ['unlocked http', 'open letters', 'unlocked sql'],
      'You finished Coding; HTTP builds on it. About 1½ hours.',
    ],
    [
      'after two: what the later one makes possible',
      situation([...all('coding'), ...all('http')]),
      ['unlocked rest', 'lab serve', 'open letters'],
      'You finished HTTP; REST builds on it. About 2½ hours.',
    ],
    [
      'when all of a skill is ticked: its lab, as the last resort too',
      situation([...all('coding'), ...all('http'), ...all('letters')], {
        notNow: new Map([
          ['rest', later],
          ['sql', later],
        ]),
      }),
      ['lab serve'],
      'You have ticked what it checks; prove it. About 45 minutes.',
    ],
    [
      'of labs none that cannot be run here, nor one that has been passed',
      situation(everything, {
        verified: ['core/http/item-0', 'core/http/item-1'],
        canRun: ({ kind }) => kind === 'http',
      }),
      [],
      undefined,
    ],
    [
      'when reviews are due: them, after what has been begun',
      situation([...all('coding'), 'core/letters/item-0'], { due: new Map([['coding', 3]]) }),
      ['continue letters', 'review coding', 'unlocked http'],
      'You have begun it: 1 of 2 practised. About 20 minutes.',
    ],
    [
      'and with nothing begun, first',
      situation(all('coding'), {
        due: new Map([
          ['coding', 1],
          ['letters', 0],
        ]),
      }),
      ['review coding', 'unlocked http', 'open letters'],
      '1 review is due. About 5 minutes.',
    ],
    [
      'to whoever has begun too early: what it stands on',
      situation(['core/rest/item-0']),
      ['needed coding', 'open letters'],
      'You have not practised it yet, and HTTP builds on it. About 70 minutes.',
    ],
    [
      'on a path: its next step',
      situation(all('coding'), { path }),
      ['path http', 'unlocked sql', 'open letters'],
      'You finished Coding; HTTP builds on it. Step 2 of 5 on your path. About 1½ hours.',
    ],
    [
      'on a path: the rest of a step that has been begun',
      situation([...all('coding'), 'core/http/item-0'], { path }),
      // The lab is of the same skill, so that two others come first.
      ['path http', 'unlocked sql', 'open letters'],
      'You have begun it: 1 of 3 practised. Step 2 of 5 on your path. About 40 minutes.',
    ],
    [
      'on a path: a lab, though all is ticked',
      situation([...all('coding'), ...all('http')], { path }),
      ['path serve', 'unlocked rest', 'open letters'],
      'You have ticked what it checks; prove it. Step 3 of 5 on your path. About 45 minutes.',
    ],
    [
      'on a path: its own choice of items, even when what comes before is not done',
      situation([...all('coding'), ...all('http'), 'core/rest/item-2'], {
        path,
        verified: ['core/http/item-0', 'core/http/item-1'],
      }),
      ['path rest', 'unlocked sql', 'open letters'],
      'You have begun it: 1 of 2 practised. Step 4 of 5 on your path. About 5 minutes.',
    ],
    [
      'on a path whose next step is put off: the one after it that does not stand on it',
      situation(all('coding'), { path, notNow: new Map([['http', later]]) }),
      ['path sql', 'open letters'],
      'You finished Coding; SQL builds on it. Step 5 of 5 on your path. About 80 minutes.',
    ],
    [
      'again, when the week is over',
      situation(all('coding'), { path, notNow: new Map([['http', now]]) }),
      ['path http', 'unlocked sql', 'open letters'],
      'You finished Coding; HTTP builds on it. Step 2 of 5 on your path. About 1½ hours.',
    ],
    [
      'when only what is not ready is left: that, with a warning',
      situation([], {
        notNow: new Map([
          ['coding', later],
          ['letters', later],
        ]),
      }),
      ['remaining http', 'remaining sql', 'remaining rest'],
      'Everything else is done or put off, although Coding should come first. About 1½ hours.',
    ],
    ['when all is done: nothing', situation(everything, { verified: everything }), [], undefined],
  ] as const)
    it(name, () => {
      const advice = recommend(given);
      assert.deepEqual(list(advice), expected);
      assert.equal(advice.best && reasonText(advice.best, catalog, l10n), reason);
    });

  it('opens a skill that has been begun at the first item that is open', () => {
    assert.equal(recommend(situation(['core/coding/item-0'])).best?.item, 'core/coding/item-1');
    assert.equal(recommend(situation([])).best?.item, undefined);
    assert.equal(recommend(situation([...all('coding'), 'core/http/item-1'], { path })).best?.item, 'core/http/item-0');
  });

  it('gives a lab that was put off another name than its skill', () => {
    assert.equal(suggestionKey({ skill: 'http' }), 'http');
    assert.equal(suggestionKey({ skill: 'http', lab: 'serve' }), 'lab:serve');
    const ticked = [...all('coding'), ...all('http')];
    assert.ok(!list(recommend(situation(ticked, { notNow: new Map([['lab:serve', later]]) }))).includes('lab serve'));
    assert.ok(!list(recommend(situation(ticked, { notNow: new Map([['http', later]]) }))).includes('lab serve'));
    // The skill itself may still be suggested, and is the path's step.
    const { best } = recommend(
      situation([...all('coding'), 'core/http/item-0'], { path, notNow: new Map([['lab:serve', later]]) }),
    );
    assert.equal(best?.skill, 'http');
  });
});

describe('a time', () => {
  it('is told in minutes below an hour and a half, then in hours', () => {
    assert.deepEqual(
      [1, 12, 13, 88, 89, 90, 104, 105, 150, 595, 640, 4030].map((minutes) => durationText(minutes, l10n)),
      ['5 min', '10 min', '15 min', '90 min', '90 min', '1½ h', '1½ h', '2 h', '2½ h', '10 h', '11 h', '67 h'],
    );
    assert.equal(aboutText(150, l10n), 'About 2½ hours.');
  });
});

// ---------- any situation ----------

interface Made {
  readonly catalog: Catalog;
  readonly situation: Situation;
}

/** Skills that need only earlier ones, labs, a path over some of them, and any progress. */
const situations: fc.Arbitrary<Made> = fc
  .integer({ min: 1, max: 9 })
  .chain((count) => {
    const ids = Array.from({ length: count }, (_, at) => `s${at}`);
    const some = (from: readonly string[]): fc.Arbitrary<string[]> =>
      from.length > 0 ? fc.subarray([...from]) : fc.constant([]);
    return fc.record({
      needs: fc.tuple(...ids.map((_, at) => some(ids.slice(0, at)))),
      items: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: count, maxLength: count }),
      done: fc.array(fc.nat(), { maxLength: 40 }),
      verified: fc.array(fc.nat(), { maxLength: 20 }),
      labs: fc.array(fc.record({ home: fc.nat(), from: fc.nat(), count: fc.integer({ min: 1, max: 3 }) }), {
        maxLength: 4,
      }),
      steps: fc.option(
        fc.array(fc.record({ skill: fc.nat(), part: fc.nat(), lab: fc.nat(), form: fc.nat({ max: 3 }) }), {
          minLength: 1,
          maxLength: 7,
        }),
        { nil: undefined },
      ),
      due: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 9 })), { maxLength: 3 }),
      notNow: fc.array(fc.tuple(fc.nat(), fc.integer({ min: -2, max: 2 })), { maxLength: 5 }),
      broken: fc.boolean(),
    });
  })
  .map(({ needs, items, done, verified, labs, steps, due, notNow, broken }) => {
    const ids = items.map((_, at) => `s${at}`);
    const index = makeIndex(
      { only: Object.fromEntries(ids.map((id, at) => [id, items[at]!])) },
      Object.fromEntries(ids.map((id, at) => [id, { prerequisites: needs[at]! }])),
    );
    const every = index.skills.flatMap((skill) => skill.items.map(({ id }) => id));
    const any = <T>(from: readonly T[], at: number): T => from[at % from.length]!;
    const made = createCatalog({
      ...index,
      labs: labs.map(({ home, from, count }, at) =>
        makeLab(`l${at}`, any(ids, home), [
          ...new Set(Array.from({ length: count }, (_, next) => any(every, from + next))),
        ]),
      ),
    });
    const ticked = new Map(done.map((at, order) => [any(every, at), order]));
    const seen = new Set(verified.map((at) => any(every, at)));
    const known = made.labs.map(({ id }) => id);
    const keys = [...ids, ...known.map((id) => `lab:${id}`)];
    const chosen: LearningPath | undefined = steps && {
      id: 'p',
      title: 'P',
      summary: 'P.',
      audience: 'P.',
      steps: steps.map(({ skill, part, lab, form }, at) => {
        const id = any(ids, skill);
        const own = made.skill(id)!.items.map((item) => item.id);
        const onlyLab = form === 0 && known.length > 0;
        return {
          id: `step-${at}`,
          minutes: 100,
          reason: 'Because it is next.',
          ...(onlyLab ? {} : { skill: id, ...(form === 1 ? { items: [any(own, part)] } : {}) }),
          ...((onlyLab || form === 2) && known.length > 0 ? { lab: any(known, lab) } : {}),
        };
      }),
    };
    return {
      catalog: made,
      situation: {
        catalog: made,
        isDone: (id) => ticked.has(id),
        isVerified: (id) => seen.has(id),
        practisedAt: (id) => ticked.get(id),
        ...(chosen ? { path: chosen } : {}),
        due: new Map(due.map(([at, count]) => [any(ids, at), count])),
        notNow: new Map(notNow.map(([at, until]) => [any(keys, at), now + until])),
        canRun: () => !broken,
        now,
      } satisfies Situation,
    };
  });

describe('in any situation', () => {
  const check = (property: (advice: Advice, made: Made, suggestions: readonly Suggestion[]) => void): void =>
    fc.assert(
      fc.property(situations, (made) => {
        const advice = recommend(made.situation);
        property(advice, made, [...(advice.best ? [advice.best] : []), ...advice.alternatives]);
      }),
      { numRuns: 1500 },
    );
  const finished = ({ catalog: known, situation: given }: Made, skill: string): boolean =>
    known.skill(skill)!.items.every(({ id }) => given.isDone(id));
  const isReady = (made: Made, skill: string): boolean =>
    made.catalog.skill(skill)!.prerequisites.every((id) => finished(made, id));
  const isPutOff = ({ situation: { notNow } }: Made, key: string): boolean => (notNow.get(key) ?? 0) > now;

  it('the same comes out again', () => check((advice, made) => assert.deepEqual(recommend(made.situation), advice)));

  it('nothing that is done is suggested, reviews apart', () =>
    check((_, made, suggestions) => {
      for (const { kind, skill, lab, step } of suggestions) {
        if (kind === 'review') assert.ok((made.situation.due.get(skill) ?? 0) > 0);
        else if (lab !== undefined) assert.ok(!isLabDone(made.catalog.lab(lab), made.situation));
        else assert.ok(!finished(made, skill), skill);
        const own = made.situation.path?.steps.find(({ id }) => id === step);
        if (own) assert.ok(!isStepDone(stepState(own, made.catalog, made.situation)));
      }
    }));

  it("nothing whose prerequisites are open is suggested, but the path's own steps, reviews, and what is left when all else is gone", () =>
    check((advice, made, suggestions) => {
      for (const { kind, skill } of suggestions)
        if (kind !== 'path' && kind !== 'review' && kind !== 'remaining')
          assert.ok(isReady(made, skill), `${kind} ${skill}`);
      // What is left is the last resort of all.
      if (suggestions.some(({ kind }) => kind === 'remaining'))
        for (const skill of made.catalog.skills)
          assert.ok(
            finished(made, skill.id) || isPutOff(made, skill.id) || !isReady(made, skill.id),
            `${skill.id} was ready`,
          );
      assert.equal(new Set(suggestions.map(({ skill }) => skill)).size, suggestions.length);
      assert.ok(advice.best !== undefined || advice.alternatives.length === 0);
    }));

  it('nothing that was put off is suggested, nor what cannot be run', () =>
    check((_, made, suggestions) => {
      for (const suggestion of suggestions) {
        assert.ok(!isPutOff(made, suggestion.skill) && !isPutOff(made, suggestionKey(suggestion)));
        if (suggestion.lab !== undefined) assert.ok(made.situation.canRun?.(made.catalog.lab(suggestion.lab)!));
      }
    }));

  it('something is suggested as long as something is open that was not put off', () =>
    check((advice, made) => {
      const open = made.catalog.skills.filter(({ id }) => !finished(made, id) && !isPutOff(made, id));
      if (open.length > 0) assert.ok(advice.best);
    }));

  it('every reason is true, and none is missing', () =>
    check((_, made, suggestions) => {
      const { situation: given, catalog: known } = made;
      const count = (ids: readonly string[]): number => ids.filter((id) => given.isDone(id)).length;
      for (const suggestion of suggestions) {
        assert.ok(suggestion.reasons.length > 0);
        assert.ok(suggestion.minutes > 0, JSON.stringify(suggestion));
        const skill = known.skill(suggestion.skill)!;
        const step = given.path?.steps.find(({ id }) => id === suggestion.step);
        const ids = step && suggestion.lab === undefined ? stepItems(step, known) : skill.items.map(({ id }) => id);
        if (suggestion.item !== undefined) assert.ok(ids.includes(suggestion.item) && !given.isDone(suggestion.item));
        for (const reason of suggestion.reasons)
          switch (reason.code) {
            case 'finished':
              assert.equal(reason.next, skill.id);
              assert.ok(skill.prerequisites.includes(reason.skill) && finished(made, reason.skill));
              break;
            case 'begun':
              assert.deepEqual([reason.done, reason.total], [count(ids), ids.length]);
              assert.ok(reason.done > 0 && reason.done < reason.total);
              break;
            case 'step':
              assert.equal(given.path?.steps[reason.number - 1], step);
              assert.equal(reason.total, given.path?.steps.length);
              break;
            case 'needed':
              assert.equal(reason.skill, skill.id);
              assert.ok(known.skill(reason.by)!.prerequisites.includes(skill.id) && count(ids) === 0);
              break;
            case 'due':
              assert.equal(reason.count, given.due.get(skill.id));
              break;
            case 'ticked': {
              const { verifies } = known.lab(suggestion.lab ?? '')!;
              assert.deepEqual([reason.done, reason.total], [count(verifies), verifies.length]);
              assert.ok(reason.done > 0);
              break;
            }
            case 'start':
              assert.ok(known.skills.every(({ items }) => items.every(({ id }) => !given.isDone(id))));
              assert.deepEqual(skill.prerequisites, []);
              break;
            case 'free':
              assert.deepEqual(skill.prerequisites, []);
              break;
            case 'remaining':
              assert.ok(reason.missing.length > 0);
              assert.deepEqual(
                reason.missing,
                skill.prerequisites.filter((id) => !finished(made, id)),
              );
          }
      }
    }));

  it('ten thousand skills are looked through in a moment', () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `s${at}`);
    const big = createCatalog(
      makeIndex(
        { only: Object.fromEntries(names.map((id) => [id, 7])) },
        Object.fromEntries(names.slice(1).map((id, at) => [id, { prerequisites: [`s${Math.floor(at / 2)}`] }])),
      ),
    );
    assertQuick(2000, () => {
      const { best } = recommend({
        catalog: big,
        isDone: (id) => id.endsWith('item-0'),
        isVerified: () => false,
        due: new Map(),
        notNow: new Map(),
        now,
      });
      assert.equal(best?.kind, 'continue');
    });
  });
});
