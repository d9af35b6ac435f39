import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  maxHistory,
  parseFromWebview,
  parsePanelState,
  parseToWebview,
  stringKeys,
  type FromWebview,
  type PanelState,
  type ToWebview,
} from '../../src/protocol/skill';

const long = 'x'.repeat(257);
const longest = 'x'.repeat(256);
/** As messages arrive: plain data, where a JSON text can make `__proto__` a field of its own. */
const json = (text: string): unknown => JSON.parse(text);

const fromWebview: readonly FromWebview[] = [
  { type: 'ready' },
  { type: 'open', skill: 'python' },
  { type: 'open', skill: longest },
  { type: 'open', skill: 'python', section: 'how-it-works' },
  { type: 'back' },
  { type: 'forward' },
  { type: 'setDone', item: 'core/git/two-commits', done: true },
  { type: 'setDone', item: 'core/git/two-commits', done: false },
  { type: 'copySample', skill: 'python', sample: 0 },
  { type: 'openSample', skill: 'python', sample: 12 },
  { type: 'reveal' },
  { type: 'review' },
  { type: 'openPay', role: 'back-end-developer' },
  { type: 'openPay', role: longest },
  { type: 'openTitle', title: 'junior-back-end-developer' },
  { type: 'openTitle', title: longest },
  { type: 'openLab', lab: 'hello-server' },
  { type: 'startLab', lab: longest },
  { type: 'openToSide' },
  { type: 'editNote' },
  { type: 'openNote', file: 'git.imported-2026-11-21.md' },
];

const state: PanelState = { version: 1, history: ['python', 'git'], position: 1 };
const progress = {
  done: ['core/git/two-commits'],
  verified: {},
  labs: {},
  notSaved: {},
  states: { git: 'in-progress' },
} as const;
const view = { id: 'git', items: [], body: {}, usedBy: [{ id: 'platform-engineer', title: 'Platform Engineer' }] };
const show = { type: 'show', view, progress, history: {}, state };

const toWebview: readonly unknown[] = [
  { type: 'strings', strings: Object.fromEntries(stringKeys.map((key) => [key, key])), locale: 'en' },
  show,
  { ...show, focus: 'core/git/two-commits', history: { back: 'Python', forward: 'PHP' } },
  { type: 'progress', progress },
  { type: 'progress', progress: { done: [], verified: {}, labs: {}, notSaved: {}, states: {} } },
  { type: 'note', skill: 'git', note: { state: 'none' }, others: [] } satisfies ToWebview,
  {
    type: 'note',
    skill: 'git',
    note: { state: 'note', markdown: 'Mine.', cut: false },
    others: [{ file: 'git.imported-2026-11-21.md', label: 'Imported' }],
  } satisfies ToWebview,
  { type: 'note', skill: 'git', note: { state: 'problem', message: 'Gone.' }, others: [] } satisfies ToWebview,
  { type: 'copied', sample: 0 } satisfies ToWebview,
  { type: 'failed', message: 'Gone.' } satisfies ToWebview,
];

// ---------- what must be refused ----------

/** No message at all, in either direction. */
const noMessages: readonly (readonly [name: string, value: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['a text', 'ready'],
  ['a number', 1],
  ['true', true],
  ['an empty list', []],
  ['a list with a message', [{ type: 'ready' }]],
  ['a list with fields', Object.assign([], { type: 'ready', version: 1, history: ['a'], position: 0 })],
  ['an empty object', {}],
  ['no type', { skill: 'python' }],
  ['an unknown type', { type: 'run' }],
  ['an empty type', { type: '' }],
  ['a type in capitals', { type: 'READY' }],
  ['a type with a space', { type: 'ready ' }],
  ['a type in a list', { type: ['ready'] }],
  ['a type that prints as one', { type: { toString: () => 'ready' } }],
  ['a type that every object has', { type: 'constructor' }],
  ['a type that every object has, too', { type: 'toString' }],
  ['__proto__ as type', { type: '__proto__' }],
  ['a type under __proto__', json('{"__proto__": {"type": "ready"}}')],
  ['a type under prototype', json('{"constructor": {"prototype": {"type": "ready"}}}')],
  ['a function', () => ({ type: 'ready' })],
];

const badFromWebview: readonly (readonly [name: string, value: unknown])[] = [
  ...noMessages,
  ['open without skill', { type: 'open' }],
  ['open of nothing', { type: 'open', skill: '' }],
  ['open of null', { type: 'open', skill: null }],
  ['open of a number', { type: 'open', skill: 7 }],
  ['open of a list', { type: 'open', skill: ['python'] }],
  ['open of an object', { type: 'open', skill: { id: 'python' } }],
  ['open of a text object', { type: 'open', skill: Object('python') as unknown }],
  ['open of an overlong id', { type: 'open', skill: long }],
  ['open with the skill under __proto__', json('{"type": "open", "__proto__": {"skill": "python"}}')],
  ['setDone without item', { type: 'setDone', done: true }],
  ['setDone without done', { type: 'setDone', item: 'core/git/a' }],
  ['setDone with a number', { type: 'setDone', item: 'core/git/a', done: 1 }],
  ['setDone with a text', { type: 'setDone', item: 'core/git/a', done: 'true' }],
  ['setDone with null', { type: 'setDone', item: 'core/git/a', done: null }],
  ['setDone of several', { type: 'setDone', item: ['core/git/a', 'core/git/b'], done: true }],
  ['setDone of an empty item', { type: 'setDone', item: '', done: true }],
  ['setDone of an overlong item', { type: 'setDone', item: long, done: true }],
  ...['openLab', 'startLab'].flatMap((type): [string, unknown][] => [
    [`${type} without lab`, { type }],
    [`${type} of nothing`, { type, lab: '' }],
    [`${type} of a list`, { type, lab: ['hello-server'] }],
  ]),
  ...['copySample', 'openSample'].flatMap((type): [string, unknown][] => [
    [`${type} without sample`, { type, skill: 'python' }],
    [`${type} without skill`, { type, sample: 0 }],
    [`${type} below zero`, { type, skill: 'python', sample: -1 }],
    [`${type} of NaN`, { type, skill: 'python', sample: NaN }],
    [`${type} of infinity`, { type, skill: 'python', sample: Infinity }],
    [`${type} between two`, { type, skill: 'python', sample: 0.5 }],
    [`${type} beyond what counts exactly`, { type, skill: 'python', sample: 2 ** 53 }],
    [`${type} of a text`, { type, skill: 'python', sample: '0' }],
    [`${type} of __proto__`, { type, skill: 'python', sample: '__proto__' }],
    [`${type} of code`, { type, skill: 'python', code: 'rm -rf /' }],
    [`${type} of an overlong id`, { type, skill: long, sample: 0 }],
  ]),
  ...(['openPay', 'openTitle'] as const).flatMap((type): [string, unknown][] => {
    const field = type === 'openPay' ? 'role' : 'title';
    return [
      [`${type} of nothing`, { type }],
      [`${type} of an empty text`, { type, [field]: '' }],
      [`${type} of an overlong id`, { type, [field]: long }],
      [`${type} of a number`, { type, [field]: 7 }],
      [`${type} of null`, { type, [field]: null }],
      [`${type} of a list`, { type, [field]: ['a'] }],
      [`${type} of a target instead`, { type, target: 'by-source' }],
      [`${type} of the other's field`, { type, [field === 'role' ? 'title' : 'role']: 'a' }],
      [`${type} with the ${field} under __proto__`, json(`{"type": "${type}", "__proto__": {"${field}": "a"}}`)],
    ];
  }),
];

const badToWebview: readonly (readonly [name: string, value: unknown])[] = [
  ...noMessages,
  ['strings without strings', { type: 'strings', locale: 'en' }],
  ['strings as a list', { type: 'strings', strings: [], locale: 'en' }],
  ['strings without locale', { type: 'strings', strings: {} }],
  ['strings with a locale that is a number', { type: 'strings', strings: {}, locale: 1 }],
  ['show without view', { ...show, view: undefined }],
  ['show of a list', { ...show, view: [] }],
  ['show without id', { ...show, view: { ...view, id: undefined } }],
  ['show without items', { ...show, view: { ...view, items: {} } }],
  ['show without body', { ...show, view: { ...view, body: null } }],
  ['show without progress', { ...show, progress: undefined }],
  [
    'show with progress of numbers',
    { ...show, progress: { done: [1], verified: {}, labs: {}, notSaved: {}, states: {} } },
  ],
  ['show without history', { ...show, history: undefined }],
  ['show with a history that is a list', { ...show, history: ['python'] }],
  ['show without state', { ...show, state: undefined }],
  ['show with a state of another version', { ...show, state: { ...state, version: 2 } }],
  ['progress of nothing', { type: 'progress' }],
  ['progress without states', { type: 'progress', progress: { done: [] } }],
  [
    'progress with a text as done',
    { type: 'progress', progress: { done: 'a', verified: {}, labs: {}, notSaved: {}, states: {} } },
  ],
  [
    'progress without what is verified',
    { type: 'progress', progress: { done: [], labs: {}, notSaved: {}, states: {} } },
  ],
  ['progress without labs', { type: 'progress', progress: { done: [], verified: {}, notSaved: {}, states: {} } }],
  [
    'progress without what is not saved',
    { type: 'progress', progress: { done: [], verified: {}, labs: {}, states: {} } },
  ],
  [
    'progress with gaps',
    { type: 'progress', progress: { done: new Array(2), verified: {}, labs: {}, notSaved: {}, states: {} } },
  ],
  ['a note on nothing', { type: 'note', note: { state: 'none' }, others: [] }],
  ['a note in no state', { type: 'note', skill: 'git', note: {}, others: [] }],
  ['a note without text', { type: 'note', skill: 'git', note: { state: 'note', cut: false }, others: [] }],
  [
    'a note whose text is a list',
    { type: 'note', skill: 'git', note: { state: 'note', markdown: ['a'], cut: false }, others: [] },
  ],
  ['a note without those beside it', { type: 'note', skill: 'git', note: { state: 'none' } }],
  ['a note beside another without a name', { type: 'note', skill: 'git', note: { state: 'none' }, others: [{}] }],
  ['copied below zero', { type: 'copied', sample: -1 }],
  ['copied of a text', { type: 'copied', sample: '0' }],
  ['failed without message', { type: 'failed' }],
  ['failed with an object', { type: 'failed', message: { html: '<b>' } }],
];

const badStates: readonly (readonly [name: string, value: unknown])[] = [
  ...noMessages,
  ['no version', { history: ['a'], position: 0 }],
  ['another version', { ...state, version: 2 }],
  ['a version as text', { ...state, version: '1' }],
  ['no history', { version: 1, position: 0 }],
  ['a history as text', { ...state, history: 'python' }],
  ['an empty history', { ...state, history: [], position: 0 }],
  ['a history of numbers', { ...state, history: [1, 2] }],
  ['a history with an empty id', { ...state, history: ['a', ''] }],
  ['a history with an overlong id', { ...state, history: ['a', long] }],
  ['a history with gaps', { ...state, history: new Array(2) }],
  ['a history like a list', { ...state, history: { 0: 'a', 1: 'b', length: 2 } }],
  ['a history that is too long', { ...state, history: new Array<string>(maxHistory + 1).fill('a') }],
  ['no position', { version: 1, history: ['a'] }],
  ['a position below zero', { ...state, position: -1 }],
  ['a position behind the end', { ...state, position: 2 }],
  ['a position of NaN', { ...state, position: NaN }],
  ['a position between two', { ...state, position: 0.5 }],
  ['a position as text', { ...state, position: '0' }],
];

// ---------- anything at all ----------

/** Near misses are rarer than junk, so the real names and values are mixed in. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.object({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
  fc.dictionary(
    fc.constantFrom(
      ...['type', 'skill', 'sample', 'item', 'done', 'section', 'version', 'history', 'position', '__proto__', 'view'],
      ...['progress', 'state', 'states', 'strings', 'locale', 'message', 'extra', 'role', 'title', 'lab', 'file'],
    ),
    fc.oneof(
      fc.constantFrom<unknown>(...fromWebview.map(({ type }) => type)),
      fc.constantFrom<unknown>('python', '', long, true, false, null, 0, 1, -1, NaN, 1.5, 1, ['a'], [], {}, state),
      fc.constantFrom<unknown>('show', 'strings', 'progress', 'copied', 'failed', progress, view),
    ),
  ),
);

const fieldsOf: Readonly<Record<FromWebview['type'], readonly string[]>> = {
  ready: ['type'],
  back: ['type'],
  forward: ['type'],
  reveal: ['type'],
  review: ['type'],
  openToSide: ['type'],
  editNote: ['type'],
  openNote: ['type', 'file'],
  open: ['type', 'skill', 'section'],
  setDone: ['type', 'item', 'done'],
  copySample: ['type', 'skill', 'sample'],
  openSample: ['type', 'skill', 'sample'],
  openPay: ['type', 'role'],
  openTitle: ['type', 'title'],
  openLab: ['type', 'lab'],
  startLab: ['type', 'lab'],
};

describe('the protocol of the skill page', () => {
  describe('from the webview', () => {
    for (const message of fromWebview)
      it(`takes ${JSON.stringify(message).slice(0, 80)}`, () => {
        assert.deepEqual(parseFromWebview(message), message);
        assert.deepEqual(parseFromWebview(structuredClone(message)), message);
      });

    it('knows a valid message of every type', () => {
      assert.deepEqual([...new Set(fromWebview.map(({ type }) => type))].sort(), Object.keys(fieldsOf).sort());
    });

    for (const [name, value] of badFromWebview)
      it(`refuses ${name}`, () => {
        assert.equal(parseFromWebview(value), undefined);
      });

    it('drops fields it does not know, and a section it cannot use', () => {
      assert.deepEqual(parseFromWebview({ type: 'ready', command: 'workbench.action.quit' }), { type: 'ready' });
      assert.deepEqual(parseFromWebview({ type: 'open', skill: 'git', uri: 'file:///etc/passwd' }), {
        type: 'open',
        skill: 'git',
      });
      for (const [type, field] of [
        ['openPay', 'role'],
        ['openTitle', 'title'],
        ['openLab', 'lab'],
        ['startLab', 'lab'],
      ] as const)
        assert.deepEqual(parseFromWebview({ type, [field]: 'a', target: 'all', uri: 'file:///', skill: 'git' }), {
          type,
          [field]: 'a',
        });
      for (const section of ['', long, 1, null, {}])
        assert.deepEqual(parseFromWebview({ type: 'open', skill: 'git', section }), { type: 'open', skill: 'git' });
      const polluted = parseFromWebview(json('{"type": "ready", "__proto__": {"polluted": true}}'));
      assert.deepEqual(Object.getOwnPropertyNames(polluted), ['type']);
      assert.ok(!('polluted' in polluted!) && !('polluted' in {}));
    });

    it('never throws, and what it takes has the known fields only', () => {
      const text = fc.constantFrom<unknown>('python', 'core/git/a', longest, long, '', 7, null, ['a']);
      const near = fc.record(
        {
          type: fc.constantFrom(...Object.keys(fieldsOf)),
          ...{ skill: text, section: text, item: text, role: text, title: text, lab: text, file: text },
          done: fc.constantFrom<unknown>(true, false, 1),
          sample: fc.oneof(fc.integer(), fc.double()),
          extra: fc.jsonValue(),
        },
        { requiredKeys: ['type'] },
      );
      const types = new Set<string>();
      let taken = 0;
      fc.assert(
        fc.property(fc.oneof(anything, near), (value) => {
          const message = parseFromWebview(value);
          if (!message) return;
          taken++;
          types.add(message.type);
          const known = fieldsOf[message.type];
          for (const field of Object.keys(message)) assert.ok(known.includes(field), field);
          for (const field of known) if (field !== 'section') assert.ok(field in message, field);
          // Taking a message again changes nothing: the guard's own output is valid.
          assert.deepEqual(parseFromWebview(message), message);
        }),
        { numRuns: 5000 },
      );
      assert.ok(taken > 500, `only ${taken} were taken, so the test says little`);
      assert.deepEqual([...types].sort(), Object.keys(fieldsOf).sort());
    });
  });

  describe('to the webview', () => {
    for (const message of toWebview)
      it(`takes ${JSON.stringify(message).slice(0, 60)}`, () => {
        assert.deepEqual(parseToWebview(message), message);
      });

    for (const [name, value] of badToWebview)
      it(`refuses ${name}`, () => {
        assert.equal(parseToWebview(value), undefined);
      });

    it('never throws, and what it takes has the fields that the page relies on', () => {
      const near = fc.record({
        type: fc.constantFrom('show', 'strings', 'progress', 'copied', 'failed'),
        view: fc.constantFrom<unknown>(view, null, []),
        progress: fc.constantFrom<unknown>(progress, { done: [1], verified: {}, labs: {}, notSaved: {}, states: {} }),
        history: fc.constantFrom<unknown>({}, []),
        state: fc.constantFrom<unknown>(state, {}),
        strings: fc.jsonValue(),
        locale: fc.constantFrom<unknown>('en', 1),
        sample: fc.oneof(fc.integer(), fc.double()),
        message: fc.jsonValue(),
      });
      let taken = 0;
      fc.assert(
        fc.property(fc.oneof(anything, near), (value) => {
          const message = parseToWebview(value);
          if (!message) return;
          taken++;
          assert.deepEqual(parseToWebview(message), message);
          if (message.type === 'copied') assert.deepEqual(Object.keys(message), ['type', 'sample']);
          if (message.type === 'failed') assert.deepEqual(Object.keys(message), ['type', 'message']);
          if (message.type === 'progress') assert.ok(Array.isArray(message.progress.done));
        }),
        { numRuns: 5000 },
      );
      assert.ok(taken > 100, `only ${taken} were taken, so the test says little`);
    });
  });

  describe('the state that survives a reload', () => {
    it('is read back', () => {
      assert.deepEqual(parsePanelState(state), state);
      assert.deepEqual(parsePanelState(json(JSON.stringify({ ...state, scroll: 120 }))), state);
      const full = { version: 1, history: new Array<string>(maxHistory).fill(longest), position: maxHistory - 1 };
      assert.deepEqual(parsePanelState(full), full);
    });

    for (const [name, value] of badStates)
      it(`is refused: ${name}`, () => {
        assert.equal(parsePanelState(value), undefined);
      });

    it('never throws, and always points into its history', () => {
      const near = fc.record({
        version: fc.constantFrom<unknown>(1, 1, 1, '1'),
        history: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '', long), { maxLength: 3 }),
        position: fc.constantFrom(-1, 0, 1, 2, 3, 0.5, NaN),
        extra: fc.jsonValue(),
      });
      let taken = 0;
      fc.assert(
        fc.property(fc.oneof(anything, near), (value) => {
          const parsed = parsePanelState(value);
          if (!parsed) return;
          taken++;
          assert.deepEqual(Object.keys(parsed).sort(), ['history', 'position', 'version']);
          assert.equal(typeof parsed.history[parsed.position], 'string');
        }),
        { numRuns: 5000 },
      );
      assert.ok(taken > 20, `only ${taken} were taken, so the test says little`);
    });
  });
});
