import assert from 'node:assert/strict';
import fc from 'fast-check';
import { payChartIds } from '../../src/core/payCharts';
import {
  careerSections,
  careerStringKeys,
  parseFromCareer,
  parseToCareer,
  type FromCareer,
  type ToCareer,
} from '../../src/protocol/career';
import { labStringKeys, parseFromLab, parseToLab, type FromLab, type ToLab } from '../../src/protocol/lab';
import {
  isPayTarget,
  paletteKeys,
  parseChoices,
  parseFromPay,
  parseToPay,
  parseUnits,
  paySections,
  payStringKeys,
  type FromPay,
  type PayPalette,
  type ToPay,
} from '../../src/protocol/pay';
import { wordsOf } from './words';

const long = 'x'.repeat(257);
const longest = 'x'.repeat(256);
/** As messages arrive: plain data, where a JSON text can make `__proto__` a field of its own. */
const json = (text: string): unknown => JSON.parse(text);

type Named = readonly (readonly [name: string, value: unknown])[];

/** No message at all, in either direction of either page. */
const noMessages: Named = [
  ['undefined', undefined],
  ['null', null],
  ['a text', 'ready'],
  ['a number', 1],
  ['a list with a message', [{ type: 'ready' }]],
  ['an empty object', {}],
  ['no type', { skill: 'python' }],
  ['an unknown type', { type: 'run' }],
  ['an empty type', { type: '' }],
  ['a type in capitals', { type: 'READY' }],
  ['a type in a list', { type: ['ready'] }],
  ['a type that prints as one', { type: { toString: () => 'ready' } }],
  ['a type that every object has', { type: 'constructor' }],
  ['__proto__ as type', { type: '__proto__' }],
  ['a type under __proto__', json('{"__proto__": {"type": "ready"}}')],
  ['a function', () => ({ type: 'ready' })],
];
/** No id: too short, too long, no text. */
const noNames: Named = [
  ['undefined', undefined],
  ['an empty text', ''],
  ['an overlong text', long],
  ['a number', 7],
  ['null', null],
  ['a list', ['a']],
  ['an object', { id: 'a' }],
  ['a text object', Object('a') as unknown],
];

const palette = Object.fromEntries(paletteKeys.map((key, at) => [key, `#0a1b${at + 10}`])) as PayPalette;
const units = { currency: 'EUR', rate: 0.92, hours: 38.5, per: 'hour' } as const;
const choices = {
  filter: { role: 'web-developer', place: 'United States', source: 'BLS', year: '2022' },
  sort: 'difference',
} as const;
const anyChoices = { filter: {}, sort: 'pay' } as const;

const fromPay: readonly FromPay[] = [
  { type: 'ready' },
  { type: 'addOwn' },
  { type: 'showProblems' },
  { type: 'openSkill', skill: 'python' },
  { type: 'openSkill', skill: longest },
  { type: 'openCareer' },
  { type: 'openCareer', target: 'move-full-stack-developer' },
  { type: 'setUnits', units },
  ...[...payChartIds, 'all' as const].map((table) => ({ type: 'copyCsv', table, choices }) as const),
  ...payChartIds.map((chart) => ({ type: 'saveSvg', chart, choices: anyChoices, palette }) as const),
  { type: 'print', choices },
  { type: 'print', choices: { filter: { source: null, year: null }, sort: 'place' } },
];
const payFields: Readonly<Record<FromPay['type'], readonly string[]>> = {
  ready: ['type'],
  addOwn: ['type'],
  showProblems: ['type'],
  openSkill: ['type', 'skill'],
  openCareer: ['type', 'target'],
  setUnits: ['type', 'units'],
  copyCsv: ['type', 'table', 'choices'],
  saveSvg: ['type', 'chart', 'choices', 'palette'],
  print: ['type', 'choices'],
};

const badPalettes: Named = [
  ['undefined', undefined],
  ['a list', paletteKeys.map(() => '#000000')],
  ['nothing', {}],
  ...paletteKeys.map((key) => [`no ${key}`, { ...palette, [key]: undefined }] as const),
  ...(
    [
      ['three digits', '#fff'],
      ['eight digits', '#ffffff80'],
      ['no #', 'ffffff'],
      ['capitals', '#FFFFFF'],
      ['a name', 'white'],
      ['a function', 'rgb(0, 0, 0)'],
      ['a variable', 'var(--x)'],
      ['an address', 'url(https://example.com)'],
      ['a way out', '#000000"/><script>'],
      ['a line break', '#000000\n'],
      ['a space', ' #000000'],
      ['other letters', '#00000g'],
      ['a number', 0],
      ['a list', ['#000000']],
    ] as const
  ).map(([name, colour]) => [name, { ...palette, below: colour }] as const),
];
const badChoices: Named = [
  ['undefined', undefined],
  ['null', null],
  ['a list', []],
  ['no filter', { sort: 'pay' }],
  ['a filter in a list', { filter: [], sort: 'pay' }],
  ['no sort', { filter: {} }],
  ['an unknown sort', { filter: {}, sort: 'size' }],
  ['a sort that every object has', { filter: {}, sort: 'constructor' }],
  ['a sort in a list', { filter: {}, sort: ['pay'] }],
  ...['role', 'place', 'source', 'year'].flatMap((part) =>
    noNames
      .filter(([, value]) => value !== undefined && !(value === null && (part === 'source' || part === 'year')))
      .map(([name, value]) => [`${name} as ${part}`, { filter: { [part]: value }, sort: 'pay' }] as const),
  ),
];
const badUnits: Named = [
  ['undefined', undefined],
  ['null', null],
  ['a list', [units]],
  ['nothing', {}],
  ...(
    [
      ...['', 'eur', 'EU', 'EURO', 'E R', 'EUR\n', 'ÉUR', '123', null, 7, ['EUR']].map((value) => ['currency', value]),
      ...[0, -1, 9e-7, 1.1e9, NaN, Infinity, '1', null, undefined, 1n].map((value) => ['rate', value]),
      ...[0, 0.9, -40, 168.1, NaN, Infinity, '40', null, undefined].map((value) => ['hours', value]),
      ...['week', '', 'YEAR', 'constructor', null, undefined, ['year']].map((value) => ['per', value]),
    ] as [string, unknown][]
  ).map(([field, value]) => [`${String(value)} as ${field}`, { ...units, [field]: value }] as const),
];

const badFromPay: Named = [
  ...noMessages,
  ...noNames.map(([name, skill]) => [`openSkill of ${name}`, { type: 'openSkill', skill }] as const),
  ['openSkill under __proto__', json('{"type": "openSkill", "__proto__": {"skill": "python"}}')],
  ...badUnits.map(([name, value]) => [`setUnits: ${name}`, { type: 'setUnits', units: value }] as const),
  ...badChoices.flatMap(([name, value]) => [
    [`copyCsv: ${name}`, { type: 'copyCsv', table: 'all', choices: value }] as const,
    [`saveSvg: ${name}`, { type: 'saveSvg', chart: 'roles', choices: value, palette }] as const,
    [`print: ${name}`, { type: 'print', choices: value }] as const,
  ]),
  ...badPalettes.map(
    ([name, value]) =>
      [`saveSvg: palette of ${name}`, { type: 'saveSvg', chart: 'roles', choices, palette: value }] as const,
  ),
  ...[undefined, '', 'about', 'disagree', 'ALL', 'toString', '../all', null, 0, ['all']].flatMap((table) => [
    [`copyCsv of ${String(table)}`, { type: 'copyCsv', table, choices }] as const,
    [`saveSvg of ${String(table)}`, { type: 'saveSvg', chart: table, choices, palette }] as const,
  ]),
  ['saveSvg of all', { type: 'saveSvg', chart: 'all', choices, palette }],
];

const explorerView = {
  roles: [],
  articles: [],
  figures: [],
  outlook: [],
  roleViews: [],
  contradictions: [],
  currencies: [],
  today: '2026-01',
  ownProblems: 0,
};
const toPay: readonly ToPay[] = [
  { type: 'strings', strings: Object.fromEntries(payStringKeys.map((key) => [key, key])), locale: 'en' } as ToPay,
  { type: 'show', view: explorerView, units },
  { type: 'go' },
  { type: 'go', target: 'roles' },
  { type: 'go', target: 'about', role: 'python-developer' },
  { type: 'go', role: longest },
  { type: 'copied', table: 'all' },
  { type: 'copied', table: 'mine' },
  { type: 'failed', message: '' },
  { type: 'failed', message: 'Gone.' },
];
const badToPay: Named = [
  ...noMessages,
  ['strings without strings', { type: 'strings', locale: 'en' }],
  ['strings as a list', { type: 'strings', strings: [], locale: 'en' }],
  ['strings without locale', { type: 'strings', strings: {} }],
  ['show without view', { type: 'show', units }],
  ['show of a list', { type: 'show', view: [], units }],
  ...['roles', 'articles', 'figures', 'outlook', 'roleViews', 'contradictions', 'currencies'].map(
    (field) => [`show without ${field}`, { type: 'show', view: { ...explorerView, [field]: {} }, units }] as const,
  ),
  ...badUnits.map(
    ([name, value]) => [`show with units: ${name}`, { type: 'show', view: explorerView, units: value }] as const,
  ),
  ['copied of nothing', { type: 'copied' }],
  ['copied of a section', { type: 'copied', table: 'about' }],
  ['failed without message', { type: 'failed' }],
  ['failed with an object', { type: 'failed', message: { html: '<b>' } }],
];

const fromCareer: readonly FromCareer[] = [
  { type: 'ready' },
  { type: 'print' },
  { type: 'openSkill', skill: 'python' },
  { type: 'openPay' },
  { type: 'openPay', target: 'by-source', role: 'python-developer' },
  { type: 'openPay', target: 'disagree' },
  { type: 'openPay', role: longest },
  { type: 'setDone', item: 'write-cv', done: true },
  { type: 'setDone', item: longest, done: false },
  { type: 'copyTitle', title: 'junior-back-end-developer' },
];
const careerFields: Readonly<Record<FromCareer['type'], readonly string[]>> = {
  ready: ['type'],
  print: ['type'],
  openSkill: ['type', 'skill'],
  openPay: ['type', 'target', 'role'],
  setDone: ['type', 'item', 'done'],
  copyTitle: ['type', 'title'],
};
const badFromCareer: Named = [
  ...noMessages,
  ...noNames.flatMap(([name, value]) => [
    [`openSkill of ${name}`, { type: 'openSkill', skill: value }] as const,
    [`copyTitle of ${name}`, { type: 'copyTitle', title: value }] as const,
    [`setDone of ${name}`, { type: 'setDone', item: value, done: true }] as const,
  ]),
  ...[undefined, null, 1, 0, 'true', []].map(
    (done) => [`setDone as ${String(done)}`, { type: 'setDone', item: 'a', done }] as const,
  ),
];

const careerView = { data: {}, skills: {}, pay: {}, articles: [], outlook: [] };
const progress = { done: ['write-cv'], notSaved: {}, states: { git: 'in-progress' } } as const;
const toCareer: readonly unknown[] = [
  { type: 'strings', strings: Object.fromEntries(careerStringKeys.map((key) => [key, key])), locale: 'en' },
  { type: 'show', view: careerView, progress },
  { type: 'progress', progress: { done: [], notSaved: {}, states: {} } } satisfies ToCareer,
  { type: 'go', target: 'title-junior-back-end-developer' } satisfies ToCareer,
  { type: 'copied', title: 'junior-back-end-developer' } satisfies ToCareer,
  { type: 'failed', message: 'Gone.' } satisfies ToCareer,
];
const badToCareer: Named = [
  ...noMessages,
  ['strings without strings', { type: 'strings', locale: 'en' }],
  ['strings without locale', { type: 'strings', strings: {} }],
  ['show without view', { type: 'show', progress }],
  ['show without progress', { type: 'show', view: careerView }],
  ...(['data', 'skills', 'pay'] as const).map(
    (field) =>
      [`show with ${field} as a list`, { type: 'show', view: { ...careerView, [field]: [] }, progress }] as const,
  ),
  ...(['articles', 'outlook'] as const).map(
    (field) => [`show without ${field}`, { type: 'show', view: { ...careerView, [field]: {} }, progress }] as const,
  ),
  ['progress of nothing', { type: 'progress' }],
  ['progress without states', { type: 'progress', progress: { done: [] } }],
  ['progress with a text as done', { type: 'progress', progress: { done: 'a', notSaved: {}, states: {} } }],
  ['progress of numbers', { type: 'progress', progress: { done: [1], notSaved: {}, states: {} } }],
  ['progress with gaps', { type: 'progress', progress: { done: new Array(2), notSaved: {}, states: {} } }],
  ...noNames.flatMap(([name, value]) => [
    [`go to ${name}`, { type: 'go', target: value }] as const,
    [`copied of ${name}`, { type: 'copied', title: value }] as const,
  ]),
  ['failed without message', { type: 'failed' }],
];

const labActs = ['start', 'run', 'stop', 'hint', 'solution', 'terminal', 'reset', 'code'] as const;
const fromLab: readonly FromLab[] = [
  { type: 'ready' },
  { type: 'ready', lab: 'hello-server' },
  ...labActs.map((act) => ({ type: 'act', act }) as const),
  { type: 'runCheck', check: 'greets' },
  { type: 'showCheck', check: 'greets' },
  { type: 'openSkill', skill: 'python' },
];
const labFields: Readonly<Record<FromLab['type'], readonly string[]>> = {
  ready: ['type', 'lab'],
  act: ['type', 'act'],
  runCheck: ['type', 'check'],
  showCheck: ['type', 'check'],
  openSkill: ['type', 'skill'],
};
const badFromLab: Named = [
  ...noMessages,
  ...['', 'delete', 'START', 'constructor', null, undefined, ['run'], 0].map(
    (act) => [`act ${String(act)}`, { type: 'act', act }] as const,
  ),
  ...[...noNames, ['a path', '../x'] as const, ['capitals', 'Greets'] as const].flatMap(([name, check]) => [
    [`runCheck of ${name}`, { type: 'runCheck', check }] as const,
    [`showCheck of ${name}`, { type: 'showCheck', check }] as const,
  ]),
  ...noNames.map(([name, skill]) => [`openSkill of ${name}`, { type: 'openSkill', skill }] as const),
];
const labView = { id: 'hello-server', checks: [] };
const labState = { running: false, checks: {}, hints: [], verified: {}, terminal: true };
const toLab: readonly unknown[] = [
  { type: 'strings', strings: Object.fromEntries(labStringKeys.map((key) => [key, key])) },
  { type: 'show', view: labView, state: labState },
  { type: 'state', state: labState } satisfies ToLab,
  { type: 'failed', message: 'Gone.' } satisfies ToLab,
];
const badToLab: Named = [
  ...noMessages,
  ['strings without strings', { type: 'strings' }],
  ['show without view', { type: 'show', state: labState }],
  ['show without state', { type: 'show', view: labView }],
  ['show of no lab', { type: 'show', view: { ...labView, id: '../x' }, state: labState }],
  ['show without checks', { type: 'show', view: { id: 'hello-server' }, state: labState }],
  ...(['checks', 'hints', 'verified'] as const).map(
    (field) => [`state without ${field}`, { type: 'state', state: { ...labState, [field]: undefined } }] as const,
  ),
  ['failed without message', { type: 'failed' }],
];

// ---------- anything at all ----------

/** Values of the right form, values that are nearly so, and junk, under the names of real fields. */
const value = fc.oneof(
  fc.constantFrom<unknown>(
    'python',
    'roles',
    'by-source',
    'all',
    'about',
    '',
    long,
    longest,
    true,
    false,
    null,
    1,
    NaN,
    ...labActs,
    'hello-server',
    '../x',
    labView,
    labState,
  ),
  fc.constantFrom<unknown>(
    choices,
    anyChoices,
    palette,
    units,
    progress,
    explorerView,
    careerView,
    labView,
    labState,
    [],
    ['a'],
    {},
  ),
  fc.constantFrom<unknown>(...badPalettes.map(([, bad]) => bad), ...badChoices.map(([, bad]) => bad)),
  fc.record({
    filter: fc.dictionary(
      fc.constantFrom('role', 'place', 'source', 'year', 'extra'),
      fc.constantFrom('a', null, 1, ''),
    ),
    sort: fc.constantFrom('pay', 'place', 'none'),
    extra: fc.jsonValue(),
  }),
  fc.jsonValue(),
);
/** Junk, messages of random fields, and good messages of which a field or two are changed. */
const messages = (good: readonly unknown[], fields: readonly string[]): fc.Arbitrary<unknown> => {
  const types = good.map((message) => (message as { readonly type: string }).type);
  const some = fc.dictionary(fc.constantFrom(...fields, 'extra', '__proto__'), value, { maxKeys: 8 });
  return fc.oneof(
    fc.jsonValue(),
    fc.object({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
    fc.tuple(fc.constantFrom(...types, 'other'), some).map(([type, rest]) => ({ ...rest, type })),
    fc
      .tuple(fc.constantFrom(...good), fc.dictionary(fc.constantFrom(...fields, 'extra'), value, { maxKeys: 2 }))
      .map(([message, change]) => ({ ...(message as object), ...change })),
  );
};

/** What every guard of messages to the host must do; `optional` are fields that a message may lack. */
function checkGuard(
  parse: (value: unknown) => { readonly type: string } | undefined,
  good: readonly { readonly type: string }[],
  bad: Named,
  fieldsOf: Readonly<Record<string, readonly string[]>>,
  optional: readonly string[],
): void {
  it('takes a valid message of every type', () => {
    assert.deepEqual([...new Set(good.map(({ type }) => type))].sort(), Object.keys(fieldsOf).sort());
    for (const message of good) {
      assert.deepEqual(parse(message), message);
      assert.deepEqual(parse(structuredClone(message)), message);
    }
  });

  it('refuses broken ones', () => {
    for (const [name, message] of bad) assert.equal(parse(message), undefined, name);
    assert.ok(bad.length > 30);
  });

  it('drops fields it does not know', () => {
    for (const message of good) {
      const more = { ...message, uri: 'file:///etc/passwd', command: 'workbench.action.quit', html: '<b>' };
      assert.deepEqual(parse(more), message);
    }
    const polluted = parse(json('{"type": "ready", "__proto__": {"polluted": true}}'));
    assert.deepEqual(Object.getOwnPropertyNames(polluted), ['type']);
    assert.ok(!('polluted' in polluted!) && !('polluted' in {}));
  });

  it('never throws, and what it takes has known fields only', () => {
    const fields = [...new Set(Object.values(fieldsOf).flat())].filter((field) => field !== 'type');
    const types = new Set<string>();
    let taken = 0;
    fc.assert(
      fc.property(messages(good, fields), (raw) => {
        const message = parse(raw);
        if (!message) return;
        taken++;
        types.add(message.type);
        const known = fieldsOf[message.type]!;
        for (const field of Object.keys(message)) assert.ok(known.includes(field), field);
        for (const field of known) if (!optional.includes(field)) assert.ok(field in message, field);
        assert.equal(Object.getPrototypeOf(message), Object.prototype);
        // Taking a message again changes nothing: the guard's own output is valid.
        assert.deepEqual(parse(message), message);
        checkParts(message);
      }),
      { numRuns: 5000 },
    );
    assert.ok(taken > 300, `only ${taken} were taken, so the test says little`);
    assert.deepEqual([...types].sort(), Object.keys(fieldsOf).sort());
  });
}

/** The parts of messages have known fields only as well. */
function checkParts(message: object): void {
  const only = (part: unknown, known: readonly string[]): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const field of Object.keys(part)) assert.ok(known.includes(field), field);
  };
  const { choices: chosen, palette: colours, units: counted } = message as Record<string, unknown>;
  only(chosen, ['filter', 'sort']);
  if (chosen) only((chosen as Record<string, unknown>)['filter'], ['role', 'place', 'source', 'year']);
  only(counted, ['currency', 'rate', 'hours', 'per']);
  only(colours, paletteKeys);
  if (colours) for (const colour of Object.values(colours)) assert.match(String(colour), /^#[0-9a-f]{6}$/);
}

/** What every guard of messages to a page must do. */
function checkPageGuard(
  parse: (value: unknown) => { readonly type: string } | undefined,
  good: readonly unknown[],
  bad: Named,
  fields: readonly string[],
): void {
  it('takes valid messages', () => {
    for (const message of good) assert.deepEqual(parse(message), message);
  });

  it('refuses broken ones', () => {
    for (const [name, message] of bad) assert.equal(parse(message), undefined, name);
  });

  it('never throws', () => {
    const types = good.map((message) => (message as { readonly type: string }).type);
    let taken = 0;
    fc.assert(
      fc.property(messages(good, fields), (raw) => {
        const message = parse(raw);
        if (!message) return;
        taken++;
        assert.ok(types.includes(message.type));
        assert.deepEqual(parse(message), message);
      }),
      { numRuns: 5000 },
    );
    assert.ok(taken > 100, `only ${taken} were taken, so the test says little`);
  });
}

describe('the protocol of the pay explorer', () => {
  describe('from the page', () => {
    checkGuard(parseFromPay, fromPay, badFromPay, payFields, ['target']);

    it('drops a target it cannot use', () => {
      for (const [, target] of noNames)
        assert.deepEqual(parseFromPay({ type: 'openCareer', target }), { type: 'openCareer' });
    });

    it('drops unknown parts of choices, units and colours', () => {
      const more = { extra: 1, html: '<b>' };
      assert.deepEqual(
        parseFromPay({
          type: 'saveSvg',
          chart: 'mine',
          choices: { ...choices, ...more, filter: { ...choices.filter, ...more } },
          palette: { ...palette, ...more },
        }),
        { type: 'saveSvg', chart: 'mine', choices, palette },
      );
      assert.deepEqual(parseFromPay({ type: 'setUnits', units: { ...units, ...more } }), { type: 'setUnits', units });
    });
  });

  describe('to the page', () => {
    checkPageGuard(parseToPay, toPay, badToPay, [
      'strings',
      'locale',
      'view',
      'units',
      'target',
      'role',
      'table',
      'message',
    ]);

    it('opens the page as it is where a target or role makes no sense', () => {
      for (const [, bad] of noNames)
        assert.deepEqual(parseToPay({ type: 'go', target: bad, role: bad }), { type: 'go' });
      assert.deepEqual(parseToPay({ type: 'go', target: 'elsewhere', role: 'a' }), { type: 'go', role: 'a' });
    });
  });

  it('knows as targets the charts and the other sections, and nothing else', () => {
    const targets = [...payChartIds, ...paySections];
    assert.deepEqual(
      [...targets],
      [
        ...['by-source', 'by-place', 'roles', 'front-back', 'over-time', 'growth', 'mine'],
        ...['about', 'all', 'disagree'],
      ],
    );
    for (const target of targets) assert.ok(isPayTarget(target), target);
    for (const other of ['', 'ROLES', 'roles ', 'toString', 'job', null, undefined, 0, ['roles'], {}])
      assert.ok(!isPayTarget(other), JSON.stringify(other));
  });
});

describe('choices of the reader', () => {
  it('are read back', () => {
    for (const good of [
      choices,
      anyChoices,
      { filter: { source: null, year: null }, sort: 'place' },
      { filter: { role: longest, place: longest, source: longest, year: longest }, sort: 'pay' },
    ] as const) {
      assert.deepEqual(parseChoices(good), good);
      assert.deepEqual(parseChoices(json(JSON.stringify({ ...good, more: 1 }))), good);
    }
  });

  it('have no fields that are not set', () => {
    const parsed = parseChoices({ filter: { role: undefined, place: 'Here' }, sort: 'pay' });
    assert.deepEqual(Object.keys(parsed!.filter), ['place']);
    const polluted = parseChoices(json('{"filter": {"__proto__": {"role": "a"}}, "sort": "pay"}'));
    assert.deepEqual(Object.getOwnPropertyNames(polluted!.filter), []);
    assert.equal(polluted!.filter.role, undefined);
  });

  for (const [name, bad] of badChoices)
    it(`are refused: ${name}`, () => {
      assert.equal(parseChoices(bad), undefined);
    });
});

describe('units of the reader', () => {
  it('are read back, up to their limits', () => {
    for (const good of [
      units,
      { currency: 'JPY', rate: 1e-6, hours: 1, per: 'year' },
      { currency: 'XXX', rate: 1e9, hours: 168, per: 'month' },
    ] as const) {
      assert.deepEqual(parseUnits(good), good);
      assert.deepEqual(parseUnits({ ...good, more: 1 }), good);
    }
  });

  it('take a dollar for a dollar, whatever rate is given', () => {
    for (const rate of [1e-6, 0.92, 1, 83, 1e9])
      for (const per of ['year', 'month', 'hour'] as const) {
        const dollars = { currency: 'USD', rate: 1, hours: 38.5, per };
        assert.deepEqual(parseUnits({ ...dollars, rate }), dollars);
        assert.deepEqual(parseFromPay({ type: 'setUnits', units: { ...dollars, rate } }), {
          type: 'setUnits',
          units: dollars,
        });
        // Other currencies keep theirs, dollars of other countries as well.
        for (const currency of ['EUR', 'CAD', 'USN'])
          assert.equal(parseUnits({ ...dollars, currency, rate })!.rate, rate);
      }
    // A rate that makes no sense is no reason to guess another one.
    for (const rate of [0, -1, NaN, Infinity, '1', undefined])
      assert.equal(parseUnits({ currency: 'USD', rate, hours: 40, per: 'year' }), undefined, String(rate));
  });

  for (const [name, bad] of badUnits)
    it(`are refused: ${name}`, () => {
      assert.equal(parseUnits(bad), undefined);
    });

  it('never throw, and make sense when taken', () => {
    const near = fc.record({
      currency: fc.constantFrom<unknown>('EUR', 'USD', 'eur', '', 1),
      rate: fc.oneof(fc.double(), fc.constantFrom<unknown>(1, '1', null)),
      hours: fc.oneof(fc.double({ min: -10, max: 200 }), fc.constantFrom<unknown>(40, '40')),
      per: fc.constantFrom<unknown>('year', 'month', 'hour', 'week'),
    });
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(near, value), (raw) => {
        const parsed = parseUnits(raw);
        if (!parsed) return;
        taken++;
        assert.deepEqual(Object.keys(parsed).sort(), ['currency', 'hours', 'per', 'rate']);
        assert.ok(parsed.rate >= 1e-6 && parsed.rate <= 1e9 && parsed.hours >= 1 && parsed.hours <= 168);
        if (parsed.currency === 'USD') assert.equal(parsed.rate, 1);
        // What is taken can be shown.
        new Intl.NumberFormat('en', { style: 'currency', currency: parsed.currency }).format(parsed.rate);
      }),
      { numRuns: 3000 },
    );
    assert.ok(taken > 30, `only ${taken} were taken, so the test says little`);
  });
});

describe('the protocol of a lab', () => {
  describe('from the page', () => {
    checkGuard(parseFromLab, fromLab, badFromLab, labFields, ['lab']);

    it('drops a lab that can be none', () => {
      for (const lab of ['', '../x', 'Hello', 7, null, ['a']])
        assert.deepEqual(parseFromLab({ type: 'ready', lab }), { type: 'ready' });
    });
  });

  describe('to the page', () => {
    checkPageGuard(parseToLab, toLab, badToLab, ['strings', 'view', 'state', 'message']);
  });
});

describe('the protocol of the career guide', () => {
  describe('from the page', () => {
    checkGuard(parseFromCareer, fromCareer, badFromCareer, careerFields, ['target', 'role']);

    it('drops a target or role it cannot use', () => {
      for (const [, bad] of noNames)
        assert.deepEqual(parseFromCareer({ type: 'openPay', target: bad, role: bad }), { type: 'openPay' });
      assert.deepEqual(parseFromCareer({ type: 'openPay', target: 'job', role: 'a' }), { type: 'openPay', role: 'a' });
    });
  });

  describe('to the page', () => {
    checkPageGuard(parseToCareer, toCareer, badToCareer, [
      ...['strings', 'locale', 'view', 'progress', 'target', 'title', 'message'],
    ]);
  });

  it('keeps the names of its sections, which deep links use', () => {
    assert.deepEqual(
      [...careerSections],
      [
        ...['job', 'comparison', 'levels', 'ways', 'titles', 'boards', 'hired', 'leads'],
        ...['questions', 'disagree', 'outlook', 'reading'],
      ],
    );
  });
});

describe('the words that the pages are sent', () => {
  it('have one message for each field of the units, and one for a place that is not stated', () => {
    const keys: readonly string[] = payStringKeys;
    assert.deepEqual(
      keys.filter((key) => /^unit.*Wrong$/.test(key)),
      ['unitCurrencyWrong', 'unitRateWrong', 'unitHoursWrong'],
    );
    assert.ok(keys.includes('placeNotStated') && keys.includes('mineUnconverted'));
    const words = wordsOf('pay/strings.ts');
    assert.match(words.get('unitRateWrong')!, /\{0\}/);
    for (const key of ['unitCurrencyWrong', 'unitHoursWrong']) assert.doesNotMatch(words.get(key)!, /\{/);
  });

  it('have each key once', () => {
    for (const keys of [payStringKeys, careerStringKeys]) assert.equal(new Set<string>(keys).size, keys.length);
  });
});
